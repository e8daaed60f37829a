/** Messages about policies. */

import type { Severity } from '../../../domain/index.ts';
import {
  createError,
  createWarning,
  escapeInvisible,
  formatSuggestion,
  type Message,
  type MessageTable,
  quote,
} from './message.ts';
import { createUnmatchedMessage, type MatchField } from './rules.ts';

const SEVERITIES = { critical: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<
  Severity,
  string
>;

export const POLICY_MESSAGES = {
  'policy-without-check': () =>
    createError('The policy has no checks.', 'Add a check, such as min_key_size: 2048 or san_required: true.'),
  'policy-name-reserved': (name: string) =>
    createError(
      `The policy name ${quote(name)} is reserved for violations of "expect" in an entry.`,
      'Use another name.',
    ),
  'policy-contradiction': (value: string, allowed: string, forbidden: string) =>
    createError(`${quote(value)} is in both ${allowed} and ${forbidden}.`, 'Remove it from one of them.'),
  'policy-matches-nothing': (field: MatchField, value: string) =>
    createWarning(createUnmatchedMessage(field, value), 'Fix or remove it: the policy cannot match.'),
  'policy-never-matches': (name: string) =>
    createWarning(
      `The policy ${quote(name)} matches no certificate: each name and label exists, but no certificate has all of them.`,
      'Fix its "match", or use a separate policy for each.',
    ),
  'unknown-usage': (name: string, near: string | undefined, known: readonly string[]) =>
    createError(`Unknown key usage ${quote(name)}.`, formatSuggestion(near, known, 'usages')),
  'internal-error': (location: string) =>
    createError(
      `The policies of ${quote(location)} could not be checked because of an internal error. This is a bug.`,
      'Please report it with the stack trace on standard error.',
    ),
  'policy-violation': (location: string, policy: string, severity: Severity, detail: string): Message => ({
    severity: SEVERITIES[severity],
    message: `${quote(location)} violates policy ${quote(policy)}: ${escapeInvisible(detail)}`,
    hint: 'Replace the certificate, or change the policy or its "match".',
  }),
} satisfies MessageTable;
