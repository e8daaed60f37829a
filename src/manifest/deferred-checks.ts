/**
 * What other folders check of a manifest: templates, and files that are there or not. It is found in the nodes, so that
 * a manifest which has errors is checked whole and all its problems are told at once.
 */
import { DIGEST, type MessageName, type Source } from '../domain/index.ts';

import { resolveSubscriptions } from './checks/support/subscriptions.ts';
import type { SectionReference } from './locate.ts';
import { findPreset, findSource, type ManifestSections, type ReceiverSection } from './sections.ts';
import { getChild, getText, isText, listFields, listItems, listOneOrMore, type Node } from './yaml/node.ts';
import type { Span } from './yaml/source-file.ts';

export interface TemplateField {
  /** The webhook or mail server, and where the text stands in it. */
  of: SectionReference;
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
export interface EntryFiles {
  entry: string;
  source: Extract<Source, { kind: 'file' }>;
}

/** Texts that hold a tag of a template, and bodies, which may have to be JSON. Of receivers with one name the first has it, as in `locate`. */
export function listTemplates(parts: ManifestSections): TemplateField[] {
  const { webhooks, emails } = parts;
  const ofReceivers = [
    ...keepFirstByName(webhooks).flatMap(listWebhookTemplates),
    ...keepFirstByName(emails).flatMap(listEmailTemplates),
  ];
  const templated = ofReceivers.filter(needsCheck);
  const ofDigest = listDigestTemplates(parts).filter(needsCheck);
  if (templated.length === 0) return ofDigest;
  const heardBy = resolveSubscriptions(parts);
  const heard = ({ of, path: [field = ''] }: ReceiverTemplate) => heardBy(of.in, of.name, field);
  return [...templated.map((text) => ({ ...text, heard: heard(text) })), ...ofDigest];
}

const needsCheck = ({ text, makes }: Pick<TemplateField, 'text' | 'makes'>): boolean =>
  typeof makes !== 'string' || /\{[{%#]/.test(text);

interface ReceiverTemplate extends Omit<TemplateField, 'heard'> {
  of: { in: 'webhook' | 'email'; name: string };
  path: string[];
}

function keepFirstByName(receivers: readonly ReceiverSection[]): ReceiverSection[] {
  return [...new Map([...receivers].reverse().map((receiver) => [receiver.name, receiver])).values()];
}

function listEmailTemplates({ name, node }: ReceiverSection): ReceiverTemplate[] {
  return MAIL_TEMPLATES.flatMap(({ key, makes }) => {
    const text = getChild(node, key);
    return isText(text) ? [{ of: { in: 'email', name }, path: [key], text: text.value, makes, secrets: null }] : [];
  });
}

function listWebhookTemplates({ name, node }: ReceiverSection): ReceiverTemplate[] {
  const headers = listFields(getChild(node, 'headers')).map(([header, field]) => ({
    path: ['headers', header],
    node: field.node,
    makes: 'header' as const,
  }));
  const secrets = listSecrets(node);
  return [
    { path: ['url'], node: getChild(node, 'url'), makes: 'url' as const },
    ...headers,
    ...(hasBody(node)
      ? [{ path: ['body_template'], node: getChild(node, 'body_template'), makes: resolveBodyType(node) }]
      : []),
  ].flatMap(({ path, node: at, makes }) =>
    isText(at) ? [{ of: { in: 'webhook', name }, path, text: at.value, makes, secrets }] : [],
  );
}

const listSecrets = (webhook: Node | undefined): string[] => [
  ...new Set([...listFields(getChild(webhook, 'secrets'))].map(([secret]) => secret)),
];

/** A GET has none, and what stands there is never rendered. */
const hasBody = (webhook: Node): boolean => getText(getChild(webhook, 'method')) !== 'GET';

function resolveBodyType(webhook: Node | undefined): { mediaType: string } {
  return {
    mediaType: getText(getChild(webhook, 'content_type')) ?? findPreset(webhook)?.content_type ?? 'application/json',
  };
}

/** The templates of the digest's actions. */
function listDigestTemplates({ root, webhooks }: ManifestSections): TemplateField[] {
  const nodes = new Map(keepFirstByName(webhooks).map(({ name, node }) => [name, node]));
  return listItems(getChild(getChild(root, 'digest'), 'actions')).flatMap((action, index) => {
    const webhook = nodes.get(getText(getChild(action, 'webhook')) ?? '');
    const of = { in: 'root' as const };
    const body = { key: 'body_template', makes: resolveBodyType(webhook), secrets: listSecrets(webhook) };
    return [
      ...(webhook !== undefined && hasBody(webhook) ? [body] : []),
      ...MAIL_TEMPLATES.map((one) => ({ ...one, secrets: null })),
    ].flatMap(({ key, makes, secrets }) => {
      const text = getChild(action, key);
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
export function listCaFiles({ entries, webhooks, emails }: ManifestSections): CaFile[] {
  const named = (owner: Node | undefined, use: CaUse): CaFile[] => {
    const node = getChild(owner, 'ca_file');
    return isText(node) && node.value !== '' ? [{ path: node.value, use, at: node }] : [];
  };
  return [
    ...entries
      .filter(({ node }) => !isDisabled(node))
      .flatMap(({ node }) => [
        ...named(node, findSource(node)?.caFileUse ?? 'trust'),
        ...named(getChild(node, 'acme'), 'acme'),
      ]),
    ...[...webhooks, ...emails].flatMap(({ node }) => named(node, 'receiver')),
  ];
}

export function listEntryFiles({ entries }: ManifestSections): EntryFiles[] {
  const first = new Map([...entries].reverse().map((entry) => [entry.name, entry]));
  return [...first].flatMap(([name, { node }]) => {
    const patterns = listTexts(getChild(node, 'file'));
    if (name === undefined || patterns.length === 0 || isDisabled(node)) return [];
    return [
      {
        entry: name,
        source: {
          kind: 'file',
          patterns,
          exclude: listTexts(getChild(node, 'exclude')),
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
function listTexts(node: Node | undefined): string[] {
  const texts = listOneOrMore(node).map(getText);
  return texts.every((text) => text !== undefined && text !== '') ? (texts as string[]) : [];
}

function isDisabled(entry: Node): boolean {
  const enabled = getChild(entry, 'enabled');
  return enabled?.kind === 'scalar' && enabled.value === false;
}
