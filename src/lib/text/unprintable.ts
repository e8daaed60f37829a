/**
 * Makes untrusted text safe to show. Names of certificates and locations can contain any character: characters that could end the line,
 * move the cursor, reverse the reading order or stay invisible are replaced by their code point.
 */

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** Makes text safe to show: a control, format or invisible character becomes `\u{1b}`, and so does a lone surrogate. */
export function escapeUnprintable(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(UNPRINTABLE, formatCodePoint);
}

/** Formats the code point that replaces a character: `\u{202e}`. */
export function formatCodePoint(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
