/** Checks the manifest as a whole: duplicate names, unused receivers, and matches that apply to nothing. */

import type { Diagnostic } from '../../domain/index.ts';
import { toThresholdKey } from '../../domain/thresholds.ts';
import { findRepeated } from '../../lib/collections.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import { lazy } from '../../lib/memoize.ts';
import { createDiagnostic, formatLine } from '../diagnostics/diagnostic.ts';
import type { MatchField } from '../diagnostics/messages.ts';
import { DEFAULT_THRESHOLDS } from '../normalize/conversions.ts';
import {
  isEnabled,
  isFixture,
  listPossibleLabels,
  type ManifestSections,
  type ReceiverSection,
  type RuleSection,
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

function checkDuplicateNames({ entries, webhooks, emails, rules, policies }: ManifestSections): Diagnostic[] {
  const locateName = (node: Node): Span => getChild(node, 'name') ?? node;
  const locateKey = ({ key }: ReceiverSection) => key;
  const locateRule = ({ node }: RuleSection) => locateName(node);
  return [
    ...findDuplicates('certificate', entries, ({ own }) => locateName(own)),
    ...findDuplicates('webhook', webhooks, locateKey),
    ...findDuplicates('email receiver', emails, locateKey),
    ...findDuplicates('rule', rules, locateRule),
    ...findDuplicates('policy', policies, locateRule),
  ];
}

function findDuplicates<Named extends { name: string | undefined }>(
  what: string,
  named: readonly Named[],
  locate: (one: Named) => Span,
): Diagnostic[] {
  return findRepeated(named, ({ name }) => name).flatMap(([repeated, first]) => {
    const { name } = repeated;
    if (name === undefined) return [];
    return [createDiagnostic('duplicate-name', locate(repeated), what, name, formatLine(locate(first)))];
  });
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
  const areLabelsOpen = lazy(() => entries.some((entry) => listPossibleLabels(entry) === 'any'));
  const listLabels = lazy(
    () => new Set(entries.flatMap((entry) => Object.entries(entry.labels).map((pair) => toLabelKey(...pair)))),
  );
  const listThresholds = lazy(() => listThresholdKeys(sections));
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
          .filter(({ value }) => !areLabelsOpen() && !listLabels().has(toLabelKey(label, value)))
          .map((node) => report(node, 'label', `${label}: ${node.value}`)),
      ),
      ...listItems(getChild(match, 'thresholds')).flatMap((node) => {
        const threshold = readThreshold(node);
        if (threshold === null || listThresholds().has(toThresholdKey(threshold))) return [];
        return [report(node, 'threshold', `${threshold.raw}`)];
      }),
    ];
  });
}

/** Lists the thresholds of all certificates. Default thresholds are limited to 25% of the lifetime, or 10% with automatic renewal. */
function listThresholdKeys(sections: ManifestSections): Set<number | string> {
  return new Set(
    sections.entries.flatMap((entry) => {
      if (isFixture(entry)) return [];
      const node = resolveSetting(entry, sections, 'expiry_scan_thresholds');
      if (node === undefined) return [...DEFAULT_THRESHOLDS.map(toThresholdKey), '25%', '10%'];
      return listItems(node).flatMap((item) => {
        const threshold = readThreshold(item);
        return threshold === null ? [] : [toThresholdKey(threshold)];
      });
    }),
  );
}
