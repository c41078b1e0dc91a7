import { describe, expect, it } from 'vitest';
import { createReport } from '../../web/admin/state/report.ts';
import { fakeClient, SCHOOL } from './admin-kit.ts';

/** Every address that was asked for; none gives a file. */
function ports() {
  const asked: string[] = [];
  const { client } = fakeClient({});
  const watched = {
    ...client,
    fetch: async (address: string) => {
      asked.push(address);
      return Response.json({ code: 'forbidden', status: 403 }, { status: 403 });
    },
  };
  const report = createReport({
    client: watched,
    school: SCHOOL,
    language: () => 'vi',
    digest: async () => '',
    save: () => undefined,
  });
  return { report, asked };
}

describe('a day on paper', () => {
  it('with masked names is the day’s record and asks for no reason', async () => {
    const { report, asked } = ports();
    await report.start('2026-11-20');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('purpose=daily-record');
  });

  it('with full names asks first what they are for', async () => {
    const { report, asked } = ports();
    report.setNames('full');
    await report.start('2026-11-20');
    expect([report.purposeMissing.value, asked.length]).toEqual([true, 0]);
    report.setPurpose('tracing');
    expect(report.purposeMissing.value).toBe(false);
    await report.start('2026-11-20');
    expect(asked[0]).toContain('purpose=tracing');
    expect(asked[0]).toContain('names=full');
  });
});
