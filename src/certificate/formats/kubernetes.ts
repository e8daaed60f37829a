/** Kubernetes manifests and kubeconfig files: the certificates in the fields that hold them, and elsewhere in a resource. */

import { own } from '../../lib/collections.ts';
import { readDocuments } from '../encoding/yaml-json.ts';
import { failure } from '../failures.ts';
import { type Finding, type Item, isFailure, isParsed, slotName } from '../format-types.ts';
import { findEncodedPem, findWritten, isKey, readEncoded, readText } from './embedded.ts';
import { readPem } from './pem.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A text or bytes of a field, with the end of its slot, and where it stands in its resource, if that is looked through
 * for more. `expected` where nothing but certificates belongs there.
 */
interface Held {
  slot: string;
  at?: string;
  value: unknown;
  encoded: boolean;
  expected: boolean;
}

/** The certificates in a text of one or more documents. Throws nothing for what the text holds. */
export function decodeKubernetes(text: string): Item[] {
  return readDocuments(text).flatMap((document): Item[] => {
    const ofFile = (findings: Finding[]): Item => ({ format: 'kubernetes', slot: null, findings });
    // A template that is not rendered yet may hold certificates all the same.
    if ('failure' in document) {
      return [ofFile([document.failure, ...readPem(document.text), ...findEncodedPem(document.text)])];
    }
    // PEM by itself is a text to YAML.
    if (typeof document.value === 'string') return [ofFile(readText(document.value))];
    return resourcesIn(document.value).flatMap(itemsOf);
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
    if (seen.has(value) || depth > DEEPEST_LIST) return;
    seen.add(value);
    if (Array.isArray(value)) for (const one of value) visit(one, kind, depth + 1);
    if (!isFields(value)) return;
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
  // What stands in both is taken from the second, unless that is still to be filled in.
  Secret: ({ data, stringData }) => [...entries(without(data, stringData), true), ...entries(stringData, false)],
  ConfigMap: ({ data, binaryData }) => [...entries(data, false), ...entries(binaryData, true)],
  ValidatingWebhookConfiguration: webhooks,
  MutatingWebhookConfiguration: webhooks,
  APIService: (resource) => bundle('caBundle', resource, ['spec', 'caBundle']),
  CustomResourceDefinition: (resource) =>
    bundle('caBundle', resource, ['spec', 'conversion', 'webhook', 'clientConfig', 'caBundle']),
  ClusterTrustBundle: ({ spec }) => [
    { slot: 'trustBundle', at: 'spec/trustBundle', value: at(spec, 'trustBundle'), encoded: false, expected: true },
  ],
};

/** Fields of which every entry is held: they are not looked through once more. */
const WHOLE: Readonly<Record<string, readonly string[]>> = {
  Secret: ['data', 'stringData'],
  ConfigMap: ['data', 'binaryData'],
};

/** Entries of a map whose names say that they are certificates; others are looked into, and left alone where not. */
const CERTIFICATE_NAME = /\.(?:crt|cer|pem)$/;

function entries(map: unknown, encoded: boolean): Held[] {
  if (!isFields(map)) return [];
  return Object.entries(map)
    .filter(([name]) => !isKey(name))
    .map(([slot, value]) => ({ slot, value, encoded, expected: CERTIFICATE_NAME.test(slot) }));
}

function without(map: unknown, other: unknown): unknown {
  if (!isFields(map) || !isFields(other)) return map;
  return Object.fromEntries(Object.entries(map).filter(([name]) => isEmpty(own(other, name) ?? null)));
}

function webhooks(resource: Fields): Held[] {
  return listOf(resource.webhooks).flatMap((webhook) => {
    const name = textOf(at(webhook, 'name'));
    const held = bundle(name ?? 'webhooks', webhook, ['clientConfig', 'caBundle']);
    return held.map((one) => ({ ...one, at: pathOf('webhooks', name, one.at) }));
  });
}

function bundle(slot: string, holder: unknown, path: readonly string[]): Held[] {
  const value = at(holder, ...path);
  if (value === undefined) return [];
  return [{ slot, at: path.join('/'), value, encoded: true, expected: true }];
}

function itemsOf(resource: Fields): Item[] {
  const kind = textOf(resource.kind) ?? '';
  if (kind === 'Config' && ('clusters' in resource || 'users' in resource)) return kubeconfig(resource);
  const name = textOf(at(resource, 'metadata', 'name')) ?? textOf(at(resource, 'metadata', 'generateName'));
  const path = [textOf(at(resource, 'metadata', 'namespace')), kind.toLowerCase() || null, name];
  const held = own(KINDS, kind)?.(resource) ?? [];
  const whole = own(WHOLE, kind) ?? [];
  const rest = Object.fromEntries(Object.entries(resource).filter(([field]) => !whole.includes(field)));
  return [
    ...held.flatMap((one) => itemOf('kubernetes', [...path, one.slot], one)),
    ...elsewhere('kubernetes', path, rest, held),
  ];
}

function kubeconfig(config: Fields): Item[] {
  const read = (field: string, kind: string, data: string) =>
    listOf(config[field]).flatMap((one) => {
      const name = textOf(at(one, 'name'));
      const held = bundle(pathOf(kind, name), one, [kind, data]);
      return held.map((one) => ({ ...one, at: pathOf(field, name, one.at) }));
    });
  const held = [
    ...read('clusters', 'cluster', 'certificate-authority-data'),
    ...read('users', 'user', 'client-certificate-data'),
  ];
  return [
    ...held.flatMap((one) => itemOf('kubeconfig', [one.slot], one)),
    ...elsewhere('kubeconfig', [], config, held),
  ];
}

/** What stands in a resource where none of its kind has to: in an annotation, or in any field of a custom resource. */
function elsewhere(
  format: Item['format'],
  path: readonly (string | null)[],
  resource: Fields,
  held: readonly Held[],
): Item[] {
  const known = new Set(held.map((one) => one.at));
  return findWritten(resource)
    .filter((written) => !known.has(written.path.join('/')))
    .map((written) => ({ format, slot: slotOf([...path, ...written.path]), findings: written.findings }));
}

function itemOf(format: Item['format'], path: readonly (string | null)[], { value, encoded, expected }: Held): Item[] {
  const slot = slotOf(path);
  const findings = typeof value !== 'string' ? [] : encoded ? readEncoded(value) : readText(value);
  const isFound = findings.some((finding) => isParsed(finding) || isFailure(finding));
  if (isFound) return [{ format, slot, findings }];
  return expected && !isEmpty(value) ? [{ format, slot, findings: [failure('slot-without-certificate')] }] : [];
}

/** Nothing, or a line end, alone or in base64, as tools write it where a controller puts the certificate in later. */
function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'string' && ['', 'Cg==', 'DQo='].includes(value.trim()));
}

function pathOf(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string').join('/');
}

function slotOf(path: readonly (string | null)[]): string | null {
  return slotName(pathOf(...path));
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
