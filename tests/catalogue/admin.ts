import type { Adapter } from './observed.ts';
export const adminAdapter: Adapter = async () => { throw new Error('not written'); };
