/** Parses a Caddyfile into lines of words, with the block that a line opens (https://caddyserver.com/docs/caddyfile/concepts). */

export interface Word {
  text: string;
  line: number;
}

export interface Line {
  words: Word[];
  /** The lines in braces; null without braces. */
  block: Line[] | null;
}

/** Blocks that are nested deeper are read as if they had no braces. */
const MAX_DEPTH = 50;

/** A quotation mark is one only at the beginning of a word, and its end ends the word. A backslash at the end of a line continues it. */
const TOKEN = /[ \t\r]+|\n|\\\r?\n|#[^\n]*|"(?:[^"\\]|\\[\s\S])*"?|`[^`]*`?|<<[\w-]+\r?\n|(?:\\(?!\r?\n)|[^\s\\])+/g;

/** Parses the lines of a file, in one pass. An unclosed brace ends with the file. */
export function parseLines(text: string): Line[] {
  const root: Line[] = [];
  const open: Line[][] = [root];
  let words: Word[] = [];
  let number = 1;
  const end = (block: Line[] | null) => {
    if (words.length > 0 || block !== null) open.at(-1)?.push({ words, block });
    words = [];
  };
  for (const token of listTokens(fillDefaults(text))) {
    if (token === '\n') end(null);
    else if (token === '{') {
      const block: Line[] = [];
      end(block);
      if (open.length < MAX_DEPTH) open.push(block);
    } else if (token === '}') {
      end(null);
      if (open.length > 1) open.pop();
    } else if (!/^(?:[\s#]|\\\r?\n)/.test(token)) words.push({ text: readWord(token), line: number });
    for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) number += 1;
  }
  end(null);
  return root;
}

/** Caddy replaces variables of the environment before it reads the words, so that a default can be several words. */
const fillDefaults = (text: string): string => text.replace(/\{\$\w+:([^{}\n]*)\}/g, '$1');

/** Lists the tokens of a text. A heredoc is one, up to its marker, or to the end of the text. */
function* listTokens(text: string): Generator<string> {
  const pattern = new RegExp(TOKEN);
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [token] = found;
    const [, marker] = /^<<(.+)\n$/.exec(token) ?? [];
    if (marker !== undefined) {
      const closing = new RegExp(`^[ \\t]*${marker.trim()}(?=\\s|$)`, 'gm');
      closing.lastIndex = pattern.lastIndex;
      pattern.lastIndex = closing.test(text) ? closing.lastIndex : text.length;
    }
    yield marker === undefined ? token : text.slice(found.index, pattern.lastIndex);
  }
}

function readWord(token: string): string {
  if (token.startsWith('"')) return token.slice(1).replace(/"$/, '').replaceAll('\\"', '"');
  return token.startsWith('`') ? token.replace(/^`|`$/g, '') : token;
}
