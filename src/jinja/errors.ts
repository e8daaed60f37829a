/** The error that a template can fail with, and the message of each code. Messages quote the template, never a value. */

import type { Position } from './parser/ast.ts';

const MESSAGES = {
  'template-syntax': (detail: string) => `The template has a syntax error: ${detail}.`,
  'template-refused': (detail: string) => `The template cannot be rendered: ${detail}.`,
  'template-type-error': (detail: string) => `The template failed on these values: ${detail}.`,
  'template-limit': (detail: string) => `The template was stopped: ${detail}.`,
  'template-not-json': (detail: string) => `The rendered body is not valid JSON: ${detail}.`,
  'url-authority-templated': (detail: string) =>
    `A {{ value }} cannot be part of a URL's scheme, host or port: ${detail}.`,
  'url-dot-segment': () => 'A value that consists only of dots would change the path of the URL.',
  'header-injection': (detail: string) => `The header would contain ${detail}.`,
} satisfies Record<string, (detail: string) => string>;

type TemplateErrorCode = keyof typeof MESSAGES;

/** Thrown when a template cannot be parsed or rendered. */
export class TemplateError extends Error {
  readonly code: TemplateErrorCode;
  /** The part of the message that is specific to this error, without a final period. */
  readonly detail: string;
  /** The line counts from 1; it is 0 if the error has no position in the template. */
  line: number;
  column: number;
  /** The rendered text of a `template-not-json` error. It may contain secrets. */
  rendered: string | null = null;
  /** True if a method was called on a value that is null or missing in the context. */
  isCallOnNull = false;

  constructor(code: TemplateErrorCode, detail: string, { line, column }: Position = { line: 0, column: 0 }) {
    super(MESSAGES[code](detail));
    this.code = code;
    this.detail = detail;
    this.line = line;
    this.column = column;
  }
}
