/** Of rules, silences and quiet hours, and of the manifest as a whole. */

import { describeType, didYouMean, error, formatList, type MessageTable, quote, warning } from './message.ts';

export const RULE_MESSAGES = {
  'unknown-event': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no event ${quote(name)}.`, didYouMean(near, known, 'events')),
  'unknown-webhook': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no webhook ${quote(name)}.`, didYouMean(near, known, 'webhooks')),
  'unknown-email': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no item ${quote(name)} of email.`, didYouMean(near, known, 'items of email')),
  'action-missing': () =>
    error('This action names no receiver.', 'Write { webhook: NAME }, { email: NAME } or { issue: {} }.'),
  'action-conflict': (kinds: readonly string[]) =>
    error(`This action names more than one receiver: ${formatList(kinds)}.`, 'Write an item of its own for each.'),
  'duplicate-action': (kind: 'webhook' | 'email', name: string, first: string) =>
    warning(
      `This rule sends to the ${kind} ${quote(name)} already, at ${first}: that action counts, and this one does not.`,
      'Take one of the two out, or write it in a rule of its own.',
    ),
  'stateful-preset-grouped': (preset: string) =>
    error(
      `The preset ${preset} opens an alert for each certificate and ends it by itself, so it cannot take several in one message.`,
      'Take group_by out; what receives them groups them in its own settings.',
    ),
  'unknown-attribute': (attr: string, near: string | undefined, known: readonly string[]) =>
    error(`${quote(attr)} is no attribute of data.`, didYouMean(near, known, 'attributes')),
  'condition-type': (op: string, needed: string, found: string) =>
    error(
      `"${op}" needs ${describeType(needed)} to compare with, and the value is ${describeType(found)}.`,
      `Write ${describeType(needed)}, or another "op".`,
    ),
  'bad-regex': (pattern: string, problem: string) =>
    error(
      `${quote(pattern)} is no regular expression: ${problem}.`,
      'Write it in single quotes, in which a backslash is a backslash.',
    ),
  'rule-matches-nothing': (what: 'name' | 'label' | 'threshold', value: string) =>
    warning(`No certificate has the ${what} ${quote(value)}.`, 'Mend it, or take it out: the rule never fires for it.'),
  'threshold-not-notified': (threshold: string, certificate: string) =>
    warning(
      `No rule hears the threshold ${threshold} of ${quote(certificate)}: once it is crossed, the reminders of those before it stop.`,
      'Name it in "match.thresholds" of a rule, or take it out of the thresholds of the certificate.',
    ),
  'rule-never-fires': (why: string) =>
    warning(
      `This rule never fires: ${why}.`,
      'Mend its "events", "match" or "conditions": all that is written must hold at once.',
    ),

  'bad-time': (value: string) =>
    error(
      `${quote(value)} is no time.`,
      'Write a date such as 2027-03-01, which is its first moment in UTC, or a time with its zone such as 2027-03-01T08:00:00+01:00.',
    ),
  'silence-expired': (until: string) =>
    warning(
      `This silence ended at ${until}: what it held back is told again.`,
      'Take it out, or give it a later end if it is still wanted.',
    ),
  'silence-too-long': (until: string, limit: string) =>
    error(
      `This silence ends at ${until}, more than a year from now.`,
      `Write a time before ${limit}; what need not be watched at all is "enabled: false".`,
    ),
  'silence-of-resolved-event': (event: string) =>
    error(
      `${quote(event)} cannot be silenced: what was told is always ended, and nothing else is.`,
      'Name the alerts that are to be held back, such as certificate.expiry_warning: what was never told has no ending.',
    ),
  'silence-matches-nothing': (what: 'name' | 'label' | 'threshold', value: string) =>
    warning(
      `No certificate has the ${what} ${quote(value)}.`,
      'Mend it, or take it out: the silence holds nothing back for it.',
    ),
  'bad-time-of-day': (value: string) =>
    error(`${quote(value)} is no time of day.`, 'Write hours and minutes in quotes, such as "07:00" or "22:30".'),
  'bad-time-zone': (value: string, near: string | undefined) =>
    error(
      `There is no time zone ${quote(value)}.`,
      near === undefined
        ? 'Write a name of the IANA database, such as Europe/Berlin or UTC.'
        : `Did you mean ${quote(near)}?`,
    ),
  'bad-quiet-hours': (problem: 'empty' | 'endless') =>
    problem === 'empty'
      ? error('These hours end when they begin.', 'Write "00:00" and "24:00" for a whole day, and its "days".')
      : error(
          'These hours leave less than an hour of any day, so that nothing would be sent.',
          'Leave time for a scan in which what was held back can be sent.',
        ),

  'stale-after-missing': (event: string) =>
    warning(
      `${quote(event)} never fires: it is not said after how long a scan is stale.`,
      'Write settings: { stale_after_hours: 36 } for a daily schedule, or take the event out.',
    ),

  'branch-without-commit': (store: string) =>
    warning(
      `"branch" has a meaning only with "store: commit", and the log is in the store ${quote(store)}.`,
      'Write store: commit, or take the branch out.',
    ),
  'more-problems': (errors: number, others: number) =>
    (errors > 0 ? error : warning)(
      `So many problems are not all told: ${[
        ...(errors > 0 ? [`${errors} more ${errors === 1 ? 'error' : 'errors'}`] : []),
        ...(others > 0 ? [`${others} more ${others === 1 ? 'warning' : 'warnings'}`] : []),
      ].join(' and ')}, of which the first is here.`,
      'Mend what is told above, and look again: mostly many of them are one.',
    ),
  'no-certificates': () =>
    warning('There are no certificates to watch.', 'List them under "certificates", or name files under "include".'),
  'nothing-is-sent': () =>
    warning(
      'There are certificates and webhooks, and no enabled rule: nothing will be sent.',
      'Add a rule that names the events and a webhook, or "issues: {}".',
    ),
} satisfies MessageTable;
