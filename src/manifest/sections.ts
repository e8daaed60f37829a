/** A manifest with its included files, taken apart into what is checked: nodes, not yet known to be valid. */
import { own } from '../lib/collections.ts';
import { type Suggest, suggester } from '../lib/did-you-mean.ts';
import { PRESETS, type Preset } from '../presets/index.ts';
import { childOf, fieldOf, fieldsOf, itemsOf, type MapNode, mergeUnder, type Node, textOf } from './yaml/node.ts';
import type { Span } from './yaml/source-file.ts';

export interface EntryPart {
  name: string | undefined;
  /** As written. */
  own: MapNode;
  /** With the manifest's `defaults` under it. */
  node: MapNode;
}

/** A receiver by its name: an item of `webhooks` or of `email`. */
export interface ReceiverPart {
  name: string;
  key: Span;
  node: Node;
}

export interface RulePart {
  name: string | undefined;
  node: MapNode;
}

export type PolicyPart = RulePart;

export interface Parts {
  root: Node;
  settings: Node | undefined;
  defaults: Node | undefined;
  entries: EntryPart[];
  webhooks: ReceiverPart[];
  emails: ReceiverPart[];
  rules: RulePart[];
  silences: MapNode[];
  policies: PolicyPart[];
  /** The receivers again, to be found by their names: of one name the first. */
  webhook: ReadonlyMap<string, Node>;
  email: ReadonlyMap<string, Node>;
  /** The known word that is nearest to one of the manifest's. */
  near: Suggest;
}

/** `documents` are the manifest and then its included files. */
export function takeApart(root: Node, documents: readonly Node[]): Parts {
  const defaults = childOf(root, 'defaults');
  const [webhooks, emails] = [receivers(documents, 'webhooks'), receivers(documents, 'email')];
  return {
    root,
    settings: childOf(root, 'settings'),
    defaults,
    entries: documents.flatMap((document) => maps(document, 'certificates')).map((own) => entryPart(own, defaults)),
    webhooks,
    emails,
    rules: namedMaps(documents, 'rules'),
    silences: documents.flatMap((document) => maps(document, 'silences')),
    policies: namedMaps(documents, 'policies'),
    webhook: byName(webhooks),
    email: byName(emails),
    near: suggester(),
  };
}

/** Of a rule: whether it is not switched off. */
export function isEnabled({ node }: RulePart): boolean {
  const enabled = childOf(node, 'enabled');
  return enabled?.kind !== 'scalar' || enabled.value !== false;
}

function maps(document: Node, key: string): MapNode[] {
  return itemsOf(childOf(document, key)).filter((item) => item.kind === 'map');
}

function namedMaps(documents: readonly Node[], key: string): RulePart[] {
  return documents
    .flatMap((document) => maps(document, key))
    .map((node) => ({ name: textOf(childOf(node, 'name')), node }));
}

function byName(receivers: readonly ReceiverPart[]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const { name, node } of receivers) if (!found.has(name)) found.set(name, node);
  return found;
}

function receivers(documents: readonly Node[], key: string): ReceiverPart[] {
  return documents
    .flatMap((document) => fieldsOf(childOf(document, key)))
    .map(([name, { key, node }]) => ({ name, key, node }));
}

function entryPart(own: MapNode, defaults: Node | undefined): EntryPart {
  return { name: textOf(childOf(own, 'name')), own, node: mergeUnder(own, defaults) as MapNode };
}

/** The value of a setting as it holds for an entry: its own, that of `defaults`, or that of `settings`. */
export function effective(part: EntryPart, parts: Parts, key: string): Node | undefined {
  return childOf(part.node, key) ?? childOf(parts.settings, key);
}

/** The preset that a webhook names, where there is one of that name. */
export function presetOf(webhook: Node | undefined): Preset | null {
  const name = textOf(childOf(webhook, 'preset'));
  return own<Preset>(PRESETS, name ?? '') ?? null;
}

/** Takes labels as they are written (`x-as-written` of the schema): 0123 and yes are texts there. */
export function labelsAsWritten(document: Node): void {
  rewrite(childOf(document, 'defaults'));
  for (const entry of itemsOf(childOf(document, 'certificates'))) rewrite(entry);
  for (const key of ['rules', 'silences', 'policies']) {
    for (const one of itemsOf(childOf(document, key))) rewrite(childOf(one, 'match'));
  }
}

function rewrite(owner: Node | undefined): void {
  const labels = fieldOf(owner, 'labels');
  if (owner?.kind !== 'map' || labels?.node.kind !== 'map') return;
  const fields = new Map(fieldsOf(labels.node).map(([key, field]) => [key, { ...field, node: asWritten(field.node) }]));
  owner.fields.set('labels', { ...labels, node: { ...labels.node, fields } });
}

/** A scalar's text; null stays null, since a label without a value is a slip. */
function asWritten(node: Node): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map(asWritten) };
  if (node.kind === 'map' || node.value === null) return node;
  return { ...node, value: node.text };
}
