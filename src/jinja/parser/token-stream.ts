/** Reads the tokens of a template one by one, and reports what was expected instead. */

import { TemplateError } from '../errors.ts';
import type { Position } from './ast.ts';
import type { Token } from './lexer.ts';

interface OperatorToken<Operator> extends Position {
  value: Operator;
}

export class TokenStream {
  readonly #tokens: readonly Token[];
  #index = 0;
  /** The position of the last read of each variable. */
  readonly #lastReads = new Map<string, number>();
  readonly #blocks = new Set<string>();

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Records the name of a block; returns false if the name is already declared. */
  declareBlock(name: string): boolean {
    const isNew = !this.#blocks.has(name);
    this.#blocks.add(name);
    return isNew;
  }

  /** The number of tokens that are consumed. */
  get index(): number {
    return this.#index;
  }

  recordRead(variable: string): void {
    this.#lastReads.set(variable, this.#index);
  }

  /** Whether a variable was read after this number of tokens. */
  isReadSince(variable: string, index: number): boolean {
    return (this.#lastReads.get(variable) ?? -1) > index;
  }

  /** The next token, or one further ahead; past the last token, always the `end` token. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#index + ahead] ?? (this.#tokens.at(-1) as Token);
  }

  next(): Token {
    const token = this.peek();
    this.#index += 1;
    return token;
  }

  is(type: Token['type'], ...values: string[]): boolean {
    const token = this.peek();
    return token.type === type && (values.length === 0 || values.includes(token.value));
  }

  /** Consumes the next token if it has this type and one of the values. */
  take(type: Token['type'], ...values: string[]): Token | null {
    return this.is(type, ...values) ? this.next() : null;
  }

  takeOperator<Operator extends string>(...operators: readonly Operator[]): OperatorToken<Operator> | null {
    const { type, value, line, column } = this.peek();
    const found = type === 'operator' ? operators.find((one) => one === value) : undefined;
    if (found === undefined) return null;
    this.#index += 1;
    return { value: found, line, column };
  }

  takeWord(...values: string[]): Token | null {
    return this.take('name', ...values);
  }

  expectOperator(operator: string, detail: string): void {
    if (this.takeOperator(operator) === null) this.fail(detail);
  }

  expectName(detail: string): Token {
    return this.take('name') ?? this.fail(detail);
  }

  fail(detail: string, { line, column }: Position = this.peek()): never {
    throw new TemplateError('template-syntax', detail, { line, column });
  }
}
