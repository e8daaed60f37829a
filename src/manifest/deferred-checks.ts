/**
 * What other folders check of a manifest: templates, and files that are there or not. It is found in the nodes, so that
 * a manifest which has errors is checked whole and all its problems are told at once.
 */
import { DIGEST, type MessageName, type Source } from '../domain/index.ts';
import type { Globs } from './checks/support/name-matcher.ts';
import { hearing } from './checks/support/subscriptions.ts';
import type { Part } from './locate.ts';
import { type Parts, presetOf, type ReceiverPart } from './sections.ts';
import { childOf, fieldsOf, isText, itemsOf, type Node, oneOrMore, textOf } from './yaml/node.ts';
import type { Span } from './yaml/source-file.ts';

export interface TemplateText {
  /** The webhook or mail server, and where the text stands in it. */
  of: Part;
  path: (string | number)[];
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

/** Texts that hold a tag of a template, and bodies, which may have to be JSON. Of receivers with one name the first has it, as in `locate`. */
export function templatesIn(parts: Parts, globs: Globs): TemplateText[] {
  const { webhooks, emails } = parts;
  const ofReceivers = [...firstOf(webhooks).flatMap(webhookTexts), ...firstOf(emails).flatMap(emailTexts)];
  const templated = ofReceivers.filter(isToCheck);
  const ofDigest = digestTexts(parts).filter(isToCheck);
  if (templated.length === 0) return ofDigest;
  const heardBy = hearing(parts, globs);
  const heard = ({ of, path: [field = ''] }: ReceiverText) => heardBy(of.in, of.name, field);
  return [...templated.map((text) => ({ ...text, heard: heard(text) })), ...ofDigest];
}

const isToCheck = ({ text, makes }: Pick<TemplateText, 'text' | 'makes'>): boolean =>
  typeof makes !== 'string' || /\{[{%#]/.test(text);

interface ReceiverText extends Omit<TemplateText, 'heard'> {
  of: { in: 'webhook' | 'email'; name: string };
  path: string[];
}

function firstOf(receivers: readonly ReceiverPart[]): ReceiverPart[] {
  return [...new Map([...receivers].reverse().map((receiver) => [receiver.name, receiver])).values()];
}

function emailTexts({ name, node }: ReceiverPart): ReceiverText[] {
  return MAIL_TEMPLATES.flatMap(({ key, makes }) => {
    const text = childOf(node, key);
    return isText(text) ? [{ of: { in: 'email', name }, path: [key], text: text.value, makes, secrets: null }] : [];
  });
}

function webhookTexts({ name, node }: ReceiverPart): ReceiverText[] {
  const headers = fieldsOf(childOf(node, 'headers')).map(([header, field]) => ({
    path: ['headers', header],
    node: field.node,
    makes: 'header' as const,
  }));
  const secrets = secretsOf(node);
  return [
    { path: ['url'], node: childOf(node, 'url'), makes: 'url' as const },
    ...headers,
    ...(hasBody(node) ? [{ path: ['body_template'], node: childOf(node, 'body_template'), makes: bodyOf(node) }] : []),
  ].flatMap(({ path, node: at, makes }) =>
    isText(at) ? [{ of: { in: 'webhook', name }, path, text: at.value, makes, secrets }] : [],
  );
}

const secretsOf = (webhook: Node | undefined): string[] => [
  ...new Set([...fieldsOf(childOf(webhook, 'secrets'))].map(([secret]) => secret)),
];

/** A GET has none, and what stands there is never rendered. */
const hasBody = (webhook: Node): boolean => textOf(childOf(webhook, 'method')) !== 'GET';

function bodyOf(webhook: Node | undefined): { mediaType: string } {
  return {
    mediaType: textOf(childOf(webhook, 'content_type')) ?? presetOf(webhook)?.content_type ?? 'application/json',
  };
}

/** The templates of the digest's actions. */
function digestTexts({ root, webhooks }: Parts): TemplateText[] {
  const nodes = new Map(firstOf(webhooks).map(({ name, node }) => [name, node]));
  return itemsOf(childOf(childOf(root, 'digest'), 'actions')).flatMap((action, index) => {
    const webhook = nodes.get(textOf(childOf(action, 'webhook')) ?? '');
    const of = { in: 'root' as const };
    const body = { key: 'body_template', makes: bodyOf(webhook), secrets: secretsOf(webhook) };
    return [
      ...(webhook !== undefined && hasBody(webhook) ? [body] : []),
      ...MAIL_TEMPLATES.map((one) => ({ ...one, secrets: null })),
    ].flatMap(({ key, makes, secrets }) => {
      const text = childOf(action, key);
      const path = ['digest', 'actions', index, key];
      return isText(text) ? [{ of, path, text: text.value, makes, secrets, heard: [DIGEST] }] : [];
    });
  });
}

const MAIL_TEMPLATES = [
  { key: 'subject', makes: 'text' as const },
  { key: 'text_template', makes: 'text' as const },
  { key: 'html_template', makes: 'html' as const },
];

/** For what a `ca_file` is needed. */
type CaUse = 'trust' | 'url' | 'acme' | 'receiver';

export interface CaFile {
  path: string;
  use: CaUse;
  at: Span;
}

/** The files of authorities that enabled entries and receivers name, each where it is written. */
export function caFilesIn({ entries, webhooks, emails }: Parts): CaFile[] {
  const named = (owner: Node | undefined, use: CaUse): CaFile[] => {
    const node = childOf(owner, 'ca_file');
    return isText(node) && node.value !== '' ? [{ path: node.value, use, at: node }] : [];
  };
  return [
    ...entries
      .filter(({ node }) => !isDisabled(node))
      .flatMap(({ node }) => [
        ...named(node, childOf(node, 'url') === undefined ? 'trust' : 'url'),
        ...named(childOf(node, 'acme'), 'acme'),
      ]),
    ...[...webhooks, ...emails].flatMap(({ node }) => named(node, 'receiver')),
  ];
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
