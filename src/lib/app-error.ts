import { VERSION } from './version.ts';

/**
 * Thrown where nothing can go on because of something that the user can mend. Anything else that is thrown is a
 * bug and keeps its stack.
 */
export class AppError extends Error {
  /** Stable and kebab-case, with a paragraph in `docs/reference/errors/`. */
  readonly code: string;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** The exit status of contract section 6: 2 usage or manifest, 3 delivery, log or internal. */
  readonly exitCode: 2 | 3;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown; exitCode?: 2 | 3 } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 2;
  }
}

/** A mistake in how the command line or the action was called: code `usage`, exit code 2. */
export function createUsageError(message: string, hint: string): AppError {
  return new AppError('usage', message, { hint });
}

/** What is said of anything that was thrown; only a bug shows its stack. */
export function formatError(error: unknown): string {
  if (!(error instanceof AppError)) return formatBug(error);
  const { code, message, hint } = error;
  const help = hint === undefined ? '' : `  = help: ${hint}\n`;
  return `certvigil: error[${code}]: ${message}\n${help}`;
}

function formatBug(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `certvigil: internal error: this is a bug in certvigil ${VERSION}. Please report it with these lines:\n${stack}\n`;
}
