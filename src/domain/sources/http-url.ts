/** Checks URLs as they are written in a manifest: with `${NAME}` references, and in some fields with template tags. */

import { isUnbracedReference } from '../../lib/secrets/references.ts';

export type UrlProblem = 'line-end' | 'space' | 'scheme' | 'host' | 'malformed';

/** Longer texts are not searched for template tags. */
const MAX_SEARCHED_LENGTH = 10_000;
const COMMENT = /\{#[\s\S]*?#\}/g;
const WHOLE_AUTHORITY = /^https?:\/\/[^/?#\\]+[/?#]/i;

/** Finds the text before the first `{{ value }}` of a URL template; returns null if another tag or a variable comes first. */
function findPrefixBeforeValue(url: string): string | null {
  if (url.length > MAX_SEARCHED_LENGTH) return null;
  const text = url.replace(COMMENT, '').trimStart();
  const at = text.search(/\{[{%]|\$\{/);
  return text.startsWith('{{', at) ? text.slice(0, at) : null;
}

/** Whether a URL template has a `{{ value }}` in its scheme, host or port, where it is not allowed. */
export function isAuthorityTemplated(url: string): boolean {
  const before = findPrefixBeforeValue(url);
  return before !== null && /^(?:https?:\/\/[^/?#\\]*)?$/i.test(before);
}

/**
 * Returns the reason why a text is not an HTTP URL. Parts that come from a variable, or from a tag that `template` matches, are not
 * checked: their values are known only later.
 */
export function findUrlProblem(url: string, template: RegExp | null = null): UrlProblem | null {
  if (/[\r\n]/.test(url)) return 'line-end';
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme !== undefined && scheme !== 'http:' && scheme !== 'https:') return 'scheme';
  if (scheme !== undefined && !/^https?:\/\/[^/]/i.test(url)) return 'host';
  if (template?.test(url)) {
    const before = findPrefixBeforeValue(url);
    if (before === null) return null;
    if (!WHOLE_AUTHORITY.test(before)) return 'scheme';
    return URL.canParse(before) ? null : 'malformed';
  }
  // A reference without braces is reported separately.
  if (url.includes('${') || isUnbracedReference(url)) return null;
  if (scheme === undefined) return 'scheme';
  if (/\s/.test(url)) return 'space';
  return URL.canParse(url) ? null : 'malformed';
}
