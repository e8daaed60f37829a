/** A digest -> what a plan hands to its receivers: one message, which templates see as they see an event. */

import { describeSubject, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import {
  DIGEST,
  type DigestSettings,
  type EventData,
  type Manifest,
  type MessageName,
  type Plan,
  type ScanContext,
  type Status,
} from '../../domain/index.ts';
import type { Digest } from '../../generated/digest.ts';

/** What stands for a certificate's name: no entry can be named so. */
const DIGEST_CERTIFICATE = '(digest)';

/** In the order of a digest's lists. */
const WORST_FIRST: readonly Status[] = ['expired', 'critical', 'unknown', 'not_yet_valid', 'warning'];

/** The fields of an event's `data`, so that a template for events finds them all, and beside them the digest's own. */
type DigestData = EventData & Omit<Digest, 'deliveries'>;

/** One delivery to each receiver; none has an id that the log could know. */
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
        record: { fingerprint: null, place: null, threshold: null, places: [] },
      },
    ],
    deliveries: destinations.map((destination) => {
      return { event_id: DIGEST, rule: DIGEST, destination, due: true, reason: 'first' };
    }),
  };
}

/** The receivers as the digest sends to them: by no rule, and with the templates of its own actions. */
export function buildDigestReceivers(manifest: Manifest): Manifest {
  const { actions } = manifest.digest;
  const actionTo = (kind: 'webhook' | 'email', to: string) =>
    actions.find((action) => action.kind === kind && action.name === to);
  return {
    ...manifest,
    rules: [],
    webhooks: manifest.webhooks.map((webhook) => {
      const action = actionTo('webhook', webhook.name);
      return action?.kind === 'webhook' && action.body_template !== null
        ? { ...webhook, body_template: action.body_template }
        : webhook;
    }),
    // What an item of `email` has of templates is for events, which have other data.
    emails: manifest.emails.map((email) => {
      const action = actionTo('email', email.name);
      if (action?.kind !== 'email') return email;
      const { subject, text_template, html_template } = action;
      return { ...email, subject, text_template, html_template };
    }),
  };
}

function buildData({ deliveries: _, ...digest }: Digest, scan: ScanContext): DigestData {
  const status = WORST_FIRST.find((one) => digest.summary[one as keyof Digest['summary']] > 0) ?? 'ok';
  const level = status === 'expired' ? 'error' : status === 'ok' ? 'info' : 'warning';
  const nothing = {
    name: DIGEST_CERTIFICATE,
    entry: null,
    fingerprint: null,
    facts: null,
    places: [],
    error: null,
    last_seen: null,
  };
  return {
    event_type: DIGEST,
    ...describeSubject({ ...nothing, verdict: { ...UNKNOWN_VERDICT, status, level } }),
    alert_key: 'certvigil/digest',
    timestamp: digest.scanned_at,
    place: null,
    finding: null,
    previous: null,
    repository: scan.repository,
    run_url: scan.run_url,
    test: false,
    ...digest,
  };
}
