/** Policies: that they ask for something, that can be, of some certificate. */

import { type CheckName, type Diagnostic, EXTENDED_KEY_USAGE_NAMES, KEY_USAGE_NAMES } from '../../domain/index.ts';
import type { Suggest } from '../../lib/did-you-mean.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { ManifestSections, PolicySection } from '../sections.ts';
import { getChild, getField, getText, isText, listFields, listItems, type Node } from '../yaml/node.ts';
import { matchesNoEntry } from './support/entry-matching.ts';
import type { NameMatchers } from './support/name-matcher.ts';
import { checkThreshold } from './thresholds.ts';

/** What a policy has beside its checks. */
const NON_CHECK_KEYS = ['name', 'description', 'enabled', 'severity', 'match'];

export function checkPolicies(parts: ManifestSections, globs: NameMatchers): Diagnostic[] {
  return parts.policies.flatMap((part) => [
    ...checkEmpty(part),
    ...[getChild(part.node, 'expiry_warning'), getChild(part.node, 'days_to_renew_before')].flatMap((limit) =>
      limit === undefined ? [] : checkThreshold(limit),
    ),
    ...checkName(part),
    ...checkContradictions(part.node, 'algorithm_allowed', 'algorithm_forbidden'),
    ...checkContradictions(part.node, 'issuer_allowed', 'issuer_forbidden'),
    ...checkUsages(part.node, parts.near),
    ...checkMatch(part, parts, globs),
  ]);
}

function checkName({ node }: PolicySection): Diagnostic[] {
  const name = getField(node, 'name');
  return isText(name?.node) && name.node.value === 'expect'
    ? [createDiagnostic('policy-name-reserved', toLocation(name.node))]
    : [];
}

/** A key that is none of ours is told of by itself: it may have been meant as a check. */
function checkEmpty({ node }: PolicySection): Diagnostic[] {
  const keys = listFields(node).map(([key]) => key);
  const at = toLocation({ file: node.file, start: node.start, end: node.start + 1 });
  if (keys.every((key) => NON_CHECK_KEYS.includes(key))) return [createDiagnostic('policy-without-check', at)];
  const sizes = getField(node, 'min_key_size');
  if (sizes?.node.kind !== 'map' || sizes.node.fields.size > 0) return [];
  return [createDiagnostic('empty-value', toLocation(sizes.key), '"min_key_size"')];
}

/** `ecdsa` is `ec`; issuers are compared whatever their case. */
function normalizeName(text: string): string {
  const lower = text.toLowerCase();
  return lower === 'ecdsa' ? 'ec' : lower;
}

function checkContradictions(policy: Node, allowed: CheckName, forbidden: CheckName): Diagnostic[] {
  const wanted = new Set(listItems(getChild(policy, allowed)).map((node) => normalizeName(getText(node) ?? '')));
  return listItems(getChild(policy, forbidden))
    .filter(isText)
    .filter(({ value }) => wanted.has(normalizeName(value)))
    .map((node) => createDiagnostic('policy-contradiction', toLocation(node), node.value, allowed, forbidden));
}

const USAGES: readonly string[] = [...KEY_USAGE_NAMES, ...EXTENDED_KEY_USAGE_NAMES];

function checkUsages(policy: Node, near: Suggest): Diagnostic[] {
  return listItems(getChild(policy, 'usage_required'))
    .filter(isText)
    .filter(({ value }) => value !== '' && !USAGES.includes(value) && !/^[0-2](?:\.\d+)+$/.test(value))
    .map((node) => createDiagnostic('unknown-usage', toLocation(node), node.value, near(node.value, USAGES), USAGES));
}

/** Each name and label that nothing has is told of by itself: this is for those that no certificate has together. */
function checkMatch({ name, node }: PolicySection, parts: ManifestSections, globs: NameMatchers): Diagnostic[] {
  const field = getField(node, 'match');
  if (field === undefined || !matchesNoEntry(field.node, parts, globs)) return [];
  return [createDiagnostic('policy-never-matches', toLocation(field.key), name ?? '')];
}
