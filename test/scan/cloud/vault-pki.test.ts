import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ByteCache } from '../../../src/scan/http/byte-cache.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { startFakeApi } from '../../helpers/inventory/fake-api.ts';
import { createTestCertificate, type TestCertificateOptions } from '../../helpers/inventory/fakes/fake.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../../helpers/inventory/fakes/id-tokens.ts';
import {
  type FakeVault,
  formatSerial,
  startFakeVault,
  VAULT_APPROLE,
  VAULT_AUDIENCE,
  VAULT_ROOT_TOKEN,
} from '../../helpers/inventory/fakes/vault.ts';
import { describeFaults } from '../../helpers/inventory/fault-suite.ts';

let vault: FakeVault;
let tokens: FakeIdTokens;

async function issue(options: TestCertificateOptions & { serial: string; revoked?: boolean }, to = vault) {
  const { certificate } = await createTestCertificate(options);
  const serial = formatSerial(options.serial);
  to.certs.set(serial, { certificate, revocation_time: options.revoked ? 1_700_000_000 : 0 });
  return `vault_pki:pki/${serial}`;
}

async function addIssuer(id: string, name: string, to = vault) {
  const { certificate } = await createTestCertificate({ name, ca: true, days: 3000 });
  to.issuers.set(id, { certificate, issuer_name: name, revoked: false });
}

beforeEach(async () => {
  [vault, tokens] = await Promise.all([startFakeVault(), startFakeIdTokens()]);
});
afterEach(() => Promise.all([vault.close(), tokens.close()]));

interface ReadOptions {
  known?: string[];
  env?: Record<string, string>;
  login?: FakeVault['source']['login'];
  root?: string;
}

const read = (options: ReadOptions = {}) =>
  readInventorySource({
    ...(options.root !== undefined && { root: options.root }),
    source: { ...vault.source, ...(options.login && { login: options.login }) },
    env: options.env ?? vault.env,
    known: options.known ?? [],
  });

const ROLE = { role: 'certvigil', audience: VAULT_AUDIENCE, jwt: null, jwt_file: null };
const JWT = { method: 'jwt', mount: 'jwt', ...ROLE } as const;
const KUBERNETES = { method: 'kubernetes', mount: 'kubernetes', ...ROLE, jwt_file: 'token' } as const;

describe('vault_pki', () => {
  it('reads the issued certificates and the issuers, each as a location', async () => {
    const shop = await issue({ name: 'shop.example', serial: '0a1b' });
    const mail = await issue({ name: 'mail.example', serial: '0c' });
    await addIssuer('1a2b', 'root-2027');
    const { locations, failure } = await read();
    expect(failure).toBeNull();
    expect(locations.map(({ location }) => location)).toEqual([shop, mail, 'vault_pki:pki/issuer/1a2b']);
    expect(locations.map(({ certificate }) => certificate?.facts.common_name)).toEqual([
      'shop.example',
      'mail.example',
      'root-2027',
    ]);
    expect(locations[0]?.certificate?.facts.serial_number).toBe('0a1b');
    expect(locations[2]?.observed.ownership?.labels).toEqual({ issuer_name: 'root-2027' });
  });

  it('reports nothing if nothing was issued, and keeps what was known if a mount becomes empty', async () => {
    expect(await read()).toMatchObject({ failure: null, locations: [] });
    const { failure } = await read({ known: ['vault_pki:pki/0a'] });
    expect(failure?.code).toBe('inventory-empty');
  });

  it('leaves out revoked certificates, and those that expired long ago', async () => {
    await issue({ name: 'revoked.example', serial: '01', revoked: true });
    await issue({ name: 'old.example', serial: '02', days: -30 });
    const expired = await issue({ name: 'expired.example', serial: '03', days: -2 });
    const { locations } = await read();
    expect(locations.map(({ location }) => location)).toEqual([expired]);
  });

  it('leaves out a certificate that a later one for the same names supersedes, unless `superseded` is set', async () => {
    const old = await issue({ name: 'shop.example', serial: '01', days: 10 });
    const current = await issue({ name: 'shop.example', serial: '02', days: 80 });
    const other = await issue({ name: 'mail.example', serial: '03', days: 10 });
    expect((await read()).locations.map(({ location }) => location)).toEqual([current, other]);
    vault.source.superseded = true;
    expect((await read()).locations.map(({ location }) => location)).toEqual([old, current, other]);
  });

  it('does not bring back a superseded certificate while its successor cannot be read', async () => {
    await issue({ name: 'shop.example', serial: '01', days: 10 });
    const current = await issue({ name: 'shop.example', serial: '02', days: 80 });
    vault.inject(({ url }) => (url.pathname.endsWith('/cert/02') ? 'not found' : null));
    const { locations } = await read({ known: [current] });
    expect(locations.map(({ location, failure }) => [location, failure?.code])).toEqual([
      [current, 'inventory-item-unreadable'],
    ]);
  });

  it('requests only what it has not read yet if the listing is read again', async () => {
    for (const serial of ['01', '02', '03', '04']) await issue({ name: `s${serial}.example`, serial });
    vault.inject(({ url }) => (url.pathname.endsWith('/cert/02') ? 'not found' : null));
    const { locations } = await read();
    expect(locations.map(({ failure }) => failure?.code ?? null)).toEqual([
      null,
      'inventory-item-unreadable',
      null,
      null,
    ]);
    const requested = vault.calls.flatMap(({ url }) => /\/cert\/(.*)$/.exec(url.pathname)?.[1] ?? []);
    expect(requested.sort()).toEqual(['01', '02', '02', '03', '04']);
  });

  it('logs in again only once if the policy does not allow to read certificates', async () => {
    for (let index = 10; index < 40; index += 1) await issue({ name: `s${index}.example`, serial: String(index) });
    vault.settings.canRead = false;
    const { failure } = await read({ login: JWT, env: tokens.env });
    expect(failure?.code).toBe('inventory-item-unreadable');
    const logins = vault.calls.filter(({ method }) => method === 'POST');
    expect(logins.length).toBeLessThanOrEqual(1 + 8);
  });

  it('evaluates what it read before the server limits requests, and then requests nothing more', async () => {
    for (let index = 10; index < 50; index += 1) await issue({ name: `s${index}.example`, serial: String(index) });
    vault.inject(({ url }) => (/\/cert\/[2-4]/.test(url.pathname) ? 'throttled' : null));
    const { failure, locations } = await read();
    expect(failure?.code).toBe('inventory-throttled');
    expect(locations.map(({ location }) => location).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `vault_pki:pki/${index + 10}`),
    );
    expect(vault.calls.some(({ url }) => url.pathname.endsWith('/cert/49'))).toBe(false);
  });

  it('works with servers that have one issuer per mount', async () => {
    const shop = await issue({ name: 'shop.example', serial: '0a' });
    vault.settings.hasIssuers = false;
    expect(await read()).toMatchObject({ failure: null, locations: [{ location: shop }] });
  });

  it('fails single certificates if the policy allows to list but not to read', async () => {
    const shop = await issue({ name: 'shop.example', serial: '0a' });
    vault.settings.canRead = false;
    const { locations, failure } = await read();
    expect(failure).toBeNull();
    expect(locations).toMatchObject([{ location: shop, failure: { code: 'inventory-item-unreadable' } }]);
  });

  it('does not take a certificate for revoked because a response does not have it', async () => {
    const shop = await issue({ name: 'shop.example', serial: '0a' });
    await addIssuer('1a2b', 'root');
    vault.onRequest((reply) => {
      const { body, ...rest } = reply();
      const { data } = body as { data?: object };
      return { ...rest, body: data !== undefined && 'certificate' in data ? { data: { issuer_id: '1a2b' } } : body };
    });
    const { locations, failure } = await read();
    expect(failure).toBeNull();
    const unread = { failure: { code: 'inventory-unexpected-format' } };
    expect(locations).toMatchObject([
      { location: shop, ...unread },
      { location: 'vault_pki:pki/issuer/1a2b', ...unread },
    ]);
  });

  it('requests a certificate only once if there is a cache, and notices its revocation', async () => {
    const entries = new Map<string, Awaited<ReturnType<ByteCache['get']>> & object>();
    const cache: ByteCache = {
      get: async (key) => entries.get(key) ?? null,
      put: async (key, entry) => void entries.set(key, { ...entry, age_ms: 0 }),
    };
    const scan = async () => {
      const before = vault.calls.length;
      const { locations, failure } = await readInventorySource({ source: vault.source, env: vault.env, cache });
      expect(failure).toBeNull();
      const requests = vault.calls.slice(before).filter(({ url }) => url.pathname.includes('/cert/'));
      return [requests.length, locations.map(({ location }) => location)];
    };
    const shop = await issue({ name: 'shop.example', serial: '0a' });
    const mail = await issue({ name: 'mail.example', serial: '0b' });
    expect(await scan()).toEqual([2, [shop, mail]]);
    expect(await scan()).toEqual([0, [shop, mail]]);
    const docs = await issue({ name: 'docs.example', serial: '0c' });
    expect(await scan()).toEqual([1, [shop, mail, docs]]);
    await issue({ name: 'mail.example', serial: '0b', revoked: true });
    expect(await scan()).toEqual([0, [shop, docs]]);
    // Another certificate under the serial number, and content that is no longer readable.
    for (const entry of entries.values())
      entry.body = gzipSync(gunzipSync(entry.body).toString().replaceAll('"0a"', '"0c"'));
    expect((await scan())[1]).toEqual([shop, docs]);
  });

  it('keeps certificates in several parts, and writes only those that changed', async () => {
    const entries = new Map<string, Awaited<ReturnType<ByteCache['get']>> & object>();
    const written: string[] = [];
    const cache: ByteCache = {
      get: async (key) => entries.get(key) ?? null,
      put: async (key, entry) => {
        entries.set(key, { ...entry, age_ms: 0 });
        written.push(key);
      },
    };
    const scan = () => readInventorySource({ source: vault.source, env: vault.env, cache });
    for (let index = 0; index < 40; index += 1)
      await issue({ name: `s${index}.example`, serial: index.toString(16).padStart(4, '01') });
    await scan();
    expect(new Set(written).size).toBe(written.length);
    expect(written.length).toBeGreaterThan(8);
    await issue({ name: 'new.example', serial: '0abc' });
    written.length = 0;
    await scan();
    expect(written).toHaveLength(1);
    for (const entry of entries.values()) entry.body = Buffer.from('unreadable');
    const before = vault.calls.length;
    expect((await scan()).locations).toHaveLength(41);
    expect(vault.calls.slice(before).filter(({ url }) => url.pathname.includes('/cert/'))).toHaveLength(41);
  });

  it('drops a private key that is stored with a certificate', async () => {
    const { certificate, privateKeyPem } = await createTestCertificate({ name: 'shop.example', serial: '0a' });
    vault.certs.set('0a', { certificate: certificate + privateKeyPem, revocation_time: 0 });
    const kept: string[] = [];
    const cache: ByteCache = {
      get: async () => null,
      put: async (_, { body }) => void kept.push(gunzipSync(body).toString()),
    };
    const { locations } = await readInventorySource({ source: vault.source, env: vault.env, cache });
    expect(locations).toMatchObject([{ failure: null, notice: { code: 'inventory-private-key' } }]);
    expect(kept).toHaveLength(1);
    expect(JSON.stringify([locations, kept])).not.toContain('PRIVATE KEY');
  });

  it('takes a certificate for removed that Vault deletes after it was listed', async () => {
    const kept = await issue({ name: 'shop.example', serial: '0a' });
    await issue({ name: 'old.example', serial: '0b' });
    const find = vault.certs.get.bind(vault.certs);
    vault.certs.get = (serial) => {
      vault.certs.delete(formatSerial('0b'));
      return find(serial);
    };
    const { locations, failure } = await read();
    expect(failure).toBeNull();
    expect(locations.map(({ location, failure }) => [location, failure])).toEqual([[kept, null]]);
  });

  it('reports a certificate that does not exist, but is still listed', async () => {
    await issue({ name: 'shop.example', serial: '0a' });
    const broken = await issue({ name: 'broken.example', serial: '0b' });
    const find = vault.certs.get.bind(vault.certs);
    vault.certs.get = (serial) => (serial === formatSerial('0b') ? undefined : find(serial));
    const { locations } = await read({ known: [broken] });
    expect(locations.find(({ location }) => location === broken)?.failure?.code).toBe('inventory-item-unreadable');
  });

  it('sends the namespace', async () => {
    await issue({ name: 'shop.example', serial: '0a' });
    vault.settings.namespace = 'team/web';
    expect((await read()).failure?.code).toBe('inventory-not-found');
    vault.source.namespace = 'team/web';
    expect((await read()).failure).toBeNull();
  });

  it('sends the namespace of the environment, unless the entry has one', async () => {
    await issue({ name: 'shop.example', serial: '0a' });
    vault.settings.namespace = 'team/web';
    const readIn = (VAULT_NAMESPACE: string) => read({ env: { ...vault.env, VAULT_NAMESPACE } });
    expect((await readIn('team/web')).failure).toBeNull();
    expect((await readIn('')).failure?.code).toBe('inventory-not-found');
    vault.source.namespace = 'team/api';
    expect((await readIn('team/web')).failure?.code).toBe('inventory-not-found');
  });

  it('does not use certificates that it has cached from another namespace', async () => {
    await issue({ name: 'shop.example', serial: '0a' });
    const kept: string[] = [];
    const cache: ByteCache = {
      get: async (key) => {
        kept.push(key);
        return null;
      },
      put: async () => {},
    };
    for (const VAULT_NAMESPACE of ['team/web', 'team/api'])
      await readInventorySource({ source: vault.source, env: { ...vault.env, VAULT_NAMESPACE }, cache });
    expect(new Set(kept).size).toBe(kept.length);
    expect(kept.length).toBeGreaterThan(1);
  });

  it('fails if the mount does not exist, although an empty mount has the same status', async () => {
    vault.source.mounts = ['nothing'];
    expect((await read()).failure?.code).toBe('inventory-not-found');
  });
});

describe('the login to Vault', () => {
  let directory = '';
  const writeFile = (name: string, text: string) => writeFileSync(path.join(directory, name), text);
  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'certvigil-vault-'));
    await issue({ name: 'shop.example', serial: '0a' });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('uses the ID token of a GitHub job, and treats all tokens as secrets', async () => {
    const { failure, secrets } = await read({ login: JWT, env: tokens.env });
    expect(failure).toBeNull();
    expect(tokens.calls[0]?.url.searchParams.get('audience')).toBe(VAULT_AUDIENCE);
    expect([...secrets]).toContainEqual(expect.stringMatching(/^hvs\./));
    expect([...secrets]).toContainEqual(expect.stringMatching(/^ey.*\.signature$/));
    expect(vault.calls.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  it('uses AppRole', async () => {
    const env = { ROLE_ID: VAULT_APPROLE.role_id, SECRET_ID: VAULT_APPROLE.secret_id };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: references of a manifest.
    const login = { method: 'approle', mount: 'approle', role_id: '${ROLE_ID}', secret_id: '${SECRET_ID}' } as const;
    const { failure, secrets } = await read({ login, env });
    expect(failure).toBeNull();
    expect([...secrets]).toContain(VAULT_APPROLE.secret_id);
    expect((await read({ login, env: { ...env, SECRET_ID: 'wrong-secret' } })).failure?.code).toBe(
      'inventory-login-refused',
    );
    expect((await read({ login, env: {} })).failure?.code).toBe('variable-unset');
  });

  it.each([
    ['a job without `id-token: write`', JWT, { GITHUB_ACTIONS: 'true' }, 'inventory-id-token-permission'],
    ['a machine that is not a runner', JWT, {}, 'inventory-credentials-missing'],
    ['a token for another audience', { ...JWT, audience: 'https://other.example' }, null, 'inventory-wrong-audience'],
    ['a role that does not exist', { ...JWT, role: 'nobody' }, null, 'inventory-login-refused'],
    ['a login method that is not enabled', { ...JWT, mount: 'github' }, null, 'inventory-not-found'],
    ['no token', { method: 'token', token: null } as const, {}, 'inventory-credentials-missing'],
    [
      'an invalid token',
      { method: 'token', token: null } as const,
      { VAULT_TOKEN: 'hvs.invalid' },
      'inventory-forbidden',
    ],
  ])('explains %s', async (_, login, env, code) => {
    const { failure, locations } = await read({ login, env: env ?? tokens.env });
    expect(locations).toEqual([]);
    expect(failure?.code).toBe(code);
  });

  it('uses the service account of a pod, at any mount, and treats its token as a secret', async () => {
    writeFile('token', `${vault.issuePodToken()}\n`);
    for (const mount of ['kubernetes', 'clusters/eu']) {
      const { failure, secrets } = await read({ login: { ...KUBERNETES, mount }, env: {}, root: directory });
      expect(failure).toBeNull();
      expect([...secrets]).toContainEqual(expect.stringMatching(/^ey.*\.signature$/));
    }
  });

  it('reads the token of a pod again for each login, because it is rotated', async () => {
    await issue({ name: 'mail.example', serial: '0b' });
    writeFile('token', vault.issuePodToken());
    vault.settings.uses = 2;
    let isRotated = false;
    vault.inject(({ url }) => {
      if (!isRotated && url.pathname.includes('/cert/')) {
        isRotated = true;
        writeFile('token', vault.issuePodToken());
      }
      return null;
    });
    const { failure, locations } = await read({ login: KUBERNETES, env: {}, root: directory });
    expect(failure).toBeNull();
    expect(locations).toHaveLength(2);
    expect(vault.calls.filter(({ method }) => method === 'POST').length).toBeGreaterThan(1);
  });

  it.each([
    ['another service account', { namespace: 'monitoring', name: 'default' }, 'service account name not authorized'],
    ['another namespace', { namespace: 'default', name: 'certvigil' }, 'namespace not authorized'],
  ])('says how a pod with %s logged in', async (_, account, text) => {
    writeFile('token', vault.issuePodToken(account));
    const { failure } = await read({ login: KUBERNETES, env: {}, root: directory });
    expect(failure?.code).toBe('inventory-login-refused');
    expect(failure?.detail).toContain(
      `(403; Kubernetes at auth/kubernetes, role certvigil, the token of token): "${text}". Add the service account`,
    );
  });

  it('uses the JWT of a file', async () => {
    const url = new URL(tokens.env.ACTIONS_ID_TOKEN_REQUEST_URL ?? '');
    url.searchParams.set('audience', VAULT_AUDIENCE);
    const authorization = `Bearer ${tokens.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}`;
    const { value } = (await (await fetch(url, { headers: { authorization } })).json()) as { value: string };
    writeFile('jwt', value);
    const login = { ...JWT, jwt_file: 'jwt' };
    expect((await read({ login, env: {}, root: directory })).failure).toBeNull();
  });

  it.each([
    [{ VAULT_TOKEN: VAULT_ROOT_TOKEN, BAO_TOKEN: '' }, null],
    [{ BAO_TOKEN: VAULT_ROOT_TOKEN, VAULT_TOKEN: 'hvs.other' }, null],
    [{}, null],
    [{ VAULT_TOKEN: 'hvs.other' }, 'inventory-forbidden'],
  ])('uses the token of the variables %j, otherwise that of `vault login`', async (variables, code) => {
    writeFile('.vault-token', VAULT_ROOT_TOKEN);
    const { failure } = await read({ env: { HOME: directory, ...variables } });
    expect(failure?.code ?? null).toBe(code);
  });

  it.each<[string, FakeVault['source']['login'], string[], string]>([
    [
      'a token',
      { method: 'token', token: null },
      ['`token`: not set', 'BAO_TOKEN: not set', 'VAULT_TOKEN: not set', '~/.vault-token: does not exist'],
      '`role_id` for AppRole',
    ],
    [
      'a JWT',
      JWT,
      ['`jwt`: not set', '`jwt_file`: not set', 'the ID token of a job: this is not a job of GitHub Actions'],
      '`auth_method: kubernetes`',
    ],
    ['a pod', KUBERNETES, ['`jwt`: not set', 'token: does not exist'], 'service account'],
  ])('lists what was tried for %s, in this order, and what to do', async (_, login, tried, advice) => {
    const { failure } = await read({ login, env: { HOME: directory }, root: directory });
    expect(failure?.code).toBe('inventory-credentials-missing');
    expect(failure?.detail).toContain(`Tried, in this order: ${tried.join('; ')}. `);
    expect(failure?.detail).toContain(advice);
    expect(vault.calls).toEqual([]);
  });

  it('reads no token file of the machine for a pull request, whose manifest could send it anywhere', async () => {
    writeFile('.vault-token', VAULT_ROOT_TOKEN);
    writeFile('token', vault.issuePodToken());
    const env = { HOME: directory, GITHUB_EVENT_NAME: 'pull_request' };
    for (const login of [{ method: 'token', token: null } as const, KUBERNETES]) {
      const { failure } = await read({ login, env, root: directory });
      expect(failure?.detail).toContain('not read for pull requests');
    }
    expect(vault.calls).toEqual([]);
  });

  it('says which auth method does not exist, and repeats no value of a variable', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: references of a manifest.
    const login = { method: 'approle', mount: 'approle', role_id: '${ROLE_ID}', secret_id: '${SECRET_ID}' } as const;
    const env = { ROLE_ID: 'role-of-somebody', SECRET_ID: 'their-secret' };
    const refused = (await read({ login, env })).failure?.detail ?? '';
    expect(refused).toContain('(400; AppRole at auth/approle, `role_id` and `secret_id`)');
    expect(refused).not.toMatch(/role-of-somebody|their-secret/);
    const missing = (await read({ login: { ...login, mount: 'apps' }, env })).failure;
    expect(missing?.detail).toMatch(
      /^The auth method at auth\/apps\/login of the mount pki of .* does not exist \(404\)/,
    );
  });

  it('explains a request for an ID token that GitHub refuses', async () => {
    const env = { ...tokens.env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'expired' };
    expect((await read({ login: JWT, env })).failure?.code).toBe('inventory-id-token-refused');
  });

  it('logs in again if the token expires midway, and fails completely if that does not help', async () => {
    await issue({ name: 'mail.example', serial: '0b' });
    vault.settings.uses = 2;
    const { failure, locations } = await read({ login: JWT, env: tokens.env });
    expect(failure).toBeNull();
    expect(locations).toHaveLength(2);
    vault.settings.uses = 0;
    expect(await read({ login: JWT, env: tokens.env })).toMatchObject({
      locations: [],
      failure: { code: 'inventory-forbidden' },
    });
  });

  it('does not follow a redirect to another server with the token', async () => {
    const other = await startFakeVault();
    const moved = `${other.origin}/v1/pki/certs?list=true`;
    const front = await startFakeApi(() => ({ status: 307, headers: { location: moved }, body: '' }));
    vault.source.url = front.origin;
    expect((await read()).failure?.code).toBe('inventory-redirect-refused');
    expect(other.calls).toEqual([]);
    await Promise.all([other.close(), front.close()]);
  });
});

describeFaults('vault_pki', {
  start: async () => {
    const fake = await startFakeVault();
    for (const serial of ['0a', '0b', '0c', '0d']) await issue({ name: `s${serial}.example`, serial }, fake);
    await addIssuer('1a2b', 'root', fake);
    return fake;
  },
  isListing: ({ url }) => /\/(certs|revoked|issuers)$/.test(url.pathname),
  malformed: {
    'no keys': (body) => ('data' in body ? { ...body, data: {} } : body),
    'keys that are no texts': (body) => ('data' in body ? { ...body, data: { keys: [1] } } : body),
  },
});
