/** Reads a stream of server-sent events (the part of the standard that our server writes: one line of data each). */
import type { LiveEvents } from '../../../shared/api/live.schema.ts';

export type LiveEvent = { [Name in keyof LiveEvents]: { name: Name; data: LiveEvents[Name] } }[keyof LiveEvents];

const NAMES: readonly string[] = ['watch', 'feed', 'beat', 'over'] satisfies (keyof LiveEvents)[];

/** Takes text as it arrives, in pieces of any size, and gives the events that are complete. What it does not know it passes over. */
export function eventReader(): (text: string) => LiveEvent[] {
  let rest = '';
  return (text) => {
    const blocks = (rest + text.replaceAll('\r', '')).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => eventOf(block) ?? []);
  };
}

function eventOf(block: string): LiveEvent | undefined {
  const [, name, data] = /^event: (\w+)\ndata: (\{.*\})$/.exec(block) ?? [];
  if (!name || !data || !NAMES.includes(name)) return undefined;
  try {
    return { name, data: JSON.parse(data) } as LiveEvent;
  } catch {
    return undefined;
  }
}
