/** Of policies. */

import type { Severity } from '../../../domain/index.ts';
import { didYouMean, error, escapeInvisible, type Message, type MessageTable, quote, warning } from './message.ts';

const SEVERITIES = { critical: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<
  Severity,
  string
>;

export const POLICY_MESSAGES = {
  'policy-without-check': () =>
    error('This policy asks for nothing.', 'Give it a check, such as min_key_size: 2048 or san_required: true.'),
  'policy-name-reserved': () =>
    error(
      'A policy cannot be called "expect": by that name it is told what differs from the "expect" of an entry.',
      'Give it another name.',
    ),
  'policy-contradiction': (value: string, allowed: string, forbidden: string) =>
    error(
      `${quote(value)} is in ${allowed} and in ${forbidden}: no certificate can have both.`,
      'Take it out of one of them.',
    ),
  'policy-matches-nothing': (what: 'name' | 'label' | 'threshold', value: string) =>
    warning(
      `No certificate has the ${what} ${quote(value)}.`,
      'Mend it, or take it out: the policy asks nothing of anybody for it.',
    ),
  'policy-never-matches': (name: string) =>
    warning(
      `The policy ${quote(name)} matches no certificate: each name and label stands somewhere, and nowhere together.`,
      'Mend its "match", or write a policy for each.',
    ),
  'unknown-usage': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no key usage ${quote(name)}.`, didYouMean(near, known, 'usages')),
  'policy-violation': (place: string, policy: string, severity: Severity, detail: string): Message => ({
    severity: SEVERITIES[severity],
    message: `${quote(place)} does not have what the policy ${quote(policy)} asks for: ${escapeInvisible(detail)}`,
    hint: 'Put another certificate there, or mend the policy or its "match".',
  }),
} satisfies MessageTable;
