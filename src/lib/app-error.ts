/** Errors for users. */

import type { InterruptExitCode } from './process/interruption.ts';
import { escapeUnprintable } from './text/unprintable.ts';
import { VERSION } from './version.ts';

/** The exit code. 2: usage or manifest error. 3: delivery, event log or internal error. Others: interruption by a signal. */
type ErrorExitCode = 2 | 3 | InterruptExitCode;

/**
 * Thrown if the program cannot continue because of a problem that the user can fix. Any other error is a bug and is printed with its stack.
 */
export class AppError extends Error {
  /** The code, stable and in kebab-case, documented in `docs/reference/errors/`. */
  readonly code: string;
  /** The fix. */
  readonly hint: string | undefined;
  readonly exitCode: ErrorExitCode;

  constructor(
    code: string,
    message: string,
    options: { hint?: string; cause?: unknown; exitCode?: ErrorExitCode } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 2;
  }
}

/** Creates the error for wrong arguments of the command line or the inputs of the action: code `usage`, exit code 2. */
export function createUsageError(message: string, hint: string): AppError {
  return new AppError('usage', message, { hint });
}

/** Formats the message for any thrown value. Only bugs show their stack. Names in a message can contain any character. */
export function formatError(error: unknown): string {
  if (!(error instanceof AppError)) return formatBug(error);
  const { code, message, hint } = error;
  const help = hint === undefined ? '' : `  = help: ${escapeUnprintable(hint)}\n`;
  return `certvigil: error[${code}]: ${escapeUnprintable(message)}\n${help}`;
}

function formatBug(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `certvigil: internal error: this is a bug in certvigil ${VERSION}. Please report it with these lines:\n${stack}\n`;
}
