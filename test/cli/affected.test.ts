import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import type { Affected } from '../../src/generated/affected.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { createTestIo } from '../manifest/io.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-17T02:00:00Z');
const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-affected-'));
const validate = compileSchema('affected');
const certificates = new Map<string, X509Certificate>();

async function run(argv: readonly string[], stdin = '', now = NOW) {
  let [stdout, stderr] = ['', ''];
  const status = await main(argv, {
    ...createTestIo(directory),
    now: () => now,
    stdin: async function* () {
      yield Buffer.from(stdin);
    },
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
  });
  return { status, stdout, stderr };
}

async function ask(...argv: string[]): Promise<Affected> {
  const { stdout } = await run(['affected', ...argv, '--format', 'json']);
  const answer = JSON.parse(stdout) as Affected;
  expect(validate(answer) ? [] : validate.errors).toEqual([]);
  return answer;
}

const list = (text: string) => writeFileSync(path.join(directory, 'list.txt'), text);
const get = (name: string) => certificates.get(name) as X509Certificate;

beforeAll(async () => {
  for (const name of ['shop', 'blog', 'mail', 'next']) {
    const made = await createCertificate({
      ...{ commonName: `${name}.example.com`, sans: [`${name}.example.com`] },
      ...{ notBefore: new Date(NOW - 10 * DAY), notAfter: new Date(NOW + 80 * DAY) },
    });
    writeFileSync(path.join(directory, `${name}.pem`), made.certificate);
    certificates.set(name, new X509Certificate(made.certificate));
  }
  const manifest = {
    version: 1,
    certificates: [
      { name: 'shop', file: 'shop.pem', owner: 'web', renewal_instructions: 'Run `certbot renew`.' },
      { name: 'blog', file: 'blog.pem', owner: '=web' },
      { name: 'mail', file: 'mail.pem' },
      { name: 'lost', file: 'lost.pem' },
      { name: 'contract', expires: '2027-05-05' },
    ],
    event_log: { store: 'file', path: 'log.json' },
  };
  writeFileSync(path.join(directory, 'certvigil.yaml'), JSON.stringify(manifest));
  await run(['scan', '--quiet']);
});

afterAll(() => rmSync(directory, { recursive: true }));

describe('certvigil affected', { shuffle: false }, () => {
  it('finds certificates by serial number, fingerprint and PEM', async () => {
    list(`${get('shop').serialNumber}\n${get('blog').fingerprint256}\n${get('mail').toString()}\nwhat\n`);
    const { selection, certificates: found, summary } = await ask('--serials', 'list.txt');
    expect(found.map(({ certificate, match }) => [certificate, match])).toEqual([
      ['blog', { line: 2, by: 'fingerprint' }],
      ['shop', { line: 1, by: 'serial' }],
      ['mail', { line: 3, by: 'fingerprint' }],
    ]);
    expect(selection.lists).toMatchObject([
      { file: 'list.txt', listed: 3, found: 3, not_understood: [{ text: 'what' }] },
    ]);
    expect(summary).toEqual({
      affected: 3,
      affected_locations: 3,
      replaced: 0,
      only_in_ct: 0,
      unread: 1,
      undecided: 1,
    });
  });

  it('reads a list in UTF-16, as PowerShell writes it, and from standard input', async () => {
    writeFileSync(path.join(directory, 'list.txt'), `\ufeff${get('shop').serialNumber}\r\n`, 'utf16le');
    expect((await ask('--serials', 'list.txt')).summary.affected).toBe(1);
    const { stdout } = await run(['affected', '--serials', '-', '--format', 'json'], get('blog').serialNumber);
    expect(JSON.parse(stdout)).toMatchObject({
      certificates: [{ certificate: 'blog' }],
      selection: { lists: [{ file: '-' }] },
    });
  });

  it('includes the whole last day of --issued', async () => {
    const affected = async (period: string) => (await ask('--issued', period)).summary.affected;
    expect(await affected('2026-11-07..2026-11-07')).toBe(3);
    expect(await affected('2026-11-07T02:00:00Z..2026-11-07T02:00:00Z')).toBe(3);
    expect(await affected('2026-11-07T02:00:01Z..2026-11-08')).toBe(0);
    expect(await affected('2026-11-05..2026-11-06')).toBe(0);
  });

  it('finds keys only after reading the certificates, if no policy compares keys', async () => {
    const { createHash } = await import('node:crypto');
    const spki = get('shop').publicKey.export({ type: 'spki', format: 'der' });
    list(`${createHash('sha256').update(spki).digest('base64')}\n`);
    const recorded = await ask('--spki', 'list.txt');
    expect(recorded).toMatchObject({
      summary: { affected: 0, undecided: 4 },
      selection: { lists: [{ kind: 'keys', found: 0 }] },
    });
    const current = await ask('--spki', 'list.txt', '--scan');
    expect(current.certificates).toMatchObject([{ certificate: 'shop', match: { line: null, by: 'key' } }]);
    expect(current).toMatchObject({ summary: { undecided: 1 }, selection: { lists: [{ listed: 1, found: 1 }] } });
  });

  it('shows owners, locations, instructions, the deadline and the age of the readings', async () => {
    list(`${get('shop').serialNumber}\n${get('blog').serialNumber}\n1.2E+20\n`);
    const { status, stdout } = await run(
      ['affected', '--serials', 'list.txt', '--deadline', '24h'],
      '',
      NOW + 26 * 3_600_000,
    );
    expect(status).toBe(1);
    await expect(stdout).toMatchFileSnapshot('../golden/cli/affected.txt');
  });

  it('writes rows for a spreadsheet, also for what the log cannot answer', async () => {
    const columns = 'owner,certificate,location,state,list_line,deadline';
    const { stdout } = await run([
      'affected',
      '--serials',
      'list.txt',
      '--deadline',
      '5d',
      '--format',
      'csv',
      '--columns',
      columns,
    ]);
    expect(stdout.split('\r\n')).toEqual([
      columns,
      "'=web,blog,blog.pem,affected,2,2026-11-22T02:00:00Z",
      'web,shop,shop.pem,affected,1,2026-11-22T02:00:00Z',
      ',lost,lost.pem,unread,,2026-11-22T02:00:00Z',
      ',contract,declared,undecided,,2026-11-22T02:00:00Z',
      '',
    ]);
  });

  it('says what was replaced since, and ends with 0 once nothing is left', async () => {
    copyFileSync(path.join(directory, 'next.pem'), path.join(directory, 'shop.pem'));
    expect((await ask('--names', 'shop.*')).summary).toMatchObject({ affected: 1, replaced: 0 });
    const scanned = await ask('--names', 'shop.*', '--scan');
    const [shop] = scanned.certificates;
    expect(shop).toMatchObject({
      state: 'replaced',
      locations: [{ state: 'replaced', since: expect.stringMatching(/^2026-11-17T02:00:00/) }],
    });
    expect(shop?.locations[0]?.replaced_by).toBe(get('next').fingerprint256.replaceAll(':', '').toLowerCase());
    expect(scanned.read_at).toBe('2026-11-17T02:00:00Z');
    expect((await run(['affected', '--names', 'shop.*', '--scan', '--quiet'])).status).toBe(1);
    copyFileSync(path.join(directory, 'next.pem'), path.join(directory, 'lost.pem'));
    expect(await run(['affected', '--names', 'shop.*', '--scan', '--quiet'])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('records nothing with --scan', async () => {
    expect((await ask('--names', 'shop.*')).summary).toMatchObject({ affected: 1, replaced: 0 });
  });

  it.each<[string[], string]>([
    [[], 'affected needs to know what was announced'],
    [['--serials', '-', '--spki', '-'], 'cannot both be standard input'],
    [['--names', '*', '--columns', 'owner'], '--columns requires --format csv'],
    [['--names', '*', '--deadline', '24'], 'invalid time "24" for --deadline'],
    [['--issued', '2026-11-01'], 'invalid period "2026-11-01" for --issued'],
    [['--issued', '2026-11-02..2026-11-01'], 'The second must not be before the first.'],
    [['--issued', '2026-11-01..2026-11-02..2026-11-03'], 'invalid period'],
    [['--serials', 'none.txt'], 'none.txt was not read: there is no such file'],
    [['--serials', '.'], '. was not read: it is a directory'],
    [['--serials', 'words.txt'], 'line 2 is "the certificates"'],
    [['--serials', 'empty.txt'], 'empty.txt was not read: it is empty'],
    [['--spki', 'words.txt'], 'words.txt was not read: it contains no SHA-256 of a public key'],
  ])('%j is an error: %s', async (argv, message) => {
    writeFileSync(path.join(directory, 'words.txt'), '# revoked\nthe certificates\n');
    writeFileSync(path.join(directory, 'empty.txt'), '\n');
    const { status, stdout, stderr } = await run(['affected', ...argv]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('says that nothing is known before the first scan, and does not end with 0', async () => {
    mkdirSync(path.join(directory, 'new'));
    writeFileSync(path.join(directory, 'new', 'certvigil.yaml'), 'version: 1\ncertificates: []\n');
    const { status, stdout } = await run([
      'affected',
      '-m',
      'new/certvigil.yaml',
      '--event-log',
      'new/log.json',
      '--names',
      '*',
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain('No scan has been recorded, so nothing is known.');
  });
});
