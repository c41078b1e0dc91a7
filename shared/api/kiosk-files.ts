import { endpoint } from './endpoint.ts';
import type { KioskFileAnswer, KioskFileInput } from './kiosk-files.schema.ts';

/**
 * The office brings a tablet's file record by record. 422 `/header/school` `not-a-choice`: of another school; 422 `/record`
 * `format`: damaged; 410: the key that it was sealed for is destroyed; 404: no such kiosk here; 401 `bad-signature`.
 */
export const importKioskFile = endpoint<KioskFileInput, KioskFileAnswer>({
  method: 'POST',
  path: '/api/schools/:school/kiosk-files',
  who: { can: 'kiosk.manage' },
  audit: 'kiosk.file-imported',
});
