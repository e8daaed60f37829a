import { describe, expect, it } from 'vitest';
import { SHELLS } from '../../src/cli/command-specs.ts';
import { renderBash } from '../../src/cli/completion/bash.ts';
import { type CompletedCommand, listCompletedCommands, type Shell } from '../../src/cli/completion/commands.ts';
import { renderFish } from '../../src/cli/completion/fish.ts';
import { renderZsh } from '../../src/cli/completion/zsh.ts';

const RENDERERS: Record<Shell, (commands: readonly CompletedCommand[]) => string> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

/** One command for each kind of value. Real shells run the scripts in test/real/completion.test.ts. */
const SAMPLES: readonly CompletedCommand[] = [
  {
    name: 'scan',
    summary: "read certificates: it's all",
    options: [
      { names: ['--manifest', '-m'], help: 'the file [or a directory]', value: 'file', isRepeatable: false },
      { names: ['--only'], help: 'a back\\slash', value: { listed: 'certificates' }, isRepeatable: true },
      { names: ['--format'], help: 'the format', value: { words: ['text', 'json'] }, isRepeatable: false },
      { names: ['--now'], help: "the run's time", value: 'any', isRepeatable: false },
      { names: ['--quiet', '-q'], help: 'no messages', value: null, isRepeatable: false },
    ],
    operand: { listed: 'certificates' },
  },
  { name: 'inspect', summary: 'show certificates', options: [], operand: 'file' },
  { name: 'silence', summary: 'silence a code', options: [], operand: { words: ['unread', 'blind'] } },
  { name: 'demo', summary: 'show a demo', options: [], operand: null },
  { name: 'log list', summary: 'list: all events', options: [], operand: null },
  { name: 'log clear', summary: 'clear events', options: [], operand: 'any' },
];

it.each(SHELLS)('the script for %s completes commands, options, values and operands', async (shell) => {
  await expect(RENDERERS[shell](SAMPLES)).toMatchFileSnapshot(`../golden/completion/${shell}.txt`);
});

const commands = new Map(listCompletedCommands().map((command) => [command.name, command]));
const findOption = (command: string, name: string) =>
  commands.get(command)?.options.find(({ names }) => names.includes(name));

describe('completion offers', () => {
  it.each([
    ['--only', 'scan', { listed: 'certificates' }],
    ['--rule', 'test', { listed: 'rules' }],
    ['--webhook', 'test', { listed: 'webhooks' }],
    ['--email', 'test', { listed: 'emails' }],
    ['--manifest', 'scan', 'file'],
    ['--now', 'scan', 'any'],
    ['--quiet', 'scan', null],
    ['--help', 'scan', null],
  ])('the values of %s of %s', (option, command, value) => {
    expect(findOption(command, option)?.value).toEqual(value);
  });

  it('the words of a placeholder', () => {
    expect(findOption('scan', '--format')?.value).toEqual({ words: expect.arrayContaining(['text', 'json']) });
  });

  it('the short form of an option', () => {
    expect(findOption('scan', '-m')?.names).toEqual(['--manifest', '-m']);
    expect(findOption('scan', '-q')?.names).toEqual(['--quiet', '-q']);
  });

  it.each([
    ['scan', { listed: 'certificates' }],
    ['render', { listed: 'names' }],
    ['explain', { listed: 'codes' }],
    ['completion', { words: SHELLS }],
    ['inspect', 'file'],
    ['demo', null],
    ['log list', null],
  ])('the operands of %s', (command, operand) => {
    expect(commands.get(command)?.operand).toEqual(operand);
  });
});
