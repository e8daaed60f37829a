/** What an ACME server answers when it is asked for renewal windows, and what is said of an answer that is of no use. */

import { isLoopback } from '../../domain/acme-directories.ts';
import type { Failure, RenewalWindow } from '../../domain/index.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';

const WITHOUT = 'Until it does, the certificate is expected to be renewed by its lifetime.';
const OR_NOT = 'Check `acme.directory`; `acme: false` asks nobody.';

const MESSAGES = {
  'acme-directory-unreadable': (url: string, why: string) => `The ACME directory ${url} ${why}. ${OR_NOT}`,
  'acme-no-renewal-info': (url: string) =>
    `The ACME directory ${url} does not say when certificates are to be renewed (RFC 9773): it names no usable ` +
    `\`renewalInfo\`. ${OR_NOT}`,
  'acme-ca-file-unreadable': (url: string, path: string) =>
    `${path}, the acme.ca_file for ${url}, cannot be read. Check the path, which starts at the manifest's folder.`,
  'acme-certificate-unknown': (url: string) =>
    `${url} knows nothing of the certificate: it comes from another ACME directory, or from none. ${OR_NOT}`,
  'acme-window-unreadable': (url: string, why: string) =>
    `${url}, asked when the certificate is to be renewed, ${why}. ${WITHOUT}`,
  'acme-window-invalid': (url: string, why: string) =>
    `${url} names a time to renew the certificate that ${why}, so it is not believed. ${WITHOUT}`,
} satisfies Record<string, (url: string, fact: string) => string>;

export function createRenewalInfoFailure(code: keyof typeof MESSAGES, url: string, fact = ''): Failure {
  return { code, detail: MESSAGES[code](formatUrl(url), fact) };
}

/** The URL that windows are asked for under, in a directory (RFC 9773 section 3), without a slash at its end. */
export function parseDirectory(body: Buffer | null, directory: string): string | Failure {
  const value = parseObject(body);
  if (value === null) return createRenewalInfoFailure('acme-directory-unreadable', directory, 'gives no JSON object');
  const { renewalInfo } = value;
  if (typeof renewalInfo !== 'string' || !URL.canParse(renewalInfo, directory)) {
    return createRenewalInfoFailure('acme-no-renewal-info', directory);
  }
  const url = new URL(renewalInfo, directory);
  if (!isProtected(url) || url.search !== '' || url.hash !== '')
    return createRenewalInfoFailure('acme-no-renewal-info', directory);
  return url.href.replace(/\/$/, '');
}

/** What nobody on the way can change. */
function isProtected(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** A RenewalInfo object (RFC 9773 section 4.2). Its times are kept to the second. */
export function parseWindow(body: Buffer | null, url: string): RenewalWindow | Failure {
  const value = parseObject(body);
  const window = value?.suggestedWindow;
  if (typeof window !== 'object' || window === null) {
    return createRenewalInfoFailure('acme-window-unreadable', url, 'gives no JSON object with a `suggestedWindow`');
  }
  const { start, end } = window as Record<string, unknown>;
  const [from, to] = [parseRfc3339(start), parseRfc3339(end)];
  if (from === null || to === null) return createRenewalInfoFailure('acme-window-invalid', url, 'is no time');
  // RFC 9773 section 4.2: then it is as if no answer had come.
  if (to <= from) return createRenewalInfoFailure('acme-window-invalid', url, 'ends before it starts');
  return {
    start: formatIsoTime(from),
    end: formatIsoTime(to),
    explanation_url: parseExplanationUrl(value?.explanationURL),
  };
}

function parseObject(body: Buffer | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body?.toString('utf8') ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** RFC 3339, as precise as it may be; in milliseconds, to the second. */
function parseRfc3339(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > MAX_TIME_LENGTH || !value.includes(':')) return null;
  const time = parseDateOrTime(value.toUpperCase().replace(/\.\d+/, ''));
  // A zone may lead out of the years that are written with four digits.
  return time !== null && /^\d{4}-/.test(formatIsoTime(time)) ? time : null;
}

const MAX_TIME_LENGTH = 64;

/** A page for people, which a message links to: what is no such link, or no short one, is left out. */
function parseExplanationUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH || !URL.canParse(value)) return null;
  const url = new URL(value);
  const isPage = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isPage && url.href.length <= MAX_URL_LENGTH ? url.href : null;
}

const MAX_URL_LENGTH = 500;
const MAX_DISPLAYED_LENGTH = 200;

/** In the ASCII form that a URL has, without its query. */
function formatUrl(text: string): string {
  const { origin, pathname } = new URL(text);
  const whole = `${origin}${pathname}`;
  return whole.length > MAX_DISPLAYED_LENGTH ? `${whole.slice(0, MAX_DISPLAYED_LENGTH)}…` : whole;
}
