/**
 * Reads a template: nunjucks's own lexer and parser, so that the language is exactly theirs, and then our tree. nunjucks
 * would go on and compile to JavaScript, pasting names from the template into it; a name such as a"&Function`...` is
 * code there, which no override of its runtime can catch. So nothing of it is used after the parser.
 */

import lexer, { type Tokens } from 'nunjucks/src/lexer.js';
import nodes, { type SyntaxNode } from 'nunjucks/src/nodes.js';
import parser from 'nunjucks/src/parser.js';
import { TemplateError } from './problem.ts';
import type { Arguments, At, Comparison, Expression, Macro, Statement, Target } from './tree.ts';

/** In characters: nunjucks's lexer and parser take time quadratic in some of them. */
const LONGEST_TEMPLATE = 50_000;

/**
 * nunjucks's parser with Python's slices, `value[start:stop:step]`, which it leaves out, and with a `raw` that is
 * read in time linear in the text, which its own is not.
 */
class JinjaParser extends parser.Parser {
  override parseRaw(tag = 'raw'): SyntaxNode {
    const { lineno, colno } = this.advanceAfterBlockEnd();
    const { str: text, index: start } = this.tokens;
    const tags = new RegExp(`\\{%-?\\s*(end)?${tag}\\s*-?%\\}`, 'g');
    tags.lastIndex = start;
    let depth = 1;
    for (let found = tags.exec(text); found !== null; found = tags.exec(text)) {
      depth += found[1] === undefined ? 1 : -1;
      if (depth > 0) continue;
      this.tokens.forwardN(tags.lastIndex - start);
      return new nodes.Output(lineno, colno, [new nodes.TemplateData(lineno, colno, text.slice(start, found.index))]);
    }
    return this.fail(`a {% ${tag} %} is not closed`, lineno, colno);
  }

  override parseAggregate(): SyntaxNode {
    const open = this.peekToken();
    if (open?.type !== 'left-bracket') return super.parseAggregate();
    this.nextToken();
    const items: SyntaxNode[] = [];
    while (!this.skip('right-bracket')) {
      if (items.length > 0 && !this.skip('comma')) this.fail('expected a comma in [ ]', open.lineno, open.colno);
      items.push(this.#item());
    }
    return new nodes.Array(open.lineno, open.colno, items);
  }

  #item(): SyntaxNode {
    const { lineno, colno } = this.peekToken() ?? this.fail('a [ is not closed');
    const parts: (SyntaxNode | null)[] = [null];
    for (
      let type = this.peekToken()?.type;
      type !== 'comma' && type !== 'right-bracket';
      type = this.peekToken()?.type
    ) {
      if (this.skip('colon')) parts.push(null);
      else if (parts.at(-1) === null) parts[parts.length - 1] = this.parseExpression();
      else break;
    }
    if (parts.length > 3) this.fail('a slice has too many colons', lineno, colno);
    const [start = null, stop = null, step = null] = parts;
    if (parts.length === 1) return start ?? this.fail('expected a value in [ ]', lineno, colno);
    return { typename: 'Slice', lineno, colno, start, stop, step, children: [], value: null };
  }
}

/** Throws a `TemplateError` of the code `template-syntax` or `template-refused` at the place that is wrong. */
export function parseTemplate(text: string): Statement[] {
  if (text.length > LONGEST_TEMPLATE) {
    throw new TemplateError('template-syntax', `it is longer than ${LONGEST_TEMPLATE} characters`);
  }
  const tokens = lexer.lex(text);
  try {
    return statements(new JinjaParser(tokens).parseAsRoot());
  } catch (error) {
    throw error instanceof TemplateError ? error : syntaxError(error, endOf(text, tokens));
  }
}

/** How far the lexer came: where the text ended, for what was not closed. */
function endOf(text: string, { lineno, colno }: Tokens): At {
  return { line: lineno + 1, column: Math.min(colno, (text.split('\n')[lineno] ?? '').length) + 1 };
}

function syntaxError(error: unknown, end: At): TemplateError {
  if (error instanceof RangeError) return new TemplateError('template-syntax', 'it is nested too deeply', end);
  // The parser trips over the end of the text where it does not look for it.
  if (error instanceof TypeError)
    return new TemplateError('template-syntax', 'a tag is not closed or not complete', end);
  const { message, lineno, colno } = error as { message?: string; lineno?: number; colno?: number };
  const said = String(message)
    .replace(/^\w+: /, '')
    .replace(/\s+/g, ' ');
  const [pattern, ours] = WORDS.find(([words]) => words.test(said)) ?? [];
  const what = pattern === undefined || ours === undefined ? said : said.replace(pattern, ours);
  return new TemplateError('template-syntax', what, { line: lineno ?? end.line, column: colno ?? end.column });
}

/** What the parser says of the mistakes that are made most, in words of the template's own. */
const WORDS: [RegExp, string][] = [
  [/^expected variable end.*/, 'a {{ value }} is not closed by }}, or holds more than one value'],
  [/^expected block end in (\S+) statement.*/, 'the tag {% $1 %} is not closed by %}, or holds too much'],
  [/^unknown block tag: (\S+).*/, 'there is no tag {% $1 %}'],
  [/^expected elif, else, or endif, got end of file.*/, 'an {% if %} has no {% endif %}'],
  [/^expected "in" keyword for loop.*/, 'a {% for %} is written {% for item in list %}'],
  [/^variable name expected for loop.*/, 'a {% for %} is written {% for item in list %}'],
  [/^expected = or block end in set tag.*/, 'a {% set %} is written {% set name = value %}'],
];

// --------------------------------------------------------------------------------------- their nodes -> our tree

const at = (node: SyntaxNode): At => ({ line: node.lineno + 1, column: node.colno + 1 });
const child = (node: SyntaxNode, field: string) => node[field] as SyntaxNode;
const optional = (node: SyntaxNode, field: string) => (node[field] ?? null) as SyntaxNode | null;

function refuse(node: SyntaxNode, what: string): never {
  throw new TemplateError('template-refused', what, at(node));
}

function malformed(node: SyntaxNode, what: string): never {
  throw new TemplateError('template-syntax', what, at(node));
}

function statements(node: SyntaxNode | null): Statement[] {
  return node === null ? [] : node.children.flatMap(statement);
}

function statement(node: SyntaxNode): Statement[] {
  switch (node.typename) {
    case 'Output':
      return node.children.map(output);
    case 'If':
      return [
        {
          ...at(node),
          kind: 'if',
          test: expression(child(node, 'cond')),
          yes: statements(child(node, 'body')),
          otherwise: branch(optional(node, 'else_')),
        },
      ];
    case 'For':
      return [loop(node)];
    case 'Set':
      return [assignment(node)];
    case 'Macro':
      return [{ ...at(node), kind: 'macro', macro: macro(node) }];
    case 'Switch':
      return [switchStatement(node)];
    case 'Block':
      return [{ ...at(node), kind: 'block', body: statements(child(node, 'body')) }];
    default:
      return refuse(node, REFUSED_TAGS[node.typename] ?? `a tag of the kind ${node.typename}`);
  }
}

const REFUSED_TAGS: Record<string, string> = {
  Include: 'include (a template stands alone)',
  Import: 'import (a template stands alone)',
  FromImport: 'from ... import (a template stands alone)',
  Extends: 'extends (a template stands alone)',
  IfAsync: 'ifAsync (write if)',
  AsyncEach: 'asyncEach (write for)',
  AsyncAll: 'asyncAll (write for)',
};

function output(node: SyntaxNode): Statement {
  if (node.typename === 'TemplateData') return { ...at(node), kind: 'text', text: String(node.value) };
  return { ...at(node), kind: 'output', value: expression(node) };
}

/** An `elif` arrives as a node of its own instead of a list. */
function branch(node: SyntaxNode | null): Statement[] {
  return node?.typename === 'If' ? statement(node) : statements(node);
}

/** Jinja's `for x in list if x.y` reads in nunjucks as a condition for the list, without an else. */
function loop(node: SyntaxNode): Statement {
  const name = child(node, 'name');
  const list = child(node, 'arr');
  const isFiltered = list.typename === 'InlineIf' && optional(list, 'else_') === null;
  return {
    ...at(node),
    kind: 'for',
    names: name.typename === 'Array' ? name.children.map(symbol) : [symbol(name)],
    items: expression(isFiltered ? child(list, 'body') : list),
    only: isFiltered ? expression(child(list, 'cond')) : null,
    body: statements(child(node, 'body')),
    otherwise: statements(optional(node, 'else_')),
  };
}

function assignment(node: SyntaxNode): Statement {
  const value = optional(node, 'value') ?? child(node, 'body');
  return { ...at(node), kind: 'set', targets: (node.targets as SyntaxNode[]).map(target), value: expression(value) };
}

function target(node: SyntaxNode): Target {
  if (node.typename !== 'LookupVal') return { name: symbol(node) };
  return { object: expression(child(node, 'target')), key: String(child(node, 'val').value) };
}

function switchStatement(node: SyntaxNode): Statement {
  return {
    ...at(node),
    kind: 'switch',
    value: expression(child(node, 'expr')),
    cases: (node.cases as SyntaxNode[]).map((one) => ({
      value: expression(child(one, 'cond')),
      body: statements(child(one, 'body')),
    })),
    otherwise: statements(optional(node, 'default')),
  };
}

function macro(node: SyntaxNode): Macro {
  const { positional, named } = parameters(child(node, 'args'));
  return {
    name: symbol(child(node, 'name')),
    parameters: [...positional.map((name) => ({ name, fallback: null })), ...named],
    body: statements(child(node, 'body')),
  };
}

function parameters(node: SyntaxNode) {
  const keywords = node.children
    .filter(({ typename }) => typename === 'KeywordArgs')
    .flatMap(({ children }) => children);
  return {
    positional: node.children.filter(({ typename }) => typename !== 'KeywordArgs').map(symbol),
    named: keywords.map((pair) => ({ name: symbol(child(pair, 'key')), fallback: expression(child(pair, 'value')) })),
  };
}

function symbol(node: SyntaxNode): string {
  if (node.typename !== 'Symbol') return malformed(node, 'a name is expected here');
  const name = String(node.value);
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : malformed(node, `${JSON.stringify(name)} is not a name`);
}

function args(children: SyntaxNode[]): Arguments {
  const keywords = children.filter(({ typename }) => typename === 'KeywordArgs').flatMap((node) => node.children);
  return {
    positional: children.filter(({ typename }) => typename !== 'KeywordArgs').map(expression),
    named: keywords.map((pair) => ({ name: symbol(child(pair, 'key')), value: expression(child(pair, 'value')) })),
  };
}

const BINARY = {
  Add: '+',
  Sub: '-',
  Mul: '*',
  Div: '/',
  FloorDiv: '//',
  Mod: '%',
  Pow: '**',
  Concat: '~',
  In: 'in',
} as const;
const UNARY = { Not: 'not', Neg: '-', Pos: '+' } as const;
const LOGIC = { And: 'and', Or: 'or' } as const;

const has = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key);

function expression(node: SyntaxNode): Expression {
  const type = node.typename;
  if (has(BINARY, type)) {
    const [left, right] = [expression(child(node, 'left')), expression(child(node, 'right'))];
    return { ...at(node), kind: 'binary', operator: BINARY[type], left, right };
  }
  if (has(UNARY, type)) {
    return { ...at(node), kind: 'unary', operator: UNARY[type], operand: expression(child(node, 'target')) };
  }
  if (has(LOGIC, type)) {
    const [left, right] = [expression(child(node, 'left')), expression(child(node, 'right'))];
    return { ...at(node), kind: 'logic', operator: LOGIC[type], left, right };
  }
  if (has(EXPRESSIONS, type)) return EXPRESSIONS[type](node);
  return malformed(node, 'a value is expected here');
}

const EXPRESSIONS = {
  Literal: (node) => {
    if (node.value instanceof RegExp) return refuse(node, 'a regular expression');
    return { ...at(node), kind: 'constant', value: node.value as string | number | boolean | null };
  },
  Symbol: (node) => ({ ...at(node), kind: 'name', name: symbol(node) }),
  Group: (node) => {
    const [only] = node.children;
    if (node.children.length === 1 && only !== undefined) return expression(only);
    return { ...at(node), kind: 'list', items: node.children.map(expression) };
  },
  Array: (node) => ({ ...at(node), kind: 'list', items: node.children.map(expression) }),
  Dict: (node) => ({ ...at(node), kind: 'dict', entries: node.children.map(dictEntry) }),
  LookupVal: lookup,
  FunCall: (node) => ({
    ...at(node),
    kind: 'call',
    callee: expression(child(node, 'name')),
    args: args(child(node, 'args').children),
  }),
  Filter: (node) => {
    const [input, ...rest] = child(node, 'args').children;
    return {
      ...at(node),
      kind: 'filter',
      name: String(child(node, 'name').value),
      input: expression(input as SyntaxNode),
      args: args(rest),
    };
  },
  Is: isTest,
  Compare: (node) => ({
    ...at(node),
    kind: 'compare',
    first: expression(child(node, 'expr')),
    rest: (node.ops as SyntaxNode[]).map((operand) => ({
      // === and !== are == and != here: values of different types are never equal.
      operator: String(operand.type).slice(0, 2) as Comparison,
      operand: expression(child(operand, 'expr')),
    })),
  }),
  InlineIf: (node) => ({
    ...at(node),
    kind: 'conditional',
    test: expression(child(node, 'cond')),
    yes: expression(child(node, 'body')),
    otherwise: optional(node, 'else_') === null ? null : expression(child(node, 'else_')),
  }),
  Capture: (node) => ({ ...at(node), kind: 'capture', body: statements(child(node, 'body')) }),
  Caller: (node) => ({ ...at(node), kind: 'caller', macro: macro(node) }),
} satisfies Record<string, (node: SyntaxNode) => Expression>;

function dictEntry(pair: SyntaxNode): { key: Expression; value: Expression } {
  const key = child(pair, 'key');
  // { name: value } is JavaScript's { "name": value } in nunjucks.
  const constant = key.typename === 'Symbol' ? symbol(key) : null;
  return {
    key: constant === null ? expression(key) : { ...at(key), kind: 'constant', value: constant },
    value: expression(child(pair, 'value')),
  };
}

function lookup(node: SyntaxNode): Expression {
  const [target, key] = [expression(child(node, 'target')), optional(node, 'val')];
  if (key === null) return malformed(node, 'a value is expected in [ ]');
  if (key.typename !== 'Slice') return { ...at(node), kind: 'lookup', target, key: expression(key) };
  const [start = null, stop = null, step = null] = ['start', 'stop', 'step'].map((field) => {
    const part = optional(key, field);
    return part === null ? null : expression(part);
  });
  return { ...at(node), kind: 'slice', target, start, stop, step };
}

/** The right side of `is` arrives as a name, as a call, or as one of the words none, true and false. */
function isTest(node: SyntaxNode): Expression {
  const right = child(node, 'right');
  const isCall = right.typename === 'FunCall';
  const named = isCall ? child(right, 'name') : right;
  const name = named.value === null ? 'none' : String(named.value);
  const given = isCall ? args(child(right, 'args').children) : { positional: [], named: [] };
  return { ...at(node), kind: 'test', name, input: expression(child(node, 'left')), args: given };
}
