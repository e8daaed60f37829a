/** What no part can tell alone: names that stand twice, and what will never happen. */

import type { Diagnostic } from '../../domain/index.ts';
import { limitKey } from '../../domain/thresholds.ts';
import { DEFAULT_THRESHOLDS } from '../defaults.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { effective, isEnabled, type Parts } from '../sections.ts';
import { childOf, fieldsOf, isText, itemsOf, type Node, oneOrMore, textOf } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import type { Globs } from './support/name-matcher.ts';
import { limitOf } from './thresholds.ts';

export function checkWhole(parts: Parts, globs: Globs): Diagnostic[] {
  return [...duplicateNames(parts), ...nothingHappens(parts), ...checkMatches(parts, globs)];
}

function duplicateNames({ entries, webhooks, emails, rules, policies }: Parts): Diagnostic[] {
  const named = ({ name, node }: { name: string | undefined; node: Parts['root'] }) => ({
    name,
    span: childOf(node, 'name') ?? node,
  });
  return [
    ...duplicates(
      'certificate',
      entries.map(({ name, own }) => named({ name, node: own })),
    ),
    ...duplicates(
      'webhook',
      webhooks.map(({ name, key }) => ({ name, span: key })),
    ),
    ...duplicates(
      'item of email',
      emails.map(({ name, key }) => ({ name, span: key })),
    ),
    ...duplicates('rule', rules.map(named)),
    ...duplicates('policy', policies.map(named)),
  ];
}

function duplicates(what: string, named: readonly { name: string | undefined; span: Span }[]): Diagnostic[] {
  const first = new Map<string, Span>();
  return named.flatMap(({ name, span }) => {
    if (name === undefined) return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, span);
      return [];
    }
    const { file, line } = whereIs(before);
    return [diagnostic('duplicate-name', whereIs(span), what, name, `${file}:${line}`)];
  });
}

function nothingHappens({ root, entries, webhooks, emails, rules }: Parts): Diagnostic[] {
  const top = whereIs({ file: root.file, start: root.start, end: root.start + 1 });
  const digest = childOf(root, 'digest');
  const actionsOf = (owner: Node | undefined) => itemsOf(childOf(owner, 'actions'));
  // What is there and no list is told of by itself.
  if (
    entries.length === 0 &&
    itemsOf(childOf(root, 'certificates')).length === 0 &&
    isListOrNothing(childOf(root, 'certificates'))
  )
    return [diagnostic('no-certificates', top)];
  if (entries.length === 0) return [];
  const sends =
    childOf(root, 'issues') !== undefined ||
    [...rules.filter(isEnabled).map(({ node }) => node), digest].some((one) => actionsOf(one).length > 0);
  if (webhooks.length + emails.length > 0 && !sends) return [diagnostic('nothing-is-sent', top)];
  const actions = [...rules.map(({ node }) => node), digest].flatMap(actionsOf);
  const unused = (kind: 'webhook' | 'email', receivers: Parts['webhooks']) => {
    const used = new Set(actions.map((action) => textOf(childOf(action, kind))));
    return receivers
      .filter(({ name }) => !used.has(name))
      .map(({ name, key }) => diagnostic(`unused-${kind}`, whereIs(key), name));
  };
  return [...unused('webhook', webhooks), ...unused('email', emails)];
}

const isListOrNothing = (node: Node | undefined): boolean => node === undefined || node.kind === 'list';

function checkMatches(parts: Parts, globs: Globs): Diagnostic[] {
  const { entries, rules, silences, policies } = parts;
  if (entries.length === 0 || rules.length + silences.length + policies.length === 0) return [];
  const names = entries.map(({ name }) => name ?? '');
  const labels = new Set(
    entries.flatMap(({ node }) =>
      fieldsOf(childOf(node, 'labels')).map(([key, field]) => JSON.stringify([key, textOf(field.node)])),
    ),
  );
  const thresholds = thresholdsInUse(parts);
  const matching = [
    ...rules.map(({ node }) => ({ node, code: 'rule-matches-nothing' as const })),
    ...silences.map((node) => ({ node, code: 'silence-matches-nothing' as const })),
    ...policies.map(({ node }) => ({ node, code: 'policy-matches-nothing' as const })),
  ];
  return matching.flatMap(({ node, code }) => {
    const unmatched = unmatchedBy(code);
    const match = childOf(node, 'match');
    return [
      ...unmatchedNames(itemsOf(childOf(match, 'names')), names, globs, unmatched),
      ...fieldsOf(childOf(match, 'labels')).flatMap(([key, field]) =>
        unmatchedLabels(key, oneOrMore(field.node), labels, unmatched),
      ),
      ...unmatchedThresholds(itemsOf(childOf(match, 'thresholds')), thresholds, unmatched),
    ];
  });
}

type Nodes = ReturnType<typeof itemsOf>;

function unmatchedNames(nodes: Nodes, names: readonly string[], globs: Globs, unmatched: Unmatched): Diagnostic[] {
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
      const limit = limitOf(node);
      return limit !== null && !thresholds.has(limitKey(limit));
    })
    .map((node) => unmatched(node, 'threshold', `${limitOf(node)?.written}`));
}

type Unmatched = (span: Span, what: 'name' | 'label' | 'threshold', value: string) => Diagnostic;

function unmatchedBy(code: `${'rule' | 'silence' | 'policy'}-matches-nothing`): Unmatched {
  return (span, what, value) => diagnostic(code, whereIs(span), what, value);
}

/** Of all certificates; where none are written also the part of the lifetime that caps the default ones. */
function thresholdsInUse(parts: Parts): Set<number | string> {
  const keys = new Set<number | string>();
  for (const entry of parts.entries) {
    const written = effective(entry, parts, 'expiry_scan_thresholds');
    const limits = written === undefined ? DEFAULT_THRESHOLDS : itemsOf(written).map(limitOf);
    for (const limit of limits) if (limit !== null) keys.add(limitKey(limit));
    if (written === undefined) keys.add('25%');
  }
  return keys;
}
