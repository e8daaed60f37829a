/** What all wordings are made of. */

export interface Message {
  severity: 'error' | 'warning' | 'notice';
  message: string;
  hint: string;
}

export const error = (message: string, hint: string): Message => ({
  severity: 'error',
  message: capitalize(message),
  hint,
});
export const warning = (message: string, hint: string): Message => ({
  severity: 'warning',
  message: capitalize(message),
  hint,
});

/** Begins with a capital, unless it begins with a key: that stays as it is written in the manifest. */
function capitalize(message: string): string {
  return /^[a-z]+_/.test(message) ? message : message.charAt(0).toUpperCase() + message.slice(1);
}

// What JSON leaves alone and no one can see: controls, line separators, and what turns the direction of writing; and spaces that are no space.
const INVISIBLE = /(?! )[\p{Cc}\p{Cf}\p{Z}]/gu;

/** A text of a stranger's, in which nothing is hidden. */
export function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** A text of the user's, quoted, on one line and not too long. */
export function quote(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return JSON.stringify(cut).replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

export function formatList(words: readonly string[]): string {
  return words.join(', ');
}

/** Names that a hint lists. */
const MAX_LISTED = 50;

export function didYouMean(near: string | undefined, known: readonly string[], what: string): string {
  if (near !== undefined) return `Did you mean ${quote(near)}?`;
  const more = known.length - MAX_LISTED;
  const shown = more > 0 ? `${formatList(known.slice(0, MAX_LISTED))} and ${more} more` : formatList(known);
  return known.length === 0 ? `There are no ${what}.` : `The ${what} are: ${shown}.`;
}

const TYPES: Record<string, string> = {
  string: 'a text',
  array: 'a list',
  object: 'a map',
  boolean: 'true or false',
  number: 'a number',
  integer: 'a whole number',
  null: 'null',
};

/** The kind of a value for people, by JSON Schema's name of it. */
export function describeType(type: string): string {
  return TYPES[type] ?? 'something else';
}

/** A table code -> wording. */
export type MessageTable = Record<string, (...args: never[]) => Message>;
