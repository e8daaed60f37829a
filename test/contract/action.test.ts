/** Freezes the inputs and outputs of the GitHub Action, and how it runs. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { expectSnapshot } from './environment.ts';

interface Field {
  description: string;
  required?: boolean;
  default?: string;
}

interface Action {
  inputs: Record<string, Field>;
  outputs: Record<string, Field>;
  runs: object;
}

const { inputs, outputs, runs } = parse(readFileSync('action.yml', 'utf8')) as Action;

function withoutDescriptions(fields: Record<string, Field>): object {
  return Object.fromEntries(Object.entries(fields).map(([name, { description: _, ...rest }]) => [name, rest]));
}

it('the action keeps the names and defaults of its inputs, its outputs, and how it runs', async () => {
  expect(Object.keys(inputs).length).toBeGreaterThan(0);
  await expectSnapshot('action.json', {
    inputs: withoutDescriptions(inputs),
    outputs: withoutDescriptions(outputs),
    runs,
  });
});
