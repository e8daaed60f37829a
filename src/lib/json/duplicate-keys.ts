/** Finds duplicate keys in JSON text, which JSON.parse drops. */

/**
 * Returns the path of the first key that an object contains twice, such as `/events` or `/locations/shop`; null if there is none. `text`
 * must be valid JSON: only brackets, strings and colons are read.
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

/** An object or a list that is not closed yet. */
interface OpenContainer {
  /** The keys of an object; null for a list. */
  keys: Set<string> | null;
  /** The current key or index. */
  at: string | number;
}

/** Returns the index after the closing quotation mark of the string that starts at `start`. */
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
