/** Parses the tags of a template: those of Jinja2, and `switch` and `elseif` of nunjucks. */

import { TemplateError } from '../errors.ts';
import type { Arguments, Expression, Macro, Position, Statement, Target } from './ast.ts';
import { tokenize } from './lexer.ts';
import { parseExpression, parseFilter, parseFilters, parseOr, parseTuple } from './parse-expression.ts';
import { TokenStream } from './token-stream.ts';

/** The maximum length of a template, in characters. */
const MAX_TEMPLATE_LENGTH = 50_000;

/** @throws TemplateError `template-syntax` or `template-refused`, with the position of the problem. */
export function parseTemplate(text: string): Statement[] {
  if (text.length > MAX_TEMPLATE_LENGTH) {
    throw new TemplateError(
      'template-syntax',
      `it is longer than ${MAX_TEMPLATE_LENGTH.toLocaleString('en')} characters`,
    );
  }
  try {
    return parseBody(new TokenStream(tokenize(text)), null);
  } catch (error) {
    if (error instanceof RangeError) throw new TemplateError('template-syntax', 'it is nested too deeply');
    throw error;
  }
}

/** Parses statements up to a tag with one of the names in `ends`, which is then the next token; null: up to the end. */
function parseBody(tokens: TokenStream, open: { tag: string; ends: string[] } | null): Statement[] {
  const body: Statement[] = [];
  for (;;) {
    const { type, value, ...position } = tokens.next();
    if (type === 'text') body.push({ ...position, kind: 'text', text: value });
    else if (type === '{{') {
      body.push({ ...position, kind: 'output', value: parseTuple(tokens) });
      if (!tokens.take('}}')) tokens.fail('a {{ value }} is not closed by }}, or contains more than one value');
    } else if (type === '{%') {
      if (open?.ends.some((end) => tokens.is('name', end))) return body;
      if (tokens.is('name') && CLOSING_TAGS.test(tokens.peek().value)) failMisplacedTag(tokens, open);
      body.push(parseStatement(tokens));
    } else if (open === null) return body;
    else tokens.fail(`${article(open.tag)} {% ${open.tag} %} has no {% end${open.tag} %}`, position);
  }
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a');

const CLOSING_TAGS = /^(?:end\w+|else|elif|elseif|case|default)$/;

function failMisplacedTag(tokens: TokenStream, open: { tag: string } | null): never {
  const context = open === null ? 'no block is open' : `the open block is {% ${open.tag} %}`;
  return tokens.fail(`{% ${tokens.peek().value} %} does not belong here: ${context}`);
}

/** Parses the body of a tag and its whole end tag, which may repeat `name`. */
function parseToEnd(tokens: TokenStream, tag: string, name: string | null = null): Statement[] {
  const body = parseBody(tokens, { tag, ends: [`end${tag}`] });
  tokens.next();
  if (name !== null) tokens.takeWord(name);
  closeTag(tokens, `end${tag}`);
  return body;
}

function closeTag(tokens: TokenStream, tag: string): void {
  if (tokens.is('operator', '=')) tokens.fail('= does not compare; write ==');
  if (!tokens.take('%}')) tokens.fail(`the tag {% ${tag} %} is not closed by %}, or contains too much`);
}

function parseStatement(tokens: TokenStream): Statement {
  const { value: tag, ...at } = tokens.expectName('expected the name of a tag');
  const position: Position = { line: at.line, column: at.column };
  const parse = Object.hasOwn(STATEMENTS, tag) ? STATEMENTS[tag] : undefined;
  if (parse !== undefined) return parse(tokens, position);
  const refused = Object.hasOwn(REFUSED_TAGS, tag) ? REFUSED_TAGS[tag] : undefined;
  if (refused !== undefined) throw new TemplateError('template-refused', refused, position);
  return tokens.fail(`unknown tag {% ${tag} %}`, position);
}

const REFUSED_TAGS: Record<string, string> = {
  include: 'include is not supported (a template cannot use other files)',
  import: 'import is not supported (a template cannot use other files)',
  from: 'from ... import is not supported (a template cannot use other files)',
  extends: 'extends is not supported (a template cannot use other files)',
  autoescape: 'autoescape is not supported (write {{ value | escape }})',
  ifAsync: 'ifAsync is not supported (write if)',
  asyncEach: 'asyncEach is not supported (write for)',
  asyncAll: 'asyncAll is not supported (write for)',
};

type Parse = (tokens: TokenStream, at: Position) => Statement;

const STATEMENTS: Record<string, Parse> = {
  if: parseIf,
  for: parseFor,
  set: parseSet,
  with: parseWith,
  macro(tokens, at) {
    const name = tokens.expectName('a {% macro %} is written {% macro name(parameters) %}').value;
    tokens.expectOperator('(', 'a {% macro %} is written {% macro name(parameters) %}');
    const parameters = parseParameters(tokens);
    closeTag(tokens, 'macro');
    return { ...at, kind: 'macro', macro: parseMacroBody(tokens, 'macro', { name, parameters }) };
  },
  call: parseCall,
  filter(tokens, at) {
    const body: Statement[] = [];
    const value = parseFilters(tokens, parseFilter(tokens, { ...at, kind: 'capture', body }));
    closeTag(tokens, 'filter');
    body.push(...parseToEnd(tokens, 'filter'));
    return { ...at, kind: 'output', value };
  },
  block(tokens, at) {
    const { value: name, ...position } = tokens.expectName('a {% block %} needs a name');
    if (!tokens.declareBlock(name)) tokens.fail(`the block ${name} is defined twice`, position);
    const isScoped = tokens.takeWord('scoped') !== null;
    tokens.takeWord('required');
    closeTag(tokens, 'block');
    return { ...at, kind: 'block', isScoped, body: parseToEnd(tokens, 'block', name) };
  },
  switch: parseSwitch,
};

function parseIf(tokens: TokenStream, at: Position): Statement {
  const test = parseTuple(tokens);
  closeTag(tokens, 'if');
  const yes = parseBody(tokens, { tag: 'if', ends: ['elif', 'elseif', 'else', 'endif'] });
  const { value: end, ...position } = tokens.next();
  if (end === 'elif' || end === 'elseif') {
    return {
      ...at,
      kind: 'if',
      test,
      yes,
      otherwise: [parseIf(tokens, { line: position.line, column: position.column })],
    };
  }
  closeTag(tokens, end);
  const otherwise = end === 'else' ? parseToEnd(tokens, 'if') : [];
  return { ...at, kind: 'if', test, yes, otherwise };
}

const FOR_USAGE = 'a {% for %} is written {% for item in list %}';

function parseFor(tokens: TokenStream, at: Position): Statement {
  const target = parseTarget(tokens, FOR_USAGE);
  if (listTargetNames(target).includes('loop')) tokens.fail('the variable of a loop cannot be named loop', at);
  if (!tokens.takeWord('in')) tokens.fail(FOR_USAGE);
  const items = parseTuple(tokens, parseOr);
  const condition = tokens.takeWord('if') ? parseExpression(tokens) : null;
  const isRecursive = tokens.takeWord('recursive') !== null;
  closeTag(tokens, 'for');
  const body = parseBody(tokens, { tag: 'for', ends: ['else', 'endfor'] });
  const hasElse = tokens.next().value === 'else';
  closeTag(tokens, hasElse ? 'else' : 'endfor');
  const otherwise = hasElse ? parseToEnd(tokens, 'for') : [];
  return { ...at, kind: 'for', target, items, condition, isRecursive, body, otherwise };
}

/** One target, or several: `a, b` and `(a, b), c`. */
function parseTarget(tokens: TokenStream, what: string): Target {
  const parts: Target[] = [];
  do {
    if (parts.length > 0 && !tokens.is('name') && !tokens.is('operator', '(')) return { parts };
    parts.push(parseOneTarget(tokens, what));
  } while (tokens.takeOperator(','));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { parts };
}

/** Lists the variables that a target sets. */
export function listTargetNames(target: Target): string[] {
  if ('parts' in target) return target.parts.flatMap(listTargetNames);
  return 'name' in target ? [target.name] : [];
}

const RESERVED = ['true', 'false', 'none', 'True', 'False', 'None'];

function parseOneTarget(tokens: TokenStream, what: string): Target {
  if (tokens.takeOperator('(')) {
    const inner = parseTarget(tokens, what);
    tokens.expectOperator(')', 'expected a )');
    return 'parts' in inner ? inner : { parts: [inner] };
  }
  const { value: name, ...at } = tokens.expectName(what);
  if (RESERVED.includes(name)) tokens.fail(`${name} cannot be set`, at);
  if (!tokens.takeOperator('.')) return { name };
  const object: Expression = { kind: 'name', name, line: at.line, column: at.column };
  return { object, key: tokens.expectName('expected a name after the dot').value };
}

const SET_USAGE = 'a {% set %} is written {% set name = value %}';

function parseSet(tokens: TokenStream, at: Position): Statement {
  const target = parseTarget(tokens, SET_USAGE);
  if (tokens.takeOperator('=')) {
    const value = parseTuple(tokens);
    closeTag(tokens, 'set');
    return { ...at, kind: 'set', target, value };
  }
  const body: Statement[] = [];
  const value = parseFilters(tokens, { ...at, kind: 'capture', body });
  if (!tokens.is('%}')) tokens.fail(SET_USAGE);
  closeTag(tokens, 'set');
  body.push(...parseToEnd(tokens, 'set'));
  return { ...at, kind: 'set', target, value };
}

function parseWith(tokens: TokenStream, at: Position): Statement {
  const what = 'a {% with %} is written {% with name = value %}';
  const values: { target: Target; value: Expression }[] = [];
  while (!tokens.is('%}')) {
    if (values.length > 0) tokens.expectOperator(',', what);
    const target = parseOneTarget(tokens, what);
    tokens.expectOperator('=', what);
    values.push({ target, value: parseExpression(tokens) });
  }
  closeTag(tokens, 'with');
  const body = parseToEnd(tokens, 'with');
  return { ...at, kind: 'with', values, body };
}

/** Parses the parameters of a macro, after the opening parenthesis. */
function parseParameters(tokens: TokenStream): Macro['parameters'] {
  const parameters: Macro['parameters'] = [];
  while (!tokens.takeOperator(')')) {
    if (parameters.length > 0) tokens.expectOperator(',', 'expected a comma or )');
    const { value: name } = tokens.expectName('expected the name of a parameter');
    const fallback = tokens.takeOperator('=') ? parseExpression(tokens) : null;
    if (fallback === null && parameters.at(-1)?.fallback) tokens.fail(`the parameter ${name} needs a default too`);
    parameters.push({ name, fallback });
  }
  return parameters;
}

function parseMacroBody(tokens: TokenStream, tag: string, head: Pick<Macro, 'name' | 'parameters'>): Macro {
  const start = tokens.index;
  const body = parseToEnd(tokens, tag);
  const [varargs, kwargs, caller] = ['varargs', 'kwargs', 'caller'].map((name) => tokens.isReadSince(name, start));
  if (caller && head.parameters.some((one) => one.name === 'caller' && one.fallback === null)) {
    tokens.fail('the parameter caller needs a default');
  }
  return { ...head, accepts: { varargs: varargs === true, kwargs: kwargs === true, caller: caller === true }, body };
}

/** A call of a macro with an additional argument: the macro `caller`, which is the body. */
function parseCall(tokens: TokenStream, at: Position): Statement {
  const parameters = tokens.takeOperator('(') ? parseParameters(tokens) : [];
  const call = parseExpression(tokens);
  if (call.kind !== 'call') return tokens.fail('a {% call %} is written {% call macro() %}', at);
  closeTag(tokens, 'call');
  const macro = parseMacroBody(tokens, 'call', { name: 'caller', parameters });
  const { positional, named } = call.args;
  const args: Arguments = {
    positional,
    named: [...named, { name: 'caller', value: { ...at, kind: 'caller', macro } }],
  };
  return { ...at, kind: 'output', value: { ...call, args } };
}

function parseSwitch(tokens: TokenStream, at: Position): Statement {
  const value = parseExpression(tokens);
  closeTag(tokens, 'switch');
  const ends = ['case', 'default', 'endswitch'];
  parseBody(tokens, { tag: 'switch', ends });
  const cases: { value: Expression; body: Statement[] }[] = [];
  while (tokens.takeWord('case')) {
    const one = parseExpression(tokens);
    closeTag(tokens, 'case');
    cases.push({ value: one, body: parseBody(tokens, { tag: 'switch', ends }) });
  }
  const { value: end } = tokens.next();
  closeTag(tokens, end);
  const otherwise = end === 'default' ? parseToEnd(tokens, 'switch') : [];
  return { ...at, kind: 'switch', value, cases, otherwise };
}
