import type { CameraDevice } from '../scanner/camera.ts';
import { t } from '../strings.ts';

/** As people call them (Android says "camera2 1, facing front"); those that would have one name are numbered. */
export function cameraOptions(devices: readonly CameraDevice[]): { value: string; text: string }[] {
  const words = devices.map(({ name }) => {
    if (/facing front/i.test(name)) return t().cameraFront;
    return /facing back/i.test(name) ? t().cameraRear : name;
  });
  return devices.map(({ id }, index) => {
    const word = words[index] ?? '';
    if (words.indexOf(word) === words.lastIndexOf(word)) return { value: id, text: word };
    return { value: id, text: `${word} ${words.slice(0, index + 1).filter((each) => each === word).length}` };
  });
}
