/** Messages about rules, silences, quiet hours, and the manifest as a whole. */

import { describeMissingDay } from '../../../lib/iso-time.ts';
import {
  createError,
  createWarning,
  describeType,
  formatList,
  formatSuggestion,
  type MessageTable,
  quote,
} from './message.ts';

export type MatchField = 'name' | 'label' | 'threshold';

export function createUnmatchedMessage(field: MatchField, value: string): string {
  return `No certificate has the ${field} ${quote(value)}.`;
}

const count = (number: number, what: string): string => `${number} more ${what}${number === 1 ? '' : 's'}`;

export const RULE_MESSAGES = {
  'unknown-event': (name: string, near: string | undefined, known: readonly string[]) =>
    createError(
      `Unknown event ${quote(name)}.`,
      near === 'certificate.expiry_warning'
        ? 'Did you mean "certificate.expiry_warning"? It fires at each threshold before the expiry; "certificate.expired" fires afterwards.'
        : formatSuggestion(near, known, 'events'),
    ),
  'unknown-webhook': (name: string, near: string | undefined, known: readonly string[]) =>
    createError(
      `Unknown webhook ${quote(name)}.`,
      known.length === 0 ? `Add ${quote(name)} under "webhooks".` : formatSuggestion(near, known, 'webhooks'),
    ),
  'unknown-email': (name: string, near: string | undefined, known: readonly string[]) =>
    createError(
      `Unknown email receiver ${quote(name)}.`,
      known.length === 0 ? `Add ${quote(name)} under "email".` : formatSuggestion(near, known, 'email receivers'),
    ),
  'action-missing': () =>
    createError('The action has no receiver.', 'Use { webhook: NAME }, { email: NAME } or { issue: {} }.'),
  'action-conflict': (kinds: readonly string[]) =>
    createError(`The action has more than one receiver: ${formatList(kinds)}.`, 'Use a separate action for each.'),
  'duplicate-action': (owner: 'rule' | 'digest', kind: 'webhook' | 'email', name: string, first: string) =>
    createWarning(
      `${owner === 'rule' ? 'This rule' : 'The digest'} already sends to the ${kind} ${quote(name)} at ${first}; this action is ignored.`,
      owner === 'rule' ? 'Remove one of the two, or move it to a separate rule.' : 'Remove one of the two.',
    ),
  'stateful-preset-grouped': (preset: string) =>
    createError(
      `group_by is not supported with the preset ${preset}, which opens and resolves a separate alert for each certificate.`,
      'Remove group_by. The receiver can group alerts itself.',
    ),
  'unknown-attribute': (attr: string, near: string | undefined, known: readonly string[]) =>
    createError(`${quote(attr)} is not an attribute of data.`, formatSuggestion(near, known, 'attributes')),
  'condition-type': (op: string, needed: string, found: string) =>
    createError(
      `"${op}" compares with ${describeType(needed)}, but the value is ${describeType(found)}.`,
      `Use ${describeType(needed)}, or another "op".`,
    ),
  'bad-regex': (pattern: string, problem: string) =>
    createError(
      `Invalid regular expression ${quote(pattern)}: ${problem}.`,
      problem.includes('not supported')
        ? 'Rewrite the pattern without it. To exclude a match, use "negate: true".'
        : 'Write the pattern in single quotes, in which a backslash has no special meaning.',
    ),
  'rule-matches-nothing': (field: MatchField, value: string) =>
    createWarning(createUnmatchedMessage(field, value), 'Fix or remove it: the rule cannot match.'),
  'threshold-not-notified': (threshold: string, certificate: string) =>
    createWarning(
      `No rule matches threshold ${threshold} of ${quote(certificate)}: once it is crossed, reminders for earlier thresholds stop.`,
      'Add it to "match.thresholds" of a rule, or remove it from the thresholds of the certificate.',
    ),
  'rule-never-fires': (why: string) =>
    createWarning(`This rule never fires: ${why}.`, 'Fix "events", "match" or "conditions": all of them must match.'),

  'bad-time': (value: string) =>
    createError(
      `Invalid time ${quote(value)}.`,
      describeMissingDay(value) ??
        'Use a date such as 2027-03-01 (00:00 UTC on that day), or a time with its UTC offset such as 2027-03-01T08:00:00+01:00.',
    ),
  'silence-expired': (until: string) =>
    createWarning(
      `This silence expired ("until" is ${until}), so its alerts are sent again.`,
      'Remove it, or extend "until".',
    ),
  'silence-too-long': (until: string, limit: string) =>
    createError(
      `This silence lasts until ${until}, more than one year from now.`,
      `Use a time before ${limit}. To stop monitoring a certificate, set "enabled: false".`,
    ),
  'disabled-without-reason': () =>
    createError('"disabled_until" has no reason.', 'Add "disabled_reason": a sentence, or a link to a ticket.'),
  'disabled-twice': () =>
    createError(
      '"enabled: false" has no end, so "disabled_until" has no effect.',
      'Remove one of the two: "disabled_until" for a while, "enabled: false" until somebody changes it.',
    ),
  'disabled-until-passed': (until: string) =>
    createWarning(
      `The entry is scanned again ("disabled_until" is ${until}).`,
      'Remove "disabled_until" and "disabled_reason", or extend the time.',
    ),
  'disabled-too-long': (until: string, limit: string) =>
    createError(
      `The entry is disabled until ${until}, more than one year from now.`,
      `Use a time before ${limit}. To stop monitoring it, set "enabled: false", or remove it.`,
    ),
  'silence-of-resolved-event': (event: string) =>
    createError(
      `${quote(event)} cannot be silenced: alerts that were sent are always resolved.`,
      'Silence the alert instead, such as certificate.expiry_warning. An alert that was never sent is not resolved.',
    ),
  'silence-of-reason': (field: string) =>
    createError(
      `The codes of this silence have no ${field}: a reason for a red run is about entries, or about the scan.`,
      `Remove "match.${field}", or add "events" if it should silence alerts too.`,
    ),
  'silence-matches-nothing': (field: MatchField, value: string) =>
    createWarning(createUnmatchedMessage(field, value), 'Fix or remove it: the silence cannot match.'),
  'bad-time-of-day': (value: string) =>
    createError(`Invalid time of day ${quote(value)}.`, 'Use hours and minutes in quotes, such as "07:00" or "22:30".'),
  'bad-time-zone': (value: string, near: string | undefined) =>
    createError(
      `Unknown time zone ${quote(value)}.`,
      near === undefined ? 'Use an IANA time zone name, such as Europe/Berlin or UTC.' : `Did you mean ${quote(near)}?`,
    ),
  'bad-quiet-hours': (problem: 'empty' | 'endless') =>
    problem === 'empty'
      ? createError(
          'The quiet hours start and end at the same time.',
          'For whole days, use "00:00" and "24:00", and set "days".',
        )
      : createError(
          'The quiet hours leave less than one hour per day, so nothing would be sent.',
          'Leave at least one hour, in which a scan can send deferred events.',
        ),

  'branch-without-commit': (key: string, store: string) =>
    createWarning(`"${key}" has no effect with "store: ${store}".`, `Use "store: commit", or remove "${key}".`),
  'issues-from-unused': (rule: string) =>
    createWarning(
      `"from" has no effect, because the rule ${quote(rule)} opens issues.`,
      'Set "match.status" of that rule, such as [warning, critical, expired], or remove "from".',
    ),
  'more-problems': (errors: number, others: number) =>
    (errors > 0 ? createError : createWarning)(
      `Too many problems; ${[
        ...(errors > 0 ? [count(errors, 'error')] : []),
        ...(others > 0 ? [count(others, 'warning')] : []),
      ].join(' and ')} not shown, starting here.`,
      'Fix the problems above and run again. Often many of them have the same cause.',
    ),
  'no-certificates': () =>
    createWarning(
      'There are no certificates to monitor.',
      'List them under "certificates", or files that contain them under "include".',
    ),
  'nothing-is-sent': () =>
    createWarning(
      'There are certificates and receivers, but no enabled rule with actions: nothing is sent.',
      'Add a rule with events and a receiver, or "issues: {}".',
    ),
} satisfies MessageTable;
