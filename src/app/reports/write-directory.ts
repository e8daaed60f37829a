/**
 * Replaces the files of a report in a directory that may contain other files. The file `.certvigil-report.json` lists the files that a
 * report wrote there. Only these are replaced, or removed if a later report no longer has them.
 */

import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createDirectory } from '../../lib/files/create-directory.ts';
import { removeLeftovers, retryWhileInUse } from '../../lib/files/write-atomically.ts';

const INDEX = '.certvigil-report.json';

const FILE_NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** The hash of each file that a report wrote, by name. */
type Hashes = Map<string, string>;

/** The error for a `file` that is already in the directory, but not from a report, or is blocked by a directory or link. */
export class DirectoryConflict extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} is in the way`);
    this.file = file;
  }
}

/** Finds the first conflicting name; null if there is none. */
function findConflict(directory: string, names: readonly string[], known: Hashes): string | null {
  const parents = new Set(names.flatMap(listParents));
  const isDirectoryOrMissing = (name: string) => lstat(directory, name)?.isDirectory() ?? true;
  const blocked = [...parents].find((name) => !isDirectoryOrMissing(name));
  if (blocked !== undefined) return blocked;
  const isReplaceable = (name: string) => {
    const stats = lstat(directory, name);
    return stats === undefined || (known.has(name) && stats.isFile());
  };
  return names.find((name) => !isReplaceable(name)) ?? null;
}

/**
 * Writes the files into the directory (absolute path), which is created if it is missing. Each is replaced in one step, in their order,
 * after all of them were written to a staging directory: if the disk is full, or the files cannot be generated, the old ones are unchanged.
 * A file that already has this text is not replaced. Throws `DirectoryConflict`, a system error, or an Error for a name that is not
 * allowed.
 */
export function writeDirectory(directory: string, files: Iterable<StagedText>): void {
  createDirectory(directory);
  const root = realpathSync.native(directory);
  removeLeftovers(path.join(root, INDEX), Date.now());
  const earlier = readHashes(root);
  const staging = path.join(root, `.${INDEX}.${randomUUID()}.tmp`);
  try {
    mkdirSync(staging);
    const { current, staged } = stageFiles(staging, root, files, earlier);
    const conflict = findConflict(root, [...current.keys()], earlier);
    if (conflict !== null) throw new DirectoryConflict(conflict);
    const obsolete = [...earlier.keys()].filter((name) => !current.has(name));
    replaceFiles(root, [
      // The index comes before the files, so that they are known if this process is killed in between. Files keep their earlier hash until
      // they are replaced; with the new hash they would count as replaced.
      stageIndex(path.join(staging, 'first'), new Map([...current, ...earlier])),
      ...staged,
      stageIndex(path.join(staging, 'last'), current),
    ]);
    for (const name of obsolete) removeUnchanged(root, name, earlier.get(name) ?? '');
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

type StagedText = readonly [name: string, text: string | Iterable<string>];

interface StagedFile {
  name: string;
  /** The path of the new content until the file is replaced. */
  staged: string;
}

/** Writes the files that changed. `current`: the hashes of all files. */
function stageFiles(
  staging: string,
  root: string,
  files: Iterable<StagedText>,
  earlier: Hashes,
): { current: Hashes; staged: StagedFile[] } {
  const current: Hashes = new Map();
  const staged: StagedFile[] = [];
  const isUnchanged = (name: string, { sha256, bytes }: Content) =>
    earlier.get(name) === sha256 && hasSize(root, name, bytes);
  for (const [name, text] of files) {
    if (!FILE_NAME.test(name)) throw new Error(`the report has a file with an invalid name: ${JSON.stringify(name)}`);
    const file = { name, staged: path.join(staging, String(staged.length)) };
    // Most badges stay the same from scan to scan, and creating a file takes longer than hashing a short text.
    const known = typeof text === 'string' ? hashText(text) : null;
    const content = known !== null && isUnchanged(name, known) ? known : writeText(file.staged, text);
    current.set(name, content.sha256);
    if (!isUnchanged(name, content)) staged.push(file);
  }
  return { current, staged };
}

interface Content {
  sha256: string;
  bytes: number;
}

function hashText(text: string): Content {
  return { sha256: hash(text), bytes: Buffer.byteLength(text) };
}

function writeText(file: string, text: string | Iterable<string>): Content {
  const sha256 = createHash('sha256');
  let bytes = 0;
  const descriptor = openSync(file, 'w');
  try {
    for (const part of typeof text === 'string' ? [text] : text) {
      writeFileSync(descriptor, part);
      sha256.update(part);
      bytes += Buffer.byteLength(part);
    }
  } finally {
    closeSync(descriptor);
  }
  return { sha256: sha256.digest('hex'), bytes };
}

function stageIndex(staged: string, hashes: Hashes): StagedFile {
  writeFileSync(staged, formatHashes(hashes));
  return { name: INDEX, staged };
}

/** Whether the file of an earlier report still exists with the same size. */
function hasSize(root: string, name: string, bytes: number): boolean {
  return isFileInside(root, name) && lstat(root, name)?.size === bytes;
}

/** Moves the files to their names, in order. */
function replaceFiles(root: string, files: readonly StagedFile[]): void {
  for (const parent of new Set(files.flatMap(({ name }) => listParents(name))))
    mkdirSync(path.join(root, parent), { recursive: true });
  for (const { name, staged } of files) retryWhileInUse(() => renameSync(staged, path.join(root, name)));
}

/** Removes a file that is unchanged since the report wrote it, and its directory if that is then empty. */
function removeUnchanged(root: string, name: string, expected: string): void {
  const file = path.join(root, name);
  try {
    if (!isFileInside(root, name) || hash(readFileSync(file)) !== expected) return;
    rmSync(file);
    for (const parent of listParents(name).reverse()) rmdirSync(path.join(root, parent));
  } catch {
    // A remaining file is harmless, and so is a directory with other files.
  }
}

function isFileInside(root: string, name: string): boolean {
  const isDirectory = (parent: string) => lstat(root, parent)?.isDirectory() === true;
  return listParents(name).every(isDirectory) && lstat(root, name)?.isFile() === true;
}

function lstat(directory: string, name: string) {
  return lstatSync(path.join(directory, name), { throwIfNoEntry: false });
}

/** Lists the parents of a name: `a` and `a/b` for `a/b/c`. */
function listParents(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function formatHashes(hashes: Hashes): string {
  return `${JSON.stringify({ files: Object.fromEntries(hashes) }, null, 1)}\n`;
}

/** Reads the hashes; empty without a list of the files of a report. */
function readHashes(directory: string): Hashes {
  const text = readIfExists(path.join(directory, INDEX));
  const files = text === null ? null : parseFiles(text);
  const entries = Object.entries(files ?? {}).filter(
    (entry): entry is [string, string] => FILE_NAME.test(entry[0]) && typeof entry[1] === 'string',
  );
  return new Map(entries);
}

function parseFiles(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    const isIndex = typeof value === 'object' && value !== null && 'files' in value;
    return isIndex && typeof value.files === 'object' ? value.files : null;
  } catch {
    return null;
  }
}

function readIfExists(file: string): string | null {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true ? readFileSync(file, 'utf8') : null;
}
