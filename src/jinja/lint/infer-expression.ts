/** What is known of an expression before it is evaluated, and what there is to tell of it. */

import type { Arguments, Expression, Macro, Statement } from '../ast.ts';
import { globals } from '../globals.ts';
import { listMethodNames } from '../methods.ts';
import { checkAttribute } from './attributes.ts';
import {
  checkFormat,
  type Findings,
  failing,
  type Known,
  memberOf,
  of,
  pathTo,
  shown,
  tell,
  unknownName,
  unlike,
} from './inferred.ts';
import * as likeness from './jinja2-differences.ts';
import type { Shape } from './shapes.ts';
import * as shapes from './shapes.ts';

/** Variables of a loop, a macro or the whole template. */
export interface Scope {
  variables: Map<string, Known>;
  parent: Scope | null;
}

export const within = (parent: Scope): Scope => ({ variables: new Map(), parent });

export interface Reading {
  findings: Findings;
  /** What the template is handed. */
  context: Readonly<Record<string, Shape>>;
  /** How often the template sets each name. */
  assigned: ReadonlyMap<string, number>;
  /** For the statements that stand within an expression. */
  run: (body: Statement[], reading: Reading, scope: Scope) => void;
  runMacro: (macro: Macro, reading: Reading, scope: Scope) => void;
  /** Of a URL: whether a `?` was passed. */
  isBehindQuery: boolean;
  /** Whether a `$` stands right before. */
  isBehindDollar: boolean;
}

const UNKNOWN = of(shapes.ANYTHING);

/** Like `knownOf`, of what is asked about: its being null or missing is thought of. */
export function asks(node: Expression, reading: Reading, scope: Scope): Known {
  const known = knownOf(node, reading, scope);
  if (known.path !== null) reading.findings.asked.add(known.path);
  return known;
}

export function knownOf(node: Expression, reading: Reading, scope: Scope): Known {
  const the = (part: Expression) => knownOf(part, reading, scope);
  const ask = (part: Expression) => asks(part, reading, scope);
  switch (node.kind) {
    case 'constant':
      return { ...of(constantShape(node.value)), text: typeof node.value === 'string' ? node.value : null };
    case 'name':
      return variable(node, reading, scope);
    case 'list':
    case 'tuple': {
      const items = node.items.map(the);
      const list = {
        ...shapes.listOf(shapes.eitherOf(items.map(({ shape }) => shape))),
        isNeverEmpty: items.length > 0,
      };
      return { ...of(list), parts: node.kind === 'tuple' ? items : null };
    }
    case 'dict': {
      for (const { key } of node.entries) the(key);
      return of(shapes.dictOf(shapes.eitherOf(node.entries.map(({ value }) => the(value).shape))));
    }
    case 'lookup':
      return lookup(node, the(node.target), reading, scope);
    case 'slice': {
      const target = the(node.target);
      for (const bound of [node.start, node.stop, node.step]) if (bound !== null) the(bound);
      failing(reading.findings, node, target, 'a slice', likeness.sliceFails);
      return {
        ...of(target.shape.kind === 'text' ? shapes.TEXT : { ...target.shape, mayBe: undefined }),
        markup: stale(target),
      };
    }
    case 'call':
      return call(node, reading, scope);
    case 'filter':
      return filter(node, reading, scope);
    case 'test':
      return test(node, reading, scope);
    case 'unary': {
      const operand = node.operator === 'not' ? ask(node.operand) : the(node.operand);
      if (node.operator === 'not') return of(shapes.BOOLEAN);
      failing(reading.findings, node, operand, node.operator, likeness.isNothing);
      return of(shapes.NUMBER);
    }
    case 'binary':
      return binary(node, the(node.left), the(node.right), reading);
    case 'logic': {
      const [left, right] = [ask(node.left), ask(node.right)];
      const shape = shapes.eitherOf([left.shape, right.shape]);
      return of(node.operator === 'or' ? { ...shape, mayBe: right.shape.mayBe } : shapes.ANYTHING, null, null);
    }
    case 'compare':
      return comparison(node, reading, scope);
    case 'conditional': {
      ask(node.test);
      const yes = the(node.yes);
      return node.otherwise === null ? UNKNOWN : of(shapes.eitherOf([yes.shape, the(node.otherwise).shape]));
    }
    case 'capture':
      reading.run(node.body, reading, within(scope));
      return of(shapes.TEXT);
    case 'caller':
      reading.runMacro(node.macro, reading, scope);
      return UNKNOWN;
  }
}

function constantShape(value: string | number | boolean | null): Shape {
  if (value === null) return shapes.NULL;
  if (typeof value === 'string') return shapes.TEXT;
  return typeof value === 'number' ? shapes.NUMBER : shapes.BOOLEAN;
}

function variable(node: Expression & { kind: 'name' }, { findings, context, assigned }: Reading, scope: Scope): Known {
  const { name } = node;
  for (let holder: Scope | null = scope; holder !== null; holder = holder.parent) {
    const found = holder.variables.get(name);
    if (found !== undefined) return found;
  }
  if (assigned.has(name)) return of(shapes.ANYTHING, name);
  if (Object.hasOwn(context, name)) return of(context[name] ?? shapes.ANYTHING, name);
  if (globals.has(name)) return of(name === 'null' ? shapes.NULL : shapes.FUNCTION, name);
  unknownName(findings, node, { name, path: name, of: null, known: Object.keys(context) });
  return of(shapes.UNDEFINED, name);
}

// ------------------------------------------------------------------------------------------------ members and calls

type Lookup = Expression & { kind: 'lookup' };

const constantKey = ({ key }: Lookup): string | number | null =>
  key.kind === 'constant' && (typeof key.value === 'string' || typeof key.value === 'number') ? key.value : null;

function lookup(node: Lookup, target: Known, reading: Reading, scope: Scope): Known {
  const key = constantKey(node);
  if (key === null) {
    knownOf(node.key, reading, scope);
    return UNKNOWN;
  }
  const missing = (kind: shapes.Kind) => kind === 'undefined';
  failing(reading.findings, node.key, target, shown(`.${key}`), missing);
  if (target.shape.kind === 'undefined') return of(shapes.UNDEFINED);
  const isMethod = node.isDotted && listMethodNames(target.shape.kind).includes(String(key));
  if (isMethod && target.shape.fields?.[key] === undefined) {
    return of(shapes.FUNCTION, target.path === null ? null : pathTo(target.path, key));
  }
  const member = memberOf(target, key);
  if (member !== null) return member;
  const path = target.path === null ? null : pathTo(target.path, key);
  if (typeof key === 'string') {
    const known = [...Object.keys(target.shape.fields ?? {}), ...listMethodNames(target.shape.kind)];
    unknownName(reading.findings, node.key, { name: key, path, of: target, known });
  }
  return of(shapes.UNDEFINED, path);
}

function call(node: Expression & { kind: 'call' }, reading: Reading, scope: Scope): Known {
  const { callee } = node;
  if (callee.kind !== 'lookup') {
    knownOf(callee, reading, scope);
    readArguments(node.args, reading, scope);
    return of(callee.kind === 'name' && callee.name === 'range' ? shapes.listOf(shapes.NUMBER) : shapes.ANYTHING);
  }
  const target = knownOf(callee.target, reading, scope);
  const args = readArguments(node.args, reading, scope);
  const key = constantKey(callee);
  const { kind } = target.shape;
  if (key === null || !listMethodNames(kind).includes(String(key))) {
    lookup(callee, target, reading, scope);
    return UNKNOWN;
  }
  const { findings } = reading;
  const method = `${key}()`;
  if (target.gap !== null) {
    const { path, is } = target.gap;
    const what = `it calls ${method} where ${shown(path)} is ${is}`;
    tell(findings, callee.key, 'template-call-on-null', what, { path, isAsked: 'in any way' });
  }
  if (target.markup !== null && TAKES_TEXTS.includes(String(key))) {
    unlike(findings, callee.key, `${method} of an escaped text escapes what it is given`);
  }
  const [first] = node.args.positional;
  if (key === 'replace' && first !== undefined) checkSpelling(first, args[0], findings);
  if (kind === 'dict' && key === 'get' && first !== undefined) memberAsked(first, target, args[0], reading);
  return { ...of(shapes.methodResult(target.shape, String(key))), markup: stale(target) };
}

/** Methods that put together what they are given with the text that they are of. */
const TAKES_TEXTS = ['format', 'join', 'replace', 'center', 'ljust', 'rjust'];

/** `d.get("key")` asks whether it is there, and misspelt it never is. */
function memberAsked(at: Expression, target: Known, key: Known | undefined, { findings }: Reading): void {
  const { fields } = target.shape;
  const name = key?.text ?? null;
  if (name === null || fields === undefined || memberOf(target, name) !== null) return;
  const path = target.path === null ? null : pathTo(target.path, name);
  unknownName(findings, at, { name, path, of: target, known: Object.keys(fields) });
}

/** What is known of the positional arguments, once all are read. */
function readArguments({ positional, named }: Arguments, reading: Reading, scope: Scope): Known[] {
  for (const { value } of named) knownOf(value, reading, scope);
  return positional.map((argument) => knownOf(argument, reading, scope));
}

// ------------------------------------------------------------------------------------------------ filters and tests

const stale = ({ markup }: Known): Known['markup'] => (markup === null ? null : 'was');

const ESCAPING = ['e', 'escape', 'forceescape', 'safe'];
/** What these make is not escaped in Jinja2 either. */
const UNESCAPING = [
  'join',
  'list',
  'length',
  'count',
  'int',
  'float',
  'replace',
  'urlencode',
  'wordcount',
  'striptags',
];

type Filter = Expression & { kind: 'filter' };

function filter(node: Filter, reading: Reading, scope: Scope): Known {
  const { name } = node;
  const { findings } = reading;
  const input = knownOf(node.input, reading, scope);
  const args = readArguments(node.args, reading, scope);
  if (name === 'default' || name === 'd') return fallback(node, input, args[0], findings);
  const { kind } = input.shape;
  const members = shapes.elementShape(input.shape);
  if (!hasArgument(node.args) && kind !== 'text' && likeness.filterFailsAtMembers(name, kind, members)) {
    unlike(findings, node, `it fails at ${name} of such members`);
  } else failing(findings, node, input, name, (one) => likeness.filterFails(name, one));
  checkAttribute(node, input, findings);
  if (name === 'replace') checkSpelling(node.args.positional[0] ?? node, args[0], findings);
  if (Object.hasOwn(PARTIAL, name) && !SHORT.includes(kind)) unlike(findings, node, PARTIAL[name] ?? '');
  const isText = findings.mode === 'text';
  if (name === 'format' && node.args.named.length === 0) checkFormat(findings, node, input, args);
  if (isText && (name === 'e' || name === 'escape') && input.markup === 'was') {
    unlike(findings, node, 'it leaves as it is what was escaped or marked as safe before');
  }
  const path = input.path === null ? null : `${input.path} | ${name}`;
  const result = of(shapes.filterResult(name, input.shape), path);
  const isEscaped = isText && [...ESCAPING, 'tojson', 'dump'].includes(name);
  return { ...result, markup: isEscaped ? 'is' : UNESCAPING.includes(name) ? null : stale(input) };
}

const hasArgument = ({ positional, named }: Arguments): boolean => positional.length + named.length > 0;

const SHORT: shapes.Kind[] = ['null', 'undefined', 'boolean', 'number'];

/** What these do here is less than what Jinja's do. */
const PARTIAL: Record<string, string> = {
  pprint: 'pprint breaks long lines, and writes one line here',
  striptags: 'striptags turns every entity of HTML into its sign, and the common ones alone here',
};

/** `x | default(y)`: of what is missing `y`, and of null too with `true` behind it. */
function fallback(node: Filter, input: Known, other: Known | undefined, findings: Findings): Known {
  const { positional, named } = node.args;
  if (input.path !== null) findings.expected.add(input.path);
  const isOfNull = positional.length > 1 || named.some(({ name }) => name === 'boolean');
  if (other === undefined || input.shape.kind === 'undefined') return UNKNOWN;
  const shape = shapes.eitherOf([input.shape, other.shape]);
  const isSafe = isOfNull || input.gap?.kind !== 'null';
  return isSafe ? of({ ...shape, mayBe: undefined }) : { ...input, shape: { ...shape, mayBe: 'null' } };
}

/** Tests that ask what a value is, or whether it is there. */
const ASKING = ['none', 'None', 'null', 'number', 'integer', 'float', 'string', 'boolean', 'mapping', 'sequence'];
const ALSO_ASKING = ['iterable', 'truthy', 'falsy', 'true', 'false', 'eq', 'equalto', '==', 'sameas'];

function test(node: Expression & { kind: 'test' }, reading: Reading, scope: Scope): Known {
  const { name } = node;
  const { findings } = reading;
  const input = knownOf(node.input, reading, scope);
  const [given = UNKNOWN] = readArguments(node.args, reading, scope);
  if (input.path !== null) {
    if (name === 'defined' || name === 'undefined') findings.expected.add(input.path);
    if (name === 'defined' || name === 'undefined' || ASKING.includes(name) || ALSO_ASKING.includes(name)) {
      findings.asked.add(input.path);
    }
  }
  failing(findings, node, input, name, (kind) => likeness.testFails(name, kind));
  if (likeness.ORDER_TESTS.includes(name)) orderOf(node, name, [input, given], findings);
  if (name === 'in') membershipOf(node, input, given, findings);
  return of(shapes.BOOLEAN);
}

// ---------------------------------------------------------------------------------------------------------- operators

function binary(node: Expression & { kind: 'binary' }, left: Known, right: Known, { findings }: Reading): Known {
  const { operator } = node;
  const [a, b] = [left.shape.kind, right.shape.kind];
  if (operator === '~') return of(shapes.TEXT);
  if (operator === '%' && a === 'text') {
    // What is not written out may be a tuple.
    const isOne = ['null', 'boolean', 'number', 'text'].includes(b);
    if (right.parts !== null || isOne) checkFormat(findings, node, left, right.parts ?? [right]);
    return of(shapes.TEXT);
  }
  if (likeness.binaryFails(operator, a, b)) {
    const what = `it fails at ${operator} between ${a} and ${b}`;
    if (a !== 'undefined' && b !== 'undefined')
      unlike(findings, node, operator === '+' ? `${what}; ~ joins texts` : what);
  } else for (const side of [left, right]) failing(findings, node, side, operator, likeness.isNothing);
  const isJoined = operator === '+' || operator === '*';
  const kept = [left, right].find(({ shape }) => shape.kind === 'text' || shape.kind === 'list');
  if (isJoined && kept !== undefined) {
    return {
      ...of(kept.shape.kind === 'text' ? shapes.TEXT : shapes.listOf(shapes.ANYTHING)),
      markup: operator === '*' ? stale(kept) : null,
    };
  }
  return of(isJoined && [a, b].includes('anything') ? shapes.ANYTHING : shapes.NUMBER);
}

function comparison(node: Expression & { kind: 'compare' }, reading: Reading, scope: Scope): Known {
  const { findings } = reading;
  let [left, leftNode] = [knownOf(node.first, reading, scope), node.first];
  for (const { operator, operand } of node.rest) {
    const right = knownOf(operand, reading, scope);
    if (likeness.isOrder(operator)) orderOf(leftNode, operator, [left, right], findings);
    if (likeness.isMembership(operator)) membershipOf(leftNode, left, right, findings);
    if (operator === '==' || operator === '!=') {
      // What is compared with null, or for being another, is asked about.
      for (const [one, other] of [
        [left, right],
        [right, left],
      ] as const) {
        if (one.path !== null && other.shape.kind === 'null') findings.asked.add(one.path);
      }
      if (left.path === null) checkSpelling(operand, right, findings);
      if (right.path === null) checkSpelling(leftNode, left, findings);
    }
    if (operator === 'in' && leftNode.kind === 'constant' && right.path !== null) {
      const path = pathTo(right.path, String(leftNode.value));
      findings.asked.add(path);
      findings.expected.add(path);
    }
    [left, leftNode] = [right, operand];
  }
  return of(shapes.BOOLEAN);
}

function orderOf(at: Expression, what: string, [left, right]: [Known, Known], findings: Findings): void {
  const [a, b] = [left.shape.kind, right.shape.kind];
  if (likeness.orderFails(a, b)) {
    if (a !== 'undefined' && b !== 'undefined') unlike(findings, at, `it fails at ${what} between ${a} and ${b}`);
  } else for (const side of [left, right]) failing(findings, at, side, what, likeness.isNothing);
}

function membershipOf(at: Expression, item: Known, container: Known, findings: Findings): void {
  const fails = (one: shapes.Kind, other: shapes.Kind) => likeness.membershipFails(one, other);
  if (item.shape.kind !== 'undefined' && fails(item.shape.kind, container.shape.kind)) {
    unlike(findings, at, `it fails at "in" between ${item.shape.kind} and ${container.shape.kind}`);
    return;
  }
  failing(findings, at, container, '"in"', (kind) => kind === 'null');
  failing(findings, at, item, '"in"', (kind) => kind === 'null' && fails(kind, container.shape.kind));
}

const SPELT = ['None', 'True', 'False'];

/** In JSON, URLs and headers what is null or true does not read as in Python. */
function checkSpelling(at: Expression, written: Known | undefined, findings: Findings): void {
  const text = written?.text ?? null;
  if (text === null || !SPELT.includes(text) || findings.mode === 'text' || findings.mode === 'html') return;
  unlike(
    findings,
    at,
    `a value reads as ${text} there, and as ${text === 'None' ? 'nothing' : text.toLowerCase()} here`,
  );
}
