import { expect, it } from 'vitest';
import { parseTarget } from '../../src/cli/commands/inspect/targets.ts';
import { parseArguments } from '../../src/cli/parse-options.ts';

it.each([
  ['https://user:pass-word@x.example/a?b', 'https://x.example/a?b'],
  ['https://x.example/a@b', 'https://x.example/a@b'],
  ['x.example:443', 'x.example:443'],
])('the target %s is reported as %s', (operand, expected) => {
  const request = parseArguments(['inspect', operand]);
  if (!('options' in request) || request.options.command !== 'inspect') throw new Error('not inspect');
  expect(parseTarget(operand, request.options, '/').target).toBe(expected);
});
