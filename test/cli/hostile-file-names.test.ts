import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

// A pull request can add a file with any name. A line of its own in the log would be a command to the runner of the workflow.

const NAME = 'x\n::add-mask::main\u001b[31m';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-names-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(path.join(directory, file), text);

async function run(...argv: string[]): Promise<string> {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  await main(argv, { ...createTestIo(directory), stdout: print, stderr: print });
  return printed;
}

function expectOneLine(printed: string): void {
  expect(printed).toContain('x\\u{a}::add-mask::main\\u{1b}[31m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  expect(printed).not.toMatch(/^::|[\u0000-\u0009\u000b-\u001f]/m);
}

describe.skipIf(process.platform === 'win32')('a file name with a line break is printed on one line', () => {
  it('of an included file with an error', async () => {
    mkdirSync(path.join(directory, 'inc'));
    write(`inc/${NAME}.yaml`, 'certificates: [{ name: a, colour: blue }]\n');
    write('certvigil.yaml', 'version: 1\ninclude: ["inc/*.yaml"]\ncertificates: [{ name: a, expires: 2030-01-01 }]\n');
    expectOneLine(await run('validate'));
    expectOneLine(await run('scan', '--dry-run'));
  });

  it.each(['version: 1\ncertificates: [{ name: a, expires: 2030-01-01 }]\n', 'version: 2\n'])(
    'of a manifest: %j',
    async (text) => {
      write(`${NAME}.yaml`, text);
      expectOneLine(await run('validate', `${NAME}.yaml`));
    },
  );

  it('of a missing manifest, in an error', async () => {
    expectOneLine(await run('scan', '--manifest', NAME));
    expectOneLine(await run('validate', NAME));
  });

  it('of a file of observations, in a warning', async () => {
    write('certvigil.yaml', 'version: 1\ncertificates: [{ name: a, expires: 2030-01-01 }]\n');
    mkdirSync(path.join(directory, 'files'));
    write(`files/${NAME}`, 'Files of probes.\n');
    expectOneLine(await run('scan', '--dry-run', '--observations', 'files/'));
  });
});
