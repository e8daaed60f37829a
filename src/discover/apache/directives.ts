/** Splits a configuration of Apache httpd into directives, one per line (https://httpd.apache.org/docs/2.4/configuring.html#syntax). */

export interface Word {
  text: string;
  line: number;
}

export interface Directive {
  /** The name in lower case; `<virtualhost` and `</virtualhost` are directives, too. */
  name: string;
  args: Word[];
  /** The lines as written, without the backslashes that continue them. */
  text: string;
  /** The first line. */
  line: number;
}

/** Lists the directives of a file. A backslash continues a line, also if it is a comment. */
export function listDirectives(text: string): Directive[] {
  const directives: Directive[] = [];
  let lines: string[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    const line = written.trimEnd();
    const isContinued = line.endsWith('\\');
    lines.push(isContinued ? line.slice(0, -1) : line);
    if (isContinued) continue;
    const directive = readDirective(lines.join('\n'), index + 2 - lines.length);
    if (directive !== null) directives.push(directive);
    lines = [];
  }
  return directives;
}

/** Reads a directive that begins at a line. Returns null for a comment or an empty line. */
export function readDirective(text: string, line: number): Directive | null {
  if (text.trimStart().startsWith('#')) return null;
  const words: Word[] = [];
  let number = line;
  for (const [token] of text.matchAll(/\n|"[^"]*"?|'[^']*'?|[^\s"'>]+|>/g)) {
    if (token !== '\n') words.push({ text: token.replace(/^["']|["']$/g, ''), line: number });
    for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) number += 1;
  }
  const [first, ...args] = words;
  return first === undefined ? null : { name: first.text.toLowerCase(), args, text, line };
}

/** Finds the end of the section that begins at an index, such as `</IfModule>`. An unclosed section ends with the file. */
export function findEnd(directives: readonly Directive[], start: number): number {
  const name = directives[start]?.name ?? '';
  const closing = name.replace('<', '</');
  let open = 0;
  for (let at = start; at < directives.length; at += 1) {
    if (directives[at]?.name === name) open += 1;
    if (directives[at]?.name === closing) open -= 1;
    if (open === 0) return at;
  }
  return directives.length;
}
