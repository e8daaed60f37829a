/**
 * What can be wrong with a template, and how each is said: the words of the codes stand here alone. A template is
 * the user's own text and may be quoted; a value never is.
 */

import type { Position } from './ast.ts';

const MESSAGES = {
  'template-syntax': (what: string) => `The template does not compile: ${what}.`,
  'template-refused': (what: string) => `The template asks for what templates may not do: ${what}.`,
  'template-type-error': (what: string) =>
    `The template does something that cannot be done with these values: ${what}.`,
  'template-limit': (what: string) => `The template was stopped: ${what}.`,
  'template-not-json': (what: string) =>
    `The rendered body is not JSON: ${what}. See it with "certvigil render", and write {{ value | tojson }} where a value stands outside quotes.`,
  'body-not-json': (what: string) => `${what.charAt(0).toUpperCase()}${what.slice(1)}.`,
  'template-json-join': () =>
    'join with quotes in it does not make a JSON list: each value is escaped, quotes included. Write {{ value | tojson }} without quotes around it.',
  'template-unlike-jinja': (what: string) => `Jinja2 renders this differently: ${what}.`,
  'template-unknown-name': (what: string) =>
    `The template asks for what is not there: ${what}${what.endsWith('?') ? '' : '.'}`,
  'template-call-on-null': (what: string) => `The template fails, and nothing is sent: ${what}.`,
  'template-json-tojson': () =>
    'tojson brings its own quotes: take away the quotes around it, or write the value without tojson.',
  'url-authority-templated': (what: string) => `The URL's scheme, host and port must be written out: ${what}.`,
  'url-dot-segment': () => 'A value that consists of dots alone would change the path of the URL, so it is not sent.',
  'header-injection': (what: string) => `The header would carry ${what}, so it is not sent.`,
} satisfies Record<string, (what: string) => string>;

export type TemplateErrorCode = keyof typeof MESSAGES;

/** What a template's tree tells without rendering. */
export interface TreeProblem extends Position {
  code: TemplateErrorCode;
  what: string;
  /** Of `body-not-json`: it holds whatever the certificate. */
  isCertain?: boolean;
}

/** Where nothing goes on in a template: thrown within `jinja/` and caught at its edge, `template.ts`. */
export class TemplateError extends Error {
  readonly code: TemplateErrorCode;
  /** From 1; 0 where no place in the template is to blame. */
  line = 0;
  column = 0;
  /** What was rendered all the same, for a person to look at; it may hold secrets. */
  rendered: string | null = null;

  constructor(code: TemplateErrorCode, what: string, at: { line: number; column: number } = { line: 0, column: 0 }) {
    super(formatMessage(code, what));
    this.code = code;
    this.line = at.line;
    this.column = at.column;
  }
}

export function formatMessage(code: TemplateErrorCode, what = ''): string {
  return MESSAGES[code](what);
}
