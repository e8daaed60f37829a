/** Source `kubernetes`: certificates and CA bundles in the API of a cluster. */

import { toArray } from '../../../lib/collections.ts';
import { trimEnd } from '../../../lib/text/trim.ts';
import type { SourceDefinition } from '../definition.ts';
import { findUrlProblem } from '../http-url.ts';
import { isItemLocation } from '../item-location.ts';

/**
 * `webhooks`: CA bundles of admission webhooks and of conversion webhooks. `assignments`: resources that use Secrets, which have no
 * certificates themselves.
 */
export type KubernetesResource = 'secrets' | 'cert_manager' | 'assignments' | 'webhooks' | 'apiservices' | 'configmaps';

/** The access to the cluster. Texts contain their `${NAME}` references. */
export type KubernetesAccess =
  | { method: 'token'; server: string; token: string }
  /** `kubeconfig`: a path, or the content of the file; null: KUBECONFIG. `context`: null for the current one. */
  | { method: 'kubeconfig'; kubeconfig: string | null; context: string | null }
  /** The method uses KUBECONFIG if it is set, otherwise the service account of the pod. */
  | { method: 'environment' };

export interface KubernetesSource {
  kind: 'kubernetes';
  access: KubernetesAccess;
  /** Whether the command of a kubeconfig that logs in may be run. */
  exec: boolean;
  resources: KubernetesResource[];
  /** The types of the Secrets to read. */
  secret_types: string[];
  /** The namespaces; empty: all. */
  namespaces: string[];
  /** Namespaces to omit: names and globs. */
  exclude_namespaces: string[];
  label_selector: string | null;
  /** The path of a PEM file with the CA of the API server, for `access.server`. */
  ca_file: string | null;
  ssl_verification: boolean;
  allow_empty: boolean;
}

/**
 * The types that are known to contain certificates: TLS Secrets, the CA and workload certificates of Istio, and certificates of Cluster
 * API. To read a type, all Secrets of that type are received, so types for tokens, passwords and arbitrary data (Opaque) are omitted.
 */
export const SECRET_TYPES = [
  'kubernetes.io/tls',
  'istio.io/ca-root',
  'istio.io/key-and-cert',
  'cluster.x-k8s.io/secret',
] as const;

const NAMESPACED = ['cert_manager', 'secrets', 'assignments'] as const;
const DEFAULT_RESOURCES = [...NAMESPACED, 'webhooks', 'apiservices'] as const;

export const KUBERNETES: SourceDefinition<KubernetesSource> = {
  kind: 'kubernetes',
  keys: [['kubernetes', 'a cluster']],
  locator: 'resources',
  variableKeys: { maps: ['kubernetes'] },
  caFileUse: 'url',
  inventory: 'remote',
  create: ({ kubernetes = {}, ca_file, ssl_verification, allow_empty }) => {
    const { server, token, kubeconfig, context, resources, namespaces, exclude_namespaces, label_selector } =
      kubernetes;
    const names = [...new Set(toArray(namespaces ?? []))];
    return {
      kind: 'kubernetes',
      exec: kubernetes.exec === 'allow',
      access: createAccess({ server, token, kubeconfig, context }),
      resources: [...new Set(resources ?? (names.length > 0 ? NAMESPACED : DEFAULT_RESOURCES))],
      secret_types: [...new Set([...SECRET_TYPES, ...(kubernetes.secret_types ?? [])])],
      namespaces: names,
      exclude_namespaces: toArray(exclude_namespaces ?? []),
      label_selector: label_selector ?? null,
      ca_file: ca_file ?? null,
      ssl_verification: ssl_verification ?? true,
      allow_empty: allow_empty ?? false,
    };
  },
  check: (fields) => {
    for (const text of fields.listTexts('kubernetes', 'server')) {
      const problem = findUrlProblem(text.value);
      if (problem !== null) fields.report('bad-url', text, problem);
    }
    for (const text of fields.listTexts('kubernetes', 'namespaces'))
      if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text.value))
        fields.report('bad-identifier', text, text.value, 'namespace', 'kube-system');
    for (const text of fields.listTexts('kubernetes', 'exclude_namespaces'))
      if (!/^[a-z0-9*?{},![\]-]+$/.test(text.value))
        fields.report('bad-identifier', text, text.value, 'namespace', 'kube-system or preview-*');
  },
  listLocations: () => ['kubernetes'],
  matchesLocation: (location) => isItemLocation(location, 'kubernetes'),
  locationType: 'kubernetes',
};

interface AccessSpec {
  server: string | undefined;
  token: string | undefined;
  kubeconfig: string | undefined;
  context: string | undefined;
}

function createAccess({ server, token, kubeconfig, context }: AccessSpec): KubernetesAccess {
  if (server !== undefined && token !== undefined) return { method: 'token', server: trimEnd(server, '/'), token };
  if (kubeconfig === undefined && context === undefined) return { method: 'environment' };
  return { method: 'kubeconfig', kubeconfig: kubeconfig ?? null, context: context ?? null };
}
