import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLEAN_ENV, CLI } from '../e2e/certvigil.ts';
import { parseReport } from '../e2e/environment.ts';
import { type FakeGitHub, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { AWS_KEYS, AWS_ROLE, type FakeAws, startFakeAws } from '../helpers/inventory/fakes/aws.ts';
import { link } from '../helpers/paths.ts';
import { findProgram } from '../helpers/programs.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createRevocationExtensions } from '../helpers/revocation.ts';
import { type SmtpServer, startSmtpServer } from '../helpers/smtp-server.ts';
import { startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';
import { type RealProxy, SQUID_PROGRAMS, startSquid } from './servers/proxies.ts';

const name = (host: string) => `${host}.example.test`;
/** Each has a name that only the proxy can resolve. */
const WEB = ['hooks', 'ping', 'files', 'inventory', 'acme'].map(name);
const PKI = ['aia', 'crl', 'ocsp'].map(name);
const OTHERS = ['shop', 'mail', 'github', 'aws'].map(name);

/** Starts the proxy's port in a network without any other way out, and runs a scan there. */
const INSIDE = `
import { spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
const { SOCKET, CLI, ...env } = process.env;
const server = createServer((socket) => {
  const outside = connect(SOCKET);
  for (const one of [socket, outside]) one.on('error', () => { socket.destroy(); outside.destroy(); });
  socket.pipe(outside).pipe(socket);
}).listen(3128, '127.0.0.1', () => {
  const scan = spawn(process.execPath, [CLI, 'scan', '--format', 'json'], { env, stdio: 'inherit' });
  scan.on('exit', (code) => process.exit(code ?? 9));
});
`;

/** Whether this user may create network namespaces; containers often do not permit it. */
const canIsolate = spawnSync(findProgram('unshare') ?? '', ['--net', 'true']).status === 0;

describeReal(
  'a network whose only way out is a proxy',
  { programs: [...SQUID_PROGRAMS, 'unshare', 'ip'], root: true },
  (...programs) => {
    const [unshare = '', ip = ''] = programs.slice(SQUID_PROGRAMS.length);
    const closing: (() => Promise<unknown>)[] = [];
    let directory: string;
    let proxy: RealProxy;
    let web: Receiver;
    let pki: Receiver;
    let mail: SmtpServer;
    let shop: TestTlsServer;
    let github: FakeGitHub;
    let aws: FakeAws;
    const getPort = (origin: string) => Number(origin.split(':').pop());

    beforeAll(async () => {
      directory = makeDirectory();
      const now = Date.now();
      const webCa = await link({ subject: 'Example Root' }, now);
      const sans = [...WEB, ...OTHERS].map((value) => ({ type: 'dns', value }) as const);
      const pair = await link({ ca: false, subject: 'web', sans, issuer: webCa }, now);
      const root = await link({ subject: 'root' }, now);
      const middle = await link({ subject: 'middle', issuer: root }, now);
      let made = pair;
      web = await startReceiver(
        ({ path }) => {
          if (path === '/shop.pem') return { status: 200, body: made.certificate };
          if (path === '/dir') return json({ renewalInfo: `https://${name('acme')}:${getPort(web.origin)}/ari` });
          if (path.startsWith('/ari/'))
            return json({ suggestedWindow: { start: iso(now), end: iso(now + 86_400_000) } });
          if (path === '/items') return json([{ id: 1, name: 'vpn', valid_to: iso(now + 864_000_000) }]);
          return 200;
        },
        { tls: { key: pair.privateKeyPem, cert: pair.certificate } },
      );
      pki = await startReceiver(({ path }) => (path === '/middle.cer' ? { status: 200, body: middle.der } : 404));
      const at = (host: string, path: string) => `http://${name(host)}:${getPort(pki.origin)}/${path}`;
      made = await link(
        {
          ca: false,
          subject: 'shop',
          issuer: middle,
          to: 10,
          sans: [{ type: 'dns', value: name('shop') }],
          more: [
            new x509.AuthorityInfoAccessExtension({ caIssuers: [at('aia', 'middle.cer')], ocsp: [at('ocsp', 'ocsp')] }),
            ...createRevocationExtensions({ lists: [at('crl', 'middle.crl')] }),
          ],
        },
        now,
      );
      shop = await startTlsServer(made);
      mail = await startSmtpServer({ tls: pair });
      github = await startGitHub();
      aws = await startFakeAws();
      aws.add('cloud', made.certificate);
      proxy = await startSquid(programs, { names: [...WEB, ...PKI, ...OTHERS] });
      const bridge = createTcpServer((socket) => {
        const onward = connect(proxy.port, '127.0.0.1');
        for (const one of [socket, onward]) one.on('error', () => void [socket.destroy(), onward.destroy()]);
        socket.pipe(onward).pipe(socket);
      });
      await new Promise<void>((resolve) => bridge.listen(join(directory, 'proxy.sock'), resolve));
      const closeBridge = () => new Promise((resolve) => bridge.close(resolve));
      closing.push(closeBridge, web.close, pki.close, mail.close, shop.close, github.close, aws.close, proxy.stop);
      const write = (file: string, text: string) => writeFileSync(join(directory, file), text);
      write('web-ca.pem', webCa.certificate);
      write('root.pem', root.certificate);
      write('inside.mjs', INSIDE);
      const [id, secret] = Object.values(AWS_KEYS);
      const keys = `[profile base]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
      write('aws-config', `[profile shop]\nrole_arn = ${AWS_ROLE}\nsource_profile = base\n${keys}`);
      write('certvigil.yaml', createManifest());
    });

    afterAll(async () => {
      await Promise.all(closing.map((close) => close()));
      await removeDirectory(directory);
    });

    const json = (value: unknown) => ({ status: 200, body: JSON.stringify(value) });
    const iso = (time: number) => new Date(time).toISOString();

    const createManifest = () => {
      const url = (host: string, path: string) => `https://${name(host)}:${getPort(web.origin)}/${path}`;
      return `version: 1
network: { proxy: { endpoints: env } }
settings: { heartbeat_url: "${url('ping', 'ping')}" }
certificates:
  - name: shop
    endpoint: ${name('shop')}:${shop.port}
    ca_file: root.pem
    aia: true
    revocation: true
    acme: { directory: "${url('acme', 'dir')}", ca_file: web-ca.pem }
  - { name: copy, url: "${url('files', 'shop.pem')}" }
  - { name: cloud, aws_acm: { regions: eu-west-1 } }
  - { name: listed, rest: "${url('inventory', 'items')}", map: { id: id, common_name: name, valid_to: valid_to } }
webhooks: { chat: { url: "${url('hooks', 'hook')}", ca_file: web-ca.pem } }
email:
  ops: { host: ${name('mail')}, port: ${mail.port}, from: a@example.com, to: b@example.com, ca_file: web-ca.pem }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }, { email: ops }] }
  - { name: issues, events: [certificate.*], match: { names: [listed] }, actions: [{ issue: {} }] }
event_log: { store: commit }
`;
    };

    it.skipIf(!canIsolate)(
      'is enough for a scan with everything in it (needs permission to create a network)',
      async () => {
        const server = 'http://scan:right@127.0.0.1:3128';
        const env = {
          ...CLEAN_ENV,
          CLI,
          SOCKET: join(directory, 'proxy.sock'),
          ...{ HTTPS_PROXY: server, HTTP_PROXY: server, ALL_PROXY: server },
          NODE_EXTRA_CA_CERTS: join(directory, 'web-ca.pem'),
          ...{ GITHUB_REPOSITORY: REPOSITORY, GITHUB_TOKEN: TOKEN, GITHUB_WORKSPACE: directory },
          ...{ AWS_CONFIG_FILE: join(directory, 'aws-config'), AWS_PROFILE: 'shop' },
          AWS_ENDPOINT_URL: `http://${name('aws')}:${getPort(aws.origin)}`,
          GITHUB_API_URL: `http://${name('github')}:${getPort(github.origin)}/api/v3`,
        };
        const start = `set -eu; ${ip} link set lo up; exec "${process.execPath}" inside.mjs`;
        const stdout = await runProgram(unshare, ['--net', 'sh', '-c', start], { cwd: directory, env });
        const report = parseReport({ status: 0, stdout: stdout.toString(), stderr: '' });
        expect(report.certificates.map(({ certificate, status }) => [certificate, status]).sort()).toEqual([
          ['cloud', 'warning'],
          ['copy', 'critical'],
          ['listed', 'critical'],
          ['shop', 'critical'],
        ]);
        expect(report.deliveries.map(({ status }) => status)).not.toContain('failed');
        expect(web.requests.map(({ path }) => path.replace(/^\/ari\/.*/, '/ari'))).toEqual(
          expect.arrayContaining(['/shop.pem', '/items', '/dir', '/ari', '/hook', '/ping']),
        );
        expect(pki.requests.map(({ path }) => path)).toEqual(
          expect.arrayContaining(['/middle.cer', '/middle.crl', '/ocsp']),
        );
        expect(mail.mails.length).toBeGreaterThan(0);
        expect(github.requests.map(({ method, path }) => `${method} ${path}`)).toContain(
          `POST /repos/${REPOSITORY}/issues`,
        );
        const asked = readFileSync(join(proxy.directory, 'access.log'), 'utf8')
          .split('\n')
          .map((line) => /[a-z]+\.example\.test/.exec(line)?.[0]);
        expect(new Set(asked.filter((host) => host !== undefined))).toEqual(new Set([...WEB, ...PKI, ...OTHERS]));
      },
    );
  },
);
