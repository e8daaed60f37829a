/** Splits HCL (the language of Terraform and OpenTofu) into tokens with their lines, in one pass. */

export type Token =
  | { kind: 'name' | 'number' | 'symbol' | 'newline' | 'end'; text: string; line: number }
  | { kind: 'template'; parts: TemplatePart[]; line: number };

/** Literal text of a string or heredoc, or the tokens of an interpolation; null for a directive (`%{ if … }`). */
export type TemplatePart = { text: string; line: number } | { tokens: Token[] | null; line: number };

/** Nested interpolations beyond this depth are not read. */
const MAX_DEPTH = 50;

const BLANK = /[ \t\r]+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SYMBOL = /\.\.\.|::|=>|==|!=|<=|>=|&&|\|\||[-+*/%!?:=.,<>()[\]{}]/y;
const HEREDOC = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;
/** A character by its number: `\u00e9` or `\U0001f600`. */
const UNICODE = /u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y;
const LITERAL = /[^"\\$%\n]+/y;
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Reads the tokens of a whole file. It never throws: characters that are not part of the language are skipped. */
export function readTokens(text: string): Token[] {
  return new Scanner(text).readTokens(0, false);
}

const MAX_CODE_POINT = 0x10ffff;

const decodeUnicode = (digits: string): string => {
  const code = Number.parseInt(digits, 16);
  return code > MAX_CODE_POINT ? '' : String.fromCodePoint(code);
};

/** Counts the blanks with which all lines begin, but for lines without anything else. */
function countIndentation(lines: readonly string[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines) if (line.trim() !== '') least = Math.min(least, line.length - line.trimStart().length);
  return Number.isFinite(least) ? least : 0;
}

class Scanner {
  private at = 0;
  private line = 1;

  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads until the end of the text, or until the brace that closes an interpolation. */
  readTokens(depth: number, isInterpolation: boolean): Token[] {
    const tokens: Token[] = [];
    let braces = 0;
    for (;;) {
      this.take(BLANK);
      const { line } = this;
      const character = this.text[this.at];
      if (character === undefined) break;
      if (this.skipComment()) continue;
      if (character === '\n') {
        this.at += 1;
        this.line += 1;
        tokens.push({ kind: 'newline', text: '\n', line });
        continue;
      }
      if (character === '"') {
        this.at += 1;
        tokens.push({ kind: 'template', parts: this.readString(depth), line });
        continue;
      }
      const heredoc = this.take(HEREDOC);
      if (heredoc !== null) {
        this.line += 1;
        tokens.push({ kind: 'template', parts: this.readHeredoc(heredoc[2] ?? '', heredoc[1] === '-'), line });
        tokens.push({ kind: 'newline', text: '\n', line: this.line });
        continue;
      }
      const token = this.readSimple(line);
      if (token === null) continue;
      if (token.text === '{') braces += 1;
      if (token.text === '}' && isInterpolation && braces === 0) break;
      if (token.text === '}') braces -= 1;
      tokens.push(token);
    }
    tokens.push({ kind: 'end', text: '', line: this.line });
    return tokens;
  }

  private readSimple(line: number): Exclude<Token, { kind: 'template' }> | null {
    for (const [kind, pattern] of [
      ['name', NAME],
      ['number', NUMBER],
      ['symbol', SYMBOL],
    ] as const) {
      const found = this.take(pattern);
      if (found !== null) return { kind, text: found[0], line };
    }
    this.at += 1;
    return null;
  }

  private skipComment(): boolean {
    const { text, at } = this;
    if (text[at] === '#' || text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      this.at = end === -1 ? text.length : end;
      return true;
    }
    if (!text.startsWith('/*', at)) return false;
    const end = text.indexOf('*/', at + 2);
    this.moveTo(end === -1 ? text.length : end + 2);
    return true;
  }

  /** Reads the parts of a quoted string after its opening quote. A string ends at its line, as in Terraform. */
  private readString(depth: number): TemplatePart[] {
    const parts: TemplatePart[] = [];
    let literal = '';
    const { line } = this;
    for (;;) {
      literal += this.take(LITERAL)?.[0] ?? '';
      const character = this.text[this.at];
      if (character === undefined || character === '\n') break;
      this.at += 1;
      if (character === '"') break;
      const next = this.text[this.at];
      if (character === '\\') {
        const unicode = this.take(UNICODE);
        if (unicode !== null) {
          literal += decodeUnicode(unicode[1] ?? unicode[2] ?? '');
          continue;
        }
        literal += ESCAPES[next ?? ''] ?? '';
        if (next !== undefined && next !== '\n') this.at += 1;
      } else if (next === character && this.text[this.at + 1] === '{') {
        literal += `${character}{`;
        this.at += 2;
      } else if (next === '{') {
        if (literal !== '') parts.push({ text: literal, line });
        literal = '';
        parts.push(this.readInterpolation(character, depth));
      } else literal += character;
    }
    if (literal !== '' || parts.length === 0) parts.push({ text: literal, line });
    return parts;
  }

  private readInterpolation(character: string, depth: number): TemplatePart {
    const { line } = this;
    this.at += 1;
    if (this.text[this.at] === '~') this.at += 1;
    if (depth >= MAX_DEPTH) {
      this.moveTo(this.text.length);
      return { tokens: null, line };
    }
    const tokens = this.readTokens(depth + 1, true);
    return { tokens: character === '%' ? null : tokens, line };
  }

  /**
   * Reads the lines of a heredoc up to its marker, as one text. A heredoc with an interpolation becomes an unresolved template. `<<-` removes
   * the indentation that all lines have.
   */
  private readHeredoc(marker: string, isIndented: boolean): TemplatePart[] {
    const first = this.line;
    const lines: string[] = [];
    while (this.at < this.text.length) {
      const found = this.text.indexOf('\n', this.at);
      const end = found === -1 ? this.text.length : found;
      const line = this.text.slice(this.at, end);
      this.at = Math.min(end + 1, this.text.length);
      this.line += 1;
      if (line.trim() === marker) break;
      lines.push(line);
    }
    const removed = isIndented ? countIndentation(lines) : 0;
    const parts = lines.map((line, index): TemplatePart => {
      const isDynamic = /(?:^|[^$])(?:\$\$)*\$\{|(?:^|[^%])(?:%%)*%\{/.test(line);
      const text = (line.trim() === '' ? line : line.slice(removed)).replace(/([$%])\1\{/g, '$1{');
      return isDynamic ? { tokens: null, line: first + index } : { text: `${text}\n`, line: first + index };
    });
    return parts.length === 0 ? [{ text: '', line: this.line }] : parts;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at = pattern.lastIndex;
    return found;
  }

  private moveTo(end: number): void {
    for (; this.at < end; this.at += 1) if (this.text[this.at] === '\n') this.line += 1;
  }
}
