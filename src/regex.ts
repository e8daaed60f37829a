/**
 * Regular expressions of conditions: Python's syntax, as NetBox's `regex` has it, matched in time linear in the
 * text. The texts come from strangers' certificates, and a backtracking matcher could be held up by one of them;
 * hence the expression is compiled to a nondeterministic automaton (Thompson's construction) that is run over the
 * text once. What an automaton cannot do, lookaround and backreferences, is refused.
 */

type Test = (character: string) => boolean;
type Assertion = (before: string | undefined, after: string | undefined) => boolean;

type Node =
  | { kind: 'character'; test: Test }
  | { kind: 'assertion'; test: Assertion }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; parts: Node[] }
  | { kind: 'repeat'; part: Node; min: number; max: number };

type Instruction =
  | { op: 'character'; test: Test }
  | { op: 'assertion'; test: Assertion }
  | { op: 'fork'; to: number[] }
  | { op: 'accept' };

/** An expression's size after counted repetitions are written out. */
const LARGEST_PROGRAM = 5_000;

/** Thrown by the parser and caught in `compileRegex`; the message is in our words. */
class RegexProblem extends Error {}

export type CompiledRegex = { ok: true; matchesStart: (text: string) => boolean } | { ok: false; problem: string };

/**
 * Compiles an expression for Python's `re.match`: it must match from the start of a text, not up to its end.
 * Case and newlines follow the flags `(?i)` and `(?s)` at the head; `problem` says why it cannot be used.
 */
export function compileRegex(source: string): CompiledRegex {
  try {
    const program = assemble(parse(source));
    return { ok: true, matchesStart: (text) => run(program, text) };
  } catch (error) {
    if (error instanceof RegexProblem) return { ok: false, problem: error.message };
    if (error instanceof RangeError) return { ok: false, problem: 'it is nested too deeply' };
    throw error;
  }
}

// -------------------------------------------------------------------------------------------------- parsing

interface Reader {
  characters: string[];
  at: number;
  ignoreCase: boolean;
  dotMatchesNewline: boolean;
}

function parse(source: string): Node {
  const flags = /^\(\?([a-zA-Z]+)\)/.exec(source)?.[1] ?? '';
  const unknown = [...flags].find((flag) => !'isu'.includes(flag));
  if (unknown !== undefined) throw new RegexProblem(`the flag (?${unknown}) is not supported: only i and s are`);
  const reader: Reader = {
    characters: [...source.slice(flags === '' ? 0 : flags.length + 3)],
    at: 0,
    ignoreCase: flags.includes('i'),
    dotMatchesNewline: flags.includes('s'),
  };
  const node = choice(reader);
  if (reader.at < reader.characters.length) throw new RegexProblem('a ) has no ( before it');
  return node;
}

const peek = (reader: Reader, offset = 0) => reader.characters[reader.at + offset];

function take(reader: Reader, expected: string): boolean {
  const found = [...expected].every((character, index) => peek(reader, index) === character);
  if (found) reader.at += expected.length;
  return found;
}

function choice(reader: Reader): Node {
  const parts = [sequence(reader)];
  while (take(reader, '|')) parts.push(sequence(reader));
  return parts.length === 1 ? (parts[0] as Node) : { kind: 'choice', parts };
}

function sequence(reader: Reader): Node {
  const parts: Node[] = [];
  for (let next = peek(reader); next !== undefined && next !== '|' && next !== ')'; next = peek(reader)) {
    parts.push(repetition(reader));
  }
  return { kind: 'sequence', parts };
}

const QUANTIFIER = /^\{(\d*)(,?)(\d*)\}/;

function repetition(reader: Reader): Node {
  const part = atom(reader);
  const bounds = quantifier(reader);
  if (bounds === null) return part;
  take(reader, '?'); // lazy or greedy is all one where only a match or none is asked for
  if (peek(reader) === '+' || quantifier(reader) !== null) throw new RegexProblem('a repetition is itself repeated');
  if (bounds.min > bounds.max) throw new RegexProblem('a repetition has its bounds the wrong way round');
  return { kind: 'repeat', part, ...bounds };
}

function quantifier(reader: Reader): { min: number; max: number } | null {
  if (take(reader, '*')) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (take(reader, '+')) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (take(reader, '?')) return { min: 0, max: 1 };
  const counted = QUANTIFIER.exec(reader.characters.slice(reader.at, reader.at + 16).join(''));
  if (counted === null || (counted[1] === '' && counted[3] === '')) return null;
  reader.at += counted[0].length;
  const min = Number(counted[1]);
  if (counted[2] === '') return { min, max: min };
  return { min, max: counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]) };
}

function atom(reader: Reader): Node {
  const character = peek(reader) as string;
  reader.at += 1;
  if (character === '(') return group(reader);
  if (character === '[') return { kind: 'character', test: characterClass(reader) };
  if (character === '.') {
    const everything = reader.dotMatchesNewline;
    return { kind: 'character', test: (c) => everything || c !== '\n' };
  }
  if (character === '^') return { kind: 'assertion', test: (before) => before === undefined };
  if (character === '$') return { kind: 'assertion', test: (_, after) => after === undefined };
  if ('*+?'.includes(character)) throw new RegexProblem(`nothing stands before a ${character}`);
  if (character === '\\') return escaped(reader);
  return { kind: 'character', test: literal(character, reader.ignoreCase) };
}

function group(reader: Reader): Node {
  if (take(reader, '?')) {
    const named = /^(P?<[A-Za-z_]\w*>|:)/.exec(reader.characters.slice(reader.at, reader.at + 80).join(''));
    if (named === null) throw new RegexProblem('a group with (? is not supported: lookaround, references or flags');
    reader.at += named[0].length;
  }
  const node = choice(reader);
  if (!take(reader, ')')) throw new RegexProblem('a ( is not closed');
  return node;
}

const CLASSES: Record<string, RegExp> = {
  d: /^\p{Nd}$/u,
  D: /^\P{Nd}$/u,
  w: /^[\p{L}\p{N}_]$/u,
  W: /^[^\p{L}\p{N}_]$/u,
  s: /^\s$/u,
  S: /^\S$/u,
};
const CONTROLS: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', a: '\x07', '0': '\0' };

const isWord = (character: string | undefined) => character !== undefined && (CLASSES.w as RegExp).test(character);

function escaped(reader: Reader): Node {
  const ASSERTIONS: Record<string, Assertion> = {
    A: (before) => before === undefined,
    Z: (_, after) => after === undefined,
    b: (before, after) => isWord(before) !== isWord(after),
    B: (before, after) => isWord(before) === isWord(after),
  };
  const assertion = Object.hasOwn(ASSERTIONS, peek(reader) ?? '') ? ASSERTIONS[peek(reader) as string] : undefined;
  if (assertion !== undefined) {
    reader.at += 1;
    return { kind: 'assertion', test: assertion };
  }
  const item = escapedCharacter(reader);
  return { kind: 'character', test: typeof item === 'string' ? literal(item, reader.ignoreCase) : item };
}

/** What a backslash and its character stand for: one character, or a class of them. */
function escapedCharacter(reader: Reader): string | Test {
  const character = peek(reader);
  if (character === undefined) throw new RegexProblem('it ends in a lone backslash');
  reader.at += 1;
  const named = Object.hasOwn(CLASSES, character) ? CLASSES[character] : undefined;
  if (named !== undefined) return (c) => named.test(c);
  if (Object.hasOwn(CONTROLS, character)) return CONTROLS[character] as string;
  if (character === 'x' || character === 'u') {
    const digits = reader.characters.slice(reader.at, reader.at + (character === 'x' ? 2 : 4)).join('');
    if (!/^([0-9a-fA-F]{2}){1,2}$/.test(digits)) throw new RegexProblem(`\\${character} wants hexadecimal digits`);
    reader.at += digits.length;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  if (/[A-Za-z0-9]/.test(character)) throw new RegexProblem(`\\${character} is not supported`);
  return character;
}

function literal(character: string, ignoreCase: boolean): Test {
  if (!ignoreCase) return (c) => c === character;
  const folded = character.toLowerCase();
  return (c) => c.toLowerCase() === folded;
}

function characterClass(reader: Reader): Test {
  const negated = take(reader, '^');
  const tests: Test[] = [];
  for (let first = true; first || peek(reader) !== ']'; first = false) {
    const from = classItem(reader);
    const isRange = peek(reader) === '-' && peek(reader, 1) !== ']' && typeof from === 'string';
    if (!isRange) {
      tests.push(typeof from === 'string' ? literal(from, reader.ignoreCase) : from);
      continue;
    }
    reader.at += 1;
    const to = classItem(reader);
    if (typeof to !== 'string' || to < from) throw new RegexProblem('a range in [ ] has no order');
    tests.push(range(from, to, reader.ignoreCase));
  }
  reader.at += 1;
  return (c) => tests.some((test) => test(c)) !== negated;
}

function classItem(reader: Reader): string | Test {
  const character = peek(reader);
  if (character === undefined) throw new RegexProblem('a [ is not closed');
  reader.at += 1;
  if (character !== '\\') return character;
  if (take(reader, 'b')) return '\b';
  return escapedCharacter(reader);
}

function range(from: string, to: string, ignoreCase: boolean): Test {
  const inside = (c: string) => c >= from && c <= to;
  return ignoreCase ? (c) => inside(c.toLowerCase()) || inside(c.toUpperCase()) : inside;
}

// ------------------------------------------------------------------------------------------------ the automaton

function assemble(node: Node): Instruction[] {
  const program: Instruction[] = [];
  emit(node, program);
  program.push({ op: 'accept' });
  return program;
}

function emit(node: Node, program: Instruction[]): void {
  if (program.length > LARGEST_PROGRAM) throw new RegexProblem('its counted repetitions are too large');
  switch (node.kind) {
    case 'character':
    case 'assertion':
      program.push(
        node.kind === 'character' ? { op: 'character', test: node.test } : { op: node.kind, test: node.test },
      );
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, program);
      return;
    case 'choice':
      emitChoice(node.parts, program);
      return;
    case 'repeat':
      emitRepeat(node, program);
  }
}

function emitChoice(parts: Node[], program: Instruction[]): void {
  const fork = { op: 'fork' as const, to: [] as number[] };
  program.push(fork);
  const ends: { op: 'fork'; to: number[] }[] = [];
  for (const part of parts) {
    fork.to.push(program.length);
    emit(part, program);
    const end = { op: 'fork' as const, to: [] as number[] };
    program.push(end);
    ends.push(end);
  }
  for (const end of ends) end.to.push(program.length);
}

function emitRepeat({ part, min, max }: { part: Node; min: number; max: number }, program: Instruction[]): void {
  for (let count = 0; count < min; count++) emit(part, program);
  if (max === Number.POSITIVE_INFINITY) {
    const start = program.length;
    const fork = { op: 'fork' as const, to: [start + 1] };
    program.push(fork);
    emit(part, program);
    program.push({ op: 'fork', to: [start] });
    fork.to.push(program.length);
    return;
  }
  const skips: { op: 'fork'; to: number[] }[] = [];
  for (let count = min; count < max; count++) {
    const skip = { op: 'fork' as const, to: [program.length + 1] };
    program.push(skip);
    skips.push(skip);
    emit(part, program);
  }
  for (const skip of skips) skip.to.push(program.length);
}

function run(program: Instruction[], text: string): boolean {
  const characters = [...text];
  let states = [0];
  for (let at = 0; at <= characters.length && states.length > 0; at++) {
    const reached = follow(program, states, characters[at - 1], characters[at]);
    if (reached === 'accepted') return true;
    const character = characters[at];
    if (character === undefined) return false;
    states = reached.filter((state) => (program[state] as { test: Test }).test(character)).map((state) => state + 1);
  }
  return false;
}

/** The character tests that are reached from these states without reading a character. */
function follow(program: Instruction[], states: number[], before?: string, after?: string): number[] | 'accepted' {
  const seen = new Set<number>();
  const reached: number[] = [];
  const pending = [...states];
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    const instruction = program[state] as Instruction;
    if (instruction.op === 'accept') return 'accepted';
    if (instruction.op === 'character') reached.push(state);
    else if (instruction.op === 'fork') pending.push(...instruction.to);
    else if (instruction.test(before, after)) pending.push(state + 1);
  }
  return reached;
}
