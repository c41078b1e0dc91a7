/** Small drawings of the guide: currentColor and classes only, so that they follow light, dark and print. */
import { escaped } from './html.ts';

const icon = (inside: string): string => `<svg class="step" viewBox="0 0 64 64" aria-hidden="true" focusable="false">${inside}</svg>`;

const CODE = (x: number, y: number, unit: number): string => {
  // Three finders and a few dots: it looks like a code and is none.
  const finder = (fx: number, fy: number): string =>
    `M${x + fx * unit} ${y + fy * unit}h${3 * unit}v${3 * unit}h${-3 * unit}zm${unit} ${unit}v${unit}h${unit}v${-unit}z`;
  const dots = [
    [4, 0],
    [4, 2],
    [5, 1],
    [3, 4],
    [4, 4],
    [6, 4],
    [8, 4],
    [0, 4],
    [1, 5],
    [2, 4],
    [4, 6],
    [5, 5],
    [6, 6],
    [8, 6],
    [7, 5],
    [5, 8],
    [7, 8],
    [8, 7],
    [4, 8],
  ].map(([dx = 0, dy = 0]) => `M${x + dx * unit} ${y + dy * unit}h${unit}v${unit}h${-unit}z`);
  return `<path class="dark" fill-rule="evenodd" d="${finder(0, 0)}${finder(6, 0)}${finder(0, 6)}${dots.join('')}"/>`;
};

const PHONE = '<rect class="line" x="18" y="6" width="28" height="52" rx="5"/>';

/** In the order of the steps. */
export const STEP_PICTURES: readonly string[] = [
  icon(
    `<rect class="line" x="4" y="6" width="30" height="40" rx="2"/>${CODE(10, 17, 2)}<rect class="line" x="36" y="22" width="22" height="38" rx="4"/><path class="line" d="M34 30l-4-2M34 36h-4"/>`,
  ),
  icon(`${PHONE}<path class="line" d="M24 18h16M24 27h10M24 36h16M24 45h7"/><path class="mark" d="M36 26l3 3 6-7"/>`),
  icon(`${PHONE}${CODE(23, 18, 2)}<path class="mark" d="M25 46l5 5 9-9"/>`),
  icon(
    `<path class="line" d="M4 26c14-2 21-6 28-14 7 8 14 12 28 14v7H4z"/><path class="line" d="M10 33v25M54 33v25"/><path class="mark" d="M32 58V44m0 0l-6 6m6-6l6 6"/>`,
  ),
];

interface Miniature {
  school: string;
  host: string;
  code: string;
  label: string;
}

/** The poster of a gate, without a code that could be scanned. */
export function miniature({ school, host, code, label }: Miniature): string {
  const name = Array.from(school).length > 34 ? `${Array.from(school).slice(0, 33).join('')}…` : school;
  const shown = host.length > 34 ? `${host.slice(0, 33)}…` : host;
  return `<svg class="miniature" viewBox="0 0 210 297" role="img" aria-label="${escaped(label)}"><rect class="sheet" width="210" height="297"/><rect class="band" width="210" height="35"/><text class="name" x="105" y="16">${escaped(name)}</text><text class="here" x="105" y="28">Khách khai báo tại đây</text><text class="say" x="105" y="46">Không có điện thoại hay mạng? Xin nói tên với bảo vệ.</text>${CODE(42, 62, 14)}<text class="say" x="105" y="214">1. Quét mã · 2. Trả lời vài câu · 3. Đưa mã cho bảo vệ</text><text class="host" x="105" y="236">${escaped(shown)}/p</text><text class="code" x="105" y="258">${escaped(code)}</text><text class="say" x="105" y="285">QuaCổng</text></svg>`;
}
