/**
 * Replaces the files of a report in a directory that may contain other files. The file `.certvigil-report.json` lists what a report
 * wrote there. Only such files are replaced, and those that a later report no longer has are removed.
 */

import { createHash, randomUUID } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createDirectory } from '../../lib/files/create-directory.ts';
import { removeLeftovers } from '../../lib/files/leftovers.ts';

const INDEX = '.certvigil-report.json';

const FILE_NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** The hash of each file that a report wrote, by name. */
type Hashes = Map<string, string>;

/**
 * The first name that is in the directory (absolute path) already, but not from a report; also a directory or link in the way. Null
 * if there is none. Throws a system error if the directory cannot be read.
 */
export function findConflict(directory: string, names: readonly string[]): string | null {
  const known = readHashes(directory);
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
 * Writes the files, by name, into the directory (absolute path), which is created if it is missing. Each is replaced in one step, in
 * the order of the map, after all of them were written beside: if the disk is full, the old files are unchanged. A file that already
 * has this text is not written again, because most badges stay the same from scan to scan. Call `findConflict` first. Throws a
 * system error, and an Error for a name that is not allowed.
 */
export function writeDirectory(directory: string, files: ReadonlyMap<string, string>): void {
  const invalid = [...files.keys()].find((name) => !FILE_NAME.test(name));
  if (invalid !== undefined) throw new Error(`the report has a file with an invalid name: ${JSON.stringify(invalid)}`);
  createDirectory(directory);
  const root = realpathSync.native(directory);
  removeLeftovers(path.join(root, INDEX), Date.now());
  const earlier = readHashes(root);
  const current: Hashes = new Map([...files].map(([name, text]) => [name, hash(text)]));
  const obsolete = [...earlier.keys()].filter((name) => !current.has(name));
  const staging = path.join(root, `.${INDEX}.${randomUUID()}.tmp`);
  try {
    mkdirSync(staging);
    const replace = stageFiles(staging, root, [
      // Before the files, so that they are known if this process is killed in between. Those that are replaced keep their earlier hash
      // until then, or they would pass for replaced.
      [INDEX, formatHashes(new Map([...current, ...earlier]))],
      ...[...files].filter(
        ([name, text]) => earlier.get(name) !== current.get(name) || !hasSize(root, name, Buffer.byteLength(text)),
      ),
      [INDEX, formatHashes(current)],
    ]);
    replace();
    for (const name of obsolete) removeUnchanged(root, name, earlier.get(name) ?? '');
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Whether the file of an earlier report is still there as it was written, as far as its size tells. */
function hasSize(root: string, name: string, bytes: number): boolean {
  return isFileInside(root, name) && lstat(root, name)?.size === bytes;
}

/** Writes all files. The result moves them to their names, in order. */
function stageFiles(staging: string, root: string, files: readonly (readonly [name: string, text: string])[]) {
  const moves = files.map(([name, text], index) => {
    const staged = path.join(staging, String(index));
    writeFileSync(staged, text);
    return { staged, target: path.join(root, name) };
  });
  return () => {
    for (const parent of new Set(files.flatMap(([name]) => listParents(name))))
      mkdirSync(path.join(root, parent), { recursive: true });
    for (const { staged, target } of moves) renameSync(staged, target);
  };
}

/** Removes a file that is still what the report wrote, and its directory if nothing else is in it. */
function removeUnchanged(root: string, name: string, expected: string): void {
  const file = path.join(root, name);
  try {
    if (!isFileInside(root, name) || hash(readFileSync(file)) !== expected) return;
    rmSync(file);
    for (const parent of listParents(name).reverse()) rmdirSync(path.join(root, parent));
  } catch {
    // A file that remains is harmless, and so is a directory with other files.
  }
}

function isFileInside(root: string, name: string): boolean {
  const isDirectory = (parent: string) => lstat(root, parent)?.isDirectory() === true;
  return listParents(name).every(isDirectory) && lstat(root, name)?.isFile() === true;
}

function lstat(directory: string, name: string) {
  return lstatSync(path.join(directory, name), { throwIfNoEntry: false });
}

/** `a/b/c` is in `a` and `a/b`. */
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

/** Empty if nothing lists the files of a report. */
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
