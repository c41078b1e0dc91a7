/** "7:05", "07.05", "7h05", "7g05", "7 giờ 05" and "7h" as minutes after midnight; undefined for no time of day. */
export function typedMinutes(text: string): number | undefined {
  const parts = /^\s*(\d{1,2})\s*(?:(?:[:.hg ]|giờ)\s*(\d{2})|[hg]|giờ)\s*$/i.exec(text.normalize('NFC'));
  const hours = Number(parts?.[1]);
  const minutes = Number(parts?.[2] ?? 0);
  return parts && hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}

/** HH:MM. */
export const minutesText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
