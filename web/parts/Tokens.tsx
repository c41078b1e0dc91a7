import { Logo } from '../ui/Logo.tsx';
import { Part, State } from './Part.tsx';

const COLOURS = ['ground', 'surface', 'raised', 'brand', 'brand-soft', 'accent', 'info', 'success', 'warn', 'error'] as const;
const VERDICTS = [
  { key: 'green', vi: 'QUA', en: 'PASS' },
  { key: 'amber', vi: 'CẦN XEM', en: 'CHECK' },
  { key: 'red', vi: 'KHÔNG QUA', en: 'STOP' },
] as const;

export function Tokens({ vi }: { vi: boolean }) {
  return (
    <>
      <Part name={vi ? 'Dấu hiệu' : 'Mark'}>
        {[16, 24, 32, 48, 96].map((size) => (
          <State key={size} name={`${size} px`}>
            <Logo size={size} title="QuaCổng" />
          </State>
        ))}
      </Part>
      <Part name={vi ? 'Màu' : 'Colours'}>
        {COLOURS.map((colour) => (
          <State key={colour} name={colour}>
            <p class={`swatch swatch-${colour}`}>Aa Ăâ Đđ Ơư</p>
          </State>
        ))}
        {VERDICTS.map((verdict) => (
          <State key={verdict.key} name={`verdict-${verdict.key}`}>
            <p class={`swatch swatch-${verdict.key}`}>{verdict[vi ? 'vi' : 'en']}</p>
          </State>
        ))}
      </Part>
      <Part name={vi ? 'Chữ' : 'Letters'}>
        <State name="0–4">
          {[0, 1, 2, 3, 4].map((size) => (
            <p key={size} class={`letters letters-${size}`}>
              Trường Tiểu học Nguyễn Hữu Thọ
            </p>
          ))}
        </State>
      </Part>
    </>
  );
}
