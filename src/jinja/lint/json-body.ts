/**
 * Whether a body that is to be JSON can be: every way through the template is read at once, without a value. Only what
 * is sure is told. Where it is not known what is put out, such as what a macro makes, nothing is.
 */

import type { Expression, Macro, Position, Statement, Target } from '../ast.ts';
import type { TreeProblem } from '../errors.ts';
import * as json from './json-states.ts';

type For = Statement & { kind: 'for' };

/** More ways, and more characters along them, are not worth the time. */
const MOST_WAYS = 50;
const MOST_READ = 500_000;
const STATEMENT = 20;

interface Walk {
  /** The names that stand for data wherever they stand. */
  data: ReadonlySet<string>;
  /** A loop that is taken to have something to go through; null: each may have nothing. */
  turning: For | null;
  /** By the text or value that no way went through, and all that one did: a comma may stand behind the first turn only. */
  stops: Map<object, Stop>;
  passed: Set<object>;
  spent: { characters: number };
}

interface Stop {
  at: Position;
  why: string;
}

/** What keeps the body from being JSON: whatever the certificate, or else wherever a part of it is put out at all. */
export function checkJsonBody(body: Statement[], context: Readonly<Record<string, unknown>>): TreeProblem[] {
  const about = { data: namesOfData(body, context), spent: { characters: 0 } };
  try {
    const { isJson, stop } = follow(body, { ...about, turning: null });
    if (stop !== null) return [problem(stop, isJson ? 'here' : 'never')];
    const turned = loopsIn(body).map((turning) => follow(body, { ...about, turning }));
    return turned
      .flatMap(({ isJson, stop }) => (isJson || stop === null ? [] : [problem(stop, 'turning')]))
      .slice(0, 1);
  } catch (error) {
    if (error instanceof json.Unsure) return [];
    throw error;
  }
}

function problem({ at, why }: Stop, when: 'never' | 'here' | 'turning'): TreeProblem {
  const { line, column } = at;
  const about = {
    never: 'the body is never JSON, so it is never sent',
    here: 'where this is put out, the body is not JSON, and is not sent',
    turning: 'where the loop before this goes round, the body is not JSON, and is not sent',
  };
  return { code: 'body-not-json', what: `${about[when]}: ${why}`, line, column, isCertain: when === 'never' };
}

/** `isJson`: along one way at least. `stop`: where none ever goes on. */
function follow(
  body: Statement[],
  about: Pick<Walk, 'data' | 'spent' | 'turning'>,
): { isJson: boolean; stop: Stop | null } {
  const walk: Walk = { ...about, stops: new Map(), passed: new Set() };
  const ways = run(body, json.START, walk);
  const lacks = ways.size === 0 ? null : json.lacking(ways);
  if (lacks !== null) return { isJson: false, stop: { at: endOf(body), why: `it ends without ${lacks}` } };
  const [first = null] = [...walk.stops].filter(([part]) => !walk.passed.has(part)).map(([, stop]) => stop);
  return { isJson: ways.size > 0, stop: first };
}

/** Notes whether a part of the template was gone through. */
function passing(part: object, ways: json.Ways, stop: Stop | null, { stops, passed }: Walk): json.Ways {
  if (ways.size > 0) passed.add(part);
  else if (stop !== null && !stops.has(part)) stops.set(part, stop);
  return ways;
}

/** Of a text its last character, and of a tag its beginning. */
function endOf(body: Statement[]): Position {
  const last = body.at(-1);
  if (last === undefined) return { line: 1, column: 1 };
  return last.kind === 'text' ? atOffset(last, last.text.trimEnd().length) : last;
}

function atOffset({ line, column, text }: Position & { text: string }, offset: number): Position {
  const lines = text.slice(0, offset).split('\n');
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line, column: column + last.length }
    : { line: line + lines.length - 1, column: last.length + 1 };
}

function spend(characters: number, { spent }: Walk): void {
  spent.characters += characters;
  if (spent.characters > MOST_READ) throw new json.Unsure();
}

function run(body: Statement[], ways: json.Ways, walk: Walk): json.Ways {
  let now = ways;
  for (const statement of body) {
    if (now.size === 0) return now;
    if (now.size > MOST_WAYS) throw new json.Unsure();
    spend(STATEMENT, walk);
    now = runOne(statement, now, walk);
  }
  return now;
}

function runOne(statement: Statement, ways: json.Ways, walk: Walk): json.Ways {
  switch (statement.kind) {
    case 'text': {
      spend(statement.text.length * ways.size, walk);
      const { ways: next, stop } = json.readText(ways, statement.text);
      return passing(statement, next, stop && { at: atOffset(statement, stop.offset), why: stop.why }, walk);
    }
    case 'output':
      return putOut(statement.value, ways, walk);
    case 'if':
      return json.union(run(statement.yes, ways, walk), run(statement.otherwise, ways, walk));
    case 'switch':
      // An empty case goes on into the next one.
      return json.union(
        ...[...statement.cases, { body: statement.otherwise }].map(({ body }) => run(body, ways, walk)),
      );
    case 'for':
      return runFor(statement, ways, walk);
    case 'with':
    case 'block':
      return run(statement.body, ways, walk);
    case 'set':
    case 'macro':
      return ways;
  }
}

/** Turns of a loop that are followed: what brackets it opens or closes in each are seen by then. */
const TURNS = 3;

function runFor(statement: For, ways: json.Ways, walk: Walk): json.Ways {
  const all = statement === walk.turning ? [] : [run(statement.otherwise, ways, walk)];
  let now = ways;
  for (let turn = 0; turn < TURNS && now.size > 0; turn++) {
    now = run(statement.body, now, walk);
    all.push(now);
  }
  return json.union(...all);
}

// ------------------------------------------------------------------------------------------------ what is put out

function putOut(node: Expression, ways: json.Ways, walk: Walk): json.Ways {
  const both = (one: Expression, other: Expression | null) =>
    json.union(putOut(one, ways, walk), other === null ? ways : putOut(other, ways, walk));
  switch (node.kind) {
    case 'conditional':
      return both(node.yes, node.otherwise);
    case 'logic':
      return both(node.left, node.right);
    case 'constant':
      return typeof node.value === 'string' ? constant(node, node.value, ways, walk) : value(node, ways, walk);
    case 'binary':
      // Its parts stand one behind the other, or are one text.
      if (node.operator === '~') {
        return json.union(putOut(node.right, putOut(node.left, ways, walk), walk), value(node, ways, walk));
      }
      break;
    case 'filter': {
      const [otherwise] = node.args.positional;
      if (node.name === 'default' || node.name === 'd') {
        // Of data that is always there the other is never put out.
        const other = otherwise === undefined ? ways : putOut(otherwise, ways, { ...walk, stops: new Map() });
        return json.union(putOut(node.input, ways, walk), other);
      }
      // Of an empty list nothing is left.
      if (node.name === 'join' && isValue(node.input, walk.data)) return json.union(value(node, ways, walk), ways);
    }
  }
  if (!isValue(node, walk.data)) throw new json.Unsure();
  return value(node, ways, walk);
}

function value(node: Expression, ways: json.Ways, walk: Walk): json.Ways {
  const { ways: next, why } = json.readValue(ways);
  return passing(node, next, { at: node, why }, walk);
}

/** Within quotes it is escaped as any value, and outside of them it stands as it is. */
function constant(node: Expression, text: string, ways: json.Ways, walk: Walk): json.Ways {
  const part = (wanted: boolean) => new Map([...ways].filter(([, way]) => json.isInText(way) === wanted));
  const [within, outside] = [part(true), part(false)];
  const { ways: next, stop } = json.readText(outside, text);
  return passing(node, json.union(within, next), stop && { at: node, why: stop.why }, walk);
}

/** Filters that make a text, a number or JSON, which is put out as one value, of whatever they are given. */
const OF_ANYTHING = new Set([
  'tojson',
  'dump',
  'length',
  'count',
  'upper',
  'lower',
  'title',
  'capitalize',
  'int',
  'round',
]);

/** Filters that may hand on what stands in the template itself, or leave nothing. */
const UNSURE = new Set(['default', 'd', 'join']);

const OF_LOOP = ['index', 'index0', 'revindex', 'revindex0', 'length', 'first', 'last', 'depth', 'depth0'];

/** Whether it is data, or made of it, and so is put out as one value of JSON. */
function isValue(node: Expression, data: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case 'name':
      return data.has(node.name);
    case 'lookup':
      return isValue(node.target, data) || isOfLoop(node);
    case 'slice':
      return isValue(node.target, data);
    case 'call':
      return node.callee.kind === 'lookup' && node.callee.isDotted && isValue(node.callee.target, data);
    case 'filter':
      return OF_ANYTHING.has(node.name) || (!UNSURE.has(node.name) && isValue(node.input, data));
    case 'binary':
      return node.operator !== '~' && [node.left, node.right].every((part) => isValue(part, data) || isNumber(part));
    case 'compare':
    case 'test':
    case 'list':
    case 'tuple':
    case 'dict':
      return true;
    case 'unary':
      return node.operator === 'not' || isValue(node.operand, data);
    default:
      return false;
  }
}

function isOfLoop({ target, key }: Expression & { kind: 'lookup' }): boolean {
  return (
    target.kind === 'name' && target.name === 'loop' && key.kind === 'constant' && OF_LOOP.includes(`${key.value}`)
  );
}

const isNumber = (node: Expression): boolean => node.kind === 'constant' && typeof node.value === 'number';

interface Bound {
  target: Target;
  /** null: whatever a macro is given. */
  by: Expression | null;
}

/** The names that are handed in, set or looped over as data, and are never anything else. */
function namesOfData(body: Statement[], context: Readonly<Record<string, unknown>>): Set<string> {
  const bound: Bound[] = [];
  collect(body, bound);
  const data = new Set([...Object.keys(context), ...bound.flatMap(({ target }) => namesIn(target))]);
  for (let before = -1; before !== data.size; ) {
    before = data.size;
    for (const { target, by } of bound) {
      if (by === null || !isValue(by, data)) for (const name of namesIn(target)) data.delete(name);
    }
  }
  return data;
}

function collect(node: unknown, bound: Bound[]): void {
  if (typeof node !== 'object' || node === null) return;
  if ('target' in node && 'items' in node) bound.push({ target: node.target as Target, by: node.items as Expression });
  if ('target' in node && 'value' in node) bound.push({ target: node.target as Target, by: node.value as Expression });
  if ('parameters' in node) {
    const { name, parameters } = node as Macro;
    for (const one of [{ name }, ...parameters]) bound.push({ target: { name: one.name }, by: null });
  }
  for (const part of Object.values(node)) collect(part, bound);
}

function namesIn(target: Target): string[] {
  if ('parts' in target) return target.parts.flatMap(namesIn);
  return 'name' in target ? [target.name] : [];
}

function loopsIn(body: Statement[]): For[] {
  return body.flatMap((statement): For[] => {
    switch (statement.kind) {
      case 'for':
        return [statement, ...loopsIn(statement.body), ...loopsIn(statement.otherwise)];
      case 'if':
        return [...loopsIn(statement.yes), ...loopsIn(statement.otherwise)];
      case 'with':
      case 'block':
        return loopsIn(statement.body);
      default:
        return [];
    }
  });
}
