/** `${NAME}` references of what is sent somewhere, replaced. */

import type { Io } from '../io.ts';
import { resolveVariables } from '../secrets.ts';
import type { Failure, Position } from '../types.ts';
import { failure } from './wording.ts';

/** `variables` says where each is named first, for the failure `variable-unset`. */
export function fillVariables(
  text: string,
  variables: Readonly<Record<string, Position>>,
  env: Io['env'],
): { value: string } | { failure: Failure } {
  const resolved = resolveVariables(text, env);
  if ('value' in resolved) return resolved;
  const position = variables[resolved.missing];
  const at = position === undefined ? '' : ` (${position.file}:${position.line})`;
  return { failure: failure('variable-unset', resolved.missing, at) };
}
