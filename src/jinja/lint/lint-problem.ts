/** A problem that the linter reports. */

import type { Position } from '../parser/ast.ts';

export type LintCode =
  /** The template cannot be parsed, or uses an unknown filter or test. */
  | 'template-syntax'
  | 'template-refused'
  /** The context has no such name or field. */
  | 'template-unknown-name'
  /** The template fails for some contexts. */
  | 'template-call-on-null'
  | 'template-json-join'
  | 'template-json-tojson'
  | 'body-not-json';

export interface LintProblem extends Position {
  code: LintCode;
  message: string;
  /** With `body-not-json`: true if the body is invalid for every context, so that nothing is ever sent. */
  isCertain?: boolean;
}
