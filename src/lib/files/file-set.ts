/** A text in several files: a main file, and parts next to it that it refers to. */

import path from 'node:path';
import type { ChunkedText, TextSource } from './chunked-text.ts';

export interface FileSet<Content> {
  main: KnownFile<Content>;
  /** By name, such as `03-of-16`. Empty if the main file has no parts. Parts that do not exist are absent. */
  parts: ReadonlyMap<string, KnownFile<Content>>;
}

/** A file that was read. Two are the same object if the file has not changed in between. */
export interface KnownFile<Content> {
  content: Content;
  /** Characters. */
  length: number;
  /**
   * Returns the text that was read. Parts may be read again for it, because together they are long: it is valid until another is
   * requested. Within an update, this fails if the part has changed in the meantime; the update is then requested again.
   */
  readText: () => TextSource;
}

/** What the files of a set contain. */
export interface FileFormat<Content> {
  /** Returns the names of the parts that a main file refers to. */
  listParts: (text: string) => readonly string[];
  /** Parses a file, and keeps nothing of its text. `part` is null for the main file. Messages call the set `description`. */
  parse: (text: string, part: string | null, description: string) => Content;
  /** Throws if this part is of a set that has lost its main file, and so must not be replaced. */
  checkOrphan: (text: string, part: string, description: string) => void;
}

export interface FileSetUpdate {
  /** The names of all parts, also of those that do not change. Others are removed. */
  parts: readonly string[];
  /** The files to write, in this order. Each is created when it is requested, so that only one of them need be in memory. */
  changes: Iterable<FileChange>;
}

interface FileChange {
  /** Null: the main file, which comes last. */
  part: string | null;
  text: ChunkedText;
}

/** The path of a part: `event-log.03-of-16.json` for `event-log.json`. */
export function formatPartPath(main: string, part: string): string {
  const extension = path.extname(main);
  return `${main.slice(0, main.length - extension.length)}.${part}${extension || '.json'}`;
}

/** The part of a main file whose name, without a directory, this is; null for another file. */
export function parsePartName(name: string, main: string): string | null {
  const [, part] = /\.(\d+-of-\d+)(?:\.[^.]*)?$/.exec(name) ?? [];
  return part !== undefined && name === formatPartPath(path.basename(main), part) ? part : null;
}
