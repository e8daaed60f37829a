/** Parses JSON that an inventory returned, without losing digits of IDs and serial numbers. */

/** Matches a text that may have an integer beyond the range of numbers. Checking this first is faster, because most texts have none. */
const MAY_HAVE_LARGE = /\d{16}/;

/** The start of a string, whose digits are not numbers, or an integer of at least 16 digits. */
const QUOTE_OR_LARGE = /"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** Parses JSON. Integers beyond 2^53 become texts: as numbers, two of them could be equal. Throws SyntaxError. */
export function parseJsonExactly(text: string): unknown {
  return JSON.parse(MAY_HAVE_LARGE.test(text) ? quoteLargeIntegers(text) : text);
}

function quoteLargeIntegers(text: string): string {
  const parts: string[] = [];
  const pattern = new RegExp(QUOTE_OR_LARGE);
  let copied = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [token] = match;
    if (token === '"') pattern.lastIndex = findStringEnd(text, match.index + 1);
    else if (!Number.isSafeInteger(Number(token))) {
      parts.push(text.slice(copied, match.index), `"${token}"`);
      copied = pattern.lastIndex;
    }
  }
  return parts.join('') + text.slice(copied);
}

/** Finds the offset after the closing quote, or the end of the text. */
function findStringEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') return at + 1;
    if (character === '\\') at += 1;
  }
  return text.length;
}
