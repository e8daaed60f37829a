/** The errors of `test` and `render`: names that are not in the manifest, and nothing to send. */

import type { Entry, Manifest } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatDistance, formatSkippedRule, type SkippedRule } from './skipped-rules.ts';
import { findReceiver, listRequestedReceivers, type SimulationOptions, type Target } from './targets.ts';

/** The number of entries to read when searching for one that a rule matches. */
export const MAX_ENTRIES = 20;
const MAX_LISTED = 10;

/** Checks names. Throws AppError if a rule or receiver is not in the manifest. */
export function checkNames({ rule, webhook, email }: SimulationOptions, manifest: Manifest): void {
  if (webhook !== null && !manifest.webhooks.some(({ name }) => name === webhook)) {
    throw new AppError('no-such-webhook', `${manifest.file} has no webhook named ${webhook}`, {
      hint: `Webhooks: ${listNames(manifest.webhooks)}.`,
    });
  }
  if (email !== null && !manifest.emails.some(({ name }) => name === email)) {
    throw new AppError('no-such-email', `${manifest.file} has no email receiver named ${email}`, {
      hint: `Email receivers: ${listNames(manifest.emails)}.`,
    });
  }
  const found = manifest.rules.find(({ name }) => name === rule);
  if (rule !== null && !found?.enabled) {
    const message = found === undefined ? `${manifest.file} has no rule named ${rule}` : `the rule ${rule} is disabled`;
    throw new AppError('no-such-rule', message, {
      hint: `Enabled rules: ${listNames(manifest.rules.filter(({ enabled }) => enabled))}.`,
    });
  }
}

export function createUnknownNameError(name: string, { command }: SimulationOptions, manifest: Manifest): AppError {
  const { file, entries, webhooks, emails } = manifest;
  if (command === 'render') {
    return new AppError('no-such-name', `${file} has no certificate, webhook or email receiver named ${name}`, {
      hint: `Certificates: ${listNames(entries)}. Webhooks: ${listNames(webhooks)}. Email receivers: ${listNames(emails)}.`,
    });
  }
  const receiver = findReceiver(name, manifest);
  const hint =
    receiver === null
      ? `Certificates: ${listNames(entries)}.`
      : `To test the ${receiver.kind} receiver, use: certvigil test --${receiver.kind} ${name}`;
  return new AppError('no-such-certificate', `${file} has no certificate named ${name}`, { hint });
}

function listNames(named: readonly { name: string }[]): string {
  const names = named.map(({ name }) => name);
  return truncateList(names, MAX_LISTED) || 'none';
}

/** Creates the error. `happens`: whether the certificate causes any event at that number of days. */
export function createNothingToSendError(
  entry: Entry,
  options: SimulationOptions,
  skipped: readonly SkippedRule[],
  happens: boolean,
): AppError {
  const { event } = options;
  const at = formatDistance(options);
  if (!happens) {
    const thresholds = entry.settings.thresholds.map(({ raw }) => raw).join(', ');
    const cap = entry.settings.explicit.thresholds ? '' : ', at most 25% of the lifetime';
    return new AppError('nothing-to-send', `nothing is sent for ${entry.name}${at}: no threshold is crossed`, {
      hint: `Its thresholds are ${thresholds}${cap}. Try a smaller --days-remaining, or an --event.`,
    });
  }
  const receivers = listRequestedReceivers(options).map(({ kind, name }) => `${kind} ${name}`);
  const to = receivers.length === 0 ? '' : ` to ${receivers.join(' or ')}`;
  const reasons = truncateList(skipped.map(formatSkippedRule), MAX_LISTED, '; ');
  return new AppError(
    'nothing-to-send',
    `no rule sends ${event ?? 'anything'} for ${entry.name}${to}${at}${reasons && `: ${reasons}`}`,
    {
      hint:
        skipped.length > 0
          ? 'Check events, match and conditions of the rules, or try another --days-remaining or --event.'
          : 'The manifest has no enabled rule with actions. Add one with events and a receiver, or "issues: {}".',
    },
  );
}

export function createUnreachedError(unreached: readonly Target[], { event }: SimulationOptions): AppError {
  const [first] = unreached;
  if (first === undefined) {
    return new AppError('nothing-to-send', 'no enabled rule has an action', {
      hint: 'Add an action to a rule, or use --webhook or --email.',
    });
  }
  return new AppError('nothing-to-send', formatUnreached(first, event ?? 'event'), {
    hint: 'Name a certificate that the rule matches, with --days-remaining or --event.',
  });
}

/** Describes a rule that was not tested. */
export function formatUnreached({ rule, destination }: Target, event = 'event'): string {
  return `rule ${rule} sends no ${event} for the first ${MAX_ENTRIES} certificates to ${destination}`;
}
