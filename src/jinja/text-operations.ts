/** Operations on text for filters and methods. Each takes time linear in the text, and pays for its result. */

import { type Budget, spendCharacters, spendSearch } from './budget.ts';
import { countCharacters } from './python/strings.ts';
import { isSpace, splitWords } from './python/white-space.ts';

/** Removes white space, or these characters, from the ends of a text. */
export function stripCharacters(
  text: string,
  characters: string | null,
  budget: Budget,
  ends: { start: boolean; end: boolean } = { start: true, end: true },
): string {
  spendCharacters(budget, characters?.length ?? 0);
  const set = new Set(characters);
  const isStripped = (character: string) => (characters === null ? isSpace(character) : set.has(character));
  const members = [...text];
  let [start, end] = [0, members.length];
  while (ends.start && start < end && isStripped(members[start] as string)) start += 1;
  while (ends.end && end > start && isStripped(members[end - 1] as string)) end -= 1;
  return members.slice(start, end).join('');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: file, group and record separators end a line in Python.
const LINE_BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** Splits at all line breaks that Python knows. A final line break does not start a new line. */
export function splitLines(text: string, keepsEnds = false): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const { index, 0: end } of text.matchAll(LINE_BREAK)) {
    lines.push(text.slice(start, keepsEnds ? index + end.length : index));
    start = index + end.length;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Python's `replace`: an empty `from` matches between all characters, and a negative `max` means no limit. */
export function replaceText(text: string, from: string, to: string, max: number, budget: Budget): string {
  spendSearch(budget, text, from);
  const parts = from === '' ? ['', ...text, ''] : text.split(from);
  const cuts = max < 0 ? parts.length - 1 : Math.min(max, parts.length - 1);
  spendCharacters(budget, cuts * to.length);
  return (
    parts
      .slice(0, cuts)
      .map((part) => part + to)
      .join('') + parts.slice(cuts).join(from)
  );
}

/** Removes HTML comments and tags, decodes common entities, and collapses white space. */
export function stripTags(text: string): string {
  const bare = splitWords(removeBetween(removeBetween(text, '<!--', '-->'), '<', '>')).join(' ');
  return bare.replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w{2,4}));/g, (all, decimal, hex, name: string) => {
    if (name !== undefined) return HTML_ENTITIES[name] ?? all;
    return decodeCharacterReference(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
  });
}

/**
 * The character of a numeric character reference such as &#65; (HTML, section 13.2.5.80). Null, surrogates and numbers that are
 * too large are U+FFFD, and the codes of controls are characters of Windows-1252. Like Python, drops other invalid characters.
 */
function decodeCharacterReference(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return '\uFFFD';
  if (code >= 0x80 && code < 0xa0) return new TextDecoder('windows-1252').decode(Uint8Array.of(code));
  const character = String.fromCodePoint(code);
  return /\p{Noncharacter_Code_Point}|[^\P{Cc}\t\n\f\r]/u.test(character) ? '' : character;
}

/** Removes everything from each `open` to the next `close`. */
function removeBetween(text: string, open: string, close: string): string {
  const parts: string[] = [];
  let index = 0;
  for (;;) {
    const start = text.indexOf(open, index);
    const end = start < 0 ? -1 : text.indexOf(close, start);
    if (end < 0) return parts.join('') + text.slice(index);
    parts.push(text.slice(index, start));
    index = end + close.length;
  }
}

const HTML_ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\xa0' };
const HTML_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** Escapes the characters with a meaning in HTML, including both kinds of quotes. */
export function escapeHtmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] as string);
}

/** Centers a text. An odd space is placed as in Python. */
export function centerText(text: string, width: number, fill = ' '): string {
  const padding = Math.max(0, width - countCharacters(text));
  const before = Math.floor(padding / 2) + (padding & width & 1);
  return fill.repeat(before) + text + fill.repeat(padding - before);
}

/** Formats a size in bytes, such as 13 kB. */
export function formatFileSize(
  bytes: number,
  isBinary: boolean,
  fixed: (value: number, digits: number) => string,
): string {
  const base = isBinary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${fixed(Math.trunc(bytes) + 0, 0)} Bytes`;
  const units = [...'kMGTPEZY'];
  let power = 1;
  // The comparison is exact: 1e24 is slightly less than 1000 ** 8.
  while (power < units.length && bytes >= BigInt(base) ** BigInt(power + 1)) power += 1;
  const unit = isBinary ? `${(units[power - 1] as string).toUpperCase()}iB` : `${units[power - 1]}B`;
  // The operations have the same order as in Jinja2, because floats are rounded.
  return `${fixed((base * bytes) / base ** (power + 1), 1)} ${unit}`;
}

/** Replaces lone surrogates, which cannot be encoded, by U+FFFD. */
function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** `encodeURIComponent` for any text; also encodes ! ' ( ) *. */
export function percentEncode(text: string): string {
  return encodeURIComponent(toWellFormed(text)).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
