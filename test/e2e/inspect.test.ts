import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Inspection } from '../../src/generated/inspect.ts';
import { startDnsServer } from '../helpers/dns-server.ts';
import { startHttpProxy } from '../helpers/proxy.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { SCRIPTS, startScriptedServer } from '../helpers/starttls-server.ts';
import { startTlsServer, type TestServer } from '../helpers/tls-server.ts';
import { createWorkspace, type Outcome, runCli, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft, expectSchema, listEncodings } from './environment.ts';

const NOW = ['--now', '2031-03-10T12:00:00Z'];
/** The password of the keystores in test/fixtures, whose certificates are valid throughout 2026. */
const PASSWORD = 'changeit';
const IN_2026 = ['--now', '2026-06-01T00:00:00Z'];

let directory: Workspace;
let made: { shop: CreatedCertificate; mail: CreatedCertificate; old: CreatedCertificate };
let server: TestServer;
let mail: TestServer;
let web: Receiver;

beforeAll(async () => {
  const [shop, post, old] = await Promise.all([
    createCertificateWithDaysLeft(100, 'shop.example.com'),
    createCertificateWithDaysLeft(5, 'mail.example.com'),
    createCertificateWithDaysLeft(-3, 'old.example.com'),
  ]);
  made = { shop, mail: post, old };
  server = await startTlsServer(shop, { names: { 'mail.example.com': post } });
  mail = await startScriptedServer(post, 'smtp', SCRIPTS.smtp);
  web = await startReceiver([{ status: 200, body: old.certificate }]);
  directory = await createWorkspace({
    'shop.pem': `${shop.privateKeyPem}\n${shop.certificate}`,
    'certs/old.pem': old.certificate,
    'certs/mail.der': post.der,
    'both.pem': shop.certificate + old.certificate,
    'key.pem': shop.privateKeyPem,
    'shop.p12': readFileSync('test/fixtures/certificates/modern.p12'),
    'broken.pem': shop.certificate.replace(/\n.{64}\n/, '\n'),
  });
});
afterAll(async () => {
  await Promise.all([server.close(), mail.close(), web.close()]);
  await directory[Symbol.asyncDispose]();
});

function run(...args: string[]): Promise<Outcome> {
  return runCli(['inspect', ...args, ...NOW], { cwd: directory.root });
}

/** Each location with the names of its certificates, or with its error. */
async function found(...args: string[]): Promise<unknown[]> {
  const { stdout } = await run(...args, '--format', 'json');
  const inspection = JSON.parse(stdout) as Inspection;
  expectSchema('inspect', inspection);
  return inspection.targets.map(({ kind, locations }) => [
    kind,
    ...locations.map(({ location, error, certificates }) => [
      location,
      error?.code ?? certificates.map(({ common_name }) => common_name).join(' '),
    ]),
  ]);
}

describe('inspect targets', () => {
  it('can be files, globs, endpoints and URLs, and are printed in the given order', async () => {
    expect(await found('shop.pem', 'certs/*', server.location, `${web.origin}/old.pem?key=1`, 'both.pem')).toEqual([
      ['file', ['shop.pem', 'shop.example.com']],
      ['file', ['certs/mail.der', 'mail.example.com'], ['certs/old.pem', 'old.example.com']],
      ['endpoint', [server.location, 'shop.example.com']],
      ['url', [`${web.origin}/old.pem?key=1`, 'old.example.com']],
      [
        'file',
        [`both.pem#${made.shop.fingerprint.slice(0, 12)}`, 'shop.example.com'],
        [`both.pem#${made.old.fingerprint.slice(0, 12)}`, 'old.example.com'],
      ],
    ]);
  });

  it('can be a server as a URL without a path, as a browser shows it', async () => {
    const urls = [`https://${server.location}`, `HTTPS://${server.location}/`];
    for (const url of urls) expect(await found(url)).toEqual([['endpoint', [server.location, 'shop.example.com']]]);
    expect(await found(`https://${server.location}/shop.pem`)).toMatchObject([
      ['url', [`https://${server.location}/shop.pem`, expect.any(String)]],
    ]);
  });

  it('can be an existing file with any name; a broken link is reported as such', async () => {
    await mkdir(path.join(directory.root, 'odd'));
    await writeFile(path.join(directory.root, 'odd/a*.pem'), made.shop.certificate);
    await writeFile(path.join(directory.root, 'odd/ab.pem'), made.old.certificate);
    await symlink('nowhere', path.join(directory.root, 'broken.example'));
    expect(await found('odd/a*.pem', 'broken.example')).toEqual([
      ['file', ['odd/a*.pem', 'shop.example.com']],
      ['file', ['broken.example', 'file-not-found']],
    ]);
  });

  it('can be standard input', async () => {
    const input = made.shop.certificate;
    const { stdout, status } = await runCli(['inspect', '-', ...NOW], { cwd: directory.root, input });
    expect(status).toBe(0);
    expect(stdout).toContain(`standard input\n  ok: expires in 100 days\n\n  Subject     CN=shop.example.com\n`);
  });

  it('can be read with STARTTLS and for another server name', async () => {
    expect(await found(mail.location, '--starttls', 'smtp')).toEqual([
      ['endpoint', [mail.location, 'mail.example.com']],
    ]);
    expect(await found(server.location, '--server-name', 'mail.example.com')).toEqual([
      ['endpoint', [server.location, 'mail.example.com']],
    ]);
  });

  it('can be all addresses and key types of an endpoint', async () => {
    const { port } = server;
    const dns = await startDnsServer({
      'shop.example.com': { A: ['127.0.0.1', '127.0.0.9'] },
      '_https._tcp.example.com': { SRV: [`0 0 ${port} shop.example.com`] },
    });
    const asked = ['--dns-server', dns.address];
    const shop = `shop.example.com:${port}`;
    expect(await found(shop, '--addresses', 'all', '--both-algorithms', ...asked)).toEqual([
      ['endpoint', [`${shop}@127.0.0.1#ecdsa`, 'shop.example.com'], [shop, 'endpoint-refused']],
    ]);
    expect(await found('_https._tcp.example.com', ...asked)).toEqual([['endpoint', [shop, 'shop.example.com']]]);
    dns.close();
    expect(await found('new.example.com', '--connect-to', server.location)).toEqual([
      ['endpoint', ['new.example.com:443', 'shop.example.com']],
    ]);
  });

  it('can be a URL behind a proxy', async () => {
    const proxy = await startHttpProxy({ to: Number(web.origin.split(':').pop()) });
    const url = 'http://files.only-the-proxy-knows.example/old.pem';
    const { stdout } = await runCli(['inspect', url, '--proxy', `http://${proxy.location}`, '--pem', ...NOW], {
      cwd: directory.root,
    });
    await proxy.close();
    expect(stdout).toContain(made.old.certificate.trim());
    expect(proxy.asked).toEqual([url]);
  });

  it('can be an endpoint behind a proxy, whose password is never shown', async () => {
    const proxy = await startHttpProxy({ to: server.port, user: 'scan', password: 'right-secret' });
    const inspect = (password: string) =>
      runCli(['inspect', 'far.example', '--proxy', `http://scan:$\{PW}@${proxy.location}`, '--quiet', '--pem'], {
        cwd: directory.root,
        env: { PW: password },
      });
    expect((await inspect('right-secret')).stdout).toBe(made.shop.certificate);
    const wrong = await inspect('wrong-secret');
    expect(wrong.stderr).toContain('proxy-authentication-failed');
    expect(wrong.stderr).not.toContain('wrong-secret');
    await proxy.close();
  });

  it.each([
    ['--connect-to', 'https://x.example'],
    ['--addresses', 'some'],
    ['--proxy', 'scan:long-secret@proxy.example'],
    ['--dns-server', 'dns.example'],
  ])('cannot be combined with %s %s', async (option, value) => {
    const { status, stderr } = await run(server.location, option, value);
    expect([status, stderr]).toEqual([2, expect.stringContaining(option)]);
    expect(stderr).not.toContain('long-secret');
  });

  it('can be a URL whose server uses a private CA', async () => {
    const validity = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('9999-01-01T00:00:00Z') };
    const own = await createCertificate({ ...validity, commonName: '127.0.0.1', sans: ['127.0.0.1'] });
    await directory.write('own.crt', own.certificate);
    const tls = { key: own.privateKeyPem, cert: own.certificate };
    const secure = await startReceiver([{ status: 200, body: made.old.certificate }], { tls });
    const url = `${secure.origin}/old.pem`;
    expect(await found(url)).toEqual([['url', [url, 'url-tls-failed']]]);
    expect(await found(url, '--ca-file', 'own.crt')).toEqual([['url', [url, 'old.example.com']]]);
    await secure.close();
  });

  it('can be a keystore, whose password comes from the environment and is never shown', async () => {
    const inspect = (env: Record<string, string>, ...args: string[]) =>
      runCli(['inspect', 'shop.p12', ...args, ...IN_2026], { cwd: directory.root, env });
    const named = ['--password-env', 'PASSWORD'];
    const right = await inspect({ PASSWORD }, ...named);
    expect(right.stdout).toMatch(/^shop\.p12#shop\n {2}ok: expires in 214 days\n/);
    expect(right.status).toBe(0);
    const wrong = await inspect({ PASSWORD: `${PASSWORD}x` }, ...named);
    expect([wrong.status, wrong.stdout]).toEqual([3, expect.stringContaining('keystore-password-wrong')]);
    expect((await inspect({})).stdout).toContain('keystore-password-missing');
    expect((await inspect({}, ...named)).stdout).toContain('variable-unset');
    for (const { stdout, stderr } of [right, wrong]) {
      expect(listEncodings(PASSWORD).filter((spelling) => (stdout + stderr).includes(spelling))).toEqual([]);
    }
  });
});

describe('an inspected certificate', () => {
  it('has the same fields that Node reads', async () => {
    const { stdout } = await run('shop.pem', '--format', 'json', '--pem');
    const [one] = (JSON.parse(stdout) as Inspection).targets[0]?.locations[0]?.certificates ?? [];
    const node = new X509Certificate(made.shop.der);
    const hex = (text: string) => text.replaceAll(':', '').toLowerCase();
    expect(one).toMatchObject({
      status: 'ok',
      days_remaining: 100,
      serial_number: hex(node.serialNumber),
      fingerprint_sha256: hex(node.fingerprint256),
      fingerprint_sha1: hex(node.fingerprint),
      pem: expect.stringContaining('-----BEGIN CERTIFICATE-----'),
    });
    expect(new X509Certificate(one?.pem ?? '').fingerprint256).toBe(node.fingerprint256);
  });

  it('is never printed with a private key', async () => {
    const secret = made.shop.privateKeyPem.split('\n')[1] ?? '';
    for (const args of [['shop.pem'], ['shop.pem', '--pem'], ['shop.pem', '--pem', '--format', 'json'], ['key.pem']]) {
      const { stdout, stderr } = await run(...args);
      expect(stdout + stderr).not.toMatch(/PRIVATE KEY-----/);
      expect(stdout + stderr).not.toContain(secret);
    }
  });
});

it('a server without a current version of TLS has a notice', async () => {
  const old = await startTlsServer(made.shop, {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ALL:@SECLEVEL=0',
  });
  const { stdout } = await runCli(['inspect', old.location, '--format', 'json', ...NOW], { cwd: directory.root });
  await old.close();
  const inspection = JSON.parse(stdout);
  expectSchema('inspect', inspection);
  expect(inspection.targets[0].locations[0].notice).toMatchObject({ code: 'tls-version-obsolete' });
});

describe('an unreadable inspect target', () => {
  const bad = [
    'missing.pem',
    'shop.pem/inside',
    `${'long'.repeat(70)}.pem`,
    'key.pem',
    'broken.pem',
    'certs',
    'nothing/*.pem',
    '127.0.0.1:1',
    'dead.invalid',
  ];

  it.each(bad)('%s is reported, does not stop the others, and sets exit code 3', async (target) => {
    const { status, stdout, stderr } = await run(target, 'shop.pem');
    expect([status, stderr]).toEqual([3, '']);
    expect(stdout).toContain('ok: expires in 100 days');
    expect(stdout).toMatch(/COULD NOT BE READ\n {2}\S+: [a-z-]+\n/);
  });

  it('is reported on standard error with --pem', async () => {
    const { status, stdout, stderr } = await run('missing.pem', 'both.pem', 'shop.pem', '--pem');
    expect(status).toBe(3);
    expect(stdout).toBe(made.shop.certificate + made.old.certificate);
    expect(stderr).toMatch(/^certvigil: error\[file-not-found\]: missing\.pem: The file missing\.pem does not exist\./);
  });

  it('with a denied address is connected to with --allow', async () => {
    // The loopback interface has no such address, so the connection fails.
    const target = '[fe80::1%lo]:1';
    expect(await found(target)).toEqual([['endpoint', [target, 'endpoint-denied']]]);
    expect(await found(target, '--allow', 'fe80::/10')).not.toEqual([['endpoint', [target, 'endpoint-denied']]]);
  });

  it('in a bundle is listed beside the readable certificates', async () => {
    await directory.write('partly.pem', made.shop.certificate + made.old.certificate.replace(/\n.{64}\n/, '\n'));
    expect(await found('partly.pem')).toEqual([
      [
        'file',
        [`partly.pem#${made.shop.fingerprint.slice(0, 12)}`, 'shop.example.com'],
        ['partly.pem', expect.stringMatching(/^certificate-/)],
      ],
    ]);
  });
});

it.each([
  [[], 'missing target'],
  [[''], 'empty target'],
  [['x'.repeat(300)], 'is neither a file nor an endpoint'],
  [['-', '-'], 'standard input can only be read once'],
  [['ftp://shop.example.com/a'], 'is neither a file nor an endpoint'],
  [['https://[shop'], 'is not a valid URL'],
  [['https:////me:secret@shop.example.com/'], 'https://shop.example.com/ is not a valid URL'],
  [['shop.example.com:0'], 'is neither a file nor an endpoint'],
  [['a', '--starttls', 'smpt'], 'invalid value "smpt" for --starttls'],
  [['a', '--server-name', 'a b'], 'invalid host name "a b" for --server-name'],
  [['a', '--password-env', 'pass word'], 'takes the name of an environment variable'],
  [['a', '--password-env', 'GITHUB_TOKEN'], 'is reserved for the runner'],
])('inspect %j is a usage error: %s', async (args, message) => {
  const { status, stdout, stderr } = await run(...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('certvigil: error[usage]:');
  expect(stderr).toContain(message);
});

describe('--fail-on', () => {
  it.each([
    ['a certificate that is ok', ['shop.pem', '--fail-on', 'warning'], 0],
    ['a critical certificate', ['certs/mail.der', '--fail-on', 'critical'], 1],
    ['a critical certificate', ['certs/mail.der', '--fail-on', 'expired'], 0],
    ['an expired certificate', ['certs/old.pem', '--fail-on', 'expired'], 1],
    ['an expired certificate, without it', ['certs/old.pem'], 0],
    ['a file that cannot be read', ['certs/old.pem', 'broken.pem', '--fail-on', 'expired'], 3],
  ])('%s (%j) exits with %i', async (_, args, status) => {
    expect((await run(...args)).status).toBe(status);
  });

  it('counts a certificate that clients do not trust, which the table shows', async () => {
    const { status, stdout } = await run(server.location, 'shop.pem', '--fail-on', 'critical');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^untrusted +100 +shop\.example\.com /m);
    expect(stdout).toMatch(/^ok +100 +shop\.example\.com /m);
    expect(stdout).toContain('2 certificates: 1 untrusted, 1 ok.');
    expect((await run(server.location, '--trust', 'none', '--fail-on', 'critical')).status).toBe(0);
  });
});
