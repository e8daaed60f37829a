/** Reads and encodes HTTP headers. */

/** Headers that belong to the connection (RFC 9110 sections 7.6.1 and 8.6), so that users may not set them. */
export const CONNECTION_HEADERS =
  /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/** About 30 years: adding it to the current time still gives a valid date. */
const MAX_RETRY_AFTER_MS = 1e12;

/** Parses a `Retry-After` header (RFC 9110 section 10.2.3) to milliseconds from `now`; null if it is missing or invalid. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  // Some servers send fractions of seconds.
  if (/^\d+(\.\d+)?$/.test(header)) return Math.min(Math.ceil(Number(header) * 1000), MAX_RETRY_AFTER_MS);
  // Date.parse accepts values that are not dates, such as negative numbers.
  const date = /\d\d:\d\d/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Encodes values as UTF-8. HTTP clients send one byte for each character. */
export function encodeHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
  );
}

/** Moves the user and password of an HTTP URL into an `Authorization` header. Null if the text is not an HTTP URL. */
export function splitCredentials(text: string): { url: URL; authorization: string | null } | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const { username, password } = url;
  if (username === '' && password === '') return { url, authorization: null };
  url.username = '';
  url.password = '';
  const authorization = encodeBasic({ user: decodePercent(username), password: decodePercent(password) });
  return { url, authorization };
}

/** Encodes a user and password for the Basic scheme (RFC 7617 section 2). */
export function encodeBasic({ user, password }: { user: string; password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Decodes escape sequences; returns the text unchanged if a `%` in it does not start one. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
