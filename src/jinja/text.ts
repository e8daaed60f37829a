/** Operations on texts that filters and methods share; each takes time linear in the text, and pays for its result. */

import { type Budget, spendCharacters, spendSearch } from './budget.ts';
import { countCharacters } from './python/strings.ts';

/** A capital may be two letters, as that of ß, of which the second is a small one. */
export function capitalize(text: string): string {
  return text.toLowerCase().replace(/^./su, (first) => {
    const capital = first.toUpperCase();
    return capital.length > first.length ? capital.charAt(0) + capital.slice(1).toLowerCase() : capital;
  });
}

/** As the filter does it: each word with a capital; words end at white space, hyphens and brackets. */
export function toTitleCase(text: string): string {
  return text.toLowerCase().replace(/(^|[\s\-([{<])([^\s\-([{<])/gu, (_, before: string, letter: string) => {
    return before + letter.toUpperCase();
  });
}

/** As Python's method does it: a capital after whatever is no letter, so that "it's" is "It'S". */
export function toPythonTitleCase(text: string): string {
  return text.replace(/\p{L}+/gu, capitalize);
}

/** Without white space, or these characters, at its ends. */
export function stripCharacters(
  text: string,
  characters: string | null,
  budget: Budget,
  ends: { start: boolean; end: boolean } = { start: true, end: true },
): string {
  spendCharacters(budget, characters?.length ?? 0);
  const set = new Set(characters);
  const goes = (character: string) => (characters === null ? character.trim() === '' : set.has(character));
  const members = [...text];
  let [start, end] = [0, members.length];
  while (ends.start && start < end && goes(members[start] as string)) start += 1;
  while (ends.end && end > start && goes(members[end - 1] as string)) end -= 1;
  return members.slice(start, end).join('');
}

/** The lines of a text, by whichever of Python's line breaks; one at the end begins no line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x85\u2028\u2029]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Python's replace: an empty `from` stands between all characters; `most` below 0 means every one. */
export function replaceText(text: string, from: string, to: string, most: number, budget: Budget): string {
  spendSearch(budget, text, from);
  const parts = from === '' ? ['', ...text, ''] : text.split(from);
  const cuts = most < 0 ? parts.length - 1 : Math.min(most, parts.length - 1);
  spendCharacters(budget, cuts * to.length);
  return (
    parts
      .slice(0, cuts)
      .map((part) => part + to)
      .join('') + parts.slice(cuts).join(from)
  );
}

/** Without comments and tags of HTML, with its commonest signs read, and white space in a row as one space. */
export function stripTags(text: string): string {
  const bare = removeBetween(removeBetween(text, '<!--', '-->'), '<', '>')
    .split(/\s+/)
    .filter(Boolean)
    .join(' ');
  return bare.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,4}));/g, (all, decimal, hex, name: string) => {
    if (name !== undefined) return HTML_ENTITIES[name] ?? all;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\uFFFD' : String.fromCodePoint(code);
  });
}

/** What is left of a text where all from `open` to `close` is taken away. */
function removeBetween(text: string, open: string, close: string): string {
  const kept: string[] = [];
  let index = 0;
  for (;;) {
    const start = text.indexOf(open, index);
    const end = start < 0 ? -1 : text.indexOf(close, start);
    if (end < 0) return kept.join('') + text.slice(index);
    kept.push(text.slice(index, start));
    index = end + close.length;
  }
}

const HTML_ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\xa0' };
const HTML_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

export function escapeHtmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] as string);
}

/** In the middle of so many characters; of an odd one too many Python's own places it. */
export function centerText(text: string, width: number, fill = ' '): string {
  const room = width - countCharacters(text);
  if (room <= 0) return text;
  const before = Math.floor(room / 2) + (room & width & 1);
  return fill.repeat(before) + text + fill.repeat(room - before);
}

/** A size in bytes in words: 13 kB. */
export function formatFileSize(
  bytes: number,
  isBinary: boolean,
  fixed: (value: number, digits: number) => string,
): string {
  const base = isBinary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${fixed(Math.trunc(bytes), 0)} Bytes`;
  const units = [...'kMGTPEZY'];
  const power = Math.min(units.length, Math.floor(Math.log(bytes) / Math.log(base) + 1e-12));
  const unit = isBinary ? `${(units[power - 1] as string).toUpperCase()}iB` : `${units[power - 1]}B`;
  return `${fixed(bytes / base ** power, 1)} ${unit}`;
}

/** Half a pair of a character beyond U+FFFF is no text that could be encoded: U+FFFD stands for it. */
function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** `encodeURIComponent`, which also takes texts that are not well formed, and encodes ! ' ( ) * too. */
export function percentEncode(text: string): string {
  return encodeURIComponent(toWellFormed(text)).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
