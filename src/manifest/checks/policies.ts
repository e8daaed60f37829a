/** Checks policies: they need a check, must not contradict themselves, and should match a certificate. */

import { type CheckName, type Diagnostic, EXTENDED_KEY_USAGE_NAMES, KEY_USAGE_NAMES } from '../../domain/index.ts';
import type { Suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { ManifestSections, PolicySection } from '../sections.ts';
import { getChild, getField, listFields, listTextNodes, type Node, toFirstCharacter } from '../yaml/node.ts';
import { matchesNoEntry } from './support/entry-matching.ts';
import { checkThreshold } from './thresholds.ts';

/** The names under which violations of `expect` in entries are reported. */
const RESERVED_NAMES = ['expect', 'expect.caa', 'expect.dane'];

/** Keys of a policy that are not checks. */
const NON_CHECK_KEYS = ['name', 'description', 'enabled', 'severity', 'match', 'applies_to'];

export function checkPolicies({ policies, entries, near }: ManifestSections): Diagnostic[] {
  return policies.flatMap((policy) => [
    ...checkEmpty(policy),
    ...checkThreshold(getChild(policy.node, 'expiry_warning')),
    ...checkThreshold(getChild(policy.node, 'days_to_renew_before')),
    ...checkName(policy),
    ...checkContradictions(policy.node, 'algorithm_allowed', 'algorithm_forbidden'),
    ...checkContradictions(policy.node, 'issuer_allowed', 'issuer_forbidden'),
    ...checkUsages(policy.node, near),
    ...checkMatch(policy, entries),
  ]);
}

function checkName({ name, node }: PolicySection): Diagnostic[] {
  return name !== undefined && RESERVED_NAMES.includes(name)
    ? [createDiagnostic('policy-name-reserved', getChild(node, 'name') ?? node, name)]
    : [];
}

/** Unknown keys are reported separately: they may be misspelled checks. */
function checkEmpty({ node }: PolicySection): Diagnostic[] {
  if (listFields(node).every(([key]) => NON_CHECK_KEYS.includes(key)))
    return [createDiagnostic('policy-without-check', toFirstCharacter(node))];
  const sizes = getField(node, 'min_key_size');
  if (sizes?.node.kind !== 'map' || listFields(sizes.node).length > 0) return [];
  return [createDiagnostic('empty-value', sizes.key, '"min_key_size"')];
}

/** `ecdsa` is the same as `ec`. Issuers are case-insensitive. */
function normalizeName(text: string): string {
  const lower = text.toLowerCase();
  return lower === 'ecdsa' ? 'ec' : lower;
}

function checkContradictions(policy: Node, allowed: CheckName, forbidden: CheckName): Diagnostic[] {
  const names = new Set(listTextNodes(getChild(policy, allowed)).map(({ value }) => normalizeName(value)));
  return listTextNodes(getChild(policy, forbidden))
    .filter(({ value }) => names.has(normalizeName(value)))
    .map((node) => createDiagnostic('policy-contradiction', node, node.value, allowed, forbidden));
}

const USAGES: readonly string[] = [...KEY_USAGE_NAMES, ...EXTENDED_KEY_USAGE_NAMES];

function checkUsages(policy: Node, near: Suggest): Diagnostic[] {
  return listTextNodes(getChild(policy, 'usage_required'))
    .filter(({ value }) => !USAGES.includes(value) && !/^[0-2](?:\.\d+)+$/.test(value))
    .map((node) => createDiagnostic('unknown-usage', node, node.value, near(node.value, USAGES), USAGES));
}

/** A name or label that no certificate has is reported separately. */
function checkMatch({ name, node }: PolicySection, entries: ManifestSections['entries']): Diagnostic[] {
  const match = getField(node, 'match');
  if (match === undefined || !matchesNoEntry(match.node, entries)) return [];
  return [createDiagnostic('policy-never-matches', match.key, name ?? '')];
}
