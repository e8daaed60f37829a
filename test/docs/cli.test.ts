import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/cli/command-specs.ts';
import { wrapHelp } from '../../src/cli/help.ts';
import { parseArguments } from '../../src/cli/parse-options.ts';

// The reference shows the help text and the tables of the action: after each marker comes what it names.
// `-u` rewrites them.
const DOC = 'docs/reference/cli.md';
const ACTION_DOC = 'docs/reference/action.md';

function readHelp(command: string): string {
  const request = parseArguments([...command.split(' ').filter((word) => word !== ''), '--help']);
  if (!('print' in request) || request.print !== 'help') throw new Error(`${command} has no help`);
  return request.text;
}

interface Field {
  description: string;
  default?: string;
}

const { inputs, outputs } = parse(readFileSync('action.yml', 'utf8')) as Record<
  'inputs' | 'outputs',
  Record<string, Field>
>;

const inputTable = [
  '| input | default | |\n|---|---|---|\n',
  ...Object.entries(inputs).map(
    ([name, field]) => `| \`${name}\` | ${shown(field.default)} | ${field.description} |\n`,
  ),
].join('');

const outputTable = [
  '| output | |\n|---|---|\n',
  ...Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |\n`),
].join('');

function shown(value = ''): string {
  return value === '' ? '' : `\`${value}\``;
}

/** The page with up-to-date content after every marker. */
function update(page: string): string {
  return page
    .replace(
      /(<!-- help -->\n```text\n)[^`]*(```\n)/g,
      (_, before, after) => before + wrapHelp(readHelp(''), 110) + after,
    )
    .replace(/(<!-- inputs -->\n)(?:\n?(?:\|.*\n)+)?/, `$1\n${inputTable}`)
    .replace(/(<!-- outputs -->\n)(?:\n?(?:\|.*\n)+)?/, `$1\n${outputTable}`);
}

describe.each([DOC, ACTION_DOC])('%s', (file) => {
  it('shows the current help text and tables', async () => {
    await expect(update(readFileSync(file, 'utf8'))).toMatchFileSnapshot(path.resolve(file));
  });
});

describe('the reference', () => {
  it('lists every input and output of the action', () => {
    const page = readFileSync(ACTION_DOC, 'utf8');
    for (const name of [...Object.keys(inputs), ...Object.keys(outputs)]) expect(page).toContain(`| \`${name}\` |`);
  });

  it('lists only common options with an effect, although every command accepts all of them', () => {
    expect(readHelp('demo')).not.toMatch(/--(?:manifest|event-log|format|now)\b/);
    expect(() => parseArguments(['demo', '--now', '2027-01-01', '--format', 'json'])).not.toThrow();
    expect(readHelp('scan')).toContain('evaluate as if the current time were TIME; recorded only with --event-log');
    expect(readHelp('inspect')).toMatch(/evaluate as if the current time were TIME$/m);
  });

  it.each(COMMANDS.map(({ name }) => name))('has a section for %s with an example', (command) => {
    expect(readFileSync(DOC, 'utf8')).toMatch(new RegExp(`\n### ${command}\n\n\`\`\`(?:console|sh)\n`));
  });
});

describe('the help of each command', () => {
  it.each(COMMANDS.map(({ name }) => name))('%s', async (command) => {
    const golden = path.resolve('test/golden/cli/help', `${command.replaceAll(' ', '-')}.txt`);
    await expect(wrapHelp(readHelp(command), 110)).toMatchFileSnapshot(golden);
  });
});
