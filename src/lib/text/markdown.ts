/** Renders untrusted text in GitHub's Markdown, so that any content is shown as it is, without an effect. */

import { splitText, type TextPart } from './text-parts.ts';
import { trimEnd } from './trim.ts';
import { escapeUnprintable, formatCodePoint } from './unprintable.ts';

/** A piece of a line: plain text, text in a code span, or Markdown. */
export type Piece = { plain: string } | { quoted: string } | { markdown: string };

/** Renders pieces as one line, and merges neighbors of a kind: two code spans would share their backticks, and two words can be one address. */
export function renderPieces(pieces: readonly Piece[]): string {
  const words = mergePieces(pieces).flatMap((piece) => ('plain' in piece ? splitPlain(piece.plain) : [piece]));
  return mergePieces(words)
    .map((piece) => ('quoted' in piece ? formatCodeSpan(piece.quoted) : 'plain' in piece ? '' : piece.markdown))
    .join('');
}

export function escapeMarkdown(text: string): string {
  return renderPieces([{ plain: text }]);
}

function mergePieces(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    if (Object.values(piece).includes('')) continue;
    const last = merged.at(-1);
    if (last !== undefined && 'plain' in last && 'plain' in piece) last.plain += piece.plain;
    else if (last !== undefined && 'quoted' in last && 'quoted' in piece) last.quoted += piece.quoted;
    else merged.push({ ...piece });
  }
  return merged;
}

// ---------------------------------------------------------------------------------------------- plain text

/** Words that GitHub turns into links or symbols, even behind a backslash: addresses, @mentions, #references, GH-1, :emoji:. */
const LINKED_WORD = /[@#]|:\/\/|www\.|gh-\d|:(?:[a-z]|[+-]1)[\w+-]*:/i;

const HARMLESS = /^[A-Za-z0-9 .,;:'"()/%+=-]{0,200}$/;

/** Whether GitHub would turn a word into a link or a symbol. */
export function isLinkedWord(word: string): boolean {
  return LINKED_WORD.test(word);
}

/** Splits a text into words and the spaces between them. */
export function splitWords(text: string): string[] {
  return escapeUnprintable(text)
    .split(/( +)/)
    .filter((word) => word !== '');
}

/** Splits a plain text: each character with a meaning is escaped, and a word that would become a link is quoted. */
function splitPlain(text: string): Piece[] {
  // Most texts are harmless, and this check is fast.
  if (HARMLESS.test(text) && !isLinkedWord(text)) return [{ markdown: text }];
  return splitWords(text).map((word) =>
    isLinkedWord(word) ? { quoted: word } : { markdown: word.replace(/[\\`*_{}[\]<>&~$]/g, '\\$&') },
  );
}

// ---------------------------------------------------------------------------------------------- code spans and tables

/**
 * Formats a code span, in which HTML, links, @mentions and #references stay plain text. Its backticks are more than any in the text, and a
 * space separates them from backticks and spaces at its ends (CommonMark section 6.1). The text must have other characters than spaces.
 */
export function formatCodeSpan(text: string): string {
  const code = escapeUnprintable(text);
  const runs = Array.from(code.matchAll(/`+/g), ([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const space = /^`|`$|^ .* $/.test(code) ? ' ' : '';
  return `${fence}${space}${code}${space}${fence}`;
}

/** Formats the row of a table from Markdown, in which pipes are not escaped. */
export function formatTableRow(cells: readonly string[]): string {
  return `| ${cells.map(escapePipes).join(' | ')} |`;
}

/**
 * Escapes pipes, which would end the cell (GitHub Flavored Markdown section 4.10). A pipe behind a single backslash, which only a code span
 * can have, is replaced by its code point, because no table can show both.
 */
function escapePipes(markdown: string): string {
  const parts = markdown.split('|');
  const isEscaped = (part: string) => (part.length - trimEnd(part, '\\').length) % 2 === 1;
  const addPipe = (part: string) => `${part}${isEscaped(part) ? formatCodePoint('|') : '\\|'}`;
  return parts.map((part, index) => (index < parts.length - 1 ? addPipe(part) : part)).join('');
}

// ---------------------------------------------------------------------------------------------- texts of people

/** Creates a link to a web address. GitHub would change the address if it were plain text. */
export function createLink(address: string, text = address): Piece {
  return { markdown: `[${escapeMarkdown(text)}](${encodeAddress(address)})` };
}

/** Encodes characters with a meaning in Markdown, which servers decode (RFC 3986 section 2.1). */
function encodeAddress(address: string): string {
  const encode = (character: string) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  return address.replace(/[^\w.:/?#@!+,;=%~[\]&-]/gu, encode).replaceAll('&', '&amp;');
}

/**
 * Lists the pieces of a text of a person, such as renewal instructions, as one line with at most `max` characters of text: `code` and web
 * addresses are shown as such, and everything else as plain text. An address is never shortened, because it would lead elsewhere.
 */
export function listInstructionPieces(text: string, max: number): Piece[] {
  const pieces: Piece[] = [];
  let left = max;
  for (const [index, line] of text
    .trim()
    .split(/\r\n|[\r\n]/)
    .entries()) {
    if (index > 0) pieces.push({ markdown: '<br>' });
    for (const part of splitText(line)) {
      const shown = [...part.text].slice(0, left).join('');
      left -= [...shown].length;
      if (shown === part.text) pieces.push(toPiece(part));
      else return [...pieces, ...(part.kind === 'link' ? [] : [toPiece({ ...part, text: shown })]), MORE];
    }
  }
  return pieces;
}

const MORE: Piece = { plain: '…' };

/** A table cannot show a code span with an escaped pipe. */
function toPiece({ kind, text }: TextPart): Piece {
  if (kind === 'link') return createLink(text);
  return kind === 'text' || text.includes('\\|') || text.trim() === '' ? { plain: text } : { quoted: text };
}
