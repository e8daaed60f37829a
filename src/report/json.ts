/** Renders a result as JSON. */

/** Ends in a newline. */
export function renderJson(result: object): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
