import { startKiosk } from './kiosk.ts';
import { World } from './world.ts';

const w = await World.open('sqlite', '', 1);
let bad = 0;
for (let i = 0; i < 25; i++) {
  const s = await w.newSchool();
  try {
    (await startKiosk(w, s)).close();
  } catch (e) {
    bad++;
    console.log(i, e instanceof Error ? e.message : e);
  }
}
console.log('bad', bad);
await w.close();
process.exit(0);
