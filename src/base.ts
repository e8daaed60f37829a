/** The manifest as it is on the branch that a change is for, with all that it includes there: from git's objects. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import picomatch from 'picomatch';
import { AppError } from './errors.ts';
import { type Git, offlineGit } from './git.ts';
import type { Io } from './io.ts';
import { LARGEST, MANIFEST_NAMES, rootOf } from './manifest/files.ts';
import { type LoadedManifest, loadManifest } from './manifest/load.ts';
import type { Base } from './types.ts';

/** What a workflow's event says of the change that is checked out. */
export interface ProposedChange {
  /** The branch that it is for. */
  branch: string;
  /** The branch's commit when the event came up. */
  sha: string;
  /** The commit in which GitHub has merged the two for trial, or null where the event has none. */
  merge: string | null;
}

/** The names that the manifest has in the change. */
export interface ManifestNames {
  /** As the user named it; null: it is looked for. */
  given: string | null;
  /** As it was found; null where there is none. */
  found: string | null;
}

/**
 * Reads the manifest of the branch without a network. What the checkout does not have is `absent`: a checkout of depth 1
 * has the merge commit alone.
 */
export async function readBase(change: ProposedChange, names: ManifestNames, io: Io): Promise<Base> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'certvigil-base-'));
  try {
    const git = await offlineGit(io.cwd, scratch, io.env);
    const commit = await baseCommit(git, change);
    const prefix = await git(['rev-parse', '--show-prefix']);
    const files = commit === null ? null : await filesOf(git, commit);
    if (commit === null || prefix === null || files === null) return { kind: 'absent' };
    const tree: Tree = { git, commit, files, prefix: lineOf(prefix), folder: path.join(scratch, 'tree') };
    const at = { branch: change.branch, commit };
    const loaded = await loadFrom(tree, names, io);
    if (loaded === null) return { kind: 'new', ...at };
    const { manifest } = loaded;
    return manifest === null ? { kind: 'broken', ...at } : { kind: 'read', ...at, manifest };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One commit's files, and the folder that those of interest are written to. */
interface Tree {
  git: Git;
  commit: string;
  /** By their paths from the top: the object's id. */
  files: Map<string, string>;
  /** Where the working folder lies below the top: empty, or a path that ends in a slash. */
  prefix: string;
  folder: string;
}

/**
 * What the change is to be compared with: the first parent of GitHub's merge commit, which holds nothing but the
 * change; else the commit that the change began at.
 */
async function baseCommit(git: Git, { sha, merge }: ProposedChange): Promise<string | null> {
  const head = await commitOf(git, 'HEAD');
  if (head !== null && head === merge && (await commitOf(git, 'HEAD^2')) !== null) return commitOf(git, 'HEAD^1');
  if (!/^[0-9a-f]{40,64}$/.test(sha)) return null;
  const common = await git(['merge-base', 'HEAD', sha]);
  return common === null ? null : lineOf(common);
}

async function commitOf(git: Git, name: string): Promise<string | null> {
  const id = await git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  return id === null ? null : lineOf(id);
}

function lineOf(output: Buffer): string {
  return output.toString('utf8').replace(/\r?\n$/, '');
}

/** Regular files that are no larger than a manifest may be. */
async function filesOf(git: Git, commit: string): Promise<Map<string, string> | null> {
  const listed = await git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit]);
  if (listed === null) return null;
  const files = new Map<string, string>();
  for (const line of listed.toString('utf8').split('\0')) {
    const [, id, size, name] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line) ?? [];
    // A tree that was not made by git may hold names that lead out of it.
    if (id === undefined || name === undefined || Number(size) > LARGEST || name.split('/').includes('..')) continue;
    files.set(name, id);
  }
  return files;
}

/** The manifest is loaded twice: only then is it known what it includes. Null where the commit has none. */
async function loadFrom(tree: Tree, names: ManifestNames, io: Io): Promise<LoadedManifest | null> {
  const name = await nameInTree(tree, names, io);
  if (name === null || !(await extract(tree, [name]))) return null;
  const cwd = path.join(tree.folder, tree.prefix);
  const named = path.posix.relative(tree.prefix, name);
  const load = () => loadManifest(named, { ...io, cwd });
  const first = await load().catch(notFound);
  if (first === null || first.include.length === 0) return first;
  const root = path
    .relative(tree.folder, rootOf(path.join(tree.folder, name)))
    .split(path.sep)
    .join('/');
  await extract(tree, included(tree, root, first.include));
  return load();
}

function notFound(error: unknown): null {
  if (error instanceof AppError && error.code === 'manifest-not-found') return null;
  throw error;
}

/** From the top. A manifest that has another name there is found by git's own search for what was moved. */
async function nameInTree(tree: Tree, { given, found }: ManifestNames, io: Io): Promise<string | null> {
  const inTree = (name: string) =>
    path.posix.join(tree.prefix, path.relative(io.cwd, path.resolve(io.cwd, name)).split(path.sep).join('/'));
  const known = (given === null ? MANIFEST_NAMES : [given]).map(inTree).find((name) => tree.files.has(name));
  if (known !== undefined || found === null) return known ?? null;
  const moved = await tree.git([
    'diff-tree',
    '-r',
    '-z',
    '-M',
    '--diff-filter=R',
    '--name-status',
    tree.commit,
    'HEAD',
  ]);
  const fields = (moved?.toString('utf8') ?? '').split('\0');
  // Three fields each: how alike they are, the old name, the new one.
  const at = fields.findIndex((field, index) => index % 3 === 2 && field === inTree(found));
  return fields[at - 1] ?? null;
}

/** Paths from the top of all that the patterns may mean; which of them they do, loading decides. */
function included({ files }: Tree, root: string, patterns: readonly string[]): string[] {
  const below = root === '' ? '' : `${root}/`;
  const written = new Set(patterns.map((pattern) => path.posix.normalize(pattern)));
  const matches = picomatch([...patterns], { dot: true });
  return [...files.keys()].filter((name) => {
    if (!name.startsWith(below)) return false;
    const relative = name.slice(below.length);
    return written.has(relative) || matches(relative);
  });
}

/** Writes files of the commit into the folder, each at its path. False where git does not give them. */
async function extract({ git, files, folder }: Tree, names: readonly string[]): Promise<boolean> {
  const ids = names.map((name) => files.get(name) ?? '');
  const output = await git(['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  if (output === null) return false;
  let at = 0;
  for (const name of names) {
    const end = output.indexOf('\n', at);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) return false;
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return true;
}
