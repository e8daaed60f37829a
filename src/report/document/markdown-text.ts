/** Renders text in GitHub's Markdown, escaped so that any content is shown as it is, without an effect. */

import { escapeUnprintable, formatCodePoint } from '../../lib/text/unprintable.ts';
import { escapeHtml } from '../format/html-page.ts';
import { formatNumber } from '../format/labels.ts';
import { truncateToWidth } from '../format/terminal-text.ts';
import { formatPlain } from './arrange.ts';
import { type Inline, listInlines, type Mark, type Text } from './model.ts';

/** The symbols of marks. The symbols of statuses differ in color only, so their labels are shown, too. */
export const SYMBOLS: Readonly<Record<Mark, string>> = {
  ...{ expired: '🔴', critical: '🟠', unknown: '⚪', not_yet_valid: '🔵', warning: '🟡', ok: '🟢' },
  ...{ good: '✅', bad: '❌', caution: '⚠️', note: 'ℹ️', strong: '' },
  ...{ added: '➕', removed: '➖', changed: '✏️' },
};

/** The maximum length of a name: longer names do not help a reader, and a thousand of them would fill the summary. */
const MAX_NAME_LENGTH = 200;
/** The maximum length of a message, which is longer because it ends with the fix. */
const MAX_MESSAGE_LENGTH = 1_000;
/** The text for a missing value. */
const NO_VALUE = '–';

/** Renders a text that begins a line. */
export function renderText(text: Text): string {
  // These characters would begin a list, a heading or a rule.
  return renderCell(text).replace(/^([-+=])|^(\d{1,9})([.)])/, (_, sign, digits, end) =>
    sign === undefined ? `${digits}\\${end}` : `\\${sign}`,
  );
}

/** Renders a text inside a line. */
export function renderCell(text: Text): string {
  return renderPieces(listInlines(text).flatMap(listPieces)).trim() || NO_VALUE;
}

export function escapePlain(text: string): string {
  return renderPieces([{ plain: text }]);
}

/** A piece: plain text, text in a code span, or Markdown. */
type Piece = { plain: string } | { quoted: string } | { markdown: string };

function listPieces(inline: Inline): Piece[] {
  if (typeof inline === 'string') return [{ plain: inline }];
  if (typeof inline === 'number') return [{ plain: formatNumber(inline) }];
  if ('code' in inline) return [quote(inline.code, MAX_NAME_LENGTH)];
  // Keys of the manifest in backticks are quoted instead.
  if ('message' in inline) return [quote(inline.message.replaceAll('`', '"'), MAX_MESSAGE_LENGTH)];
  if ('isBreak' in inline) return [{ markdown: '<br>' }];
  if ('link' in inline) return [renderLink(inline)];
  const symbol = SYMBOLS[inline.mark];
  return [
    { markdown: symbol === '' || inline.text === undefined ? symbol : `${symbol} ` },
    { plain: inline.text ?? '' },
  ];
}

/** Renders a link, only to a plain web address: it may come from the report of another repository. */
function renderLink({ link, text }: { link: string; text: string }): Piece {
  const isSafe = /^https?:\/\/[\w.:/-]+$/.test(link);
  return isSafe && text.trim() !== '' ? { markdown: `[${escapePlain(text)}](${link})` } : { plain: text };
}

/**
 * Quotes a text for a code span, in which HTML, links, @mentions and #references stay plain text. Only a backtick could close it and only a
 * pipe could end its table cell, so these two are replaced by their code points, as control characters are.
 */
function quote(text: string, maxLength: number): Piece {
  if (text.trim() === '') return { markdown: NO_VALUE };
  return { quoted: truncateToWidth(escapeUnprintable(text).replace(/[`|]/g, formatCodePoint), maxLength) };
}

/** Renders pieces, and merges neighbors of a kind: two code spans would share their backticks, and two words can be one address. */
function renderPieces(pieces: readonly Piece[]): string {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined && 'quoted' in first) return `\`${first.quoted}\``;
  const words = mergePieces(pieces).flatMap((piece) => ('plain' in piece ? splitPlain(piece.plain) : [piece]));
  return mergePieces(words)
    .map((piece) => ('quoted' in piece ? `\`${piece.quoted}\`` : 'plain' in piece ? '' : piece.markdown))
    .join('');
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

/** Words that GitHub turns into links or symbols, even behind a backslash: addresses, @mentions, #references, :emoji:. */
const LINKED_WORD = /[@#]|:\/\/|www\.|:(?:[a-z]|[+-]1)[\w+-]*:/i;

const HARMLESS = /^[A-Za-z0-9 .,;:'"()/%+=-]{0,200}$/;

/** Splits a plain text: each character with a meaning is escaped, and a word that would become a link is quoted. */
function splitPlain(text: string): Piece[] {
  // Most texts are harmless, and this check is fast.
  if (HARMLESS.test(text) && !LINKED_WORD.test(text)) return [{ markdown: text }];
  return splitWords(text).map((word) =>
    LINKED_WORD.test(word) ? quote(word, MAX_NAME_LENGTH) : { markdown: word.replace(/[\\`*_{}[\]<>|&~$]/g, '\\$&') },
  );
}

function splitWords(text: string): string[] {
  return escapeUnprintable(truncateToWidth(text, MAX_MESSAGE_LENGTH))
    .split(/( +)/)
    .filter((word) => word !== '');
}

/** Renders the title of a folded part: HTML, in which Markdown has no effect. */
export function renderSummary(text: Text): string {
  return splitWords(formatPlain(text) ?? NO_VALUE)
    .map((word) => (LINKED_WORD.test(word) ? `<code>${escapeHtml(word)}</code>` : escapeHtml(word)))
    .join('');
}
