import { describe, expect, it } from 'vitest';
import type { PolicyOverview, Report } from '../../src/generated/report.ts';
import { formatPlain } from '../../src/report/document/arrange.ts';
import { describeScan, describeUnsavedLog } from '../../src/report/format/labels.ts';
import { certificate, event, overview, report } from './samples.ts';

const blog = certificate('blog', 'ok', 200);

/** The sentences as plain text. */
function formatHeadline(one: Report): (string | null)[] {
  return describeScan(one).map(formatPlain);
}

function summarize(summary: Partial<Report['summary']>, dry_run = false): (string | null)[] {
  const one = report([blog], [], [], { dry_run });
  return formatHeadline({ ...one, summary: { ...one.summary, ...summary } });
}

describe('the headline of a scan', () => {
  const counts = '1 certificate: 1 ok.';

  it('counts certificates, events and deliveries', () => {
    const events = { events_fired: 1200, events_suppressed: 2, events_unmatched: 3 };
    expect(summarize({ ...events, deliveries_sent: 1, deliveries_failed: 0 })).toEqual([
      counts,
      '1,200 events fired, 5 suppressed. 1 delivery sent, 0 failed.',
    ]);
    expect(summarize({ events_fired: 1, deliveries_sent: 0, deliveries_failed: 2 })).toEqual([
      counts,
      '1 event fired, 0 suppressed. 0 deliveries sent, 2 failed.',
    ]);
  });

  it('does not count a domain of certificate transparency that could not be read as a certificate', () => {
    const locations = [{ location: 'ct:example.org', observed: {}, error: { code: 'ct-unreachable', detail: 'x' } }];
    const domain = certificate('logs', 'unknown', 0, { fingerprint_sha256: null, locations });
    expect(formatHeadline(report([blog, domain], []))[0]).toBe(
      `${counts} The certificate transparency logs of 1 domain could not be read.`,
    );
  });

  it('counts a certificate as what the table calls it', () => {
    const find = (event: string) => [
      { event, qualifier: 'x', severity: 'critical' as const, code: 'x', detail: 'x', locations: [] },
    ];
    const certificates = [
      certificate('late', 'critical', 3),
      certificate('lost', 'ok', 200, { findings: find('certificate.untrusted') }),
      certificate('removed', 'ok', 200, { findings: find('certificate.revoked') }),
      blog,
    ];
    expect(formatHeadline(report(certificates, []))[0]).toBe(
      '4 certificates: 1 revoked, 1 untrusted, 1 critical, 1 ok.',
    );
  });

  it('counts a violation by its severity, and says that no rule handles it', () => {
    const finding = {
      event: 'certificate.policy_violation',
      qualifier: 'keys',
      severity: 'critical',
      code: 'x',
      detail: 'x',
    } as const;
    const weak = certificate('weak', 'ok', 300, { findings: [{ ...finding, locations: [] }] });
    const fire = (reason: 'unmatched' | 'first', severity: 'critical' | 'info') => {
      const fired = event('certificate.policy_violation', weak, reason);
      return formatHeadline(
        report([blog, weak], [{ ...fired, data: { ...fired.data, finding: { ...finding, severity } } }]),
      );
    };
    expect(fire('unmatched', 'critical').slice(0, 2)).toEqual([
      '2 certificates: 1 critical, 1 ok.',
      'No rule handles 1 finding, so nobody is notified. Add certificate.policy_violation to the events of a rule.',
    ]);
    expect(fire('first', 'critical').join()).not.toContain('No rule');
    expect(fire('unmatched', 'info').join()).not.toContain('No rule');
  });

  it('says that nothing was sent, or would be', () => {
    expect(summarize({})).toEqual([counts, '0 events fired, 0 suppressed. Nothing was sent.']);
    expect(summarize({}, true)).toEqual([
      counts,
      '0 events would fire, 0 suppressed.',
      'Dry run: nothing was sent or recorded.',
    ]);
  });

  it.each<[PolicyOverview['state'], Partial<PolicyOverview>, string[]]>([
    ['met', { certificates: 3, pass: 3 }, []],
    [
      'violated',
      { certificates: 40, fail: 2, pass: 37, error: 1 },
      ['Policy keys (critical): 2 of 40 certificates violate it, 1 could not be checked.'],
    ],
    ['violated', { certificates: 1, fail: 1 }, ['Policy keys (critical): 1 of 1 certificate violates it.']],
    [
      'undecided',
      { certificates: 2, pass: 1, error: 1 },
      ['Policy keys (critical): 1 of 2 certificates could not be checked.'],
    ],
    [
      'not-applicable',
      { certificates: 2, skipped: 2 },
      ['Policy keys (critical) checks nothing: no check applies to any of the 2 certificates that it matches.'],
    ],
    ['no-certificates', {}, ['Policy keys (critical) matches no certificate, so it checks nothing.']],
  ])('says what became of a policy that is %s: %j', (state, counts, lines) => {
    const one = report([blog], [], [], { policies: [overview('keys', state, counts)] });
    const met = state === 'met' ? 1 : 0;
    expect(formatHeadline(one).slice(1, -1)).toEqual([`Policies: ${met} of 1 met.`, ...lines]);
  });

  it('says that a policy matches nothing in a part of the entries', () => {
    const one = report([blog], [], [], { policies: [overview('keys', 'no-certificates')] });
    const part = { ...one, coverage: { ...one.coverage, entries: one.coverage.scanned + 1 } };
    expect(formatHeadline(part)).toContain('Policy keys (critical) matches no certificate of this scan.');
  });

  it('names five policies that are not met, has the score, and leaves out disabled ones', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const policies = [overview('off', 'disabled'), ...names.map((name) => overview(name, 'no-certificates'))];
    const one = report([blog], [], [], { policies });
    const scored = { score: 75, pass: 3, fail: 1, skipped: 0, error: 0 };
    const lines = formatHeadline({ ...one, summary: { ...one.summary, policies: scored } }).slice(1, -1);
    expect([lines[0], lines.length, lines.at(-1)]).toEqual([
      'Policies: 0 of 6 met. Score 75 of 100.',
      7,
      '1 more policy is not met.',
    ]);
    expect(formatHeadline(report([blog], [], [], { policies: [overview('off', 'disabled')] }))).toHaveLength(2);
  });
});

it.each([
  [0, 'This scan sent no notifications, so nothing will be resent.'],
  [1, 'The next scan will resend the notification that this scan sent.'],
  [1200, 'The next scan will resend the 1,200 notifications that this scan sent.'],
])('after an unsaved log with %i sent notifications, says what will be resent', (deliveries_sent, text) => {
  expect(describeUnsavedLog({ ...report([]).summary, deliveries_sent })).toBe(text);
});
