/** Checks the manifest as a whole: duplicate names, unused receivers, and matches that apply to nothing. */

import type { Diagnostic } from '../../domain/index.ts';
import { toThresholdKey } from '../../domain/thresholds.ts';
import { findRepeated } from '../../lib/collections.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import { DEFAULT_THRESHOLDS } from '../defaults.ts';
import { createDiagnostic, formatLine } from '../diagnostics/diagnostic.ts';
import type { MatchField } from '../diagnostics/messages.ts';
import {
  isEnabled,
  listPossibleLabels,
  type ManifestSections,
  type ReceiverSection,
  resolveSetting,
} from '../sections.ts';
import {
  getChild,
  getText,
  isText,
  listFields,
  listItems,
  listOneOrMore,
  listTextNodes,
  type Node,
  toFirstCharacter,
} from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import { readThreshold } from './thresholds.ts';

export function checkCrossReferences(sections: ManifestSections): Diagnostic[] {
  return [...checkDuplicateNames(sections), ...checkUnused(sections), ...checkMatches(sections)];
}

interface Named {
  name: string | undefined;
  span: Span;
}

function checkDuplicateNames({ entries, webhooks, emails, rules, policies }: ManifestSections): Diagnostic[] {
  const toNamed = ({ name, node }: { name: string | undefined; node: Node }): Named => ({
    name,
    span: getChild(node, 'name') ?? node,
  });
  const toKeyed = ({ name, key }: ReceiverSection): Named => ({ name, span: key });
  return [
    ...findDuplicates(
      'certificate',
      entries.map(({ name, own }) => toNamed({ name, node: own })),
    ),
    ...findDuplicates('webhook', webhooks.map(toKeyed)),
    ...findDuplicates('email receiver', emails.map(toKeyed)),
    ...findDuplicates('rule', rules.map(toNamed)),
    ...findDuplicates('policy', policies.map(toNamed)),
  ];
}

function findDuplicates(what: string, named: readonly Named[]): Diagnostic[] {
  return findRepeated(named, ({ name }) => name).flatMap(([{ name, span }, first]) =>
    name === undefined ? [] : [createDiagnostic('duplicate-name', span, what, name, formatLine(first.span))],
  );
}

function checkUnused({ root, entries, webhooks, emails, rules }: ManifestSections): Diagnostic[] {
  const top = toFirstCharacter(root);
  if (entries.length === 0) {
    const certificates = getChild(root, 'certificates');
    // The schema reports `certificates` that is not a list, or has items that are not maps.
    const isEmpty = certificates === undefined || (certificates.kind === 'list' && certificates.items.length === 0);
    return isEmpty ? [createDiagnostic('no-certificates', top)] : [];
  }
  const listActions = (owners: readonly (Node | undefined)[]) =>
    [...owners, getChild(root, 'digest')].flatMap((owner) => listItems(getChild(owner, 'actions')));
  const isSending =
    getChild(root, 'issues') !== undefined || listActions(rules.filter(isEnabled).map(({ node }) => node)).length > 0;
  if (webhooks.length + emails.length > 0 && !isSending) return [createDiagnostic('nothing-is-sent', top)];
  const actions = listActions(rules.map(({ node }) => node));
  const findUnused = (kind: 'webhook' | 'email', receivers: readonly ReceiverSection[]) => {
    const used = new Set(actions.map((action) => getText(getChild(action, kind))));
    return receivers
      .filter(({ name }) => !used.has(name))
      .map(({ name, key }) => createDiagnostic(`unused-${kind}`, key, name));
  };
  return [...findUnused('webhook', webhooks), ...findUnused('email', emails)];
}

/** Reports names, labels and thresholds that no certificate has. */
function checkMatches(sections: ManifestSections): Diagnostic[] {
  const { entries, rules, silences, policies } = sections;
  if (entries.length === 0 || rules.length + silences.length + policies.length === 0) return [];
  const names = entries.map(({ name }) => name ?? '');
  const toLabelKey = (label: string, value: string) => JSON.stringify([label, value]);
  const areLabelsOpen = entries.some((entry) => listPossibleLabels(entry) === 'any');
  const labels = new Set(entries.flatMap((entry) => Object.entries(entry.labels).map((pair) => toLabelKey(...pair))));
  const thresholds = listThresholdKeys(sections);
  const owners = [
    ...rules.map(({ node }) => ({ node, kind: 'rule' as const })),
    ...silences.map((node) => ({ node, kind: 'silence' as const })),
    ...policies.map(({ node }) => ({ node, kind: 'policy' as const })),
  ];
  return owners.flatMap(({ node: owner, kind }) => {
    const match = getChild(owner, 'match');
    const report = (node: Node, field: MatchField, value: string) =>
      createDiagnostic(`${kind}-matches-nothing`, node, field, value);
    return [
      ...listTextNodes(getChild(match, 'names'))
        .filter(({ value }) => !names.some(createGlobMatcher([value])))
        .map((node) => report(node, 'name', node.value)),
      ...listFields(getChild(match, 'labels')).flatMap(([label, { node: values }]) =>
        listOneOrMore(values)
          .filter(isText)
          .filter(({ value }) => !areLabelsOpen && !labels.has(toLabelKey(label, value)))
          .map((node) => report(node, 'label', `${label}: ${node.value}`)),
      ),
      ...listItems(getChild(match, 'thresholds')).flatMap((node) => {
        const threshold = readThreshold(node);
        if (threshold === null || thresholds.has(toThresholdKey(threshold))) return [];
        return [report(node, 'threshold', `${threshold.raw}`)];
      }),
    ];
  });
}

/** The thresholds of all certificates. Default thresholds are limited to 25% of the lifetime, or 10% with automatic renewal. */
function listThresholdKeys(sections: ManifestSections): Set<number | string> {
  return new Set(
    sections.entries.flatMap((entry) => {
      const node = resolveSetting(entry, sections, 'expiry_scan_thresholds');
      if (node === undefined) return [...DEFAULT_THRESHOLDS.map(toThresholdKey), '25%', '10%'];
      return listItems(node).flatMap((item) => {
        const threshold = readThreshold(item);
        return threshold === null ? [] : [toThresholdKey(threshold)];
      });
    }),
  );
}
