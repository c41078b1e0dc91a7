/** One drawing as SVG (text as outlines: no font is needed where it is opened), PNG, or PDF with embedded fonts. */
import { renderAsync } from '@resvg/resvg-js';
import PDFDocument from 'pdfkit';
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
  switch (operation.kind) {
    case 'rect': {
      const radius = operation.radius ? ` rx="${operation.radius}"` : '';
      return `<rect x="${number(operation.x)}" y="${number(operation.y)}" width="${number(operation.width)}" height="${number(operation.height)}"${radius} fill="${INKS[operation.fill]}"/>`;
    }
    case 'modules': {
      const path = runsOf(operation).map(
        ({ x, y, width, height }) => `M${number(x)} ${number(y)}h${number(width)}v${number(height)}h${number(-width)}z`,
      );
      return `<path d="${path.join('')}" fill="#000000" shape-rendering="crispEdges"/>`;
    }
    case 'text':
      return outline(operation);
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

function leftOf({ x, align, text, weight, size }: Extract<Operation, { kind: 'text' }>): number {
  const width = align === 'left' ? 0 : widthOf(text, weight, size);
  return align === 'middle' ? x - width / 2 : x - width;
}

/** Drawn on another thread: at a gate nothing waits for paper. */
export async function toPng(drawing: Drawing): Promise<Uint8Array> {
  const width = Math.round((drawing.width / 72) * PNG_DPI);
  const image = await renderAsync(toSvg(drawing), { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } });
  return image.asPng();
}

/** Tagged with the language; text can be searched and copied. */
export function toPdf(drawing: Drawing): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: [drawing.width, drawing.height],
    margin: 0,
    lang: 'vi',
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: drawing.title, Creator: 'QuaCổng' },
  });
  const done = new Promise<Uint8Array>((resolve, reject) => {
    const parts: Uint8Array[] = [];
    pdf.on('data', (part: Uint8Array) => parts.push(part));
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
    pdf.on('error', reject);
  });
  for (const operation of drawing.operations) drawPdf(pdf, operation);
  pdf.end();
  return done;
}

function drawPdf(pdf: PDFKit.PDFDocument, operation: Operation): void {
  switch (operation.kind) {
    case 'rect':
      if (operation.radius) pdf.roundedRect(operation.x, operation.y, operation.width, operation.height, operation.radius);
      else pdf.rect(operation.x, operation.y, operation.width, operation.height);
      pdf.fill(INKS[operation.fill]);
      return;
    case 'modules':
      for (const { x, y, width, height } of runsOf(operation)) pdf.rect(x, y, width, height);
      pdf.fill('#000000');
      return;
    case 'text':
      pdf.font(face(operation.weight).file).fontSize(operation.size).fillColor(INKS[operation.ink]);
      pdf.text(operation.text, leftOf(operation), operation.y, { lineBreak: false, baseline: 'alphabetic' });
      return;
  }
}
