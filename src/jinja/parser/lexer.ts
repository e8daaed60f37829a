/**
 * Splits a template into tokens by Jinja's rules: `-` removes white space, the last line break is dropped, and `raw` and
 * comments are handled here. Takes time linear in the text.
 */

import { TemplateError } from '../errors.ts';
import { unescapeString } from '../python/strings.ts';
import type { Position } from './ast.ts';

type TokenType = 'text' | 'name' | 'number' | 'string' | 'operator' | '{{' | '}}' | '{%' | '%}' | 'end';

export interface Token extends Position {
  type: TokenType;
  value: string;
}

const TAG = /\{([{%#])/g;
const NUMBER =
  /(?:\d(?:_?\d)*(?:\.\d(?:_?\d)*)?e[+-]?\d(?:_?\d)*|\d(?:_?\d)*\.\d(?:_?\d)*|0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*)/iy;
const INTEGER = /\d+/y;
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;
// `===` and `!==` are from nunjucks, and mean == and !=.
const OPERATOR = /\/\/|\*\*|===?|!==?|[<>]=?|[-+/*%~[\](){}.,:|=;]/y;
const SPACE = /\s+/y;
const RAW = /[+-]?\s*(raw|verbatim)\s*(-?)%\}/y;
const END_RAW = { raw: /\{%([+-]?)\s*endraw\s*([+-]?)%\}/g, verbatim: /\{%([+-]?)\s*endverbatim\s*([+-]?)%\}/g };
const TAG_ENDS = { '{{': /([+-]?)\}\}/y, '{%': /([+-]?)%\}/y };
const BRACKETS: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** @throws TemplateError `template-syntax` if a tag, a string or a bracket is not closed. */
export function tokenize(template: string): Token[] {
  return new Lexer(template.replace(/\r\n?/g, '\n').replace(/\n$/, '')).run();
}

/** Operators of other languages for which Jinja has a word. */
const REPLACEMENT_WORDS: Record<string, string> = { '&': 'and', '!': 'not', '?': 'a if b else c' };

function describeUnexpectedCharacter(character: string): string {
  const word = REPLACEMENT_WORDS[character];
  return `unexpected ${JSON.stringify(character)}${word === undefined ? '' : `; write ${word}`}`;
}

class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #index = 0;
  /** The current line, and the position of the next line break. */
  #line = 1;
  #lineStart = 0;
  #nextBreak: number;
  /** True if the previous tag removes the white space that follows it. */
  #takesSpace = false;

  constructor(text: string) {
    this.#text = text;
    this.#nextBreak = this.#breakFrom(0);
  }

  run(): Token[] {
    while (this.#index < this.#text.length) {
      TAG.lastIndex = this.#index;
      const tag = TAG.exec(this.#text);
      this.#plainText(tag?.index ?? this.#text.length, tag !== null && this.#text[tag.index + 2] === '-');
      if (tag?.[1] === '#') this.#comment();
      else if (tag?.[1] === '{') this.#tag('{{');
      else if (tag?.[1] === '%' && !this.#raw()) this.#tag('{%');
    }
    this.#push('end', '');
    return this.#tokens;
  }

  #at(): Position {
    return { line: this.#line, column: this.#index - this.#lineStart + 1 };
  }

  #push(type: TokenType, value: string): void {
    this.#tokens.push({ type, value, ...this.#at() });
  }

  #fail(what: string, at: Position = this.#at()): never {
    throw new TemplateError('template-syntax', what, at);
  }

  #breakFrom(index: number): number {
    const found = this.#text.indexOf('\n', index);
    return found < 0 ? this.#text.length : found;
  }

  #moveTo(index: number): void {
    while (this.#nextBreak < index) {
      this.#line += 1;
      this.#lineStart = this.#nextBreak + 1;
      this.#nextBreak = this.#breakFrom(this.#lineStart);
    }
    this.#index = index;
  }

  /** Matches a sticky pattern at the current position, and moves past the match. */
  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#index;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#moveTo(pattern.lastIndex);
    return found;
  }

  #plainText(end: number, isTrimmed: boolean): void {
    let text = this.#text.slice(this.#index, end);
    if (this.#takesSpace) text = text.trimStart();
    this.#moveTo(end - text.length);
    if (isTrimmed) text = text.trimEnd();
    if (text !== '') this.#push('text', text);
    this.#moveTo(end);
  }

  #comment(): void {
    const end = this.#text.indexOf('#}', this.#index + 2);
    if (end < 0) this.#fail('a {# is not closed by #}');
    this.#takesSpace = this.#text[end - 1] === '-';
    this.#moveTo(end + 2);
  }

  /** Reads a `raw` block, if there is one here. */
  #raw(): boolean {
    RAW.lastIndex = this.#index + 2;
    const begin = RAW.exec(this.#text);
    if (begin === null) return false;
    const name = begin[1] as keyof typeof END_RAW;
    const pattern = END_RAW[name];
    pattern.lastIndex = RAW.lastIndex;
    const end = pattern.exec(this.#text);
    if (end === null) return this.#fail(`a {% ${name} %} has no {% end${name} %}`);
    this.#moveTo(RAW.lastIndex);
    this.#takesSpace = begin[2] === '-';
    this.#plainText(end.index, end[1] === '-');
    this.#takesSpace = end[2] === '-';
    this.#moveTo(pattern.lastIndex);
    return true;
  }

  #tag(open: '{{' | '{%'): void {
    this.#push(open, open);
    const start = this.#at();
    const marked = /[+-]/.test(this.#text[this.#index + 2] ?? '');
    this.#moveTo(this.#index + (marked ? 3 : 2));
    const brackets: string[] = [];
    for (;;) {
      this.#take(SPACE);
      if (this.#index >= this.#text.length) this.#unclosed(open, start);
      const at = this.#at();
      const end = brackets.length === 0 ? this.#take(TAG_ENDS[open]) : null;
      if (end !== null) {
        this.#tokens.push({ type: open === '{{' ? '}}' : '%}', value: '', ...at });
        this.#takesSpace = end[1] === '-';
        return;
      }
      if (brackets.length === 0 && this.#text[this.#index] === '}') this.#unclosed(open, start);
      this.#inTag(at, brackets);
    }
  }

  #unclosed(open: '{{' | '{%', start: Position): never {
    if (open === '{{') this.#fail('a {{ value }} is not closed by }}');
    const [name] = this.#tokens.slice(this.#tokens.findLastIndex(({ type }) => type === '{%') + 1);
    this.#fail(`the tag {% ${name?.value ?? ''} %} is not closed by %}`, name === undefined ? start : undefined);
  }

  #inTag(at: Position, brackets: string[]): void {
    const isAfterDot = this.#tokens.at(-1)?.value === '.';
    const name = this.#take(NAME);
    if (name !== null) return void this.#tokens.push({ type: 'name', value: name[0], ...at });
    const number = this.#take(isAfterDot ? INTEGER : NUMBER);
    if (number !== null) return void this.#tokens.push({ type: 'number', value: number[0], ...at });
    const character = this.#text[this.#index] as string;
    if (character === '"' || character === "'") {
      const string = this.#take(STRING) ?? this.#fail('a string is not closed');
      return void this.#tokens.push({ type: 'string', value: unescapeString(string[0].slice(1, -1)), ...at });
    }
    const operator = this.#take(OPERATOR) ?? this.#fail(describeUnexpectedCharacter(character));
    this.#bracket(operator[0], at, brackets);
    this.#tokens.push({ type: 'operator', value: operator[0], ...at });
  }

  /** Counts brackets, so that the braces of a dict do not end the tag. */
  #bracket(operator: string, at: Position, brackets: string[]): void {
    const closing = BRACKETS[operator];
    if (closing !== undefined) return void brackets.push(closing);
    if (!/[)\]}]/.test(operator)) return;
    const expected = brackets.pop();
    if (expected !== operator) {
      this.#fail(
        expected === undefined ? `a ${operator} has no opening bracket` : `expected ${expected}, not ${operator}`,
        at,
      );
    }
  }
}
