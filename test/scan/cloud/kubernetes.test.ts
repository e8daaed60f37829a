import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api, CustomObjectsApi, KubeConfig, NetworkingV1Api } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubernetesAccess } from '../../../src/domain/index.ts';
import { openPodAccess } from '../../../src/scan/cloud/kubernetes/access.ts';
import { toRenewalState } from '../../../src/scan/cloud/kubernetes/cert-manager.ts';
import { listKubernetesJobs } from '../../../src/scan/cloud/kubernetes/index.ts';
import { createReadContext, readInventorySource } from '../../helpers/inventory/context.ts';
import { createTestCertificate } from '../../helpers/inventory/fakes/fake.ts';
import {
  encode,
  type FakeKubernetes,
  KUBERNETES_KEY,
  KUBERNETES_TOKEN,
  type KubernetesObject,
  startFakeKubernetes,
} from '../../helpers/inventory/fakes/kubernetes.ts';
import { describeFaults } from '../../helpers/inventory/fault-suite.ts';

const DAY = 86_400_000;

let cluster: FakeKubernetes;
let root: string;

beforeEach(async () => {
  cluster = await startFakeKubernetes();
  root = mkdtempSync(join(tmpdir(), 'certvigil-kubernetes-'));
});
afterEach(async () => {
  await cluster.close();
  rmSync(root, { recursive: true });
});

const createCa = async (name: string) => (await createTestCertificate({ name, ca: true })).certificate;
const createPem = async (name: string) => (await createTestCertificate({ name })).certificate;

const read = (
  source: Partial<FakeKubernetes['source']> = {},
  env: Record<string, string> = cluster.env,
  known: string[] = [],
) => readInventorySource({ source: { ...cluster.source, ...source }, env, known, root });

/** All results of the entry, also those without locations. */
async function readAll(source: Partial<FakeKubernetes['source']> = {}) {
  const { context } = createReadContext({ source: { ...cluster.source, ...source }, env: cluster.env });
  const jobs = listKubernetesJobs({ ...cluster.source, ...source }, context);
  const found = (await Promise.all(jobs.map(({ read }) => read()))).flat();
  return found.map((one) => ({ ...one, locations: [...one.locations] }));
}

const list = ({ locations }: Awaited<ReturnType<typeof read>>) =>
  locations.map(({ location, certificate }) => [location, certificate?.facts.common_name]);

/** A `Certificate` of cert-manager. */
function createManaged(name: string, status: object, secretName: string = name): KubernetesObject {
  return {
    metadata: { name, namespace: 'web', annotations: { 'example.com/owner': 'web@example.com' } },
    spec: { secretName, commonName: `${name}.example`, dnsNames: [`${name}.example`] },
    status,
  };
}

const toIso = (days: number) => new Date(Date.now() + days * DAY).toISOString().replace(/\.\d+/, '');
const READY = { type: 'Ready', status: 'True', reason: 'Ready', lastTransitionTime: '2026-01-01T00:00:00Z' };

describe('kubernetes', () => {
  it('reads the TLS Secrets of all namespaces page by page, and drops their keys', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      cluster.addSecret(name === 'e' ? 'api' : 'web', name, await createPem(`${name}.example`));
    const result = await read();
    expect(result.failure).toBeNull();
    expect(list(result)).toEqual([
      ['kubernetes:secret/web/a', 'a.example'],
      ['kubernetes:secret/web/b', 'b.example'],
      ['kubernetes:secret/web/c', 'c.example'],
      ['kubernetes:secret/web/d', 'd.example'],
      ['kubernetes:secret/api/e', 'e.example'],
    ]);
    expect(JSON.stringify(result)).not.toMatch(/PRIVATE KEY|c2VjcmV0LWtleS1vZi10aGUtZmFrZQ/);
  });

  it('shows samples without keys, too', async () => {
    cluster.addSecret('web', 'a', await createPem('a.example'));
    const samples: unknown[] = [];
    const { context } = createReadContext({ source: cluster.source, env: cluster.env });
    const sampling = { ...context, onSample: (sample: unknown) => void samples.push(sample) };
    const source = { ...cluster.source, resources: ['secrets' as const] };
    for (const { read } of listKubernetesJobs(source, sampling)) await read();
    expect(samples).toHaveLength(1);
    expect(JSON.stringify(samples)).not.toMatch(/tls\.key|PRIVATE KEY|LS0tLS1CRUdJTiBQUklWQVRF/);
  });

  it('sees what the client of Kubernetes sees', async () => {
    for (const name of ['a', 'b', 'c', 'd']) cluster.addSecret('web', name, await createPem(`${name}.example`));
    cluster.objects.set('certificates', [createManaged('a', { conditions: [READY], notAfter: toIso(60) })]);
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      { name: 'fake', server: cluster.origin, skipTLSVerify: true },
      { name: 'user', token: KUBERNETES_TOKEN },
    );
    const core = config.makeApiClient(CoreV1Api);
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await core.listSecretForAllNamespaces({
        limit: 2,
        fieldSelector: 'type=kubernetes.io/tls',
        ...(next !== undefined && { _continue: next }),
      });
      seen.push(...page.items.map(({ metadata }) => `kubernetes:secret/${metadata?.namespace}/${metadata?.name}`));
      next = page.metadata?._continue;
    } while (next);
    const managed = (await config
      .makeApiClient(CustomObjectsApi)
      .listClusterCustomObject({ group: 'cert-manager.io', version: 'v1', plural: 'certificates' })) as {
      items: unknown[];
    };
    expect(managed.items).toHaveLength(1);
    const ingress = { metadata: { name: 'web', namespace: 'web' }, spec: { tls: [{ secretName: 'a' }] } };
    cluster.objects.set('ingresses', [ingress]);
    const { items } = await config.makeApiClient(NetworkingV1Api).listIngressForAllNamespaces({
      fieldSelector: 'metadata.namespace!=kube-system',
    });
    expect(items.map(({ spec }) => spec?.tls?.map((one) => one.secretName))).toEqual([['a']]);
    expect(seen).toHaveLength(4);
    expect((await read()).locations.map(({ location }) => location)).toEqual(seen);
  });

  it('reads CA bundles of webhooks, APIServices and conversions, and certificates in ConfigMaps', async () => {
    const [old, current] = [await createPem('ca-2026'), await createPem('ca-2027')];
    const webhook = (name: string, pem: string) => ({ name, clientConfig: { caBundle: encode(pem) } });
    cluster.objects.set('validatingwebhookconfigurations', [
      {
        metadata: { name: 'policy' },
        webhooks: [webhook('check.example.com', current + old), { name: 'plain.example.com', clientConfig: {} }],
      },
    ]);
    cluster.objects.set('mutatingwebhookconfigurations', [
      { metadata: { name: 'inject' }, webhooks: [webhook('inject.example.com', current)] },
    ]);
    cluster.objects.set('customresourcedefinitions', [
      {
        metadata: { name: 'things.example.com' },
        spec: { conversion: { strategy: 'Webhook', webhook: { clientConfig: { caBundle: encode(current) } } } },
      },
      { metadata: { name: 'others.example.com' }, spec: { conversion: { strategy: 'None' } } },
    ]);
    cluster.objects.set('apiservices', [
      { metadata: { name: 'v1beta1.metrics.k8s.io' }, spec: { caBundle: encode(current) } },
    ]);
    cluster.objects.set('configmaps', [
      {
        metadata: { name: 'roots', namespace: 'web' },
        data: { 'ca.crt': current, 'readme.txt': 'no certificate' },
        binaryData: { 'old.crt': encode(old) },
      },
    ]);
    const result = await read({ resources: ['webhooks', 'apiservices', 'configmaps'] });
    expect(list(result)).toEqual([
      ['kubernetes:validatingwebhookconfiguration/policy/check.example.com', 'ca-2027'],
      ['kubernetes:validatingwebhookconfiguration/policy/check.example.com/2', 'ca-2026'],
      ['kubernetes:mutatingwebhookconfiguration/inject/inject.example.com', 'ca-2027'],
      ['kubernetes:customresourcedefinition/things.example.com', 'ca-2027'],
      ['kubernetes:apiservice/v1beta1.metrics.k8s.io', 'ca-2027'],
      ['kubernetes:configmap/web/roots/ca.crt', 'ca-2027'],
      ['kubernetes:configmap/web/roots/old.crt', 'ca-2026'],
    ]);
  });

  it('reads all types of Secrets that are known to hold certificates, in any field that is not a key', async () => {
    const [root, leaf] = [await createCa('root'), await createPem('leaf.example')];
    cluster.addSecretOfType('istio.io/ca-root', 'istio-system', 'istio-ca-secret', {
      'ca-cert.pem': root,
      'ca-key.pem': KUBERNETES_KEY,
      'root-cert.pem': root,
      'key.pem': '',
    });
    cluster.addSecretOfType('istio.io/key-and-cert', 'web', 'istio.default', {
      'cert-chain.pem': `${leaf}${root}`,
      'key.pem': KUBERNETES_KEY,
    });
    cluster.addSecretOfType('cluster.x-k8s.io/secret', 'capi', 'blue-etcd', {
      'tls.crt': root,
      'tls.key': KUBERNETES_KEY,
    });
    cluster.addSecretOfType('kubernetes.io/tls', 'web', 'shop', {
      'tls.crt': leaf,
      'ca.crt': `${root}${root}`,
      'tls.key': KUBERNETES_KEY,
    });
    cluster.addSecretOfType('Opaque', 'web', 'ignored', { 'client.pem': leaf });
    const result = await read();
    expect(result.failure).toBeNull();
    expect(list(result).sort()).toEqual([
      ['kubernetes:secret/capi/blue-etcd', 'root'],
      ['kubernetes:secret/istio-system/istio-ca-secret/ca-cert.pem', 'root'],
      ['kubernetes:secret/istio-system/istio-ca-secret/root-cert.pem', 'root'],
      ['kubernetes:secret/web/istio.default/cert-chain.pem', 'leaf.example'],
      ['kubernetes:secret/web/shop', 'leaf.example'],
      [expect.stringMatching(/^kubernetes:secret\/web\/shop\/ca\.crt\/[0-9a-f]{12}$/), 'root'],
    ]);
    expect(JSON.stringify(result)).not.toMatch(/PRIVATE KEY|c2VjcmV0LWtleS1vZi10aGUtZmFrZQ/);
  });

  it('counts the Secrets of other types without receiving them, and reads those in `secret_types`', async () => {
    const leaf = await createPem('etcd-client');
    for (const name of ['a', 'b', 'c', 'd'])
      cluster.addSecretOfType('helm.sh/release.v1', 'web', name, { release: 'x' });
    cluster.addSecretOfType('Opaque', 'monitoring', 'etcd-client', { 'etcd.pem': `${leaf}${KUBERNETES_KEY}` });
    cluster.addSecretOfType('two\nlines', 'web', 'odd', {});
    const { omitted } = await read();
    expect(omitted).toEqual({
      counts: [
        { type: 'helm.sh/release.v1', count: 4 },
        { type: 'Opaque', count: 1 },
        { type: 'other', count: 1 },
      ],
      note: {
        code: 'inventory-secrets-omitted',
        detail: expect.stringContaining('4 of type helm.sh/release.v1, 1 of type Opaque, 1 of type other'),
      },
    });
    const received = cluster.calls.filter(({ url }) => /Opaque|!=/.test(url.searchParams.get('fieldSelector') ?? ''));
    expect(received.every(({ url }) => url.searchParams.get('includeObject') === 'None')).toBe(true);
    const more = await read({ secret_types: [...cluster.source.secret_types, 'Opaque'] });
    expect(list(more)).toEqual([['kubernetes:secret/monitoring/etcd-client/etcd.pem', 'etcd-client']]);
    // In such a Secret, a key belongs beside its certificate.
    expect(more.locations[0]).not.toHaveProperty('notice');
    expect(more.omitted?.counts.map(({ type }) => type)).not.toContain('Opaque');
  });

  it('reads a cluster that cannot count its Secrets', async () => {
    cluster.addSecret('web', 'a', await createPem('a.example'));
    cluster.addSecretOfType('Opaque', 'web', 'b', {});
    cluster.settings.hasTables = false;
    expect(await read()).toMatchObject({ failure: null, locations: [{ failure: null }] });
    expect((await read()).omitted).toBeUndefined();
  });

  it('does not let the state of a renewal apply to the CA in the same Secret', async () => {
    const failed = { conditions: [READY], lastFailureTime: '2026-11-01T00:00:00Z' };
    cluster.objects.set('certificates', [createManaged('shop', failed, 'shop-tls')]);
    const [leaf, root] = [await createPem('shop.example'), await createCa('root')];
    cluster.addSecretOfType('kubernetes.io/tls', 'web', 'shop-tls', { 'ca.crt': root, 'tls.crt': leaf });
    const { locations } = await read();
    expect(
      locations.map(({ location, observed: { renewal_state } }) => [location, renewal_state?.state ?? null]),
    ).toEqual([
      [expect.stringContaining('kubernetes:secret/web/shop-tls/ca.crt/'), null],
      ['kubernetes:secret/web/shop-tls', 'failing'],
    ]);
  });

  it('joins a Certificate of cert-manager with its Secret', async () => {
    cluster.addSecret('web', 'shop-tls', await createPem('shop.example'));
    const failed = {
      conditions: [READY, { type: 'Issuing', status: 'False', reason: 'Failed' }],
      lastFailureTime: '2026-11-01T00:00:00Z',
    };
    cluster.objects.set('certificates', [createManaged('shop', failed, 'shop-tls')]);
    const { locations } = await read();
    expect(locations).toMatchObject([
      {
        location: 'kubernetes:secret/web/shop-tls',
        observed: {
          renewal_state: { managed: true, state: 'failing', reason: 'Failed', since: '2026-11-01T00:00:00Z' },
        },
      },
    ]);
  });

  it('monitors a Certificate by its fields if Secrets are not read, and reports one that was never issued', async () => {
    cluster.objects.set('certificates', [
      createManaged('shop', { conditions: [READY], notBefore: toIso(-30), notAfter: toIso(60) }),
      createManaged('new', { conditions: [{ type: 'Ready', status: 'False', reason: 'DoesNotExist' }] }),
    ]);
    for (const resources of [['cert_manager' as const], cluster.source.resources]) {
      const { locations, failure } = await read({ resources });
      expect(failure).toBeNull();
      expect(locations).toMatchObject([
        {
          location: 'kubernetes:certificate/web/shop',
          certificate: { from_fields: true },
          observed: { ownership: { owner: 'web@example.com', labels: { namespace: 'web' } } },
        },
        { location: 'kubernetes:certificate/web/new', failure: { code: 'inventory-not-issued' } },
      ]);
    }
  });

  it('works without cert-manager, unless it was there before', async () => {
    cluster.addSecret('web', 'a', await createPem('a.example'));
    cluster.settings.hasCertManager = false;
    expect(await read()).toMatchObject({ failure: null, locations: [{ failure: null }] });
    const { failure } = await read({}, cluster.env, ['kubernetes:certificate/web/shop']);
    expect(failure?.code).toBe('inventory-not-found');
  });

  it('selects by namespace and label', async () => {
    for (const [namespace, name, team] of [
      ['web', 'a', 'shop'],
      ['web', 'b', 'docs'],
      ['api', 'c', 'shop'],
      ['db', 'd', 'shop'],
    ] as const)
      cluster.addSecret(namespace, name, await createPem(`${name}.example`), { team });
    const result = await read({ namespaces: ['web', 'api'], label_selector: 'team=shop' });
    expect(list(result).map(([, name]) => name)).toEqual(['a.example', 'c.example']);
    expect(result.locations[0]?.observed.ownership?.labels).toEqual({ namespace: 'web', team: 'shop' });
  });

  describe('the Ingresses, Gateways and Routes that use a Secret', () => {
    const assignments = ({ locations }: Awaited<ReturnType<typeof read>>) =>
      Object.fromEntries(locations.map(({ location, observed: { ownership } }) => [location, ownership?.assignments]));
    const put = (plural: string, name: string, namespace: string, spec: object) =>
      cluster.objects.set(plural, [...(cluster.objects.get(plural) ?? []), { metadata: { name, namespace }, spec }]);

    it('are its assignments', async () => {
      for (const name of ['shop', 'api', 'unused']) cluster.addSecret('web', name, await createPem(`${name}.example`));
      cluster.addSecretOfType('kubernetes.io/tls', 'web', 'chain', {
        'tls.crt': await createPem('chain.example'),
        'ca.crt': await createCa('CA'),
      });
      for (const name of ['a', 'b', 'c', 'd'])
        put('ingresses', name, 'web', { tls: [{ hosts: ['shop.example'], secretName: 'shop' }, { hosts: ['plain'] }] });
      put('ingresses', 'other', 'api', { tls: [{ secretName: 'shop' }] });
      put('gateways', 'edge', 'infra', {
        listeners: [
          { name: 'plain', protocol: 'HTTP' },
          { name: 'tls', tls: { certificateRefs: [{ name: 'shop', namespace: 'web' }, { name: 'shop' }] } },
          { name: 'again', tls: { certificateRefs: [{ group: '', kind: 'Secret', name: 'shop', namespace: 'web' }] } },
          { name: 'map', tls: { certificateRefs: [{ kind: 'ConfigMap', name: 'api', namespace: 'web' }] } },
        ],
      });
      put('gateways', 'inner', 'web', { tls: { backend: { clientCertificateRef: { name: 'api' } } } });
      put('routes', 'api', 'web', { tls: { termination: 'edge', externalCertificate: { name: 'api' } } });
      put('routes', 'chain', 'web', { tls: { termination: 'edge', externalCertificate: { name: 'chain' } } });
      put('routes', 'plain', 'web', {});
      const result = await read();
      const copy = Object.keys(assignments(result)).find((location) => location.includes('/ca.crt/')) ?? '';
      expect(assignments(result)).toEqual({
        'kubernetes:secret/web/shop': [
          ...['a', 'b', 'c', 'd'].map((name) => `ingress/web/${name}`),
          'gateway/infra/edge',
        ],
        'kubernetes:secret/web/api': ['gateway/web/inner', 'route/web/api'],
        'kubernetes:secret/web/unused': [],
        'kubernetes:secret/web/chain': ['route/web/chain'],
        [copy]: [],
      });
    });

    it('are at most 1,000, which a probe may send', async () => {
      cluster.settings.pageSize = 500;
      cluster.addSecret('web', 'shop', await createPem('shop.example'));
      const spec = { tls: [{ secretName: 'shop' }] };
      const ingresses = Array.from({ length: 1001 }, (_, at) => ({
        metadata: { name: `i${at}`, namespace: 'web' },
        spec,
      }));
      cluster.objects.set('ingresses', ingresses);
      expect(assignments(await read())['kubernetes:secret/web/shop']).toHaveLength(1000);
    });

    it('are those of a Certificate whose Secret is not read', async () => {
      const managed = createManaged('shop', { conditions: [READY], notAfter: toIso(60) });
      cluster.objects.set('certificates', [managed]);
      put('ingresses', 'shop', 'web', { tls: [{ secretName: 'shop' }] });
      expect(assignments(await read({ resources: ['cert_manager', 'assignments'] }))).toEqual({
        'kubernetes:certificate/web/shop': ['ingress/web/shop'],
      });
    });

    it('need no labels of the selector', async () => {
      cluster.addSecret('web', 'shop', await createPem('shop.example'), { team: 'web' });
      put('ingresses', 'shop', 'web', { tls: [{ secretName: 'shop' }] });
      expect(assignments(await read({ label_selector: 'team=web' }))).toEqual({
        'kubernetes:secret/web/shop': ['ingress/web/shop'],
      });
    });

    it('are optional: without permission, the certificates are read, and a note says what is missing', async () => {
      cluster.addSecret('web', 'shop', await createPem('shop.example'));
      put('ingresses', 'shop', 'web', { tls: [{ secretName: 'shop' }] });
      cluster.settings.denied = new Set(['gateways', 'routes']);
      const [result, note, ...others] = await readAll();
      expect(others).toEqual([]);
      expect(result).toMatchObject({
        failure: null,
        locations: [{ observed: { ownership: { assignments: ['ingress/web/shop'] } } }],
      });
      expect(note).toMatchObject({ source: 'kubernetes:assignments', failure: null, locations: [] });
      expect(note?.omitted).toEqual({
        counts: [],
        note: { code: 'inventory-assignments-denied', detail: expect.stringContaining('list gateways, routes (403)') },
      });
    });

    it('are not looked for if the cluster has no such objects, or if `resources` says so', async () => {
      cluster.addSecret('web', 'shop', await createPem('shop.example'));
      Object.assign(cluster.settings, { hasGateways: false, hasRoutes: false });
      expect(await readAll()).toHaveLength(1);
      cluster.settings.denied = new Set(['ingresses']);
      expect(await readAll({ resources: ['secrets'] })).toHaveLength(1);
    });
  });

  it('leaves out excluded namespaces, and does not receive what is in those with a name', async () => {
    for (const namespace of ['web', 'kube-system', 'preview-1', 'preview-2'])
      cluster.addSecret(namespace, 'tls', await createPem(`${namespace}.example`));
    cluster.addSecretOfType('Opaque', 'kube-system', 'token', { token: 'secret' });
    cluster.objects.set('certificates', [createManaged('new', { conditions: [] })]);
    const excluded = await read({ exclude_namespaces: ['kube-system', 'preview-*'] });
    expect(list(excluded)).toEqual([
      ['kubernetes:secret/web/tls', 'web.example'],
      ['kubernetes:certificate/web/new', undefined],
    ]);
    const selectors = (plural: string) =>
      cluster.calls
        .filter(({ url }) => url.pathname.endsWith(`/${plural}`))
        .map(({ url }) => url.searchParams.get('fieldSelector'));
    expect(new Set(selectors('certificates'))).toEqual(new Set(['metadata.namespace!=kube-system']));
    expect(selectors('secrets')[0]).toBe('type=kubernetes.io/tls,metadata.namespace!=kube-system');
    expect(new Set(selectors('apiservices'))).toEqual(new Set([null]));
    expect(excluded.omitted).toBeUndefined();
    expect((await read({ exclude_namespaces: ['kube-system'] })).omitted).toBeUndefined();
    expect((await read({ exclude_namespaces: ['web'] })).omitted?.counts).toEqual([{ type: 'Opaque', count: 1 }]);
  });

  it('starts over if `continue` has expired, and fails if that happens again and again', async () => {
    for (const name of ['a', 'b', 'c', 'd']) cluster.addSecret('web', name, await createPem(`${name}.example`));
    cluster.settings.expireContinues = 2;
    expect((await read()).locations).toHaveLength(4);
    cluster.settings.expireContinues = 100;
    expect(await read()).toMatchObject({ locations: [], failure: { code: 'inventory-changed' } });
  });

  it('names the kind of object that may not be listed', async () => {
    cluster.settings.denied = new Set(['apiservices']);
    const { failure } = await read();
    expect(failure).toMatchObject({
      code: 'inventory-forbidden',
      detail: expect.stringMatching(/^The cluster \S+ \(apiservices\) denies access/),
    });
  });
});

describe('the renewal state of a Certificate of cert-manager', () => {
  const now = Date.parse('2026-11-27T00:00:00Z');
  const dates = { notBefore: '2026-09-01T00:00:00Z', notAfter: '2026-11-30T00:00:00Z' };
  const issuing = { type: 'Issuing', status: 'True', reason: 'Renewing' };
  it.each([
    ['ready', { conditions: [READY], renewalTime: '2026-12-01T00:00:00Z' }, 'ok', null],
    ['being renewed', { conditions: [READY, issuing] }, 'pending', 'Renewing'],
    [
      'just started',
      { conditions: [READY, { ...issuing, lastTransitionTime: '2026-11-26T12:00:00Z' }] },
      'pending',
      'Renewing',
    ],
    [
      'hanging for two days',
      { conditions: [READY, { ...issuing, lastTransitionTime: '2026-11-25T00:00:00Z' }] },
      'failing',
      'IssuanceHangs',
    ],
    [
      'hanging since the renewal was due, in a version without times',
      { conditions: [READY, issuing], ...dates, renewalTime: '2026-11-17T00:00:00Z' },
      'failing',
      'IssuanceHangs',
    ],
    ['of a certificate that was never issued', { conditions: [issuing] }, 'pending', 'Renewing'],
    [
      'failed',
      {
        conditions: [READY, { ...issuing, status: 'False', reason: 'Failed' }],
        lastFailureTime: '2026-11-26T00:00:00Z',
      },
      'failing',
      'Failed',
    ],
    ['not ready', { conditions: [{ ...READY, status: 'False', reason: 'Expired' }] }, 'failing', 'Expired'],
    ['a little late', { conditions: [READY], ...dates, renewalTime: '2026-11-24T00:00:00Z' }, 'ok', null],
    [
      'overdue, because the controller does not run',
      { conditions: [READY], ...dates, renewalTime: '2026-11-20T00:00:00Z' },
      'failing',
      'RenewalOverdue',
    ],
    ['without conditions', {}, 'ok', null],
  ])('%s', (_, status, state, reason) => {
    expect(toRenewalState(status, now)).toMatchObject({ managed: true, state, reason });
  });

  it.each([
    [4, 4],
    [1, 1],
    [0, undefined],
    [-1, undefined],
    [1.5, undefined],
    ['4', undefined],
    [undefined, undefined],
  ])('has the revision: %j is %j', (revision, expected) => {
    const state = toRenewalState({ conditions: [READY], revision }, now);
    expect(state).toEqual({ managed: true, state: 'ok', reason: null, since: null, ...(expected && { revision }) });
  });
});

describe('access to a cluster', () => {
  beforeEach(async () => cluster.addSecret('web', 'a', await createPem('a.example')));

  const createConfig = (user: object, server = cluster.origin) =>
    JSON.stringify({
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server } }],
      users: [{ name: 'u', user }],
    }).replace('{', '{\n');

  const ENVIRONMENT: KubernetesAccess = { method: 'environment' };

  it.each([
    ['a token', { token: KUBERNETES_TOKEN }],
    ['a file with a token', { tokenFile: 'token' }],
  ])('comes from a kubeconfig with %s', async (_, user) => {
    writeFileSync(join(root, 'token'), `${KUBERNETES_TOKEN}\n`);
    writeFileSync(join(root, 'config'), createConfig(user));
    const byVariable = await read({ access: ENVIRONMENT }, { KUBECONFIG: join(root, 'config') });
    const byKey = await read({ access: { method: 'kubeconfig', kubeconfig: 'config', context: 'test' } }, {});
    for (const { failure, secrets } of [byVariable, byKey]) {
      expect(failure).toBeNull();
      expect([...secrets]).toContain(KUBERNETES_TOKEN);
    }
  });

  it('comes from a variable with the content of a kubeconfig', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of a manifest.
    const access: KubernetesAccess = { method: 'kubeconfig', kubeconfig: '${CONFIG}', context: null };
    expect((await read({ access }, { CONFIG: createConfig({ token: KUBERNETES_TOKEN }) })).failure).toBeNull();
  });

  it('says in which order it looked for it, and why there is none', async () => {
    const nothing = await read({ access: ENVIRONMENT }, { HOME: root });
    expect(nothing.failure).toMatchObject({
      code: 'inventory-credentials-missing',
      detail: expect.stringContaining(
        'No credentials for the cluster. Tried, in this order: `server` and `token`: not set; `kubeconfig`: not set; KUBECONFIG: not set; ' +
          '~/.kube/config: .kube/config does not exist; the service account of a pod: this is not a pod. On your machine, ',
      ),
    });
    const missing = await read({ access: ENVIRONMENT }, { HOME: root, KUBECONFIG: 'missing' });
    expect(missing.failure?.detail).toContain('does not work: KUBECONFIG: missing does not exist. Fix it');
  });

  it.each([
    ['no access', ENVIRONMENT, {}, 'inventory-credentials-missing'],
    ['a missing kubeconfig', ENVIRONMENT, { KUBECONFIG: 'missing' }, 'inventory-login-failed'],
    ['a command in the kubeconfig', ENVIRONMENT, { KUBECONFIG: 'exec' }, 'inventory-kubeconfig-unsupported'],
    ['a wrong token', ENVIRONMENT, { KUBECONFIG: 'wrong' }, 'inventory-unauthorized'],
    ['a kubeconfig that is not YAML', ENVIRONMENT, { KUBECONFIG: 'broken' }, 'inventory-credentials-missing'],
    [
      'an unknown context',
      { method: 'kubeconfig', kubeconfig: 'wrong', context: 'other' } as const,
      {},
      'inventory-credentials-missing',
    ],
  ])('explains %s', async (_, access, env, code) => {
    writeFileSync(join(root, 'exec'), createConfig({ exec: { command: 'aws', args: ['eks', 'get-token'] } }));
    writeFileSync(join(root, 'wrong'), createConfig({ token: 'wrong-token-of-nobody' }));
    writeFileSync(join(root, 'broken'), 'a: [');
    const { failure, locations } = await read({ access }, env as Record<string, string>);
    expect(locations).toEqual([]);
    expect(failure?.code).toBe(code);
  });

  it('reads the token of a service account again if it was rotated', async () => {
    writeFileSync(join(root, 'token'), 'token-number-one');
    writeFileSync(join(root, 'ca.crt'), await createPem('ca'));
    const { context } = createReadContext({
      source: cluster.source,
      env: { KUBERNETES_SERVICE_HOST: '::1', KUBERNETES_SERVICE_PORT: '6443' },
    });
    expect(await openPodAccess(context, join(root, 'other'))).toEqual({
      problem: `${join(root, 'other', 'ca.crt')} does not exist`,
    });
    const opened = await openPodAccess(context, root);
    const access = 'problem' in opened ? expect.unreachable(opened.problem) : opened.credentials;
    expect(access.server.origin).toBe('https://[::1]:6443');
    expect(await access.readToken?.()).toBe('token-number-one');
    writeFileSync(join(root, 'token'), 'token-number-two');
    expect(await access.readToken?.()).toBe('token-number-two');
  });
});

describeFaults('kubernetes', {
  start: async () => {
    const fake = await startFakeKubernetes();
    for (const name of ['a', 'b', 'c', 'd', 'e']) fake.addSecret('web', name, await createPem(`${name}.example`));
    return { ...fake, source: { ...fake.source, resources: ['secrets', 'apiservices'] } };
  },
  // The number of Secrets that are not read is worth no failure.
  isListing: ({ headers }) => !String(headers.accept).includes('as=Table'),
  cursor: { field: 'metadata.continue', items: 'items' },
  malformed: {
    'no metadata': ({ metadata: _, ...body }) => body,
    'a text as metadata': (body) => ('items' in body ? { ...body, metadata: 'none' } : body),
  },
});
