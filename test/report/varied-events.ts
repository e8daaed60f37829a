/** Reports of events, and of scans as a whole, that differ from usual ones in one respect. */

import { EVENT_NAMES, type EventName, type Reason, type Status } from '../../src/domain/index.ts';
import type { Report, ReportDelivery, ReportEvent } from '../../src/generated/report.ts';
import { certificate, delivery, event, overview, report } from './samples.ts';
import { failure, finding, location } from './varied-certificates.ts';

const shop = certificate('shop', 'warning', 20);
const fire = (name: EventName, reason: Reason, more: Partial<ReportEvent> = {}, data: object = {}): ReportEvent => {
  const made = event(name, shop, reason, more);
  return { ...made, data: { ...made.data, ...data } as ReportEvent['data'] };
};
const fired = (name: string, ...events: ReportEvent[]): [string, Report] => [name, report([shop], events)];
const sent = (name: string, one: ReportEvent, ...deliveries: ReportDelivery[]): [string, Report] => [
  name,
  report([shop], [one], deliveries),
];
const expiry = fire('certificate.expiry_warning', 'first', { threshold: 30 });

const renewal_evidence = { text: 'at 1 of 1 location; *a|b* could not be read', renewed_locations: 1, locations: 1 };
const renewed = fire('certificate.renewed', 'first', {}, { renewal_evidence });

const withFinding = (name: EventName, qualifier: string) => {
  const one = fire(name, 'first', {}, { finding: finding('certificate.untrusted', { qualifier }) });
  return sent(`${name} with a finding about "${qualifier}"`, one, delivery(one, 'webhook:chat', 'sent'));
};

export const EVENTS: [string, Report][] = [
  ...EVENT_NAMES.map((name) => {
    const one = fire(name, 'first', {}, { error: failure('a-failure') });
    return sent(name, one, delivery(one, 'webhook:chat', 'sent'));
  }),
  ...(['scan.stale', 'scan.blind'] as const).map((name) => {
    const one = fire(name, 'first', {}, { days_remaining: null, certificate_id: null, error: failure('a-failure') });
    return sent(`${name} without a certificate`, one, delivery(one, 'webhook:chat', 'sent'));
  }),
  ...(['first', 'escalated', 'repeat', 'retry', 'cooldown', 'once', 'quiet_hours', 'unmatched'] as const).map(
    (reason) => fired(`reason ${reason}`, fire('certificate.expiry_warning', reason, { threshold: '20%' })),
  ),
  fired(
    'silenced',
    fire('certificate.expiry_warning', 'silenced', { silence: { until: '2026-12-01T00:00:00Z', reason: 'a|b' } }),
  ),
  ...(
    ['certificate.untrusted', 'certificate.recovered', 'certificate.lagging', 'certificate.policy_violation'] as const
  ).map((name) => withFinding(name, 'x')),
  ...(['certificate.recovered', 'certificate.policy_violation'] as const).map((name) => withFinding(name, '')),
  fired('two events of one reason', fire('certificate.expired', 'cooldown'), fire('certificate.renewed', 'cooldown')),
  fired('a note', fire('certificate.expired', 'unmatched', { notes: ['Rule a: no match.', 'Rule b: no match.'] })),
  fired('a run', fire('certificate.expired', 'first', {}, { run_url: 'https://github.com/o/r/actions/runs/1' })),
  fired(
    'a location',
    fire('certificate.unreachable', 'first', {}, { location: 'a:443', error: failure('endpoint-refused') }),
  ),
  fired(
    'an event of no certificate',
    fire('scan.stale', 'first', {}, { certificate_id: null, days_remaining: null, valid_to: null }),
  ),
  sent('evidence of a renewal', renewed, delivery(renewed, 'webhook:chat', 'sent')),
  sent('sent', expiry, delivery(expiry, 'webhook:chat', 'sent')),
  sent('sent twice', expiry, delivery(expiry, 'webhook:chat', 'sent'), delivery(expiry, 'issue', 'sent')),
  sent(
    'failed',
    expiry,
    delivery(expiry, 'webhook:chat', 'failed', { code: 'http-server-error', detail: 'Status 503.' }),
  ),
  sent(
    'failed twice',
    expiry,
    ...['a', 'b'].map((to) => delivery(expiry, `webhook:${to}`, 'failed', { code: 'x', detail: 'The same.' })),
  ),
  sent('failed for an unknown reason', expiry, delivery(expiry, 'webhook:chat', 'failed')),
  sent('due', expiry, delivery(expiry, 'webhook:chat', 'due')),
  sent('suppressed', expiry, delivery(expiry, 'webhook:chat', 'suppressed')),
];

const missing = (certificate: string, probe: string | null, detail = 'Nothing came.') => ({
  ...{ certificate, probe, error: { code: 'not-observed', detail } },
});
const withFields = (name: string, more: Partial<Report>, events: ReportEvent[] = []): [string, Report] => [
  name,
  report([shop], events, [], more),
];
const noted = (name: string, count: number, ...notes: string[]) =>
  fired(name, ...Array.from({ length: count }, () => fire('certificate.expired', 'unmatched', { notes })));
const scored = { score: 87, pass: 5, fail: 1, skipped: 2, error: 3 };
const policies = [overview('keys', 'violated', { certificates: 9, fail: 1, error: 3 }), overview('names', 'met')];
const failedEvent = (name: EventName, status: Status): ReportEvent => fire(name, 'first', {}, { status });

/** What a scan as a whole can differ in. */
export const SCANS: [string, Report][] = [
  withFields('not observed', {
    not_observed: [missing('shop', null)],
    summary: { ...report([shop]).summary, not_observed: 1 },
  }),
  withFields('not observed by a probe', { not_observed: [missing('shop', 'office'), missing('mail', 'office')] }),
  withFields('not observed by several', {
    not_observed: [
      ...[missing('a', 'office'), missing('b', null), missing('c', 'lab'), missing('d', 'office')],
      missing('e', 'office', 'It came too late.'),
    ],
  }),
  withFields('30 not observed', {
    not_observed: Array.from({ length: 30 }, (_, at) => missing(`entry-${at}`, 'office')),
  }),
  withFields('policies', { policies, summary: { ...report([shop]).summary, policies: scored } }),
  withFields('policies without a score', { policies }),
  withFields('a dry run', { dry_run: true }, [fire('certificate.expired', 'first')]),
  withFields('a dry run with a missing variable', {
    dry_run: true,
    certificates: [certificate('a', 'ok', 100, { locations: [location('env:A', failure('variable-unset')) as never] })],
  }),
  noted('a note three times', 3, 'Rule a: no match.'),
  noted('notes, one of them more often', 1, 'Rule a: no match.', 'Rule b: no match.', 'Rule b: no match.'),
  fired(
    'more of one reason than of another',
    fire('certificate.expired', 'unmatched'),
    fire('certificate.renewed', 'cooldown'),
    fire('certificate.expired', 'cooldown'),
    fire('certificate.expired', 'cooldown'),
  ),
  fired('a run without encryption', fire('certificate.expired', 'first', {}, { run_url: 'http://ghe.example/o/r/1' })),
  fired('a run with markup', fire('certificate.expired', 'first', {}, { run_url: 'https://a.example/](x)' })),
  fired(
    'a link within the text of a run',
    fire('certificate.expired', 'first', {}, { run_url: 'x https://a.example/' }),
  ),
  [
    'failures before the rest, then by status',
    report(
      [shop],
      [
        failedEvent('certificate.renewed', 'ok'),
        failedEvent('certificate.expired', 'expired'),
        failedEvent('certificate.changed', 'ok'),
      ],
      (
        [
          ['renewed', 'sent'],
          ['expired', 'sent'],
          ['changed', 'failed'],
          ['changed', 'sent'],
        ] as const
      ).map(([name, status], at) =>
        delivery(
          failedEvent(`certificate.${name}`, 'ok'),
          `webhook:${at}`,
          status,
          status === 'failed' ? failure('x') : null,
        ),
      ),
    ),
  ],
];
