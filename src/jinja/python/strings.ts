/** Python's strings: their literals, and their length in characters (code points) instead of UTF-16 code units. */

const ESCAPE = /\\(?:\n|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;
const SIMPLE: Record<string, string> = {
  ...{ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"' },
};

/** The value of a string literal without its quotes. An unknown escape such as `\d` keeps its backslash. */
export function unescapeString(written: string): string {
  return written.replace(ESCAPE, (all, x, u, U, octal, letter: string | undefined) => {
    const hex: string | undefined = x ?? u ?? U;
    if (hex !== undefined) return toCharacter(Number.parseInt(hex, 16));
    if (octal !== undefined) return toCharacter(Number.parseInt(octal, 8));
    return letter === undefined ? '' : (SIMPLE[letter] ?? all);
  });
}

const toCharacter = (code: number): string => (code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code));

const UNPRINTABLE = /[\\\p{C}\p{Z}]/gu;
const NAMED: Record<string, string> = { ' ': ' ', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Python's `repr` of a string: in single quotes, or in double quotes if it contains only single ones. */
export function quoteString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(UNPRINTABLE, (character) => NAMED[character] ?? escapeCharacter(character));
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

export function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

const WIDE = /[\ud800-\udfff]/;

/** The length in characters. Strings without characters beyond U+FFFF, which are the usual case, take a fast path. */
export function countCharacters(text: string): number {
  return WIDE.test(text) ? [...text].length : text.length;
}

/** `text.slice` by characters. */
export function sliceCharacters(text: string, start: number, end?: number): string {
  return WIDE.test(text) ? [...text].slice(start, end).join('') : text.slice(start, end);
}

/** One character by its index, which can be negative. */
export function getCharacter(text: string, position: number): string | undefined {
  return WIDE.test(text) ? [...text].at(position) : text.at(position);
}
