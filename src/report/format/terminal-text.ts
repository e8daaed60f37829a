/** Measures, truncates and wraps text for a terminal. */

import { escapeUnprintable } from '../../lib/text/unprintable.ts';

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const COMBINING = /^\p{M}$/u;
/** Characters of two columns: East Asian scripts, their punctuation and full-width forms, and emoji. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u3000-\u303e\u3099-\u30ff\u3200-\u33ff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]$/u;

/** Measures the number of terminal columns that a text takes. */
export function measureWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += measureCharacter(character);
  return columns;
}

function measureCharacter(character: string): number {
  if (PRINTABLE_ASCII.test(character)) return 1;
  if (WIDE.test(character)) return 2;
  return COMBINING.test(character) ? 0 : 1;
}

/** Truncates a text to a number of columns and marks the omission with `…`. */
export function truncateToWidth(text: string, columns: number): string {
  // A character takes at most two columns, so a short text need not be measured.
  if (text.length * 2 <= columns || measureWidth(text) <= columns) return text;
  if (columns < 1) return '';
  let shown = '';
  let left = columns - 1;
  for (const character of text) {
    left -= measureCharacter(character);
    if (left < 0) break;
    shown += character;
  }
  return `${shown.trimEnd()}…`;
}

/** Truncates a location, after the mark of an unreachable one. A path keeps its end, which is the name of the file. */
export function truncateLocationToWidth(location: string, columns: number): string {
  const [, mark = '', path = ''] = /^(! )?(.*)$/s.exec(location) ?? [];
  const isPath = path.includes('/') && !/^[\w+.-]+:\/\//.test(path);
  if (!isPath || measureWidth(location) <= columns) return truncateToWidth(location, columns);
  let shown = '';
  let left = columns - mark.length - 1;
  for (const character of [...path].reverse()) {
    left -= measureCharacter(character);
    if (left < 0) break;
    shown = character + shown;
  }
  return truncateToWidth(`${mark}…${shown.trimStart()}`, columns);
}

/** The maximum of columns of a word or a cell, even if lines are unlimited: a certificate can contain a name of 100,000 characters. */
export const MAX_WORD_WIDTH = 1_000;
/** The words that are kept at both ends of a longer text, which is shortened in the middle. */
const FIRST_WORDS = 300;
const LAST_WORDS = 100;

/** Makes text safe and wraps it at spaces into indented lines of at most `columns`; longer words are truncated. */
export function wrapText(text: string, columns: number, indent: string): string[] {
  const room = Math.max(1, columns - indent.length);
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  for (const word of splitWords(text)) {
    const taken = measureWidth(word);
    if (line.length > 0 && used + 1 + taken <= room) {
      line.push(word);
      used += 1 + taken;
      continue;
    }
    if (line.length > 0) lines.push(line.join(' '));
    line = [word];
    used = taken;
  }
  if (line.length > 0) lines.push(line.join(' '));
  return lines.map((each) => truncateToWidth(indent + each, columns));
}

/** Renders `start` and the wrapped text, whose further lines are indented by `indent`. Ends in a newline. */
export function wrapAfter(start: string, text: string, columns: number, indent = start.length): string {
  const lines = wrapText(text, columns, ' '.repeat(indent)).map((line) => `${line}\n`);
  return start + lines.join('').slice(indent);
}

function splitWords(text: string): string[] {
  const words = escapeUnprintable(text)
    .split(/\p{Zs}+/u)
    .filter(Boolean);
  const shown =
    words.length > FIRST_WORDS + LAST_WORDS
      ? [...words.slice(0, FIRST_WORDS), '…', ...words.slice(-LAST_WORDS)]
      : words;
  return shown.map((word) => truncateToWidth(word, MAX_WORD_WIDTH));
}
