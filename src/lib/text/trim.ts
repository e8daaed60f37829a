/** Removes a character from the ends of a text, in linear time: a regular expression such as `/x+$/` takes quadratic time. */

/** Removes a character from the end of a text. `character` is one UTF-16 code unit. */
export function trimEnd(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return text.slice(0, end);
}

/** Removes a character from both ends of a text. `character` is one UTF-16 code unit. */
export function trimBoth(text: string, character: string): string {
  let start = 0;
  while (start < text.length && text[start] === character) start += 1;
  return trimEnd(text.slice(start), character);
}
