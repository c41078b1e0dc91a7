/** The file for the office and its answer: for a tablet that is never online, and for one that the server does not take any more. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Instant } from '../../../shared/clock.ts';
import { MAX_KIOSK_FILE_BYTES } from '../../../shared/gate/kiosk-file.ts';
import { getKept } from '../db/kept.ts';
import { readHead } from '../db/log.ts';
import type { KioskDb, WrittenFile } from '../db/schema.ts';
import { NoSealingKey } from '../log/sealer.ts';
import { openAnswerFile, type TakeFault, type Told, takeAll } from '../outbox/take-file.ts';
import { type FileParts, writeFile } from '../outbox/write-file.ts';

export interface Working {
  what: 'writing' | 'taking';
  done: number;
  of: number;
}

export type WriteResult = { ok: true; blob: Blob; file: WrittenFile } | { ok: false; fault: 'no-key' | 'too-large' | 'store' };
/** `items`: how many of the written items the answer speaks of. `madeAt`: when the office took them. */
export type TakeResult = { ok: true; items: number; unsent: number; madeAt: Instant } | { ok: false; fault: TakeFault | 'store' };

export interface Files {
  working: ReadonlySignal<Working | undefined>;
  /** The latest file, also after a reload. */
  last: ReadonlySignal<WrittenFile | undefined>;
  write(): Promise<WriteResult>;
  take(file: Blob): Promise<TakeResult>;
  /** Whether everything that is not sent stands in a file that was written. */
  covered(): Promise<boolean>;
}

export interface FilesParts {
  db: KioskDb;
  /** undefined while the kiosk is not paired. */
  parts: () => FileParts | undefined;
  unsent: () => number;
  session: () => string | undefined;
  told: (told: Told) => void;
  failed: (error: unknown) => void;
}

export async function createFiles({ db, parts, unsent, session, told, failed }: FilesParts): Promise<Files> {
  const working = signal<Working | undefined>(undefined);
  const last = signal<WrittenFile | undefined>((await getKept(db, 'files'))?.at(-1));

  /** One at a time; what goes wrong in the store is said, not thrown. */
  async function alone<T>(what: Working['what'], of: number, work: () => Promise<T>, otherwise: (error: unknown) => T): Promise<T> {
    working.value = { what, done: 0, of };
    try {
      return await work();
    } catch (error) {
      return otherwise(error);
    } finally {
      working.value = undefined;
    }
  }

  const progress = (what: Working['what']) => (done: number, of: number) => {
    working.value = { what, done, of };
  };

  return {
    working,
    last,
    write: () =>
      alone<WriteResult>(
        'writing',
        unsent(),
        async () => {
          const have = parts();
          if (!have) return { ok: false, fault: 'no-key' };
          const written = await writeFile(have, unsent(), progress('writing'));
          last.value = written.file;
          return { ok: true, ...written };
        },
        (error) => {
          if (error instanceof NoSealingKey) return { ok: false, fault: 'no-key' };
          if (error instanceof RangeError) return { ok: false, fault: 'too-large' };
          failed(error);
          return { ok: false, fault: 'store' };
        },
      ),
    take: (file) =>
      alone<TakeResult>(
        'taking',
        0,
        async () => {
          const have = parts();
          if (!have) return { ok: false, fault: 'other-kiosk' };
          if (file.size > MAX_KIOSK_FILE_BYTES) return { ok: false, fault: 'too-large' };
          const opened = await openAnswerFile(have, new Uint8Array(await file.arrayBuffer()));
          if (!opened.ok) return opened;
          await takeAll(have, opened, session(), told, progress('taking'));
          return { ok: true, items: opened.file.items, unsent: unsent(), madeAt: opened.answers[0]?.serverTime ?? 0 };
        },
        (error) => {
          failed(error);
          return { ok: false, fault: 'store' };
        },
      ),
    async covered() {
      const head = await readHead(db);
      return last.value !== undefined && last.value.throughN === head.n;
    },
  };
}
