/**
 * Which rules can reach which certificates, by names and labels. Status, threshold and conditions are known only by a
 * scan: a rule that can reach a certificate may want none of its events.
 */

import { destinationOf } from '../../domain/destinations.ts';
import { type Entry, EVENTS, type Manifest, type Rule } from '../../domain/index.ts';
import { globMatcher } from '../../lib/files/glob.ts';

export interface Reach {
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
export function reachOf({
  entries,
  rules,
  webhooks,
  digest,
}: Pick<Manifest, 'entries' | 'rules' | 'webhooks' | 'digest'>): Reach {
  const tests = rules.map((rule) => ({ rule, reaches: reachTest(rule) }));
  const rulesOf = new Map(
    entries.map((entry) => [entry.name, tests.filter(({ reaches }) => reaches(entry)).map(({ rule }) => rule.name)]),
  );
  const reached = new Map(rules.map((rule) => [rule.name, hearsOfScansAlone(rule) ? null : 0]));
  for (const name of [...rulesOf.values()].flat()) reached.set(name, (reached.get(name) ?? 0) + 1);
  const used = new Set([
    ...rules.filter(({ name }) => reached.get(name) !== 0).flatMap(({ actions }) => actions.map(destinationOf)),
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

const OF_CERTIFICATES = EVENTS.filter((event) => event.startsWith('certificate.'));

function hearsOfScansAlone({ enabled, events }: Rule): boolean {
  return enabled && !OF_CERTIFICATES.some(globMatcher(events));
}

function reachTest(rule: Rule): (entry: Entry) => boolean {
  const { enabled, match } = rule;
  if (!enabled || hearsOfScansAlone(rule)) return () => false;
  const isNamed = match.names.length === 0 ? () => true : globMatcher(match.names);
  const labels = Object.entries(match.labels);
  return (entry) =>
    entry.enabled &&
    isNamed(entry.name) &&
    labels.every(([label, values]) => values.some((value) => entry.labels[label] === value));
}
