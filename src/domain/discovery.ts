/** What the manifest says about discovery: which files and domains count, and what is known and left out. */

import { createGlobMatcher } from '../lib/files/glob.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import type { IsoTime, Position } from './common.ts';

/** Leaves out what matches all of `host`, `domain` and `file`; null: anything. */
export interface DiscoveryIgnore {
  /** Lower case, in ASCII. A glob: `*.example.org` matches all names in example.org. */
  host: string | null;
  /** Lower case, in ASCII: the domain and all names in it. */
  domain: string | null;
  /** A path, directory or glob, relative to the manifest's directory. */
  file: string | null;
  reason: string;
  /** From then on it has no effect; null: never. */
  until: IsoTime | null;
  position: Position;
}

export interface DiscoverySettings {
  /** Paths, directories and globs that are not read, relative to the manifest's directory. */
  exclude: string[];
  /** Lower case, in ASCII. Names outside of these domains belong to others. Empty: all are ours. */
  domains: string[];
  ignore: DiscoveryIgnore[];
  /** Whether a pull request that adds what no entry watches fails. */
  require: boolean;
}

/** One place of a repository that names a host or domain, or is a certificate (`name` null). */
export interface Sighting {
  /** Lower case, in ASCII. */
  name: string | null;
  /** Relative to the manifest's directory. */
  file: string;
}

/** Whether a name is one of the domains or in one of them. */
export function isInDomains(name: string, domains: readonly string[]): boolean {
  return domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
}

/** A test for paths: files that a path or glob names, and all files below a directory that it names. */
export function createPathMatcher(globs: readonly string[]): (file: string) => boolean {
  return createGlobMatcher(globs.flatMap((glob) => [glob, `${glob}/**`]));
}

/** Whether an item has not ended yet. `now` in milliseconds. */
export function isInForce({ until }: DiscoveryIgnore, now: number): boolean {
  return until === null || parseIsoTime(until) > now;
}

/** Finds the first item of `ignore` that leaves out a sighting. `now` in milliseconds. */
export function createIgnoreFinder(
  ignore: readonly DiscoveryIgnore[],
  now: number,
): (sighting: Sighting) => DiscoveryIgnore | null {
  const tests = ignore
    .filter((item) => isInForce(item, now))
    .map((item) => ({ item, matches: createIgnoreTest(item) }));
  return (sighting) => tests.find(({ matches }) => matches(sighting))?.item ?? null;
}

function createIgnoreTest({ host, domain, file }: DiscoveryIgnore): (sighting: Sighting) => boolean {
  const matchesHost = host === null ? null : createGlobMatcher([host]);
  const matchesFile = file === null ? null : createPathMatcher([file]);
  return ({ name, file: path }) =>
    (matchesHost === null || (name !== null && matchesHost(name))) &&
    (domain === null || (name !== null && isInDomains(name, [domain]))) &&
    (matchesFile === null || matchesFile(path));
}
