/** The guide of one school as one HTML file: no script, no request for anything else, Vietnamese first, English under it. */
import { createHash } from 'node:crypto';
import { fillDays } from '../../shared/questionnaire/texts.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import { escaped } from './html.ts';
import { miniature, STEP_PICTURES } from './pictures.ts';
import { STYLE } from './style.ts';
import { GUIDE_WORDS, type GuideLanguage } from './words.ts';

export interface GuideContent {
  school: { name: string; street: string; phone: string; line: string; contact: string };
  /** As posters carry it. */
  origin: string;
  /** What hangs: the whole school's poster first; `gate` null for it. */
  posters: readonly { code: string; gate: string | null }[];
  questionnaire: Questionnaire;
}

const HASH = createHash('sha256').update(STYLE).digest('base64');
/** Nothing but its own style; another site may show it in a frame, for there is nothing in it to be tricked into. */
const POLICY = `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'none'`;
export const GUIDE_POLICY = `${POLICY}; frame-ancestors *`;

export function guidePage(content: GuideContent): string {
  const { school } = content;
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(`${GUIDE_WORDS.vi.title} · ${school.name}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main class="wrap">
<p class="school">${escaped(school.name)}</p>
<h1>${escaped(GUIDE_WORDS.vi.title)}</h1>
<p class="jump"><a href="#english" lang="en" hreflang="en">English below</a></p>
${body(content, 'vi')}
<section class="english" id="english" lang="en" aria-labelledby="english-title">
<p class="school" lang="vi">${escaped(school.name)}</p>
<h2 class="big" id="english-title">${escaped(GUIDE_WORDS.en.title)}</h2>
${body(content, 'en')}
</section>
</main>
</body>
</html>
`;
}

function body(content: GuideContent, language: GuideLanguage): string {
  const t = GUIDE_WORDS[language];
  const { questionnaire, origin, posters } = content;
  const host = new URL(origin).host;
  const [first] = posters;
  const link = first && `${origin}/p/${first.code}`;
  return [
    `<p class="lead">${escaped(t.lead)}</p>`,
    section(t.stepsTitle, [
      `<ol class="steps">${t.steps.map(({ title, text }, index) => `<li>${STEP_PICTURES[index] ?? ''}<div><h3>${index + 1}. ${escaped(title)}</h3><p>${escaped(text)}</p></div></li>`).join('')}</ol>`,
      link ? `<p>${escaped(t.ahead)}: <a class="go" href="${escaped(link)}">${escaped(link.replace(/^https?:\/\//, ''))}</a></p>` : '',
    ]),
    `<div class="kind"><h2>${escaped(t.withoutTitle)}</h2><p>${escaped(t.without)}</p></div>`,
    section(t.askedTitle, [
      paragraph(t.asked),
      list(
        questionnaire.items.map(
          (item) => fillDays(item.text[language], questionnaire) + (item.required && !item.enableWhen ? '' : ` (${t.optional})`),
        ),
      ),
      paragraph(t.why),
      list(questionnaire.consent.purposes.map((purpose) => purpose.text[language] + (purpose.required ? '' : ` (${t.choice})`))),
      paragraph(questionnaire.consent.controller[language], 'soft'),
    ]),
    section(t.keptTitle, [paragraph(t.kept(questionnaire.consent.retentionDays))]),
    section(t.rightsTitle, [paragraph(t.rightsLead), paragraph(questionnaire.consent.rights[language]), list(t.rightsHow)]),
    section(t.posterTitle, [
      `<div class="two"><div>${list(t.poster(host))}${codes(content, language)}</div><div>${miniature({ school: content.school.name, host, code: first ? spaced(first.code) : '••• •••', label: t.miniature })}</div></div>`,
    ]),
    section(t.contactTitle, [contacts(content, language)]),
    `<div class="foot"><p class="soft">${escaped(t.made)}</p><p><a href="${escaped(`${origin}/formats`)}">${escaped(t.formats)}</a></p></div>`,
  ].join('\n');
}

const section = (title: string, parts: readonly string[]): string => `<section><h2>${escaped(title)}</h2>${parts.join('')}</section>`;
const paragraph = (text: string, kind = ''): string => (text ? `<p${kind && ` class="${kind}"`}>${escaped(text)}</p>` : '');
const list = (texts: readonly string[]): string => `<ul>${texts.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`;
const spaced = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

function codes({ posters }: GuideContent, language: GuideLanguage): string {
  const t = GUIDE_WORDS[language];
  if (posters.length === 0) return paragraph(t.none);
  const lines = posters.map(({ code, gate }) => `<li><strong>${escaped(spaced(code))}</strong> ${escaped(gate ?? t.wholeSchool)}</li>`);
  return `${paragraph(t.shortCode)}<ul class="codes">${lines.join('')}</ul>`;
}

function contacts({ school }: GuideContent, language: GuideLanguage): string {
  const dial = school.phone.replace(/[^\d+]/g, '');
  const lines = [
    escaped(school.contact),
    dial ? `<a class="go" href="tel:${escaped(dial)}">${escaped(school.phone)}</a>` : '',
    escaped(school.street),
    escaped(school.line),
  ].filter((line) => line !== '');
  if (lines.length === 0) return paragraph(GUIDE_WORDS[language].contactNone);
  // The school's own words are Vietnamese wherever they stand.
  return lines.map((line) => `<p lang="vi">${line}</p>`).join('');
}
