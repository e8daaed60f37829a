/** Parses expressions with the operator precedence of Jinja2, from the loosest to the tightest. */

import { toInt } from '../python/numbers.ts';
import type { Arguments, BinaryOperator, Comparison, Expression } from './ast.ts';
import type { TokenStream } from './token-stream.ts';

type Parse = (tokens: TokenStream) => Expression;

/** `a if b else c`, and everything that binds tighter. */
export function parseExpression(tokens: TokenStream): Expression {
  let value = parseOr(tokens);
  while (tokens.takeWord('if')) {
    const test = parseOr(tokens);
    const otherwise = tokens.takeWord('else') ? parseExpression(tokens) : null;
    value = { kind: 'conditional', test, yes: value, otherwise, line: value.line, column: value.column };
  }
  return value;
}

/** An expression, or a tuple of several with commas between them. */
export function parseTuple(tokens: TokenStream, parseItem = parseExpression): Expression {
  const first = parseItem(tokens);
  if (!tokens.is('operator', ',')) return first;
  const items = [first];
  while (tokens.takeOperator(',') && startsExpression(tokens)) items.push(parseItem(tokens));
  return { kind: 'tuple', items, line: first.line, column: first.column };
}

function startsExpression(tokens: TokenStream): boolean {
  if (tokens.is('name')) return !tokens.is('name', 'in', 'if', 'recursive');
  return tokens.is('string') || tokens.is('number') || tokens.is('operator', '(', '[', '{', '-', '+');
}

function createLogicParser(operator: 'and' | 'or', parseOperand: Parse): Parse {
  return (tokens) => {
    let left = parseOperand(tokens);
    while (tokens.takeWord(operator)) {
      left = { ...copyPosition(left), kind: 'logic', operator, left, right: parseOperand(tokens) };
    }
    return left;
  };
}

const parseAnd = createLogicParser('and', parseNot);
export const parseOr = createLogicParser('or', parseAnd);

function parseNot(tokens: TokenStream): Expression {
  const not = tokens.takeWord('not');
  if (not === null) return parseCompare(tokens);
  return { ...copyPosition(not), kind: 'unary', operator: 'not', operand: parseNot(tokens) };
}

function parseCompare(tokens: TokenStream): Expression {
  const first = parseSum(tokens);
  const rest: { operator: Comparison; operand: Expression }[] = [];
  for (let operator = parseComparisonOperator(tokens); operator !== null; operator = parseComparisonOperator(tokens)) {
    rest.push({ operator, operand: parseSum(tokens) });
  }
  return rest.length === 0 ? first : { ...copyPosition(first), kind: 'compare', first, rest };
}

function parseComparisonOperator(tokens: TokenStream): Comparison | null {
  // Values of different types are never equal, so === and !== mean == and !=.
  if (tokens.takeOperator('===')) return '==';
  if (tokens.takeOperator('!==')) return '!=';
  const operator = tokens.takeOperator('==', '!=', '<', '>', '<=', '>=');
  if (operator !== null) return operator.value;
  if (tokens.takeWord('in')) return 'in';
  if (!tokens.is('name', 'not') || tokens.peek(1).type !== 'name' || tokens.peek(1).value !== 'in') return null;
  tokens.next();
  tokens.next();
  return 'not in';
}

function createBinaryParser(operators: BinaryOperator[], parseOperand: Parse): Parse {
  return (tokens) => {
    let left = parseOperand(tokens);
    for (let found = tokens.takeOperator(...operators); found !== null; found = tokens.takeOperator(...operators)) {
      left = { ...copyPosition(left), kind: 'binary', operator: found.value, left, right: parseOperand(tokens) };
    }
    return left;
  };
}

const parsePower = createBinaryParser(['**'], parseUnary);
const parseProduct = createBinaryParser(['*', '/', '//', '%'], parsePower);
const parseConcatenation = createBinaryParser(['~'], parseProduct);
const parseSum = createBinaryParser(['+', '-'], parseConcatenation);

/** Filters and tests apply to the value with its sign: `-3 | abs` is 3. */
function parseUnary(tokens: TokenStream): Expression {
  return parseFilters(tokens, parseSigned(tokens));
}

function parseSigned(tokens: TokenStream): Expression {
  const sign = tokens.takeOperator('-', '+');
  if (sign === null) return parsePostfix(tokens, parsePrimary(tokens));
  const operand = parseSigned(tokens);
  return parsePostfix(tokens, { ...copyPosition(sign), kind: 'unary', operator: sign.value, operand });
}

/** The maximum length of an integer literal, also in hexadecimal. */
const MAX_LITERAL_LENGTH = 3_500;

const CONSTANTS = new Map<string, boolean | null>([
  ...['true', 'True'].map((name) => [name, true] as const),
  ...['false', 'False'].map((name) => [name, false] as const),
  ...['none', 'None'].map((name) => [name, null] as const),
]);

function parsePrimary(tokens: TokenStream): Expression {
  const token = tokens.peek();
  const { value, type } = token;
  if (type === 'name') {
    tokens.next();
    const constant = CONSTANTS.get(value);
    if (constant !== undefined) return { ...copyPosition(token), kind: 'constant', value: constant };
    tokens.recordRead(value);
    return { ...copyPosition(token), kind: 'name', name: value };
  }
  if (type === 'number') {
    tokens.next();
    const digits = value.replaceAll('_', '');
    const isFloat = /[.e]/i.test(value) && !/^0x/i.test(value);
    if (!isFloat && digits.length > MAX_LITERAL_LENGTH) tokens.fail('a number is too long', token);
    const number = isFloat ? Number(digits) : toInt(BigInt(digits));
    return { ...copyPosition(token), kind: 'constant', value: number, isFloat };
  }
  if (type === 'string') {
    let text = '';
    while (tokens.is('string')) text += tokens.next().value;
    return { ...copyPosition(token), kind: 'constant', value: text };
  }
  if (tokens.takeOperator('(')) return parseParentheses(tokens);
  if (tokens.takeOperator('['))
    return { ...copyPosition(token), kind: 'list', items: parseItems(tokens, ']', parseExpression) };
  if (tokens.takeOperator('{'))
    return { ...copyPosition(token), kind: 'dict', entries: parseItems(tokens, '}', parsePair) };
  return tokens.fail(type === 'operator' ? `expected a value, not ${value}` : 'expected a value');
}

function parseParentheses(tokens: TokenStream): Expression {
  const { line, column } = tokens.peek();
  if (tokens.takeOperator(')')) return { kind: 'tuple', items: [], line, column };
  const inner = parseTuple(tokens);
  tokens.expectOperator(')', 'expected a )');
  return inner;
}

/** Items with commas between them, up to the closing bracket. A comma may precede the bracket. */
function parseItems<Item>(tokens: TokenStream, closing: string, parseItem: (tokens: TokenStream) => Item): Item[] {
  const items: Item[] = [];
  while (!tokens.takeOperator(closing)) {
    if (items.length > 0) {
      tokens.expectOperator(',', `expected a comma or ${closing}`);
      if (tokens.takeOperator(closing)) break;
    }
    items.push(parseItem(tokens));
  }
  return items;
}

function parsePair(tokens: TokenStream): { key: Expression; value: Expression } {
  const key = parseExpression(tokens);
  tokens.expectOperator(':', 'expected a colon after the key');
  return { key, value: parseExpression(tokens) };
}

/** Parses the operations after a value: `.name`, `[key]` and `(arguments)`. */
function parsePostfix(tokens: TokenStream, start: Expression): Expression {
  let value = start;
  for (;;) {
    const token = tokens.takeOperator('.', '[', '(');
    if (token === null) return value;
    if (token.value === '.') {
      const key = tokens.take('name') ?? tokens.take('number') ?? tokens.fail('expected a name after the dot');
      const constant = key.type === 'number' ? Number(key.value) : key.value;
      const lookup = { kind: 'constant' as const, value: constant, ...copyPosition(key) };
      value = { ...copyPosition(token), kind: 'lookup', target: value, key: lookup, isDotted: true };
    } else if (token.value === '[') value = parseSubscript(tokens, value);
    else value = { ...copyPosition(token), kind: 'call', callee: value, args: parseArguments(tokens) };
  }
}

function parseSubscript(tokens: TokenStream, target: Expression): Expression {
  const position = copyPosition(tokens.peek());
  const parts: (Expression | null)[] = [null];
  while (!tokens.takeOperator(']')) {
    if (tokens.takeOperator(':')) parts.push(null);
    else if (parts.at(-1) === null) parts[parts.length - 1] = parseTuple(tokens);
    else tokens.fail('expected a ]');
  }
  const [start = null, stop = null, step = null] = parts;
  if (parts.length > 3) tokens.fail('a slice has too many colons', position);
  if (parts.length > 1) return { ...position, kind: 'slice', target, start, stop, step };
  const key = start ?? tokens.fail('expected a value in [ ]', position);
  return { ...position, kind: 'lookup', target, key, isDotted: false };
}

/** Parses the arguments of a call, after the opening parenthesis. */
function parseArguments(tokens: TokenStream): Arguments {
  const args: Arguments = { positional: [], named: [] };
  parseItems(tokens, ')', () => {
    if (tokens.takeOperator('*', '**')) tokens.fail('* and ** are not supported in a call; write the arguments out');
    const following = tokens.peek(1);
    if (tokens.is('name') && following.type === 'operator' && following.value === '=') {
      const name = tokens.next().value;
      tokens.next();
      args.named.push({ name, value: parseExpression(tokens) });
    } else if (args.named.length > 0) tokens.fail('an argument without a name follows one with a name');
    else args.positional.push(parseExpression(tokens));
  });
  return args;
}

const createNoArguments = (): Arguments => ({ positional: [], named: [] });

/** `value | filter(...)` and `value is test`, repeatedly. */
export function parseFilters(tokens: TokenStream, start: Expression): Expression {
  let input = start;
  for (;;) {
    if (tokens.takeOperator('|')) input = parseFilter(tokens, input);
    else if (tokens.takeWord('is')) input = parseTest(tokens, input);
    else if (tokens.is('operator', '(')) input = parsePostfix(tokens, input);
    else return input;
  }
}

export function parseFilter(tokens: TokenStream, input: Expression): Expression {
  const { value, ...position } = tokens.expectName('expected the name of a filter');
  let name = value;
  while (tokens.takeOperator('.')) name += `.${tokens.expectName('expected the name of a filter').value}`;
  const args = tokens.takeOperator('(') ? parseArguments(tokens) : createNoArguments();
  return { ...copyPosition(position), kind: 'filter', name, input, args };
}

/** The argument of a test needs no parentheses: `x is divisibleby 3`. */
function parseTest(tokens: TokenStream, input: Expression): Expression {
  const not = tokens.takeWord('not');
  const { value: name } = tokens.expectName('expected the name of a test after is');
  const test: Expression = { ...copyPosition(input), kind: 'test', name, input, args: parseTestArguments(tokens) };
  return not === null ? test : { ...copyPosition(not), kind: 'unary', operator: 'not', operand: test };
}

function parseTestArguments(tokens: TokenStream): Arguments {
  if (tokens.takeOperator('(')) return parseArguments(tokens);
  const isArgument =
    (tokens.is('name') && !tokens.is('name', 'else', 'or', 'and', 'is', 'if', 'in', 'not', 'recursive')) ||
    tokens.is('string') ||
    tokens.is('number') ||
    tokens.is('operator', '[', '{');
  if (!isArgument) return createNoArguments();
  return { positional: [parsePostfix(tokens, parsePrimary(tokens))], named: [] };
}

function copyPosition({ line, column }: { line: number; column: number }) {
  return { line, column };
}
