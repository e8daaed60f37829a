/** The units and the cron line of docs/getting-started/linux.md: systemd accepts them, and their commands scan. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const PAGE = readFileSync('docs/getting-started/linux.md', 'utf8');
const LOG = '.certvigil/event-log.json';

/** The block of the page after the line with a file name. */
function readBlock(file: string): string {
  const block = PAGE.split(`\`${file}\`:\n\n`)[1]?.split('```')[1];
  if (block === undefined) throw new Error(`the page has no ${file}`);
  return block.slice(block.indexOf('\n') + 1);
}

const UNITS = ['certvigil.service', 'certvigil.timer', 'certvigil-failed.service'];

describeReal('One Linux box', { programs: ['systemd-analyze', 'flock'] }, (analyze, flock) => {
  let directory: string;

  beforeEach(() => {
    directory = makeDirectory();
    const manifest = readBlock('/srv/certificates/certvigil.yaml');
    // The same manifest, without the network.
    writeFileSync(
      join(directory, 'certvigil.yaml'),
      manifest.replace('endpoint: shop.example.com', "expires: '2099-01-01'"),
    );
  });
  afterEach(() => removeDirectory(directory));

  /** The paths of this machine. */
  const localize = (text: string) =>
    text
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('/opt/certvigil/dist/cli.js', resolve('src/cli.ts'))
      .replaceAll('/srv/certificates', directory);

  it('has units that systemd accepts without a warning', async () => {
    const files = UNITS.map((name) => join(directory, name));
    for (const name of UNITS) writeFileSync(join(directory, name), localize(readBlock(`/etc/systemd/system/${name}`)));
    expect(await verify(files)).toBe('');
    const [service = ''] = files;
    writeFileSync(service, readFileSync(service, 'utf8').replace('ProtectHome', 'ProtectHomes'));
    expect(await verify([service])).toContain("Unknown key 'ProtectHomes'");
  });

  const verify = async (files: string[]) => {
    const shell = ['-c', '"$@" 2>&1 || true', 'sh', analyze ?? '', 'verify', '--man=no', ...files];
    const lines = `${await runProgram('/bin/sh', shell, { cwd: directory })}`.split('\n');
    // Units of the machine itself are not ours.
    return lines.filter((line) => line.includes('certvigil') || line.includes(directory)).join('\n');
  };

  it('has a service whose command scans', async () => {
    const [, command = ''] =
      /^ExecStart=(.*)$/m.exec(localize(readBlock('/etc/systemd/system/certvigil.service'))) ?? [];
    expect(`${await runProgram('/bin/sh', ['-c', command], { cwd: directory })}`).toBe('');
    expect(existsSync(join(directory, LOG))).toBe(true);
  });

  const readCronCommand = () => {
    const [, command = ''] = /^17 5 \* \* \* certvigil (.*)$/m.exec(localize(readBlock('/etc/cron.d/certvigil'))) ?? [];
    return command;
  };

  it('has a cron line that scans, and prints nothing that cron would mail', async () => {
    expect(`${await runProgram('/bin/sh', ['-c', `{ ${readCronCommand()}; } 2>&1`], { cwd: '/' })}`).toBe('');
    expect(existsSync(join(directory, LOG))).toBe(true);
  });

  it('has a cron line that skips a scan while another one runs', async () => {
    const locked = [directory, '/bin/sh', '-c', `{ ${readCronCommand()}; } 2>&1`];
    expect(`${await runProgram(flock ?? '', locked, { cwd: '/' })}`).toBe('');
    expect(existsSync(join(directory, LOG))).toBe(false);
  });
});
