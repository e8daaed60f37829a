/** A text in several files: a main file, and parts next to it that it refers to. */

import path from 'node:path';
import type { ChunkedText } from './chunked-text.ts';

export interface FileSet {
  /** Of the main file. */
  text: string;
  /** By name, such as `03-of-16`. Empty if the main file has no parts. Parts that do not exist are absent. */
  parts: ReadonlyMap<string, string>;
}

/** The files to write. A part that is null stays as it is. All other parts are removed. */
export interface FileSetUpdate {
  text: ChunkedText;
  parts: ReadonlyMap<string, ChunkedText | null>;
}

/** Returns the names of the parts that a main file refers to. */
export type ListParts = (text: string) => readonly string[];

export const NO_PARTS: ListParts = () => [];

/** The path of a part: `event-log.03-of-16.json` for `event-log.json`. */
export function formatPartPath(main: string, part: string): string {
  const extension = path.extname(main);
  return `${main.slice(0, main.length - extension.length)}.${part}${extension || '.json'}`;
}

/** Whether the name of a file, without its directory, is that of a part of a main file. */
export function isPartName(name: string, main: string): boolean {
  const [, part] = /\.(\d+-of-\d+)(?:\.[^.]*)?$/.exec(name) ?? [];
  return part !== undefined && name === formatPartPath(path.basename(main), part);
}
