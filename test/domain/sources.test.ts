// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to variables, as in a manifest.
import { describe, expect, it } from 'vitest';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import {
  classifyLocation,
  createSource,
  type EntryFields,
  type EntryKey,
  findSourceDefinition,
  getPossibleLabels,
  getSourceDefinition,
  SOURCE_DEFINITIONS,
  type SourceProblems,
} from '../../src/domain/sources/index.ts';
import { applyOwnership } from '../../src/domain/sources/inventory.ts';
import type { EntrySpec } from '../../src/generated/manifest.ts';
import { compareRows } from '../helpers/line-differences.ts';

type Spec = Omit<EntrySpec, 'name'>;

const TRUST: Spec = { trust: 'system', ca_file: 'ca.pem', aia: true, revocation: true };
const SERVER: Spec = { ca_file: 'ca.pem', ssl_verification: false, allow_empty: true };
const CLIENT_CERTIFICATE = { cert: 'client.pem', key: 'client.key' };

const PROVIDER = 'projects/1234/locations/global/workloadIdentityPools/github/providers/certvigil';

/** Entries with as little as possible, and with every field. */
const ENTRIES: Record<string, Spec> = {
  endpoint: { endpoint: 'Shop.example.com' },
  'several endpoints': { endpoint: ['a.example:8443', '::1', '[::1]:443', 'not a host', 'A.example:8443'] },
  'endpoint with everything': {
    ...{
      endpoint: ['shop.example.com:25'],
      server_name: 'WWW.b\u00fccher.example',
      starttls: 'smtp',
      addresses: 'all',
    },
    ...{ both_algorithms: true, connect_to: '192.0.2.1:2525', client_certificate: CLIENT_CERTIFICATE },
    ...{ proxy: 'http://proxy.example:3128', ...TRUST },
  },
  'endpoint with the opposite': {
    ...{ endpoint: 'shop.example.com', starttls: 'none', addresses: 'first', both_algorithms: false, proxy: 'none' },
    ...{ connect_to: 'not a host', aia: false, revocation: false, trust: 'none' },
  },
  srv: { srv: ['_IMAPS._tcp.example.com', '_imaps._tcp.example.com.', '_submissions._tcp.example.com'] },
  'endpoint of a private CA': { endpoint: 'shop.example.com', ca_file: 'ca.pem' },
  file: { file: 'certs/a.pem' },
  'file with everything': { file: ['a/*.pem', 'b.jks'], exclude: 'a/old*', skip_empty: false, ...TRUST },
  'file for public clients': { file: 'a.pem', trust: 'mozilla' },
  url: { url: 'https://a.example/ca.pem' },
  'url with everything': {
    ...{
      url: [
        'HTTPS://User:x@Host.example/A?B#c',
        'https://host.example/A?B',
        '${HOST_url}/x#y',
        'http://${Name}.B/c#Fragment',
        '${PROXY}/HTTP://X/',
        'https://a@b@C/d@E',
      ],
    },
    ...{ headers: { 'X-Key': '${KEY}' }, ca_file: 'ca.pem', ssl_verification: false },
  },
  env: { env: ['CERT_A', 'CERT_B', 'CERT_A'] },
  pem: { pem: 'text' },
  expires: { expires: '2027-01-31' },
  csv: { csv: 'certificates.csv' },
  'csv with everything': {
    ...{ csv: 'certificates.csv', allow_empty: true },
    map: {
      common_name: 'Name',
      valid_to: { path: ['Until', 'End'], default: '2030-01-01', format: '%d.%m.%Y' },
      labels: 'Tags',
    },
    where: {
      or: [{ attr: 'State', value: 'live' }, { and: [{ attr: 'State', op: 'in', value: ['x'], negate: true }] }],
    },
  },
  rest: { rest: 'https://api.example/certificates' },
  'rest with everything': {
    ...{
      rest: 'https://api.example/certificates',
      method: 'POST',
      headers: { Authorization: '${TOKEN}' },
      body: { a: 1 },
    },
    ...{ items: 'data', details: '/items/{id}', next: { link: 'next' }, where: { attr: 'state', value: 'live' } },
    ...{ map: { id: 'id', labels: { team: 'team', env: { path: 'env' } } }, client_certificate: CLIENT_CERTIFICATE },
    ...{ limits: { pages: 1, items: 2, mebibytes: 3 }, ...SERVER },
  },
  'rest with some limits': { rest: 'https://api.example', limits: { pages: 5 } },
  'preset with overrides': {
    ...{ rest: 'https://api.example', preset: 'lemur', items: 'other', where: { attr: 'a', value: 1 } },
    map: { owner: 'creator', labels: 'tags' },
  },
  ...Object.fromEntries(
    (['netbox_ssl', 'lemur', 'digicert', 'venafi', 'venafi_cloud', 'ejbca', 'sectigo'] as const).map((preset) => [
      `preset ${preset}`,
      { rest: 'https://api.example', preset },
    ]),
  ),
  github_pages: { github_pages: 'example' },
  'github_pages with everything': {
    ...{ github_pages: ['example/docs', 'example', 'example/docs'], token: '${TOKEN}', allow_empty: true },
  },
  ct: { ct: 'example.org' },
  'ct with everything': {
    ...{ ct: ['Example.org.', 'b\u00fccher.example', 'example.org'], provider: 'crtsh', token: '${TOKEN}' },
    ...{ api_url: 'https://ct.example/', fallback_url: 'https://crt.example', include_subdomains: false },
  },
  vault_pki: { vault_pki: { url: 'https://vault.example/' } },
  'vault_pki with a token': {
    vault_pki: {
      ...{ url: 'https://vault.example//', mount: ['/pki/', 'pki', 'a/b'], namespace: 'team', token: '${TOKEN}' },
      ...{ superseded: true, expired_days: 0 },
    },
    ...SERVER,
  },
  'vault_pki with approle': { vault_pki: { url: 'https://vault.example', role_id: 'r' } },
  'vault_pki with approle and everything': {
    vault_pki: { url: 'https://vault.example', role_id: 'r', secret_id: '${S}', auth_mount: '/other/' },
  },
  'vault_pki with jwt': { vault_pki: { url: 'https://vault.example', role: 'r' } },
  'vault_pki with jwt and everything': {
    vault_pki: { url: 'https://vault.example', role: 'r', audience: 'a', jwt: '${J}', auth_mount: 'other' },
  },
  'vault_pki with kubernetes': {
    vault_pki: { url: 'https://vault.example', role: 'r', auth_method: 'kubernetes' },
  },
  'vault_pki with kubernetes and everything': {
    vault_pki: {
      url: 'https://vault.example',
      role: 'r',
      auth_method: 'kubernetes',
      auth_mount: '/k8s/',
      jwt_file: 't',
    },
  },
  aws_acm: { aws_acm: { regions: ['eu-west-1', 'us-east-1', 'eu-west-1'] } },
  'aws_acm with everything': {
    aws_acm: {
      ...{ regions: 'eu-west-1', role_arn: '${ROLE}', audience: 'a', in_use: true },
      accounts: [{ role_arn: 'arn:aws:iam::123456789012:role/a', external_id: '${ID}' }, { role_arn: '${OTHER}' }],
    },
    allow_empty: true,
  },
  'aws_acm with all regions': { aws_acm: { regions: 'all', exclude_regions: 'eu-south-1' } },
  aws_iam: { aws_iam: {} },
  'aws_iam with everything': {
    aws_iam: {
      ...{ role_arn: '${ROLE}', audience: 'a' },
      accounts: [
        { role_arn: 'arn:aws:iam::123456789012:role/a' },
        { role_arn: 'arn:aws:iam::123456789012:role/b' },
        { role_arn: 'arn:aws:iam::210987654321:role/a' },
      ],
    },
    allow_empty: true,
  },
  azure_key_vault: { azure_key_vault: { vaults: 'My-Vault' } },
  'azure_key_vault with everything': {
    azure_key_vault: {
      ...{ vaults: ['a-vault', 'https://B.vault.azure.cn/', 'A-vault'], tenant_id: 't', client_id: 'c' },
      ...{ client_secret: '${S}', audience: 'a' },
    },
    allow_empty: true,
  },
  entra_app_credentials: { entra_app_credentials: {} },
  'entra_app_credentials with everything': {
    entra_app_credentials: { tenant_id: 't', client_id: 'c', client_secret: '${S}', audience: 'a', cloud: 'china' },
    allow_empty: true,
  },
  gcp_certificate_manager: { gcp_certificate_manager: { projects: 'shop-production' } },
  'gcp_certificate_manager with everything': {
    gcp_certificate_manager: {
      ...{ projects: ['shop-production', 'docs-production', 'shop-production'], audience: 'a' },
      ...{ locations: ['global', 'europe-west1', 'global'], service_account: '${A}' },
      workload_identity_provider: `//iam.googleapis.com/${PROVIDER}`,
    },
    allow_empty: true,
  },
  'gcp_certificate_manager with all locations': {
    gcp_certificate_manager: {
      ...{ projects: ['shop-production'], locations: ['global', '-'] },
      workload_identity_provider: `https://iam.googleapis.com/${PROVIDER}`,
    },
  },
  gcp_ssl_certificates: { gcp_ssl_certificates: { projects: ['shop-production', 'a1b2c3', 'shop-production'] } },
  'gcp_ssl_certificates with everything': {
    gcp_ssl_certificates: { projects: 'shop-production', in_use: true, workload_identity_provider: '${P}' },
    allow_empty: true,
  },
  kubernetes: { kubernetes: {} },
  'kubernetes with a token': {
    kubernetes: {
      ...{ server: 'https://cluster.example:6443/', token: '${T}', resources: ['secrets', 'configmaps', 'secrets'] },
      ...{ namespaces: ['web', 'ops', 'web'], label_selector: 'a=b' },
    },
    ...SERVER,
  },
  'kubernetes in namespaces': { kubernetes: { namespaces: 'web' } },
  'kubernetes with a server alone': { kubernetes: { server: 'https://cluster.example' } },
  'kubernetes with a kubeconfig': { kubernetes: { kubeconfig: 'k.yaml' } },
  'kubernetes with a context': { kubernetes: { context: 'prod' } },
};

const toEntry = (spec: Spec): EntrySpec => ({ name: 'shop', ...spec });

/** What the definition says about one entry, including what a pull request can read of it. */
function describeSource(spec: Spec) {
  const source = createSource(toEntry(spec), { proxy: 'env' });
  const { kind, ...fields } = source;
  const definition = getSourceDefinition(kind);
  const locations = definition.listLocations(source as never);
  return {
    ...{ kind, ...fields, locations, located: source[definition.locator as keyof typeof source] },
    types: locations.map((location) => classifyLocation(source, location)),
    labels: getPossibleLabels({ source, labels: { team: 'web' } }),
    ...{ sampleName: definition.sampleName?.(source as never), sampleFailure: definition.sampleFailure },
    inRepository: [() => true, (path: string) => path.startsWith('a'), () => false].map(
      (isInside) => definition.selectInRepository?.(source as never, isInside) ?? null,
    ),
  };
}

/** The problems that a definition reports about an entry: `code` and its arguments, with an exclamation mark for a secret. */
function listProblems(entry: Spec): string[] {
  const spec: Partial<Record<EntryKey, unknown>> = entry;
  const problems: string[] = [];
  const listTexts = (key: EntryKey, inner?: string, item?: string) => {
    const child = inner === undefined ? spec[key] : (spec[key] as Record<string, unknown> | undefined)?.[inner];
    const value = item === undefined ? child : [child].flat().map((one) => (one as Record<string, unknown>)?.[item]);
    return [value].flat().flatMap((one) => (typeof one === 'string' ? [{ value: one }] : []));
  };
  const report = (code: keyof SourceProblems, _at: { value: string }, ...args: unknown[]) =>
    problems.push([code, ...args].join(' | '));
  const fields: EntryFields<{ value: string }> = {
    ...{ listTexts, listEffectiveTexts: listTexts, report },
    reportSecret: (code, at, ...args) => report(`${code}!` as typeof code, at, ...args),
  };
  findSourceDefinition((key) => spec[key] !== undefined)?.check?.(fields);
  return problems;
}

const VALID: Spec[] = [
  { endpoint: ['a.example', 'a.example:8443', '192.0.2.1', '::1', '[::1]:8443'], server_name: 'b\u00fccher.example' },
  { endpoint: 'a.example:25', starttls: 'smtp', connect_to: 'b.example:26' },
  { endpoint: 'a.example', starttls: 'smtp', connect_to: 'b.example:26' },
  { endpoint: 'a.example', starttls: 'none' },
  { srv: ['_imaps._tcp.example.com', '_xmpps-client._tcp.example.com'] },
  { url: ['https://a.example/x', 'HTTP://a.example', 'https://${HOST}/x', '${URL}', 'https://a.example/y#z'] },
  { env: ['A', 'B'] },
  { pem: 'Text before\n \t-----BEGIN CERTIFICATE-----  \nMII\n-----END CERTIFICATE-----' },
  { expires: '2027-02-28' },
  { rest: 'https://a.example/x' },
  { github_pages: ['a', 'A1-b', '9/x', 'a/b.c_d-E'] },
  { ct: ['a.example', 'b\u00fccher.example', 'x_y.example.'], api_url: 'http://ct.example:8080/api' },
  { vault_pki: { url: 'https://vault.example' } },
  { aws_acm: { regions: ['eu-west-1', 'us-gov-east-1', 'ap-southeast-10'], role_arn: '${ROLE}' } },
  { aws_acm: { regions: ['eu-west-1'], role_arn: 'arn:aws:iam::123456789012:role/certvigil' } },
  {
    aws_acm: {
      regions: 'all',
      exclude_regions: ['ap-south-1'],
      accounts: [{ role_arn: '${A}' }, { role_arn: '${B}' }],
    },
  },
  { aws_iam: { accounts: [{ role_arn: 'arn:aws:iam::123456789012:role/a' }] } },
  { aws_acm: { regions: ['eu-west-1'], role_arn: 'arn:aws-us-gov:iam::123456789012:role/a/b+c=d,e.f@g_h-i' } },
  { azure_key_vault: { vaults: ['abc', 'a1-b', `a${'b'.repeat(23)}`, 'https://a-1.vault.azure.cn', 'https://a.b/'] } },
  { azure_key_vault: { vaults: ['https://a.b:8443', 'https://a.b:1/'] } },
  {
    gcp_certificate_manager: {
      ...{ projects: ['shop-production', 'abcdef', `a${'b'.repeat(29)}`, 'example.com:shop-production', '123456'] },
      ...{ locations: ['-', 'global', 'us', 'europe-west12'], workload_identity_provider: PROVIDER },
      service_account: '123-compute@developer.gserviceaccount.com',
    },
  },
  {
    gcp_ssl_certificates: {
      projects: ['shop-production'],
      ...{
        workload_identity_provider: `//iam.googleapis.com/${PROVIDER}`,
        service_account: 'a@b.iam.gserviceaccount.com',
      },
    },
  },
  { gcp_ssl_certificates: { projects: 'abcdef', workload_identity_provider: 'x${P}', service_account: '${A}' } },
  { kubernetes: { server: 'https://a.example', namespaces: ['a', '0', 'kube-system', 'a-0'] } },
];

const INVALID: Spec[] = [
  { endpoint: ['https://a.example', 'a b', 'a.example', 'A.example:443', '::1', '::1:8443', 'a.example:0'] },
  { endpoint: 'a.example', server_name: 'a.example:443', connect_to: 'https://a.example' },
  { endpoint: 'a.example', server_name: 'a b' },
  { endpoint: ['a.example', 'b.example:25'], starttls: 'smtp' },
  ...(
    [
      ...['smtp', 'lmtp', 'imap', 'pop3', 'sieve', 'nntp', 'ftp', 'ldap', 'xmpp-client', 'xmpp-server', 'irc'],
      ...['postgres', 'mysql', 'mssql', 'rdp'],
    ] as NonNullable<Spec['starttls']>[]
  ).map((starttls) => ({ endpoint: ['a.example', 'b.example:1', '::1'], starttls, connect_to: 'b.example' })),
  {
    srv: [
      '_imaps._tcp.example.com:993',
      'imaps.example.com',
      '_a._tcp.example.com',
      '_A._TCP.example.com',
      '_x:1',
      '_a._tcp.b.example:1x',
    ],
  },
  {
    url: [
      ...['ftp://a.example', 'a.example', 'https:///x', 'https://a.example/x y', 'https://a.example\n', 'https://['],
      ...['https://a.example/x#1', 'https://A.example/x#2'],
    ],
  },
  { env: ['A', 'B', 'A'] },
  { pem: 'text' },
  { pem: '-----BEGIN CERTIFICATE----- MII' },
  { pem: 'x -----BEGIN CERTIFICATE-----' },
  { pem: '-----BEGIN EC PRIVATE KEY-----\n' },
  { expires: '2027-02-29' },
  { expires: '2027-02-28T00:00:00Z' },
  { expires: '28.02.2027' },
  { rest: 'ftp://a.example' },
  { github_pages: ['-a', 'a/', 'a/b/c', 'a b', '/b', 'x a', 'a/b!', 'b', 'b'] },
  {
    ct: ['*.example.org', 'com', 'https://a.example', '192.0.2.1', 'a b', 'A.example', 'a.example', 'a.example:443'],
    ...{ api_url: 'ct.example', fallback_url: 'ftp://ct.example' },
  },
  { vault_pki: { url: 'vault.example' } },
  {
    aws_acm: {
      regions: [
        'eu',
        'eu-west',
        'EU-WEST-1',
        'eu-west-100',
        'eu-west-1',
        'eu-west-1',
        'x eu-west-1',
        'eu-west-1a',
        'e-w-1',
      ],
      role_arn: 'arn:aws:iam::12345678901:role/certvigil',
    },
  },
  ...[
    'x arn:aws:iam::123456789012:role/a',
    'arn:aws:iam::123456789012:user/a',
    'arn:aws:iam::123456789012:role/a b',
  ].map((role_arn) => ({ aws_acm: { regions: ['eu-west-1'], role_arn } })),
  { aws_acm: { regions: ['all', 'eu-west-1'], exclude_regions: ['all', 'eu'] } },
  ...['aws_acm', 'aws_iam'].map((kind) => ({
    [kind]: {
      ...(kind === 'aws_acm' && { regions: 'all' }),
      accounts: [
        { role_arn: 'arn:aws:iam::123456789012:user/a' },
        { role_arn: 'arn:aws:iam::123456789012:role/a' },
        { role_arn: 'arn:aws:iam::123456789012:role/b' },
      ],
    },
  })),
  {
    azure_key_vault: {
      vaults: [
        ...['ab', '1abc', 'a--b', 'abc-', 'abc!', `a${'b'.repeat(24)}`, 'http://a.vault.azure.cn', 'https://a'],
        ...['https://a.vault.azure.cn/x', 'x https://a.b', 'https://a..b', 'https://A.b'],
      ],
    },
  },
  {
    gcp_certificate_manager: {
      projects: [
        ...['abcde', `a${'b'.repeat(30)}`, 'Shop-Production', 'shop-', '1shop-production', 'shop_production', 'abcdef'],
        ...['abcdef', 'x abcdef', 'abcdef x', '-abcdef', ':abcdef', '1'.repeat(21), '12a'],
      ],
      locations: ['--', 'Europe-West1', 'a', 'a b', 'global', 'global', '1a', 'europe_west1', 'x\ny'],
      workload_identity_provider: PROVIDER.replace('1234', 'shop'),
      service_account: 'certvigil',
    },
  },
  ...[
    `x${PROVIDER}`,
    `${PROVIDER}/`,
    `http://iam.googleapis.com/${PROVIDER}`,
    'projects/1/https://iam.googleapis.com/locations/global/workloadIdentityPools/a/providers/b',
    PROVIDER.replace('global', 'eu'),
  ].map((workload_identity_provider) => ({ gcp_ssl_certificates: { projects: 'abcde', workload_identity_provider } })),
  ...[
    'a@example.com',
    'a b@c.iam.gserviceaccount.com',
    '@c.iam.gserviceaccount.com',
    'a@b.gserviceaccount.com.example',
  ].map((service_account) => ({ gcp_ssl_certificates: { projects: ['abcdef', 'abcdef'], service_account } })),
  { kubernetes: { server: 'a.example', namespaces: ['A', '-a', 'a-', 'a_b', '', 'a b', 'x\ny'] } },
];

const LOCATIONS = [
  ...['a.example:443', '[::1]:443', 'a.example:443@192.0.2.1', 'a.example:443@fe80::1%eth0', 'a.example:443#rsa'],
  ...['a.example:443@192.0.2.1#ECDSA', 'a.example:443#ml-dsa', 'a.example:443#dsa', 'a.example:443 ', 'a.example:x'],
  ...['a.example', 'a/b:443', 'a#b:443', 'a.example:443@', 'a.example:443@192.0.2.1#rsa2', 'a.example:443@x'],
  ...['_imaps._tcp.example.com', '_a._tls.b', '_a._udp.b', 'x_a._tcp.b', '_a._tcp.', '_A._tcp.b', '_a._tcp.b/c'],
  ...['https://a.example/x', 'http://a', '${URL}', 'ftp://a', 'x https://a', 'httpss://a', 'env:A', 'env:_', 'env:1'],
  ...['xenv:A', 'pem', 'pem#2', 'pem2', 'xpem', 'declared', 'undeclared', 'declared2', 'csv', 'csv:1', 'csv2', 'rest'],
  ...['rest:7', 'github_pages', 'github_pages:a.example', 'vault_pki:pki', 'aws_acm:eu-west-1', 'kubernetes:a/b'],
  ...[
    'entra_app_credentials',
    'entra_app_credentials:a/b',
    'azure_key_vault:a',
    'vault_pki',
    'aws_acm',
    'aws_iam:arn:aws:iam::123456789012:server-certificate/a',
    'kubernetes',
    'azure_key_vault',
    'certs/a.pem',
    '',
  ],
  ...['gcp_certificate_manager', 'gcp_certificate_manager:a/global/b', 'gcp_ssl_certificates:a/b/c', 'gcp_ssl'],
];

describe('the definition of a source', () => {
  it('makes these sources of entries; further ones of a kind are shown as differences from its first', async () => {
    const first = new Map<string, string[]>();
    const sections = Object.entries(ENTRIES).map(([name, spec]) => {
      const { kind, ...fields } = describeSource(spec);
      const lines = Object.entries(fields).map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
      const usual = first.get(kind);
      if (usual === undefined) first.set(kind, lines);
      return [`# ${name} (${kind})`, ...(usual === undefined ? lines : compareRows(usual, lines)), ''];
    });
    await expect(sections.flat().join('\n')).toMatchFileSnapshot('../golden/domain/sources.txt');
  });

  it('says this about its keys and its locations', async () => {
    const text = JSON.stringify(SOURCE_DEFINITIONS, null, 1);
    await expect(`${text}\n`).toMatchFileSnapshot('../golden/domain/source-definitions.json');
  });

  it('uses the proxy of the entry, else that of the defaults, and none otherwise', () => {
    const find = (proxy: string | undefined, fallback: string | undefined) =>
      createSource(toEntry({ endpoint: 'a', ...(proxy !== undefined && { proxy }) }), {
        ...(fallback !== undefined && { proxy: fallback }),
      });
    expect([
      find('env', 'http://a.example'),
      find('none', 'env'),
      find(undefined, 'env'),
      find(undefined, undefined),
    ]).toMatchObject([...[{ proxy: 'env' }, { proxy: null }, { proxy: 'env' }, { proxy: null }]]);
  });

  it.each(VALID)('accepts %j', (spec) => {
    expect(listProblems(spec)).toEqual([]);
  });

  it('reports these problems', async () => {
    const text = INVALID.map((spec) => [JSON.stringify(spec), ...listProblems(spec)].join('\n  ')).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot('../golden/domain/source-problems.txt');
  });

  it('recognizes its locations if their entry is gone', async () => {
    const text = LOCATIONS.map((location) => {
      const kinds = SOURCE_DEFINITIONS.filter((one) => one.matchesLocation(location)).map(({ kind }) => kind);
      return `${JSON.stringify(location)}: ${classifyLocation(null, location)} (${kinds.join(', ')})\n`;
    });
    await expect(text.join('')).toMatchFileSnapshot('../golden/domain/locations.txt');
  });

  it('classifies the file of a client certificate as a file', () => {
    const source = createSource(toEntry({ endpoint: 'a', client_certificate: CLIENT_CERTIFICATE }), {});
    const classify = (location: string) => classifyLocation(source, location);
    expect(['client.pem', 'client.pem#2', 'client.pem2', 'a:443'].map(classify)).toEqual([
      ...['file', 'file', 'endpoint', 'endpoint'],
    ]);
  });

  it('is an endpoint without anything else by default', () => {
    expect(createEndpointSource([])).toEqual({
      ...{ kind: 'endpoint', targets: [], services: [], server_name: null, starttls: null, every_address: false },
      ...{
        both_algorithms: false,
        connect_to: null,
        backends: [],
        connections: 1,
        client_certificate: null,
        proxy: null,
      },
      ...{ trust: 'mozilla', ca_file: null, aia: false, revocation: false, purpose: 'server' },
    });
  });

  it('is missing for an entry without a source', () => {
    expect(() => createSource({ name: 'shop' } as EntrySpec, {})).toThrow('The entry shop has no source');
  });
});

describe('the ownership of an item', () => {
  const entry = { labels: { team: 'web', env: 'prod' }, owner: '@web', assignments: ['lb-1'] };
  const own = (labels: Record<string, string>, owner: string | null, assignments: string[]) => ({
    ownership: { labels, owner, assignments },
  });

  it('overrides the labels and the owner of the entry, and adds to its assignments; the first location wins', () => {
    const locations = [{}, own({ team: 'shop' }, null, ['lb-2']), own({ team: 'x', zone: 'eu' }, '@shop', ['lb-1'])];
    expect(applyOwnership(entry, locations)).toEqual({
      ...{ labels: { team: 'shop', env: 'prod', zone: 'eu' }, owner: '@shop', assignments: ['lb-1', 'lb-2'] },
    });
    expect(applyOwnership(entry, [own({}, null, [])]).owner).toBe('@web');
  });

  it('leaves the same entry if there is none', () => {
    expect(applyOwnership(entry, [{}, { ownership: null }])).toBe(entry);
  });
});
