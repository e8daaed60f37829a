/** Decodes Kubernetes manifests and kubeconfig files: certificates in the fields for them, and in any other field. */

import { isPrivateKeyName } from '../../domain/certificate-names.ts';
import { getOwn } from '../../lib/collections.ts';
import { readDocuments } from '../encoding/yaml-json.ts';
import { createFailure } from '../failures.ts';
import { formatSlotName, isFailure, isParsed, type Slot, type SlotContent } from '../format-types.ts';
import { findEmbeddedCertificates, findEncodedPem, readBase64Field, readUnlabeledText } from './embedded.ts';
import { readPem } from './pem.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A field that may have certificates. `slot` is the last part of the name of its slot, `at` its path in the resource if
 * other fields of the resource are searched too. `expected`: the field must have certificates.
 */
interface CertificateField {
  slot: string;
  at?: string;
  value: unknown;
  encoded: boolean;
  expected: boolean;
}

/** Decodes a text of one or more documents. It does not throw for malformed documents. */
export function decodeKubernetes(text: string): Slot[] {
  return readDocuments(text).flatMap((document): Slot[] => {
    const createSlot = (contents: SlotContent[]): Slot => ({ format: 'kubernetes', name: null, contents });
    // A template that is not rendered yet may have certificates too.
    if ('failure' in document) {
      return [createSlot([document.failure, ...readPem(document.text), ...findEncodedPem(document.text)])];
    }
    // YAML parses plain PEM as a string.
    if (typeof document.value === 'string') return [createSlot(readUnlabeledText(document.value))];
    return listResources(document.value).flatMap(readResource);
  });
}

/** Lists may contain lists; deeper ones are not followed. */
const MAX_LIST_DEPTH = 4;

/**
 * Lists the resources of a document: the document itself, or the items of a list. Items may omit their kind, which the kind of the list
 * implies.
 */
function listResources(document: unknown): Fields[] {
  // A YAML alias repeats an object.
  const seen = new Set<unknown>();
  const resources: Fields[] = [];
  const visit = (value: unknown, kind: string | null, depth: number) => {
    if (seen.has(value) || depth > MAX_LIST_DEPTH) return;
    seen.add(value);
    if (Array.isArray(value)) for (const one of value) visit(one, kind, depth + 1);
    if (!isFields(value)) return;
    const own = toText(value.kind) ?? kind;
    const list = toArray(value.items);
    if (list.length === 0 || own === null || !own.endsWith('List')) {
      resources.push(own === null ? value : { ...value, kind: own });
      return;
    }
    for (const item of list) visit(item, own.slice(0, -'List'.length) || null, depth + 1);
  };
  visit(document, null, 0);
  return resources;
}

/** The fields with certificates of each kind of resource. */
const KINDS: Readonly<Record<string, (resource: Fields) => CertificateField[]>> = {
  // `stringData` overrides `data`, unless it is empty and filled in later.
  Secret: ({ data, stringData }) => [
    ...readEntries(omitOverridden(data, stringData), true),
    ...readEntries(stringData, false),
  ],
  ConfigMap: ({ data, binaryData }) => [...readEntries(data, false), ...readEntries(binaryData, true)],
  ValidatingWebhookConfiguration: readWebhooks,
  MutatingWebhookConfiguration: readWebhooks,
  APIService: (resource) => readBundle('caBundle', resource, ['spec', 'caBundle']),
  CustomResourceDefinition: (resource) =>
    readBundle('caBundle', resource, ['spec', 'conversion', 'webhook', 'clientConfig', 'caBundle']),
  ClusterTrustBundle: ({ spec }) => [
    { slot: 'trustBundle', at: 'spec/trustBundle', value: getIn(spec, 'trustBundle'), encoded: false, expected: true },
  ],
};

/** Fields whose entries have all been read, so that they are not searched again. */
const FULLY_READ_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Secret: ['data', 'stringData'],
  ConfigMap: ['data', 'binaryData'],
};

/** The names of entries that must be certificates. Other entries are read, and ignored if they are not certificates. */
const CERTIFICATE_NAME = /\.(?:crt|cer|pem)$/;

function readEntries(map: unknown, encoded: boolean): CertificateField[] {
  if (!isFields(map)) return [];
  return Object.entries(map)
    .filter(([name]) => !isPrivateKeyName(name))
    .map(([slot, value]) => ({ slot, value, encoded, expected: CERTIFICATE_NAME.test(slot) }));
}

function omitOverridden(map: unknown, other: unknown): unknown {
  if (!isFields(map) || !isFields(other)) return map;
  return Object.fromEntries(Object.entries(map).filter(([name]) => isEmpty(getOwn(other, name) ?? null)));
}

function readWebhooks(resource: Fields): CertificateField[] {
  return toArray(resource.webhooks).flatMap((webhook) => {
    const name = toText(getIn(webhook, 'name'));
    const fields = readBundle(name ?? 'webhooks', webhook, ['clientConfig', 'caBundle']);
    return fields.map((one) => ({ ...one, at: joinPath('webhooks', name, one.at) }));
  });
}

function readBundle(slot: string, holder: unknown, path: readonly string[]): CertificateField[] {
  const value = getIn(holder, ...path);
  if (value === undefined) return [];
  return [{ slot, at: path.join('/'), value, encoded: true, expected: true }];
}

function readResource(resource: Fields): Slot[] {
  const kind = toText(resource.kind) ?? '';
  if (kind === 'Config' && ('clusters' in resource || 'users' in resource)) return readKubeconfig(resource);
  const name = toText(getIn(resource, 'metadata', 'name')) ?? toText(getIn(resource, 'metadata', 'generateName'));
  const path = [toText(getIn(resource, 'metadata', 'namespace')), kind.toLowerCase() || null, name];
  const fields = getOwn(KINDS, kind)?.(resource) ?? [];
  const whole = getOwn(FULLY_READ_FIELDS, kind) ?? [];
  const rest = Object.fromEntries(Object.entries(resource).filter(([field]) => !whole.includes(field)));
  return [
    ...fields.flatMap((one) => readField('kubernetes', [...path, one.slot], one)),
    ...findOtherCertificates('kubernetes', path, rest, fields),
  ];
}

function readKubeconfig(config: Fields): Slot[] {
  const read = (field: string, kind: string, data: string) =>
    toArray(config[field]).flatMap((one) => {
      const name = toText(getIn(one, 'name'));
      const fields = readBundle(joinPath(kind, name), one, [kind, data]);
      return fields.map((one) => ({ ...one, at: joinPath(field, name, one.at) }));
    });
  const fields = [
    ...read('clusters', 'cluster', 'certificate-authority-data'),
    ...read('users', 'user', 'client-certificate-data'),
  ];
  return [
    ...fields.flatMap((one) => readField('kubeconfig', [one.slot], one)),
    ...findOtherCertificates('kubeconfig', [], config, fields),
  ];
}

/** Finds certificates in other fields: in an annotation, or in any field of a custom resource. */
function findOtherCertificates(
  format: Slot['format'],
  path: readonly (string | null)[],
  resource: Fields,
  fields: readonly CertificateField[],
): Slot[] {
  const known = new Set(fields.map((one) => one.at));
  return findEmbeddedCertificates(resource)
    .filter((embedded) => !known.has(embedded.path.join('/')))
    .map((embedded) => ({ format, name: joinSlotName([...path, ...embedded.path]), contents: embedded.contents }));
}

function readField(
  format: Slot['format'],
  path: readonly (string | null)[],
  { value, encoded, expected }: CertificateField,
): Slot[] {
  const name = joinSlotName(path);
  const contents = typeof value !== 'string' ? [] : encoded ? readBase64Field(value) : readUnlabeledText(value);
  const isFound = contents.some((content) => isParsed(content) || isFailure(content));
  if (isFound) return [{ format, name, contents }];
  return expected && !isEmpty(value) ? [{ format, name, contents: [createFailure('slot-without-certificate')] }] : [];
}

/** Whether a value is empty or only a line end, plain or in base64. Tools write such values if a controller adds the certificate later. */
function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'string' && ['', 'Cg==', 'DQo='].includes(value.trim()));
}

function joinPath(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string').join('/');
}

function joinSlotName(path: readonly (string | null)[]): string | null {
  return formatSlotName(joinPath(...path));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function toText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function getIn(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isFields(inner) ? getOwn(inner, key) : undefined), value);
}
