/**
 * Globs for paths and names, as in shells: `*` and `?` match all characters except `/`, `[ab]`, `[a-z]` and `[!ab]` one character, `{a,b}`
 * and `{1..9}` one of several alternatives, and `**` any number of directories. `\` escapes a special character. All other characters match
 * literally.
 */

import path from 'node:path';
import { GLOBSTAR, Minimatch, type MinimatchOptions, type ParseReturnFiltered } from 'minimatch';
import { groupBy } from '../collections.ts';

/** The part of a glob between two slashes. */
export interface Segment {
  /** The only name that it matches; null for a pattern. */
  literal: string | null;
  /** Whether the segment is `**`, which matches any number of names. */
  isGlobstar: boolean;
  matches: (name: string) => boolean;
}

/** Whether a text contains a special character. */
export function isGlob(text: string): boolean {
  return /[*?[{\\]/.test(text);
}

/** Returns the glob that matches exactly this path or name. */
export function escapeGlob(text: string): string {
  return text.replace(/[*?[{\\]/g, '\\$&');
}

/**
 * Converts a path or glob of files to `/` between names. On Windows (`separator` is `\`), `\` separates names, too, because names cannot
 * contain it; before a bracket or a brace, it is an escape character.
 */
export function unifySeparators(glob: string, separator: string = path.sep): string {
  return separator === '/' ? glob : glob.replace(/\\(?![[\]{}])/g, '/');
}

/** Whether the case of file names is ignored, as on Windows. */
export const IGNORES_CASE = path.sep === '\\';

/** Creates a test for paths of files, which have `/` between names. On Windows, it ignores case. */
export function createFileMatcher(globs: readonly string[]): (file: string) => boolean {
  const unified = globs.map((glob) => unifySeparators(glob));
  const matches = createGlobMatcher(unified, IGNORES_CASE);
  // `parseGlob` reads the two slashes before a share of Windows as one.
  return (file) => matches(file.replace(/^\/\//, '/'));
}

/**
 * Creates a test for names (of entries, events, paths) against globs such as `shop-*` or `certificate.*`. An empty list matches nothing.
 */
export function createGlobMatcher(globs: readonly string[], ignoresCase = false): (name: string) => boolean {
  const plain = new Set(ignoresCase ? [] : globs.filter((glob) => !isGlob(glob) && !/^\.$|\//.test(glob)));
  const others = globs.filter((glob) => !plain.has(glob));
  const tests = others.map(
    (glob) => (ignoresCase ? null : createPrefixTest(glob)) ?? createPathTest(glob, ignoresCase),
  );
  return (name) => plain.has(name) || tests.some((matches) => matches(name));
}

/**
 * Creates a test for a glob such as `certificate.*` without the library, which takes 2 ms to compile its first glob. Returns null for a
 * glob of another form.
 */
function createPrefixTest(glob: string): ((name: string) => boolean) | null {
  const [, prefix] = /^(\w[\w.-]*)\*$/.exec(glob) ?? [];
  return prefix === undefined ? null : (name) => name.startsWith(prefix) && !name.includes('/');
}

function createPathTest(glob: string, ignoresCase: boolean): (name: string) => boolean {
  const paths = parseGlob(glob, { ignoresCase });
  return (name) => {
    const names = name.split('/');
    return paths.some((segments) =>
      isMatch(
        segments,
        names.reduce((positions, part) => advance(segments, positions, part), startMatching(segments)),
      ),
    );
  };
}

/** The maximum length of a glob; a longer one is matched literally. */
const MAX_GLOB_LENGTH = 10_000;

/** `!`, `#` and `(` are not special, and `\` is never a path separator. */
const OPTIONS: MinimatchOptions = { nonegate: true, nocomment: true, noext: true, platform: 'linux' };

export interface GlobOptions {
  /** Default: true. If false, a pattern matches a name that starts with a dot only if the pattern does, too. */
  hidden?: boolean;
  /** Whether case is ignored. Default: false. */
  ignoresCase?: boolean;
}

/** Splits a glob into segments. A glob with a `/` in braces gives several paths. */
export function parseGlob(glob: string, { hidden = true, ignoresCase = false }: GlobOptions = {}): Segment[][] {
  const set = expandGlob(glob, hidden, ignoresCase) ?? [glob.split('/')];
  const paths = set.map((parts) => parts.filter((part, index) => part !== '.' && (part !== '' || index === 0)));
  return [...groupBy(paths, getPrefixKey).values()].map((alike) => mergeAlternatives(alike, { hidden, ignoresCase }));
}

/** Expands braces. Returns null for a glob that is too long, or nested too deeply for the library. */
function expandGlob(glob: string, hidden: boolean, ignoresCase: boolean): ParseReturnFiltered[][] | null {
  if (glob.length > MAX_GLOB_LENGTH) return null;
  // `**` also matches directories if more follows, as in `**.pem`.
  const deepened = glob.replace(/\*{3,}/g, '**').replace(/(^|\/)\*\*(?=[^/*])/g, '$1**/*');
  try {
    return new Minimatch(deepened, { ...OPTIONS, dot: hidden, nocase: ignoresCase, nocaseMagicOnly: true }).set;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function getPrefixKey(parts: readonly ParseReturnFiltered[]): string {
  const isPattern = (part: ParseReturnFiltered) => typeof part === 'object';
  return parts.map((part, index) => (index === parts.length - 1 && isPattern(part) ? '' : String(part))).join('/');
}

/** Merges paths that only differ in their last pattern, such as `*.{pem,crt}`, so that each directory is read once. */
function mergeAlternatives(alike: readonly ParseReturnFiltered[][], options: Required<GlobOptions>): Segment[] {
  const [segments = [], ...others] = alike.map((parts) => parts.map((part) => createSegment(part, options)));
  if (others.length === 0) return segments;
  const lasts = [segments, ...others].flatMap((path) => path.at(-1) ?? []);
  const matches = (name: string) => lasts.some((last) => last.matches(name));
  return [...segments.slice(0, -1), { literal: null, isGlobstar: false, matches }];
}

function createSegment(part: ParseReturnFiltered, { hidden, ignoresCase }: Required<GlobOptions>): Segment {
  if (part === GLOBSTAR) return { literal: null, isGlobstar: true, matches: (name) => hidden || !name.startsWith('.') };
  if (typeof part === 'string') {
    const folded = part.toLowerCase();
    const matches = ignoresCase ? (name: string) => name.toLowerCase() === folded : (name: string) => name === part;
    return { literal: part, isGlobstar: false, matches };
  }
  return { literal: null, isGlobstar: false, matches: (name) => part.test(name) };
}

/** The state of matching: the sorted indexes of the segments that may come next. An index past the end is a match. */
export type Positions = readonly number[];

/** Returns the positions before the first name of the path. */
export function startMatching(segments: readonly Segment[]): Positions {
  return segments[0]?.isGlobstar ? skipGlobstars(segments, new Set([0])) : [0];
}

/** Returns the positions after the next name of the path. */
export function advance(segments: readonly Segment[], positions: Positions, name: string): Positions {
  // This fast path covers the common case without a set.
  const [index = 0] = positions;
  const segment = positions.length === 1 ? segments[index] : undefined;
  if (segment !== undefined && !segment.isGlobstar && segments[index + 1]?.isGlobstar !== true) {
    return segment.matches(name) ? [index + 1] : NO_POSITIONS;
  }
  const next = new Set<number>();
  for (const position of positions) {
    const { isGlobstar, matches } = segments[position] ?? PAST_THE_END;
    if (matches(name)) next.add(isGlobstar ? position : position + 1);
  }
  return skipGlobstars(segments, next);
}

const NO_POSITIONS: Positions = [];

const PAST_THE_END: Segment = { literal: null, isGlobstar: false, matches: () => false };

/** Adds the positions after `**`, which also matches zero directories. The loop visits the positions that it adds, too. */
function skipGlobstars(segments: readonly Segment[], positions: Set<number>): Positions {
  for (const index of positions) if (segments[index]?.isGlobstar) positions.add(index + 1);
  return [...positions].sort((a, b) => a - b);
}

/** Whether the names so far match the whole glob. */
export function isMatch(segments: readonly Segment[], positions: Positions): boolean {
  return positions.includes(segments.length);
}

/** Returns the same as `isMatch(segments, advance(segments, positions, name))`, but faster, for directories with many files. */
export function isMatchAfter(segments: readonly Segment[], positions: Positions, name: string): boolean {
  for (const index of positions) {
    const segment = segments[index];
    if (segment === undefined || !(segment.isGlobstar || segment.matches(name))) continue;
    let next = index + 1;
    while (segments[next]?.isGlobstar) next += 1;
    if (next === segments.length) return true;
  }
  return false;
}
