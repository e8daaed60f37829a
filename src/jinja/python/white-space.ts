/** Python's white space, which is not quite that of JavaScript: it has the separators U+001C to U+001F, but no U+FEFF. */

/** A character class of the characters that Python's `\s` and `str.isspace` match. */
export const SPACE_CLASS = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;

const SPACE = new RegExp(SPACE_CLASS);
const WORDS = new RegExp(`[^${SPACE_CLASS.slice(1)}+`, 'g');

export const isSpace = (character: string): boolean => SPACE.test(character);

/** The parts of a text without white space. */
export const splitWords = (text: string): string[] => text.match(WORDS) ?? [];

export function trimStart(text: string): string {
  let start = 0;
  while (isSpace(text.charAt(start))) start += 1;
  return text.slice(start);
}

export function trimEnd(text: string): string {
  let end = text.length;
  while (isSpace(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
