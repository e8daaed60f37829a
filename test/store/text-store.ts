/** Stores of a log that is a single file, as its text. */

import type { ChunkedText } from '../../src/lib/files/chunked-text.ts';
import type { FileFormat, FileSetUpdate } from '../../src/lib/files/file-set.ts';
import { createFileStore } from '../../src/store/file.ts';
import type { LockTiming } from '../../src/store/file-lock.ts';
import type { Store } from '../../src/store/store.ts';

/** Keeps texts as they are. */
export const TEXT_FORMAT: FileFormat<string> = {
  listParts: () => [],
  parse: (text) => text,
  checkOrphan: () => {},
};

/** The files to write; a part that is null stays as it is. */
export function toUpdate(text: ChunkedText, parts: Iterable<readonly [string, string | null]> = []): FileSetUpdate {
  const named = [...parts];
  const changed = named.flatMap(([part, text]) => (text === null ? [] : [{ part, text }]));
  return { parts: named.map(([name]) => name), changes: [...changed, { part: null, text }] };
}

export interface TextStore {
  description: string;
  load(): Promise<string | null>;
  save(update: (current: string | null) => ChunkedText, message?: () => string): Promise<'saved' | 'unchanged'>;
}

export function toTextStore({ description, load, save }: Store<string>): TextStore {
  return {
    description,
    load: async () => (await load())?.main.content ?? null,
    save: (update, message = () => '') => save((current) => toUpdate(update(current?.main.content ?? null)), message),
  };
}

export function createTextFileStore(path: string, timing?: LockTiming, settledMs?: number): TextStore {
  return toTextStore(createFileStore(path, TEXT_FORMAT, { timing, settledMs }));
}
