/** The parts of nunjucks that read a template, which its published types leave out. */

declare module 'nunjucks/src/lexer.js' {
  /** Positions count from 0 and stand at what is read next. */
  export interface Tokens {
    str: string;
    index: number;
    lineno: number;
    colno: number;
    forwardN(count: number): void;
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
    tokens: Tokens;
    /** Consumes what is left of a tag, and answers with its end. */
    advanceAfterBlockEnd(name?: string): Token;
    parseAggregate(): SyntaxNode;
    parseRaw(tag?: string): SyntaxNode;
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
  type NodeClass<Content> = new (lineno: number, colno: number, content: Content) => SyntaxNode;
  const nodes: {
    Array: NodeClass<SyntaxNode[]>;
    Output: NodeClass<SyntaxNode[]>;
    TemplateData: NodeClass<string>;
  };
  export default nodes;
}
