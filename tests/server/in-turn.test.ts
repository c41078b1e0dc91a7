import { expect, it } from 'vitest';
import { InTurn } from '../../server/turns.ts';

function piece() {
  let end = { done: (): void => undefined, fail: (_: Error): void => undefined };
  const over = new Promise<void>((done, fail) => {
    end = { done, fail };
  });
  return { over, ...end };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('runs one after another under one key, and others side by side', async () => {
  const turns = new InTurn();
  const begun: string[] = [];
  const pieces = { a1: piece(), a2: piece(), b1: piece() };
  const all = (['a1', 'a2', 'b1'] as const).map((name) =>
    turns.run(name.slice(0, 1), () => {
      begun.push(name);
      return pieces[name].over;
    }),
  );
  await settle();
  expect(begun).toEqual(['a1', 'b1']);
  pieces.a1.done();
  await settle();
  expect(begun).toEqual(['a1', 'b1', 'a2']);
  pieces.a2.done();
  pieces.b1.done();
  await Promise.all(all);
});

it('goes on after one that failed', async () => {
  const turns = new InTurn();
  const first = turns.run('a', () => Promise.reject(new Error('no')));
  const second = turns.run('a', () => Promise.resolve('yes'));
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe('yes');
});
