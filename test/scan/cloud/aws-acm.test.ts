import { ACMClient, DescribeCertificateCommand, KeyAlgorithm, paginateListCertificates } from '@aws-sdk/client-acm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AwsLogin } from '../../../src/domain/index.ts';
import { DAY } from '../../../src/domain/thresholds.ts';
import { toRenewalState } from '../../../src/scan/cloud/aws/acm-certificate.ts';
import { createPacer } from '../../../src/scan/cloud/aws/client.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';
import { AWS_KEYS, AWS_REGION, AWS_ROLE, type FakeAws, startFakeAws } from '../../helpers/inventory/fakes/aws.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../../helpers/inventory/fakes/id-tokens.ts';
import { describeFaults } from '../../helpers/inventory/fault-suite.ts';

let aws: FakeAws;
let tokens: FakeIdTokens;

beforeEach(async () => {
  [aws, tokens] = await Promise.all([startFakeAws(), startFakeIdTokens()]);
});
afterEach(() => Promise.all([aws.close(), tokens.close()]));

async function add(name: string, details: object = {}, tags: Record<string, string> = {}, to = aws) {
  const { certificate } = await createTestCertificate({ name });
  return `aws_acm:${to.add(name, certificate, details, tags)}`;
}

type ReadSource = Partial<FakeAws['source']> & Partial<AwsLogin>;

/** Nothing of this machine logs in. */
const NO_LOGIN = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };

const read = (
  { role_arn = null, audience = 'sts.amazonaws.com', ...source }: ReadSource = {},
  env: Record<string, string> = aws.env,
  known: string[] = [],
) =>
  readInventorySource({
    source: { ...aws.source, login: { role_arn, audience }, ...source },
    env: { ...NO_LOGIN, ...env },
    known,
  });

const names = ({ locations }: Awaited<ReturnType<typeof read>>) =>
  locations.map(({ certificate }) => certificate?.facts.common_name);

describe('aws_acm', () => {
  it('reads all pages, with keys of all types', async () => {
    for (const KeyAlgorithm of ['RSA_2048', 'EC_prime256v1', 'RSA_4096', 'EC_secp384r1', 'RSA_1024'])
      await add(`${KeyAlgorithm.toLowerCase().replace('_', '-')}.example`, { KeyAlgorithm });
    const result = await read();
    expect(result.failure).toBeNull();
    expect(names(result)).toEqual([
      'rsa-2048.example',
      'ec-prime256v1.example',
      'rsa-4096.example',
      'ec-secp384r1.example',
      'rsa-1024.example',
    ]);
  });

  it('asks for every type of key that ACM has', async () => {
    await read();
    const { Includes } = JSON.parse(aws.calls[0]?.body ?? '');
    expect(Includes.keyTypes.toSorted()).toEqual(Object.values(KeyAlgorithm).toSorted());
  });

  it('sees what the SDK of AWS sees', async () => {
    for (let index = 0; index < 7; index += 1) await add(`s${index}.example`);
    const client = new ACMClient({
      region: AWS_REGION,
      endpoint: aws.origin,
      credentials: { accessKeyId: AWS_KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: AWS_KEYS.AWS_SECRET_ACCESS_KEY },
    });
    const seen: (string | undefined)[] = [];
    for await (const { CertificateSummaryList = [] } of paginateListCertificates({ client }, {}))
      for (const { CertificateArn } of CertificateSummaryList) {
        const { Certificate } = await client.send(new DescribeCertificateCommand({ CertificateArn }));
        seen.push(`aws_acm:${Certificate?.CertificateArn}`);
      }
    client.destroy();
    expect(seen).toHaveLength(7);
    expect((await read()).locations.map(({ location }) => location)).toEqual(seen);
  });

  it('says in its requests who it is, as AWS logs it', async () => {
    await read();
    expect(aws.calls[0]?.headers['user-agent']).toMatch(/^aws-sdk-js\/\S+ .*certvigil\/\d/);
  });

  it('maps tags to labels and the owner, and services to assignments', async () => {
    const balancer = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/1';
    await add('shop.example', { InUseBy: [balancer] }, { team: 'web', Owner: 'web@example.com', 'aws:stack': 'x' });
    const { locations } = await read();
    expect(locations[0]?.observed.ownership).toEqual({
      labels: { team: 'web', Owner: 'web@example.com' },
      owner: 'web@example.com',
      assignments: [balancer],
    });
  });

  it('leaves out certificates that are not issued yet, and with `in_use` those that are unused', async () => {
    await add('pending.example', { Status: 'PENDING_VALIDATION', NotAfter: undefined });
    await add('unused.example');
    await add('used.example', { InUseBy: ['arn:aws:cloudfront::123456789012:distribution/E1'] });
    expect(names(await read())).toEqual(['unused.example', 'used.example']);
    expect(names(await read({ in_use: true }))).toEqual(['used.example']);
  });

  it.each([
    [{ Status: 'FAILED', FailureReason: 'CAA_ERROR' }, 'CAA_ERROR'],
    [{ Status: 'VALIDATION_TIMED_OUT' }, 'VALIDATION_TIMED_OUT'],
  ])('reports a request that failed for good: %j', async (details, reason) => {
    await add('shop.example', { ...details, NotAfter: undefined }, { owner: 'web@example.com' });
    const { failure, locations } = await read();
    expect(failure).toBeNull();
    expect(locations).toMatchObject([
      {
        failure: { code: 'inventory-not-issued', detail: expect.stringContaining(`(${reason})`) },
        observed: { ownership: { owner: 'web@example.com' } },
      },
    ]);
    expect((await read({ in_use: true })).locations).toEqual([]);
  });

  it.each([
    ['KEY_COMPROMISE', 'keyCompromise'],
    ['CA_COMPROMISE', 'cACompromise'],
    ['SUPERCEDED', 'superseded'],
    [undefined, null],
  ])('says that a certificate was revoked, with the reason %s', async (RevocationReason, reason) => {
    await add('shop.example', { Status: 'REVOKED', RevokedAt: 1_790_000_000, RevocationReason });
    for (const denied of [[], ['GetCertificate']]) {
      aws.settings.denied = new Set(denied);
      const [location] = (await read()).locations;
      expect(location?.revocation).toMatchObject({
        status: 'revoked',
        revoked: {
          subject: 'shop.example',
          fingerprint_sha256: location?.certificate?.fingerprint,
          reason,
          revoked_at: '2026-09-21T14:13:20Z',
        },
      });
    }
  });

  it('uses fields if the certificate itself cannot be read', async () => {
    await add('shop.example', { Serial: '0a:1b', NotAfter: 1_900_000_000 });
    aws.settings.denied = new Set(['GetCertificate', 'ListTagsForCertificate']);
    const { failure, locations } = await read();
    expect(failure).toBeNull();
    expect(locations[0]?.certificate).toMatchObject({
      from_fields: true,
      facts: { common_name: 'shop.example', serial_number: '0a1b', valid_to: '2030-03-17T17:46:40Z' },
    });
    expect(locations[0]?.observed.ownership).toBeUndefined();
  });

  it.each([
    ['its details', {}],
    ['its dates', { Certificate: { Status: 'ISSUED' } }],
  ])('does not leave out a certificate because a response does not have %s', async (_, details) => {
    await add('shop.example');
    aws.onRequest((reply) => {
      const { body, ...rest } = reply();
      const isDescription = typeof (body as { Certificate?: unknown }).Certificate === 'object';
      return { ...rest, body: isDescription ? details : body };
    });
    const { failure, locations } = await read();
    expect(failure).toBeNull();
    expect(locations).toMatchObject([{ failure: { code: 'inventory-unexpected-format' } }]);
  });

  it('fails single certificates if the account may list but not describe them', async () => {
    await add('shop.example');
    aws.settings.denied = new Set(['DescribeCertificate']);
    const { failure, locations } = await read();
    expect(failure).toBeNull();
    expect(locations).toMatchObject([{ failure: { code: 'inventory-item-unreadable' } }]);
  });

  it.each([
    ['sends a request again that AWS throttles', 1, null, 3],
    ['evaluates what was read before AWS throttles all requests', 1000, 'inventory-throttled', 1],
  ])('%s', async (_, throttled, code, count) => {
    for (const name of ['a.example', 'b.example', 'c.example']) await add(name, { isLimited: name !== 'a.example' });
    let left = throttled;
    const throttle = { __type: 'com.amazon.coral.availability#ThrottlingException', message: 'Rate exceeded' };
    aws.onRequest((reply) => {
      const good = reply();
      const isLimited = JSON.stringify(good.body ?? '').includes('"isLimited":true');
      return isLimited && left-- > 0 ? { status: 400, body: throttle } : good;
    });
    const { failure, locations } = await read();
    expect(failure?.code ?? null).toBe(code);
    expect(locations.filter((one) => one.failure === null)).toHaveLength(count);
    expect(locations).toHaveLength(count);
  });

  it('paces the requests of each operation, because AWS limits them', async () => {
    const waits: number[] = [];
    const pace = createPacer({ now: () => 0, sleep: async (milliseconds) => void waits.push(milliseconds) });
    for (let index = 0; index < 3; index += 1) {
      await pace('DescribeCertificate');
      await pace('GetCertificate');
    }
    expect(waits).toEqual([125, 125, 250, 250]);
  });
});

type RenewalFacts = Parameters<typeof toRenewalState>[0];

describe('the renewal state of a certificate in ACM', () => {
  const now = Date.parse('2026-11-27T00:00:00Z');
  const base: RenewalFacts = { Type: 'AMAZON_ISSUED', RenewalEligibility: 'ELIGIBLE' };
  const pending = (days: number): RenewalFacts => ({
    ...base,
    RenewalSummary: { RenewalStatus: 'PENDING_AUTO_RENEWAL', UpdatedAt: new Date(now - days * DAY) },
  });
  it.each<[string, RenewalFacts, boolean, boolean, string, string | null]>([
    ['eligible, nothing to do yet', base, true, true, 'ok', null],
    ['renewed', { ...base, RenewalSummary: { RenewalStatus: 'SUCCESS' } }, true, true, 'ok', null],
    ['under way', { ...base, RenewalSummary: { RenewalStatus: 'PENDING_AUTO_RENEWAL' } }, true, true, 'pending', null],
    ['under way for two days', pending(2), true, true, 'pending', null],
    ['under way for four days', pending(4), true, true, 'failing', 'IssuanceHangs'],
    [
      'waiting for validation',
      { ...base, RenewalSummary: { RenewalStatus: 'PENDING_VALIDATION' } },
      true,
      true,
      'failing',
      'PENDING_VALIDATION',
    ],
    [
      'failed',
      {
        ...base,
        RenewalSummary: {
          RenewalStatus: 'FAILED',
          RenewalStatusReason: 'CAA_ERROR',
          UpdatedAt: new Date(1_800_000_000_000),
        },
      },
      true,
      true,
      'failing',
      'CAA_ERROR',
    ],
    ['in use, but not eligible', { ...base, RenewalEligibility: 'INELIGIBLE' }, true, true, 'failing', 'INELIGIBLE'],
    ['unused, so that ACM does not renew it', { ...base, RenewalEligibility: 'INELIGIBLE' }, false, false, 'ok', null],
    ['imported', { Type: 'IMPORTED' }, true, false, 'ok', null],
    ['private, not renewed by ACM', { Type: 'PRIVATE', RenewalEligibility: 'INELIGIBLE' }, true, false, 'ok', null],
    ['private, renewed by ACM', { Type: 'PRIVATE', RenewalEligibility: 'ELIGIBLE' }, true, true, 'ok', null],
  ])('%s', (_, details, isUsed, managed, state, reason) => {
    expect(toRenewalState(details, isUsed, now)).toMatchObject({ managed, state, reason });
  });

  it.each<[string, RenewalFacts, string | undefined]>([
    ['after a renewal', { ...base, RenewalSummary: { RenewalStatus: 'SUCCESS' } }, 'SUCCESS'],
    ['before the first renewal', base, undefined],
    ['that ACM did not issue', { Type: 'IMPORTED', RenewalSummary: { RenewalStatus: 'SUCCESS' } }, undefined],
    ['with text', { ...base, RenewalSummary: { RenewalStatus: 'a text' as never } }, undefined],
  ])('has the status of ACM: %s', (_, details, status) => {
    expect(toRenewalState(details, true, now).status).toBe(status);
  });
});

describe('the login to AWS', () => {
  beforeEach(() => add('shop.example').then(() => undefined));

  it('assumes a role with the ID token of a GitHub job, and treats all credentials as secrets', async () => {
    const env = { ...tokens.env, AWS_ENDPOINT_URL: aws.origin };
    const { failure, secrets } = await read({ role_arn: AWS_ROLE }, env);
    expect(failure).toBeNull();
    expect([...secrets]).toEqual(expect.arrayContaining(['session-secret/1', expect.stringMatching(/^session-token/)]));
    const signed = aws.calls.filter(({ headers }) => headers['x-amz-target'] !== undefined);
    expect(signed.some(({ headers }) => String(headers.authorization).includes('AKIA'))).toBe(false);
  });

  it.each([
    ['no credentials', {}, {}, 'inventory-credentials-missing'],
    [
      'a job without `id-token: write`',
      { role_arn: AWS_ROLE },
      { GITHUB_ACTIONS: 'true' },
      'inventory-id-token-permission',
    ],
    ['a wrong audience', { role_arn: AWS_ROLE, audience: 'https://other.example' }, null, 'inventory-wrong-audience'],
    ['a role that does not trust the repository', { role_arn: `${AWS_ROLE}-2` }, null, 'inventory-login-refused'],
    ['an unknown access key', {}, { ...AWS_KEYS, AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN' }, 'inventory-unauthorized'],
    ['a wrong secret key', {}, { ...AWS_KEYS, AWS_SECRET_ACCESS_KEY: 'wrong-secret-key' }, 'inventory-unauthorized'],
  ])('explains %s', async (_, source, env, code) => {
    const { failure, locations } = await read(source, { ...(env ?? tokens.env), AWS_ENDPOINT_URL: aws.origin });
    expect(locations).toEqual([]);
    expect(failure?.code).toBe(code);
  });

  it('explains an address of AWS that is not a URL, instead of using another one', async () => {
    const { failure } = await read({}, { ...AWS_KEYS, AWS_ENDPOINT_URL: 'localhost' });
    expect(failure).toMatchObject({ code: 'url-invalid', detail: expect.stringMatching(/^AWS_ENDPOINT_URL/) });
  });

  it('explains a wrong clock in both directions', async () => {
    for (const clock_ms of [600_000, -600_000]) {
      aws.settings.clock_ms = clock_ms;
      expect((await read()).failure?.code).toBe('inventory-clock-skew');
    }
  });

  it('explains a missing permission to list', async () => {
    aws.settings.denied = new Set(['ListCertificates']);
    expect((await read()).failure?.code).toBe('inventory-forbidden');
  });

  it('logs in again if the session expires midway, and fails completely if that does not help', async () => {
    const env = { ...tokens.env, AWS_ENDPOINT_URL: aws.origin };
    aws.settings.uses = 2;
    expect(await read({ role_arn: AWS_ROLE }, env)).toMatchObject({ failure: null, locations: [{ failure: null }] });
    aws.settings.uses = 0;
    expect(await read({ role_arn: AWS_ROLE }, env)).toMatchObject({
      failure: { code: 'inventory-unauthorized' },
      locations: [],
    });
  });
});

describeFaults('aws_acm', {
  start: async () => {
    const fake = await startFakeAws();
    for (let index = 0; index < 7; index += 1) await add(`s${index}.example`, {}, {}, fake);
    return fake;
  },
  isListing: ({ headers }) => headers['x-amz-target'] === 'CertificateManager.ListCertificates',
  cursor: { field: 'NextToken', items: 'CertificateSummaryList' },
});
