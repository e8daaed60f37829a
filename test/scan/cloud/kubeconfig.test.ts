import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

function read(clusterFields: object, user: object = TOKEN, source: Partial<FakeKubernetes['source']> = {}) {
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
    env: {},
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
    ['a proxy', { 'proxy-url': 'http://proxy.example:3128' }, TOKEN, 'inventory-kubeconfig-unsupported', 'proxy-url'],
    ['an impersonation', {}, { ...TOKEN, as: 'admin' }, 'inventory-kubeconfig-unsupported', '`as`'],
    ['a command', {}, { exec: { command: 'aws' } }, 'inventory-kubeconfig-unsupported', '`exec`'],
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
