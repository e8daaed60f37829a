import type { UrlTarget } from '../../domain/index.ts';
import type { UrlProblem } from '../diagnostics/messages.ts';

/** What is longer is no URL that anyone writes, and is not searched. */
const LONGEST = 10_000;
const COMMENT = /\{#[\s\S]*?#\}/g;
const WHOLE_AUTHORITY = /^https?:\/\/[^/?#\\]+[/?#]/i;

/**
 * What stands before the first tag of a URL's template, where that is a value and no variable stands before it: all that
 * scheme, host and port can be of. Null where there is no such tag.
 */
function beforeValue(url: string): string | null {
  if (url.length > LONGEST) return null;
  const text = url.replace(COMMENT, '').trimStart();
  const at = text.search(/\{[{%]|\$\{/);
  return at !== -1 && text.startsWith('{{', at) ? text.slice(0, at) : null;
}

/** Whether a value stands in the scheme, host or port of a URL's template, into which none is ever put. */
export function isAuthorityTemplated(url: string): boolean {
  const before = beforeValue(url);
  return before !== null && /^(?:https?:\/\/[^/?#\\]*)?$/i.test(before);
}

/**
 * What keeps a text from being a URL of HTTP; null where nothing does. What a variable brings is seen when it is there,
 * and likewise what a template does, where there can be one.
 */
export function urlProblem(url: string, template: RegExp | null = null): UrlProblem | null {
  if (/[\r\n]/.test(url)) return 'line-end';
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme !== undefined && scheme !== 'http:' && scheme !== 'https:') return 'scheme';
  if (scheme !== undefined && !/^https?:\/\/[^/]/i.test(url)) return 'host';
  if (template?.test(url)) {
    const before = beforeValue(url);
    if (before === null) return null;
    if (!WHOLE_AUTHORITY.test(before)) return 'scheme';
    return URL.canParse(before) ? null : 'malformed';
  }
  if (url.includes('${')) return null;
  if (scheme === undefined) return 'scheme';
  if (/\s/.test(url)) return 'space';
  return URL.canParse(url) ? null : 'malformed';
}

/**
 * The URL with the name of its place: as it is written, with variables by their names, but for a user and password and
 * a fragment; scheme and host in lower case.
 */
export function urlTarget(url: string): UrlTarget {
  const [, scheme = '', authority = '', rest = ''] = /^(https?:\/\/)([^/?#]*)([^#]*)/i.exec(url) ?? [];
  if (scheme === '') return { url, place: url.replace(/#.*/, '') };
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return { url, place: lowerCase(scheme + host) + rest };
}

/** The names of variables stay as they are. */
function lowerCase(text: string): string {
  return text.replace(/\$\{\w*\}|[A-Z]+/g, (part) => (part.startsWith('$') ? part : part.toLowerCase()));
}
