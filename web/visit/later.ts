/** What the page fetches once the form can be filled in. */
export * as problems from '../lib/problems.ts';
export { registerWorker } from '../lib/updates.ts';
export { openDesk } from './desk/desk.ts';
export { openJourney } from './journey.ts';
export { Later } from './screens/Later.tsx';
