import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import {
  ACMClient,
  AddTagsToCertificateCommand,
  ImportCertificateCommand,
  paginateListCertificates,
} from '@aws-sdk/client-acm';
import { IAMClient, UploadServerCertificateCommand } from '@aws-sdk/client-iam';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsAcmSource } from '../../src/domain/index.ts';
import { AWS_IAM } from '../../src/domain/sources/cloud/aws-iam.ts';
import { readInventorySource } from '../helpers/inventory/context.ts';
import { createTestCertificate } from '../helpers/inventory/fakes/fake.ts';
import { type FakeIdTokens, startFakeIdTokens } from '../helpers/inventory/fakes/id-tokens.ts';
import { startFakeKubernetes } from '../helpers/inventory/fakes/kubernetes.ts';
import { formatSerial, startFakeVault, VAULT_ROOT_TOKEN } from '../helpers/inventory/fakes/vault.ts';
import { type Daemon, describeReal, findFreePort, startDaemon } from './harness.ts';

const PYTHON = '/usr/bin/python3';
const run = promisify(execFile);

const ACM: AwsAcmSource = {
  kind: 'aws_acm',
  regions: ['eu-west-1'],
  exclude_regions: [],
  login: { role_arn: null, audience: 'sts.amazonaws.com' },
  accounts: [],
  in_use: false,
  allow_empty: false,
};

describeReal('the server of moto (ACM, STS, IAM)', { programs: [PYTHON] }, (python) => {
  let server: Daemon;
  let origin: string;
  let tokens: FakeIdTokens;
  let arns: (string | undefined)[];

  beforeAll(async () => {
    const port = await findFreePort();
    origin = `http://127.0.0.1:${port}`;
    const start = 'import sys; from moto.server import main; main(sys.argv[1:])';
    server = await startDaemon(python, ['-c', start, '-H', '127.0.0.1', '-p', String(port)], { ports: [port] });
    tokens = await startFakeIdTokens();
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret-access-key' };
    const client = new ACMClient({ region: 'eu-west-1', endpoint: origin, credentials });
    for (const name of ['shop.example', 'mail.example', 'docs.example']) {
      const { certificate, privateKeyPem } = await createTestCertificate({ name });
      const imported = { Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(privateKeyPem) };
      const { CertificateArn } = await client.send(new ImportCertificateCommand(imported));
      const Tags = [{ Key: 'team', Value: 'web' }];
      await client.send(new AddTagsToCertificateCommand({ CertificateArn, Tags }));
    }
    arns = [];
    const keyTypes = ['RSA_2048', 'EC_prime256v1'] as const;
    for await (const page of paginateListCertificates({ client }, { Includes: { keyTypes: [...keyTypes] } }))
      arns.push(...(page.CertificateSummaryList ?? []).map(({ CertificateArn }) => CertificateArn));
    client.destroy();
  });

  afterAll(async () => {
    await server?.stop();
    await tokens?.close();
  });

  const credentials = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-access-key' };

  it.each([
    ['keys of the environment', ACM, () => credentials],
    [
      'a role',
      { ...ACM, login: { ...ACM.login, role_arn: 'arn:aws:iam::123456789012:role/certvigil' } },
      () => tokens.env,
    ],
  ])('has the certificates that the SDK of AWS sees, with %s', async (_, source, env) => {
    const { failure, locations } = await readInventorySource({ source, env: { ...env(), AWS_ENDPOINT_URL: origin } });
    expect(failure).toBeNull();
    expect(arns).toHaveLength(3);
    expect(locations.map(({ location }) => location).sort()).toEqual(arns.map((arn) => `aws_acm:${arn}`).sort());
    expect(locations.map(({ certificate }) => certificate?.facts.common_name).sort()).toEqual([
      'docs.example',
      'mail.example',
      'shop.example',
    ]);
    for (const { observed } of locations) expect(observed.ownership?.labels).toEqual({ team: 'web' });
  });

  it('has those of another account, as a role that keys of the environment assume', async () => {
    const account = { role_arn: 'arn:aws:iam::210987654321:role/certvigil-reader', external_id: 'external-id-1' };
    const assume = { RoleArn: account.role_arn, RoleSessionName: 'test', ExternalId: account.external_id };
    const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret-access-key' };
    const provider = fromTemporaryCredentials({
      masterCredentials: keys,
      params: assume,
      clientConfig: { region: 'eu-west-1', endpoint: origin },
    });
    const client = new ACMClient({ region: 'eu-west-1', endpoint: origin, credentials: provider });
    const { certificate, privateKeyPem } = await createTestCertificate({ name: 'other.example' });
    const imported = { Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(privateKeyPem) };
    const { CertificateArn } = await client.send(new ImportCertificateCommand(imported));
    client.destroy();
    const source = { ...ACM, accounts: [account] };
    const result = await readInventorySource({ source, env: { ...credentials, AWS_ENDPOINT_URL: origin } });
    expect(result).toMatchObject({ source: 'aws_acm:210987654321/eu-west-1', failure: null });
    expect(CertificateArn).toContain(':210987654321:');
    expect(result.locations.map(({ location }) => location)).toEqual([`aws_acm:${CertificateArn}`]);
  });

  it('has server certificates in IAM', async () => {
    const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret-access-key' };
    const client = new IAMClient({ region: 'us-east-1', endpoint: origin, credentials: keys });
    for (const name of ['classic', 'legacy']) {
      const { certificate, privateKeyPem } = await createTestCertificate({ name: `${name}.example` });
      const body = { ServerCertificateName: name, CertificateBody: certificate, PrivateKey: privateKeyPem };
      await client.send(new UploadServerCertificateCommand(body));
    }
    client.destroy();
    const source = AWS_IAM.create({ name: 'iam', aws_iam: {} }, {});
    const result = await readInventorySource({ source, env: { ...credentials, AWS_ENDPOINT_URL: origin } });
    expect(result.failure).toBeNull();
    expect(result.locations.map(({ location, certificate }) => [location, certificate?.facts.common_name])).toEqual([
      ['aws_iam:arn:aws:iam::123456789012:server-certificate/classic', 'classic.example'],
      ['aws_iam:arn:aws:iam::123456789012:server-certificate/legacy', 'legacy.example'],
    ]);
  });

  const readExample = (file: string) => readFileSync(`examples/permissions/${file}`, 'utf8');
  const DOCUMENTED: string[] = JSON.parse(readExample('aws-policy.json')).Statement[0].Action;

  /** Reads with a role that has these permissions, while moto checks the signature and the permission of each request. */
  async function readAs(role: string, actions: readonly string[]) {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x';
    const post = async (path: string, body: string | URLSearchParams) => {
      const { status } = await fetch(`${origin}${path}`, { method: 'POST', headers: { authorization }, body });
      expect(status).toBe(200);
    };
    const callIam = (Action: string, parameters: Record<string, string>) =>
      post('/', new URLSearchParams({ Action, Version: '2010-05-08', RoleName: role, ...parameters }));
    await callIam('CreateRole', { AssumeRolePolicyDocument: readExample('aws-trust-policy.json') });
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
    await callIam('PutRolePolicy', { PolicyName: 'read', PolicyDocument: JSON.stringify(policy) });
    // The login is the only request without a signature.
    await post('/moto-api/reset-auth', '1');
    try {
      const source = { ...ACM, login: { ...ACM.login, role_arn: `arn:aws:iam::123456789012:role/${role}` } };
      return await readInventorySource({ source, env: { ...tokens.env, AWS_ENDPOINT_URL: origin } });
    } finally {
      await post('/moto-api/reset-auth', 'inf');
    }
  }

  it('permits everything that the documented policy has to permit', async () => {
    const { failure, locations } = await readAs('documented', DOCUMENTED);
    expect(failure).toBeNull();
    expect(locations).toHaveLength(3);
    for (const { failure, certificate, observed } of locations)
      expect([failure, certificate?.from_fields ?? false, observed.ownership?.labels]).toEqual([
        null,
        false,
        { team: 'web' },
      ]);
  });

  it.each([
    ['acm:ListCertificates', { failure: { code: 'inventory-forbidden' }, locations: [] }],
    [
      'acm:DescribeCertificate',
      { failure: null, locations: Array(3).fill({ failure: { code: 'inventory-item-unreadable' } }) },
    ],
    [
      'acm:GetCertificate',
      { failure: null, locations: Array(3).fill({ failure: null, certificate: { from_fields: true } }) },
    ],
    ['acm:ListTagsForCertificate', { failure: null, locations: Array(3).fill({ failure: null }) }],
  ])('needs %s', async (action, expected) => {
    const result = await readAs(
      `without-${action.slice(4)}`,
      DOCUMENTED.filter((one) => one !== action),
    );
    expect(result).toMatchObject(expected);
    const labels = result.locations.flatMap(({ observed }) => observed.ownership ?? []);
    expect(labels).toHaveLength(action === 'acm:GetCertificate' ? 3 : 0);
  });
});

describeReal('hvac, the Python client for Vault', { programs: [PYTHON] }, (python) => {
  it('sees the same certificates in the fake as we do', async () => {
    const vault = await startFakeVault();
    try {
      for (const serial of ['0a', '0b', '0c']) {
        const { certificate } = await createTestCertificate({ name: `s${serial}.example`, serial });
        vault.certs.set(formatSerial(serial), { certificate, revocation_time: 0 });
      }
      const script = `
import hvac, sys
client = hvac.Client(url=sys.argv[1], token=sys.argv[2])
# Node's server does not accept the method LIST, whose other form this is.
for serial in client.adapter.get('/v1/pki/certs', params={'list': 'true'})['data']['keys']:
    assert client.secrets.pki.read_certificate(serial)['data']['certificate'].startswith('-----BEGIN CERTIFICATE-----')
    print('vault_pki:pki/' + serial)
`;
      const { stdout } = await run(python, ['-c', script, vault.origin, VAULT_ROOT_TOKEN]);
      const { locations } = await readInventorySource({ source: vault.source, env: vault.env });
      expect(locations.map(({ location }) => location)).toEqual(stdout.trim().split('\n'));
      expect(locations).toHaveLength(3);
    } finally {
      await vault.close();
    }
  });
});

describeReal('kubectl', { programs: ['kubectl'] }, (kubectl) => {
  it('sees the same objects in the fake cluster as we do', async () => {
    const cluster = await startFakeKubernetes();
    try {
      for (const name of ['a', 'b', 'c', 'd', 'e'])
        cluster.addSecret('web', name, (await createTestCertificate({ name: `${name}.example` })).certificate);
      // kubectl sends no token without TLS.
      cluster.settings.tokens.add('');
      const flags = ['--server', cluster.origin, '--cache-dir', '/nonexistent'];
      const selection = ['--all-namespaces', '--field-selector', 'type=kubernetes.io/tls', '--chunk-size', '2'];
      const { stdout } = await run(kubectl, ['get', 'secrets', ...selection, '-o', 'json', ...flags], { env: {} });
      const seen = JSON.parse(stdout).items.map(
        ({ metadata }: { metadata: Record<string, string> }) =>
          `kubernetes:secret/${metadata.namespace}/${metadata.name}`,
      );
      const { locations } = await readInventorySource({ source: cluster.source, env: cluster.env });
      expect(seen).toHaveLength(5);
      expect(locations.map(({ location }) => location)).toEqual(seen);
    } finally {
      await cluster.close();
    }
  });

  it('shows the same numbers of Secrets by type, from tables', async () => {
    const cluster = await startFakeKubernetes();
    try {
      for (const name of ['a', 'b']) cluster.addSecretOfType('Opaque', 'web', name, { password: 'x' });
      for (const name of ['c', 'd', 'e']) cluster.addSecretOfType('helm.sh/release.v1', 'web', name, { release: 'x' });
      cluster.settings.tokens.add('');
      const flags = ['--server', cluster.origin, '--cache-dir', '/nonexistent', '--no-headers', '--all-namespaces'];
      const { stdout } = await run(kubectl, ['get', 'secrets', ...flags], { env: {} });
      const types = stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/)[2]);
      const { omitted } = await readInventorySource({ source: cluster.source, env: cluster.env });
      expect(omitted?.counts).toEqual([
        { type: 'helm.sh/release.v1', count: types.filter((type) => type === 'helm.sh/release.v1').length },
        { type: 'Opaque', count: types.filter((type) => type === 'Opaque').length },
      ]);
      expect(types).toHaveLength(5);
    } finally {
      await cluster.close();
    }
  });

  it('accepts the manifest with the permissions', async () => {
    const manifest = 'examples/permissions/kubernetes-rbac.yaml';
    const client = await run(kubectl, ['label', '--local', '-f', manifest, 'checked=true', '-o', 'name'], { env: {} });
    expect(client.stdout.trim().split('\n')).toHaveLength(3);
  });
});
