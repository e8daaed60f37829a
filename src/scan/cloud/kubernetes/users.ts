/** The kinds of objects that use Secrets: their names become assignments of the certificates. */

import { toId, toObject } from '../../inventory/values.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface UserKind {
  /** The first part of the assignment, as in `ingress/web/shop`. */
  kind: string;
  group: string;
  plural: string;
  isNamespaced: true;
  limit: number;
  /** Lists the Secrets of an object in `namespace`, each as `NAMESPACE/NAME`. */
  listSecrets: (spec: Fields, namespace: string) => string[];
}

export const USER_KINDS: readonly UserKind[] = [
  {
    kind: 'ingress',
    group: '/apis/networking.k8s.io/v1',
    plural: 'ingresses',
    isNamespaced: true,
    limit: 250,
    listSecrets: ({ tls }, namespace) =>
      listObjects(tls).flatMap(({ secretName }) => formatSecret(secretName, namespace)),
  },
  {
    kind: 'gateway',
    group: '/apis/gateway.networking.k8s.io/v1',
    plural: 'gateways',
    isNamespaced: true,
    limit: 250,
    listSecrets: ({ listeners, tls }, namespace) =>
      [
        ...listObjects(listeners).flatMap((one) => listObjects(toObject(one.tls).certificateRefs)),
        // The client certificate for backends.
        toObject(toObject(toObject(tls).backend).clientCertificateRef),
      ].flatMap((reference) => resolveReference(reference, namespace)),
  },
  {
    kind: 'route',
    group: '/apis/route.openshift.io/v1',
    plural: 'routes',
    isNamespaced: true,
    limit: 250,
    listSecrets: ({ tls }, namespace) => formatSecret(toObject(toObject(tls).externalCertificate).name, namespace),
  },
];

/** Resolves a `SecretObjectReference` of Gateway API: without `group` and `kind` a Secret, without `namespace` in that of the Gateway. */
function resolveReference({ group = '', kind = 'Secret', name, namespace }: Fields, own: string): string[] {
  return group === '' && kind === 'Secret' ? formatSecret(name, toId(namespace) ?? own) : [];
}

function formatSecret(name: unknown, namespace: string): string[] {
  const text = toId(name);
  return text === null ? [] : [`${namespace}/${text}`];
}

function listObjects(list: unknown): Fields[] {
  return Array.isArray(list) ? list.map(toObject) : [];
}
