/** What the opened link says. Nothing else of it is ever used: no `?next=`, no foreign address. */
export interface LinkAddress {
  /** As written in the path; '' where there is none. */
  code: string;
  /** The signed part after `#`; '' where there is none. */
  fragment: string;
}

export function readAddress({ pathname, hash }: { pathname: string; hash: string }): LinkAddress {
  const [, written = ''] = /^\/p\/([^/]*)\/?$/.exec(pathname) ?? [];
  return { code: plain(written), fragment: hash.slice(1) };
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, 40);
  } catch {
    return text.slice(0, 40);
  }
}
