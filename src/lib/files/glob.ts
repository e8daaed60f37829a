/**
 * Globs, of paths and of names, as shells read them: `*` and `?` for what is no `/`, `[ab]`, `[a-z]` and `[!ab]` for one
 * character, `{a,b}` and `{1..9}` for one of several texts, `**` for any number of folders, and `\` before what shall stand
 * for itself. All else does.
 */

import { GLOBSTAR, Minimatch, type MinimatchOptions, type ParseReturnFiltered } from 'minimatch';
import { groupBy } from '../collections.ts';

/** What stands between the slashes of a path's glob. */
export interface Segment {
  /** The one name that it matches; null where it is a pattern. */
  literal: string | null;
  /** `**`: any number of names. */
  isGlobstar: boolean;
  matches: (name: string) => boolean;
}

/** Whether a text has a character with which a glob says something. */
export function isGlob(text: string): boolean {
  return /[*?[{\\]/.test(text);
}

/** The glob that means a path or name alone, whatever is in it. */
export function escapeGlob(text: string): string {
  return text.replace(/[*?[{\\]/g, '\\$&');
}

/** A test for names (of entries, events, paths) against globs such as `shop-*` or `certificate.*`; none matches nothing. */
export function createGlobMatcher(globs: readonly string[]): (name: string) => boolean {
  const plain = new Set(globs.filter((glob) => !isGlob(glob) && !/^\.$|\//.test(glob)));
  const paths = globs.filter((glob) => !plain.has(glob)).flatMap((glob) => parseGlob(glob));
  if (paths.length === 0) return (name) => plain.has(name);
  return (name) => {
    if (plain.has(name)) return true;
    const names = name.split('/');
    return paths.some((segments) =>
      isMatch(
        segments,
        names.reduce((at, one) => advance(segments, at, one), startMatching(segments)),
      ),
    );
  };
}

/** What is longer is taken for a plain text, which is the name of nothing. */
const MAX_GLOB_LENGTH = 10_000;

/** Neither `!`, `#` nor `(` says anything, and a `\` is no slash on any system. */
const OPTIONS: MinimatchOptions = { nonegate: true, nocomment: true, noext: true, platform: 'linux' };

/**
 * The paths that a glob means, in segments: there are several where a `/` stands in braces. `hidden` false: what begins with a
 * dot is matched only by what is written with one.
 */
export function parseGlob(glob: string, hidden = true): Segment[][] {
  const set = expandGlob(glob, hidden) ?? [glob.split('/')];
  const paths = set.map((parts) => parts.filter((part, index) => part !== '.' && (part !== '' || index === 0)));
  return [...groupBy(paths, getPrefixKey).values()].map((alike) => mergeAlternatives(alike, hidden));
}

/** Null for a glob that is too long, or too deep for the library's stack. */
function expandGlob(glob: string, hidden: boolean): ParseReturnFiltered[][] | null {
  if (glob.length > MAX_GLOB_LENGTH) return null;
  // With more behind it, as in `**.pem`, it leads deeper too.
  const deepened = glob.replace(/\*{3,}/g, '**').replace(/(^|\/)\*\*(?=[^/*])/g, '$1**/*');
  try {
    return new Minimatch(deepened, { ...OPTIONS, dot: hidden }).set;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function getPrefixKey(parts: readonly ParseReturnFiltered[]): string {
  const isPattern = (part: ParseReturnFiltered) => typeof part === 'object';
  return parts.map((part, index) => (index === parts.length - 1 && isPattern(part) ? '' : String(part))).join('/');
}

/** Paths that differ in their last pattern alone, as those of `*.{pem,crt}`, are one: what is before it is walked once. */
function mergeAlternatives(alike: readonly ParseReturnFiltered[][], hidden: boolean): Segment[] {
  const [segments = [], ...others] = alike.map((parts) => parts.map((part) => createSegment(part, hidden)));
  if (others.length === 0) return segments;
  const lasts = [segments, ...others].flatMap((path) => path.at(-1) ?? []);
  const matches = (name: string) => lasts.some((last) => last.matches(name));
  return [...segments.slice(0, -1), { literal: null, isGlobstar: false, matches }];
}

function createSegment(part: ParseReturnFiltered, hidden: boolean): Segment {
  if (part === GLOBSTAR) return { literal: null, isGlobstar: true, matches: (name) => hidden || !name.startsWith('.') };
  if (typeof part === 'string') return { literal: part, isGlobstar: false, matches: (name) => name === part };
  return { literal: null, isGlobstar: false, matches: (name) => part.test(name) };
}

/** How far into its segments a glob may be: their indexes, in order; one after the last means a match. */
export type Positions = readonly number[];

export function startMatching(segments: readonly Segment[]): Positions {
  return segments[0]?.isGlobstar ? skipGlobstars(segments, new Set([0])) : [0];
}

/** Where it may be after one more name of the path. */
export function advance(segments: readonly Segment[], at: Positions, name: string): Positions {
  const [only] = at;
  const segment = at.length === 1 ? segments[only as number] : undefined;
  if (segment !== undefined && !segment.isGlobstar && segments[(only as number) + 1]?.isGlobstar !== true) {
    return segment.matches(name) ? [(only as number) + 1] : NO_POSITIONS;
  }
  const next = new Set<number>();
  for (const index of at) {
    const { isGlobstar: deep, matches } = segments[index] ?? PAST_THE_END;
    if (matches(name)) next.add(deep ? index : index + 1);
  }
  return skipGlobstars(segments, next);
}

const NO_POSITIONS: Positions = [];

/** After the last. */
const PAST_THE_END: Segment = { literal: null, isGlobstar: false, matches: () => false };

/** `**` may stand for no folder at all; what is added while it is gone through is gone through too. */
function skipGlobstars(segments: readonly Segment[], at: Set<number>): Positions {
  for (const index of at) if (segments[index]?.isGlobstar) at.add(index + 1);
  return [...at].sort((a, b) => a - b);
}

export function isMatch(segments: readonly Segment[], at: Positions): boolean {
  return at.includes(segments.length);
}

/** Whether it is a match after one more name: as `isEnd` of a `step`, but for what is looked at in large numbers. */
export function isMatchAfter(segments: readonly Segment[], at: Positions, name: string): boolean {
  for (const index of at) {
    const segment = segments[index];
    if (segment === undefined || !(segment.isGlobstar || segment.matches(name))) continue;
    let next = index + 1;
    while (segments[next]?.isGlobstar) next += 1;
    if (next === segments.length) return true;
  }
  return false;
}
