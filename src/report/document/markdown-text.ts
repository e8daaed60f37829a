/** Renders the texts of a document in GitHub's Markdown. */

import {
  createLink,
  isLinkedWord,
  listInstructionPieces,
  type Piece,
  renderPieces,
  splitWords,
} from '../../lib/text/markdown.ts';
import { isWebAddress } from '../../lib/text/text-parts.ts';
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

function listPieces(inline: Inline): Piece[] {
  if (typeof inline === 'string') return [{ plain: shorten(inline) }];
  if (typeof inline === 'number') return [{ plain: formatNumber(inline) }];
  if ('code' in inline) return [quote(inline.code, MAX_NAME_LENGTH)];
  // Keys of the manifest in backticks are quoted instead.
  if ('message' in inline) return [quote(inline.message.replaceAll('`', '"'), MAX_MESSAGE_LENGTH)];
  if ('instructions' in inline) return listInstructionPieces(inline.instructions, MAX_MESSAGE_LENGTH);
  if ('isBreak' in inline) return [{ markdown: '<br>' }];
  if ('link' in inline) return [renderLink(inline)];
  const symbol = SYMBOLS[inline.mark];
  return [
    { markdown: symbol === '' || inline.text === undefined ? symbol : `${symbol} ` },
    { plain: shorten(inline.text ?? '') },
  ];
}

/** Renders a link, only to a web address: it may come from the report of another repository. */
function renderLink({ link, text }: { link: string; text: string }): Piece {
  return isWebAddress(link) && text.trim() !== '' ? createLink(link, text) : { plain: text };
}

function quote(text: string, maxLength: number): Piece {
  return text.trim() === '' ? { markdown: NO_VALUE } : { quoted: truncateToWidth(text, maxLength) };
}

function shorten(text: string): string {
  return truncateToWidth(text, MAX_MESSAGE_LENGTH);
}

/** Renders the title of a folded part: HTML, in which Markdown has no effect. */
export function renderSummary(text: Text): string {
  return splitWords(shorten(formatPlain(text) ?? NO_VALUE))
    .map((word) => (isLinkedWord(word) ? `<code>${escapeHtml(word)}</code>` : escapeHtml(word)))
    .join('');
}
