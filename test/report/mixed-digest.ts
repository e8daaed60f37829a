/** A digest with one of everything. */

import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { Digest } from '../../src/generated/digest.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { certificate, createEmptyComparison, event, mixedReport, report } from './samples.ts';

const log = createEmptyLog();
const failure = { code: 'http-server-error', detail: 'webhook "pager": the receiver failed with status 503.' };

export function createMixedDigest(): Digest {
  const { certificates } = mixedReport();
  const problem = { code: 'revocation-unreachable', detail: 'The revocation list could not be fetched.' };
  const revocation = { status: 'unknown', source: null, revoked: null, problems: [problem] } as const;
  const docs = certificate('docs', 'ok', 200, { revocation: { ...revocation, problems: [problem] } });
  const keys = certificate('keys', 'critical', 200, {
    findings: [
      {
        event: 'certificate.revoked',
        qualifier: '',
        severity: 'critical',
        code: 'revoked',
        detail: 'Replace it.',
        locations: [],
      },
    ] as never,
  });
  const quiet = certificate('quiet', 'expired', -4);
  const silence = { silence: { until: '2026-12-01T00:00:00Z', reason: 'moves to the new load balancer' } };
  const digest = buildDigest({
    report: report([...certificates, docs, keys, quiet], [event('certificate.expired', quiet, 'silenced', silence)]),
    comparison: createEmptyComparison(log),
    log,
  });
  return {
    ...digest,
    since: '2026-11-10T02:00:00Z',
    renewed: [
      {
        certificate: 'home',
        display_name: 'home',
        kind: 'certificate',
        what: 'certificate',
        common_name: 'home.example.com',
        valid_to: '2027-09-13T14:00:00Z',
        previous_valid_to: '2026-11-20T14:00:00Z',
        locations: ['home.example.com:443'],
        renewed_at: '2026-11-12T02:00:00Z',
      },
    ],
    deliveries: [
      { destination: 'email:ops', status: 'sent', attempts: 1, error: null },
      { destination: 'webhook:pager', status: 'failed', attempts: 3, error: failure },
    ] as Digest['deliveries'],
  };
}
