/** Stores of a log that is a single file, as its text. */

import { createFileStore } from '../../src/store/file.ts';
import type { LockTiming } from '../../src/store/file-lock.ts';
import type { Store } from '../../src/store/store.ts';

export interface TextStore {
  description: string;
  read(): Promise<string | null>;
  save(update: (current: string | null) => string, message?: () => string): Promise<'saved' | 'unchanged'>;
}

export function toTextStore({ description, read, save }: Store): TextStore {
  return {
    description,
    read: async () => (await read()).main,
    save: (update, message = () => '') => save(({ main }) => ({ main: update(main), parts: new Map() }), message),
  };
}

export function createTextFileStore(path: string, timing?: LockTiming): TextStore {
  return toTextStore(createFileStore(path, { timing }));
}
