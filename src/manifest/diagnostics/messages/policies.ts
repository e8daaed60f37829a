/** Messages about policies. */

import type { Severity } from '../../../domain/index.ts';
import { truncateList } from '../../../lib/text/truncate.ts';
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
  'key-blocklist-unreadable': (path: string, problem: string) =>
    createWarning(
      `The key_blocklist ${quote(path)} ${problem}, so this check of the policy cannot be evaluated.`,
      "Add the file. Paths are relative to the manifest's directory.",
    ),
  'key-blocklist-empty': (path: string) =>
    createWarning(
      `The key_blocklist ${quote(path)} contains no key, so this check of the policy cannot be evaluated.`,
      'Add one key a line: the SHA-256 of its SubjectPublicKeyInfo in hex or base64.',
    ),
  'key-blocklist-line-ignored': (path: string, line: number, count: number) =>
    createWarning(
      count === 1
        ? `Line ${line} of the key_blocklist ${quote(path)} contains no key.`
        : `${count} lines of the key_blocklist ${quote(path)} contain no key: the first is line ${line}.`,
      'Fix it: a key is 64 hex digits or 44 characters of base64. Comments begin with #.',
    ),
  'internal-error': (location: string) =>
    createError(
      `The policies of ${quote(location)} could not be checked because of an internal error. This is a bug.`,
      'Please report it with the stack trace on standard error.',
    ),
  'policy-violation': (
    locations: readonly string[],
    policy: string,
    severity: Severity,
    details: readonly string[],
  ): Message => ({
    severity: SEVERITIES[severity],
    message: `${formatViolators(locations, policy)}: ${formatDetails(details)}`,
    hint: `Replace the certificate${locations.length > 1 ? 's' : ''}, or change the policy or its "match".`,
  }),
} satisfies MessageTable;

/** The maximum of locations in one message. */
const MAX_LOCATIONS = 3;

/** Formats `"a.pem" violates policy "names"`, or `31 certificates ("a.pem", "b.pem", "c.pem" and 28 more) violate policy "names"`. */
function formatViolators(locations: readonly string[], policy: string): string {
  const names = truncateList(locations.map(quote), MAX_LOCATIONS);
  return locations.length === 1
    ? `${names} violates policy ${quote(policy)}`
    : `${locations.length} certificates (${names}) violate policy ${quote(policy)}`;
}

/** Formats the details of the first location, and whether those of others differ. */
function formatDetails([first = '', ...others]: readonly string[]): string {
  const isSame = others.every((detail) => detail === first);
  return `${isSame ? '' : 'the first one: '}${escapeInvisible(first)}`;
}
