/** Reads environment variables for a source. */

import type { Entry, Failure } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { isReservedVariable, resolveVariables } from '../../lib/secrets/references.ts';
import { createFailure } from '../failures.ts';

/** Replaces the `${NAME}` references in a text. */
export type VariableResolver = (text: string) => { value: string } | { failure: Failure };

export function createVariableResolver({ variables }: Pick<Entry, 'variables'>, env: Io['env']): VariableResolver {
  return (text) => {
    const resolved = resolveVariables(text, env);
    return 'value' in resolved ? resolved : { failure: unset(resolved.missing, variables) };
  };
}

/** Reads the value of a variable. Empty variables and those of the runner are treated as unset. */
export function readVariable(
  name: string,
  { variables }: Pick<Entry, 'variables'>,
  env: Io['env'],
): { value: string } | { failure: Failure } {
  const value = isReservedVariable(name) ? '' : (env[name] ?? '').trim();
  return value === '' ? { failure: unset(name, variables) } : { value };
}

function unset(name: string, variables: Entry['variables']): Failure {
  const at = variables[name];
  return createFailure('variable-unset', name, at === undefined ? '' : ` (${at.file}:${at.line})`);
}
