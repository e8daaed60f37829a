const LONGEST = 200;

/** Names of strangers are bounded where they are told: one may have 100,000 characters. */
export function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
