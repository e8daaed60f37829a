/** Finds monitored certificates and policies without a rule that notifies about them. */

import { canHold } from '../../domain/conditions/can-hold.ts';
import { ConditionError } from '../../domain/conditions/evaluate.ts';
import { resolveAttribute } from '../../domain/event-data.ts';
import type { Diagnostic, Entry, EventName, Manifest, Policy, Rule } from '../../domain/index.ts';
import { createEntryMatcher, createEventMatcher } from '../../domain/matcher.ts';
import { STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import { getPossibleLabels } from '../../domain/sources/index.ts';
import { toThresholdKey } from '../../domain/thresholds.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import { computeRuleCoverage } from '../../report/validate/rule-coverage.ts';
import { type ExpectedAlert, listExpectedAlerts, listExpiryWarnings } from './expected-alerts.ts';

/** Returns one diagnostic for each kind of gap, at the first affected certificate. What the manifest does not know is assumed to match. */
export function checkNotifications(manifest: Manifest): Diagnostic[] {
  // Test certificates that expire are failing test cases, also without a rule.
  const entries = manifest.entries.filter(({ enabled, settings }) => enabled && settings.fixture === undefined);
  const rules = manifest.rules.filter(({ enabled }) => enabled);
  const [first] = entries;
  if (first === undefined) return [];
  if (rules.length === 0) {
    // With a receiver, `nothing-is-sent` reports the same, unless a digest uses it.
    const hasReceiver = manifest.webhooks.length + manifest.emails.length > 0;
    return hasReceiver ? [] : [createDiagnostic('no-rule', first.position)];
  }
  const unmatched = new Set(computeRuleCoverage(manifest).unmatchedEntries);
  const [without, matched] = [
    entries.filter(({ name }) => unmatched.has(name)),
    entries.filter(({ name }) => !unmatched.has(name)),
  ];
  const compiled = rules.map((rule) => ({ rule, matches: createEntryMatcher(rule.match) }));
  const gaps = matched.map((entry) => ({ entry, ...findGaps(entry, compiled) }));
  return [
    ...report('certificate-without-rule', without),
    ...reportMissing(gaps.filter(({ missing }) => missing.length > 0)),
    ...report(
      'expiry-not-notified',
      gaps.filter(({ isLate }) => isLate).map(({ entry }) => entry),
    ),
    ...report(
      'violation-not-notified',
      manifest.policies.filter((policy) => !isHandled(policy, rules)),
    ),
  ];
}

interface Gaps {
  /** The events that no rule matches. */
  missing: EventName[];
  /** Whether no rule announces the expiry before its last day. */
  isLate: boolean;
}

function findGaps(
  entry: Entry,
  rules: readonly { rule: Rule; matches: ReturnType<typeof createEntryMatcher> }[],
): Gaps {
  const own = rules.filter(({ matches }) => matches(entry.name, getPossibleLabels(entry)));
  const isTaken = (alert: ExpectedAlert) => own.some(({ rule }) => canTake(rule, entry, alert));
  const missing = listExpectedAlerts(entry).filter((alert) => !isTaken(alert));
  const isLate = entry.source.kind !== 'ct' && findFirst(listExpiryWarnings(entry.settings), isTaken) === undefined;
  return { missing: missing.map(({ event }) => event), isLate };
}

function findFirst<Item>(items: Iterable<Item>, isWanted: (item: Item) => boolean): Item | undefined {
  for (const item of items) if (isWanted(item)) return item;
  return undefined;
}

/** Whether a rule that matches the entry may match its alert. */
function canTake({ events, match, conditions }: Rule, entry: Entry, alert: ExpectedAlert): boolean {
  const { event, status, threshold } = alert;
  return (
    createEventMatcher(events)(event) &&
    (match.status.length === 0 || match.status.includes(status)) &&
    (match.thresholds.length === 0 || match.thresholds.some((spec) => toThresholdKey(spec) === threshold)) &&
    (conditions === null || canHold(conditions, (attr) => readKnown(attr, entry, alert)))
  );
}

/** Reads an attribute of an alert that the manifest determines. Throws ConditionError for a label that the entry does not have. */
function readKnown(attr: string, entry: Entry, { event, status, days_remaining }: ExpectedAlert): unknown {
  const known: Record<string, unknown> = { event_type: event, status, certificate: entry.name, days_remaining };
  const name = resolveAttribute(attr);
  const labels = getPossibleLabels(entry);
  if (!name.startsWith('labels.') || labels === 'any') return getOwn(known, name);
  const value = getOwn(labels, name.slice('labels.'.length));
  if (value === undefined) throw new ConditionError(`The entry has no ${name}.`);
  return value;
}

/** Reports the events that no rule sends, once for all certificates that lack the same ones. */
function reportMissing(gaps: readonly { entry: Entry; missing: readonly EventName[] }[]): Diagnostic[] {
  return [...groupBy(gaps, ({ missing }) => missing.join(' and ')).entries()].flatMap(([events, group]) => {
    const names = group.map(({ entry }) => entry.name);
    const position = group[0]?.entry.position;
    return position === undefined
      ? []
      : [createDiagnostic('alert-not-notified', position, events, truncateList(names, MAX_NAMES), names.length)];
  });
}

/** Whether a rule may match a violation, whose status follows from the severity of the policy. An `info` does not need a rule. */
function isHandled({ enabled, severity }: Policy, rules: readonly Rule[]): boolean {
  if (!enabled || severity === 'info') return true;
  const status = STATUS_BY_SEVERITY[severity];
  return rules.some(({ events, match }) => {
    const isStatus = match.status.length === 0 || match.status.includes(status);
    return isStatus && match.thresholds.length === 0 && createEventMatcher(events)('certificate.policy_violation');
  });
}

const MAX_NAMES = 5;

type Code = 'certificate-without-rule' | 'expiry-not-notified' | 'violation-not-notified';

function report(code: Code, items: readonly Pick<Entry | Policy, 'name' | 'position'>[]): Diagnostic[] {
  const [first] = items;
  if (first === undefined) return [];
  const names = items.map(({ name }) => name);
  return [createDiagnostic(code, first.position, truncateList(names, MAX_NAMES), names.length)];
}
