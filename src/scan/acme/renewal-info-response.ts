/** Parses ACME directories and renewal information (RFC 9773). */

import { isLoopback } from '../../domain/acme-directories.ts';
import type { Failure, RenewalWindow } from '../../domain/index.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';

const FALLBACK = 'Until then, the renewal date is estimated from the lifetime of the certificate.';
const SETTINGS = 'Check `acme.directory`, or set `acme: false` to skip renewal information.';

const MESSAGES = {
  'acme-directory-unreadable': (url: string, why: string) => `The ACME directory ${url} ${why}. ${SETTINGS}`,
  'acme-no-renewal-info': (url: string) =>
    `The ACME directory ${url} does not provide renewal information (RFC 9773): it has no usable \`renewalInfo\`. ${SETTINGS}`,
  'acme-ca-file-unreadable': (url: string, path: string) =>
    `Cannot read ${path}, the acme.ca_file for ${url}. Check the path, which is relative to the manifest's directory.`,
  'acme-certificate-unknown': (url: string) =>
    `${url} does not know the certificate: another ACME directory issued it, or none. ${SETTINGS}`,
  'acme-window-unreadable': (url: string, why: string) => `The renewal information at ${url} ${why}. ${FALLBACK}`,
  'acme-window-invalid': (url: string, why: string) =>
    `The renewal window from ${url} ${why}, so it is ignored. ${FALLBACK}`,
} satisfies Record<string, (url: string, fact: string) => string>;

export function createRenewalInfoFailure(code: keyof typeof MESSAGES, url: string, fact = ''): Failure {
  return { code, detail: MESSAGES[code](formatUrl(url), fact) };
}

/** Parses the `renewalInfo` URL of an ACME directory (RFC 9773 section 3), without a trailing slash. */
export function parseDirectory(body: Buffer | null, directory: string): string | Failure {
  const value = parseObject(body);
  if (value === null)
    return createRenewalInfoFailure('acme-directory-unreadable', directory, 'does not return a JSON object');
  const { renewalInfo } = value;
  if (typeof renewalInfo !== 'string' || !URL.canParse(renewalInfo, directory)) {
    return createRenewalInfoFailure('acme-no-renewal-info', directory);
  }
  const url = new URL(renewalInfo, directory);
  if (!isProtected(url) || url.search !== '' || url.hash !== '')
    return createRenewalInfoFailure('acme-no-renewal-info', directory);
  return url.href.replace(/\/$/, '');
}

/** Whether the response cannot be modified in transit. */
function isProtected(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/**
 * Parses a RenewalInfo object (RFC 9773 section 4.2), with times rounded to seconds. `expiry` is that of the certificate in milliseconds: a
 * window after it is a failure.
 */
export function parseWindow(body: Buffer | null, url: string, expiry: number): RenewalWindow | Failure {
  const value = parseObject(body);
  const window = value?.suggestedWindow;
  if (typeof window !== 'object' || window === null) {
    return createRenewalInfoFailure(
      'acme-window-unreadable',
      url,
      'does not return a JSON object with a `suggestedWindow`',
    );
  }
  const { start, end } = window as Record<string, unknown>;
  const [from, to] = [parseRfc3339(start), parseRfc3339(end)];
  if (from === null || to === null) return createRenewalInfoFailure('acme-window-invalid', url, 'is not a valid time');
  // By RFC 9773 section 4.2, such a window is treated like a failed request.
  if (to <= from) return createRenewalInfoFailure('acme-window-invalid', url, 'ends before it starts');
  if (from >= expiry) {
    return createRenewalInfoFailure('acme-window-invalid', url, 'starts after the certificate expires');
  }
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

/** Parses an RFC 3339 time with any precision to milliseconds, rounded to seconds. */
function parseRfc3339(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > MAX_TIME_LENGTH || !value.includes(':')) return null;
  const time = parseDateOrTime(value.toUpperCase().replace(/\.\d+/, ''));
  // With a time zone, the year in UTC can have more than four digits.
  return time !== null && /^\d{4}-/.test(formatIsoTime(time)) ? time : null;
}

const MAX_TIME_LENGTH = 64;

/** Parses the URL of a page for people. Null if it is missing, too long, or not a web page. */
function parseExplanationUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH || !URL.canParse(value)) return null;
  const url = new URL(value);
  const isPage = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isPage && url.href.length <= MAX_URL_LENGTH ? url.href : null;
}

const MAX_URL_LENGTH = 500;
const MAX_DISPLAYED_LENGTH = 200;

/** Formats a URL in ASCII, without its query, truncated. */
function formatUrl(text: string): string {
  const { origin, pathname } = new URL(text);
  const whole = `${origin}${pathname}`;
  return whole.length > MAX_DISPLAYED_LENGTH ? `${whole.slice(0, MAX_DISPLAYED_LENGTH)}…` : whole;
}
