/** The kinds of objects that have certificates, and the fields with them. Only certificates are taken from objects. */

import { hash, X509Certificate } from 'node:crypto';
import { isPrivateKeyName } from '../../../domain/certificate-names.ts';
import type { KubernetesResource } from '../../../domain/index.ts';
import { SECRET_TYPES } from '../../../domain/sources/cloud/kubernetes.ts';
import { removePrivateKeys } from '../../inventory/private-keys.ts';
import { toObject } from '../../inventory/values.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A PEM text of an object. */
interface FoundCertificates {
  /** The part of the ID after the name of the object; empty for the object itself. */
  suffix: string;
  text: string;
  /** Set if the text is one certificate with its chain. Default: a bundle, each certificate of which is an item. */
  hasChain?: boolean;
  /**
   * Set if items are named by their certificate instead of their position: copies of one CA that are replaced at different times are not
   * locations with an outdated certificate.
   */
  isCopy?: boolean;
  /** Set if a private key in the text is in the right place. */
  mayHaveKey?: boolean;
}

export interface ResourceKind {
  /** The first part of the ID of its items. */
  kind: string;
  /** The path of the API group. */
  group: string;
  plural: string;
  isNamespaced: boolean;
  /** The number of objects per page: fewer if they are large. */
  limit: number;
  find: (object: Fields) => FoundCertificates[];
}

/**
 * The field for the CA of the certificate. cert-manager copies it into each Secret, and replaces it when it renews the certificate there.
 */
const CA_CERTIFICATE = 'ca.crt';

/** The field of TLS Secrets, with the certificate first. */
const TLS_CERTIFICATE = 'tls.crt';

/**
 * Finds certificates in all fields except those for keys. In another field than that of TLS Secrets, a key beside the certificate is in the
 * right place.
 */
function findInSecret({ type, data }: Fields): FoundCertificates[] {
  return Object.entries(toObject(data)).flatMap(([key, value]): FoundCertificates[] => {
    if (typeof value !== 'string' || value === '' || isPrivateKeyName(key)) return [];
    const text = decodeBase64(value);
    const isCertificate = text.includes(BEGIN);
    if (key === TLS_CERTIFICATE)
      return isCertificate || type === SECRET_TYPES[0] ? [{ suffix: '', text, hasChain: true }] : [];
    return isCertificate
      ? [{ suffix: `/${key}`, text, hasChain: isLeafWithChain(text), isCopy: key === CA_CERTIFICATE, mayHaveKey: true }]
      : [];
  });
}

/** Whether only the first certificate is not that of a CA. */
function isLeafWithChain(text: string): boolean {
  try {
    const [leaf, ...others] = splitPem(text).map((pem) => new X509Certificate(pem));
    return leaf !== undefined && !leaf.ca && others.every(({ ca }) => ca);
  } catch {
    // Each certificate is then read, or reported as unreadable.
    return false;
  }
}

const findBundle = (suffix: string, config: unknown): FoundCertificates[] => {
  const { caBundle } = toObject(config);
  return typeof caBundle === 'string' && caBundle !== '' ? [{ suffix, text: decodeBase64(caBundle) }] : [];
};

const findWebhooks = ({ webhooks }: Fields): FoundCertificates[] =>
  (Array.isArray(webhooks) ? webhooks : [])
    .map(toObject)
    .flatMap(({ name, clientConfig }) => findBundle(`/${String(name)}`, clientConfig));

const ADMISSION = '/apis/admissionregistration.k8s.io/v1';

export const SECRETS: ResourceKind = {
  kind: 'secret',
  group: '/api/v1',
  plural: 'secrets',
  isNamespaced: true,
  limit: 250,
  find: findInSecret,
};

export const RESOURCE_KINDS: Readonly<
  Record<Exclude<KubernetesResource, 'cert_manager' | 'assignments'>, readonly ResourceKind[]>
> = {
  secrets: [SECRETS],
  configmaps: [
    {
      kind: 'configmap',
      group: '/api/v1',
      plural: 'configmaps',
      isNamespaced: true,
      limit: 100,
      find: ({ data, binaryData }) => [...listPems(data, (value) => value), ...listPems(binaryData, decodeBase64)],
    },
  ],
  webhooks: [
    {
      kind: 'validatingwebhookconfiguration',
      group: ADMISSION,
      plural: 'validatingwebhookconfigurations',
      isNamespaced: false,
      limit: 250,
      find: findWebhooks,
    },
    {
      kind: 'mutatingwebhookconfiguration',
      group: ADMISSION,
      plural: 'mutatingwebhookconfigurations',
      isNamespaced: false,
      limit: 250,
      find: findWebhooks,
    },
    {
      kind: 'customresourcedefinition',
      group: '/apis/apiextensions.k8s.io/v1',
      plural: 'customresourcedefinitions',
      isNamespaced: false,
      // The schemas of these objects are large.
      limit: 20,
      find: ({ spec }) => findBundle('', toObject(toObject(toObject(spec).conversion).webhook).clientConfig),
    },
  ],
  apiservices: [
    {
      kind: 'apiservice',
      group: '/apis/apiregistration.k8s.io/v1',
      plural: 'apiservices',
      isNamespaced: false,
      limit: 250,
      find: ({ spec }) => findBundle('', spec),
    },
  ],
};

export const CERT_MANAGER = {
  kind: 'certificate',
  group: '/apis/cert-manager.io/v1',
  plural: 'certificates',
  isNamespaced: true,
  limit: 250,
} as const;

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** Returns the blocks with their boundaries, without an incomplete one. */
function splitPem(text: string): string[] {
  return text
    .split(BEGIN)
    .slice(1)
    .flatMap((part) => {
      const end = part.indexOf(END);
      return end === -1 ? [] : [`${BEGIN}${part.slice(0, end)}${END}`];
    });
}

function listPems(map: unknown, decode: (value: string) => string): FoundCertificates[] {
  return Object.entries(toObject(map)).flatMap(([key, value]) => {
    const text = typeof value === 'string' ? decode(value) : '';
    return text.includes(BEGIN) ? [{ suffix: `/${key}`, text }] : [];
  });
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}

/** Lists the certificates of an object with the ends of their IDs. Private keys are dropped; `hadKey`: whether there was one. */
export function listCertificates(
  { find }: ResourceKind,
  object: Fields,
): { suffix: string; pem: string; hadKey: boolean }[] {
  return find(object).flatMap(({ suffix, text, hasChain = false, isCopy = false, mayHaveKey = false }) => {
    const { text: pem, found } = removePrivateKeys(text);
    const hadKey = found && !mayHaveKey;
    if (hasChain) return { suffix, pem, hadKey };
    if (isCopy) {
      const copies = new Map(
        splitPem(pem).map((one) => [hash('sha256', one.replace(/\s/g, ''), 'hex').slice(0, 12), one]),
      );
      return [...copies].map(([id, one]) => ({ suffix: `${suffix}/${id}`, pem: one, hadKey }));
    }
    // The name is the position: a bundle of one certificate keeps it when the certificate is replaced.
    return splitPem(pem).map((one, index) => ({
      suffix: index === 0 ? suffix : `${suffix}/${index + 1}`,
      pem: one,
      hadKey,
    }));
  });
}
