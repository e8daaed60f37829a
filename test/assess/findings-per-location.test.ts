import { describe, expect, it } from 'vitest';
import type { FindingCheck } from '../../src/assess/findings/finding-check.ts';
import { detectUnexpected } from '../../src/assess/findings/unexpected.ts';
import { detectUntrusted } from '../../src/assess/findings/untrusted.ts';
import type { Certificate, DistrustReason, Evidence, LiveLocation, Status } from '../../src/domain/index.ts';

function detect(check: FindingCheck, evidence: readonly (Partial<Evidence> | null)[], date_status: Status = 'ok') {
  const locations = evidence.map((one, at) => ({ location: `p${at}`, evidence: one }) as LiveLocation);
  const input = { locations, date_status } as unknown;
  return check({} as Certificate, input as Parameters<FindingCheck>[1]);
}

describe('an untrusted certificate', () => {
  const trust = (reason: DistrustReason | null) =>
    ({ trust: { reason, detail: reason && `Because of ${reason}.` } }) as Partial<Evidence>;
  const open = [{ event: 'certificate.untrusted', qualifier: null }];
  const found = (code: string, detail: string, locations: string[]) => [
    { event: 'certificate.untrusted', qualifier: '', severity: 'critical', code, detail, locations },
  ];

  it.each<[string, (DistrustReason | null)[], ReturnType<typeof found>]>([
    ['nowhere', [null, null], []],
    ['at its only location', ['weak-key'], found('weak-key', 'Because of weak-key.', ['p0'])],
    ['at one of two', [null, 'weak-key'], found('weak-key', 'At p1: Because of weak-key.', ['p1'])],
    [
      'at both, for the worse reason',
      ['weak-key', 'self-signed'],
      found('self-signed', 'At p1 and 1 more: Because of self-signed.', ['p1', 'p0']),
    ],
    ['only because it has expired', ['path-expired'], []],
  ])('has a finding for where it is rejected: %s', (_, reasons, findings) => {
    expect(detect(detectUntrusted, reasons.map(trust))).toEqual({ findings, undecided: [] });
  });

  it('is undecided at locations that were not read, or without a trust store', () => {
    for (const evidence of [
      null,
      trust('ca-file-unusable'),
      trust('system-anchors-unusable'),
      trust('signature-unverified'),
    ]) {
      expect(detect(detectUntrusted, [evidence])).toEqual({ findings: [], undecided: open });
      expect(detect(detectUntrusted, [trust('weak-key'), evidence])).toEqual({
        findings: found('weak-key', 'At p0: Because of weak-key.', ['p0']),
        undecided: open,
      });
    }
    expect(detect(detectUntrusted, [{}])).toEqual({ findings: [], undecided: [] });
  });

  it('is undecided once it has expired', () => {
    expect(detect(detectUntrusted, [trust('weak-key')], 'expired')).toEqual({ findings: [], undecided: open });
  });
});

describe('a certificate with expectations', () => {
  const key = { event: 'certificate.policy_violation', qualifier: 'expect' };
  const issuer = { code: 'expected-issuer', detail: 'It has another issuer.' };
  const names = { code: 'expected-names', detail: 'One name is missing.' };

  it('has one finding for all its deviations, each of them once', () => {
    const evidence = [{ deviations: [] }, { deviations: [issuer] }, { deviations: [issuer, names] }, {}];
    expect(detect(detectUnexpected, evidence)).toEqual({
      findings: [
        {
          ...key,
          severity: 'critical',
          code: 'expected-issuer',
          detail: 'It has another issuer. One name is missing.',
          locations: ['p1', 'p2'],
        },
      ],
      undecided: [],
    });
  });

  it('is undecided at locations that were not read', () => {
    expect(detect(detectUnexpected, [{ deviations: [] }, null])).toEqual({ findings: [], undecided: [key] });
    expect(detect(detectUnexpected, [{ deviations: [issuer] }, null]).undecided).toEqual([key]);
    expect(detect(detectUnexpected, [{ deviations: [] }])).toEqual({ findings: [], undecided: [] });
  });
});
