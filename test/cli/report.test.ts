import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-17T02:00:00Z');
const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-report-'));

async function run(...args: string[]) {
  let [stdout, stderr] = ['', ''];
  const status = await main(args, {
    ...createTestIo(directory),
    now: () => NOW,
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
  });
  return { status, stdout, stderr };
}

const COLUMNS = 'csv[columns=certificate status days_remaining owner]';

describe('certvigil report', () => {
  beforeAll(async () => {
    const file = path.join(directory, 'shop.pem');
    const made = await createCertificate({
      ...{ commonName: 'shop.example.com', sans: ['shop.example.com'] },
      ...{ notBefore: new Date(NOW - 100 * DAY), notAfter: new Date(NOW + 40.5 * DAY) },
    });
    writeFileSync(file, made.certificate);
    writeFileSync(
      path.join(directory, 'certvigil.yaml'),
      'version: 1\ncertificates: [{ name: shop, file: shop.pem, owner: ops }]\nevent_log: { store: file, path: log.json }\n',
    );
    expect((await run('report', COLUMNS)).stderr).toBe('No scan has been recorded yet: the report is empty.\n');
    expect((await run('scan')).status).toBe(0);
    rmSync(file);
  });

  it('renders what the last scan recorded, without reading the certificates', async () => {
    const { status, stdout, stderr } = await run('report', COLUMNS, '--quiet');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe('certificate,status,days_remaining,owner\r\nshop,ok,40,ops\r\n');
  });

  it('evaluates the statuses anew', async () => {
    const { stdout } = await run('report', COLUMNS, '--now', '2026-12-25T00:00:00Z');
    expect(stdout).toContain('shop,critical,2,ops');
  });

  it('keeps the time of the scan in metrics', async () => {
    const { stdout } = await run('report', 'openmetrics', '--now', '2026-12-25T00:00:00Z');
    expect(stdout).toContain(`certvigil_last_scan_timestamp_seconds ${NOW / 1000}\n`);
  });

  it('writes to a file', async () => {
    expect(await run('report', 'ics', '--output', 'a.ics', '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(path.join(directory, 'a.ics'), 'utf8')).toContain('SUMMARY:shop expires');
  });

  it.each([
    [['report'], 'report needs one kind, got 0'],
    [['report', 'csv', 'ics'], 'report needs one kind, got 2'],
    [['report', 'unknown'], 'unknown report kind "unknown"'],
    [['report', 'csv[columns=x]'], 'unknown column "x"'],
    [['report', 'csv[x=y]'], 'the csv report has no option "x"'],
    [['report', 'csv', '--output', 'log.json'], 'the csv report would overwrite the event log'],
    [['report', 'csv', '--output', 'http://127.0.0.1:9/'], 'the csv report cannot be sent to a URL'],
  ])('rejects %j', async (args, message) => {
    const { status, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

it.skipIf(process.platform === 'win32')(
  'sarif does not show a file on a drive of Windows as one of the repository',
  async () => {
    const made = await createCertificate({
      ...{ commonName: 'old.example.com', sans: ['old.example.com'] },
      ...{ notBefore: new Date(NOW - 100 * DAY), notAfter: new Date(NOW - DAY) },
    });
    for (const drive of ['C:', 'certs']) {
      const file = `${drive}/old.pem`;
      mkdirSync(path.join(directory, drive));
      writeFileSync(path.join(directory, file), made.certificate);
      const manifest = `version: 1\ncertificates: [{ name: old, file: "${file}" }]\nevent_log: { store: file, path: ${drive}.json }\n`;
      writeFileSync(path.join(directory, 'drive.yaml'), manifest);
      await run('scan', '--manifest', 'drive.yaml', '--report', 'sarif=out.sarif');
      const [{ results }] = JSON.parse(readFileSync(path.join(directory, 'out.sarif'), 'utf8')).runs;
      expect(results).toHaveLength(1);
      const files = JSON.stringify(results).match(/(?<="uri":")[^"]+/g);
      expect(files).toEqual(drive === 'certs' ? ['certs/old.pem', 'drive.yaml'] : ['drive.yaml']);
    }
  },
);
