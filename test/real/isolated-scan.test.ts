import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLEAN_ENV, CLI, runCli } from '../e2e/certvigil.ts';
import { parseReport } from '../e2e/environment.ts';
import { createFakeLog, startCertSpotter } from '../helpers/ct-providers.ts';
import { addArtifact } from '../helpers/github/artifacts.ts';
import { type FakeGitHub, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { createRepository } from '../helpers/github/state.ts';
import { AWS_KEYS, AWS_ROLE, type FakeAws, startFakeAws } from '../helpers/inventory/fakes/aws.ts';
import { startFakeEntra } from '../helpers/inventory/fakes/entra.ts';
import { createTestCertificate } from '../helpers/inventory/fakes/fake.ts';
import { startFakeGcp } from '../helpers/inventory/fakes/gcp/index.ts';
import { GCP_PROJECT, GCP_PROVIDER } from '../helpers/inventory/fakes/gcp/state.ts';
import { startFakeIdTokens } from '../helpers/inventory/fakes/id-tokens.ts';
import { startFakeKubernetes } from '../helpers/inventory/fakes/kubernetes.ts';
import { formatSerial, startFakeVault, VAULT_APPROLE } from '../helpers/inventory/fakes/vault.ts';
import { link } from '../helpers/paths.ts';
import { findProgram } from '../helpers/programs.ts';
import { startRdapServer } from '../helpers/rdap-server.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startResolver } from '../helpers/resolver.ts';
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

/** Starts the proxy's port in a network without any other way out, and runs a command there. */
const INSIDE = `
import { spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
const { SOCKET, CLI, COMMAND, ...env } = process.env;
const server = createServer((socket) => {
  const outside = connect(SOCKET);
  for (const one of [socket, outside]) one.on('error', () => { socket.destroy(); outside.destroy(); });
  socket.pipe(outside).pipe(socket);
}).listen(3128, '127.0.0.1', () => {
  const scan = spawn(process.execPath, [CLI, COMMAND, '--format', 'json'], { env, stdio: 'inherit' });
  scan.on('exit', (code) => process.exit(code ?? 9));
});
`;

/** A fake of each cloud and of what else is asked, and a manifest with an entry for each. None has a name: only the proxy reaches them. */
async function startClouds() {
  const { certificate } = await createTestCertificate({ name: 'cloud.example' });
  const log = createFakeLog();
  log.issue({ names: ['shop.example.org'] });
  const [aws, vault, cluster, azure, google, tokens, ct, registry, resolver, shop] = await Promise.all([
    ...([startFakeAws(), startFakeVault(), startFakeKubernetes(), startFakeEntra(), startFakeGcp()] as const),
    ...([startFakeIdTokens(), startCertSpotter(log), startRdapServer(['org']), startResolver()] as const),
    startTlsServer(
      await link({ ca: false, subject: 'shop', sans: [{ type: 'dns', value: 'shop.example.com' }] }, Date.now()),
    ),
  ]);
  aws.add('shop', certificate, { CertificateArn: 'arn:aws:iam::123456789012:server-certificate/shop' });
  vault.certs.set(formatSerial('0a'), { certificate, revocation_time: 0 });
  cluster.addSecret('web', 'shop', certificate);
  azure.addSecret('shop');
  google.add('shop', certificate);
  registry.domains.set('example.org', { events: { expiration: '2099-01-01T00:00:00Z' } });
  resolver.zone = { 'example.com': { CAA: ['0 issue example.org'] } };
  const [id, secret] = Object.values(AWS_KEYS);
  const keys = `[profile base]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
  const manifest = `version: 1
network: { proxy: { endpoints: env }, dns_over_https: { url: "${resolver.url}", ca_file: resolver.pem }, rdap_bootstrap: "${registry.bootstrap}" }
event_log: { store: file }
certificates:
  - { name: iam, aws_iam: {} }
  - { name: vault, vault_pki: { url: "${vault.origin}", mount: pki, role_id: "${VAULT_APPROLE.role_id}", secret_id: "\${SECRET_ID}" } }
  - { name: cluster, kubernetes: { server: "${cluster.origin}", token: "\${KUBE_TOKEN}" } }
  - { name: azure, entra_app_credentials: {} }
  - { name: google, gcp_certificate_manager: { projects: [${GCP_PROJECT}], workload_identity_provider: ${GCP_PROVIDER} } }
  - { name: registration, domain: example.org }
  - { name: log, ct: [example.org], api_url: "${ct.origin}" }
  - { name: shop, endpoint: "shop.example.com:443", connect_to: "${shop.location}", trust: none, expect: { caa: check } }
`;
  const env = {
    ...{ ...tokens.env, ...azure.env, ...google.endpoints, ...cluster.env, SECRET_ID: VAULT_APPROLE.secret_id },
    ...{ AWS_PROFILE: 'shop', AWS_CONFIG_FILE: 'aws-config', AWS_ENDPOINT_URL: aws.origin },
  };
  const fakes = { aws, vault, cluster, azure, google, tokens, ct };
  return {
    env,
    files: {
      'certvigil.yaml': manifest,
      'aws-config': `[profile shop]\nrole_arn = ${AWS_ROLE}\nsource_profile = base\n${keys}`,
      'resolver.pem': resolver.ca,
    },
    /** The servers that nobody asked for anything. */
    listUnasked: () => [
      ...Object.entries(fakes).flatMap(([fake, { calls }]) => (calls.length === 0 ? [fake] : [])),
      ...(registry.requests.length < 2 ? ['registry'] : []),
      ...(resolver.asked.length === 0 ? ['resolver'] : []),
    ],
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...Object.values(fakes), registry, resolver, shop].map((one) => one.close()));
    },
  };
}

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
      proxy = await startSquid(programs, { names: ['localhost', ...WEB, ...PKI, ...OTHERS] });
      const open = new Set<Socket>();
      const bridge = createTcpServer((socket) => {
        const onward = connect(proxy.port, '127.0.0.1');
        for (const one of [socket, onward]) one.on('error', () => void [socket.destroy(), onward.destroy()]);
        open.add(socket);
        socket.once('close', () => void [open.delete(socket), onward.destroy()]);
        socket.pipe(onward).pipe(socket);
      });
      await new Promise<void>((resolve) => bridge.listen(join(directory, 'proxy.sock'), resolve));
      const closeBridge = () => {
        for (const socket of open) socket.destroy();
        return new Promise((resolve) => bridge.close(resolve));
      };
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

    const runInside = async (command: string, cwd: string, own: Record<string, string>): Promise<string> => {
      const server = 'http://scan:right@127.0.0.1:3128';
      const env = {
        ...{ ...CLEAN_ENV, CLI, COMMAND: command, SOCKET: join(directory, 'proxy.sock') },
        ...{ HTTPS_PROXY: server, HTTP_PROXY: server, ALL_PROXY: server, ...own },
      };
      const inside = join(directory, 'inside.mjs');
      const start = `set -eu; ${ip} link set lo up; exec "${process.execPath}" ${inside}`;
      return (await runProgram(unshare, ['--net', 'sh', '-c', start], { cwd, env })).toString();
    };

    it.skipIf(!canIsolate)(
      'is enough for a scan with everything in it (needs permission to create a network)',
      async () => {
        const env = {
          NODE_EXTRA_CA_CERTS: join(directory, 'web-ca.pem'),
          ...{ GITHUB_REPOSITORY: REPOSITORY, GITHUB_TOKEN: TOKEN, GITHUB_WORKSPACE: directory },
          ...{ AWS_CONFIG_FILE: join(directory, 'aws-config'), AWS_PROFILE: 'shop' },
          AWS_ENDPOINT_URL: `http://${name('aws')}:${getPort(aws.origin)}`,
          GITHUB_API_URL: `http://${name('github')}:${getPort(github.origin)}/api/v3`,
        };
        const stdout = await runInside('scan', directory, env);
        const report = parseReport({ status: 0, stdout, stderr: '' });
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

    it.skipIf(!canIsolate)(
      'is enough for the logins and listings of clouds, and for logs, registries and DNS over HTTPS',
      async () => {
        await using clouds = await startClouds();
        const own = makeDirectory();
        try {
          for (const [file, text] of Object.entries(clouds.files)) writeFileSync(join(own, file), text);
          const report = parseReport({ status: 0, stdout: await runInside('scan', own, clouds.env), stderr: '' });
          expect(report.coverage).toMatchObject({ complete: true });
          expect(new Set(report.certificates.map(({ certificate }) => certificate))).toEqual(
            new Set(['iam', 'vault', 'cluster', 'azure', 'google', 'registration', 'shop']),
          );
          expect(clouds.listUnasked()).toEqual([]);
        } finally {
          await removeDirectory(own);
        }
      },
    );

    it.skipIf(!canIsolate)('is enough for an overview, and for the storage of its artifacts', async () => {
      const repository = { ...createRepository('acme/shop', { isPrivate: true }), topics: [] };
      github.state.repositories.set('acme/shop', repository);
      github.state.tokens.get(TOKEN)?.repositories.push('acme/shop');
      const own = makeDirectory();
      try {
        writeFileSync(join(own, 'certvigil.yaml'), 'version: 1\ncertificates: [{ name: web, expires: 2099-01-01 }]\n');
        const { stdout } = await runCli(['scan', '--format', 'json'], { cwd: own });
        addArtifact(repository, stdout);
        const access = { GITHUB_TOKEN: TOKEN, GITHUB_REPOSITORY: 'acme/central', GITHUB_API_URL: github.api_url };
        const overview = JSON.parse(await runInside('overview', own, access));
        expect(overview.repositories).toMatchObject([{ repository: 'acme/shop', state: 'read', certificates: 1 }]);
        expect(github.requests.map(({ path }) => path.split('/')[1])).toContain('storage');
      } finally {
        await removeDirectory(own);
      }
    });
  },
);
