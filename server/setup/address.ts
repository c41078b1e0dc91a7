/** Opens the address that phones and tablets will open, to see who answers there. */
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { rootCertificates, TLSSocket } from 'node:tls';
import * as z from 'zod/mini';
import type { CheckAddressAnswer } from '../../shared/api/accounts.schema.ts';
import { isLoopback } from '../config.ts';

const LIMIT_MS = 5000;
const MAX_BYTES = 4096;
const health = z.object({ instance: z.string() });

interface Answer {
  text: string;
  /** A browser would warn: unknown authority, other name, over. */
  trusted: boolean;
}

/**
 * Asks only for /healthz, follows no redirect, and tells only who answered, never what: the holder of the set-up link
 * must not be able to look around the network with it. `ownAuthority`: PEM that devices of the school are given.
 */
export async function checkAddress(origin: string, epoch: string, ownAuthority?: string): Promise<CheckAddressAnswer> {
  const url = new URL('/healthz', origin);
  const seen = { https: url.protocol === 'https:', loopback: isLoopback(url.hostname) };
  const answer = await fetchText(url, ownAuthority);
  if (!answer) return { ...seen, reached: 'nobody' };
  if (!answer.trusted) return { ...seen, reached: 'bad-certificate' };
  return { ...seen, reached: instanceOf(answer.text) === epoch ? 'this-server' : 'another-server' };
}

function instanceOf(text: string): string | undefined {
  try {
    return health.safeParse(JSON.parse(text)).data?.instance;
  } catch {
    return undefined;
  }
}

/** undefined when nobody answers within 5 s. */
function fetchText(url: URL, ownAuthority: string | undefined): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    // Unchecked, so that "a wrong certificate" and "nobody there" can be told apart; nothing is sent and little is read.
    const options = {
      agent: false,
      rejectUnauthorized: false,
      headers: { accept: 'application/json' },
      ...(ownAuthority === undefined ? {} : { ca: [...rootCertificates, ownAuthority] }),
    };
    let answered = false;
    const finish = (answer: Answer | undefined): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const request = (url.protocol === 'https:' ? getHttps : getHttp)(url, options, (response) => {
      answered = true;
      const trusted = !(response.socket instanceof TLSSocket) || response.socket.authorized;
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > MAX_BYTES) request.destroy();
      });
      // Cut short by the limits: what came is not our answer, and is judged as such.
      response.on('error', () => finish({ text: '', trusted }));
      response.on('close', () => finish({ text, trusted }));
    });
    const timer = setTimeout(() => request.destroy(), LIMIT_MS);
    request.on('error', () => {
      if (!answered) finish(undefined);
    });
    request.on('close', () => {
      if (!answered) finish(undefined);
    });
  });
}
