/** A JSON text in several files: a main file, and parts beside it, such as `log.json` and `log.0-of-2.json`. */

import path from 'node:path';

/** The texts of all files. */
export interface FileSet {
  /**
   * The main file; null if it does not exist. Parts without a main file remain if the first save was interrupted, or the main file was
   * removed.
   */
  main: string | null;
  /** The parts by name, such as `03-of-16`. Missing parts are absent. */
  parts: ReadonlyMap<string, string>;
}

/** A set to write. */
export interface CompleteFileSet extends FileSet {
  main: string;
}

/** A file to write; `part` is null for the main file. */
export interface FileChange {
  part: string | null;
  text: string;
}

/** Lists the files of a set that differ from the earlier ones. The main file comes last. */
export function listFileChanges(before: FileSet, { main, parts }: CompleteFileSet): FileChange[] {
  const changed = [...parts].filter(([part, text]) => before.parts.get(part) !== text);
  const changes: FileChange[] = changed.map(([part, text]) => ({ part, text }));
  return before.main === main ? changes : [...changes, { part: null, text: main }];
}

export function isSameFileSet(a: FileSet, b: FileSet): boolean {
  return (
    a.main === b.main &&
    a.parts.size === b.parts.size &&
    [...a.parts].every(([part, text]) => b.parts.get(part) === text)
  );
}

/** Lists the names of parts in order. The list is empty for a count of one, because the text is then not divided. */
export function listPartNames(count: number): string[] {
  const digits = String(count - 1).length;
  const format = (index: number) => `${String(index).padStart(digits, '0')}-of-${count}`;
  return count < 2 ? [] : Array.from({ length: count }, (_, index) => format(index));
}

/** The limit exceeds the head of a main file with the maximum number of parts. */
const MAX_HEAD = 10_000;

/** Returns the names of the parts that a main file has. The list is empty if the file is invalid, which parsing it reports. */
export function listPartsIn(main: string): string[] {
  const [, list] = /^\s*\{\s*"version":\s*\d+,\s*"partitions":\s*\[([^\]]*)\]/.exec(main.slice(0, MAX_HEAD)) ?? [];
  return list === undefined ? [] : listPartNames(list.split(',').length);
}

/** Formats the path of a part: `event-log.03-of-16.json` for `event-log.json`. */
export function formatPartPath(main: string, part: string): string {
  const extension = path.extname(main);
  return `${main.slice(0, main.length - extension.length)}.${part}${extension || '.json'}`;
}

/** Parses the part of a main file from its name, without a directory; returns null for other files. */
export function parsePartName(name: string, main: string): string | null {
  const [, part] = /\.(\d+-of-\d+)(?:\.[^.]*)?$/.exec(name) ?? [];
  return part !== undefined && name === formatPartPath(path.basename(main), part) ? part : null;
}
