/** Finds monitored certificates and policies without a rule that notifies about them. */

import type { Diagnostic, Entry, Manifest, Policy, Rule } from '../../domain/index.ts';
import { createEntryMatcher, createEventMatcher } from '../../domain/matcher.ts';
import { STATUS_BY_SEVERITY } from '../../domain/severity.ts';
import { getPossibleLabels } from '../../domain/sources/index.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import { computeRuleCoverage } from '../../report/validate/rule-coverage.ts';

/** Returns one diagnostic for each kind of gap, at the first affected certificate. Conditions are assumed to be true. */
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
  const unmatchedEntries = entries.filter(({ name }) => unmatched.has(name));
  const expiring = rules.filter(isAboutExpired).map(({ match }) => createEntryMatcher(match));
  const isNotified = (entry: Entry) => expiring.some((matches) => matches(entry.name, getPossibleLabels(entry)));
  const unnotified = entries.filter((entry) => !unmatched.has(entry.name) && !isNotified(entry));
  return [
    ...report('certificate-without-rule', unmatchedEntries),
    ...report('expired-not-notified', unnotified),
    ...report(
      'violation-not-notified',
      manifest.policies.filter((policy) => !isHandled(policy, rules)),
    ),
  ];
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

/** Whether a rule may match `certificate.expired`, which has the status `expired` and no threshold. */
function isAboutExpired({ events, match }: Rule): boolean {
  const isStatus = match.status.length === 0 || match.status.includes('expired');
  return isStatus && match.thresholds.length === 0 && createEventMatcher(events)('certificate.expired');
}

const MAX_NAMES = 5;

type Code = 'certificate-without-rule' | 'expired-not-notified' | 'violation-not-notified';

function report(code: Code, items: readonly Pick<Entry | Policy, 'name' | 'position'>[]): Diagnostic[] {
  const [first] = items;
  if (first === undefined) return [];
  const names = items.map(({ name }) => name);
  return [createDiagnostic(code, first.position, truncateList(names, MAX_NAMES), names.length)];
}
