/** Finds the commit that changed a file, if it is certain. Never its message or its author: these are untrusted, and personal. */

import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FileCommit } from '../events/plan/renewal-evidence.ts';
import { readLimited } from '../lib/files/read-limited.ts';
import { createOfflineGit, type Git } from '../lib/git.ts';
import type { Io } from '../lib/io.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { isSystemError } from '../scan/failures.ts';

/** The maximum of files. Each takes three short git commands. */
const MAX_FILES = 20;
/** The time for all files. */
const MAX_MS = 15_000;
const MAX_FILE_BYTES = 10 * 1024 * 1024;

/**
 * Finds the last commit that changed each file, by path, within 15 seconds. `root` is the directory of the paths, in a checkout.
 * Nothing is returned for a file whose commit is not certain: it is not in HEAD with the same content, it was only moved, or the commit is
 * the oldest one of a shallow clone, which contains all files.
 */
export async function findFileCommits(
  root: string,
  paths: readonly string[],
  io: Pick<Io, 'env'>,
): Promise<ReadonlyMap<string, FileCommit>> {
  const commits = new Map<string, FileCommit>();
  if (paths.length === 0) return commits;
  const time = AbortSignal.timeout(MAX_MS);
  let scratch: string | undefined;
  try {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'certvigil-commits-'));
    const git = await createOfflineGit(root, scratch, io.env, time);
    const isShallow = await isShallowClone(git);
    if (isShallow === null) return commits;
    for (const file of paths.slice(0, MAX_FILES)) {
      if (time.aborted) break;
      const commit = await findFileCommit(git, root, file, isShallow);
      if (commit !== null) commits.set(file, commit);
    }
  } catch (error) {
    // Without a temporary directory, the renewal is reported without a commit.
    if (!isSystemError(error)) throw error;
  } finally {
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  }
  return commits;
}

/** Whether the clone lacks older commits; null if the directory is not in a checkout. */
async function isShallowClone(git: Git): Promise<boolean | null> {
  const output = await git(['rev-parse', '--is-shallow-repository']);
  return output === null ? null : output.toString('utf8').trim() !== 'false';
}

async function findFileCommit(git: Git, root: string, file: string, isShallow: boolean): Promise<FileCommit | null> {
  const committed = await findCommitted(git, file);
  if (committed === null || !(await hasContent(path.resolve(root, file), committed.blob))) return null;
  const commit = await findLastCommit(git, file);
  if (commit === null || (isShallow && commit.isFirst)) return null;
  return (await changesContent(git, commit.id, committed.name))
    ? { sha: commit.id.slice(0, 12), time: commit.time }
    : null;
}

/** Finds a regular file in HEAD: its blob, and its path from the root of the repository. */
async function findCommitted(git: Git, file: string): Promise<{ blob: string; name: string } | null> {
  const output = await git(['--literal-pathspecs', 'ls-tree', '-z', '--full-name', 'HEAD', '--', file]);
  const [, blob, name] = /^100\d{3} blob ([0-9a-f]{40,64})\t([^\0]+)\0$/.exec(output?.toString('utf8') ?? '') ?? [];
  return blob === undefined || name === undefined ? null : { blob, name };
}

/** Whether a file has the content of a blob. Git would run the filters that the repository configures, so it is not asked. */
async function hasContent(absolute: string, blob: string): Promise<boolean> {
  const read = await readLimited(absolute, MAX_FILE_BYTES);
  if (!('bytes' in read)) return false;
  const hash = createHash(blob.length === 40 ? 'sha1' : 'sha256');
  return hash.update(`blob ${read.bytes.length}\0`).update(read.bytes).digest('hex') === blob;
}

interface LastCommit {
  id: string;
  time: string;
  /** Whether it has no parents. The oldest commits of a shallow clone have none, either. */
  isFirst: boolean;
}

/** Finds the last commit in which a path differs from all parents. `rev-list` runs no program, unlike `log` with `log.showSignature`. */
async function findLastCommit(git: Git, file: string): Promise<LastCommit | null> {
  const output = await git(['--literal-pathspecs', 'rev-list', '-1', '--format=%ct %P', 'HEAD', '--', file]);
  const [, id, seconds, parents] =
    /^commit ([0-9a-f]{40,64})\n(\d{1,11}) ([0-9a-f ]*)\n$/.exec(output?.toString('utf8') ?? '') ?? [];
  if (id === undefined || parents === undefined) return null;
  return { id, time: formatIsoTime(Number(seconds) * 1000), isFirst: parents === '' };
}

/** Whether a commit adds a file or changes its content. Moving a file, or changing its mode, does not renew a certificate. */
async function changesContent(git: Git, commit: string, name: string): Promise<boolean> {
  const output = await git(['diff-tree', '-r', '-z', '--root', '--no-commit-id', '-M100%', commit]);
  const fields = (output?.toString('utf8') ?? '').split('\0');
  for (let index = 0; index + 1 < fields.length; ) {
    const [, old, changed, status = ''] = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(fields[index] ?? '') ?? [];
    const isMoved = status === 'R' || status === 'C';
    const target = fields[index + (isMoved ? 2 : 1)];
    if (target === name) return !isMoved && old !== changed;
    index += isMoved ? 3 : 2;
  }
  return false;
}
