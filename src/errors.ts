/**
 * Thrown where nothing can go on because of something that the user can mend. Anything else that is thrown is a
 * bug and keeps its stack.
 */
export class AppError extends Error {
  /** Stable and kebab-case, with a paragraph in `docs/errors.md`. */
  readonly code: string;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** The exit status of contract section 6: 2 usage or manifest, 3 delivery, log or internal. */
  readonly exit: 2 | 3;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown; exit?: 2 | 3 } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
    this.exit = options.exit ?? 2;
  }
}

/** What standard error says of it. */
export function errorText({ code, message, hint }: AppError): string {
  const help = hint === undefined ? '' : `  = help: ${hint}\n`;
  return `certvigil: error[${code}]: ${message}\n${help}`;
}
