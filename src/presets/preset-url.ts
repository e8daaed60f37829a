/** The URL of a webhook with a preset: that of the user, and the path of the API that the preset appends. */

import { trimEnd } from '../lib/text/trim.ts';

/** Returns the text of a template before its first expression. */
function readLiteralPrefix(template: string): string {
  return template.replace(/\{[{%].*$/s, '');
}

/**
 * The path that a preset appends to the URL template of a user. The path is empty if that template continues the path with its own
 * expressions, as `certvigil render --preset NAME --template` prints it: then the URL is complete.
 */
export function resolvePresetPath(own: string, path: string): string {
  const fixed = trimEnd(readLiteralPrefix(path), '/');
  const at = own.lastIndexOf(fixed);
  const isComplete = fixed !== '' && at >= 0 && /^\/?\{[{%]/.test(own.slice(at + fixed.length));
  return isComplete ? '' : path;
}

/** Scheme, user, host and port, or a masked variable that may contain them; then path and query. The fragment is never sent. */
const URL_PARTS = /^((?:https?:\/\/[^/?#\\]*|\*+)?)([^?#]*)(\?[^#]*)?/i;

/**
 * Appends the rendered path of a preset to a rendered URL, before its query. A URL that already ends with the path is not
 * changed. `template` is the path before it was rendered: if an expression is its last segment, the URL may have any there.
 */
export function appendPresetPath(url: string, path: string, template: string): string {
  if (template === '') return url;
  const [, origin = '', before = '', query = ''] = URL_PARTS.exec(url) ?? [];
  const isJoined = query !== '' && path.includes('?');
  return `${origin}${cutPath(trimEnd(before, '/'), template)}${path}${isJoined ? `&${query.slice(1)}` : query}`;
}

/** The path is compared with the end of the URL only: a receiver may be installed below a directory with the same name. */
function cutPath(path: string, template: string): string {
  const literal = readLiteralPrefix(template);
  const fixed = trimEnd(literal, '/');
  const candidates = literal === fixed ? [path] : [path, path.slice(0, path.lastIndexOf('/'))];
  const found = candidates.find((candidate) => candidate.endsWith(fixed));
  return found === undefined ? path : found.slice(0, -fixed.length);
}
