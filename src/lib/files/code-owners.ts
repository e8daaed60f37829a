/** Reads CODEOWNERS: who owns a path of a repository. */

import { createGlobMatcher } from './glob.ts';

/** Where GitHub and GitLab look for the file, in this order. */
export const CODE_OWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** A function that finds the first owner of a path; null if it has none. The last matching line applies. */
export function createOwnerFinder(text: string): (path: string) => string | null {
  const rules = text.split(/\r?\n/).flatMap(parseRule).reverse();
  return (path) => rules.find(({ matches }) => matches(path))?.owner ?? null;
}

interface OwnerRule {
  matches: (path: string) => boolean;
  /** null: the line takes the owner away. */
  owner: string | null;
}

/** Empty for comments, and for section headings of GitLab. */
function parseRule(line: string): OwnerRule[] {
  const [text = ''] = line.split(/\s#/, 1);
  const [pattern, ...owners] = text.trim().split(/\s+/);
  if (!pattern || /^[#![^]/.test(pattern)) return [];
  const owner = owners.find((one) => /^@|^[^\s@]+@[^\s@]+$/.test(one)) ?? null;
  return [{ matches: createGlobMatcher(toGlobs(pattern)), owner }];
}

/** As in .gitignore: a pattern with a slash is relative to the root, and a directory includes everything below it. */
function toGlobs(pattern: string): string[] {
  const isDirectory = pattern.endsWith('/');
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '');
  const isRooted = pattern.slice(0, -1).includes('/');
  const base = isRooted ? bare : `**/${bare}`;
  // `docs/*` has only files, not directories below.
  if (!isDirectory && isRooted && bare.endsWith('/*')) return [base];
  return isDirectory ? [`${base}/**`] : [base, `${base}/**`];
}
