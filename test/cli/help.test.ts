import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-specs.ts';
import { COMMAND_GROUPS, renderCommandHelp, renderOverview, wrapHelp } from '../../src/cli/help.ts';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

const TEXTS = [renderOverview(), ...COMMANDS.map(renderCommandHelp)];
const listWords = (text: string) => text.split(/\s+/).filter((word) => word !== '');

describe.each([40, 60, 80, 120])('help on a terminal with %i columns', (columns) => {
  it('has no longer lines, except for long words, and every word', () => {
    for (const text of TEXTS) {
      const wrapped = wrapHelp(text, columns);
      expect(listWords(wrapped)).toEqual(listWords(text));
      const long = wrapped.split('\n').filter((line) => line.length > columns && listWords(line).length > 4);
      expect(long).toEqual([]);
    }
  });
});

it('is wrapped in a pipe too', () => {
  const printed: string[] = [];
  const io = { ...createTestIo('/'), stdout: (text: string) => void printed.push(text) };
  return main(['scan', '--help'], io).then((status) => {
    expect(status).toBe(0);
    expect(
      Math.max(
        ...printed
          .join('')
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(80);
  });
});

it('a description continues below itself', () => {
  expect(wrapHelp('  -m, --manifest FILE  manifest file of the whole repository', 50)).toBe(
    '  -m, --manifest FILE  manifest file of the whole\n                       repository',
  );
});

it('each command is in one group of the overview', () => {
  const grouped = COMMAND_GROUPS.flatMap(([, names]) => names);
  expect([...grouped].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
});
