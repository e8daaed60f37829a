/** Turns a digest into a plan with one message, which templates can render like an event. */

import { describeSubject, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import {
  DIGEST,
  type DigestSettings,
  type EventData,
  type Manifest,
  type MessageName,
  type Plan,
  type ScanContext,
} from '../../domain/index.ts';
import type { Digest } from '../../generated/digest.ts';
import type { Receivers } from '../../notify/receiver-settings.ts';
import { findWorstStatus } from '../../report/digest/document.ts';

/** The name in place of a certificate's name; no entry can have it. */
const DIGEST_CERTIFICATE = '(digest)';

/** All fields of event data, so that event templates work, and the fields of the digest. */
type DigestData = EventData & Omit<Digest, 'deliveries'>;

/** Builds a plan with one delivery per receiver. The event log never has these ids. */
export function buildDigestPlan(
  digest: Digest,
  actions: DigestSettings['actions'],
  scan: ScanContext,
): Plan<MessageName> {
  const data = buildData(digest, scan);
  const context = {
    event: DIGEST,
    timestamp: digest.scanned_at,
    object_type: 'certvigil.digest',
    model: 'digest',
    username: scan.username,
    request_id: scan.scan_id,
    data,
    snapshots: { prechange: null, postchange: null },
  } as const;
  const destinations = [...new Set(actions.map(({ kind, name }) => `${kind}:${name}`))];
  return {
    events: [
      {
        id: DIGEST,
        event: DIGEST,
        certificate: DIGEST_CERTIFICATE,
        fingerprint_sha256: null,
        threshold: null,
        suppressed: false,
        reason: 'first',
        notes: [],
        silence: null,
        context,
        record: { fingerprint: null, location: null, threshold: null, locations: [] },
      },
    ],
    deliveries: destinations.map((destination) => {
      return { event_id: DIGEST, rule: DIGEST, destination, due: true, reason: 'first' };
    }),
  };
}

/** Builds the receivers for sending a digest: without rules, and with the templates of the digest's own actions. */
export function buildDigestReceivers(receivers: Receivers, actions: Manifest['digest']['actions']): Receivers {
  const actionTo = (kind: 'webhook' | 'email', to: string) =>
    actions.find((action) => action.kind === kind && action.name === to);
  return {
    ...receivers,
    rules: [],
    webhooks: receivers.webhooks.map((webhook) => {
      const action = actionTo('webhook', webhook.name);
      return action?.kind === 'webhook' && action.body_template !== null
        ? { ...webhook, body_template: action.body_template }
        : webhook;
    }),
    // The templates of `email` items are for events, which have other data.
    emails: receivers.emails.map((email) => {
      const action = actionTo('email', email.name);
      if (action?.kind !== 'email') return email;
      const { subject, text_template, html_template } = action;
      return { ...email, subject, text_template, html_template };
    }),
  };
}

function buildData({ deliveries: _, ...digest }: Digest, scan: ScanContext): DigestData {
  const status = findWorstStatus({ ...digest, deliveries: [] });
  const level = status === 'expired' ? 'error' : status === 'ok' ? 'info' : 'warning';
  const empty = {
    name: DIGEST_CERTIFICATE,
    entry: null,
    fingerprint: null,
    facts: null,
    locations: [],
    distinguishing_locations: null,
    error: null,
    last_seen: null,
  };
  return {
    event_type: DIGEST,
    ...describeSubject({ ...empty, verdict: { ...UNKNOWN_VERDICT, status, level } }),
    kind: null,
    what: null,
    alert_key: 'certvigil/digest',
    timestamp: digest.scanned_at,
    location: null,
    finding: null,
    unreachable: null,
    previous: null,
    repository: scan.repository,
    run_url: scan.run_url,
    test: false,
    ...digest,
  };
}
