/**
 * Reads a repository, and compares the names in its files with a manifest. It works offline, and does not execute anything of the
 * repository.
 */

import path from 'node:path';
import { classifyHost } from '../../discover/classify-host.ts';
import { type Discovered, discover, type Located } from '../../discover/index.ts';
import { type FileTree, readCheckout } from '../../discover/read-repository.ts';
import { indexTestPaths } from '../../discover/test-material.ts';
import { createPathMatcher, isInDomains } from '../../domain/discovery.ts';
import type { Diagnostic, Manifest } from '../../domain/index.ts';
import type { Discovery, DiscoveryCount, DiscoveryFinding } from '../../generated/discovery.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { compareText } from '../../lib/collections.ts';
import { CODE_OWNERS_PATHS, createOwnerFinder } from '../../lib/files/code-owners.ts';
import type { Io } from '../../lib/io.ts';
import { formatCount } from '../../lib/text/count.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import { createCertificateCollector } from './certificate-files.ts';
import { listFoundItems, listSamlFiles } from './findings.ts';
import { createOwnFileTest } from './own-files.ts';
import { explainSkip, type FileSearch, NO_CERTIFICATE } from './propose-entries.ts';
import { reconcile } from './reconcile.ts';

export interface DiscoveryRequest {
  /** The manifest; null: there is none. */
  manifest: Manifest | null;
  log: EventLog | null;
  /** Milliseconds since the epoch. */
  now: number;
}

export interface DiscoveryRun {
  discovery: Discovery;
  search: FileSearch;
  /** One warning for each item of `discovery.ignore` that matches nothing. */
  warnings: Diagnostic[];
}

/** Searches the working directory. */
export async function runDiscovery(request: DiscoveryRequest, io: Io): Promise<DiscoveryRun> {
  return discoverTree(await readCheckout(io.cwd, io, createBugReporter(io)), request, io);
}

/** The time limit: a repository of a million files must not keep a runner busy for hours. */
const MAX_MINUTES = 10;

/** Searches a tree: that of the working directory, or an earlier state of it. */
export async function discoverTree(
  tree: FileTree,
  { manifest, log, now }: DiscoveryRequest,
  io: Io,
): Promise<DiscoveryRun> {
  const reportBug = createBugReporter(io);
  const settings = manifest?.discovery ?? null;
  const toManifestPath = createPathConverter(manifest, io.cwd);
  const isExcluded = createPathMatcher(settings?.exclude ?? []);
  const domains = settings?.domains ?? [];
  const tests = indexTestPaths(tree.paths);
  const collector = createCertificateCollector(tree, { tests, domains, reportBug });
  const discovered = discover(tree, reportBug, {
    domains,
    ...(settings !== null && { variables: settings.variables }),
    isInTests: tests.isInTests,
    isExcluded: (file) => isExcluded(toManifestPath(file)),
    isOwn: createOwnFileTest(tree, manifest, io.cwd),
    visit: collector.visit,
    deadline: { at: io.now() + MAX_MINUTES * 60_000, now: io.now },
  });
  const mentions = await dropUnregistered(discovered, domains);
  const search = { files: await collector.list(listSamlFiles(mentions), now), skipped: tree.skipped };
  const { findings, unusedIgnores } = reconcile(listFoundItems({ mentions }, search.files, tests.isInTests), {
    manifest,
    log,
    search,
    toManifestPath,
    findOwner: readOwners(tree),
    hasRdap: await createRdapTest(mentions),
    now,
  });
  const unresolved = discovered.mentions.flatMap((one) =>
    one.kind === 'unresolved' ? { file: one.file, line: one.line, format: one.format, expression: one.expression } : [],
  );
  const reported = new Set([...findings, ...discovered.skipped].map(({ file }) => file));
  const skipped = [
    ...search.files.flatMap((file) => {
      const skip = reported.has(file.path) ? null : explainSkip(file);
      return skip === null || skip.why === NO_CERTIFICATE ? [] : { file: skip.path, reason: skip.why };
    }),
    ...discovered.skipped,
    ...(tree.searched === undefined ? [] : [explainUnsearched(tree.searched)]),
  ].sort((a, b) => compareText(a.file, b.file));
  const discovery: Discovery = {
    version: 1,
    manifest: manifest?.file ?? null,
    findings,
    counts: {
      files_read: discovered.read,
      ...countFindings(findings),
      dropped: discovered.dropped,
      unresolved: unresolved.length,
      protected: discovered.mentions.filter(({ kind }) => kind === 'protected').length,
    },
    unresolved,
    skipped,
    unused_ignores: unusedIgnores.map(({ host, domain, file, position }) => ({
      file: position.file,
      line: position.line,
      item: host ?? domain ?? file ?? '',
    })),
  };
  const warnings = unusedIgnores.map(({ position }) => createDiagnostic('ignore-matches-nothing', position));
  return { discovery, search, warnings };
}

/** Creates a test for domains whose registry answers by RDAP, according to the list in the program. It is only loaded for domains. */
async function createRdapTest(mentions: readonly Located[]): Promise<(domain: string) => boolean> {
  if (!mentions.some(({ kind }) => kind === 'domain')) return () => true;
  const { findServers, listBundledServers } = await import('../../scan/rdap/client.ts');
  const servers = listBundledServers();
  return (domain) => findServers(domain, servers).length > 0;
}

function explainUnsearched(searched: number): Discovery['skipped'][number] {
  return {
    file: './',
    reason: `the time was up after ${formatCount(searched, 'directory', 'directories')}: others were not searched`,
  };
}

/**
 * Drops domains without a registration: a zone below a registered domain, such as `dev.example.com`, and a reserved name. A host without a
 * top-level domain is private.
 */
async function dropUnregistered({ mentions, dropped }: Discovered, domains: readonly string[]): Promise<Located[]> {
  if (!mentions.some(({ kind }) => kind === 'domain' || kind === 'host')) return mentions;
  const { findRegistrableDomain, isPublicName } = await import('../../lib/network/registrable-domain.ts');
  return mentions.filter((one) => {
    if (one.kind === 'host' && !isPublicName(one.host) && !isInDomains(one.host, domains)) {
      dropped.private = (dropped.private ?? 0) + 1;
      return false;
    }
    if (one.kind !== 'domain') return true;
    const classified = classifyHost(one.domain, domains);
    return 'host' in classified && findRegistrableDomain(classified.host) === classified.host;
  });
}

function createPathConverter(manifest: Manifest | null, cwd: string): (file: string) => string {
  if (manifest === null || manifest.root === cwd) return (file) => file;
  return (file) => path.relative(manifest.root, path.join(cwd, file)).split(path.sep).join('/');
}

function readOwners(tree: FileTree): (file: string) => string | null {
  const listed = new Set(tree.paths);
  const name = CODE_OWNERS_PATHS.find((one) => listed.has(one));
  const content = name === undefined ? 'unreadable' : tree.read(name);
  return typeof content === 'string' ? () => null : createOwnerFinder(content.toString('utf8'));
}

/** Counts the findings of each kind with each state. */
export function countFindings(findings: readonly DiscoveryFinding[]) {
  const declared = findings.filter(({ confidence }) => confidence === 'declared');
  return {
    hosts: countStates(declared.filter(({ kind }) => kind === 'host')),
    candidates: countStates(findings.filter(({ confidence }) => confidence === 'dns')),
    mentioned: countStates(findings.filter(({ confidence }) => confidence === 'mentioned')),
    domains: countStates(declared.filter(({ kind }) => kind === 'domain')),
    certificates: countStates(
      declared.filter(({ kind }) => kind === 'certificate' || kind === 'keystore' || kind === 'saml'),
    ),
    fixtures: countStates(declared.filter(({ kind }) => kind === 'fixture')),
  };
}

function countStates(findings: readonly DiscoveryFinding[]): DiscoveryCount {
  const count = (state: DiscoveryFinding['state']) => findings.filter((one) => one.state === state).length;
  return {
    total: findings.length,
    watched: count('watched'),
    ignored: count('ignored'),
    unwatched: count('unwatched'),
  };
}
