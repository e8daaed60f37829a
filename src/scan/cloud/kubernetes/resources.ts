/** The kinds of objects that have certificates, and which ones. Nothing but certificates is taken from them. */

import type { KubernetesResource } from '../../../domain/index.ts';
import { removePrivateKeys } from '../../inventory/private-keys.ts';
import { toObject } from '../../inventory/values.ts';

type Fields = Readonly<Record<string, unknown>>;

/** PEM texts of an object, by what follows the name of the object in the ID; empty for the object itself. */
type FoundCertificates = [suffix: string, pem: string][];

export interface ResourceKind {
  /** The first part of the ID of its items. */
  kind: string;
  /** The path of the API group. */
  group: string;
  plural: string;
  isNamespaced: boolean;
  /** Objects per page: fewer if they are large. */
  limit: number;
  parameters?: Readonly<Record<string, string>>;
  /** The whole value is one certificate with its chain; otherwise each certificate is an item. */
  hasChain?: true;
  find: (object: Fields) => FoundCertificates;
}

const findBundle = (suffix: string, config: unknown): FoundCertificates => {
  const { caBundle } = toObject(config);
  return typeof caBundle === 'string' && caBundle !== '' ? [[suffix, decodeBase64(caBundle)]] : [];
};

const findWebhooks = ({ webhooks }: Fields): FoundCertificates =>
  (Array.isArray(webhooks) ? webhooks : [])
    .map(toObject)
    .flatMap(({ name, clientConfig }) => findBundle(`/${String(name)}`, clientConfig));

const ADMISSION = '/apis/admissionregistration.k8s.io/v1';

export const RESOURCE_KINDS: Readonly<Record<Exclude<KubernetesResource, 'cert_manager'>, readonly ResourceKind[]>> = {
  secrets: [
    {
      kind: 'secret',
      group: '/api/v1',
      plural: 'secrets',
      isNamespaced: true,
      limit: 250,
      parameters: { fieldSelector: 'type=kubernetes.io/tls' },
      hasChain: true,
      find: ({ data }) => {
        const { 'tls.crt': certificate } = toObject(data);
        return typeof certificate === 'string' && certificate !== '' ? [['', decodeBase64(certificate)]] : [];
      },
    },
  ],
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
      // Their schemas are large.
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

/** Returns the blocks with their boundaries. One that does not end is left out. */
function splitPem(text: string): string[] {
  return text
    .split(BEGIN)
    .slice(1)
    .flatMap((part) => {
      const end = part.indexOf(END);
      return end === -1 ? [] : [`${BEGIN}${part.slice(0, end)}${END}`];
    });
}

function listPems(map: unknown, decode: (value: string) => string): FoundCertificates {
  return Object.entries(toObject(map)).flatMap(([key, value]) => {
    const text = typeof value === 'string' ? decode(value) : '';
    return text.includes(BEGIN) ? [[`/${key}`, text] as [string, string]] : [];
  });
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}

/** The certificates of an object with the ends of their IDs. Private keys are dropped: `hadKey` says that there was one. */
export function listCertificates(
  { find, hasChain }: ResourceKind,
  object: Fields,
): { suffix: string; pem: string; hadKey: boolean }[] {
  return find(object).flatMap(([suffix, text]) => {
    const { text: pem, found: hadKey } = removePrivateKeys(text);
    if (hasChain) return { suffix, pem, hadKey };
    // By position: a bundle of one certificate keeps its name when the certificate is replaced.
    return splitPem(pem).map((one, index) => ({
      suffix: index === 0 ? suffix : `${suffix}/${index + 1}`,
      pem: one,
      hadKey,
    }));
  });
}
