import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const DAY = 86_400_000;

/** Runs a scan that sees a small file system at `site`, after a preparation there. Prints its errors and exit code. */
const SCAN = `
mount -t tmpfs -o "$1" none site
sh -ec "$2"
shift 2
code=0
"$@" > /dev/null 2> stderr || code=$?
echo "$code"
ls -A site > listed
cp -r site kept
`;

describeReal('Reports on a small disk', { programs: ['unshare', 'mount'], root: true }, (unshare) => {
  let directory: string;
  let receiver: Receiver;

  beforeEach(async () => {
    directory = makeDirectory();
    receiver = await startReceiver();
    mkdirSync(join(directory, 'site'));
    const made = await createCertificate({
      ...{ commonName: 'shop.example.com', sans: ['shop.example.com'] },
      ...{ notBefore: new Date(Date.now() - 100 * DAY), notAfter: new Date(Date.now() + 5.5 * DAY) },
    });
    writeFileSync(join(directory, 'shop.pem'), made.certificate);
    const manifest = {
      version: 1,
      certificates: Array.from({ length: 20 }, (_, index) => ({ name: `shop-${index}`, file: 'shop.pem' })),
      webhooks: { chat: { url: receiver.origin } },
      rules: [{ name: 'all', events: ['certificate.*'], actions: [{ webhook: 'chat' }] }],
      event_log: { store: 'file', path: 'log.json' },
    };
    writeFileSync(join(directory, 'certvigil.yaml'), JSON.stringify(manifest));
  });

  afterEach(async () => {
    await receiver.close();
    await removeDirectory(directory);
  });

  async function scan(mount: string, preparation: string, report: string) {
    const command = [process.execPath, resolve('src/cli.ts'), 'scan', '--report', report];
    const shell = ['-m', 'sh', '-ec', SCAN, 'sh', mount, preparation, ...command];
    const status = `${await runProgram(unshare, shell, { cwd: directory })}`.trim();
    return { status, stderr: readFileSync(join(directory, 'stderr'), 'utf8') };
  }

  /** Everything else was done: the notifications were sent, and the event log was saved. */
  function expectNotified() {
    expect(receiver.requests).toHaveLength(20);
    const sent = readFileSync(join(directory, 'log.json'), 'utf8').match(/"sent_at":"/g);
    expect(sent).toHaveLength(20);
  }

  it.each([
    ['badge=site/badges/', 'site/badges/'],
    ['openmetrics=site/certificates.prom', 'site/certificates.prom'],
    ['json=site/certificates.json', 'site/certificates.json'],
  ])('leave no part behind if it is full: %s', async (report, file) => {
    const { status, stderr } = await scan('size=16k', 'true', report);
    expect(stderr).toContain(`error[report-unwritable]`);
    expect(stderr).toContain(`could not be written to ${file}: the disk is full`);
    expect(status).toBe('3');
    const left = readdirSync(join(directory, 'kept'), { recursive: true });
    expect(left.filter((name) => name !== 'badges')).toEqual([]);
    expectNotified();
  });

  it('keep the earlier report if it is full', async () => {
    const report = 'badge[format=svg]=site/';
    const earlier = `${process.execPath} ${resolve('src/cli.ts')} report '${report.replace('=site/', '')}' --output site/`;
    const { status, stderr } = await scan('size=160k', `${earlier}; head -c 80k /dev/zero > site/filler`, report);
    expect([status, stderr]).toEqual(['3', expect.stringContaining('the disk is full')]);
    expect(existsSync(join(directory, 'kept/certificates.svg'))).toBe(true);
    expect(existsSync(join(directory, 'kept/filler'))).toBe(true);
    expectNotified();
  });

  it.each(['badge=site/badges/', 'badge=site/', 'json=site/a.json'])('say if it is read-only: %s', async (report) => {
    const { status, stderr } = await scan('ro', 'true', report);
    expect([status, stderr]).toEqual(['3', expect.stringContaining('the file system is read-only')]);
    expectNotified();
  });
});
