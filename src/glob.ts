/**
 * Globs, of paths and of names: `*` and `?` for what is no `/`, `[ab]`, `[a-z]` and `[!ab]` for one character, `{a,b}`
 * and `{1..9}` for one of several texts, `**` for any number of folders, and `\` before what shall stand for itself. All
 * else does. Matching takes time that grows with the lengths, never with the ways in which the parts could match.
 */

import { groupAt, wildcard } from './wildcards.ts';

/** What stands between the slashes of a path's glob. */
export interface Segment {
  /** As written. */
  text: string;
  /** The one name that it matches; null where it is a pattern. */
  literal: string | null;
  /** `**`: any number of names. */
  deep: boolean;
  matches: (name: string) => boolean;
}

/** Whether a text has a character with which a glob says something. */
export function isGlob(text: string): boolean {
  return /[*?[{\\]/.test(text);
}

/** A test for names (of entries, events, paths) against globs such as `shop-*` or `certificate.*`; none matches nothing. */
export function globMatcher(globs: readonly string[]): (name: string) => boolean {
  const paths = globs.flatMap(pathsOf);
  if (paths.length === 0) return () => false;
  return (name) => {
    const names = name.split('/');
    return paths.some((segments) =>
      isEnd(
        segments,
        names.reduce((at, one) => step(segments, at, one), start(segments)),
      ),
    );
  };
}

/** What is longer, or means more paths, is taken for a plain text, which is the name of nothing. */
const LONGEST = 10_000;
const MOST_PATHS = 1000;

/** The paths that a glob means, in segments: braces in which a `/` stands are written out. */
export function pathsOf(glob: string): Segment[][] {
  const written: string[] = [];
  for (const path of glob.length > LONGEST ? [] : writtenOut(glob)) {
    if (written.push(path) > MOST_PATHS) break;
  }
  if (written.length === 0 || written.length > MOST_PATHS) return [glob.split('/').map(literalSegment)];
  return written.map((path) => normalised(path).flatMap(segmentsOf));
}

function* writtenOut(glob: string): Generator<string> {
  for (let at = 0; at < glob.length; at += glob[at] === '\\' ? 2 : 1) {
    const group = glob[at] === '{' ? groupAt(glob, at) : null;
    if (group === null) continue;
    if (group.parts.length > 1 && glob.slice(at, group.end).includes('/')) {
      for (const part of group.parts) yield* writtenOut(glob.slice(0, at) + part + glob.slice(group.end));
      return;
    }
    at = group.end - 1;
  }
  yield glob;
}

/** Without `.`, empty parts, and folders that are left again. */
function normalised(path: string): string[] {
  const names: string[] = [];
  for (const [index, name] of path.split('/').entries()) {
    const before = names.at(-1);
    if (name === '.' || (name === '' && index > 0)) continue;
    if (name === '..' && before !== undefined && before !== '..' && before !== '**') {
      if (before !== '') names.pop();
    } else names.push(name);
  }
  return names;
}

/** `**` with more behind it, as in `**.pem`, leads deeper too. */
function segmentsOf(text: string): Segment[] {
  if (/^\*\*+$/.test(text)) return [{ text, literal: null, deep: true, matches: () => true }];
  if (text.startsWith('**')) return [...segmentsOf('**'), ...segmentsOf(text.replace(/^\*+/, '*'))];
  const meaning = wildcard(text);
  if (typeof meaning === 'string') return [{ ...literalSegment(meaning), text }];
  return [{ text, literal: null, deep: false, matches: meaning }];
}

function literalSegment(text: string): Segment {
  return { text, literal: text, deep: false, matches: (name) => name === text };
}

/** How far into its segments a glob may be: their indexes, in order; one after the last means a match. */
export type At = readonly number[];

export function start(segments: readonly Segment[]): At {
  return segments[0]?.deep ? withNothing(segments, new Set([0])) : [0];
}

/** Where it may be after one more name of the path. */
export function step(segments: readonly Segment[], at: At, name: string): At {
  const [only] = at;
  const segment = at.length === 1 ? segments[only as number] : undefined;
  if (segment !== undefined && !segment.deep && segments[(only as number) + 1]?.deep !== true) {
    return segment.matches(name) ? [(only as number) + 1] : NOWHERE;
  }
  const next = new Set<number>();
  for (const index of at) {
    if (segments[index]?.deep) next.add(index);
    else if (segments[index]?.matches(name)) next.add(index + 1);
  }
  return withNothing(segments, next);
}

const NOWHERE: At = [];

/** `**` may stand for no folder at all; what is added while it is gone through is gone through too. */
function withNothing(segments: readonly Segment[], at: Set<number>): At {
  for (const index of at) if (segments[index]?.deep) at.add(index + 1);
  return [...at].sort((a, b) => a - b);
}

export function isEnd(segments: readonly Segment[], at: At): boolean {
  return at.includes(segments.length);
}
