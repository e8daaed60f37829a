import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../../src/app/demo/create-certificate.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import {
  encode,
  type FakeKubernetes,
  KUBERNETES_TOKEN,
  startFakeKubernetes,
} from '../../helpers/inventory/fakes/kubernetes.ts';
import { startTlsFront, type TlsFront } from '../../helpers/inventory/tls-front.ts';
import { startHttpProxy } from '../../helpers/proxy.ts';

const SERVER_NAME = 'kubernetes.example';

let cluster: FakeKubernetes;
let front: TlsFront;
let server: CreatedCertificate;
let client: CreatedCertificate;
let root: string;

beforeAll(async () => {
  const dates = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) };
  const create = async (name: string) =>
    createCertificate({ commonName: name, sans: [name], ca: true, keys: await createKeys('ec'), ...dates });
  [cluster, server, client] = await Promise.all([startFakeKubernetes(), create(SERVER_NAME), create('certvigil')]);
  cluster.addSecret('web', 'shop', (await createTestCertificate({ name: 'shop.example' })).certificate);
  // What the API server makes of a client certificate.
  cluster.settings.tokens.add('');
  front = await startTlsFront(cluster.origin, server);
  root = mkdtempSync(join(tmpdir(), 'certvigil-kubeconfig-'));
  writeFileSync(join(root, 'ca.pem'), server.certificate);
});
afterAll(async () => {
  await Promise.all([front.close(), cluster.close()]);
  rmSync(root, { recursive: true });
});
beforeEach(() => void front.clients.splice(0));

const TOKEN = { token: KUBERNETES_TOKEN };

function read(
  clusterFields: object,
  user: object = TOKEN,
  source: Partial<FakeKubernetes['source']> = {},
  env: Record<string, string> = {},
) {
  const config = {
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: front.origin, ...clusterFields } }],
    users: [{ name: 'u', user }],
  };
  writeFileSync(join(root, 'config'), JSON.stringify(config));
  const access = { method: 'kubeconfig', kubeconfig: 'config', context: null } as const;
  return readInventorySource({
    source: { ...cluster.source, resources: ['secrets'], access, ...source },
    env,
    root,
  });
}

describe('a kubeconfig', () => {
  it.each([
    ['`certificate-authority-data`', () => ({ 'certificate-authority-data': encode(server.certificate) })],
    ['`certificate-authority`', () => ({ 'certificate-authority': 'ca.pem' })],
  ])('has the CA of the server in %s, and its name in `tls-server-name`', async (_, createFields) => {
    const result = await read({ ...createFields(), 'tls-server-name': SERVER_NAME });
    expect(result).toMatchObject({ failure: null, locations: [{ location: 'kubernetes:secret/web/shop' }] });
    expect(front.clients[0]?.server_name).toBe(SERVER_NAME);
    const other = await read({ ...createFields(), 'tls-server-name': 'other.example' });
    expect(other).toMatchObject({ failure: { code: 'url-tls-failed' }, locations: [] });
  });

  it('does not trust a server with another name, unless `insecure-skip-tls-verify` is set', async () => {
    const ca = { 'certificate-authority': 'ca.pem' };
    expect((await read(ca)).failure?.code).toBe('url-tls-failed');
    expect((await read({ 'insecure-skip-tls-verify': true })).failure).toBeNull();
  });

  it('has a CA and a verification that keys of the entry override', async () => {
    const named = { 'tls-server-name': SERVER_NAME };
    expect((await read(named)).failure?.code).toBe('url-tls-failed');
    expect((await read(named, TOKEN, { ca_file: 'ca.pem' })).failure).toBeNull();
    expect((await read({}, TOKEN, { ssl_verification: false })).failure).toBeNull();
  });

  it('logs in with a client certificate, and keeps its key secret', async () => {
    const user = {
      'client-certificate-data': encode(client.certificate),
      'client-key-data': encode(client.privateKeyPem),
    };
    const result = await read({ 'certificate-authority': 'ca.pem', 'tls-server-name': SERVER_NAME }, user);
    expect(result.failure).toBeNull();
    expect(front.clients[0]?.subject).toBe('certvigil');
    expect([...result.secrets]).toContain(client.privateKeyPem);
  });

  it.each([
    [
      'a proxy that is none',
      { 'proxy-url': 'ftp://proxy.example' },
      TOKEN,
      'inventory-credentials-missing',
      'proxy-url',
    ],
    ['an impersonation', {}, { ...TOKEN, as: 'admin' }, 'inventory-kubeconfig-unsupported', '`as`'],
    ['a command', {}, { exec: { command: 'aws' } }, 'inventory-kubeconfig-unsupported', '`exec: allow`'],
    ['a password', {}, { username: 'a', password: 'b' }, 'inventory-kubeconfig-unsupported', '`username`'],
    ['no login', {}, {}, 'inventory-credentials-missing', 'neither a token'],
    ['a CA that is not PEM', { 'certificate-authority-data': 'AAAA' }, TOKEN, 'inventory-credentials-missing', 'PEM'],
    ['a missing file', { 'certificate-authority': 'no.pem' }, TOKEN, 'inventory-credentials-missing', 'no.pem'],
    ['no server', { server: undefined }, TOKEN, 'url-invalid', 'the context test'],
    [
      'a certificate without its key',
      {},
      { 'client-certificate-data': encode('x') },
      'inventory-credentials-missing',
      'without its key',
    ],
    [
      'a client certificate that is not PEM',
      {},
      { 'client-certificate-data': encode('x'), 'client-key-data': encode('y') },
      'inventory-credentials-missing',
      'not valid PEM',
    ],
  ])('with %s is explained, and nothing is sent', async (_, fields, user, code, text) => {
    const { failure, locations } = await read(fields, user);
    expect(locations).toEqual([]);
    expect(failure).toMatchObject({ code, detail: expect.stringContaining(text) });
    expect(front.clients).toEqual([]);
  });
});

describe('a token file outside the checkout', () => {
  const PULL_REQUEST = { GITHUB_EVENT_NAME: 'pull_request' };
  const fields = () => ({ 'certificate-authority': 'ca.pem', 'tls-server-name': SERVER_NAME });

  it('is not read for pull requests, neither by its path nor by a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'certvigil-token-'));
    try {
      writeFileSync(join(outside, 'token'), KUBERNETES_TOKEN);
      symlinkSync(join(outside, 'token'), join(root, 'linked-token'));
      for (const tokenFile of [join(outside, 'token'), `../${basename(outside)}/token`, 'linked-token']) {
        expect((await read(fields(), { tokenFile })).failure).toBeNull();
        front.clients.splice(0);
        const { failure } = await read(fields(), { tokenFile }, {}, PULL_REQUEST);
        expect(failure).toMatchObject({
          code: 'inventory-kubeconfig-unsupported',
          detail: expect.stringContaining('tokenFile'),
        });
        expect(front.clients).toEqual([]);
      }
    } finally {
      rmSync(outside, { recursive: true });
      rmSync(join(root, 'linked-token'));
    }
  });

  it('does not concern one in the checkout', async () => {
    writeFileSync(join(root, 'own-token'), KUBERNETES_TOKEN);
    expect((await read(fields(), { tokenFile: 'own-token' }, {}, PULL_REQUEST)).failure).toBeNull();
  });
});

describe('a token beside a token file', () => {
  const CLUSTER = { 'certificate-authority': 'ca.pem', 'tls-server-name': SERVER_NAME };

  it.each([
    ['is used', 'that is missing', 'no-token', { token: KUBERNETES_TOKEN }, null],
    ['is used', 'that is empty', 'empty-token', { token: KUBERNETES_TOKEN }, null],
    ['is not used', 'with another one', 'other-token', { token: KUBERNETES_TOKEN }, 'inventory-unauthorized'],
    ['is missed', 'that is missing', 'no-token', {}, 'inventory-credentials-missing'],
  ])('%s with a file %s, as by kubectl', async (_, __, tokenFile, user, code) => {
    writeFileSync(join(root, 'empty-token'), '\n');
    writeFileSync(join(root, 'other-token'), 'revoked');
    const { failure } = await read(CLUSTER, { tokenFile, ...user });
    expect(failure?.code ?? null).toBe(code);
  });
});

it.each(['username', 'password'])('a token beside a %s is rejected, as by kubectl', async (key) => {
  const { failure } = await read({}, { ...TOKEN, [key]: 'admin' });
  expect(failure?.detail).toContain('has both a token and a password');
});

describe('KUBECONFIG', () => {
  const write = (file: string, config: object) => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), JSON.stringify(config));
  };
  const context = (name: string, cluster: string, user: string) => ({ name, context: { cluster, user } });
  const readFrom = (env: Record<string, string>) =>
    readInventorySource({
      source: { ...cluster.source, resources: ['secrets'], access: { method: 'environment' } },
      env,
      root,
    });

  it('with several files is merged as by kubectl: the first item of a name counts, and paths are relative to its file', async () => {
    write('a/config', {
      contexts: [context('test', 'c', 'u')],
      users: [{ name: 'u', user: { tokenFile: 'secrets/token' } }],
    });
    write('b/config', {
      'current-context': 'test',
      contexts: [context('test', 'wrong', 'wrong')],
      clusters: [
        {
          name: 'c',
          cluster: { server: front.origin, 'certificate-authority': '../ca.pem', 'tls-server-name': SERVER_NAME },
        },
      ],
      users: [{ name: 'u', user: { token: 'wrong' } }],
    });
    write('c/config', { 'current-context': 'wrong' });
    mkdirSync(join(root, 'a/secrets'), { recursive: true });
    writeFileSync(join(root, 'a/secrets/token'), KUBERNETES_TOKEN);
    const files = ['a/config', 'missing/config', 'b/config', 'c/config'].map((file) => join(root, file));
    expect((await readFrom({ KUBECONFIG: files.join(delimiter) })).failure).toBeNull();
    const missing = await readFrom({ KUBECONFIG: `${join(root, 'no')}${delimiter}${join(root, 'nor')}` });
    expect(missing.failure).toMatchObject({
      code: 'inventory-login-failed',
      detail: expect.stringContaining(
        `${join(root, 'no')} does not exist, ${join(root, 'nor')} does not exist. Fix it`,
      ),
    });
  });

  it('is ~/.kube/config by default', async () => {
    write('home/.kube/config', {
      'current-context': 'test',
      contexts: [context('test', 'c', 'u')],
      clusters: [
        {
          name: 'c',
          cluster: { server: front.origin, 'certificate-authority': '../../ca.pem', 'tls-server-name': SERVER_NAME },
        },
      ],
      users: [{ name: 'u', user: TOKEN }],
    });
    expect((await readFrom({ HOME: join(root, 'home') })).failure).toBeNull();
    expect((await readFrom({ HOME: join(root, 'other') })).failure?.code).toBe('inventory-credentials-missing');
    expect((await readFrom({ HOME: join(root, 'home'), KUBERNETES_SERVICE_HOST: '127.0.0.1' })).failure?.code).toBe(
      'inventory-credentials-missing',
    );
  });

  it('names the proxy to the cluster', async () => {
    const proxy = await startHttpProxy({ to: Number(front.origin.split(':').pop()), user: 'scan', password: 'right' });
    const url = `http://scan:right@${proxy.location}`;
    const named = {
      server: 'https://cluster.example:6443',
      'certificate-authority': 'ca.pem',
      'tls-server-name': SERVER_NAME,
    };
    const result = await read({ ...named, 'proxy-url': url }).finally(proxy.close);
    expect(result.failure).toBeNull();
    expect([...new Set(proxy.asked)]).toEqual(['cluster.example:6443']);
    expect([...result.secrets]).toContain('scan:right');
  });
});

describe('a command that logs in', () => {
  let outside: string;
  let checkout: string;
  beforeAll(() => {
    outside = join(root, 'outside');
    checkout = join(root, 'checkout');
    for (const directory of [outside, join(outside, 'bin'), checkout]) mkdirSync(directory, { recursive: true });
  });

  const writeProgram = (file: string, script: string) => writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const V1 = 'client.authentication.k8s.io/v1';
  const print = (status: object, apiVersion = V1) =>
    `cat <<'END'\n${JSON.stringify({ apiVersion, kind: 'ExecCredential', status })}\nEND`;

  interface Login {
    exec?: object;
    script?: string;
    file?: string;
    env?: Record<string, string>;
    isAllowed?: boolean;
    now?: number;
  }

  function logIn({ exec = {}, script = print(TOKEN), file, env = {}, isAllowed = true, now }: Login = {}) {
    writeProgram(join(outside, 'bin/login'), script);
    const kubeconfig = file ?? join(outside, 'config');
    const named = {
      server: front.origin,
      'certificate-authority': join(root, 'ca.pem'),
      'tls-server-name': SERVER_NAME,
    };
    const user = { exec: { apiVersion: V1, command: 'login', interactiveMode: 'Never', ...exec } };
    const config = {
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: named }],
      users: [{ name: 'u', user }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    const access = { method: 'kubeconfig', kubeconfig, context: null } as const;
    return readInventorySource({
      source: { ...cluster.source, resources: ['secrets'], access, exec: isAllowed },
      env: { PATH: `${join(outside, 'bin')}${delimiter}/usr/bin${delimiter}/bin`, ...env },
      root: checkout,
      ...(now !== undefined && { now }),
    });
  }

  it('that is not installed is named with the advice of the kubeconfig, as by kubectl', async () => {
    const installHint = 'Install it:\n\n\u001b[1mapt install login\u001b[0m\n';
    const { failure } = await logIn({ exec: { command: 'nothing', installHint } });
    expect(failure?.detail).toContain(
      'The command "nothing" of the kubeconfig was not found. The kubeconfig says how to install it: ' +
        '"Install it: \\u{1b}[1mapt install login\\u{1b}[0m". ',
    );
    const failed = await logIn({ exec: { installHint }, script: 'exit 3' });
    expect(failed.failure?.detail).not.toContain('apt install');
  });

  it('is found in PATH, or relative to the kubeconfig, and its token is a secret', async () => {
    for (const command of ['login', './bin/login', join(outside, 'bin/login')]) {
      const result = await logIn({ exec: { command } });
      expect(result).toMatchObject({ failure: null, locations: [{ location: 'kubernetes:secret/web/shop' }] });
      expect([...result.secrets]).toContain(KUBERNETES_TOKEN);
    }
  });

  it('gets its arguments and variables, and what it logs in to', async () => {
    const log = join(outside, 'log');
    const exec = {
      args: ['get-token', '--cluster'],
      env: [{ name: 'PROFILE', value: 'prod' }],
      provideClusterInfo: true,
    };
    await logIn({ exec, script: `echo "$*" "$PROFILE" "$KUBERNETES_EXEC_INFO" > ${log}\n${print(TOKEN)}` });
    const [, words, info] = /^(get-token --cluster prod) (.*)$/m.exec(readFileSync(log, 'utf8')) ?? [];
    expect(words).toBeDefined();
    expect(JSON.parse(info ?? '')).toMatchObject({
      apiVersion: V1,
      kind: 'ExecCredential',
      spec: {
        interactive: false,
        cluster: { server: front.origin, 'certificate-authority-data': encode(server.certificate) },
      },
    });
  });

  it('can return a client certificate, and is asked again once its token has expired', async () => {
    const identity = { clientCertificateData: client.certificate, clientKeyData: client.privateKeyPem };
    expect((await logIn({ script: print(identity) })).failure).toBeNull();
    expect(front.clients[0]?.subject).toBe('certvigil');
    const count = join(outside, 'count');
    const script = `echo x >> ${count}\n${print({ ...TOKEN, expirationTimestamp: '2026-01-01T00:00:00Z' })}`;
    expect((await logIn({ script, now: Date.parse('2026-06-01T00:00:00Z') })).failure).toBeNull();
    expect(readFileSync(count, 'utf8').length).toBeGreaterThan(2);
  });

  it.each<[why: string, login: () => Login, code: string, text: string]>([
    ['without permission', () => ({ isAllowed: false }), 'inventory-kubeconfig-unsupported', '`exec: allow`'],
    [
      'for a pull request',
      () => ({ env: { GITHUB_EVENT_NAME: 'pull_request' } }),
      'inventory-kubeconfig-unsupported',
      'pull requests',
    ],
    [
      'of a kubeconfig in the checkout',
      () => ({ file: join(checkout, 'config') }),
      'inventory-kubeconfig-unsupported',
      'in the checkout',
    ],
    [
      'in the checkout',
      () => {
        writeProgram(join(checkout, 'login.exe'), print(TOKEN));
        return { exec: { command: join(checkout, 'login.exe') } };
      },
      'inventory-kubeconfig-unsupported',
      'in the checkout',
    ],
    [
      'that needs a terminal',
      () => ({ exec: { interactiveMode: 'Always' } }),
      'inventory-kubeconfig-unsupported',
      'terminal',
    ],
    ['that does not exist', () => ({ exec: { command: 'nothing' } }), 'inventory-credentials-missing', 'was not found'],
    [
      'that cannot be started',
      () => ({ exec: { args: ['SECRET\0'] } }),
      'inventory-credentials-missing',
      'login of the kubeconfig cannot be run',
    ],
    ['that fails', () => ({ script: 'echo SECRET >&2; exit 3' }), 'inventory-credentials-missing', 'exit code 3'],
    [
      'that prints too much',
      () => ({ script: 'head -c 2000000 /dev/zero' }),
      'inventory-credentials-missing',
      '1024 KiB',
    ],
    ['that prints something else', () => ({ script: 'echo SECRET' }), 'inventory-credentials-missing', 'did not print'],
    [
      'with another version',
      () => ({ script: print(TOKEN, `${V1}beta1`) }),
      'inventory-credentials-missing',
      'version',
    ],
    ['without a credential', () => ({ script: print({}) }), 'inventory-credentials-missing', 'neither a token'],
  ])('%s is explained, and nothing is sent', async (_, createLogin, code, text) => {
    const { failure, locations } = await logIn(createLogin());
    expect(failure).toMatchObject({ code, detail: expect.stringContaining(text) });
    expect(failure?.detail).not.toContain('SECRET');
    expect([locations, front.clients]).toEqual([[], []]);
  });
});
