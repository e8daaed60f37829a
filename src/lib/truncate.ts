const MAX_LENGTH = 200;

/** Names of strangers are bounded where they are told: one may have 100,000 characters. */
export function truncate(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}
