/** The inputs of a scan besides its manifest: the selection of certificates, the time, and the user. */

import { randomUUID } from 'node:crypto';
import { hasRegex } from '../domain/conditions/evaluate.ts';
import type { Entry, Rule, ScanContext } from '../domain/index.ts';
import type { EventLog } from '../generated/event-log.ts';
import { AppError } from '../lib/app-error.ts';
import { createGlobMatcher } from '../lib/files/glob.ts';
import type { Io } from '../lib/io.ts';
import { loadRegexCompiler, type RegexCompiler } from '../lib/python-regex.ts';
import { suggest } from '../lib/text/did-you-mean.ts';
import { trimEnd } from '../lib/text/trim.ts';

/**
 * Creates a test for the names of the entries to scan, of the manifest `file`. `only` are names or globs, each of which must match an
 * entry; empty: all. Throws AppError `only-matches-nothing`.
 */
export function createSelection(
  entries: readonly Pick<Entry, 'name'>[],
  only: readonly string[],
  file: string,
): (entry: string) => boolean {
  if (only.length === 0) return () => true;
  const names = entries.map(({ name }) => name);
  for (const pattern of only) {
    if (names.some(createGlobMatcher([pattern]))) continue;
    throw new AppError('only-matches-nothing', `no certificate in ${file} has a name that matches ${pattern}`, {
      hint: suggestName(pattern, names),
    });
  }
  return createGlobMatcher(only);
}

function suggestName(pattern: string, names: readonly string[]): string {
  if (/\.ya?ml$/i.test(pattern)) return `To use another manifest, use --manifest ${pattern}.`;
  const similar = suggest(pattern, names);
  if (similar !== undefined) return `Did you mean ${similar}?`;
  return 'Use a name from the manifest, or a glob such as shop-*, quoted so that the shell does not expand it.';
}

/**
 * Resolves the time of a scan in milliseconds. A scheduled scan uses the time at which it was due, but not a time before the last recorded
 * scan: otherwise, after a manual scan, a late scheduled scan would send the same notifications again.
 */
export function resolveScanTime(due: number | null, { scans }: EventLog, start: number): number {
  if (due === null) return start;
  const last = scans.last === undefined ? due : Date.parse(scans.last.scanned_at);
  return Math.min(Math.max(due, last), start);
}

/** Creates the context, with the user and the URL of the workflow run, if there is one. `now`: milliseconds. */
export function createScanContext(now: number, { env }: Pick<Io, 'env'>): ScanContext {
  const { GITHUB_ACTOR, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL, USER } = env;
  const server = GITHUB_SERVER_URL || 'https://github.com';
  const isRun = GITHUB_REPOSITORY && GITHUB_RUN_ID;
  return {
    scan_id: randomUUID(),
    now,
    username: GITHUB_ACTOR || USER || null,
    repository: GITHUB_REPOSITORY || null,
    run_url: isRun ? `${trimEnd(server, '/')}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : null,
  };
}

/** Loads the regex engine, only if a rule has a regular expression. */
export async function loadRuleRegexes(rules: readonly Rule[]): Promise<RegexCompiler | null> {
  const isNeeded = rules.some(({ conditions }) => conditions !== null && hasRegex(conditions));
  return isNeeded ? await loadRegexCompiler() : null;
}
