/**
 * What other folders check of a manifest: templates, and files that are there or not. It is found in the nodes, so that
 * a manifest which has errors is checked whole and all its problems are told at once.
 */
import type { Source } from '../types.ts';
import { type Parts, presetOf, type WebhookPart } from './parts.ts';
import { childOf, fieldsOf, isText, type Node, oneOrMore, textOf } from './tree.ts';

export interface TemplateText {
  /** Name of the webhook, and where the text stands in it. */
  webhook: string;
  path: string[];
  text: string;
  /** Of a body; null for what is put into a URL or header. */
  mediaType: string | null;
}

/** The files of an enabled entry. */
export interface FilesOfEntry {
  entry: string;
  source: Extract<Source, { kind: 'file' }>;
}

/** Texts that hold a tag of a template. Of webhooks with one name the first has it, as in `locate`. */
export function templatesIn({ webhooks }: Parts): TemplateText[] {
  const first = new Map([...webhooks].reverse().map((webhook) => [webhook.name, webhook]));
  return [...first.values()].flatMap(textsOf).filter(({ text }) => /\{[{%#]/.test(text));
}

function textsOf({ name, node }: WebhookPart): TemplateText[] {
  const headers = fieldsOf(childOf(node, 'headers')).map(([header, field]) => ({
    path: ['headers', header],
    node: field.node,
    mediaType: null,
  }));
  const mediaType = textOf(childOf(node, 'content_type')) ?? presetOf(node)?.content_type ?? 'application/json';
  return [
    { path: ['url'], node: childOf(node, 'url'), mediaType: null },
    ...headers,
    { path: ['body_template'], node: childOf(node, 'body_template'), mediaType },
  ].flatMap(({ path, node: at, mediaType: type }) =>
    isText(at) ? [{ webhook: name, path, text: at.value, mediaType: type }] : [],
  );
}

export function filesIn({ entries }: Parts): FilesOfEntry[] {
  const first = new Map([...entries].reverse().map((entry) => [entry.name, entry]));
  return [...first].flatMap(([name, { node }]) => {
    const patterns = textsIn(childOf(node, 'file'));
    if (name === undefined || patterns.length === 0 || isDisabled(node)) return [];
    return [{ entry: name, source: { kind: 'file', patterns, exclude: textsIn(childOf(node, 'exclude')) } }];
  });
}

/** Empty where one is no text, or an empty one: an item would no longer stand at its index. */
function textsIn(node: Node | undefined): string[] {
  const texts = oneOrMore(node).map(textOf);
  return texts.every((text) => text !== undefined && text !== '') ? (texts as string[]) : [];
}

function isDisabled(entry: Node): boolean {
  const enabled = childOf(entry, 'enabled');
  return enabled?.kind === 'scalar' && enabled.value === false;
}
