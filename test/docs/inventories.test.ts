import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkManifest } from '../../src/app/check-manifest.ts';
import type { Source, SourceByKind, SourceKind } from '../../src/domain/index.ts';
import { REST_PRESETS } from '../../src/domain/sources/rest-presets/index.ts';
import { readInventorySource } from '../helpers/inventory/context.ts';
import { startFakeApi } from '../helpers/inventory/fake-api.ts';
import { AWS_ACCOUNT, AWS_REGION, startFakeAws } from '../helpers/inventory/fakes/aws.ts';
import { startFakeKeyVault } from '../helpers/inventory/fakes/azure.ts';
import { startFakeEntra } from '../helpers/inventory/fakes/entra.ts';
import { createTestCertificate, type InventoryFake } from '../helpers/inventory/fakes/fake.ts';
import { startFakeGcp } from '../helpers/inventory/fakes/gcp/index.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../helpers/inventory/fakes/id-tokens.ts';
import { startFakeKubernetes } from '../helpers/inventory/fakes/kubernetes.ts';
import { REST_SYSTEMS } from '../helpers/inventory/fakes/rest/index.ts';
import { SYSTEM_TOKEN, startRestSystem } from '../helpers/inventory/fakes/rest/system.ts';
import { startFakeVault } from '../helpers/inventory/fakes/vault.ts';
import { createTlsFiles, type TlsFiles } from '../helpers/inventory/tls-files.ts';
import { createTestIo } from '../manifest/io.ts';

// The examples of inventories run against fakes of their systems, and the guides show the permissions of examples/permissions.

interface Run {
  fake: Pick<InventoryFake, 'close'>;
  /** The source of the example, with addresses of the fake. */
  source: Source;
  env: Record<string, string>;
  root?: string;
}

async function runVault(source: SourceByKind<'vault_pki'>): Promise<Run> {
  const fake = await startFakeVault();
  const { certificate } = await createTestCertificate({ name: 'shop.example' });
  fake.certs.set('0a', { certificate, revocation_time: 0 });
  return { fake, source: { ...source, url: fake.origin, mounts: source.mounts.slice(0, 1), ca_file: null }, env: {} };
}

async function runAws(source: SourceByKind<'aws_acm'>): Promise<Run> {
  const { fake, env, accounts } = await startAws(source);
  return { fake, source: { ...source, regions: [AWS_REGION], accounts }, env };
}

async function runIam(source: SourceByKind<'aws_iam'>): Promise<Run> {
  const { fake, env, accounts } = await startAws(source);
  return { fake, source: { ...source, accounts }, env };
}

/** The first of the accounts has certificates in ACM and in IAM. */
async function startAws({ accounts }: Pick<SourceByKind<'aws_acm'>, 'accounts'>) {
  const fake = await startFakeAws();
  for (const { role_arn } of accounts) fake.settings.roles.add(role_arn);
  const { certificate } = await createTestCertificate({ name: 'shop.example' });
  fake.add('shop.example', certificate);
  const CertificateArn = `arn:aws:iam::${AWS_ACCOUNT}:server-certificate/shop.example`;
  fake.add('shop.example', certificate, { CertificateArn });
  return { fake, env: { AWS_ENDPOINT_URL: fake.origin }, accounts: accounts.slice(0, 1) };
}

async function runKubernetes(source: SourceByKind<'kubernetes'>): Promise<Run> {
  const fake = await startFakeKubernetes();
  fake.addSecret('web', 'shop', (await createTestCertificate({ name: 'shop.example' })).certificate);
  const access = { ...source.access, server: fake.origin } as SourceByKind<'kubernetes'>['access'];
  return { fake, source: { ...source, access, ca_file: null }, env: fake.env };
}

async function runAzure(source: SourceByKind<'azure_key_vault'>): Promise<Run> {
  const fake = await startFakeKeyVault();
  fake.add('shop', (await createTestCertificate({ name: 'shop.example' })).der);
  const client_id = fake.env.AZURE_CLIENT_ID ?? null;
  const env = { AZURE_AUTHORITY_HOST: fake.origin };
  return { fake, source: { ...source, vaults: [fake.origin], client_id }, env };
}

async function runEntra(source: SourceByKind<'entra_app_credentials'>): Promise<Run> {
  const fake = await startFakeEntra();
  fake.addSecret('shop');
  return { fake, source: { ...source, client_id: null }, env: fake.env };
}

async function runCertificateManager(source: SourceByKind<'gcp_certificate_manager'>): Promise<Run> {
  const fake = await startFakeGcp();
  fake.add('shop', (await createTestCertificate({ name: 'shop.example' })).certificate);
  return { fake, source, env: fake.endpoints };
}

async function runSslCertificates(source: SourceByKind<'gcp_ssl_certificates'>): Promise<Run> {
  const fake = await startFakeGcp();
  fake.addSsl('shop', (await createTestCertificate({ name: 'shop.example' })).certificate);
  fake.addProxy('web', ['shop']);
  return { fake, source, env: fake.endpoints };
}

/** The URL of the example has no path, but the preset has; its own is the last part. */
async function runRest(source: SourceByKind<'rest'>): Promise<Run> {
  const system = REST_SYSTEMS.find(({ preset }) => REST_PRESETS[preset].path === source.path);
  if (system === undefined) throw new Error(`there is no system for ${source.url}`);
  const isTls = source.client_certificate !== null;
  if (isTls) tls ??= await createTlsFiles(path.dirname(source.ca_file ?? ''));
  const fake = await startRestSystem(system, {}, isTls && tls !== null ? tls.server : null);
  for (const name of ['shop.example', 'docs.example', 'mail.example']) await fake.add(name);
  const variables = Object.values(source.headers).flatMap((value) => /\$\{(\w+)\}/.exec(value)?.[1] ?? []);
  const env = Object.fromEntries(variables.map((name) => [name, SYSTEM_TOKEN]));
  return { fake, source: { ...source, url: fake.origin }, env, ...(tls !== null && { root: tls.root }) };
}

async function runGitHubPages(source: SourceByKind<'github_pages'>): Promise<Run> {
  const fake = await startFakeApi(({ url }) => {
    const [, kind = '', owner = '', name = ''] = url.pathname.split('/');
    if (kind === 'orgs') return { body: [{ full_name: `${owner}/docs`, has_pages: true }] };
    const https_certificate = { state: 'approved', domains: [`${name}.example.com`], expires_at: '2028-01-01' };
    return { body: { cname: `${name}.example.com`, https_certificate } };
  });
  return { fake, source, env: { PAGES_TOKEN: SYSTEM_TOKEN, GITHUB_API_URL: fake.origin } };
}

const RUNS: { [Kind in SourceKind]?: (source: SourceByKind<Kind>) => Promise<Run> } = {
  vault_pki: runVault,
  aws_acm: runAws,
  aws_iam: runIam,
  azure_key_vault: runAzure,
  entra_app_credentials: runEntra,
  gcp_certificate_manager: runCertificateManager,
  gcp_ssl_certificates: runSslCertificates,
  kubernetes: runKubernetes,
  github_pages: runGitHubPages,
  rest: runRest,
};

let tokens: FakeIdTokens | null = null;
let tls: TlsFiles | null = null;
afterEach(async () => {
  await tokens?.close();
  await tls?.remove();
  tokens = null;
  tls = null;
});

const readExample = (file: string) => parse(readFileSync(`examples/inventories/${file}`, 'utf8'));
const hasPreset = (file: string): boolean => readExample(file).certificates[0].preset !== undefined;

describe('the example', () => {
  it.each(readdirSync('examples/inventories'))('examples/inventories/%s is read', async (file) => {
    tokens = await startFakeIdTokens();
    const { manifest } = await checkManifest(`examples/inventories/${file}`, createTestIo(process.cwd()));
    const sources = manifest?.entries.map(({ source }) => source) ?? [];
    const read = sources.filter(({ kind }) => kind in RUNS);
    expect(read).not.toEqual([]);
    for (const source of read) {
      const start = RUNS[source.kind] as unknown as (source: Source) => Promise<Run>;
      const run = await start(source);
      const { failure, locations } = await readInventorySource({ ...run, env: { ...tokens.env, ...run.env } });
      await run.fake.close();
      expect(failure).toBeNull();
      expect(locations.length).toBeGreaterThan(0);
      expect(locations.every(({ failure: failed }) => failed === null)).toBe(true);
    }
  });

  it.each(readdirSync('examples/inventories').filter(hasPreset))(
    'examples/inventories/%s with a preset is in a guide as it is',
    (file) => {
      const example = readExample(file);
      const texts = readdirSync('docs/guides').map((name) => readFileSync(`docs/guides/${name}`, 'utf8'));
      const blocks = texts.flatMap((text) =>
        Array.from(text.matchAll(/^( *)```yaml\n([\s\S]*?)^\1```$/gm), ([, , body = '']) => body),
      );
      const manifests = blocks.filter((block) => /^ *version: 1$/m.test(block));
      expect(manifests.map((block) => parse(block))).toContainEqual(example);
    },
  );
});

it.each(readdirSync('examples/permissions'))('examples/permissions/%s is in a guide', (file) => {
  const guides = readdirSync('docs/guides').filter((name) =>
    readFileSync(`docs/guides/${name}`, 'utf8').includes(file),
  );
  expect(guides).not.toEqual([]);
  const text = readFileSync(`examples/permissions/${file}`, 'utf8').trim();
  for (const guide of guides) {
    const blocks = readFileSync(`docs/guides/${guide}`, 'utf8').match(/^ *```\w+\n[\s\S]*?^ *```$/gm) ?? [];
    const bodies = blocks.map((block) =>
      block
        .replace(/^ *```.*$/gm, '')
        .replace(/^ {3}/gm, '')
        .trim(),
    );
    expect(bodies).toContain(text);
  }
});
