/** What is saved beside a file: one line a fact, to be read by people and kept with it. */
import type { ExportManifest } from '../../shared/api/exports.schema.ts';
import { dayText, instantText } from '../../shared/clock.ts';
import { language } from '../lib/i18n.ts';
import { countText, rangesText } from './format.ts';
import { manifestWords, purposeWords } from './strings/download.ts';
import { colourWords, dirWords, notedWords } from './strings/log-words.ts';

export function manifestText(manifest: ExportManifest): string {
  const t = manifestWords();
  const { filters } = manifest;
  const narrowed = [
    ...(filters.gate === null ? [] : [filters.gate]),
    ...(filters.dir === null ? [] : [dirWords()[filters.dir]]),
    ...(filters.colour === null ? [] : [filters.colour === 'noted' ? notedWords().noted : colourWords()[filters.colour]]),
    ...(filters.search ? [t.search] : []),
  ];
  const kiosks = manifest.completeness.map(({ name, receivedThrough, gaps, lastSeenAt }) => {
    const missing = gaps.length === 0 ? t.noGaps : `${t.gaps} ${rangesText(gaps)}`;
    return `- ${name}: ${t.through} ${receivedThrough}; ${missing}; ${t.seen} ${lastSeenAt === null ? t.never : instantText(lastSeenAt)}`;
  });
  const lines = [
    t.title,
    '',
    `${t.file}: ${manifest.file}`,
    `${t.school}: ${manifest.school}`,
    `${t.period}: ${dayText(manifest.from)} – ${dayText(manifest.to)}`,
    `${t.filters}: ${narrowed.length > 0 ? narrowed.join('; ') : t.everything}`,
    `${t.names}: ${manifest.names === 'full' ? t.full : t.masked}`,
    `${t.rows}: ${countText(manifest.rows, language.value)}`,
    `${t.purpose}: ${purposeWords()[manifest.purpose]}`,
    `${t.by}: ${manifest.by.name} (${manifest.by.login})`,
    `${t.at}: ${instantText(manifest.madeAt)}`,
    `${t.bytes}: ${manifest.bytes ?? '—'}`,
    `SHA-256: ${manifest.sha256 ?? '—'}`,
    `${t.id}: ${manifest.id}`,
    '',
    t.kiosks,
    ...kiosks,
    '',
    t.how,
  ];
  // Windows' own editor takes UTF-8 for the system's code page without the mark.
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
