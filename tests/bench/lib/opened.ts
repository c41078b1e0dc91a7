/** Processes and browsers that a bench has open: they are closed when it is broken off. */
type Close = () => void | Promise<void>;

const open = new Set<Close>();

/** Returns what to call when it is closed already. */
export function whileOpen(close: Close): () => void {
  open.add(close);
  return () => void open.delete(close);
}

/** Whoever waits for one of them is told by an error. */
export async function closeAll(): Promise<void> {
  const closing = [...open];
  open.clear();
  await Promise.allSettled(closing.map(async (close) => close()));
}
