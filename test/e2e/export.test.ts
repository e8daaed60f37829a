import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';

let root: string;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-export-'));
  const { certificate } = await createCertificate({
    commonName: 'shop.example.com',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2030-01-01T00:00:00Z'),
  });
  writeFileSync(path.join(root, 'shop.pem'), certificate);
  writeFileSync(
    path.join(root, 'certvigil.yaml'),
    'version: 1\ncertificates:\n  - { name: shop, file: shop.pem, labels: { tenant: Retail } }\n  - { name: date, expires: 2031-01-01 }\n',
  );
});
afterAll(() => rmSync(root, { recursive: true }));

const run = (...args: string[]) =>
  execFileSync(process.execPath, [path.resolve('dist/cli.js'), ...args, '--quiet', '--now', '2027-01-01'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

it('export reads the event log, or the certificates with --scan, and writes nothing else', () => {
  expect(run('export')).toMatch(/^certificate,.*\r\n$/);
  const csv = run('export', '--scan');
  expect(csv.split('\r\n')).toHaveLength(4);
  expect(csv).toContain('shop.example.com');
  const json = JSON.parse(run('export', '--scan', '--format', 'json', '--only', 'shop'));
  expect(json).toMatchObject({
    version: 1,
    exported_at: '2027-01-01T00:00:00Z',
    certificates: [{ certificate: 'shop' }],
  });
  run('export', '--scan', '--format', 'netbox', '--output', 'netbox.csv');
  const netbox = readFileSync(path.join(root, 'netbox.csv'), 'utf8').split('\r\n');
  expect(netbox).toHaveLength(3);
  run('export', '--scan', '--format', 'csv', '--output', 'parts.csv', '--split', '1');
  expect(
    ['1', '2'].map((part) => readFileSync(path.join(root, `parts-${part}.csv`), 'utf8').split('\r\n').length),
  ).toEqual([3, 3]);
  run('export', '--scan', '--format', 'csv', '--output', 'parts.csv', '--split', '2');
  expect(readdirSync(root).filter((name) => name.startsWith('parts'))).toEqual(['parts-1.csv']);
  for (const wrong of [
    ['--split', '0', '--output', 'x'],
    ['--split', '5'],
    ['--split', '5', '--output', 'x', '--format', 'json'],
  ])
    expect(() => run('export', ...wrong)).toThrow();
  expect(netbox[1]).toMatch(
    /^shop\.example\.com,(?:[0-9A-F]{2}:?)+,CN=shop\.example\.com,2026-01-01,2030-01-01,.*,Retail$/,
  );
});
