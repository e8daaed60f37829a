/** Building blocks of the diagnostic messages: severities, quoting and lists. */

import { truncateList } from '../../../lib/text/truncate.ts';

export interface Message {
  severity: 'error' | 'warning' | 'notice';
  message: string;
  hint: string;
}

/** Messages by diagnostic code. */
export type MessageTable = Record<string, (...args: never[]) => Message>;

/** Creates the message of an error. The first letter of `message` is capitalized. */
export function createError(message: string, hint: string): Message {
  return { severity: 'error', message: capitalize(message), hint };
}

/** Creates the message of a warning. The first letter of `message` is capitalized. */
export function createWarning(message: string, hint: string): Message {
  return { severity: 'warning', message: capitalize(message), hint };
}

/** Creates a message for useful information that does not require a change. */
export function createNotice(message: string, hint: string): Message {
  return { severity: 'notice', message: capitalize(message), hint };
}

/** A manifest key at the beginning of a message keeps its spelling. */
function capitalize(message: string): string {
  return /^[a-z]+_/.test(message) ? message : message.charAt(0).toUpperCase() + message.slice(1);
}

// Characters that JSON does not escape: controls, line separators, direction marks, and spaces other than U+0020.
const INVISIBLE = /(?! )[\p{Cc}\p{Cf}\p{Z}]/gu;

/** Escapes invisible characters in untrusted text. */
export function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** Quotes text from the manifest, on one line and at most 80 characters long. */
export function quote(text: string): string {
  return escapeInvisible(JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text));
}

export function formatList(words: readonly string[]): string {
  return words.join(', ');
}

const MAX_LISTED = 50;

/** Formats the hint for an unknown name: the nearest known name, or all of them. `what` is plural, such as `events`. */
export function formatSuggestion(near: string | undefined, known: readonly string[], what: string): string {
  if (near !== undefined) return `Did you mean ${quote(near)}?`;
  if (known.length === 0) return `There are no ${what}.`;
  return `Available ${what}: ${truncateList(known, MAX_LISTED)}.`;
}

const TYPES: Record<string, string> = {
  string: 'a string',
  array: 'a list',
  object: 'a map',
  boolean: 'a boolean',
  number: 'a number',
  integer: 'an integer',
  null: 'null',
};

/** Describes a JSON Schema type for users. */
export function describeType(type: string): string {
  return TYPES[type] ?? 'something else';
}
