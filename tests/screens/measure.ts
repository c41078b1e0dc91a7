/** Runs in the page, so everything that it needs stands inside of it. */
export function measure({ target: least, text: leastText }: { target: number; text: number }): string[] {
  const found = new Set<string>();
  const width = document.documentElement.clientWidth;
  const dialogs = [...document.querySelectorAll('dialog[open]')];
  /** The topmost layer: what lies under an open dialog is out of reach. */
  const root = dialogs.at(-1) ?? document.body;
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}${[...element.classList].map((name) => `.${name}`).join('')} "${(
      element.getAttribute('aria-label') ??
      element.textContent ??
      ''
    )
      .trim()
      .slice(0, 40)}"`;
  const seen = (element: Element): boolean => {
    const { width: w, height: h } = element.getBoundingClientRect();
    return w > 0 && h > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  /** Read aloud and not drawn. */
  const unseen = (element: Element): boolean =>
    element.closest('.unseen, .skip') !== null || getComputedStyle(element).clipPath === 'inset(50%)';
  /** A table of data may be wider than the screen, in a scroller of its own (WCAG 1.4.10). */
  const scroller = (element: Element): Element | undefined => {
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth + 1) return at;
    }
    return undefined;
  };

  if (document.documentElement.scrollWidth > width + 1) found.add(`the page is ${document.documentElement.scrollWidth} px wide`);

  const controls = [...root.querySelectorAll('a[href], button, input, select, textarea, summary, [role="button"], [tabindex="0"]')].filter(
    (element) => seen(element) && !unseen(element) && element.closest('[inert]') === null,
  );
  for (const control of controls) {
    const label = control instanceof HTMLInputElement ? control.closest('label') : null;
    const box = (label ?? control).getBoundingClientRect();
    const inTable = scroller(control)?.querySelector('table') ?? null;
    if (!inTable && (box.left < -1 || box.right > width + 1))
      found.add(`cut off at the side (${Math.round(box.left)} to ${Math.round(box.right)}): ${nameOf(control)}`);
    if (control.matches(':disabled, [tabindex="0"]:not(a, button, input, select, textarea, summary)')) continue;
    // WCAG 2.5.8, "inline": a link in a sentence is as high as its line.
    const sentence = control.parentElement?.textContent?.trim() ?? '';
    const inline =
      control.matches('a') && getComputedStyle(control).display === 'inline' && sentence.length > (control.textContent ?? '').length + 3;
    if (inline) continue;
    if (Math.round(box.height) < least || Math.round(box.width) < least)
      found.add(`${Math.round(box.width)} x ${Math.round(box.height)} px is less than ${least}: ${nameOf(control)}`);
    const cut =
      control instanceof HTMLElement && !control.matches('input, select, textarea') && control.scrollWidth > control.clientWidth + 1;
    if (cut && getComputedStyle(control).overflowX !== 'visible') found.add(`its words are cut: ${nameOf(control)}`);
  }

  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!element || !node.textContent?.trim() || !seen(element) || unseen(element)) continue;
    // A card of 5 x 5 cm is shown in its real size, with the letters that are printed.
    if (element.closest('option, script, style, .unseen, .card-paper')) continue;
    // A drawing's letters grow and shrink with it.
    const drawing = element.closest('svg');
    const scale = drawing
      ? drawing.getBoundingClientRect().width / (drawing.viewBox.baseVal.width || drawing.getBoundingClientRect().width)
      : 1;
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size > 0 && size < leastText - 0.05) found.add(`letters of ${size.toFixed(1)} px: ${nameOf(element)}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.right > width + 1 && !scroller(element)) found.add(`words beyond the edge: ${nameOf(element)}`);
  }
  return [...found];
}
