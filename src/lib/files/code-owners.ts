/** Reads CODEOWNERS, and finds the owner of a path in a repository. */

import { createGlobMatcher } from './glob.ts';

/** The paths at which GitHub and GitLab search for the file, in this order. */
export const CODE_OWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/**
 * Creates a function that finds the first owner of a path; null if it has none. The last matching line applies. Texts that cannot be an
 * account or an address are skipped.
 */
export function createOwnerFinder(text: string): (path: string) => string | null {
  const rules = text.split(/\r?\n/).flatMap(parseRule).reverse();
  return (path) => rules.find(({ matches }) => matches(path))?.owner ?? null;
}

interface OwnerRule {
  matches: (path: string) => boolean;
  /** The owner; null if the line removes it. */
  owner: string | null;
}

/** A user, a team, or a group of GitLab, which may be nested. A role of GitLab, such as `@@developer`, is no one in particular. */
const ACCOUNT = /^@[A-Za-z0-9][\w.-]*(?:\/[\w.-]+)*$/;
const EMAIL = /^[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;

/** Parses a line; comments, and section headings of GitLab, have no rule. */
function parseRule(line: string): OwnerRule[] {
  const [text = ''] = line.split(/\s#/, 1);
  const [pattern, ...owners] = text.trim().split(/\s+/);
  if (!pattern || /^[#![^]/.test(pattern)) return [];
  const owner = owners.find((one) => ACCOUNT.test(one) || EMAIL.test(one)) ?? null;
  return [{ matches: createGlobMatcher(toGlobs(pattern)), owner }];
}

/**
 * Converts a pattern to globs. As in .gitignore, a pattern with a slash is relative to the root, and a directory includes everything below
 * it.
 */
function toGlobs(pattern: string): string[] {
  const isDirectory = pattern.endsWith('/');
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '');
  const isRooted = pattern.slice(0, -1).includes('/');
  const base = isRooted ? bare : `**/${bare}`;
  // A pattern such as `docs/*` matches only files, not directories below.
  if (!isDirectory && isRooted && bare.endsWith('/*')) return [base];
  return isDirectory ? [`${base}/**`] : [base, `${base}/**`];
}
