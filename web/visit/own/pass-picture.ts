/** The pass as a PNG of 900 x 1200: readable on paper and from a photo album. */
import type { PassView } from '../../../shared/api/declarations.schema.ts';
import { formatTenDigits } from '../../../shared/codes.ts';
import { qrModules } from '../../lib/qr.ts';
import type { PassFacts } from '../screens/PassScreen.tsx';

const WIDTH = 900;
const HEIGHT = 1200;
const QR_ROOM = 800;
const FONT = 'system-ui, sans-serif';

/** undefined when this browser cannot draw. */
export async function passPicture(pass: PassView, { until, made, group }: PassFacts): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const brush = canvas.getContext('2d');
  if (!brush) return undefined;
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, WIDTH, HEIGHT);
  brush.fillStyle = '#000';
  brush.textAlign = 'center';

  const { size, dark } = await qrModules(pass.digits);
  const module = Math.floor(QR_ROOM / (size + 8));
  const left = Math.round((WIDTH - size * module) / 2);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (dark(x, y)) brush.fillRect(left + x * module, 150 + y * module, module, module);

  const line = (text: string, y: number, px: number, bold = false): void => {
    brush.font = `${bold ? 'bold ' : ''}${px}px ${FONT}`;
    brush.fillText(text, WIDTH / 2, y, WIDTH - 60);
  };
  line(pass.school, 75, 44, true);
  line(pass.maskedName, 960, 52, true);
  // One line would be squeezed.
  const [first = '', ...rest] = until.split(', ');
  const small = [group, first, rest.join(', '), made].filter((text) => text !== '');
  small.forEach((text, index) => {
    line(text, 1010 + index * 38, 30);
  });
  line(formatTenDigits(pass.typedCode), 1175, 44, true);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}
