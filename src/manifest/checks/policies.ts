/** Policies: that they ask for something, that can be, of some certificate. */

import { type CheckName, type Diagnostic, EXTENDED_KEY_USAGE_NAMES, KEY_USAGE_NAMES } from '../../domain/index.ts';
import type { Suggest } from '../../lib/did-you-mean.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import type { Parts, PolicyPart } from '../sections.ts';
import { childOf, fieldOf, fieldsOf, isText, itemsOf, type Node, textOf } from '../yaml/node.ts';
import { isNowhereTogether } from './support/entry-matching.ts';
import type { Globs } from './support/name-matcher.ts';
import { badLimit } from './thresholds.ts';

/** What a policy has beside its checks. */
const OTHERS = ['name', 'description', 'enabled', 'severity', 'match'];

export function checkPolicies(parts: Parts, globs: Globs): Diagnostic[] {
  return parts.policies.flatMap((part) => [
    ...checkEmpty(part),
    ...[childOf(part.node, 'expiry_warning'), childOf(part.node, 'days_to_renew_before')].flatMap((limit) =>
      limit === undefined ? [] : badLimit(limit),
    ),
    ...checkName(part),
    ...contradictions(part.node, 'algorithm_allowed', 'algorithm_forbidden'),
    ...contradictions(part.node, 'issuer_allowed', 'issuer_forbidden'),
    ...checkUsages(part.node, parts.near),
    ...checkReach(part, parts, globs),
  ]);
}

function checkName({ node }: PolicyPart): Diagnostic[] {
  const name = fieldOf(node, 'name');
  return isText(name?.node) && name.node.value === 'expect'
    ? [diagnostic('policy-name-taken', whereIs(name.node))]
    : [];
}

/** A key that is none of ours is told of by itself: it may have been meant as a check. */
function checkEmpty({ node }: PolicyPart): Diagnostic[] {
  const keys = fieldsOf(node).map(([key]) => key);
  const at = whereIs({ file: node.file, start: node.start, end: node.start + 1 });
  if (keys.every((key) => OTHERS.includes(key))) return [diagnostic('policy-without-check', at)];
  const sizes = fieldOf(node, 'min_key_size');
  if (sizes?.node.kind !== 'map' || sizes.node.fields.size > 0) return [];
  return [diagnostic('empty-value', whereIs(sizes.key), '"min_key_size"')];
}

/** `ecdsa` is `ec`; issuers are compared whatever their case. */
function plain(text: string): string {
  const lower = text.toLowerCase();
  return lower === 'ecdsa' ? 'ec' : lower;
}

function contradictions(policy: Node, allowed: CheckName, forbidden: CheckName): Diagnostic[] {
  const wanted = new Set(itemsOf(childOf(policy, allowed)).map((node) => plain(textOf(node) ?? '')));
  return itemsOf(childOf(policy, forbidden))
    .filter(isText)
    .filter(({ value }) => wanted.has(plain(value)))
    .map((node) => diagnostic('policy-contradiction', whereIs(node), node.value, allowed, forbidden));
}

const USAGES: readonly string[] = [...KEY_USAGE_NAMES, ...EXTENDED_KEY_USAGE_NAMES];

function checkUsages(policy: Node, near: Suggest): Diagnostic[] {
  return itemsOf(childOf(policy, 'usage_required'))
    .filter(isText)
    .filter(({ value }) => value !== '' && !USAGES.includes(value) && !/^[0-2](?:\.\d+)+$/.test(value))
    .map((node) => diagnostic('unknown-usage', whereIs(node), node.value, near(node.value, USAGES), USAGES));
}

/** Each name and label that nothing has is told of by itself: this is for those that no certificate has together. */
function checkReach({ name, node }: PolicyPart, parts: Parts, globs: Globs): Diagnostic[] {
  const field = fieldOf(node, 'match');
  if (field === undefined || !isNowhereTogether(field.node, parts, globs)) return [];
  return [diagnostic('policy-never-matches', whereIs(field.key), name ?? '')];
}
