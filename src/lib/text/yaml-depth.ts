/** Limits how deep a YAML text may be nested: its parser recurses, and the stack is limited. People nest about 20 levels. */

const MAX_BRACKETS = 150;
const TOO_INDENTED = /^[ ?-]{200}/m;

/** Whether open brackets, or the indentation and dashes of a line, exceed the limits. Both are upper bounds of the depth. */
export function isTooDeep(text: string): boolean {
  let open = 0;
  for (const character of text.match(/[[\]{}]/g) ?? []) {
    open += character === '[' || character === '{' ? 1 : -1;
    if (open > MAX_BRACKETS) return true;
    open = Math.max(0, open);
  }
  return TOO_INDENTED.test(text);
}
