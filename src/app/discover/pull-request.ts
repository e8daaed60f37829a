/** Finds unwatched names and certificates that a pull request adds, and removed ones that an entry still watches. */

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FileTree, MAX_FILE_BYTES, readCheckout } from '../../discover/read-repository.ts';
import type { Diagnostic, Manifest } from '../../domain/index.ts';
import type { DiscoveryFinding } from '../../generated/discovery.ts';
import { AppError } from '../../lib/app-error.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { compareText } from '../../lib/collections.ts';
import { createOfflineGit, type Git } from '../../lib/git.ts';
import type { Io } from '../../lib/io.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import { renderEntryLine } from '../../report/discover/entry-yaml.ts';
import { formatValue } from '../../report/discover/select.ts';
import { findBaseCommit, type ProposedChange, readObjects, trimLine } from '../read-base-manifest.ts';
import { discoverTree } from './index.ts';
import { readLogOffline } from './read-log.ts';

/**
 * Compares the checkout with the base of the change, both from local git objects. Empty if the manifest has no section `discovery`, or if the
 * checkout does not contain the base.
 */
export async function checkProposedFiles(manifest: Manifest, change: ProposedChange, io: Io): Promise<Diagnostic[]> {
  if (manifest.discovery === null) return [];
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'certvigil-change-'));
  try {
    const git = await createOfflineGit(io.cwd, scratch, io.env);
    const head = await readCheckout(io.cwd, io, createBugReporter(io));
    const base = await readBaseTree(git, head, change);
    if (base === null || base === head) return [];
    const request = { manifest, log: await readLog(manifest, io), now: io.now() };
    const after = await discoverTree(head, request, io);
    const before = await discoverTree(base, request, io);
    return [
      ...after.warnings,
      ...listAdded(before.discovery.findings, after.discovery.findings).map((one) =>
        describeAdded(one, manifest.discovery?.require ?? false),
      ),
      ...listRemoved(before.discovery.findings, after.discovery.findings).flatMap((one) =>
        describeRemoved(one, manifest),
      ),
    ];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Reads the event log, if possible. It can only add watched items; without it, the entries decide. */
async function readLog(manifest: Manifest, io: Io) {
  try {
    return await readLogOffline(manifest, { file: null, store: null }, io);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Reads the head with the changed files as they were before. Returns the head itself if there are none; null without a base. */
async function readBaseTree(git: Git, head: FileTree, change: ProposedChange): Promise<FileTree | null> {
  const commit = await findBaseCommit(git, change);
  if (commit === null) return null;
  const listed = await git([
    'diff-tree',
    '-r',
    '-z',
    '--no-renames',
    '--relative',
    '--raw',
    '--no-abbrev',
    commit,
    'HEAD',
  ]);
  if (listed === null) return null;
  const changes = parseRawDiff(listed.toString('utf8'));
  if (changes.length === 0) return head;
  const old = changes.filter(({ id }) => id !== null);
  const sizes = await readSizes(git, old);
  const readable = old.filter((_, index) => (sizes[index] ?? Number.POSITIVE_INFINITY) <= MAX_FILE_BYTES);
  const contents = await readObjects(
    git,
    readable.map(({ id }) => id ?? ''),
  );
  if (contents === null) return null;
  const before = new Map(readable.map(({ name }, index) => [name, contents[index] ?? Buffer.alloc(0)]));
  const changed = new Set(changes.map(({ name }) => name));
  const unchanged = head.paths.filter((name) => !changed.has(name));
  return {
    paths: [...unchanged, ...old.map(({ name }) => name)].sort(compareText),
    skipped: head.skipped,
    read: (name) => (changed.has(name) ? (before.get(name) ?? 'large') : head.read(name)),
    isLink: (name) => !changed.has(name) && head.isLink(name),
  };
}

interface ChangedFile {
  name: string;
  /** The object of the base; null: the file is new, or was not a regular file. */
  id: string | null;
}

/** Parses the output of `git diff-tree --raw -z`: `:100644 100644 ID ID M`, then the path. */
function parseRawDiff(output: string): ChangedFile[] {
  const fields = output.split('\0');
  const changes: ChangedFile[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, mode = '', id = ''] = /^:(\d+) \d+ ([0-9a-f]+) /.exec(fields[index] ?? '') ?? [];
    changes.push({ name: fields[index + 1] ?? '', id: mode.startsWith('100') ? id : null });
  }
  return changes;
}

/** Reads the sizes in bytes, in the order of the files. */
async function readSizes(git: Git, files: readonly ChangedFile[]): Promise<number[]> {
  const output = await git(['cat-file', '--batch-check=%(objectsize)'], files.map(({ id }) => `${id}\n`).join(''));
  return output === null ? [] : trimLine(output).split('\n').map(Number);
}

function toKey({ kind, value, port }: DiscoveryFinding): string {
  return kind === 'host' ? `${value} ${port ?? 443}` : `${kind} ${value}`;
}

function listAdded(before: readonly DiscoveryFinding[], after: readonly DiscoveryFinding[]): DiscoveryFinding[] {
  const known = new Set(before.filter(isDeclared).map(toKey));
  return after.filter((one) => isDeclared(one) && one.state === 'unwatched' && !known.has(toKey(one)));
}

/** Lists removed hosts, but not files: a manifest whose file is gone has an error anyway. */
function listRemoved(before: readonly DiscoveryFinding[], after: readonly DiscoveryFinding[]): DiscoveryFinding[] {
  const kept = new Set(after.filter(({ kind }) => kind === 'host').map(({ value }) => value));
  return before.filter((one) => isDeclared(one) && one.kind === 'host' && !kept.has(one.value));
}

function isDeclared({ confidence }: DiscoveryFinding): boolean {
  return confidence === 'declared';
}

function describeAdded(finding: DiscoveryFinding, require: boolean): Diagnostic {
  const { kind, file, line, entry, reason } = finding;
  const fix = entry === null ? reason : `Add to certificates: - ${renderEntryLine(entry)}`;
  const isRequired = require && kind !== 'fixture';
  return createDiagnostic('not-watched', { file, line, column: 1 }, formatValue(finding), kind, fix, isRequired);
}

/** Describes a removed host that is the target of an entry. The certificate of another entry may still have the name. */
function describeRemoved({ value, file, line }: DiscoveryFinding, { entries }: Manifest): Diagnostic[] {
  const watching = entries.filter(
    ({ source, enabled }) =>
      enabled && source.kind === 'endpoint' && source.targets.some(({ host }) => host.toLowerCase() === value),
  );
  return watching.map(({ name, position }) =>
    createDiagnostic('watched-but-removed', position, value, name, `${file}:${line}`),
  );
}
