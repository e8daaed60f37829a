/**
 * The path of the first key that an object of a JSON text has twice, such as `/events` or `/places/shop`; null where there is
 * none. `text` must be JSON: nothing else is looked at than what opens, closes and names.
 */
export function findDuplicateKey(text: string): string | null {
  const open: OpenContainer[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const within = open.at(-1);
    if (character === '"') {
      const end = findStringEnd(text, at);
      if (within?.keys && isKey(text, end)) {
        within.at = JSON.parse(text.slice(at, end)) as string;
        if (within.keys.has(within.at)) return open.map((one) => `/${one.at}`).join('');
        within.keys.add(within.at);
      }
      at = end - 1;
    } else if (character === '{') open.push({ keys: new Set(), at: '' });
    else if (character === '[') open.push({ keys: null, at: 0 });
    else if (character === '}' || character === ']') open.pop();
    else if (character === ',' && typeof within?.at === 'number') within.at += 1;
  }
  return null;
}

/** An object or a list that is not at its end yet. */
interface OpenContainer {
  /** null: of a list. */
  keys: Set<string> | null;
  /** The key or place in it that was reached. */
  at: string | number;
}

/** The place after the quotation mark that ends the string which begins at `start`. */
function findStringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (/\s/.test(text[at] ?? '')) at += 1;
  return text[at] === ':';
}
