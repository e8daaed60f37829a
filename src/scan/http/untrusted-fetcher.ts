/** What is fetched from URLs that strangers wrote: those in certificates, and wherever their servers redirect to. */

import { splitCredentials } from '../../lib/http/headers.ts';
import type { Io } from '../../lib/io.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import { createPublicAddressPolicy, type NetworkOptions, openNameResolver } from '../network/index.ts';
import { RETRYABLE_CODES, type UrlFailureCode } from './failures.ts';
import { decodeBody, fetchWithRedirects, UrlFetchError } from './fetch-redirects.ts';
import { openSpool } from './spool.ts';

interface UntrustedRequest {
  headers?: Record<string, string>;
  /** It is then sent by POST. */
  body?: Uint8Array;
  max_mebibytes: number;
  /** PEM of the authorities that alone are trusted; null: Mozilla's. */
  ca?: string | null;
  /** Whether it is asked again after a fault that may pass. */
  retry?: boolean;
}

/** `why` ends a sentence about the URL, such as `gives more than 64 MiB`; nothing that the server said is in it. */
export type UntrustedResponse =
  /** `body` is null where nothing has changed since (304), which only conditional headers ask for. */
  { body: Buffer | null; header: (name: string) => string | null } | { code: UrlFailureCode; why: string };

export interface UntrustedFetcher {
  /** Asks a URL the same once, whoever wants it and how often: later askers are given the answer of the first. */
  fetch: (url: string, asked: UntrustedRequest) => Promise<UntrustedResponse>;
  close: () => void;
}

export interface UntrustedFetcherOptions extends NetworkOptions {
  /** For everything that is fetched: what is asked for later is not fetched any more. */
  max_seconds: number;
}

/** Bytes: what is larger is not held in memory for those who ask later. */
const MAX_IN_MEMORY_BYTES = 4 * 1024 * 1024;

/** At once, whoever they are. */
const MAX_CONCURRENT = 8;

/** Waits between the tries, in milliseconds. */
const RETRY_DELAYS_MS = [500, 2000];

/** Addresses that are not public are connected to only where `network.allow` names them. */
export function createUntrustedFetcher(io: Io, options: UntrustedFetcherOptions): UntrustedFetcher {
  const names = openNameResolver(options);
  const network = { lookup: names.lookup, isPermitted: createPublicAddressPolicy(options.network) };
  const { timeout_seconds, max_seconds } = options;
  const turn = createSemaphore(MAX_CONCURRENT);
  const ends = io.now() + max_seconds * 1000;
  const asked = new Map<string, Promise<() => Promise<UntrustedResponse>>>();
  const spool = openSpool();
  const remember = async (answer: UntrustedResponse): Promise<() => Promise<UntrustedResponse>> => {
    if ('code' in answer || answer.body === null || answer.body.length <= MAX_IN_MEMORY_BYTES)
      return createMemoryReplay(answer);
    return createSpoolReplay(await spool.put(answer.body), answer.header);
  };
  const askOnce = async (
    text: string,
    { headers = {}, body, max_mebibytes, ca = null }: UntrustedRequest,
  ): Promise<UntrustedResponse> => {
    // Credentials in it would be a stranger's, and are sent to nobody.
    const url = splitCredentials(text)?.url;
    if (url === undefined) return createFailedResponse('url-invalid', '');
    if (io.now() >= ends) return createFailedResponse('url-timeout', String(max_seconds));
    try {
      const request = { url, headers, body: body ?? null, verify: true, ca };
      const answer = await fetchWithRedirects(request, [], {
        network,
        timeout_seconds,
        now: io.now,
        max_mebibytes: max_mebibytes,
      });
      const { header } = answer;
      return { body: answer.status === 304 ? null : await decodeBody(answer, max_mebibytes), header };
    } catch (error) {
      if (error instanceof UrlFetchError) return createFailedResponse(error.code, error.detail);
      throw error;
    }
  };
  const ask = async (url: string, how: UntrustedRequest): Promise<UntrustedResponse> => {
    for (let tries = 0; ; tries += 1) {
      const answer = await askOnce(url, how);
      const wait = RETRY_DELAYS_MS[tries];
      const final = how.retry !== true || !('code' in answer) || !RETRYABLE_CODES.has(answer.code);
      if (final || wait === undefined || io.now() + wait >= ends) return answer;
      await io.sleep(wait);
    }
  };
  return {
    fetch: async (url, how) => {
      const key = `${how.ca ?? ''}${url} ${Buffer.from(how.body ?? []).toString('base64')}`;
      const known = asked.get(key);
      if (known !== undefined) return (await known)();
      const first = turn(() => ask(url, how));
      const again = first.then(remember);
      asked.set(key, again);
      await again;
      return first;
    },
    close: () => {
      names.close();
      void spool.close();
    },
  };
}

/** By themselves, as a closure beside another one holds what either of them does. */
function createMemoryReplay(answer: UntrustedResponse): () => Promise<UntrustedResponse> {
  return async () => answer;
}

function createSpoolReplay(
  body: () => Promise<Buffer>,
  header: (name: string) => string | null,
): () => Promise<UntrustedResponse> {
  return async () => ({ body: await body(), header });
}

const REASONS: Record<UrlFailureCode, (fact: string) => string> = {
  'url-invalid': () => 'is no http or https URL',
  'header-refused': () => 'cannot be asked so',
  'ca-file-unreadable': () => 'cannot be asked',
  'url-denied': (address) =>
    `leads to ${address}, which is not public, or denied; where that is meant, write it under \`network.allow\` (\`--allow\` of inspect)`,
  'url-not-found': (status) => `has nothing there (${status})`,
  'url-forbidden': (status) => `does not answer whoever asks (${status})`,
  'url-unexpected-status': (status) => `answered ${status}, and 200 is what is needed`,
  'url-server-error': (status) => `answered ${status}, a failure on its side`,
  'url-redirect-refused': (why) => `redirects ${why}, which is not followed`,
  'url-too-many-redirects': (limit) => `redirects more than ${limit} times`,
  'url-web-page': () => 'gives a web page',
  'url-too-large': (limit) => `gives more than ${limit} MiB`,
  'url-content-encoding': () => 'gives what is packed in a way that is not known',
  'url-timeout': (seconds) => `gave no whole answer within ${seconds} s`,
  'url-refused': () => 'refuses connections',
  'url-closed': () => 'broke the connection off',
  'url-unreachable': () => 'cannot be reached from this machine',
  'url-name-not-found': () => 'has a host without an address',
  'url-tls-failed': () => 'has a certificate that is not trusted, or speaks no TLS',
  'url-failed': () => 'does not speak HTTP',
};

function createFailedResponse(code: UrlFailureCode, fact: string): UntrustedResponse {
  return { code, why: REASONS[code](fact) };
}
