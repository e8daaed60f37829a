/**
 * Computes which rules match which certificates by name and labels. Status, thresholds and conditions are known only
 * during a scan, so a matching rule may still receive no event.
 */

import { formatDestination } from '../../domain/destinations.ts';
import { FIXTURE_EXPIRING } from '../../domain/expiring-fixtures.ts';
import { type Entry, EVENT_NAMES, type Manifest, type Rule } from '../../domain/index.ts';
import { createEntryMatcher, createEventMatcher } from '../../domain/matcher.ts';
import { getPossibleLabels } from '../../domain/sources/index.ts';

export interface RuleCoverage {
  /** The matching rules of each certificate, in the order of the manifest. */
  rulesByEntry: Map<string, string[]>;
  /** The number of certificates that each rule matches; null for a rule that subscribes to scan events only. */
  entryCounts: Map<string, number | null>;
  /** The enabled certificates that no rule matches, apart from test certificates, which need none. */
  unmatchedEntries: string[];
  /** The webhooks that are not used by the digest or by a rule that matches a certificate. */
  unusedWebhooks: string[];
}

/** Computes the coverage without disabled certificates and rules. */
export function computeRuleCoverage({
  entries,
  rules,
  webhooks,
  digest,
}: Pick<Manifest, 'entries' | 'rules' | 'webhooks' | 'digest'>): RuleCoverage {
  const matchers = rules.map((rule) => ({ name: rule.name, matches: createRuleMatcher(rule) }));
  const rulesByEntry = new Map<string, string[]>();
  const entryCounts = new Map(rules.map((rule) => [rule.name, matchesScanEventsOnly(rule) ? null : 0]));
  for (const entry of entries) {
    const names: string[] = [];
    for (const { name, matches } of matchers) {
      if (!matches(entry)) continue;
      names.push(name);
      entryCounts.set(name, (entryCounts.get(name) ?? 0) + 1);
    }
    rulesByEntry.set(entry.name, names);
  }
  const used = new Set([
    ...rules.filter(({ name }) => entryCounts.get(name) !== 0).flatMap(({ actions }) => actions.map(formatDestination)),
    ...digest.actions.map(({ kind, name }) => `${kind}:${name}`),
  ]);
  return {
    rulesByEntry,
    entryCounts,
    unmatchedEntries: entries
      .filter(({ name, enabled, settings }) => {
        return enabled && settings.fixture === undefined && rulesByEntry.get(name)?.length === 0;
      })
      .map(({ name }) => name),
    unusedWebhooks: webhooks.map(({ name }) => name).filter((name) => !used.has(`webhook:${name}`)),
  };
}

const CERTIFICATE_EVENTS = EVENT_NAMES.filter((event) => event.startsWith('certificate.'));

function matchesScanEventsOnly({ enabled, events }: Rule): boolean {
  return enabled && !CERTIFICATE_EVENTS.some(createEventMatcher(events));
}

function createRuleMatcher(rule: Rule): (entry: Entry) => boolean {
  const { enabled, match } = rule;
  if (!enabled || matchesScanEventsOnly(rule)) return () => false;
  const matchesEntry = createEntryMatcher(match);
  const subscribed = CERTIFICATE_EVENTS.filter(createEventMatcher(rule.events));
  const sendsFixtures = subscribed.includes(FIXTURE_EXPIRING);
  const sendsOthers = subscribed.some((event) => event !== FIXTURE_EXPIRING);
  return (entry) =>
    entry.enabled &&
    (entry.settings.fixture === undefined ? sendsOthers : sendsFixtures) &&
    matchesEntry(entry.name, getPossibleLabels(entry));
}
