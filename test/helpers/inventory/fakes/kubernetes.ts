/** A fake API server of Kubernetes: lists with `limit` and `continue`, selectors, namespaces, discovery and permissions. */

import type { KubernetesSource } from '../../../../src/domain/index.ts';
import { SECRET_TYPES } from '../../../../src/domain/sources/cloud/kubernetes.ts';
import type { ApiCall, ApiReply, FakeTls } from '../fake-api.ts';
import { type InventoryFake, startFaultyApi } from './fake.ts';

export interface KubernetesObject {
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

export interface FakeKubernetes extends InventoryFake {
  source: KubernetesSource;
  /** By plural name, such as `secrets`. */
  objects: Map<string, KubernetesObject[]>;
  settings: {
    denied: Set<string>;
    /** At most this number of objects on a page, whatever `limit` says. */
    pageSize: number;
    /** Requests with `continue` that are answered with 410. */
    expireContinues: number;
    hasCertManager: boolean;
    /** Whether Gateway API and OpenShift are installed. */
    hasGateways: boolean;
    hasRoutes: boolean;
    /** Whether lists can be requested as tables. */
    hasTables: boolean;
    tokens: Set<string>;
  };
  addSecret: (namespace: string, name: string, pem: string, labels?: Record<string, string>) => void;
  /** A Secret of any type, with its fields as texts. */
  addSecretOfType: (type: string, namespace: string, name: string, fields: Readonly<Record<string, string>>) => void;
}

export const KUBERNETES_TOKEN = 'service-account-token-of-the-fake';
export const KUBERNETES_KEY =
  '-----BEGIN PRIVATE KEY-----\nc2VjcmV0LWtleS1vZi10aGUtZmFrZQ==\n-----END PRIVATE KEY-----\n';

interface Served {
  group: string;
  kind: string;
  isNamespaced: boolean;
}

const SERVED: Readonly<Record<string, Served>> = {
  secrets: { group: '/api/v1', kind: 'Secret', isNamespaced: true },
  configmaps: { group: '/api/v1', kind: 'ConfigMap', isNamespaced: true },
  certificates: { group: '/apis/cert-manager.io/v1', kind: 'Certificate', isNamespaced: true },
  validatingwebhookconfigurations: {
    group: '/apis/admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    isNamespaced: false,
  },
  mutatingwebhookconfigurations: {
    group: '/apis/admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    isNamespaced: false,
  },
  customresourcedefinitions: {
    group: '/apis/apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    isNamespaced: false,
  },
  ingresses: { group: '/apis/networking.k8s.io/v1', kind: 'Ingress', isNamespaced: true },
  gateways: { group: '/apis/gateway.networking.k8s.io/v1', kind: 'Gateway', isNamespaced: true },
  routes: { group: '/apis/route.openshift.io/v1', kind: 'Route', isNamespaced: true },
  apiservices: { group: '/apis/apiregistration.k8s.io/v1', kind: 'APIService', isNamespaced: false },
};

const PATH = /^(\/api\/v1|\/apis\/[^/]+\/v1)(?:\/namespaces\/([^/]+))?\/([a-z]+)$/;

const fail = (code: number, reason: string, message: string): ApiReply => ({
  status: code,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
});

export async function startFakeKubernetes(tls: FakeTls | null = null): Promise<FakeKubernetes> {
  const objects: FakeKubernetes['objects'] = new Map();
  const settings: FakeKubernetes['settings'] = {
    denied: new Set(),
    pageSize: 3,
    expireContinues: 0,
    hasCertManager: true,
    hasGateways: true,
    hasRoutes: true,
    hasTables: true,
    tokens: new Set([KUBERNETES_TOKEN]),
  };

  const listObjects = (
    plural: string,
    namespace: string | undefined,
    { searchParams }: URL,
    accept: string,
  ): ApiReply => {
    const { group, kind } = SERVED[plural] as Served;
    const all = (objects.get(plural) ?? []).filter(
      (one) =>
        (namespace === undefined || one.metadata.namespace === namespace) &&
        matchesLabels(one, searchParams.get('labelSelector')) &&
        matchesFields(one, searchParams.get('fieldSelector')),
    );
    const token = searchParams.get('continue');
    if (token && settings.expireContinues-- > 0)
      return fail(410, 'Expired', 'The provided continue parameter is too old.');
    const start = token ? Number(Buffer.from(token, 'base64').toString()) : 0;
    const limit = Number(searchParams.get('limit') ?? 0) || Number.POSITIVE_INFINITY;
    const end = start + (Number.isFinite(limit) ? Math.min(limit, settings.pageSize) : limit);
    const metadata = {
      resourceVersion: '1',
      ...(end < all.length && { continue: Buffer.from(String(end)).toString('base64') }),
    };
    const apiVersion = group.replace(/^\/apis?\//, '');
    const items = all.slice(start, end);
    if (plural === 'secrets' && accept.includes('as=Table') && settings.hasTables)
      return { body: toTable(items, metadata, searchParams.get('includeObject')) };
    return { body: { kind: `${kind}List`, apiVersion, metadata, items } };
  };

  const api = await startFaultyApi(({ url, headers }: ApiCall) => {
    if (!settings.tokens.has(String(headers.authorization ?? '').replace('Bearer ', '')))
      return fail(401, 'Unauthorized', 'Unauthorized');
    const discovered = discover(url.pathname);
    if (discovered !== null) return { body: discovered };
    const [, group, namespace, plural = ''] = PATH.exec(url.pathname) ?? [];
    const { hasCertManager, hasGateways, hasRoutes } = settings;
    const isInstalled =
      { certificates: hasCertManager, gateways: hasGateways, routes: hasRoutes }[plural as 'certificates'] ?? true;
    const isServed = SERVED[plural]?.group === group && isInstalled;
    if (!isServed) return { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' };
    if (settings.denied.has(plural))
      return fail(403, 'Forbidden', `${plural} is forbidden: User "certvigil" cannot list resource "${plural}"`);
    const accept = String(headers.accept);
    // A server without tables does not have what was asked for, and there is no other representation to fall back to.
    if (!settings.hasTables && accept.includes('as=Table') && !accept.includes(','))
      return fail(406, 'NotAcceptable', '');
    return listObjects(plural, namespace, url, accept);
  }, tls);

  const source: KubernetesSource = {
    kind: 'kubernetes',
    exec: false,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of a manifest.
    access: { method: 'token', server: api.origin, token: '${KUBE_TOKEN}' },
    resources: ['cert_manager', 'secrets', 'assignments', 'webhooks', 'apiservices'],
    secret_types: [...SECRET_TYPES],
    namespaces: [],
    exclude_namespaces: [],
    label_selector: null,
    ca_file: null,
    ssl_verification: true,
    allow_empty: false,
  };
  const put = (plural: string, object: KubernetesObject) => {
    objects.set(plural, [...(objects.get(plural) ?? []), object]);
  };
  const addSecret: FakeKubernetes['addSecret'] = (namespace, name, pem, labels = {}) =>
    put('secrets', {
      metadata: { name, namespace, labels, annotations: {} },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': encode(pem), 'tls.key': encode(KUBERNETES_KEY) },
    });
  const addSecretOfType: FakeKubernetes['addSecretOfType'] = (type, namespace, name, fields) =>
    put('secrets', {
      metadata: { name, namespace, labels: {}, annotations: {} },
      type,
      data: Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, encode(text)])),
    });
  return { ...api, objects, settings, source, env: { KUBE_TOKEN: KUBERNETES_TOKEN }, addSecret, addSecretOfType };
}

export function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

function matchesLabels({ metadata: { labels = {} } }: KubernetesObject, selector: string | null): boolean {
  const wanted = selector === null || selector === '' ? [] : selector.split(',');
  return wanted.every((one) => {
    const [key = '', value = ''] = one.split('=');
    return labels[key] === value;
  });
}

/** `type=a`, `type!=a` or `metadata.namespace!=a`, or several with commas between them. */
function matchesFields({ type, metadata }: KubernetesObject, selector: string | null): boolean {
  const wanted = selector === null || selector === '' ? [] : selector.split(',');
  return wanted.every((one) => {
    const [, field, operator, value] = /^(type|metadata\.namespace)(!?=)(.*)$/.exec(one) ?? [];
    return ((field === 'type' ? type : metadata.namespace) === value) === (operator === '=');
  });
}

/** As the printer of Kubernetes has the columns of Secrets. `includeObject`: the metadata by default. */
function toTable(items: readonly KubernetesObject[], metadata: object, includeObject: string | null): object {
  const columnDefinitions = [
    { name: 'Name', type: 'string', format: 'name', description: '', priority: 0 },
    { name: 'Type', type: 'string', format: '', description: '', priority: 0 },
    { name: 'Data', type: 'string', format: '', description: '', priority: 0 },
    { name: 'Age', type: 'string', format: '', description: '', priority: 0 },
  ];
  const rows = items.map((one) => ({
    cells: [one.metadata.name, one.type, Object.keys(one.data ?? {}).length, '5d'],
    ...(includeObject !== 'None' && {
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: one.metadata },
    }),
  }));
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions, rows };
}

/** What clients such as kubectl ask for first. */
function discover(path: string): object | null {
  const groups = [...new Set(Object.values(SERVED).map(({ group }) => group))];
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') {
    const named = groups.flatMap((group) => /^\/apis\/(.+)\/v1$/.exec(group)?.[1] ?? []);
    const version = (name: string) => ({ groupVersion: `${name}/v1`, version: 'v1' });
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: named.map((name) => ({ name, versions: [version(name)], preferredVersion: version(name) })),
    };
  }
  if (!groups.includes(path)) return null;
  const resources = Object.entries(SERVED).flatMap(([name, { group, kind, isNamespaced }]) =>
    group === path ? [{ name, singularName: '', namespaced: isNamespaced, kind, verbs: ['get', 'list'] }] : [],
  );
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: path.replace(/^\/apis?\//, ''), resources };
}
