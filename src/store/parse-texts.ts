/** Parses the files of an event log whose texts stay in memory, each once. */

import type { FileFormat, FileSet, KnownFile } from '../lib/files/file-set.ts';

/** The main file, and its parts by name. */
export interface FileTexts {
  text: string;
  parts: ReadonlyMap<string, string>;
}

/** A text that is the same as the last one of its file is not parsed again. */
export function createTextParser<Content>(
  { parse }: FileFormat<Content>,
  description: string,
): (texts: FileTexts) => FileSet<Content> {
  const known = new Map<string | null, { text: string; file: KnownFile<Content> }>();
  const parseFile = (part: string | null, text: string): KnownFile<Content> => {
    const last = known.get(part);
    if (last?.text === text) return last.file;
    const file = { content: parse(text, part, description), length: text.length, readText: () => text };
    known.set(part, { text, file });
    return file;
  };
  return ({ text, parts }) => ({
    main: parseFile(null, text),
    parts: new Map(Array.from(parts, ([name, part]) => [name, parseFile(name, part)])),
  });
}
