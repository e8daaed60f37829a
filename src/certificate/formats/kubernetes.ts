/** Kubernetes manifests and kubeconfig files: the certificates in the fields that hold them, and elsewhere in a resource. */

import { getOwn } from '../../lib/collections.ts';
import { readDocuments } from '../encoding/yaml-json.ts';
import { createFailure } from '../failures.ts';
import { formatSlotName, isFailure, isParsed, type Slot, type SlotContent } from '../format-types.ts';
import {
  findEmbeddedCertificates,
  findEncodedPem,
  isPrivateKeyName,
  readBase64Field,
  readUnlabeledText,
} from './embedded.ts';
import { readPem } from './pem.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A text or bytes of a field, with the end of its slot, and where it stands in its resource, if that is looked through
 * for more. `expected` where nothing but certificates belongs there.
 */
interface CertificateField {
  slot: string;
  at?: string;
  value: unknown;
  encoded: boolean;
  expected: boolean;
}

/** The certificates in a text of one or more documents. Throws nothing for what the text holds. */
export function decodeKubernetes(text: string): Slot[] {
  return readDocuments(text).flatMap((document): Slot[] => {
    const ofFile = (findings: SlotContent[]): Slot => ({ format: 'kubernetes', slot: null, findings });
    // A template that is not rendered yet may hold certificates all the same.
    if ('failure' in document) {
      return [ofFile([document.failure, ...readPem(document.text), ...findEncodedPem(document.text)])];
    }
    // PEM by itself is a text to YAML.
    if (typeof document.value === 'string') return [ofFile(readUnlabeledText(document.value))];
    return listResources(document.value).flatMap(readResource);
  });
}

/** Lists may hold lists; more than that is a file that was built to be large. */
const MAX_LIST_DEPTH = 4;

/** The resources of a document: itself, or the items of a list, whose kind names theirs where they leave it out. */
function listResources(document: unknown): Fields[] {
  // An alias brings the same object again: once is enough.
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

/** Where each kind of resource holds certificates. */
const KINDS: Readonly<Record<string, (resource: Fields) => CertificateField[]>> = {
  // What stands in both is taken from the second, unless that is still to be filled in.
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

/** Fields of which every entry is held: they are not looked through once more. */
const FULLY_READ_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Secret: ['data', 'stringData'],
  ConfigMap: ['data', 'binaryData'],
};

/** Entries of a map whose names say that they are certificates; others are looked into, and left alone where not. */
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
    const held = readBundle(name ?? 'webhooks', webhook, ['clientConfig', 'caBundle']);
    return held.map((one) => ({ ...one, at: joinPath('webhooks', name, one.at) }));
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
  const held = getOwn(KINDS, kind)?.(resource) ?? [];
  const whole = getOwn(FULLY_READ_FIELDS, kind) ?? [];
  const rest = Object.fromEntries(Object.entries(resource).filter(([field]) => !whole.includes(field)));
  return [
    ...held.flatMap((one) => readField('kubernetes', [...path, one.slot], one)),
    ...findOtherCertificates('kubernetes', path, rest, held),
  ];
}

function readKubeconfig(config: Fields): Slot[] {
  const read = (field: string, kind: string, data: string) =>
    toArray(config[field]).flatMap((one) => {
      const name = toText(getIn(one, 'name'));
      const held = readBundle(joinPath(kind, name), one, [kind, data]);
      return held.map((one) => ({ ...one, at: joinPath(field, name, one.at) }));
    });
  const held = [
    ...read('clusters', 'cluster', 'certificate-authority-data'),
    ...read('users', 'user', 'client-certificate-data'),
  ];
  return [
    ...held.flatMap((one) => readField('kubeconfig', [one.slot], one)),
    ...findOtherCertificates('kubeconfig', [], config, held),
  ];
}

/** What stands in a resource where none of its kind has to: in an annotation, or in any field of a custom resource. */
function findOtherCertificates(
  format: Slot['format'],
  path: readonly (string | null)[],
  resource: Fields,
  held: readonly CertificateField[],
): Slot[] {
  const known = new Set(held.map((one) => one.at));
  return findEmbeddedCertificates(resource)
    .filter((written) => !known.has(written.path.join('/')))
    .map((written) => ({ format, slot: joinSlotName([...path, ...written.path]), findings: written.findings }));
}

function readField(
  format: Slot['format'],
  path: readonly (string | null)[],
  { value, encoded, expected }: CertificateField,
): Slot[] {
  const slot = joinSlotName(path);
  const findings = typeof value !== 'string' ? [] : encoded ? readBase64Field(value) : readUnlabeledText(value);
  const isFound = findings.some((finding) => isParsed(finding) || isFailure(finding));
  if (isFound) return [{ format, slot, findings }];
  return expected && !isEmpty(value) ? [{ format, slot, findings: [createFailure('slot-without-certificate')] }] : [];
}

/** Nothing, or a line end, alone or in base64, as tools write it where a controller puts the certificate in later. */
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
