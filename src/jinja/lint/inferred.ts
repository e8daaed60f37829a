/** What is known of an expression, and what there is to say about a template once all of it was read. */

import { suggest } from '../../lib/did-you-mean.ts';
import type { Position } from '../ast.ts';
import type { TemplateErrorCode, TreeProblem } from '../errors.ts';
import type { OutputMode } from '../escape-modes.ts';
import { conversionsOf } from '../python/format.ts';
import { type Kind, memberShape, type Shape } from './shapes.ts';

/** Where a value is null or missing: itself, or what it is a member of. */
export interface Gap {
  path: string;
  is: 'null' | 'missing';
  kind: Kind;
  isRare: boolean;
}

export interface Known {
  shape: Shape;
  /** As it is written, where it is a variable or a member of one. */
  path: string | null;
  gap: Gap | null;
  /** A text that is escaped in Jinja2 and here, or was until something was done with it that keeps it so in Jinja2 alone. */
  markup: 'is' | 'was' | null;
  /** A text that the template writes out. */
  text: string | null;
  /** Of a tuple that it writes out. */
  parts: readonly Known[] | null;
}

/** A problem that is none where the template asks about the path somewhere: by `if`, or by `is defined` alone. */
interface Doubt extends TreeProblem {
  unless: { path: string; isAsked: 'in any way' | 'for being there' } | null;
}

/** What is gathered while a template is walked through. */
export interface Findings {
  mode: OutputMode;
  doubts: Doubt[];
  /** Paths that the template asks about, and those of which it asks whether they are there. */
  asked: Set<string>;
  expected: Set<string>;
}

export function of(shape: Shape, path: string | null = null, gap: Gap | null = null): Known {
  const own = shape.mayBe !== undefined && path !== null ? gapAt(path, shape.mayBe) : null;
  return { shape, path, gap: own ?? gap, markup: null, text: null, parts: null };
}

function gapAt(path: string, mayBe: NonNullable<Shape['mayBe']>): Gap {
  const isMissing = mayBe === 'missing';
  const kind = isMissing ? 'undefined' : 'null';
  return { path, is: isMissing ? 'missing' : 'null', kind, isRare: mayBe === 'rarely' };
}

/** A member of what may be null is missing there; of what may be missing Jinja2 has no member, and that is told itself. */
export function memberOf({ shape, path, gap }: Known, key: string | number): Known | null {
  const member = memberShape(shape, key);
  if (member === undefined) return null;
  const inherited: Gap | null = gap?.kind === 'null' ? { ...gap, kind: 'undefined' } : null;
  return of(member, path === null ? null : pathTo(path, key), inherited);
}

export function pathTo(path: string, key: string | number): string {
  return typeof key === 'number' || !/^\w+$/.test(key) ? `${path}[${JSON.stringify(key)}]` : `${path}.${key}`;
}

export function tell(
  findings: Findings,
  { line, column }: Position,
  code: TemplateErrorCode,
  what: string,
  unless: Doubt['unless'] = null,
): void {
  findings.doubts.push({ code, what, line, column, unless });
}

export const unlike = (findings: Findings, at: Position, what: string): void =>
  tell(findings, at, 'template-unlike-jinja', what);

/** Tells that Jinja2 fails at `what`, where it does so at some kind that the value is, or is more often than rarely. */
export function failing(
  findings: Findings,
  at: Position,
  known: Known,
  what: string,
  fails: (kind: Kind) => boolean,
): void {
  const { shape, gap } = known;
  if (shape.kind !== 'undefined' && fails(shape.kind)) {
    unlike(findings, at, `it fails at ${what}, which does not fit ${A_KIND[shape.kind]}`);
    return;
  }
  if (gap === null || gap.isRare || !fails(gap.kind)) return;
  const doubt = `it fails at ${what} where ${shown(gap.path)} is ${gap.is}`;
  tell(findings, at, 'template-unlike-jinja', doubt, { path: gap.path, isAsked: 'in any way' });
}

const A_KIND: Record<Kind, string> = {
  anything: 'this value',
  null: 'null',
  undefined: 'what is missing',
  boolean: 'a boolean',
  number: 'a number',
  text: 'a text',
  list: 'a list',
  dict: 'a dict',
  function: 'a function',
};

/** `"%s of %d" % (a, b)`: as many values as the format takes, and numbers where it wants them. */
export function checkFormat(findings: Findings, at: Position, format: Known, given: readonly Known[]): void {
  if (format.markup !== null) unlike(findings, at, 'it escapes what is put into an escaped text');
  const wanted = format.text === null ? null : conversionsOf(format.text);
  if (wanted === null) return;
  if (wanted.length !== given.length && !given.some(({ shape }) => shape.kind === 'dict')) {
    unlike(findings, at, `it fails at a format that takes ${wanted.length} values and is given ${given.length}`);
  }
  for (const [place, known] of given.entries()) {
    const letter = wanted[place] ?? 's';
    if (!/[srac]/.test(letter)) failing(findings, at, known, `%${letter}`, isNoNumber);
  }
}

const isNoNumber = (kind: Kind): boolean => ['null', 'undefined', 'text', 'list', 'dict'].includes(kind);

interface Name {
  name: string;
  /** With what it was asked of, where that has a name. */
  path: string | null;
  of: Known | null;
  /** The names that there are. */
  known: Iterable<string>;
}

/** Tells of a name that is not there, with the one that may be meant. */
export function unknownName(findings: Findings, at: Position, { name, path, of: owner, known }: Name): void {
  const near = suggest(name, known);
  const meant = near === undefined ? '' : `; did you mean ${near}?`;
  const holder =
    owner === null ? 'there is no' : `${owner.path === null ? A_KIND[owner.shape.kind] : shown(owner.path)} has no`;
  const unless = path === null ? null : ({ path, isAsked: 'for being there' } as const);
  tell(findings, at, 'template-unknown-name', `${holder} ${shown(name)}${meant}`, unless);
}

const LONGEST_SHOWN = 60;
export const shown = (path: string): string =>
  path.length > LONGEST_SHOWN ? `${path.slice(0, LONGEST_SHOWN)}…` : path;

/** What remains, once it is known what the template asks about. */
export function settled({ doubts, asked, expected }: Findings): TreeProblem[] {
  const isSaid = ({ unless }: Doubt) => {
    if (unless === null) return false;
    return expected.has(unless.path) || (unless.isAsked === 'in any way' && asked.has(unless.path));
  };
  return doubts.filter((doubt) => !isSaid(doubt)).map(({ unless: _, ...problem }) => problem);
}
