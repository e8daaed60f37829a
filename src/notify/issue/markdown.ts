/**
 * Pieces of GitHub's Markdown around texts that come from strangers: names in certificates, places, labels. In a code
 * span or block no HTML, link, @mention, #reference or command comes to life.
 */

import { truncateList } from '../../lib/truncate.ts';

const MAX_TEXT_LENGTH = 200;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** One line, in which what is unseen or turns the reading order reads as its number: `\u{202e}`. Cut where it is long. */
export function formatPlain(text: string, longest = MAX_TEXT_LENGTH): string {
  // What looks like a hidden comment could be taken for one of ours.
  const line = text.replace(INVISIBLE, escapeCodePoint).replaceAll('<!--', '<\\u{21}--');
  const characters = [...line];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line;
}

function escapeCodePoint(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** A code span: only a backtick could close it, and only a pipe end its cell of a table, so these read as numbers. */
export function formatCode(text: string, longest = MAX_TEXT_LENGTH): string {
  return text.trim() === '' ? '–' : `\`${formatPlain(text.replace(/[`|]/g, escapeCodePoint), longest)}\``;
}

/** At most `most` code spans and how many more there are. */
export function formatCodeList(texts: readonly string[], most: number): string {
  if (texts.length === 0) return '–';
  if (most === 0) return String(texts.length);
  return truncateList(
    texts.map((text) => formatCode(text)),
    most,
  );
}

/** A code block with the text's own lines, within a fence that none of them can close. */
export function formatCodeBlock(text: string, longest: number): string {
  const lines = text.split(/\r\n|[\r\n]/).map((line) => formatPlain(line, longest));
  const whole = [...lines.join('\n')].slice(0, longest).join('');
  const fence = '`'.repeat(Math.max(3, ...Array.from(whole.matchAll(/`+/g), ([run]) => run.length + 1)));
  return `${fence}text\n${whole}\n${fence}`;
}
