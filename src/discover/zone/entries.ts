/** Splits a zone file into entries: a record or a directive, and their words (RFC 1035 section 5.1). */

const TOKEN = /;[^\n]*|\n|[ \t\r\f]+|[()]|"(?:[^"\\]|\\[\s\S])*"?|(?:\\[\s\S]|[^\s;()"\\])+/g;

export interface Entry {
  words: string[];
  line: number;
  /** Whether the line begins with a blank: its owner is that of the previous entry. */
  isBlank: boolean;
}

/** Lists the entries of a file. An entry with parentheses can continue over several lines. */
export function* listEntries(text: string): Generator<Entry> {
  let entry: Entry = { words: [], line: 1, isBlank: false };
  let [line, depth] = [1, 0];
  let isStart = true;
  for (const [token] of text.matchAll(TOKEN)) {
    if (isStart && depth === 0) entry = { words: [], line, isBlank: /^[ \t]/.test(token) };
    isStart = token === '\n';
    if (token === '(') depth += 1;
    else if (token === ')') depth = Math.max(0, depth - 1);
    else if (token !== '\n' && !/^[\s;]/.test(token)) entry.words.push(token);
    for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) line += 1;
    if (token === '\n' && depth === 0 && entry.words.length > 0) yield entry;
  }
  if (entry.words.length > 0 && !isStart) yield entry;
}
