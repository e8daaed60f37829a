import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AwsAcmSource } from '../../../src/domain/index.ts';
import { isAwsRegion } from '../../../src/domain/sources/cloud/aws-acm.ts';
import { AWS_IAM, listIamListings } from '../../../src/domain/sources/cloud/aws-iam.ts';
import { listJobs } from '../../../src/scan/sources/index.ts';
import { type ContextOptions, createReadContext, readInventorySource } from '../../helpers/inventory/context.ts';
import { AWS_KEYS, AWS_ROLE, type FakeAws, startFakeAws } from '../../helpers/inventory/fakes/aws.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../../helpers/inventory/fakes/id-tokens.ts';

let aws: FakeAws;
let tokens: FakeIdTokens;
let pem: string;

beforeEach(async () => {
  [aws, tokens] = await Promise.all([startFakeAws(), startFakeIdTokens()]);
  pem = (await createTestCertificate({ name: 'shop.example' })).certificate;
});
afterEach(() => Promise.all([aws.close(), tokens.close()]));

const add = (CertificateArn: string) => aws.add('shop.example', pem, { CertificateArn });

/** What each listing has: its failure and its locations, without the prefix that all have. */
async function readAll(source: Partial<AwsAcmSource>, options: Partial<ContextOptions> = {}) {
  const all = { ...aws.source, ...source };
  const { env = AWS_KEYS, ...others } = options;
  const base = { AWS_ENDPOINT_URL: aws.origin, AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' };
  const { context } = createReadContext({ source: all, env: { ...base, ...env }, ...others });
  const results = (await Promise.all((await listJobs(all, context)).map((job) => job.read()))).flat();
  return results.map(({ source, failure, locations }) =>
    [source, failure?.code, ...[...locations].map(({ location }) => location.slice('aws_acm:arn:aws:acm:'.length))]
      .filter((one) => one !== undefined)
      .join(' '),
  );
}

describe('several accounts', () => {
  const ACCOUNTS = ['111111111111', '222222222222'] as const;
  const ROLES = ACCOUNTS.map((account) => `arn:aws:iam::${account}:role/certvigil`);
  const toAccounts = (external_id: string | null = null) => ROLES.map((role_arn) => ({ role_arn, external_id }));

  const READ = [
    'aws_acm:111111111111/eu-west-1 eu-west-1:111111111111:certificate/a',
    'aws_acm:222222222222/eu-west-1 eu-west-1:222222222222:certificate/a',
  ] as const;

  beforeEach(() => {
    for (const account of ACCOUNTS) add(`arn:aws:acm:eu-west-1:${account}:certificate/a`);
    for (const role of ROLES) aws.settings.roles.add(role);
  });

  const listActions = () => aws.calls.flatMap(({ body }) => new URLSearchParams(body).get('Action') ?? []);

  it.each([
    ['the credentials of the environment', () => AWS_KEYS, null, ['AssumeRole', 'AssumeRole']],
    ['the ID token of a job', () => tokens.env, null, ['AssumeRoleWithWebIdentity', 'AssumeRoleWithWebIdentity']],
    [
      'a role that a job assumes, once',
      () => tokens.env,
      AWS_ROLE,
      ['AssumeRoleWithWebIdentity', 'AssumeRole', 'AssumeRole'],
    ],
  ])('are read with %s', async (_, getEnv, role_arn, actions) => {
    const login = { ...aws.source.login, role_arn };
    expect(await readAll({ login, accounts: toAccounts() }, { env: getEnv() })).toEqual(READ);
    expect(listActions()).toEqual(actions);
  });

  it('of which one cannot be read do not hide the others', async () => {
    aws.settings.roles.delete(ROLES[0] ?? '');
    expect(await readAll({ accounts: toAccounts() })).toEqual([
      'aws_acm:111111111111/eu-west-1 inventory-login-refused',
      READ[1],
    ]);
  });

  it('may ask for an external ID', async () => {
    aws.settings.external_id = 'external-id-1';
    expect(await readAll({ accounts: toAccounts() })).toEqual(
      ACCOUNTS.map((account) => `aws_acm:${account}/eu-west-1 inventory-login-refused`),
    );
    expect(await readAll({ accounts: toAccounts('external-id-1') })).toEqual(READ);
  });
});

describe('all regions', () => {
  const REGIONS = ['ap-south-1', 'eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'];
  const ALL: Partial<AwsAcmSource> = { regions: 'all' };

  beforeEach(() => {
    aws.settings.regions = REGIONS;
    for (const region of ['eu-west-1', 'us-west-2']) add(`arn:aws:acm:${region}:123456789012:certificate/a`);
  });

  it('are those of the account, except some', async () => {
    expect(await readAll({ ...ALL, exclude_regions: ['ap-south-1', 'us-west-2'] })).toEqual([
      'aws_acm:all',
      'aws_acm:all/us-east-1',
      'aws_acm:all/eu-central-1',
      'aws_acm:all/eu-west-1 eu-west-1:123456789012:certificate/a',
    ]);
  });

  it('are read although one of them fails', async () => {
    aws.inject(({ headers }) => (String(headers.authorization).includes('/us-west-2/') ? 'server error' : null));
    const results = await readAll(ALL);
    expect(results).toContain('aws_acm:all/us-west-2 inventory-server-error');
    expect(results).toContain('aws_acm:all/eu-west-1 eu-west-1:123456789012:certificate/a');
    expect(results).toHaveLength(6);
  });

  it('fail together if the account may not list them', async () => {
    aws.settings.denied = new Set(['ListRegions']);
    expect(await readAll(ALL)).toEqual(['aws_acm:all inventory-forbidden']);
  });

  it.each<[string, unknown, string]>([
    ['that never end', { Regions: [], NextToken: 'a' }, 'inventory-next-loop'],
    [
      'whose cursor is not a string',
      { Regions: [{ RegionName: 'eu-west-1' }], NextToken: 1 },
      'inventory-unexpected-format',
    ],
    ['without a list', {}, 'inventory-unexpected-format'],
    ['without regions, as if all certificates had been deleted', { Regions: [] }, 'inventory-unexpected-format'],
    ['of another form', { Regions: 'eu-west-1' }, 'inventory-unexpected-format'],
    ['with an empty item', { Regions: [null] }, 'inventory-unexpected-format'],
    ['that lead to another host', { Regions: [{ RegionName: 'aws.example/x' }] }, 'inventory-unexpected-format'],
  ])('are not read from pages %s', async (_, body, code) => {
    aws.onRequest(() => ({ body }));
    expect(await readAll(ALL)).toEqual([`aws_acm:all ${code}`]);
  });

  it('are read once, however often they are listed', async () => {
    aws.settings.regions = ['eu-west-1', 'us-west-2', 'eu-west-1'];
    expect(await readAll(ALL)).toEqual([
      'aws_acm:all',
      'aws_acm:all/eu-west-1 eu-west-1:123456789012:certificate/a',
      'aws_acm:all/us-west-2 us-west-2:123456789012:certificate/a',
    ]);
  });

  it('cannot be listed in a region of the environment that is none', async () => {
    const env = { ...AWS_KEYS, AWS_REGION: 'eu west/1' };
    expect(await readAll(ALL, { env })).toEqual(['aws_acm:all inventory-credentials-invalid']);
    expect(aws.calls).toEqual([]);
  });

  it('do not include those that a policy of the organization closes, unless they had certificates', async () => {
    aws.settings.closed = new Set(['ap-south-1', 'us-west-2']);
    expect(await readAll(ALL)).toEqual([
      'aws_acm:all',
      'aws_acm:all/us-east-1',
      'aws_acm:all/eu-central-1',
      'aws_acm:all/eu-west-1 eu-west-1:123456789012:certificate/a',
    ]);
    const known = ['aws_acm:arn:aws:acm:us-west-2:123456789012:certificate/a'];
    expect(await readAll(ALL, { known })).toContain('aws_acm:all/us-west-2 inventory-organization-denied');
    aws.settings.closed = new Set(REGIONS);
    expect(await readAll(ALL)).toEqual([
      'aws_acm:all',
      ...['us-east-1', 'ap-south-1', 'eu-central-1', 'eu-west-1', 'us-west-2'].map(
        (region) => `aws_acm:all/${region} inventory-organization-denied`,
      ),
    ]);
  });
});

it.each([
  ['eu-west-1', true],
  ['us-gov-west-1', true],
  ['us-iso-east-1', true],
  ['eusc-de-east-1', true],
  ['eu west-1', false],
  ['evil.example/eu-west-1', false],
  ['all', false],
])('%s is a region: %j', (text, expected) => {
  expect(isAwsRegion(text)).toBe(expected);
});

it('an item of ACM that is nothing has no ID', async () => {
  aws.onRequest(() => ({ body: { CertificateSummaryList: [null] } }));
  expect(await readAll({})).toEqual(['aws_acm:eu-west-1 inventory-item-without-id']);
});

describe('aws_iam', () => {
  const source = AWS_IAM.create({ name: 'iam', aws_iam: {} }, {});
  const read = (env: Record<string, string> = aws.env) =>
    readInventorySource({ source, env: { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent', ...env } });
  const addServer = (name: string, tags: Record<string, string> = {}) =>
    aws.add(name, pem, { CertificateArn: `arn:aws:iam::123456789012:server-certificate/${name}` }, tags);

  it.each([
    ['where the next page is', '<IsTruncated>true</IsTruncated>'],
    ['whether there is another page', ''],
    ['that there is another page, which it names', '<IsTruncated>false</IsTruncated><Marker>3</Marker>'],
  ])('fails as a whole if AWS does not say %s', async (_, paging) => {
    const list = `${paging}<ServerCertificateMetadataList/>`;
    const action = 'ListServerCertificates';
    aws.onRequest(() => ({
      headers: { 'content-type': 'text/xml' },
      body: `<${action}Response><${action}Result>${list}</${action}Result></${action}Response>`,
    }));
    expect((await read()).failure?.code).toBe('inventory-unexpected-format');
  });

  it('reads all pages of server certificates, with their tags', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) addServer(name, { team: 'web', owner: `${name}@example.com` });
    const { failure, locations } = await read();
    expect(failure).toBeNull();
    expect(locations.map(({ location }) => location)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `aws_iam:arn:aws:iam::123456789012:server-certificate/${name}`),
    );
    expect(locations[0]).toMatchObject({
      certificate: { facts: { common_name: 'shop.example' } },
      observed: {
        ownership: { labels: { team: 'web', owner: 'a@example.com' }, owner: 'a@example.com' },
        renewal_state: { managed: false },
      },
    });
  });

  it.each([
    ['ListServerCertificates', { failure: { code: 'inventory-forbidden' }, locations: [] }],
    ['GetServerCertificate', { failure: null, locations: [{ failure: { code: 'inventory-item-unreadable' } }] }],
  ])('explains a missing permission: iam:%s', async (action, expected) => {
    addServer('a');
    aws.settings.denied = new Set([action]);
    expect(await read()).toMatchObject(expected);
  });

  it('sends a request again that AWS throttles', async () => {
    addServer('a');
    let throttled = 1;
    aws.onRequest((reply) => (throttled-- > 0 ? { status: 400, body: THROTTLED } : reply()));
    expect(await read()).toMatchObject({ failure: null, locations: [{ failure: null }] });
  });

  const THROTTLED =
    '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>';

  it.each([
    ['web page', 'inventory-web-page'],
    ['truncated JSON', 'inventory-malformed'],
  ] as const)('explains a %s instead of its response', async (fault, code) => {
    aws.inject(() => fault);
    expect((await read()).failure?.code).toBe(code);
  });

  it('has a listing for each account', () => {
    const accounts = [{ role_arn: AWS_ROLE, external_id: null }];
    expect(listIamListings({ accounts }).map(({ listing }) => listing)).toEqual(['aws_iam:123456789012']);
  });
});
