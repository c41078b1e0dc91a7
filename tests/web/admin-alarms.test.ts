import { describe, expect, it } from 'vitest';
import type { AlarmSettingsView, StandingAlarm } from '../../shared/api/alarms.schema.ts';
import { createAlarmSettings } from '../../web/admin/state/alarm-settings.ts';
import { pagesOfAlarm, pagesOfWatch } from '../../web/admin/state/alarms.ts';
import { createWatch } from '../../web/admin/state/watch.ts';
import { minutesText, typedMinutes } from '../../web/lib/typed-minutes.ts';
import { answer, fakeClient, refusal } from './admin-kit.ts';

const SCHOOL = 's1';
const clock = () => 1_000;
const PATH = `/api/schools/${SCHOOL}/alarm-settings`;
const VIEW: AlarmSettingsView = {
  hours: { weekdays: [1, 2, 3, 4, 5, 6], opens: 390, closes: 1050, daysOff: ['2026-09-02'] },
  off: [],
  mail: [],
  version: 1,
  mailWorks: true,
};

async function settings(routes: Record<string, unknown> = {}) {
  const { client, asked } = fakeClient({ [`GET ${PATH}`]: answer(VIEW), ...routes } as Parameters<typeof fakeClient>[0]);
  const made = createAlarmSettings({ client, clock, school: SCHOOL });
  await made.load();
  return { made, asked };
}

describe('typed times of day', () => {
  it.each([
    ['7:05', 425],
    ['07.05', 425],
    ['6h30', 390],
    ['17 30', 1050],
    ['7h', 420],
    ['7g05', 425],
    ['7 giờ 15', 435],
    ['24:00', undefined],
    ['7:60', undefined],
    ['7', undefined],
  ])('%s', (text, minutes) => {
    expect(typedMinutes(text)).toBe(minutes);
  });

  it('are written back as they are read', () => {
    for (const minutes of [0, 65, 390, 1439]) expect(typedMinutes(minutesText(minutes))).toBe(minutes);
  });
});

describe('alarm settings', () => {
  it('are typed as people write them and sent under the version that was read', async () => {
    const { made, asked } = await settings({ [`PUT ${PATH}`]: answer({ ...VIEW, version: 2 }) });
    expect(made.draft.value).toMatchObject({ opens: '06:30', closes: '17:30', daysOff: '02/09/2026' });
    made.set({
      opens: '7 rưỡi',
      closes: '17h15',
      daysOff: '2/9/2026, 30/4/2027\n\n',
      mail: [{ to: ' a@truong.example ', language: 'vi' }],
    });
    await made.save();
    expect(made.saving.problem.value?.errors).toEqual([{ at: '/hours/opens', reason: 'format' }]);
    made.set({ opens: '7h00', mail: [...(made.draft.value?.mail ?? []), { to: '', language: 'en' }] });
    await made.save();
    expect(made.saved.value).toBe(true);
    const put = asked.find(({ what }) => what === `PUT ${PATH}`);
    expect(put).toMatchObject({
      headers: { 'if-match': '"1"' },
      body: {
        hours: { opens: 420, closes: 1035, daysOff: ['2026-09-02', '2027-04-30'] },
        mail: [{ to: 'a@truong.example', language: 'vi' }],
      },
    });
  });

  it('refuse a day that does not exist before anything is sent', async () => {
    const { made, asked } = await settings();
    made.set({ daysOff: '30/02/2027' });
    await made.save();
    expect(made.saving.problem.value?.errors).toEqual([{ at: '/hours/daysOff', reason: 'not-a-day' }]);
    expect(asked.some(({ what }) => what === `PUT ${PATH}`)).toBe(false);
  });

  it('name the address that is none where it stands, also beside empty ones', async () => {
    const { made, asked } = await settings();
    const good = { to: 'a@truong.example', language: 'vi' as const };
    const bad = { to: 'văn phòng', language: 'vi' as const };
    made.set({ opens: 'sớm', mail: [{ to: ' ', language: 'vi' }, good, bad] });
    await made.save();
    expect(made.draft.value?.mail).toEqual([good, bad]);
    const wrong = { at: '/mail/1/to', reason: 'format' };
    expect(made.saving.problem.value?.errors).toEqual([{ at: '/hours/opens', reason: 'format' }, wrong]);
    made.set({});
    await made.tryMail(bad);
    expect(made.saving.problem.value?.errors).toEqual([wrong]);
    expect(asked.every(({ what }) => what.startsWith('GET'))).toBe(true);
  });

  it('say where a trial mail went, or why it did not go', async () => {
    const answers = [answer(undefined), refusal('mail-failed')];
    const { made } = await settings({ [`POST ${PATH}/test-mail`]: () => answers.shift() });
    await made.tryMail({ to: 'a@truong.example', language: 'vi' });
    expect(made.tried.value).toBe('a@truong.example');
    await made.tryMail({ to: 'b@truong.example', language: 'vi' });
    expect([made.tried.value, made.trial.problem.value?.code]).toEqual([undefined, 'mail-failed']);
  });
});

describe('the watch', () => {
  it('puts an alarm aside and shows what the server then says', async () => {
    const alarm: StandingAlarm = { kind: 'backlog', object: 'k1', name: 'Máy 1', count: 3, since: 1, raisedAt: 2, seenAt: null };
    const { client, asked } = fakeClient({
      [`GET /api/schools/${SCHOOL}/watch`]: answer({ alarms: [alarm] }),
      [`POST /api/schools/${SCHOOL}/watch/seen`]: answer({ alarms: [{ ...alarm, seenAt: 5 }] }),
    });
    const watch = createWatch({ client, clock, school: SCHOOL });
    await watch.loaded.reload();
    await watch.see(alarm);
    expect(asked[1]?.body).toEqual({ kind: 'backlog', object: 'k1' });
    expect(watch.loaded.state.value).toMatchObject({ kind: 'ready', data: { alarms: [{ seenAt: 5 }] } });
  });
});

describe('where an alarm is mended', () => {
  it('leads to the page that can mend it', () => {
    expect(pagesOfAlarm({ kind: 'conflicts' })).toEqual(['held']);
    expect(pagesOfAlarm({ kind: 'gaps' })).toEqual(['kiosks']);
    expect(pagesOfWatch('kiosk-silent')).toEqual(['kiosks', 'settings']);
    expect(pagesOfWatch('burst-pass')).toEqual(['log']);
  });

  it('leads nowhere where only the keeper of the server can help', () => {
    expect(pagesOfAlarm({ kind: 'clock' })).toEqual([]);
    expect(pagesOfAlarm({ kind: 'unknown-kind' })).toEqual([]);
  });
});
