/** The completion scripts in real shells. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shell } from '../../src/cli/completion/commands.ts';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';
import { describeReal, makeDirectory } from './harness.ts';

const directory = makeDirectory();
afterAll(() => rmSync(directory, { recursive: true }));

async function writeScript(shell: Shell): Promise<string> {
  const script: string[] = [];
  const io = { ...createTestIo(directory), stdout: (text: string) => void script.push(text) };
  expect(await main(['completion', shell], io)).toBe(0);
  const file = join(directory, `certvigil.${shell}`);
  writeFileSync(file, script.join(''));
  mkdirSync(join(directory, 'files'), { recursive: true });
  writeFileSync(join(directory, 'files/one.yaml'), '');
  return file;
}

/** What each shell offers for a command line, sorted, without descriptions. */
const SHELLS: Record<Shell, (program: string, script: string, line: string) => string> = {
  bash: (program, script, line) => {
    const words = line.split(' ').map((word) => `'${word}'`);
    const code = `source ${script}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _certvigil; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync(program, ['--norc', '-c', code], { cwd: directory, encoding: 'utf8' });
  },
  zsh: (program, script, line) =>
    execFileSync(program, ['-f', `${import.meta.dirname}/completion.zsh`, script, line], {
      cwd: directory,
      encoding: 'utf8',
    }),
  fish: (program, script, line) =>
    execFileSync(program, ['--no-config', '-c', `source ${script}; complete -C '${line}'`], {
      cwd: directory,
      encoding: 'utf8',
    }),
};

const offered = (text: string) =>
  [...new Set(text.split('\n').map((line) => line.split('\t', 1)[0]?.trim() ?? ''))]
    .filter((word) => word !== '')
    .sort();

describe.each(Object.keys(SHELLS) as Shell[])('completion', (shell) => {
  describeReal(`in ${shell}`, { programs: [shell] }, (program) => {
    let script: string;
    beforeAll(async () => {
      script = await writeScript(shell);
    });

    it.each([
      ['certvigil sc', ['scan']],
      ['certvigil val', ['validate']],
      ['certvigil log ', ['clear', 'list']],
      ['certvigil scan --fail-on ', ['critical', 'expired', 'never', 'warning']],
      ['certvigil log list --form', ['--format']],
      ['certvigil completion ', ['bash', 'fish', 'zsh']],
    ])('completes "%s"', (line, expected) => {
      expect(offered(SHELLS[shell](program ?? shell, script, line))).toEqual(expected);
    });

    it.each(['certvigil scan -m files/o', 'certvigil validate files/o'])('completes files for "%s"', (line) => {
      expect(offered(SHELLS[shell](program ?? shell, script, line)).join()).toContain('one.yaml');
    });
  });
});
