import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from './certvigil.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'certvigil-emptied-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const MANIFEST = `version: 1
certificates:
  - { name: devices, csv: devices.csv, map: { id: Device, valid_to: Until } }
`;

it('a scan and a digest fail an inventory that is empty all of a sudden', async () => {
  await writeFile(path.join(root, 'certvigil.yaml'), MANIFEST);
  await writeFile(path.join(root, 'devices.csv'), 'Device,Until\na,2099-01-01\n');
  expect(await runCli(['scan'], { cwd: root })).toMatchObject({ status: 0 });
  await writeFile(path.join(root, 'devices.csv'), 'Device,Until\n');
  for (const command of ['scan', 'digest']) {
    const { stdout, stderr } = await runCli([command], { cwd: root });
    expect(stdout + stderr).toContain('inventory-empty');
  }
});
