/** Asks questions in a terminal. */

import { AppError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { wrapText } from '../report/format/terminal-text.ts';

export interface Prompter {
  /**
   * Returns the answer without surrounding space; an empty answer is the default. Throws AppError `interrupted` at the end of the input.
   */
  ask: (question: string) => Promise<string>;
  /** Whether the answer is yes, which is the default. */
  confirm: (question: string) => Promise<boolean>;
}

/** The exit code after Ctrl+C. Ctrl+D has the same meaning. */
const SIGINT_EXIT_CODE = 130;

/** The character that Ctrl+Z and Enter, the end of the input on Windows, send. */
const WINDOWS_END = '\u001a';

/** Returns null without a terminal, because nobody could answer. */
export function createPrompter(io: Io): Prompter | null {
  if (!io.isTTY.stdin || !io.isTTY.stdout) return null;
  const readLine = createLineReader(io);
  const ask = async (question: string) => {
    io.stdout(`${wrapText(question, io.columns - 1, '').join('\n')} `);
    const line = await readLine();
    if (line !== null && !line.startsWith(WINDOWS_END)) return line.trim();
    io.stdout('\n');
    throw new AppError('interrupted', 'The input ended before the last question. Nothing was written.', {
      hint: 'Each question has an option: certvigil init --help.',
      exitCode: SIGINT_EXIT_CODE,
    });
  };
  const confirm = async (question: string) => !/^n/i.test(await ask(`${question} [Y/n]`));
  return { ask, confirm };
}

/** Returns the next line of standard input; null at its end. */
function createLineReader({ stdin }: Io): () => Promise<string | null> {
  const decoder = new TextDecoder();
  let chunks: AsyncIterator<Uint8Array> | null = null;
  let buffered = '';
  return async () => {
    chunks ??= stdin()[Symbol.asyncIterator]();
    for (;;) {
      const end = buffered.indexOf('\n');
      if (end >= 0) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 1);
        return line;
      }
      const { done, value } = await chunks.next();
      if (done) {
        const rest = buffered;
        buffered = '';
        return rest === '' ? null : rest;
      }
      buffered += decoder.decode(value, { stream: true });
    }
  };
}
