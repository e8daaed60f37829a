/** Reads the manifest of the base branch of a pull request, with its includes, from the git objects of the checkout. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BaseManifest } from '../domain/index.ts';
import { createFileMatcher, isGlob, unifySeparators } from '../lib/files/glob.ts';
import { readLimited } from '../lib/files/read-limited.ts';
import { leadsOutside, resolveWorkspace, type Workspace } from '../lib/files/workspace-boundary.ts';
import { createOfflineGit, type Git } from '../lib/git.ts';
import type { Io } from '../lib/io.ts';
import { getMaxBytes, MANIFEST_NAMES } from '../manifest/files.ts';
import { type LoadedManifest, loadManifest } from '../manifest/load.ts';

/** The proposed change, as described by the event of a workflow. */
export interface ProposedChange {
  /** The base branch. */
  branch: string;
  /** The commit of the base branch at the time of the event. */
  sha: string;
  /** GitHub's test merge commit, or null if the event has none. */
  merge: string | null;
}

/** The names of the manifest in the change. */
export interface ManifestNames {
  /** The path as given by the user; null: searched at the default locations. */
  given: string | null;
  /** The path as found; null if the manifest does not exist. */
  found: string | null;
}

/**
 * Reads the base manifest without a network. `absent`: the checkout does not contain the commit. A checkout of depth 1 only has
 * the merge commit.
 */
export async function readBaseManifest(change: ProposedChange, names: ManifestNames, io: Io): Promise<BaseManifest> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'certvigil-base-'));
  try {
    // The checkout may be a subdirectory of the working directory: the directory with the manifest.
    const checkout = names.found === null ? io.cwd : path.dirname(path.resolve(io.cwd, names.found));
    const git = await createOfflineGit(checkout, scratch, io.env);
    const commit = await findBaseCommit(git, change);
    const prefix = await git(['rev-parse', '--show-prefix']);
    const files = commit === null ? null : await listFiles(git, commit);
    if (commit === null || prefix === null || files === null) return { kind: 'absent' };
    const tree = { git, commit, files, checkout, prefix: trimLine(prefix), directory: path.join(scratch, 'tree') };
    const name = await findManifestName(tree, names, io);
    if (name === null) return { kind: 'new', branch: change.branch, commit };
    const loaded = await loadFromTree(tree, name, io);
    if (loaded === null) return { kind: 'absent' };
    const { manifest } = loaded;
    return { branch: change.branch, commit, ...(manifest === null ? { kind: 'broken' } : { kind: 'read', manifest }) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The files of a commit, and a directory to extract some of them to. */
interface Tree {
  git: Git;
  commit: string;
  /** Object id by path from the repository root. */
  files: Map<string, string>;
  /** A directory of the checkout, and its path from the repository root: empty, or with a trailing slash. */
  checkout: string;
  prefix: string;
  directory: string;
}

/**
 * Finds the commit to compare with: the first parent of GitHub's test merge commit, so that only the proposed change differs; otherwise the
 * merge base.
 */
export async function findBaseCommit(git: Git, { sha, merge }: ProposedChange): Promise<string | null> {
  const head = await resolveCommit(git, 'HEAD');
  if (head !== null && head === merge && (await resolveCommit(git, 'HEAD^2')) !== null)
    return resolveCommit(git, 'HEAD^1');
  if (!/^[0-9a-f]{40,64}$/.test(sha)) return null;
  const common = await git(['merge-base', 'HEAD', sha]);
  return common === null ? null : trimLine(common);
}

async function resolveCommit(git: Git, name: string): Promise<string | null> {
  return resolveObject(git, `${name}^{commit}`);
}

async function resolveObject(git: Git, name: string): Promise<string | null> {
  const id = await git(['rev-parse', '--verify', '--quiet', name]);
  return id === null ? null : trimLine(id);
}

export function trimLine(output: Buffer): string {
  return output.toString('utf8').replace(/\r?\n$/, '');
}

/** Lists regular files, and symbolic links to files or directories. Null if git cannot list the commit. */
async function listFiles(git: Git, commit: string): Promise<Map<string, string> | null> {
  const listed = await git(['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (listed === null) return null;
  const files = new Map<string, string>();
  const links = new Map<string, string>();
  for (const line of listed.toString('utf8').split('\0')) {
    const [, mode, id, name] = /^(100|120)\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    // A malicious tree may contain names that lead out of it.
    if (id === undefined || name === undefined || name.split('/').includes('..')) continue;
    (mode === '120' ? links : files).set(name, id);
  }
  const targets = links.size === 0 ? [] : ((await readObjects(git, [...links.values()])) ?? []);
  const regular = [...files];
  [...links.keys()].forEach((name, index) => {
    const target = path.posix.join(path.posix.dirname(name), targets[index]?.toString('utf8') ?? '');
    for (const [file, id] of regular) {
      if (file === target) files.set(name, id);
      else if (file.startsWith(`${target}/`)) files.set(name + file.slice(target.length), id);
    }
  });
  return files;
}

/** Finds the path of the manifest in the base commit, also if the change renames it. Null if there is none. */
async function findManifestName(tree: Tree, { given, found }: ManifestNames, io: Io): Promise<string | null> {
  const { git, commit, files, checkout, prefix } = tree;
  const inTree = (name: string) =>
    path.posix.join(prefix, path.relative(checkout, path.resolve(io.cwd, name)).split(path.sep).join('/'));
  const known = (given === null ? MANIFEST_NAMES : [given]).map(inTree).find((name) => files.has(name));
  if (known !== undefined || found === null) return known ?? null;
  const moved = await git(['diff-tree', '-r', '-z', '-M', '--diff-filter=R', '--name-status', commit, 'HEAD']);
  const fields = (moved?.toString('utf8') ?? '').split('\0');
  // Each rename has three fields: the similarity, the old name, the new one.
  const at = fields.findIndex((field, index) => index % 3 === 2 && field === inTree(found));
  return fields[at - 1] ?? null;
}

/** Loads the manifest twice: the first time to find its includes. Null if git does not have the files. */
async function loadFromTree(tree: Tree, name: string, io: Io): Promise<LoadedManifest | null> {
  if (!(await extract(tree, [name]))) return null;
  const load = () => loadManifest(name, { ...io, cwd: tree.directory });
  const first = await load();
  if (first.include.length === 0) return first;
  const root = path.relative(tree.directory, first.root).split(path.sep).join('/');
  if (!(await extract(tree, listIncluded(tree, root, first.include)))) return null;
  await copyUntracked(tree, root, first.include, resolveWorkspace(tree.checkout, io.env));
  return load();
}

/**
 * Copies included files that are not in a commit, such as shared settings that a workflow puts beside the manifest: both sides share them.
 */
async function copyUntracked(
  tree: Tree,
  root: string,
  patterns: readonly string[],
  workspace: Workspace,
): Promise<void> {
  const { git, files, checkout, prefix, directory } = tree;
  for (const pattern of patterns.filter((one) => !isGlob(one) && !path.isAbsolute(one))) {
    const name = path.posix.join(root, unifySeparators(pattern));
    const local = path.join(checkout, path.relative(prefix, name));
    const isTracked = files.has(name) || (await resolveObject(git, `HEAD:${name}`)) !== null;
    // A link of the pull request could lead to any file.
    if (isTracked || name.split('/').includes('..') || leadsOutside(local, workspace)) continue;
    const read = await readLimited(local, getMaxBytes(name));
    if ('failure' in read) continue;
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), read.bytes);
  }
}

/** Lists the paths of all files that the include patterns may match. */
function listIncluded({ files }: Tree, root: string, patterns: readonly string[]): string[] {
  const below = root === '' ? '' : `${root}/`;
  const written = new Set(patterns.map((pattern) => path.posix.normalize(unifySeparators(pattern))));
  const matches = createFileMatcher(patterns);
  return [...files.keys()].filter((name) => {
    if (!name.startsWith(below)) return false;
    const relative = name.slice(below.length);
    return written.has(relative) || matches(relative);
  });
}

/** Extracts files of the commit. False if git does not have them. */
async function extract({ git, files, directory }: Tree, names: readonly string[]): Promise<boolean> {
  const contents = await readObjects(
    git,
    names.map((name) => files.get(name) ?? ''),
  );
  for (const [index, content] of (contents ?? []).entries()) {
    const file = path.join(directory, names[index] ?? '');
    await mkdir(path.dirname(file), { recursive: true });
    // A file that is too large is truncated, but remains too large.
    await writeFile(file, content.subarray(0, getMaxBytes(file) + 1));
  }
  return contents !== null;
}

/** Reads the contents of these objects. Null if one is missing. */
export async function readObjects(git: Git, ids: readonly string[]): Promise<Buffer[] | null> {
  const output = await git(['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  if (output === null) return null;
  const contents: Buffer[] = [];
  let at = 0;
  for (const _ of ids) {
    const end = output.indexOf('\n', at);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) return null;
    contents.push(output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return contents;
}
