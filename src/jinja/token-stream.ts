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
  skip(type: Token['type'], ...values: string[]): Token | null {
    return this.is(type, ...values) ? this.next() : null;
  }

  operator(...values: string[]): Token | null {
    return this.skip('operator', ...values);
  }

  word(...values: string[]): Token | null {
    return this.skip('name', ...values);
  }

  expectOperator(value: string, what: string): Token {
    return this.operator(value) ?? this.fail(what);
  }

  expectName(what: string): Token {
    return this.skip('name') ?? this.fail(what);
  }

  fail(what: string, { line, column }: Position = this.peek()): never {
    throw new TemplateError('template-syntax', what, { line, column });
  }
}
