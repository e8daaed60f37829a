/** Splits a manifest and its included files into the sections that the checks work on. The nodes are not yet validated. */
import type { PossibleLabels } from '../domain/index.ts';
import { appliesToEntry } from '../domain/sources/fields.ts';
import { findSourceDefinition } from '../domain/sources/index.ts';
import { getOwn } from '../lib/collections.ts';
import { createSuggester, type Suggest } from '../lib/text/did-you-mean.ts';
import { PRESETS, type Preset } from '../presets/index.ts';
import {
  getChild,
  getField,
  getText,
  isBoolean,
  listFields,
  listItems,
  type MapNode,
  mergeDefaults,
  type Node,
} from './yaml/node.ts';
import type { Span } from './yaml/source-file.ts';

export interface EntrySection {
  name: string | undefined;
  /** The fields set in the entry itself. */
  own: MapNode;
  /** The fields including the manifest's `defaults`. */
  node: MapNode;
  /** The labels including those of `defaults`. */
  labels: Record<string, string>;
}

/** Lists the labels that the certificates of an entry can have. */
export function listPossibleLabels(entry: EntrySection): PossibleLabels {
  return findSource(entry.node)?.inventory === undefined ? entry.labels : 'any';
}

/** An item of `webhooks` or `email`. */
export interface ReceiverSection {
  name: string;
  key: Span;
  node: Node;
}

export interface RuleSection {
  name: string | undefined;
  node: MapNode;
}

export type PolicySection = RuleSection;

export interface ManifestSections {
  root: Node;
  settings: Node | undefined;
  defaults: Node | undefined;
  observations: Node | undefined;
  network: Node | undefined;
  entries: EntrySection[];
  webhooks: ReceiverSection[];
  emails: ReceiverSection[];
  rules: RuleSection[];
  silences: MapNode[];
  policies: PolicySection[];
  /** Receivers by name. If a name is used twice, the first receiver is used. */
  webhook: ReadonlyMap<string, Node>;
  email: ReadonlyMap<string, Node>;
  /** Finds the known word that is most similar to one in the manifest. */
  near: Suggest;
}

/** `documents`: the manifest, followed by its included files. */
export function splitSections(root: Node, documents: readonly Node[]): ManifestSections {
  const defaults = getChild(root, 'defaults');
  const listMaps = (key: string): MapNode[] =>
    documents.flatMap((document) => listItems(getChild(document, key))).filter((item) => item.kind === 'map');
  const listNamedMaps = (key: string): RuleSection[] => listMaps(key).map((node) => ({ name: getName(node), node }));
  const listReceivers = (kind: string): ReceiverSection[] =>
    documents
      .flatMap((document) => listFields(getChild(document, kind)))
      .map(([name, { key, node }]) => ({ name, key, node }));
  const webhooks = listReceivers('webhooks');
  const emails = listReceivers('email');
  return {
    root,
    settings: getChild(root, 'settings'),
    defaults,
    observations: getChild(root, 'observations'),
    network: getChild(root, 'network'),
    entries: listMaps('certificates').map((own) => createEntrySection(own, defaults)),
    webhooks,
    emails,
    rules: listNamedMaps('rules'),
    silences: listMaps('silences'),
    policies: listNamedMaps('policies'),
    webhook: indexByName(webhooks),
    email: indexByName(emails),
    near: createSuggester(),
  };
}

function getName(node: Node): string | undefined {
  return getText(getChild(node, 'name'));
}

function createEntrySection(own: MapNode, defaults: Node | undefined): EntrySection {
  const node = mergeDefaults(own, defaults, isDefaultWanted);
  const labels: [string, string][] = [];
  for (const [label, field] of listFields(getChild(node, 'labels'))) {
    const value = getText(field.node);
    if (value !== undefined) labels.push([label, value]);
  }
  return { name: getName(own), own, node, labels: Object.fromEntries(labels) };
}

function isDefaultWanted(key: string, own: MapNode['fields']): boolean {
  return appliesToEntry(key, (other) => own.get(other) !== undefined);
}

function indexByName(receivers: readonly ReceiverSection[]): Map<string, Node> {
  return new Map(receivers.toReversed().map(({ name, node }) => [name, node]));
}

/** Whether a rule or an entry is not disabled. */
export function isEnabled({ node }: { node: Node }): boolean {
  return !isBoolean(getChild(node, 'enabled'), false);
}

/** Whether an entry has test certificates. */
export function isFixture({ own }: Pick<EntrySection, 'own'>): boolean {
  return getText(getChild(own, 'kind')) === 'fixture';
}

/** Finds the definition of an entry's kind of source. Returns undefined if the entry has no source. */
export function findSource(entry: Node) {
  return findSourceDefinition((key) => getChild(entry, key) !== undefined);
}

/** Resolves the effective value of a setting for an entry: from the entry, `defaults` or `settings`, in this order. */
export function resolveSetting(entry: EntrySection, sections: ManifestSections, key: string): Node | undefined {
  return getChild(entry.node, key) ?? getChild(sections.settings, key);
}

/** Finds the preset of a webhook. Returns null if it has none, or an unknown one. */
export function findPreset(webhook: Node | undefined): Preset | null {
  return getOwn<Preset>(PRESETS, getText(getChild(webhook, 'preset')) ?? '') ?? null;
}

/**
 * Converts label values to strings as written (`x-as-written` in the schema), such as 0123 and yes. Changes `document`.
 */
export function readLabelsAsText(document: Node): void {
  convertLabels(getChild(document, 'defaults'));
  for (const entry of listItems(getChild(document, 'certificates'))) convertLabels(entry);
  for (const key of ['rules', 'silences', 'policies']) {
    for (const item of listItems(getChild(document, key))) convertLabels(getChild(item, 'match'));
  }
}

function convertLabels(owner: Node | undefined): void {
  const labels = getField(owner, 'labels');
  if (owner?.kind !== 'map' || labels?.node.kind !== 'map') return;
  const fields = listFields(labels.node).map(([key, field]) => [key, { ...field, node: toText(field.node) }] as const);
  owner.fields.set('labels', { ...labels, node: { ...labels.node, fields: new Map(fields) } });
}

/** Null stays null, because a label without a value is reported. */
function toText(node: Node): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map(toText) };
  if (node.kind === 'map' || node.value === null) return node;
  return { ...node, value: node.text };
}
