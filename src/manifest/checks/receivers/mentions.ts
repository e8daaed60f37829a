/** Finds mentions that have no effect: the message shows none, or no certificate has the owner or label. */

import type { Diagnostic } from '../../../domain/index.ts';
import { lazy } from '../../../lib/memoize.ts';
import { createDiagnostic } from '../../diagnostics/diagnostic.ts';
import { findPreset, findSource, type ManifestSections } from '../../sections.ts';
import { getChild, getField, getText, listFields, type Node } from '../../yaml/node.ts';

export function checkMentions({ webhooks, entries }: ManifestSections): Diagnostic[] {
  const listKnown = lazy(
    () =>
      new Set(
        entries.flatMap(({ node, labels }) => [
          getText(getChild(node, 'owner')) ?? '',
          ...Object.entries(labels).map(([label, value]) => `${label}=${value}`),
        ]),
      ),
  );
  return webhooks.flatMap(({ name, node }) => {
    const field = getField(node, 'mentions');
    const keys = listFields(field?.node);
    if (field === undefined || keys.length === 0) return [];
    if (!showsMentions(node)) return [createDiagnostic('mentions-unused', field.key, name ?? '', hasTemplate(node))];
    // The certificates of an inventory have their own owners and labels.
    if (entries.some((entry) => findSource(entry.node)?.inventory !== undefined)) return [];
    return keys
      .filter(([key]) => !listKnown().has(key))
      .map(([key, { key: at }]) => createDiagnostic('mention-without-certificate', at, key));
  });
}

/** Whether the template of the message, the webhook's own or that of its preset, uses `mentions`. */
function showsMentions(webhook: Node): boolean {
  const own = getText(getChild(webhook, 'body_template'));
  return /\bmentions\b/.test(own ?? findPreset(webhook)?.body_template ?? '');
}

function hasTemplate(webhook: Node): boolean {
  return getChild(webhook, 'body_template') !== undefined;
}
