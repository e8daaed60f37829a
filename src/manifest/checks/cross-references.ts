/** What no part can tell alone: names that stand twice, and what will never happen. */

import type { Diagnostic } from '../../domain/index.ts';
import { toThresholdKey } from '../../domain/thresholds.ts';
import { DEFAULT_THRESHOLDS } from '../defaults.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { isEnabled, type ManifestSections, resolveSetting } from '../sections.ts';
import { getChild, getText, isText, listFields, listItems, listOneOrMore, type Node } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import type { NameMatchers } from './support/name-matcher.ts';
import { readThreshold } from './thresholds.ts';

export function checkCrossReferences(parts: ManifestSections, globs: NameMatchers): Diagnostic[] {
  return [...checkDuplicateNames(parts), ...checkUnused(parts), ...checkMatches(parts, globs)];
}

function checkDuplicateNames({ entries, webhooks, emails, rules, policies }: ManifestSections): Diagnostic[] {
  const named = ({ name, node }: { name: string | undefined; node: ManifestSections['root'] }) => ({
    name,
    span: getChild(node, 'name') ?? node,
  });
  return [
    ...findDuplicates(
      'certificate',
      entries.map(({ name, own }) => named({ name, node: own })),
    ),
    ...findDuplicates(
      'webhook',
      webhooks.map(({ name, key }) => ({ name, span: key })),
    ),
    ...findDuplicates(
      'email receiver',
      emails.map(({ name, key }) => ({ name, span: key })),
    ),
    ...findDuplicates('rule', rules.map(named)),
    ...findDuplicates('policy', policies.map(named)),
  ];
}

function findDuplicates(what: string, named: readonly { name: string | undefined; span: Span }[]): Diagnostic[] {
  const first = new Map<string, Span>();
  return named.flatMap(({ name, span }) => {
    if (name === undefined) return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, span);
      return [];
    }
    const { file, line } = toLocation(before);
    return [createDiagnostic('duplicate-name', toLocation(span), what, name, `${file}:${line}`)];
  });
}

function checkUnused({ root, entries, webhooks, emails, rules }: ManifestSections): Diagnostic[] {
  const top = toLocation({ file: root.file, start: root.start, end: root.start + 1 });
  const digest = getChild(root, 'digest');
  const actionsOf = (owner: Node | undefined) => listItems(getChild(owner, 'actions'));
  // What is there and no list is told of by itself.
  if (
    entries.length === 0 &&
    listItems(getChild(root, 'certificates')).length === 0 &&
    isListOrNothing(getChild(root, 'certificates'))
  )
    return [createDiagnostic('no-certificates', top)];
  if (entries.length === 0) return [];
  const sends =
    getChild(root, 'issues') !== undefined ||
    [...rules.filter(isEnabled).map(({ node }) => node), digest].some((one) => actionsOf(one).length > 0);
  if (webhooks.length + emails.length > 0 && !sends) return [createDiagnostic('nothing-is-sent', top)];
  const actions = [...rules.map(({ node }) => node), digest].flatMap(actionsOf);
  const unused = (kind: 'webhook' | 'email', receivers: ManifestSections['webhooks']) => {
    const used = new Set(actions.map((action) => getText(getChild(action, kind))));
    return receivers
      .filter(({ name }) => !used.has(name))
      .map(({ name, key }) => createDiagnostic(`unused-${kind}`, toLocation(key), name));
  };
  return [...unused('webhook', webhooks), ...unused('email', emails)];
}

const isListOrNothing = (node: Node | undefined): boolean => node === undefined || node.kind === 'list';

function checkMatches(parts: ManifestSections, globs: NameMatchers): Diagnostic[] {
  const { entries, rules, silences, policies } = parts;
  if (entries.length === 0 || rules.length + silences.length + policies.length === 0) return [];
  const names = entries.map(({ name }) => name ?? '');
  const labels = new Set(
    entries.flatMap(({ node }) =>
      listFields(getChild(node, 'labels')).map(([key, field]) => JSON.stringify([key, getText(field.node)])),
    ),
  );
  const thresholds = listThresholdKeys(parts);
  const matching = [
    ...rules.map(({ node }) => ({ node, code: 'rule-matches-nothing' as const })),
    ...silences.map((node) => ({ node, code: 'silence-matches-nothing' as const })),
    ...policies.map(({ node }) => ({ node, code: 'policy-matches-nothing' as const })),
  ];
  return matching.flatMap(({ node, code }) => {
    const unmatched = unmatchedBy(code);
    const match = getChild(node, 'match');
    return [
      ...unmatchedNames(listItems(getChild(match, 'names')), names, globs, unmatched),
      ...listFields(getChild(match, 'labels')).flatMap(([key, field]) =>
        unmatchedLabels(key, listOneOrMore(field.node), labels, unmatched),
      ),
      ...unmatchedThresholds(listItems(getChild(match, 'thresholds')), thresholds, unmatched),
    ];
  });
}

type Nodes = ReturnType<typeof listItems>;

function unmatchedNames(
  nodes: Nodes,
  names: readonly string[],
  globs: NameMatchers,
  unmatched: Unmatched,
): Diagnostic[] {
  return nodes
    .filter(isText)
    .filter(({ value }) => value !== '' && !names.some(globs.matcher([value])))
    .map((node) => unmatched(node, 'name', node.value));
}

function unmatchedLabels(key: string, values: Nodes, labels: ReadonlySet<string>, unmatched: Unmatched): Diagnostic[] {
  return values
    .filter(isText)
    .filter(({ value }) => !labels.has(JSON.stringify([key, value])))
    .map((node) => unmatched(node, 'label', `${key}: ${node.value}`));
}

function unmatchedThresholds(
  nodes: Nodes,
  thresholds: ReadonlySet<number | string>,
  unmatched: Unmatched,
): Diagnostic[] {
  return nodes
    .filter((node) => {
      const limit = readThreshold(node);
      return limit !== null && !thresholds.has(toThresholdKey(limit));
    })
    .map((node) => unmatched(node, 'threshold', `${readThreshold(node)?.raw}`));
}

type Unmatched = (span: Span, what: 'name' | 'label' | 'threshold', value: string) => Diagnostic;

function unmatchedBy(code: `${'rule' | 'silence' | 'policy'}-matches-nothing`): Unmatched {
  return (span, what, value) => createDiagnostic(code, toLocation(span), what, value);
}

/** Of all certificates; where none are written also the part of the lifetime that caps the default ones. */
function listThresholdKeys(parts: ManifestSections): Set<number | string> {
  const keys = new Set<number | string>();
  for (const entry of parts.entries) {
    const written = resolveSetting(entry, parts, 'expiry_scan_thresholds');
    const limits = written === undefined ? DEFAULT_THRESHOLDS : listItems(written).map(readThreshold);
    for (const limit of limits) if (limit !== null) keys.add(toThresholdKey(limit));
    if (written === undefined) keys.add('25%');
  }
  return keys;
}
