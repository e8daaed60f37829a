/** Replaces secrets in text, even if they are encoded or incomplete. */

import { COMMON_WORDS } from '../../generated/common-words.ts';
import { decodePercent } from '../http/headers.ts';
import { createBase64Patterns, createEncodedPattern, type EncodedForm } from './encodings.ts';
import { MASK } from './references.ts';

/** Shorter values are not masked: they are too common in ordinary text. */
const MIN_MASKED_LENGTH = 8;

/** Values that are not masked, in addition to the words of certvigil's own output. */
const PUBLIC_VALUES = '\nhttps://\nlocalhost\n127.0.0.1\nexample.com\nproduction\ndevelopment\n';

/** Longer texts, such as the base64 of a keystore, are searched in pieces. */
const MAX_PIECE_LENGTH = 512;

/** The maximum length of texts whose base64 and hexadecimal forms are searched. */
const MAX_ENCODED_LENGTH = 1024;

/** Returns the text with every secret replaced by `***`. */
export type Redact = (text: string) => string;

/** A form of a secret, which is searched only if the lower-case text contains `anchor`, which is fast. */
interface Needle {
  anchor: string;
  pattern: string;
  regex: RegExp | null;
}

/**
 * Returns a function that replaces these values: plain, percent-encoded, escaped for HTML, JSON or Markdown, in hexadecimal and in base64,
 * in any case. In a value with several lines, each line is replaced; in a URL, also its password, path and query; in `user:password`, the
 * password. Values that `isMaskable` rejects are kept.
 */
export function createRedactor(values: Iterable<string>): Redact {
  const texts = [...new Set(Array.from(values).flatMap(listParts))].filter(isMaskable);
  const forms = texts.flatMap(listForms);
  // The longest forms come first, because a secret may contain another one.
  const needles = forms.sort((a, b) => b.text.length - a.text.length).map(createNeedle);
  if (needles.length === 0) return (text) => text;
  return (text) => {
    if (text.length < MIN_MASKED_LENGTH) return text;
    const lower = text.toLowerCase();
    return needles.reduce((redacted, needle) => {
      if (!lower.includes(needle.anchor)) return redacted;
      needle.regex ??= new RegExp(needle.pattern, 'gi');
      return redacted.replace(needle.regex, MASK);
    }, text);
  };
}

/**
 * Whether a value is masked. Short values and common words are not masked: the output would be unreadable, and a mask instead of a known
 * word would reveal it.
 */
export function isMaskable(text: string): boolean {
  if (text.length < MIN_MASKED_LENGTH) return false;
  // The text is a line of dashes, or the first or last line of a PEM block.
  if (/^([^A-Za-z0-9])\1*$/.test(text) || /^-----(?:BEGIN|END) [A-Z0-9 ]+-----$/.test(text)) return false;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const lower = text.toLowerCase();
  return !COMMON_WORDS.includes(lower) && !PUBLIC_VALUES.includes(`\n${lower}\n`);
}

/** Lists the value, and its parts that are secrets themselves. */
function listParts(value: string): string[] {
  const whole = value.trim();
  const lines = whole.split(/[\r\n]+/).map((line) => line.trim());
  const [, credentials = null] = /^(?:basic|bearer|digest|token|apikey)\s+(\S.*)$/i.exec(whole) ?? [];
  const named = [whole, ...(credentials === null ? [] : [credentials])];
  const decoded = named.flatMap((text) => decodeCredentials(text) ?? []);
  return [...named, ...lines, ...decoded, ...[...named, ...decoded].flatMap(listPasswords), ...listUrlParts(whole)];
}

/** Decodes `user:password` in base64, as in `Authorization: Basic`. */
function decodeCredentials(text: string): string | null {
  if (!/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(text)) return null;
  const decoded = Buffer.from(text, 'base64').toString();
  return /^[^\p{Cc}:\ufffd]+:[^\p{Cc}\ufffd]+$/u.test(decoded) ? decoded : null;
}

/** Lists the password of `user:password`, optionally followed by `@`, as in a URL. */
function listPasswords(text: string): string[] {
  const [, password = null] = /^[^\s:/]+:(?!\/\/)(.+?)@?$/.exec(text) ?? [];
  return password === null ? [] : [password];
}

/** Lists the user, password, path and query of a URL. Its host is not secret. */
function listUrlParts(text: string): string[] {
  const rest = /^[a-z][a-z0-9+.-]*:\/\/(.+)$/i.exec(text)?.[1];
  // Other schemes, such as socks5, are parsed differently.
  if (rest === undefined || !URL.canParse(`http://${rest}`)) return [];
  const { username, password, pathname, search, hash } = new URL(`http://${rest}`);
  return [username, password, pathname.slice(1), search.slice(1), hash.slice(1)].map(decodePercent);
}

function listForms(text: string): EncodedForm[] {
  const plain = splitPieces(text).map((piece) => ({ text: piece, pattern: createEncodedPattern(piece) }));
  if (text.length > MAX_ENCODED_LENGTH) return plain;
  const hex = Buffer.from(text).toString('hex');
  return [...plain, ...createBase64Patterns(text), { text: hex, pattern: hex }];
}

/** Splits a text into pieces of about the same length, so that short pieces do not occur. */
function splitPieces(text: string): string[] {
  const size = Math.ceil(text.length / Math.ceil(text.length / MAX_PIECE_LENGTH));
  return text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
}

function createNeedle({ text, pattern }: EncodedForm): Needle {
  const runs = text.match(/[A-Za-z0-9]+/g) ?? [];
  const anchor = runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
  return { anchor: anchor.toLowerCase(), pattern, regex: null };
}
