/** The interface of the stores of the event log. */

import type { ChunkedText } from './chunked-text.ts';

/** Stores the text of the event log, without interpreting it. */
export interface Store {
  /** Returns the text of the log, or null if there is none yet. Throws AppError. */
  load(): Promise<string | null>;
  /**
   * Passes the current text to `update` and saves the result, unless it is the same. `update` may be called more than
   * once; if it throws, nothing is saved. `message` is called afterwards and returns one line for the history, in
   * stores that have one. Throws AppError; the old text is then unchanged.
   */
  save(update: (current: string | null) => ChunkedText, message: () => string): Promise<'saved' | 'unchanged'>;
  /** The name of the log in messages. */
  description: string;
}
