/** Parses HCL into blocks, attributes and expressions. An unsupported expression becomes `unknown`. */

import { readTokens, type TemplatePart, type Token } from './tokens.ts';

export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null; line: number }
  | { kind: 'template'; parts: Expression[]; line: number }
  | { kind: 'list'; items: Expression[]; line: number }
  | { kind: 'object'; entries: [key: Expression, value: Expression][]; line: number }
  | ForExpression
  | { kind: 'name'; name: string; line: number }
  | { kind: 'attribute'; of: Expression; name: string; line: number }
  | { kind: 'index'; of: Expression; index: Expression; line: number }
  | { kind: 'splat'; of: Expression; line: number }
  | { kind: 'call'; name: string; args: Expression[]; isExpanded: boolean; line: number }
  | { kind: 'conditional'; condition: Expression; yes: Expression; no: Expression; line: number }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression; line: number }
  | { kind: 'not'; operand: Expression; line: number }
  | { kind: 'unknown'; line: number };

export interface ForExpression {
  kind: 'for';
  keyName: string | null;
  valueName: string;
  of: Expression;
  key: Expression | null;
  value: Expression;
  condition: Expression | null;
  line: number;
}

export interface Block {
  type: string;
  labels: string[];
  body: Body;
  line: number;
}

export interface Body {
  attributes: Map<string, Expression>;
  blocks: Block[];
}

/** Expressions and blocks that are nested deeper than this are not read. */
const MAX_DEPTH = 60;

const PRECEDENCE: Record<string, number> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};

/** Parses the body of a file. Malformed parts are skipped, up to the next line. */
export function parseHcl(text: string): Body {
  return new Parser(readTokens(text)).readBody(0);
}

class Malformed extends Error {}

/** All errors share one object: a malformed file may have one in each line, and a stack trace is slow. */
const MALFORMED = new Malformed();

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;
  /** Line ends have no meaning between parentheses and square brackets. */
  private isBracketed = false;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  readBody(depth: number): Body {
    const body: Body = { attributes: new Map(), blocks: [] };
    for (;;) {
      this.skipNewlines();
      if (this.peek().kind === 'end' || (depth > 0 && this.peekSymbol('}'))) return body;
      const from = this.at;
      try {
        this.readItem(body, depth);
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        this.skipLine(from);
      }
    }
  }

  private readItem(body: Body, depth: number): void {
    const token = this.next();
    const name = readKeyword(token);
    if (name === null) throw MALFORMED;
    if (this.takeSymbol('=')) {
      body.attributes.set(name, this.readExpression());
      return;
    }
    const labels: string[] = [];
    while (!this.takeSymbol('{')) {
      const label = readKeyword(this.next());
      if (label === null) throw MALFORMED;
      labels.push(label);
    }
    if (depth >= MAX_DEPTH) throw MALFORMED;
    body.blocks.push({ type: name, labels, body: this.readBody(depth + 1), line: token.line });
    this.takeSymbol('}');
  }

  private readExpression(): Expression {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw MALFORMED;
    const condition = this.readBinary(0);
    const { line } = condition;
    let result = condition;
    if (this.takeSymbol('?')) {
      const yes = this.readExpression();
      this.expect(':');
      result = { kind: 'conditional', condition, yes, no: this.readExpression(), line };
    }
    this.depth -= 1;
    return result;
  }

  private readBinary(minimum: number): Expression {
    let left = this.readUnary();
    for (;;) {
      const token = this.peek();
      const precedence = token.kind === 'symbol' ? PRECEDENCE[token.text] : undefined;
      if (token.kind !== 'symbol' || precedence === undefined || precedence <= minimum) return left;
      this.at += 1;
      left = { kind: 'binary', operator: token.text, left, right: this.readBinary(precedence), line: left.line };
    }
  }

  private readUnary(): Expression {
    const { line } = this.peek();
    let negations = 0;
    let minuses = 0;
    for (; this.peekSymbol('!') || this.peekSymbol('-'); this.at += 1) {
      if (this.peekSymbol('!')) negations += 1;
      else minuses += 1;
    }
    const operand = this.readPostfix(this.readPrimary());
    if (minuses === 1 && negations === 0 && operand.kind === 'literal' && typeof operand.value === 'number')
      return { ...operand, value: -operand.value };
    if (minuses > 0) return { kind: 'unknown', line };
    return negations % 2 === 1 ? { kind: 'not', operand, line } : operand;
  }

  private readPostfix(start: Expression): Expression {
    let result = start;
    for (;;) {
      const { line } = result;
      if (this.takeSymbol('.')) {
        const token = this.next();
        if (token.kind === 'symbol' && token.text === '*') result = { kind: 'splat', of: result, line };
        else if (token.kind === 'name') result = { kind: 'attribute', of: result, name: token.text, line };
        else if (token.kind === 'number')
          result = { kind: 'index', of: result, index: { kind: 'literal', value: Number(token.text), line }, line };
        else throw MALFORMED;
      } else if (this.takeSymbol('[')) {
        result = this.bracket(true, (): Expression => {
          const of = result;
          const one: Expression = this.takeSymbol('*')
            ? { kind: 'splat', of, line }
            : { kind: 'index', of, index: this.readExpression(), line };
          this.expect(']');
          return one;
        });
      } else return result;
    }
  }

  private readPrimary(): Expression {
    const token = this.next();
    const { line } = token;
    if (token.kind === 'template') return this.readTemplate(token.parts, line);
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text), line };
    if (token.kind === 'name') {
      // A function of a provider: `provider::aws::arn_parse(…)`.
      let name = token.text;
      while (this.takeSymbol('::')) name += `::${this.readName()}`;
      if (this.takeSymbol('(')) return this.readCall(name, line);
      if (token.text === 'true' || token.text === 'false')
        return { kind: 'literal', value: token.text === 'true', line };
      return token.text === 'null' ? { kind: 'literal', value: null, line } : { kind: 'name', name: token.text, line };
    }
    if (token.text === '(') {
      return this.bracket(true, () => {
        const inner = this.readExpression();
        this.expect(')');
        return inner;
      });
    }
    if (token.text === '[')
      return this.bracket(true, () => (this.peekFor() ? this.readFor(']', line) : this.readList(line)));
    if (token.text !== '{') throw MALFORMED;
    const isFor = this.bracket(true, () => this.peekFor());
    return this.bracket(isFor, () => (isFor ? this.readFor('}', line) : this.readObject(line)));
  }

  private readTemplate(parts: readonly TemplatePart[], line: number): Expression {
    const read = parts.map((part): Expression => {
      if ('text' in part) return { kind: 'literal', value: part.text, line: part.line };
      return part.tokens === null || this.depth >= MAX_DEPTH
        ? { kind: 'unknown', line: part.line }
        : this.readInterpolation(part.tokens, part.line);
    });
    const [only] = read;
    return only?.kind === 'literal' && read.length === 1 ? only : { kind: 'template', parts: read, line };
  }

  private readInterpolation(tokens: readonly Token[], line: number): Expression {
    const parser = new Parser(tokens);
    parser.depth = this.depth + 1;
    parser.isBracketed = true;
    try {
      return parser.readExpression();
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return { kind: 'unknown', line };
    }
  }

  private readCall(name: string, line: number): Expression {
    const args: Expression[] = [];
    let isExpanded = false;
    this.bracket(true, () =>
      this.readItems(')', () => {
        args.push(this.readExpression());
        if (this.takeSymbol('...')) isExpanded = true;
      }),
    );
    return { kind: 'call', name, args, isExpanded, line };
  }

  private readList(line: number): Expression {
    const items: Expression[] = [];
    this.readItems(']', () => items.push(this.readExpression()));
    return { kind: 'list', items, line };
  }

  private readObject(line: number): Expression {
    const entries: [Expression, Expression][] = [];
    this.readItems('}', () => {
      const key = this.readExpression();
      if (!this.takeSymbol('=') && !this.takeSymbol(':')) throw MALFORMED;
      this.skipNewlines();
      const name: Expression = key.kind === 'name' ? { kind: 'literal', value: key.name, line: key.line } : key;
      entries.push([name, this.readExpression()]);
    });
    return { kind: 'object', entries, line };
  }

  /** Reads items up to a closing symbol, separated by commas or line ends. */
  private readItems(closing: string, readOne: () => void): void {
    for (;;) {
      this.skipNewlines();
      if (this.takeSymbol(closing)) return;
      readOne();
      const isNewline = this.tokens[this.at]?.kind === 'newline';
      this.skipNewlines();
      if (!this.takeSymbol(',') && !isNewline && !this.peekSymbol(closing)) throw MALFORMED;
    }
  }

  private peekFor(): boolean {
    const token = this.peek();
    const following = this.tokens[this.at + 1];
    return token.kind === 'name' && token.text === 'for' && following?.kind === 'name';
  }

  private readFor(closing: string, line: number): Expression {
    this.at += 1;
    const names = [this.readName()];
    if (this.takeSymbol(',')) names.push(this.readName());
    this.expectName('in');
    const of = this.readExpression();
    this.expect(':');
    const first = this.readExpression();
    const second = this.takeSymbol('=>') ? this.readExpression() : null;
    this.takeSymbol('...');
    const condition = this.peekName('if') ? this.readCondition() : null;
    this.expect(closing);
    const [a = '', b] = names;
    const [keyName, valueName] = b === undefined ? [null, a] : [a, b];
    const [key, value] = second === null ? [null, first] : [first, second];
    return { kind: 'for', keyName, valueName, of, key, value, condition, line };
  }

  private readCondition(): Expression {
    this.at += 1;
    return this.readExpression();
  }

  private readName(): string {
    const token = this.next();
    if (token.kind !== 'name') throw MALFORMED;
    return token.text;
  }

  private expectName(name: string): void {
    if (this.readName() !== name) throw MALFORMED;
  }

  private expect(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw MALFORMED;
  }

  private takeSymbol(symbol: string): boolean {
    if (!this.peekSymbol(symbol)) return false;
    this.at += 1;
    return true;
  }

  private peekSymbol(symbol: string): boolean {
    const token = this.peek();
    return token.kind === 'symbol' && token.text === symbol;
  }

  private peekName(name: string): boolean {
    const token = this.peek();
    return token.kind === 'name' && token.text === name;
  }

  /** Reads up to a closing bracket, and then restores the previous mode. */
  private bracket<Read>(isBracketed: boolean, read: () => Read): Read {
    const before = this.isBracketed;
    this.isBracketed = isBracketed;
    const result = read();
    this.isBracketed = before;
    return result;
  }

  private skipNewlines(): void {
    while (this.tokens[this.at]?.kind === 'newline') this.at += 1;
  }

  /** Skips the line of a malformed item, or at least one token. The depth of expressions is reset. */
  private skipLine(from: number): void {
    this.depth = 0;
    this.isBracketed = false;
    this.at = Math.max(this.at, from + 1);
    while (this.peek().kind !== 'newline' && this.peek().kind !== 'end') this.at += 1;
  }

  private peek(): Token {
    if (this.isBracketed) this.skipNewlines();
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] ?? END;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }
}

const END: Token = { kind: 'end', text: '', line: 1 };

/** Returns the text of a name or of a string without interpolation; null otherwise. */
function readKeyword(token: Token): string | null {
  if (token.kind === 'name') return token.text;
  if (token.kind !== 'template') return null;
  const [part] = token.parts;
  return token.parts.length === 1 && part !== undefined && 'text' in part ? part.text : null;
}
