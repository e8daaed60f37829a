/** Builds patterns that find a text in any encoding: for a URL, HTML, JSON, Markdown, or in base64. */

/** Names of HTML entities, in addition to the numeric ones that every character has. */
const ENTITY_NAMES: Readonly<Record<string, string>> = {
  '"': 'quot',
  '&': 'amp',
  "'": 'apos',
  '<': 'lt',
  '>': 'gt',
  '\u00a0': 'nbsp',
};

/** Escapes in JSON and in program source. A line break may also be folded into a space. */
const CONTROLS: Readonly<Record<string, string[]>> = {
  '\n': ['\\r?\\n', '(?:\\\\+r)?\\\\+n', '(?:%(?:25)*0D)?%(?:25)*0A', '&(?:amp;)*#0*13;&(?:amp;)*#0*10;', ' '],
  '\t': ['\\\\+t'],
  ' ': ['\\+'],
};

/**
 * Creates the source of a regular expression for a text, to be used with the flag `i`. Letters and digits must appear unencoded; any other
 * character may be percent-encoded, an HTML entity or an escape of JSON, also repeatedly.
 */
export function createEncodedPattern(text: string): string {
  // A run of backslashes is one unit: otherwise it could be divided in many ways.
  const units = text.replaceAll('\r\n', '\n').match(/\\+|[\s\S]/gu) ?? [];
  return units
    .map((unit) => (unit.startsWith('\\') ? `(?:${createCharacterPattern('\\')})+` : createCharacterPattern(unit)))
    .join('');
}

function createCharacterPattern(character: string, isMisread = false): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  const bytes = [...Buffer.from(character)];
  const code = character.codePointAt(0) ?? 0;
  const name = ENTITY_NAMES[character];
  const alternatives = [
    bytes.map((byte) => `%(?:25)*${toHex(byte, 2)}`).join(''),
    `&(?:amp;)*(?:${name === undefined ? '' : `${name}|`}#0*${code}|#x0*${toHex(code)});`,
    Array.from(character.split(''), (unit) => `\\\\+u${toHex(unit.charCodeAt(0), 4)}`).join(''),
    `\\\\+u\\{0*${toHex(code)}\\}`,
    ...(CONTROLS[character] ?? []),
    // The text may be UTF-8 that was read as Latin-1, as in HTTP headers.
    ...(code > 0x7f && !isMisread
      ? [bytes.map((byte) => createCharacterPattern(String.fromCharCode(byte), true)).join('')]
      : []),
    // The character itself is last, because an encoded percent sign or ampersand begins with itself.
    `\\\\*${escapeRegex(character)}`,
  ];
  return `(?:${alternatives.join('|')})`;
}

function escapeRegex(text: string): string {
  return text.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
}

const toHex = (value: number, digits = 1): string => value.toString(16).padStart(digits, '0');

/** A character at the edge, which encodes the bytes of an incomplete group, and possibly bits of adjacent bytes. */
const BASE64_EDGE = '[A-Za-z0-9+/_-]';

/**
 * Creates patterns for the base64 of a text, on its own or within a longer one such as `user:password`: the base64 of the bytes around it
 * differs, and there are three ways in which its own bytes are divided into groups of three.
 */
export function createBase64Patterns(text: string): EncodedForm[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((offset) => {
    // The first whole group of the text after `offset` bytes of another text.
    const start = (3 - offset) % 3;
    const length = Math.floor((bytes.length - start) / 3) * 3;
    if (length < MIN_BASE64_BYTES) return [];
    const inner = bytes.subarray(start, start + length).toString('base64');
    const pattern = Array.from(inner, createBase64Pattern).join('');
    const rest = bytes.length - start - length;
    const before = start === 0 ? '' : `${BASE64_EDGE}{0,${start + 1}}`;
    const after = rest === 0 ? '' : `${BASE64_EDGE}{0,${rest + 1}}(?:=|%3D){0,2}`;
    return [{ text: inner, pattern: before + pattern + after }];
  });
}

/** The minimum length: shorter texts would also be found in the base64 of other data. */
const MIN_BASE64_BYTES = 6;

/** Creates a pattern with the characters of both alphabets (RFC 4648 sections 4 and 5). */
function createBase64Pattern(character: string): string {
  if (character === '+') return `(?:${createCharacterPattern('+')}|-)`;
  return character === '/' ? `(?:${createCharacterPattern('/')}|_)` : character;
}

/** A text to search for, and its pattern. */
export interface EncodedForm {
  text: string;
  pattern: string;
}
