import { CertificateClient } from '@azure/keyvault-certificates';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addOverdue, findRenewalTime, toRenewalState } from '../../../src/scan/cloud/azure/index.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import {
  AZURE_ENV,
  AZURE_SECRET,
  type FakeKeyVault,
  NO_IDENTITY,
  startFakeKeyVault,
} from '../../helpers/inventory/fakes/azure.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../../helpers/inventory/fakes/id-tokens.ts';
import { describeFaults } from '../../helpers/inventory/fault-suite.ts';

const VAULT = 'https://shop.vault.azure.net';

let vault: FakeKeyVault;
let tokens: FakeIdTokens;

beforeEach(async () => {
  for (const [name, value] of Object.entries(NO_IDENTITY)) vi.stubEnv(name, value);
  [vault, tokens] = await Promise.all([startFakeKeyVault(), startFakeIdTokens()]);
});
afterEach(() => {
  vi.unstubAllEnvs();
  return Promise.all([vault.close(), tokens.close()]);
});

async function add(name: string, changes: Parameters<FakeKeyVault['add']>[2] = {}, to = vault) {
  to.add(name, (await createTestCertificate({ name: `${name}.example` })).der, changes);
}

const read = (source: Partial<FakeKeyVault['source']> = {}, env: Record<string, string> = vault.env) =>
  readInventorySource({ source: { ...vault.source, ...source }, env });

const toLocation = (name: string) => `azure_key_vault:${vault.origin}/${name}`;

describe('azure_key_vault', () => {
  it('reads all pages, and the public part of each certificate', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await add(name);
    const { failure, locations } = await read();
    expect(failure).toBeNull();
    expect(locations.map(({ location }) => location)).toEqual(['a', 'b', 'c', 'd', 'e'].map(toLocation));
    expect(locations[4]?.certificate?.facts).toMatchObject({ common_name: 'e.example', key_algorithm: 'EC' });
    expect(vault.calls.some(({ url }) => /\/(?:keys|secrets)\//.test(url.pathname))).toBe(false);
  });

  it('sees what the SDK of Azure sees', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await add(name);
    const credential = {
      getToken: async () => ({ token: 'static-token-of-the-fake', expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    // The client sends tokens only over https: its requests are rewritten after it has checked their URL.
    const client = new CertificateClient(VAULT, credential, {
      allowInsecureConnection: true,
      disableChallengeResourceVerification: true,
      additionalPolicies: [
        {
          position: 'perRetry',
          policy: {
            name: 'rewrite',
            sendRequest: async (request, next) => {
              const { url } = request;
              request.url = url.replace(VAULT, vault.origin);
              const response = await next(request);
              request.url = url;
              return response;
            },
          },
        },
      ],
    });
    vault.settings.nextOrigin = VAULT;
    const seen: string[] = [];
    for await (const { name = '' } of client.listPropertiesOfCertificates()) {
      const { cer } = await client.getCertificate(name);
      expect(cer?.length).toBeGreaterThan(100);
      seen.push(toLocation(name));
    }
    expect(seen).toHaveLength(4);
    vault.settings.nextOrigin = null;
    expect((await read()).locations.map(({ location }) => location)).toEqual(seen);
  });

  it('maps tags, and leaves out disabled certificates', async () => {
    await add('shop', { tags: { team: 'web', Owner: 'web@example.com' } });
    await add('old', { enabled: false });
    const { locations } = await read();
    expect(locations).toMatchObject([
      { location: toLocation('shop'), observed: { ownership: { labels: { team: 'web' }, owner: 'web@example.com' } } },
    ]);
  });

  it('fails single certificates if the role may list but not get them', async () => {
    await add('shop');
    vault.settings.canGet = false;
    expect(await read()).toMatchObject({
      failure: null,
      locations: [{ failure: { code: 'inventory-item-unreadable' } }],
    });
  });

  it('does not follow `nextLink` to another origin', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await add(name);
    const other = await startFakeKeyVault();
    vault.settings.nextOrigin = other.origin;
    expect(await read()).toMatchObject({ locations: [], failure: { code: 'inventory-next-refused' } });
    expect(other.calls).toEqual([]);
    await other.close();
  });

  it('reads the state of the renewal from the policy and the last operation', async () => {
    const policy = { issuer: { name: 'DigiCert' }, lifetime_actions: [{ action: { action_type: 'AutoRenew' } }] };
    await add('imported');
    await add('quiet', { policy });
    await add('stuck', { policy, operation: { status: 'failed', error: { code: 'FailedToValidateDomain' } } });
    await add('manual', { policy: { ...policy, lifetime_actions: [{ action: { action_type: 'EmailContacts' } }] } });
    const { locations } = await read();
    expect(
      locations.map(({ observed: { renewal_state } }) => [
        renewal_state?.managed,
        renewal_state?.state,
        renewal_state?.reason,
      ]),
    ).toEqual([
      [false, 'ok', null],
      [true, 'ok', null],
      [true, 'failing', 'FailedToValidateDomain'],
      [false, 'ok', null],
    ]);
  });

  it.each([
    [{ status: 'completed' }, 'ok'],
    [{ status: 'inProgress' }, 'pending'],
    [{ status: 'inProgress', error: { code: 'CaError' } }, 'failing'],
    [{ status: 'failed' }, 'failing'],
  ])('an operation %j is %s', (operation, state) => {
    expect(toRenewalState(operation)).toMatchObject({ managed: true, state });
  });
});

describe('a renewal of Key Vault that is due', () => {
  const DAY = 86_400_000;
  const iso = (days: number) => new Date(days * DAY).toISOString().replace('.000', '');
  const period = { from: iso(0), to: iso(100) };
  const createPolicy = (trigger: object) => ({
    issuer: { name: 'DigiCert' },
    lifetime_actions: [{ trigger, action: { action_type: 'AutoRenew' } }],
  });

  it.each([
    [{ days_before_expiry: 30 }, 70],
    [{ lifetime_percentage: 80 }, 80],
    [{}, null],
  ])('is due by the trigger %j', (trigger, day) => {
    expect(findRenewalTime(createPolicy(trigger), period)).toBe(day === null ? null : iso(day));
  });

  it.each([
    ['pending', 'a day late', 81, 'pending', null],
    ['pending', 'ten days late', 90, 'failing', 'IssuanceHangs'],
    ['ok', 'ten days late', 90, 'failing', 'RenewalOverdue'],
    ['failing', 'ten days late', 90, 'failing', 'CaError'],
  ] as const)('%s, %s', (state, _, day, expected, reason) => {
    const before = { managed: true, state, reason: state === 'failing' ? 'CaError' : null, since: null };
    expect(addOverdue(before, iso(80), period, day * DAY)).toMatchObject({ state: expected, reason });
  });

  it('hangs at the CA: the scan says so weeks before the certificate expires', async () => {
    // The fake has certificates for 91 days, of which one is over.
    const policy = createPolicy({ days_before_expiry: 90 });
    await add('stuck', { policy, operation: { status: 'inProgress' } });
    const early = await read();
    expect(early.locations[0]?.observed.renewal_state?.state).toBe('pending');
    vault.settings.age_days = 40;
    expect((await read()).locations[0]?.observed.renewal_state).toMatchObject({
      state: 'failing',
      reason: 'IssuanceHangs',
    });
  });
});

describe('the login to Azure', () => {
  beforeEach(() => add('shop'));

  it('uses the ID token of a GitHub job, and treats all tokens as secrets', async () => {
    const env = { ...tokens.env, ...AZURE_ENV, AZURE_AUTHORITY_HOST: vault.origin };
    const { failure, secrets } = await read({}, env);
    expect(failure).toBeNull();
    expect([...secrets]).toEqual(
      expect.arrayContaining([expect.stringMatching(/^entra-token/), expect.stringMatching(/\.signature$/)]),
    );
    expect(tokens.calls[0]?.url.searchParams.get('audience')).toBe('api://AzureADTokenExchange');
  });

  it.each([
    ['no client', {}, { AZURE_TENANT_ID: '', AZURE_CLIENT_ID: '' }, 'inventory-login-failed'],
    ['a wrong secret', {}, { AZURE_CLIENT_SECRET: 'wrong-client-secret' }, 'inventory-login-refused'],
    [
      'a job without `id-token: write`',
      {},
      { AZURE_CLIENT_SECRET: '', GITHUB_ACTIONS: 'true' },
      'inventory-id-token-permission',
    ],
    ['an unknown client', { client_id: 'unknown' }, {}, 'inventory-login-refused'],
    ['a login server that is not a URL', {}, { AZURE_AUTHORITY_HOST: 'login.example.com' }, 'url-invalid'],
  ])('explains %s', async (_, source, env, code) => {
    const { failure, locations } = await read(source, { ...vault.env, ...env } as Record<string, string>);
    expect(locations).toEqual([]);
    expect(failure?.code).toBe(code);
    expect(JSON.stringify(failure)).not.toContain(AZURE_SECRET);
  });

  it('quotes the code and the text of Microsoft Entra, but not the IDs of the request', async () => {
    const { failure } = await read({}, { ...vault.env, AZURE_CLIENT_SECRET: 'wrong-client-secret' });
    expect(failure?.detail).toContain('(401, AADSTS7000215): "Invalid client secret provided". ');
    expect(failure?.detail).not.toContain('Trace ID');
  });

  it('explains a wrong audience', async () => {
    const env = { ...tokens.env, ...AZURE_ENV, AZURE_AUTHORITY_HOST: vault.origin };
    expect((await read({ audience: 'https://other.example' }, env)).failure?.code).toBe('inventory-wrong-audience');
  });

  it('explains a missing role', async () => {
    vault.settings.canList = false;
    expect((await read()).failure?.code).toBe('inventory-forbidden');
  });

  it('logs in again if the token expires midway, and fails completely if that does not help', async () => {
    vault.settings.uses = 1;
    expect(await read()).toMatchObject({ failure: null, locations: [{ failure: null }] });
    vault.settings.uses = 0;
    expect(await read()).toMatchObject({ failure: { code: 'inventory-unauthorized' }, locations: [] });
  });
});

describeFaults('azure_key_vault', {
  start: async () => {
    const fake = await startFakeKeyVault();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await add(name, {}, fake);
    return fake;
  },
  isListing: ({ url }) => url.pathname === '/certificates',
  cursor: { field: 'nextLink', items: 'value' },
});
