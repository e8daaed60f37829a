import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import { AFFECTED_TABLE } from '../../src/report/affected/csv.ts';
import { FORECAST_TABLE } from '../../src/report/forecast/csv.ts';
import { LOG_TABLE } from '../../src/report/log/csv.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createTestIo } from '../manifest/io.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-17T02:00:00Z');
const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-csv-'));
let receiver: Receiver;

async function run(...args: string[]) {
  let [stdout, stderr] = ['', ''];
  const status = await main(args, {
    ...createTestIo(directory),
    now: () => NOW,
    sleep: async () => {},
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
  });
  return { status, stdout, stderr };
}

beforeAll(async () => {
  receiver = await startReceiver([200]);
  for (const [name, days] of [
    ['shop', 5],
    ['blog', 100],
  ] as const) {
    const made = await createCertificate({
      ...{ commonName: `${name}.example.com`, sans: [`${name}.example.com`] },
      ...{ notBefore: new Date(NOW - 100 * DAY), notAfter: new Date(NOW + (days + 0.5) * DAY) },
    });
    writeFileSync(path.join(directory, `${name}.pem`), made.certificate);
  }
  const manifest = {
    version: 1,
    certificates: [
      { name: 'blog', file: 'blog.pem', labels: { team: 'web' } },
      { name: 'shop', file: 'shop.pem', owner: '=1+1' },
      { name: 'lost', file: 'lost.pem' },
    ],
    webhooks: { chat: { url: receiver.origin }, down: { url: 'http://127.0.0.1:9/' } },
    rules: [
      { name: 'all', events: ['certificate.expiry_warning'], actions: [{ webhook: 'chat' }, { webhook: 'down' }] },
    ],
    event_log: { store: 'file', path: 'log.json' },
  };
  writeFileSync(path.join(directory, 'certvigil.yaml'), JSON.stringify(manifest));
});

afterAll(async () => {
  await receiver.close();
  rmSync(directory, { recursive: true });
});

describe('--format csv', () => {
  it.each(['scan', 'digest'])('%s prints what a CSV report contains', async (command) => {
    const { stdout } = await run(command, '--dry-run', '--format', 'csv', '--report', 'csv=a.csv');
    expect(stdout).toBe(readFileSync(path.join(directory, 'a.csv'), 'utf8'));
    expect(stdout.split('\r\n')).toHaveLength(5);
  });

  it('scan prints the selected columns, also with --quiet', async () => {
    const columns = 'certificate,owner, labels.team,days_remaining';
    const { status, stdout } = await run('scan', '--dry-run', '--quiet', '--format=csv', '--columns', columns);
    expect(status).toBe(1);
    expect(stdout).toBe(
      "certificate,owner,labels.team,days_remaining\r\nshop,'=1+1,,5\r\nlost,,,\r\nblog,,web,100\r\n",
    );
  });

  it('forecast prints a row for each certificate, and for each location that could not be read', async () => {
    const columns = 'period,certificate,days_remaining,locations,renewals_today,renewals_47_days,error';
    const { status, stdout } = await run('forecast', '--months', '2', '--format', 'csv', '--columns', columns);
    expect(status).toBe(0);
    expect(stdout.split('\r\n')).toEqual([
      columns,
      '2026-11,shop,5,shop.pem,5.2,,',
      'later,blog,100,blog.pem,2.7,,',
      'unread,lost,,lost.pem,,,file-not-found',
      '',
    ]);
  });

  it('log list prints a row for each delivery', async () => {
    expect((await run('scan', '--quiet')).status).toBe(3);
    const columns = 'event,certificate,threshold,rule,destination,delivery,attempts,error';
    const { status, stdout } = await run('log', 'list', '--format', 'csv', '--columns', columns);
    expect(status).toBe(0);
    expect(stdout.split('\r\n').filter((row) => !row.startsWith('certificate.unreachable'))).toEqual([
      columns,
      'certificate.expiry_warning,shop,14,all,webhook:chat,sent,0,',
      'certificate.expiry_warning,shop,14,all,webhook:down,failed,3,http-connection-refused',
      '',
    ]);
  });

  it.each([
    [['scan', '--columns', 'certificate'], '--columns requires --format csv'],
    [['scan', '--format', 'csv', '--columns', 'certificat'], 'Did you mean certificate?'],
    [['forecast', '--format', 'csv', '--columns', 'labels.team'], 'Columns: period, certificate,'],
    [['log', 'list', '--format', 'csv', '--columns', ''], 'missing value for --columns'],
    [['digest', '--format', 'csv', '--messages'], '--messages cannot be printed as CSV'],
    [['validate', '--format', 'csv'], 'invalid value "csv" for --format'],
    [['log', 'clear', '--format', 'csv'], 'invalid value "csv" for --format'],
  ])('rejects %j before anything is read or sent', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});

describe('docs/reference/output.md', () => {
  const page = readFileSync('docs/reference/output.md', 'utf8');

  it.each([
    ['of a forecast', Object.keys(FORECAST_TABLE.columns)],
    ['of affected certificates', Object.keys(AFFECTED_TABLE.columns)],
    ['of the event log', Object.keys(LOG_TABLE.columns)],
  ])('lists every column %s', (what, columns) => {
    const [, rows = ''] = new RegExp(`\\| column ${what} \\|.*\\n\\|---.*\\n((?:\\|.*\\n)+)`).exec(page) ?? [];
    const cells = rows.split('\n').map((row) => row.split('|')[1] ?? '');
    expect(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name))).toEqual(columns);
  });
});
