/** Reads the calls and functions of a script without executing it: names, literal texts and brackets, in one pass. */

export interface ScriptToken {
  kind: 'name' | 'text' | 'number' | 'symbol' | 'template';
  text: string;
  line: number;
}

/** Tokens from `from` to `to`, which is exclusive. */
export interface Range {
  from: number;
  to: number;
}

export interface Call {
  name: string;
  /** The name before the dot in `name.push(…)`; null without a dot. */
  receiver: string | null;
  args: Range[];
  line: number;
}

/** A function with a name: it is declared, or assigned to a variable. */
export interface ScriptFunction {
  name: string;
  parameters: string[];
  body: Range;
}

const TOKEN =
  /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|\n|[ \t\r\f]+|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|`(?:[^`\\]|\\[\s\S])*`?|[A-Za-z_$][\w$]*|\d[\w.]*|=>|[\s\S]/g;
const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

export class Script {
  readonly tokens: ScriptToken[] = [];
  /** The indexes of closing brackets by those of the opening ones. */
  private readonly closing = new Map<number, number>();

  constructor(text: string) {
    let line = 1;
    const open: number[] = [];
    for (const [token] of text.matchAll(TOKEN)) {
      const kind = findKind(token);
      if (kind !== null) {
        const isQuoted = kind === 'text' || kind === 'template';
        this.tokens.push({ kind, text: isQuoted ? unquote(token) : token, line });
        const at = this.tokens.length - 1;
        if (kind === 'symbol' && Object.hasOwn(CLOSING, token)) open.push(at);
        else if (kind === 'symbol' && token === CLOSING[this.tokens[open.at(-1) ?? -1]?.text ?? ''])
          this.closing.set(open.pop() ?? at, at);
      }
      for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) line += 1;
    }
  }

  /** Lists the calls in a range, also those in arguments of other calls. */
  *listCalls({ from, to }: Range = { from: 0, to: this.tokens.length }): Generator<Call> {
    for (let at = from; at < to; at += 1) {
      const token = this.tokens[at];
      if (token?.kind !== 'name' || !this.isSymbol(at + 1, '(') || this.isName(at - 1, 'function')) continue;
      const receiver = this.isSymbol(at - 1, '.') ? (this.tokens[at - 2]?.text ?? null) : null;
      yield { name: token.text, receiver, args: this.split(at + 1), line: token.line };
    }
  }

  /** Lists functions such as `function name(a) {…}`, `name = function (a) {…}` and `name = (a) => {…}`. */
  *listFunctions(): Generator<ScriptFunction> {
    for (let at = 0; at < this.tokens.length; at += 1) {
      if (this.isName(at, 'function')) {
        const isNamed = this.tokens[at + 1]?.kind === 'name';
        const open = isNamed ? at + 2 : at + 1;
        yield* this.readFunction(isNamed ? at + 1 : at - 2, open, this.getEnd(open) + 1);
      } else if (this.isSymbol(at, '=') && this.isSymbol(at + 1, '(')) {
        const arrow = this.getEnd(at + 1) + 1;
        if (this.isSymbol(arrow, '=>')) yield* this.readFunction(at - 1, at + 1, arrow + 1);
      }
    }
  }

  /** Lists the values that are assigned to names. A value is a bracket with its contents, or one token. */
  *listAssignments(): Generator<{ name: string; value: Range }> {
    for (let at = 1; at < this.tokens.length; at += 1) {
      const name = this.tokens[at - 1];
      if (name?.kind !== 'name' || !this.isSymbol(at, '=')) continue;
      const open = this.tokens[at + 1]?.kind === 'name' && this.isSymbol(at + 2, '(') ? at + 2 : at + 1;
      yield { name: name.text, value: { from: at + 1, to: this.getEnd(open) + 1 } };
    }
  }

  /** Returns the only token of a range; null for an expression. */
  getToken({ from, to }: Range): ScriptToken | null {
    return to - from === 1 ? (this.tokens[from] ?? null) : null;
  }

  private *readFunction(name: number, open: number, block: number): Generator<ScriptFunction> {
    const token = this.tokens[name];
    if (token?.kind !== 'name' || !this.isSymbol(open, '(')) return;
    const parameters = this.split(open).map((range) => this.tokens[range.from]?.text ?? '');
    yield { name: token.text, parameters, body: { from: block, to: this.getEnd(block) } };
  }

  /** Splits the contents of a bracket at commas. */
  private split(open: number): Range[] {
    const end = this.getEnd(open);
    const parts: Range[] = [];
    let from = open + 1;
    for (let at = open + 1; at <= end; at += 1) {
      if (at < end && !this.isSymbol(at, ',')) {
        at = Math.max(at, this.closing.get(at) ?? at);
        continue;
      }
      if (at > from) parts.push({ from, to: Math.min(at, this.tokens.length) });
      from = at + 1;
    }
    return parts;
  }

  /** Returns the index of the closing bracket; the index itself if the bracket is not closed, or is not a bracket. */
  private getEnd(open: number): number {
    return this.closing.get(open) ?? open;
  }

  private isSymbol(at: number, text: string): boolean {
    return this.tokens[at]?.kind === 'symbol' && this.tokens[at]?.text === text;
  }

  private isName(at: number, text: string): boolean {
    return this.tokens[at]?.kind === 'name' && this.tokens[at]?.text === text;
  }
}

function findKind(token: string): ScriptToken['kind'] | null {
  if (/^(?:\s|\/\/|\/\*)/.test(token)) return null;
  if (/^["']/.test(token)) return 'text';
  if (token.startsWith('`')) return token.includes('${') ? 'template' : 'text';
  if (/^[A-Za-z_$]/.test(token)) return 'name';
  return /^\d/.test(token) ? 'number' : 'symbol';
}

const unquote = (token: string): string =>
  token.slice(1, token.length > 1 && token.endsWith(token.charAt(0)) ? -1 : undefined);
