/** Random values with weights, and environments that are put together from parts. */

import fc from 'fast-check';
import type { Environment } from './environment.ts';

export type Part = Partial<Environment>;
export type Settings = Record<string, string>;

export function weigh<Value>(...values: [weight: number, value: Value][]): fc.Arbitrary<Value> {
  return fc.oneof(...values.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}

/** Draws `usual` five times of six. */
export function drawRarely<Value>(value: fc.Arbitrary<Value>, usual: Value): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: value });
}

/** Puts parts together. Variables and files of a later one take precedence. */
export function combine(parts: readonly Part[]): Environment {
  return {
    env: Object.assign({}, ...parts.map(({ env }) => env)),
    files: Object.assign({}, ...parts.map(({ files }) => files)),
    services: Object.assign({}, ...parts.map(({ services }) => services)),
    entry: Object.assign({}, ...parts.map(({ entry }) => entry)),
  };
}
