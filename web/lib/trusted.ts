/** The one Trusted Types policy, `app`: it makes addresses of our own worker scripts and nothing else. */
interface ScriptPolicy {
  createScriptURL(address: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): ScriptPolicy;
}
declare global {
  interface Window {
    readonly trustedTypes?: PolicyFactory;
  }
}

const OURS = /^\/(p\/sw\.js|kiosk\/sw\.js|assets\/[\w.-]+\.js)$/;

/** The path of a worker script of this origin, or a RangeError. */
export function ownScript(address: string, base: string): string {
  const url = new URL(address, base);
  if (url.origin !== new URL(base).origin || !OURS.test(url.pathname)) throw new RangeError('not a script of this site');
  return url.pathname;
}

let policy: ScriptPolicy | undefined;

/**
 * For `new Worker(scriptAddress(url), …)` and for registering a service worker. Typed as text, because the types of
 * the browser know no TrustedScriptURL; in browsers without Trusted Types it is text.
 * @throws RangeError for anything but a worker script of this site.
 */
export function scriptAddress(address: string): string {
  const rules = { createScriptURL: (text: string) => ownScript(text, location.href) };
  policy ??= window.trustedTypes?.createPolicy('app', rules) ?? rules;
  return policy.createScriptURL(address) as string;
}
