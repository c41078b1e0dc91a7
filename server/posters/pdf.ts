/** Drawings as the pages of one PDF, made as they are asked for; fonts are embedded once, at the end. */
import PDFDocument from 'pdfkit';
import { type Drawing, INKS, type Operation, runsOf } from './drawing.ts';
import { face } from './font.ts';
import { leftOf } from './render.ts';

type Pdf = PDFKit.PDFDocument;

/** Tagged with the language; text can be searched and copied. Holds one page at a time. */
export async function* toPdf(title: string, drawings: AsyncIterable<Drawing> | Iterable<Drawing>): AsyncGenerator<Uint8Array> {
  const pdf = new PDFDocument({
    margin: 0,
    autoFirstPage: false,
    lang: 'vi',
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: title, Creator: 'QuaCổng' },
  });
  const parts: Uint8Array[] = [];
  pdf.on('data', (part: Uint8Array) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.once('end', resolve);
    pdf.once('error', reject);
  });
  // Awaited at the end only; until then nobody would hear of it.
  ended.catch(() => undefined);
  for await (const drawing of drawings) {
    pdf.addPage({ size: [drawing.width, drawing.height], margin: 0 });
    for (const operation of drawing.operations) draw(pdf, operation);
    // Its bytes go out now; the library itself would wait for the next page.
    pdf.flushPages();
    if (parts.length > 0) yield Buffer.concat(parts.splice(0));
  }
  pdf.end();
  await ended;
  if (parts.length > 0) yield Buffer.concat(parts);
}

/** One sheet. */
export async function pdfOf(drawing: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of toPdf(drawing.title, [drawing])) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

function draw(pdf: Pdf, operation: Operation): void {
  const { x, y } = operation;
  switch (operation.kind) {
    case 'rect':
      if (operation.radius) pdf.roundedRect(x, y, operation.width, operation.height, operation.radius);
      else pdf.rect(x, y, operation.width, operation.height);
      pdf.fill(INKS[operation.fill]);
      return;
    case 'modules': {
      const { size, modules } = operation;
      const side = size / modules.length;
      pdf.fillColor('#000000').save().transform(side, 0, 0, side, x, y);
      pdf.addContent(rectsOf(modules));
      pdf.restore();
      return;
    }
    case 'text':
      pdf.font(face(operation.weight).file).fontSize(operation.size).fillColor(INKS[operation.ink]);
      pdf.text(operation.text, leftOf(operation), y, { lineBreak: false, baseline: 'alphabetic' });
      return;
    case 'dashes':
      pdf.moveTo(x, y).lineTo(operation.toX, operation.toY).lineWidth(0.75).dash(5, { space: 4 }).stroke(INKS[operation.ink]).undash();
      return;
    case 'path':
      pdf.save().transform(operation.scale, 0, 0, operation.scale, x, y);
      pdf.path(operation.d).fill(INKS[operation.fill]);
      pdf.restore();
      return;
    case 'turned':
      pdf.save().rotate(180, { origin: [x, y] });
      for (const each of operation.operations) draw(pdf, each);
      pdf.restore();
  }
}

/** In modules: whole numbers are short, and a code that stands on the sheet six times is written out once. */
const written = new WeakMap<object, string>();
function rectsOf(modules: readonly (readonly boolean[])[]): string {
  const known = written.get(modules);
  if (known !== undefined) return known;
  let text = '';
  for (const { x, y, length } of runsOf(modules)) text += `${x} ${y} ${length} 1 re\n`;
  text += 'f';
  written.set(modules, text);
  return text;
}
