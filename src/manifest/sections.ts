/** A manifest with its included files, taken apart into what is checked: nodes, not yet known to be valid. */
import { findSourceDefinition } from '../domain/sources/index.ts';
import { getOwn } from '../lib/collections.ts';
import { createSuggester, type Suggest } from '../lib/did-you-mean.ts';
import { PRESETS, type Preset } from '../presets/index.ts';
import {
  getChild,
  getField,
  getText,
  listFields,
  listItems,
  type MapNode,
  mergeDefaults,
  type Node,
} from './yaml/node.ts';
import type { Span } from './yaml/source-file.ts';

export interface EntrySection {
  name: string | undefined;
  /** As written. */
  own: MapNode;
  /** With the manifest's `defaults` under it. */
  node: MapNode;
}

/** A receiver by its name: an item of `webhooks` or of `email`. */
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
  entries: EntrySection[];
  webhooks: ReceiverSection[];
  emails: ReceiverSection[];
  rules: RuleSection[];
  silences: MapNode[];
  policies: PolicySection[];
  /** The receivers again, to be found by their names: of one name the first. */
  webhook: ReadonlyMap<string, Node>;
  email: ReadonlyMap<string, Node>;
  /** The known word that is nearest to one of the manifest's. */
  near: Suggest;
}

/** `documents` are the manifest and then its included files. */
export function splitSections(root: Node, documents: readonly Node[]): ManifestSections {
  const defaults = getChild(root, 'defaults');
  const [webhooks, emails] = [listReceivers(documents, 'webhooks'), listReceivers(documents, 'email')];
  return {
    root,
    settings: getChild(root, 'settings'),
    defaults,
    entries: documents
      .flatMap((document) => listMaps(document, 'certificates'))
      .map((own) => createEntrySection(own, defaults)),
    webhooks,
    emails,
    rules: listNamedMaps(documents, 'rules'),
    silences: documents.flatMap((document) => listMaps(document, 'silences')),
    policies: listNamedMaps(documents, 'policies'),
    webhook: indexByName(webhooks),
    email: indexByName(emails),
    near: createSuggester(),
  };
}

/** Of a rule: whether it is not switched off. */
export function isEnabled({ node }: RuleSection): boolean {
  const enabled = getChild(node, 'enabled');
  return enabled?.kind !== 'scalar' || enabled.value !== false;
}

function listMaps(document: Node, key: string): MapNode[] {
  return listItems(getChild(document, key)).filter((item) => item.kind === 'map');
}

function listNamedMaps(documents: readonly Node[], key: string): RuleSection[] {
  return documents
    .flatMap((document) => listMaps(document, key))
    .map((node) => ({ name: getText(getChild(node, 'name')), node }));
}

function indexByName(receivers: readonly ReceiverSection[]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const { name, node } of receivers) if (!found.has(name)) found.set(name, node);
  return found;
}

function listReceivers(documents: readonly Node[], key: string): ReceiverSection[] {
  return documents
    .flatMap((document) => listFields(getChild(document, key)))
    .map(([name, { key, node }]) => ({ name, key, node }));
}

function createEntrySection(own: MapNode, defaults: Node | undefined): EntrySection {
  return { name: getText(getChild(own, 'name')), own, node: mergeDefaults(own, defaults) as MapNode };
}

/** The kind of source that an entry has. undefined: it has none. */
export function findSource(entry: Node) {
  return findSourceDefinition((key) => getChild(entry, key) !== undefined);
}

/** The value of a setting as it holds for an entry: its own, that of `defaults`, or that of `settings`. */
export function resolveSetting(part: EntrySection, parts: ManifestSections, key: string): Node | undefined {
  return getChild(part.node, key) ?? getChild(parts.settings, key);
}

/** The preset that a webhook names, where there is one of that name. */
export function findPreset(webhook: Node | undefined): Preset | null {
  const name = getText(getChild(webhook, 'preset'));
  return getOwn<Preset>(PRESETS, name ?? '') ?? null;
}

/** Takes labels as they are written (`x-as-written` of the schema): 0123 and yes are texts there. */
export function readLabelsAsText(document: Node): void {
  convertLabels(getChild(document, 'defaults'));
  for (const entry of listItems(getChild(document, 'certificates'))) convertLabels(entry);
  for (const key of ['rules', 'silences', 'policies']) {
    for (const one of listItems(getChild(document, key))) convertLabels(getChild(one, 'match'));
  }
}

function convertLabels(owner: Node | undefined): void {
  const labels = getField(owner, 'labels');
  if (owner?.kind !== 'map' || labels?.node.kind !== 'map') return;
  const fields = new Map(
    listFields(labels.node).map(([key, field]) => [key, { ...field, node: toTextNode(field.node) }]),
  );
  owner.fields.set('labels', { ...labels, node: { ...labels.node, fields } });
}

/** A scalar's text; null stays null, since a label without a value is a slip. */
function toTextNode(node: Node): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map(toTextNode) };
  if (node.kind === 'map' || node.value === null) return node;
  return { ...node, value: node.text };
}
