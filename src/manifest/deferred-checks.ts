/**
 * Lists the input of checks outside this directory: templates and files. It reads the nodes, so that a manifest with errors is checked
 * completely too.
 */
import { DIGEST, type MessageName, type Source } from '../domain/index.ts';
import { findSoleVariable } from '../lib/secrets/references.ts';
import { resolveSubscriptions } from './checks/support/subscriptions.ts';
import type { SectionReference } from './locate.ts';
import { findPreset, findSource, isEnabled, type ManifestSections, type ReceiverSection } from './sections.ts';
import {
  getChild,
  getText,
  isNonEmptyText,
  isText,
  listFields,
  listItems,
  listOneOrMore,
  type Node,
} from './yaml/node.ts';
import type { Span } from './yaml/source-file.ts';

export interface TemplateField {
  /** The section of the template, and the path of the template in it. */
  section: SectionReference;
  path: (string | number)[];
  text: string;
  /** The kind of text that the template renders. The media type of a webhook's body determines how values are escaped. */
  output: 'url' | 'header' | 'text' | 'html' | { mediaType: string };
  /** Names of the secrets that the template can use. Null for email, which does not have secrets. */
  secrets: string[] | null;
  /** The environment variables that these secrets consist of. */
  environment: string[];
  /** The messages that the template can be rendered for. */
  messages: MessageName[];
}

/** The files of an enabled entry. */
export interface EntryFiles {
  entry: string;
  source: Extract<Source, { kind: 'file' }>;
}

interface ReceiverTemplate extends Omit<TemplateField, 'messages'> {
  section: { in: 'webhook' | 'email'; name: string };
  path: string[];
}

const EMAIL_TEMPLATES = [
  { key: 'subject', output: 'text' as const },
  { key: 'text_template', output: 'text' as const },
  { key: 'html_template', output: 'html' as const },
];

/** Lists texts with template tags, and bodies, which may have to be JSON. If receivers have the same name, only the first is included. */
export function listTemplates(sections: ManifestSections): TemplateField[] {
  const webhooks = keepFirstByName(sections.webhooks);
  const receiverTemplates = [
    ...webhooks.flatMap(listWebhookTemplates),
    ...keepFirstByName(sections.emails).flatMap(listEmailTemplates),
  ].filter(needsCheck);
  const digestTemplates = listDigestTemplates(sections).filter(needsCheck);
  if (receiverTemplates.length === 0) return digestTemplates;
  const listMessages = resolveSubscriptions(sections);
  return [
    ...receiverTemplates.map((template) => {
      const { section, path } = template;
      return { ...template, messages: listMessages(section.in, section.name, path[0] ?? '') };
    }),
    ...digestTemplates,
  ];
}

function needsCheck({ text, output }: Pick<TemplateField, 'text' | 'output'>): boolean {
  return typeof output !== 'string' || /\{[{%#]/.test(text);
}

function keepFirstByName(receivers: readonly ReceiverSection[]): ReceiverSection[] {
  return [...new Map(receivers.toReversed().map((receiver) => [receiver.name, receiver])).values()];
}

function listEmailTemplates({ name, node }: ReceiverSection): ReceiverTemplate[] {
  return EMAIL_TEMPLATES.flatMap(({ key, output }) => {
    const text = getChild(node, key);
    if (!isText(text)) return [];
    return [{ section: { in: 'email', name }, path: [key], text: text.value, output, secrets: null, environment: [] }];
  });
}

function listWebhookTemplates({ name, node }: ReceiverSection): ReceiverTemplate[] {
  const available = listSecrets(node);
  const templates: { path: string[]; node: Node | undefined; output: TemplateField['output'] }[] = [
    { path: ['url'], node: getChild(node, 'url'), output: 'url' },
    ...listFields(getChild(node, 'headers')).map(([header, field]) => ({
      path: ['headers', header],
      node: field.node,
      output: 'header' as const,
    })),
    ...(hasBody(node)
      ? [{ path: ['body_template'], node: getChild(node, 'body_template'), output: resolveBodyType(node) }]
      : []),
  ];
  return templates.flatMap(({ path, node: text, output }) =>
    isText(text) ? [{ section: { in: 'webhook', name }, path, text: text.value, output, ...available }] : [],
  );
}

function listSecrets(webhook: Node | undefined): { secrets: string[]; environment: string[] } {
  const fields = listFields(getChild(webhook, 'secrets'));
  return {
    secrets: fields.map(([secret]) => secret),
    environment: fields.flatMap(([, { node }]) => findSoleVariable(getText(node) ?? '') ?? []),
  };
}

function hasBody(webhook: Node): boolean {
  return getText(getChild(webhook, 'method')) !== 'GET';
}

function resolveBodyType(webhook: Node | undefined): { mediaType: string } {
  return {
    mediaType: getText(getChild(webhook, 'content_type')) ?? findPreset(webhook)?.content_type ?? 'application/json',
  };
}

function listDigestTemplates({ root, webhook: webhooks }: ManifestSections): TemplateField[] {
  return listItems(getChild(root, 'digest', 'actions')).flatMap((action, index) => {
    const webhook = webhooks.get(getText(getChild(action, 'webhook')) ?? '');
    const body = { key: 'body_template', output: resolveBodyType(webhook), ...listSecrets(webhook) };
    return [
      ...(webhook !== undefined && hasBody(webhook) ? [body] : []),
      ...EMAIL_TEMPLATES.map((template) => ({ ...template, secrets: null, environment: [] })),
    ].flatMap(({ key, output, secrets, environment }) => {
      const text = getChild(action, key);
      if (!isText(text)) return [];
      const path = ['digest', 'actions', index, key];
      return [
        { section: { in: 'root' as const }, path, text: text.value, output, secrets, environment, messages: [DIGEST] },
      ];
    });
  });
}

/** The use of a `ca_file`. */
type CaUse = 'trust' | 'url' | 'acme' | 'receiver' | 'proxy' | 'resolver';

export interface CaFile {
  path: string;
  use: CaUse;
  at: Span;
}

/** A list of forbidden keys that a policy names. */
export interface BlocklistFile {
  path: string;
  at: Span;
}

/** Lists the `key_blocklist` of enabled policies. */
export function listBlocklists({ policies }: ManifestSections): BlocklistFile[] {
  return policies.filter(isEnabled).flatMap(({ node }) => {
    const file = getChild(node, 'key_blocklist');
    return isNonEmptyText(file) ? [{ path: file.value, at: file }] : [];
  });
}

/** Lists the `ca_file` of enabled entries, of receivers, of proxies and of the DNS resolver. */
export function listCaFiles({ entries, webhooks, emails, network }: ManifestSections): CaFile[] {
  const readCaFile = (owner: Node | undefined, use: CaUse): CaFile[] => {
    const node = getChild(owner, 'ca_file');
    return isNonEmptyText(node) ? [{ path: node.value, use, at: node }] : [];
  };
  return [
    ...entries
      .filter(isEnabled)
      .flatMap(({ node }) => [
        ...readCaFile(node, findSource(node)?.caFileUse ?? 'trust'),
        ...readCaFile(getChild(node, 'acme'), 'acme'),
      ]),
    ...[...webhooks, ...emails].flatMap(({ node }) => readCaFile(node, 'receiver')),
    ...readCaFile(getChild(network, 'proxy'), 'proxy'),
    ...readCaFile(getChild(network, 'dns_over_https'), 'resolver'),
  ];
}

/** Lists the file sources of enabled entries. If entries have the same name, only the first is included. */
export function listEntryFiles({ entries }: ManifestSections): EntryFiles[] {
  if (entries.every(({ node }) => getChild(node, 'file') === undefined)) return [];
  const first = new Map(entries.toReversed().map((entry) => [entry.name, entry]));
  return [...first.values()].flatMap((entry) => {
    const patterns = listPatterns(getChild(entry.node, 'file'));
    if (entry.name === undefined || patterns.length === 0 || !isEnabled(entry)) return [];
    const exclude = listPatterns(getChild(entry.node, 'exclude'));
    const source = {
      kind: 'file',
      patterns,
      exclude,
      skip_empty: null,
      trust: 'none',
      ca_file: null,
      aia: false,
      revocation: false,
      purpose: null,
    } as const;
    return [{ entry: entry.name, source }];
  });
}

/** Returns an empty list if an item is invalid, because diagnostics refer to items by index. */
function listPatterns(node: Node | undefined): string[] {
  const items = listOneOrMore(node);
  return items.every(isNonEmptyText) ? items.map(({ value }) => value) : [];
}
