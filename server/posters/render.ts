/** One drawing as SVG (text as outlines: no font is needed where it is opened) or PNG; PDF in pdf.ts. */
import { renderAsync } from '@resvg/resvg-js';
import { type Drawing, INKS, type Operation, runsOf } from './drawing.ts';
import { face, widthOf } from './font.ts';

const PNG_DPI = 200;

const number = (value: number): string => String(Math.round(value * 100) / 100);

export function toSvg(drawing: Drawing): string {
  const { width, height } = drawing;
  const size = `width="${number((width / 72) * 25.4)}mm" height="${number((height / 72) * 25.4)}mm" viewBox="0 0 ${number(width)} ${number(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img"><title>${escaped(drawing.title)}</title>${drawing.operations.map(svgOf).join('')}</svg>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function svgOf(operation: Operation): string {
  const { x, y } = operation;
  switch (operation.kind) {
    case 'rect': {
      const radius = operation.radius ? ` rx="${number(operation.radius)}"` : '';
      return `<rect x="${number(x)}" y="${number(y)}" width="${number(operation.width)}" height="${number(operation.height)}"${radius} fill="${INKS[operation.fill]}"/>`;
    }
    case 'modules': {
      const { size, modules } = operation;
      const path = runsOf(modules).map((run) => `M${run.x} ${run.y}h${run.length}v1h${-run.length}z`);
      const place = `translate(${number(x)} ${number(y)}) scale(${size / modules.length})`;
      return `<path transform="${place}" d="${path.join('')}" fill="#000000" shape-rendering="crispEdges"/>`;
    }
    case 'text':
      return outline(operation);
    case 'dashes':
      return `<path d="M${number(x)} ${number(y)}L${number(operation.toX)} ${number(operation.toY)}" stroke="${INKS[operation.ink]}" stroke-width="0.75" stroke-dasharray="5 4"/>`;
    case 'path':
      return `<path transform="translate(${number(x)} ${number(y)}) scale(${operation.scale})" d="${operation.d}" fill="${INKS[operation.fill]}"/>`;
    case 'turned':
      return `<g transform="rotate(180 ${number(x)} ${number(y)})">${operation.operations.map(svgOf).join('')}</g>`;
  }
}

function outline(operation: Extract<Operation, { kind: 'text' }>): string {
  const { font } = face(operation.weight);
  const scale = operation.size / font.unitsPerEm;
  const run = font.layout(operation.text);
  let x = leftOf(operation);
  const glyphs = run.glyphs.map((glyph, index) => {
    const position = run.positions[index];
    const path = glyph.path
      .scale(scale, -scale)
      .translate(x + (position?.xOffset ?? 0) * scale, operation.y - (position?.yOffset ?? 0) * scale)
      .toSVG();
    x += (position?.xAdvance ?? glyph.advanceWidth) * scale;
    return path.replace(/-?\d+\.\d+/g, (value) => number(Number(value)));
  });
  return `<path d="${glyphs.join('')}" fill="${INKS[operation.ink]}"/>`;
}

/** The left edge of a line of text, in points. */
export function leftOf({ x, align, text, weight, size }: Extract<Operation, { kind: 'text' }>): number {
  const width = align === 'left' ? 0 : widthOf(text, weight, size);
  return align === 'middle' ? x - width / 2 : x - width;
}

/** Drawn on another thread: at a gate nothing waits for paper. */
export async function toPng(drawing: Drawing): Promise<Uint8Array> {
  const width = Math.round((drawing.width / 72) * PNG_DPI);
  const image = await renderAsync(toSvg(drawing), { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } });
  return image.asPng();
}
