/** Replaces `${NAME}` references in messages and settings of a receiver. */

import type { Failure, Position } from '../domain/index.ts';
import type { Io } from '../lib/io.ts';
import { resolveVariables } from '../lib/secrets/references.ts';
import { createFailure } from './failures.ts';

/** `variables` maps each name to its first position in the manifest, for the failure `variable-unset`. */
export function expandVariables(
  text: string,
  variables: Readonly<Record<string, Position>>,
  env: Io['env'],
): { value: string } | { failure: Failure } {
  const resolved = resolveVariables(text, env);
  if ('value' in resolved) return resolved;
  const position = variables[resolved.missing];
  const at = position === undefined ? '' : ` (${position.file}:${position.line})`;
  return { failure: createFailure('variable-unset', resolved.missing, at) };
}
