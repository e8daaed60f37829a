/** Lists the files of a repository, and reads them within limits. */

import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ReportBug } from '../lib/bugs/catch-bugs.ts';
import { compareText } from '../lib/collections.ts';
import { walkGlob } from '../lib/files/glob-walk.ts';
import { resolveWorkspace, type Workspace } from '../lib/files/workspace-boundary.ts';
import { createOfflineGit } from '../lib/git.ts';
import type { Io } from '../lib/io.ts';

/** The reason why a file was not read. `outside`: a link out of the workspace. `directory`: a link to a directory, or a submodule. */
export type FileProblem = 'outside' | 'large' | 'directory' | 'unreadable';

/** The files of one state of a repository: a checkout, or a commit. */
export interface FileTree {
  /** The paths, sorted, `/`-separated and relative to the searched directory. */
  paths: readonly string[];
  /** Directories that were not searched, such as node_modules. No proposed glob may cover them. */
  skipped: readonly string[];
  /** The number of directories after which there was no time to search others. Absent: all were searched. */
  searched?: number;
  read(path: string): Buffer | FileProblem;
  /** Whether the path is a symbolic link. */
  isLink(path: string): boolean;
}

/** Directories with files of other projects. */
const SKIPPED_DIRECTORIES = new Set([
  ...['.git', '.hg', '.svn', 'node_modules', 'bower_components', 'jspm_packages', '.yarn', 'vendor', 'third_party'],
  ...['third-party', 'thirdparty', '.venv', 'venv', 'site-packages', '.terraform', '.tox', 'Pods'],
]);

/** Maven and Cargo build into `target`. Without these files, a directory of that name is the user's own. */
const BUILD_FILES = ['pom.xml', 'Cargo.toml'];

/** The limit far exceeds a bundle of root certificates, or a file that a person writes. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

/** Keystores can hold thousands of certificates. */
const MAX_KEYSTORE_BYTES = 50 * 1024 * 1024;

const KEYSTORE = /\.(?:p12|pfx|pkcs12|jks|jceks|keystore|truststore)$/i;

/** Reads the files below `root`, except for those that git ignores, because a runner does not have them. */
export async function readCheckout(root: string, io: Pick<Io, 'env'>, reportBug: ReportBug): Promise<FileTree> {
  const workspace = resolveWorkspace(root, io.env);
  const { paths, skipped, searched } = (await listGitFiles(root, io.env)) ?? listFiles(root, workspace, reportBug);
  return {
    paths: [...new Set(paths)].sort(compareText),
    skipped,
    ...(searched !== undefined && { searched }),
    read: (name) => readContent(root, name, workspace),
    isLink: (name) => lstatSync(path.join(root, name), { throwIfNoEntry: false })?.isSymbolicLink() ?? false,
  };
}

interface Listing {
  paths: string[];
  skipped: string[];
  searched?: number;
}

/** The time limit for listing files without git, in milliseconds: a directory such as `/proc` has no end. */
const MAX_LISTING_MS = 5 * 60_000;

/** Lists tracked files, and new files that are not ignored; returns null without git or a repository. */
async function listGitFiles(root: string, env: Io['env']): Promise<Listing | null> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'certvigil-files-'));
  try {
    const git = await createOfflineGit(root, scratch, env);
    // The repository's own configuration could name a program for fsmonitor.
    const command = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const listed = await git(['-c', 'core.fsmonitor=false', ...command]);
    if (listed === null) return null;
    const paths = listed.toString('utf8').split('\0');
    const isBuilt = createBuildTest(paths);
    return { paths: paths.filter((name) => name !== '' && !isSkipped(name) && !isBuilt(name)), skipped: [] };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function isSkipped(name: string): boolean {
  return name.split('/').some((part) => SKIPPED_DIRECTORIES.has(part));
}

function createBuildTest(paths: readonly string[]): (name: string) => boolean {
  const listed = new Set(paths);
  return (name) => {
    const parts = name.split('/');
    return parts.some(
      (part, index) =>
        part === 'target' && BUILD_FILES.some((file) => listed.has([...parts.slice(0, index), file].join('/'))),
    );
  };
}

/** Lists every file below `root`, as a scan finds it with the glob `**`. */
export function listFiles(
  root: string,
  workspace: Workspace,
  reportBug: ReportBug,
  max_ms: number = MAX_LISTING_MS,
): Listing {
  const skipped: string[] = [];
  const excluded = (name: string) => {
    const base = path.posix.basename(name);
    const isBuilt = () => BUILD_FILES.some((file) => existsSync(path.join(root, path.posix.dirname(name), file)));
    if (!SKIPPED_DIRECTORIES.has(base) && !(base === 'target' && isBuilt())) return false;
    skipped.push(name);
    return true;
  };
  const ends = performance.now() + max_ms;
  const paths: string[] = [];
  let searched = 0;
  for (const match of walkGlob('**/*', { root, workspace, excluded, hidden: true, reportBug })) {
    if (match?.kind === 'file') paths.push(match.path);
    if (match !== null) continue;
    if (performance.now() > ends) return { paths, skipped, searched };
    searched += 1;
  }
  return { paths, skipped };
}

function readContent(root: string, name: string, workspace: Workspace): Buffer | FileProblem {
  const file = path.join(root, name);
  try {
    if (workspace.isOutside(file)) return 'outside';
    const stats = statSync(file);
    if (!stats.isFile()) return stats.isDirectory() ? 'directory' : 'unreadable';
    return stats.size <= getMaxBytes(name) ? readFileSync(file) : 'large';
  } catch {
    return 'unreadable';
  }
}

function getMaxBytes(name: string): number {
  return KEYSTORE.test(name) ? MAX_KEYSTORE_BYTES : MAX_FILE_BYTES;
}
