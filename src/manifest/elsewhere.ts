/**
 * What other folders check of a manifest: templates, and files that are there or not. It is found in the nodes, so that
 * a manifest which has errors is checked whole and all its problems are told at once.
 */
import type { MessageName, Source } from '../types.ts';
import type { Globs } from './globs.ts';
import { heardBy } from './heard.ts';
import type { Part } from './locate.ts';
import { type Parts, presetOf, type ReceiverPart } from './parts.ts';
import { childOf, fieldsOf, isText, type Node, oneOrMore, textOf } from './tree.ts';

export interface TemplateText {
  /** The webhook or mail server, and where the text stands in it. */
  of: Part;
  path: string[];
  text: string;
  /** What it makes; of a webhook's body the content type tells how values are escaped. */
  makes: 'url' | 'header' | 'text' | 'html' | { mediaType: string };
  /** The names of the webhook's secrets; null for a mail, which sees none. */
  secrets: string[] | null;
  /** What its receiver may be told. */
  heard: MessageName[];
}

/** The files of an enabled entry. */
export interface FilesOfEntry {
  entry: string;
  source: Extract<Source, { kind: 'file' }>;
}

/** Texts that hold a tag of a template. Of receivers with one name the first has it, as in `locate`. */
export function templatesIn(parts: Parts, globs: Globs): TemplateText[] {
  const texts = [...firstOf(parts.webhooks).flatMap(webhookTexts), ...firstOf(parts.emails).flatMap(emailTexts)];
  return texts
    .filter(({ text }) => /\{[{%#]/.test(text))
    .map((text) => ({ ...text, heard: heardBy(text.of.in, text.of.name, parts, globs) }));
}

interface ReceiverText extends Omit<TemplateText, 'heard'> {
  of: { in: 'webhook' | 'email'; name: string };
}

function firstOf(receivers: readonly ReceiverPart[]): ReceiverPart[] {
  return [...new Map([...receivers].reverse().map((receiver) => [receiver.name, receiver])).values()];
}

function emailTexts({ name, node }: ReceiverPart): ReceiverText[] {
  return ['subject', 'text_template', 'html_template'].flatMap((key) => {
    const text = childOf(node, key);
    const makes = key === 'html_template' ? 'html' : 'text';
    return isText(text) ? [{ of: { in: 'email', name }, path: [key], text: text.value, makes, secrets: null }] : [];
  });
}

function webhookTexts({ name, node }: ReceiverPart): ReceiverText[] {
  const headers = fieldsOf(childOf(node, 'headers')).map(([header, field]) => ({
    path: ['headers', header],
    node: field.node,
    makes: 'header' as const,
  }));
  const secrets = [...new Set([...fieldsOf(childOf(node, 'secrets'))].map(([secret]) => secret))];
  const mediaType = textOf(childOf(node, 'content_type')) ?? presetOf(node)?.content_type ?? 'application/json';
  return [
    { path: ['url'], node: childOf(node, 'url'), makes: 'url' as const },
    ...headers,
    { path: ['body_template'], node: childOf(node, 'body_template'), makes: { mediaType } },
  ].flatMap(({ path, node: at, makes }) =>
    isText(at) ? [{ of: { in: 'webhook', name }, path, text: at.value, makes, secrets }] : [],
  );
}

export function filesIn({ entries }: Parts): FilesOfEntry[] {
  const first = new Map([...entries].reverse().map((entry) => [entry.name, entry]));
  return [...first].flatMap(([name, { node }]) => {
    const patterns = textsIn(childOf(node, 'file'));
    if (name === undefined || patterns.length === 0 || isDisabled(node)) return [];
    return [
      {
        entry: name,
        source: {
          kind: 'file',
          patterns,
          exclude: textsIn(childOf(node, 'exclude')),
          trust: 'none',
          ca_file: null,
          aia: false,
          revocation: false,
        },
      },
    ];
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
