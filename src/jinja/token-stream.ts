/** The tokens of a template, one after the other, and what is said where another one was wanted. */

import type { Position } from './ast.ts';
import { TemplateError } from './errors.ts';
import type { Token } from './lexer.ts';

export class TokenStream {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The next token, or one further on; at the end, and after it, `end`. */
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

  /** Goes over this token, if it is next. */
  take(type: Token['type'], ...values: string[]): Token | null {
    return this.is(type, ...values) ? this.next() : null;
  }

  takeOperator(...values: string[]): Token | null {
    return this.take('operator', ...values);
  }

  takeWord(...values: string[]): Token | null {
    return this.take('name', ...values);
  }

  expectOperator(value: string, what: string): Token {
    return this.takeOperator(value) ?? this.fail(what);
  }

  expectName(what: string): Token {
    return this.take('name') ?? this.fail(what);
  }

  fail(what: string, { line, column }: Position = this.peek()): never {
    throw new TemplateError('template-syntax', what, { line, column });
  }
}
