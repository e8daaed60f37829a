/**
 * Pieces -> text. Here, and only here, values are escaped: once, by where they come from and where they stand. So
 * no value can end the JSON string that it stands in, and outside of quotes it is a whole JSON string of its own.
 */

import { TemplateError } from './errors.ts';
import { advance, type JsonState, lineOfJsonProblem, startOfJson } from './json-text.ts';
import { escapedHtml, percentEncoded } from './text.ts';
import type { Piece } from './values.ts';

export type Mode = 'json' | 'text' | 'html' | 'url' | 'header';

/** `literal` is applied to what stands in the template outside of tags: there `${NAME}` is replaced. */
export type Literal = (text: string) => string;

export const WRITERS: Record<Mode, (pieces: readonly Piece[], literal: Literal) => string> = {
  json: writeJson,
  text: (pieces, literal) => pieces.map(({ from, text }) => (from === 'text' ? literal(text) : text)).join(''),
  html: writeHtml,
  url: writeUrl,
  header: writeHeader,
};

function writeJson(pieces: readonly Piece[], literal: Literal): string {
  let state = startOfJson();
  const parts: string[] = [];
  for (const piece of pieces) {
    const part = piece.from === 'text' ? literal(piece.text) : jsonPart(piece, state);
    parts.push(part);
    state = advance(state, part);
  }
  const body = parts.join('');
  const line = lineOfJsonProblem(body);
  if (line === null) return body;
  const problem = new TemplateError('template-not-json', `it stops being so in its line ${line}`);
  problem.rendered = body;
  throw problem;
}

function jsonPart(piece: Piece, state: JsonState): string {
  if (state.wanted > 0 && piece.text !== '') {
    throw new TemplateError('template-not-json', 'a value stands right after a backslash');
  }
  if (state.inString) return JSON.stringify(piece.text).slice(1, -1);
  if (piece.from === 'none') return 'null';
  const isWritten = piece.from === 'constant' || piece.from === 'json';
  return isWritten ? piece.text : JSON.stringify(piece.text);
}

/** Also what is marked as safe, or made by tojson: whoever wrote the template can have meant no stranger's markup. */
function writeHtml(pieces: readonly Piece[], literal: Literal): string {
  return pieces.map(({ from, text }) => (from === 'text' ? literal(text) : escapedHtml(text))).join('');
}

/** Scheme, host and port are over; or they are in a variable that is shown as `***`, and so are not known here. */
const AUTHORITY = /^(?:https?:\/\/[^/?#\\]+[/?#]|\*\*\*)/i;

/** Up to the path a URL must be written out, in the template or in a `${NAME}`; after that values are encoded. */
function writeUrl(pieces: readonly Piece[], literal: Literal): string {
  let url = '';
  for (const { from, text } of pieces) {
    if (from === 'text') {
      url += literal(text);
      continue;
    }
    if (!AUTHORITY.test(url.trimStart())) {
      throw new TemplateError('url-authority-templated', 'a {{ value }} stands before the path');
    }
    if (/^\.+$/.test(text)) throw new TemplateError('url-dot-segment', '');
    url += from === 'url' ? text : percentEncoded(text);
  }
  return url.trim();
}

function writeHeader(pieces: readonly Piece[], literal: Literal): string {
  const value = pieces
    .map(({ from, text }) => (from === 'text' ? literal(text) : text))
    .join('')
    .trim();
  // RFC 9110, 5.5: of control characters a value may hold the tab alone.
  if (/[\r\n]/.test(value)) throw new TemplateError('header-injection', 'a line break');
  if (/[^\P{Cc}\t]/u.test(value)) throw new TemplateError('header-injection', 'a control character');
  return value;
}
