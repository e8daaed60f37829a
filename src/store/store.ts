import type { ChunkedText } from './chunked-text.ts';

/** Where the text of the event log is kept. A store knows nothing of what the text says. */
export interface Store {
  /** The log's text, or null where there is none yet. Throws AppError. */
  load(): Promise<string | null>;
  /**
   * Hands the text as it is now to `update`, and keeps what that returns, unless it is the same. `update` may be
   * called more than once, and what it throws ends the save. `message` is asked after it, and says in one line what
   * happened, where the store keeps that. Throws AppError; the old text is then still there.
   */
  save(update: (current: string | null) => ChunkedText, message: () => string): Promise<'saved' | 'unchanged'>;
  /** How messages name it. */
  describe: string;
}
