import type { Adapter } from './observed.ts';
export const passAdapter: Adapter = async () => { throw new Error('not written'); };
