/** What is said of findings in a few words, after the name of the certificate. */

import type { FindingName } from './index.ts';

interface FindingRef {
  event: string;
  about: string;
  code: string | null;
}

const MESSAGES: Record<FindingName, { holds: (found: FindingRef) => string; over: (found: FindingRef) => string }> = {
  'certificate.untrusted': {
    holds: ({ code }) => `is not trusted by TLS clients${code === null ? '' : ` (${code})`}`,
    over: () => 'is trusted again',
  },
  'certificate.revoked': { holds: () => 'was revoked', over: () => 'is no longer revoked' },
  'certificate.policy_violation': {
    holds: ({ about }) => (about === 'expect' ? 'is not what is expected' : `violates the policy ${about}`),
    over: ({ about }) => (about === 'expect' ? 'is what is expected again' : `keeps the policy ${about} again`),
  },
  'certificate.lagging': {
    holds: () => 'is not replaced at all of its places',
    over: () => 'is the same at all of its places again',
  },
  'certificate.ari_window_open': {
    holds: () => 'is to be renewed now, says its issuer',
    over: () => 'need not be renewed yet',
  },
  'certificate.ari_window_shift': {
    holds: () => 'is to be renewed earlier than before, says its issuer',
    over: () => 'need not be renewed earlier',
  },
};

/** `is not trusted by TLS clients (name-mismatch)`; what is no finding of ours is its event's name. */
export function formatFinding(found: FindingRef): string {
  return MESSAGES[found.event as FindingName]?.holds(found) ?? found.event;
}

/** `is trusted again` */
export function formatFindingResolved(found: FindingRef): string {
  return MESSAGES[found.event as FindingName]?.over(found) ?? 'has recovered';
}

/**
 * What tells apart events of one certificate that have one name, after that: ` (strong-keys)` of a policy, ` (untrusted)` of
 * an ending. `topic`: what it is about, as the event log has it (`policy_violation/strong-keys`).
 */
export function formatTopic(event: string, topic: string): string {
  const [kind = '', about = ''] = topic.split(/\/(.*)/s);
  const what = about === '' && event !== `certificate.${kind}` ? kind : about;
  return what === '' ? '' : ` (${what})`;
}
