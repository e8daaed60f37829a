/** The completion scripts in real shells. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shell } from '../../src/cli/completion/commands.ts';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';
import { describeReal, makeDirectory } from './harness.ts';

const directory = makeDirectory();
afterAll(() => rmSync(directory, { recursive: true }));

const MANIFEST = `version: 1
certificates: [{ name: shop, expires: 2031-01-01 }, { name: shop-api, expires: 2031-01-01 }, { name: wiki, expires: 2031-01-01 }]
webhooks: { chat: { url: "https://chat.example/" } }
rules:
  - { name: all certificates, events: [certificate.*], actions: [{ webhook: chat }] }
  - { name: $(touch hacked), events: [certificate.expired], actions: [{ webhook: chat }] }
`;

async function writeScript(shell: Shell): Promise<string> {
  const script: string[] = [];
  const io = { ...createTestIo(directory), stdout: (text: string) => void script.push(text) };
  expect(await main(['completion', shell], io)).toBe(0);
  const file = join(directory, `certvigil.${shell}`);
  writeFileSync(file, script.join(''));
  mkdirSync(join(directory, 'files'), { recursive: true });
  mkdirSync(join(directory, 'bin'), { recursive: true });
  const cli = join(import.meta.dirname, '../../src/cli.ts');
  writeFileSync(join(directory, 'bin/certvigil'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(directory, 'certvigil.yaml'), MANIFEST);
  writeFileSync(join(directory, 'broken.yaml'), 'version: 1\ncertificates: [{ name: shop\n');
  writeFileSync(join(directory, 'files/one.yaml'), '');
  return file;
}

const env = { ...process.env, PATH: `${join(directory, 'bin')}:${process.env.PATH}` };

/** What each shell offers for a command line, sorted, without descriptions. */
const SHELLS: Record<Shell, (program: string, script: string, line: string) => string> = {
  bash: (program, script, line) => {
    const words = line.split(' ').map((word) => `'${word}'`);
    const code = `source ${script}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _certvigil; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync(program, ['--norc', '-c', code], { cwd: directory, encoding: 'utf8', env });
  },
  zsh: (program, script, line) =>
    execFileSync(program, ['-f', `${import.meta.dirname}/completion.zsh`, script, line], {
      cwd: directory,
      encoding: 'utf8',
      env,
    }),
  fish: (program, script, line) =>
    execFileSync(program, ['--no-config', '-c', `source ${script}; complete -C '${line}'`], {
      cwd: directory,
      encoding: 'utf8',
      env,
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
      ['certvigil scan sh', ['shop', 'shop-api']],
      ['certvigil test w', ['wiki']],
      ['certvigil scan --only sh', ['shop', 'shop-api']],
      ['certvigil test --webhook ', ['chat']],
      ['certvigil render ', ['chat', 'shop', 'shop-api', 'wiki']],
      ['certvigil scan -m broken.yaml ', []],
      ['certvigil scan -m missing.yaml ', []],
      ['certvigil explain endpoint-ref', ['endpoint-refused']],
      ['certvigil report op', ['openmetrics']],
      ['certvigil test --event certificate.ren', ['certificate.renewal_failing', 'certificate.renewed']],
    ])('completes "%s"', (line, expected) => {
      expect(offered(SHELLS[shell](program ?? shell, script, line))).toEqual(expected);
    });

    it('quotes names, and never evaluates them', () => {
      const names = offered(SHELLS[shell](program ?? shell, script, 'certvigil test --rule '));
      expect(names).toHaveLength(2);
      expect(names.join().replaceAll('\\', '')).toContain('$(touch hacked)');
      expect(existsSync(join(directory, 'hacked'))).toBe(false);
    });

    it.each(['certvigil scan -m files/o', 'certvigil validate files/o'])('completes files for "%s"', (line) => {
      expect(offered(SHELLS[shell](program ?? shell, script, line)).join()).toContain('one.yaml');
    });
  });
});
