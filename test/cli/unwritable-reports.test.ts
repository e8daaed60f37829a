import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createTestIo } from '../manifest/io.ts';

const NOW = Date.parse('2026-11-17T02:00:00Z');
const DAY = 86_400_000;

let directory = '';
let receiver: Receiver;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-unwritable-'));
  receiver = await startReceiver();
  const made = await createCertificate({
    ...{ commonName: 'shop.example.com', sans: ['shop.example.com'] },
    ...{ notBefore: new Date(NOW - 100 * DAY), notAfter: new Date(NOW + 5.5 * DAY) },
  });
  writeFileSync(at('shop.pem'), made.certificate);
  const manifest = {
    version: 1,
    certificates: [{ name: 'shop', file: 'shop.pem' }],
    webhooks: { chat: { url: receiver.origin } },
    rules: [{ name: 'all', events: ['certificate.*'], actions: [{ webhook: 'chat' }] }],
    event_log: { store: 'file', path: 'log.json' },
  };
  writeFileSync(at('certvigil.yaml'), JSON.stringify(manifest));
});

afterEach(async () => {
  await receiver.close();
  rmSync(directory, { recursive: true });
});

const at = (name: string) => path.join(directory, name);

async function scan(...reports: string[]) {
  let stderr = '';
  const io = { ...createTestIo(directory), now: () => NOW, sleep: async () => {} };
  const status = await main(['scan', ...reports.flatMap((report) => ['--report', report])], {
    ...io,
    stderr: (text: string) => {
      stderr += text;
    },
  });
  return { status, stderr };
}

/** One notification was sent, and the next scan does not send it again. */
async function expectNotified() {
  expect(receiver.requests).toHaveLength(1);
  expect((await scan()).status).toBe(0);
  expect(receiver.requests).toHaveLength(1);
}

describe('a report that cannot be written', () => {
  it('because its directory is a file', async () => {
    writeFileSync(at('badges'), 'theirs');
    const { status, stderr } = await scan('badge=badges/');
    expect(status).toBe(3);
    expect(stderr).toContain('error[report-unwritable]: the badge report could not be written to badges/: part of');
    expect(stderr).toContain('a file, not a directory\n');
    expect(readFileSync(at('badges'), 'utf8')).toBe('theirs');
    await expectNotified();
  });

  it('because a file of somebody else has its name', async () => {
    mkdirSync(at('badges'));
    writeFileSync(at('badges/index.json'), 'theirs');
    const { status, stderr } = await scan('badge=badges', 'csv=a.csv');
    expect(status).toBe(3);
    expect(stderr).toContain(
      'error[report-directory-conflict]: the badge report was not written to badges: index.json exists',
    );
    expect(readFileSync(at('badges/index.json'), 'utf8')).toBe('theirs');
    expect([existsSync(at('badges/certificates.svg')), existsSync(at('a.csv'))]).toEqual([false, true]);
    await expectNotified();
  });

  it.each([
    [['csv=a', 'json=./a'], 'error[report-path-conflict]: the json report would overwrite the csv report'],
    [['badge=site/', 'csv=site/a.csv'], 'error[report-path-conflict]: the csv report site/a.csv would be in'],
    [['csv=site/'], 'error[usage]: the csv report is one file, but site/ is a directory'],
  ])('is rejected before anything is sent: %j', async (reports, message) => {
    const { status, stderr } = await scan(...reports);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect([receiver.requests.length, existsSync(at('log.json')), existsSync(at('site'))]).toEqual([0, false, false]);
    await scan();
    await expectNotified();
  });
});

it('missing directories are created, also for the page, badges and calendar of a site', async () => {
  const { status, stderr } = await scan('html=site/index.html', 'badge=site/badges/', 'ics=site/a/b/c.ics');
  expect([status, stderr]).toEqual([0, '']);
  for (const name of ['index.html', 'badges/index.json', 'a/b/c.ics'])
    expect(existsSync(at(`site/${name}`))).toBe(true);
});

it('a directory of reports is written beside the files of others', async () => {
  mkdirSync(at('badges'));
  writeFileSync(at('badges/CNAME'), 'theirs');
  for (let round = 0; round < 2; round += 1)
    expect(await scan('badge=badges')).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(at('badges/entries/shop.svg'), 'utf8')).toContain('expires in 5 days');
  expect(readFileSync(at('badges/CNAME'), 'utf8')).toBe('theirs');
});
