import type { Adapter } from './observed.ts';
export const posterAdapter: Adapter = async () => { throw new Error('not written'); };
