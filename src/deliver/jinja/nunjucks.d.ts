/** The parts of nunjucks that read a template, which its published types leave out. */

declare module 'nunjucks/src/lexer.js' {
  /** Positions count from 0 and stand at what is read next. */
  export interface Tokens {
    lineno: number;
    colno: number;
  }
  export interface Token {
    type: string;
    value: string;
    lineno: number;
    colno: number;
  }
  const lexer: { lex(text: string): Tokens };
  export default lexer;
}

declare module 'nunjucks/src/parser.js' {
  import type { Token, Tokens } from 'nunjucks/src/lexer.js';
  import type { SyntaxNode } from 'nunjucks/src/nodes.js';

  class Parser {
    constructor(tokens: Tokens);
    peekToken(): Token | null;
    nextToken(): Token;
    /** Consumes a token of this type, if one is next. */
    skip(type: string): boolean;
    fail(message: string, lineno?: number, colno?: number): never;
    parseAggregate(): SyntaxNode;
    parseExpression(): SyntaxNode;
    parseAsRoot(): SyntaxNode;
  }
  const parser: { Parser: typeof Parser };
  export default parser;
}

declare module 'nunjucks/src/nodes.js' {
  /** A node of whatever type: which of the optional fields it has goes by `typename`. */
  export interface SyntaxNode {
    typename: string;
    lineno: number;
    colno: number;
    children: SyntaxNode[];
    value: unknown;
    [field: string]: unknown;
  }
  const nodes: { Array: new (lineno: number, colno: number, children: unknown[]) => SyntaxNode };
  export default nodes;
}
