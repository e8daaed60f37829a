/** Finds the receivers to which the limit of messages per scan does not apply. */
import type { Diagnostic } from '../../../domain/index.ts';
import { createDiagnostic } from '../../diagnostics/diagnostic.ts';
import { findEmailExemption, findWebhookExemption, type LimitExemption } from '../../normalize/message-limits.ts';
import type { ManifestSections, ReceiverSection } from '../../sections.ts';
import { getChild, getField, getText, isBoolean, listItems, type Node } from '../../yaml/node.ts';
import type { Span } from '../../yaml/source-file.ts';

/** A receiver that gets one message per event, regardless of their number. */
export interface UnlimitedReceiver {
  kind: 'webhook' | 'email';
  name: string;
  exemption: LimitExemption;
  /** The position of the receiver's definition. */
  at: Span;
}

/** Warns about limits that are never used. */
export function checkMessageLimits(sections: ManifestSections): Diagnostic[] {
  return listExemptReceivers(sections).flatMap(({ kind, name, exemption, node }) => {
    const limit = getField(node, 'max_messages');
    return limit === undefined ? [] : [createDiagnostic('max-messages-unused', limit.key, kind, name, exemption)];
  });
}

/** Lists the receivers without a limit to which a rule sends ungrouped events. */
export function listUnlimitedReceivers(sections: ManifestSections): UnlimitedReceiver[] {
  const actions = sections.rules
    .flatMap(({ node }) => listItems(getChild(node, 'actions')))
    .filter((action) => getChild(action, 'group_by') === undefined);
  return listExemptReceivers(sections).filter(({ kind, name }) =>
    actions.some((action) => getText(getChild(action, kind)) === name),
  );
}

function listExemptReceivers({ webhooks, emails }: ManifestSections): (UnlimitedReceiver & { node: Node })[] {
  const list = (
    kind: UnlimitedReceiver['kind'],
    receivers: readonly ReceiverSection[],
    findExemption: (node: Node) => LimitExemption | null,
  ) =>
    receivers.flatMap(({ name, key, node }) => {
      const exemption = findExemption(node);
      return exemption === null ? [] : [{ kind, name, exemption, at: key, node }];
    });
  return [
    ...list('webhook', webhooks, (node) => findWebhookExemption(readTexts(node, WEBHOOK_KEYS))),
    ...list('email', emails, (node) => findEmailExemption({ ...readTexts(node, EMAIL_KEYS), ...readOwner(node) })),
  ];
}

const WEBHOOK_KEYS = ['preset', 'body_template'] as const;
const EMAIL_KEYS = ['subject', 'text_template', 'html_template'] as const;

function readTexts<Key extends string>(node: Node, keys: readonly Key[]): Partial<Record<Key, string>> {
  const texts = keys.map((key) => [key, getText(getChild(node, key))] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined)) as Partial<Record<Key, string>>;
}

function readOwner(node: Node): { to_owner: boolean } {
  return { to_owner: isBoolean(getChild(node, 'to_owner'), true) };
}
