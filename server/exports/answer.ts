import type { ExportFormat } from '../../shared/api/exports.schema.ts';
import type { App } from '../context.ts';
import { reportBug } from '../report.ts';
import type { School } from '../schools/store.ts';
import { fileNameOf } from './file-name.ts';
import { flowing } from './flow.ts';
import type { Recording } from './record.ts';

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

export interface FileAnswer {
  school: School;
  from: string;
  to: string;
  format: ExportFormat;
  rows: number;
  recording: Recording;
  chunks: AsyncIterable<Uint8Array>;
  /** Called however it ends. */
  close(): void;
}

/** A download under its name, with its end in the audit. */
export function answerFile(app: App, { school, from, to, format, rows, recording, chunks, close }: FileAnswer): Response {
  const name = fileNameOf(school, from, to, format);
  const body = flowing(chunks, {
    async whole(ending) {
      close();
      await recording.whole(ending);
    },
    broken(bytes, error) {
      close();
      if (error !== undefined) reportBug(app.log, error, 'export');
      recording.broken(bytes).catch((failed: unknown) => reportBug(app.log, failed, 'export'));
    },
  });
  return new Response(body, {
    headers: {
      'content-type': TYPES[format],
      // RFC 6266; both names are made by us from [a-z0-9_.-].
      'content-disposition': `attachment; filename="${name.short}"; filename*=UTF-8''${encodeURIComponent(name.full)}`,
      'x-row-count': String(rows),
      'x-export-id': recording.id,
      'cache-control': 'no-store',
    },
  });
}
