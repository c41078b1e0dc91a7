/** The receipt as a PNG of 900 pixels' width, as high as its text. */
const WIDTH = 900;
const MARGIN = 60;
const FONT = 'system-ui, sans-serif';
const INK = '#1c2b26';

interface Line {
  text: string;
  px: number;
  bold?: boolean;
}

/** undefined when this browser cannot draw. */
export async function receiptPicture(title: string, number: string, facts: readonly [string, string][]): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d');
  if (!brush) return undefined;
  const use = ({ px, bold }: Line): void => {
    brush.font = `${bold ? 'bold ' : ''}${px}px ${FONT}`;
  };
  const wrap = (line: Line): Line[] => {
    use(line);
    const lines: string[] = [];
    for (const word of line.text.split(' ')) {
      const last = lines.length - 1;
      const longer = `${lines[last] ?? ''} ${word}`.trim();
      if (last >= 0 && brush.measureText(longer).width <= WIDTH - 2 * MARGIN) lines[last] = longer;
      else lines.push(word);
    }
    return lines.map((text) => ({ ...line, text }));
  };
  const lines = [
    { text: title, px: 40, bold: true },
    { text: number, px: 64, bold: true },
    ...facts.flatMap(([name, value]) => [
      { text: name, px: 26 },
      { text: value, px: 32, bold: true },
    ]),
    { text: 'QuaCổng', px: 26 },
  ].flatMap(wrap);
  const height = (line: Line): number => Math.round(line.px * 1.5);
  canvas.width = WIDTH;
  canvas.height = 2 * MARGIN + lines.reduce((sum, line) => sum + height(line), 0);
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, WIDTH, canvas.height);
  brush.fillStyle = INK;
  let y = MARGIN;
  for (const line of lines) {
    use(line);
    y += height(line);
    brush.fillText(line.text, MARGIN, y);
  }
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}
