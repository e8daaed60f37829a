/** Capitalizes the first letter, unless the text begins with a number. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
