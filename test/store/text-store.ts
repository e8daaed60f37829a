/** Stores of a log that is a single file, as its text. */

import type { ChunkedText } from '../../src/lib/files/chunked-text.ts';
import { createFileStore } from '../../src/store/file.ts';
import type { LockTiming } from '../../src/store/file-lock.ts';
import type { Store } from '../../src/store/store.ts';

export interface TextStore {
  description: string;
  load(): Promise<string | null>;
  save(update: (current: string | null) => ChunkedText, message?: () => string): Promise<'saved' | 'unchanged'>;
}

export function toTextStore({ description, load, save }: Store): TextStore {
  return {
    description,
    load: async () => (await load())?.text ?? null,
    save: (update, message = () => '') =>
      save((current) => ({ text: update(current?.text ?? null), parts: new Map() }), message),
  };
}

export function createTextFileStore(path: string, timing?: LockTiming, settledMs?: number): TextStore {
  return toTextStore(createFileStore(path, { timing, settledMs }));
}
