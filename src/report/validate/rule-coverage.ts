/**
 * Which rules can reach which certificates, by names and labels. Status, threshold and conditions are known only by a
 * scan: a rule that can reach a certificate may want none of its events.
 */

import { formatDestination } from '../../domain/destinations.ts';
import { type Entry, EVENT_NAMES, type Manifest, type Rule } from '../../domain/index.ts';
import { createEntryMatcher } from '../../domain/matcher.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';

export interface RuleCoverage {
  /** By the certificate's name the rules that can reach it, in the manifest's order. */
  rulesOf: Map<string, string[]>;
  /** By the rule's name, of each rule, how many certificates it can reach; null for one that hears of scans alone. */
  reached: Map<string, number | null>;
  /** Names of enabled certificates that no rule can reach. */
  unreached: string[];
  /** Names of webhooks that neither the digest sends to nor a rule which can reach a certificate. */
  idleWebhooks: string[];
}

/** What is disabled is not reached and reaches nothing. */
export function computeRuleCoverage({
  entries,
  rules,
  webhooks,
  digest,
}: Pick<Manifest, 'entries' | 'rules' | 'webhooks' | 'digest'>): RuleCoverage {
  const tests = rules.map((rule) => ({ rule, reaches: createRuleMatcher(rule) }));
  const rulesOf = new Map(
    entries.map((entry) => [entry.name, tests.filter(({ reaches }) => reaches(entry)).map(({ rule }) => rule.name)]),
  );
  const reached = new Map(rules.map((rule) => [rule.name, matchesScanEventsOnly(rule) ? null : 0]));
  for (const name of [...rulesOf.values()].flat()) reached.set(name, (reached.get(name) ?? 0) + 1);
  const used = new Set([
    ...rules.filter(({ name }) => reached.get(name) !== 0).flatMap(({ actions }) => actions.map(formatDestination)),
    ...digest.actions.map(({ kind, name }) => `${kind}:${name}`),
  ]);
  return {
    rulesOf,
    reached,
    unreached: entries
      .filter(({ name, enabled }) => enabled && rulesOf.get(name)?.length === 0)
      .map(({ name }) => name),
    idleWebhooks: webhooks.map(({ name }) => name).filter((name) => !used.has(`webhook:${name}`)),
  };
}

const CERTIFICATE_EVENTS = EVENT_NAMES.filter((event) => event.startsWith('certificate.'));

function matchesScanEventsOnly({ enabled, events }: Rule): boolean {
  return enabled && !CERTIFICATE_EVENTS.some(createGlobMatcher(events));
}

function createRuleMatcher(rule: Rule): (entry: Entry) => boolean {
  const { enabled, match } = rule;
  if (!enabled || matchesScanEventsOnly(rule)) return () => false;
  const matchesEntry = createEntryMatcher(match);
  return (entry) => entry.enabled && matchesEntry(entry.name, entry.labels);
}
