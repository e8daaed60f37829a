/** The settings of the manifest for discovery: files, domains and ignored items. */

import { createGlobMatcher } from '../lib/files/glob.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import type { IsoTime, Position } from './basic-types.ts';

/** An item to ignore: it matches all of `host`, `domain` and `file`; null: any. */
export interface DiscoveryIgnore {
  /** The host in lower case and ASCII. It can be a glob: `*.example.org` matches all names in example.org. */
  host: string | null;
  /** The domain in lower case and ASCII, which includes all names in it. */
  domain: string | null;
  /** A path, directory or glob, relative to the manifest's directory. */
  file: string | null;
  reason: string;
  /** The time from which it has no effect; null: never. */
  until: IsoTime | null;
  position: Position;
}

export interface DiscoverySettings {
  /** Paths, directories and globs that are not read, relative to the manifest's directory. */
  exclude: string[];
  /** The user's own domains in lower case and ASCII. Names outside these domains belong to others. Empty: all names are the user's own. */
  domains: string[];
  /** The values of variables that files use and the repository does not have. */
  variables: ReadonlyMap<string, string>;
  ignore: DiscoveryIgnore[];
  /** Whether a pull request that adds unwatched names or certificates fails. */
  require: boolean;
}

/** A position in a repository that names a host or domain, or a certificate file (`name` is null). */
export interface Sighting {
  /** The name in lower case and ASCII. */
  name: string | null;
  /** The path relative to the manifest's directory. */
  file: string;
}

/** Whether a name is one of the domains, or a subdomain of one. */
export function isInDomains(name: string, domains: readonly string[]): boolean {
  return domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
}

/** Creates a test for paths: it accepts files that a path or glob names, and all files below a directory that it names. */
export function createPathMatcher(globs: readonly string[]): (file: string) => boolean {
  return createGlobMatcher(globs.flatMap((glob) => [glob, `${glob}/**`]));
}

/** Whether an item has not ended yet. `now` is in milliseconds. */
export function isInForce({ until }: DiscoveryIgnore, now: number): boolean {
  return until === null || parseIsoTime(until) > now;
}

/** Finds the first item of `ignore` that matches a sighting. `now` is in milliseconds. */
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
