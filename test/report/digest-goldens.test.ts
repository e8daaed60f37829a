import { expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { Digest } from '../../src/generated/digest.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { renderDigestSummary } from '../../src/report/digest/markdown.ts';
import { formatDigestDeliveries, renderDigestTable } from '../../src/report/digest/terminal.ts';
import { expectGolden } from './golden.ts';
import { certificate, event, mixedReport, report } from './samples.ts';

const log = createEmptyLog();
const failure = { code: 'http-server-error', detail: 'webhook "pager": the receiver failed with status 503.' };

/** A digest with one of everything. */
function createMixedDigest(): Digest {
  const { certificates } = mixedReport();
  const problem = { code: 'revocation-unreachable', detail: 'The revocation list could not be fetched.' };
  const revocation = { status: 'unknown', source: null, revoked: null, problems: [problem] } as const;
  const docs = certificate('docs', 'ok', 200, { revocation: { ...revocation, problems: [problem] } });
  const keys = certificate('keys', 'critical', 200, {
    findings: [
      {
        event: 'certificate.revoked',
        about: '',
        severity: 'critical',
        code: 'revoked',
        detail: 'Replace it.',
        places: [],
      },
    ] as never,
  });
  const quiet = certificate('quiet', 'expired', -4);
  const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'moves to the new load balancer' } };
  const digest = buildDigest({
    report: report([...certificates, docs, keys, quiet], [event('certificate.expired', quiet, 'silenced', silence)]),
    observation: { log, places: [], subjects: [] },
    log,
  });
  return {
    ...digest,
    since: '2026-11-10T02:00:00Z',
    renewed: [
      {
        certificate: 'home',
        display_name: 'home',
        common_name: 'home.example.com',
        valid_to: '2027-09-13T14:00:00Z',
        previous_valid_to: '2026-11-20T14:00:00Z',
        places: ['home.example.com:443'],
        renewed_at: '2026-11-12T02:00:00Z',
      },
    ],
    deliveries: [
      { destination: 'email:ops', status: 'sent', attempts: 1, error: null },
      { destination: 'webhook:pager', status: 'failed', attempts: 3, error: failure },
    ] as Digest['deliveries'],
  };
}

it('a digest in a terminal has every section', () => {
  expectGolden('digest.txt', renderDigestTable(createMixedDigest(), { color: false, columns: 120 }));
});

it('a digest in a job summary has every section', () => {
  const unsaved = new AppError('event-log-unwritable', 'the disk is full', { hint: 'Free some space.' });
  expectGolden('digest.md', renderDigestSummary(createMixedDigest(), { unsaved }));
});

it.each<[string[], Partial<Digest>, string]>([
  [[], {}, 'Not sent: the manifest sets no digest.actions.'],
  [['unneeded'], {}, 'Not sent: no certificate needs attention. To send it anyway, set digest.always.'],
  [['sent'], {}, 'Sent to to-0.'],
  [['sent', 'sent'], {}, 'Sent to to-0, to-1.'],
  [['failed'], {}, '1 delivery failed.'],
  [['sent', 'failed', 'failed'], {}, 'Sent to to-0. 2 deliveries failed.'],
  [['due', 'due'], { dry_run: true }, 'Dry run: nothing was sent or recorded. Recipients: to-0, to-1.'],
  [['unneeded'], { dry_run: true }, 'Dry run: nothing was sent or recorded. Recipients: none.'],
])('deliveries %j with %j are summarized as: %s', (statuses, more, text) => {
  const deliveries = statuses.map((status, index) => ({
    destination: `to-${index}`,
    status,
    attempts: 1,
    error: null,
  }));
  expect(formatDigestDeliveries({ ...createMixedDigest(), ...more, deliveries } as Digest)).toBe(text);
});
