/** The limit of a PDF of posters, in a process of its own: pdfkit alone, each page given its lines and its modules. */
import PDFDocument from 'pdfkit';
import { runsOf } from '../../../server/posters/drawing.ts';
import { face, widthOf } from '../../../server/posters/font.ts';
import { posterDrawing } from '../../../server/posters/layout.ts';
import { modulesOf } from '../../../server/posters/qr.ts';
import { answering } from './answering.mjs';

export interface BarePosters {
  seconds: number;
  bytes: number;
}

const A4 = { width: 595.28, height: 841.89 };

async function write({ pages }: { pages: number }): Promise<BarePosters> {
  const content = (i: number) => ({
    schoolName: `Trường Tiểu học Số ${String(i).padStart(3, '0')}`,
    gateName: null,
    link: `https://cong.truong.example/p/K7M2QT#${String(1000 + i)}${'123456'.repeat(41)}`,
    host: 'cong.truong.example',
    code: 'K7M2QT',
    line: '',
    contact: '',
    madeAt: 1_760_000_000_000,
    trial: false,
  });
  const given = Array.from({ length: pages }, (_, i) => {
    const texts = posterDrawing(content(i)).operations.flatMap((operation) => (operation.kind === 'text' ? [operation] : []));
    return {
      link: content(i).link,
      texts: texts.map((text) => ({ ...text, x: text.x - (text.align === 'middle' ? widthOf(text.text, text.weight, text.size) / 2 : 0) })),
    };
  });
  const started = performance.now();
  const pdf = new PDFDocument({ autoFirstPage: false, margin: 0 });
  let bytes = 0;
  pdf.on('data', (part: Uint8Array) => {
    bytes += part.length;
  });
  const ended = new Promise((resolve) => pdf.once('end', resolve));
  for (const { link, texts } of given) {
    const modules = modulesOf(link);
    pdf.addPage({ size: [A4.width, A4.height], margin: 0 });
    const side = 425 / modules.length;
    for (const { x, y, length } of runsOf(modules)) pdf.rect(85 + x * side, 180 + y * side, length * side, side);
    pdf.fill('#000000');
    for (const { text, x, y, size, weight } of texts) {
      pdf.font(face(weight).file).fontSize(size).fillColor('#10231c').text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
    }
    // As any program that writes a file does: what is there goes out.
    await new Promise((resolve) => setImmediate(resolve));
  }
  pdf.end();
  await ended;
  return { seconds: (performance.now() - started) / 1000, bytes };
}

answering('ready', write);
