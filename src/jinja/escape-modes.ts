/**
 * Writes the pieces of a rendering as text. Values are escaped here and nowhere else: once, according to where they
 * come from and where they are written. So no value can end the JSON string that it is in.
 */

import { TemplateError } from './errors.ts';
import { advanceJsonState, createJsonState, findJsonError, type JsonError, type JsonState } from './json-text.ts';
import type { Position } from './parser/ast.ts';
import { escapeHtmlText, percentEncode } from './text-operations.ts';
import type { Piece } from './values.ts';

export type OutputMode = 'json' | 'text' | 'html' | 'url' | 'path' | 'header';

/** Applied to the text of the template outside tags. */
export type TextTransform = (text: string) => string;

type Writer = (pieces: readonly Piece[], transformText: TextTransform) => string;

export const WRITERS: Record<OutputMode, Writer> = {
  json: writeJson,
  text: (pieces, transformText) => writePieces(pieces, transformText, (text) => text),
  /** Also escapes text that is marked as safe or made by tojson: values never contain intended markup. */
  html: (pieces, transformText) => writePieces(pieces, transformText, escapeHtmlText),
  url: (pieces, transformText) => writeUrl(pieces, transformText, false),
  /** Writes a part that is appended to a URL. */
  path: (pieces, transformText) => writeUrl(pieces, transformText, true),
  header: writeHeader,
};

function writePieces(
  pieces: readonly Piece[],
  transformText: TextTransform,
  escapeValue: (value: string) => string,
): string {
  return pieces.map(({ from, text }) => (from === 'text' ? transformText(text) : escapeValue(text))).join('');
}

function writeJson(pieces: readonly Piece[], transformText: TextTransform): string {
  let state = createJsonState();
  const parts: string[] = [];
  for (const piece of pieces) {
    const part = piece.from === 'text' ? transformText(piece.text) : escapeJsonPiece(piece, state);
    parts.push(part);
    state = advanceJsonState(state, part);
  }
  const body = parts.join('');
  const found = findJsonError(body);
  if (found === null) return body;
  const line = body.slice(0, found.offset).split('\n').length;
  const detail = `${found.reason} (line ${line} of the body)`;
  const error = new TemplateError('template-not-json', detail, findPosition(pieces, parts, found));
  error.rendered = body;
  throw error;
}

/** Finds the position of an error in the template: the exact position inside the template's own text, and otherwise the tag. */
function findPosition(pieces: readonly Piece[], parts: readonly string[], { offset }: JsonError): Position {
  let start = 0;
  let index = parts.findIndex((part) => {
    start += part.length;
    return offset < start;
  });
  if (index < 0) index = parts.length - 1;
  start -= parts[index]?.length ?? 0;
  const piece = pieces[index];
  const at = piece?.at ?? { line: 1, column: 1 };
  if (piece?.from !== 'text') return at;
  const lines = piece.text.slice(0, offset - start).split('\n');
  const last = lines.at(-1)?.length ?? 0;
  return { line: at.line + lines.length - 1, column: lines.length === 1 ? at.column + last : last + 1 };
}

function escapeJsonPiece({ from, text, at }: Piece, state: JsonState): string {
  if (state.escapeRemaining > 0 && text !== '') {
    throw new TemplateError('template-not-json', 'a value follows a backslash', at);
  }
  if (state.inString) return JSON.stringify(text).slice(1, -1);
  if (from === 'none') return 'null';
  return from === 'constant' || from === 'json' ? text : JSON.stringify(text);
}

/** A URL up to its path, or a masked variable (`***`) that may contain it. */
const AUTHORITY = /^(?:https?:\/\/[^/?#\\]+[/?#]|\*\*\*)/i;

/** The template's own text must contain the URL up to its path. Values after that are percent-encoded. */
function writeUrl(pieces: readonly Piece[], transformText: TextTransform, startsInPath: boolean): string {
  const parts: string[] = [];
  let hasAuthority = startsInPath;
  for (const { from, text } of pieces) {
    if (from === 'text') {
      parts.push(transformText(text));
      continue;
    }
    // The text before the first value decides.
    hasAuthority ||= AUTHORITY.test(parts.join('').trimStart());
    if (!hasAuthority) throw new TemplateError('url-authority-templated', 'write them out');
    if (/^\.+$/.test(text)) throw new TemplateError('url-dot-segment', '');
    parts.push(from === 'url' ? text : percentEncode(text));
  }
  return parts.join('').trim();
}

function writeHeader(pieces: readonly Piece[], transformText: TextTransform): string {
  const value = writePieces(pieces, transformText, (text) => text).trim();
  // RFC 9110 section 5.5 allows no control characters except the tab.
  if (/[\r\n]/.test(value)) throw new TemplateError('header-injection', 'a line break');
  if (/[^\P{Cc}\t]/u.test(value)) throw new TemplateError('header-injection', 'a control character');
  return value;
}
