/**
 * Pieces -> text. Here, and only here, values are escaped: once, by where they come from and where they stand. So
 * no value can end the JSON string that it stands in, and outside of quotes it is a whole JSON string of its own.
 */

import { TemplateError } from './errors.ts';
import { advanceJsonState, createJsonState, type JsonState, lineOfJsonProblem } from './json-text.ts';
import { escapeHtmlText, percentEncode } from './text.ts';
import type { Piece } from './values.ts';

export type OutputMode = 'json' | 'text' | 'html' | 'url' | 'header';

/** `literal` is applied to what stands in the template outside of tags: there `${NAME}` is replaced. */
export type TextTransform = (text: string) => string;

export const WRITERS: Record<OutputMode, (pieces: readonly Piece[], literal: TextTransform) => string> = {
  json: writeJson,
  text: (pieces, literal) => pieces.map(({ from, text }) => (from === 'text' ? literal(text) : text)).join(''),
  html: writeHtml,
  url: writeUrl,
  header: writeHeader,
};

function writeJson(pieces: readonly Piece[], literal: TextTransform): string {
  let state = createJsonState();
  const parts: string[] = [];
  for (const piece of pieces) {
    const part = piece.from === 'text' ? literal(piece.text) : escapeJsonPiece(piece, state);
    parts.push(part);
    state = advanceJsonState(state, part);
  }
  const body = parts.join('');
  const line = lineOfJsonProblem(body);
  if (line === null) return body;
  const problem = new TemplateError('template-not-json', `it stops being so in its line ${line}`);
  problem.rendered = body;
  throw problem;
}

function escapeJsonPiece(piece: Piece, state: JsonState): string {
  if (state.escapeRemaining > 0 && piece.text !== '') {
    throw new TemplateError('template-not-json', 'a value stands right after a backslash');
  }
  if (state.inString) return JSON.stringify(piece.text).slice(1, -1);
  if (piece.from === 'none') return 'null';
  const isWritten = piece.from === 'constant' || piece.from === 'json';
  return isWritten ? piece.text : JSON.stringify(piece.text);
}

/** Also what is marked as safe, or made by tojson: whoever wrote the template can have meant no stranger's markup. */
function writeHtml(pieces: readonly Piece[], literal: TextTransform): string {
  return pieces.map(({ from, text }) => (from === 'text' ? literal(text) : escapeHtmlText(text))).join('');
}

/** Scheme, host and port are over; or they are in a variable that is shown as `***`, and so are not known here. */
const AUTHORITY = /^(?:https?:\/\/[^/?#\\]+[/?#]|\*\*\*)/i;

/** Up to the path a URL must be written out, in the template or in a `${NAME}`; after that values are encoded. */
function writeUrl(pieces: readonly Piece[], literal: TextTransform): string {
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
    url += from === 'url' ? text : percentEncode(text);
  }
  return url.trim();
}

function writeHeader(pieces: readonly Piece[], literal: TextTransform): string {
  const value = pieces
    .map(({ from, text }) => (from === 'text' ? literal(text) : text))
    .join('')
    .trim();
  // RFC 9110, 5.5: of control characters a value may hold the tab alone.
  if (/[\r\n]/.test(value)) throw new TemplateError('header-injection', 'a line break');
  if (/[^\P{Cc}\t]/u.test(value)) throw new TemplateError('header-injection', 'a control character');
  return value;
}
