/** Shortens texts and lists of names for messages. */

const MAX_LENGTH = 200;

/** Shortens a name from untrusted input to 200 characters: a certificate can contain a name of 100,000 characters. */
export function truncate(text: string): string {
  return truncateTo(text, MAX_LENGTH);
}

/** Shortens a text to `max` characters. */
export function truncateTo(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

/** Joins at most `max` names and counts the others: `a, b and 3 more`. */
export function truncateList(names: readonly string[], max: number, separator = ', '): string {
  const omitted = names.length - max;
  return names.slice(0, max).join(separator) + (omitted > 0 ? ` and ${omitted} more` : '');
}
