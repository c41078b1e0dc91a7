import type { Adapter } from './observed.ts';
export const exportAdapter: Adapter = async () => { throw new Error('not written'); };
