/** Every school is looked at every few minutes, one after another, so that no round holds the gates up: alarms, and erasures that waited. */
import { MINUTE } from '../../shared/clock.ts';
import type { App } from '../context.ts';
import { reported } from '../report.ts';
import { eraseDue } from '../rights/erase.ts';
import { mailAlarms, watchSchool } from './watch.ts';

const EVERY = 5 * MINUTE;

/** `stopped`: asked between two schools, for mail servers that do not answer would hold a stop up. */
export async function watchRound(app: App, stopped: () => boolean = () => false): Promise<void> {
  const schools = await app.db.read('system', (query) => query.selectFrom('school').select('school_id').execute());
  for (const { school_id: school } of schools) {
    if (stopped()) return;
    // One's trouble, or one school's, must not silence the others.
    await tried(app, 'watch', async () => mailAlarms(app, school, await watchSchool(app, school)));
    await tried(app, 'erase', () => eraseDue(app, school));
  }
}

async function tried(app: App, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    app.log.error({ err: reported(error) }, what);
  }
}

export interface Watch {
  /** Waits for a round under way. */
  stop(): Promise<void>;
}

/** Round after round, `every` ms after the end of the one before. */
export function startWatch(app: App, every = EVERY): Watch {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  const next = (): void => {
    timer = setTimeout(() => {
      round = watchRound(app, () => stopped)
        .catch((error: unknown) => app.log.error({ err: reported(error) }, 'watch'))
        .then(() => {
          if (!stopped) next();
        });
    }, every);
    timer.unref();
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
