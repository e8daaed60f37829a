/** Kubernetes manifests and kubeconfig files: the certificates in the fields that hold them, in YAML or JSON. */

import { own } from '../collections.ts';
import { type Finding, type Item, isFailure, isParsed, slotName } from './content.ts';
import { readDocuments } from './documents.ts';
import { failure } from './failures.ts';
import { formatOfBinary, looksLikeDer } from './formats.ts';
import { readPem } from './pem-text.ts';
import { tryParse } from './x509.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A text or bytes of a field, with the end of its slot. `expected` where nothing but certificates belongs there. */
interface Held {
  slot: string;
  value: unknown;
  encoded: boolean;
  expected: boolean;
}

/** The certificates in a text of one or more documents. Throws nothing for what the text holds. */
export function decodeKubernetes(text: string): Item[] {
  return readDocuments(text).flatMap((document): Item[] => {
    if ('value' in document) return resourcesIn(document.value).flatMap(itemsOf);
    // A template that is not rendered yet may hold certificates all the same.
    return [{ format: 'kubernetes', slot: null, findings: [document.failure, ...readPem(document.text)] }];
  });
}

/** Lists may hold lists; more than that is a file that was built to be large. */
const DEEPEST_LIST = 4;

/** The resources of a document: itself, or the items of a list, whose kind names theirs where they leave it out. */
function resourcesIn(document: unknown): Fields[] {
  // An alias brings the same object again: once is enough.
  const seen = new Set<unknown>();
  const resources: Fields[] = [];
  const visit = (value: unknown, kind: string | null, depth: number) => {
    if (!isFields(value) || seen.has(value) || depth > DEEPEST_LIST) return;
    seen.add(value);
    const own = textOf(value.kind) ?? kind;
    const list = listOf(value.items);
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
const KINDS: Readonly<Record<string, (resource: Fields) => Held[]>> = {
  Secret: ({ data, stringData }) => [...entries(data, true), ...entries(stringData, false)],
  ConfigMap: ({ data, binaryData }) => [...entries(data, false), ...entries(binaryData, true)],
  ValidatingWebhookConfiguration: webhooks,
  MutatingWebhookConfiguration: webhooks,
  APIService: ({ spec }) => bundle('caBundle', at(spec, 'caBundle')),
  CustomResourceDefinition: ({ spec }) =>
    bundle('caBundle', at(spec, 'conversion', 'webhook', 'clientConfig', 'caBundle')),
  ClusterTrustBundle: ({ spec }) => [
    { slot: 'trustBundle', value: at(spec, 'trustBundle'), encoded: false, expected: true },
  ],
};

/** Entries of a map whose names say that they are certificates; others are looked into, and left alone where not. */
const CERTIFICATE_NAME = /\.(?:crt|cer|pem)$/;
const KEY_NAME = /\.key$|-key\.pem$/;

function entries(map: unknown, encoded: boolean): Held[] {
  if (!isFields(map)) return [];
  return Object.entries(map)
    .filter(([name, value]) => !KEY_NAME.test(name) && value !== '')
    .map(([slot, value]) => ({ slot, value, encoded, expected: CERTIFICATE_NAME.test(slot) }));
}

function webhooks(resource: Fields): Held[] {
  return listOf(resource.webhooks).flatMap((webhook, index) =>
    bundle(textOf(at(webhook, 'name')) ?? `webhooks/${index}`, at(webhook, 'clientConfig', 'caBundle')),
  );
}

/** Left out where a controller puts it in later. */
function bundle(slot: string, value: unknown): Held[] {
  return value === undefined || value === null || value === '' ? [] : [{ slot, value, encoded: true, expected: true }];
}

function itemsOf(resource: Fields): Item[] {
  const kind = textOf(resource.kind) ?? '';
  if (kind === 'Config' && ('clusters' in resource || 'users' in resource)) return kubeconfig(resource);
  const held = own(KINDS, kind)?.(resource) ?? [];
  const name = textOf(at(resource, 'metadata', 'name'));
  const namespace = textOf(at(resource, 'metadata', 'namespace'));
  const path = [namespace, kind.toLowerCase(), name ?? textOf(at(resource, 'metadata', 'generateName'))];
  return held.flatMap((one) => itemOf('kubernetes', [...path, one.slot], one));
}

function kubeconfig(config: Fields): Item[] {
  const read = (list: unknown, kind: string, field: string) =>
    listOf(list).flatMap((one, index) => {
      const name = textOf(at(one, 'name')) ?? String(index);
      return bundle(field, at(one, kind, field)).flatMap((held) => itemOf('kubeconfig', [kind, name], held));
    });
  return [
    ...read(config.clusters, 'cluster', 'certificate-authority-data'),
    ...read(config.users, 'user', 'client-certificate-data'),
  ];
}

function itemOf(format: Item['format'], path: readonly (string | null)[], { value, encoded, expected }: Held): Item[] {
  const slot = slotName(path.filter((part) => part !== null).join('/'));
  const findings = typeof value === 'string' ? findingsIn(value, encoded) : [];
  const isFound = findings.some((finding) => isParsed(finding) || isFailure(finding));
  if (isFound) return [{ format, slot, findings }];
  return expected ? [{ format, slot, findings: [failure('slot-without-certificate')] }] : [];
}

function findingsIn(value: string, encoded: boolean): Finding[] {
  if (!encoded) return readPem(value);
  const bytes = Buffer.from(value, 'base64');
  // Of what else is binary, such as a keystore or a key, nothing is read.
  if (looksLikeDer(bytes)) return formatOfBinary(bytes) === 'certificate' ? [tryParse(bytes, 'The entry')] : [];
  return readPem(bytes.toString('latin1'));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isFields(inner) ? own(inner, key) : undefined), value);
}
