/** The arguments that filters, tests, methods, functions and macros take. */

import { TemplateError } from './errors.ts';
import type { Dict, Value } from './values.ts';

/** Arguments as the template writes them. */
export interface CallArguments {
  positional: Value[];
  named: Dict;
}

export interface Signature {
  /** The names of the parameters, in order. */
  parameters: readonly string[];
  /** The number of parameters that a call must give. */
  required: number;
  /** The parameters that can be given by name. */
  named: readonly string[];
}

/**
 * Reads a signature: `width, fill?` has a required and an optional argument, and `maxsplit=` an optional one that can be given by
 * name.
 */
export function parseSignature(text: string): Signature {
  const parts = text.split(/, |^$/).filter((part) => part !== '');
  return {
    parameters: parts.map((part) => part.replace(/[?=]$/, '')),
    required: parts.filter((part) => !/[?=]$/.test(part)).length,
    named: parts.filter((part) => part.endsWith('=')).map((part) => part.slice(0, -1)),
  };
}

const describeCount = (count: number): string =>
  count === 0 ? 'no arguments' : `at most ${count} argument${count === 1 ? '' : 's'}`;

/**
 * Returns the reason why a call with this number of arguments and these names is wrong; null if it is valid. `callee`: the function or
 * filter that is called, as in "the filter upper".
 */
export function findCallProblem(
  callee: string,
  { parameters, required, named }: Signature,
  count: number,
  names: readonly string[],
): string | null {
  if (count > parameters.length) return `${callee} takes ${describeCount(parameters.length)}`;
  const unknown = names.find((name) => !named.includes(name));
  if (unknown !== undefined) return `${callee} has no argument ${unknown}`;
  const repeated = names.find((name) => parameters.indexOf(name) < count);
  if (repeated !== undefined) return `${callee} gets its argument ${repeated} twice`;
  const missing = parameters.slice(count, required).find((name) => !names.includes(name));
  return missing === undefined ? null : `${callee} needs the argument ${missing}`;
}

/**
 * Returns one value for each parameter; undefined for a parameter that the call does not give.
 * @throws TemplateError if the call does not fit.
 */
export function bindArguments(callee: string, signature: Signature, { positional, named }: CallArguments): Value[] {
  const problem = findCallProblem(callee, signature, positional.length, Object.keys(named));
  if (problem !== null) throw new TemplateError('template-syntax', problem);
  return signature.parameters.map((name, index) => (index < positional.length ? positional[index] : named[name]));
}
