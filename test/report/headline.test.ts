import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { describeUnsavedLog, formatHeadline } from '../../src/report/format/labels.ts';
import { certificate, event, report } from './samples.ts';

const blog = certificate('blog', 'ok', 200);

function summarize(summary: Partial<Report['summary']>, dry_run = false): string[] {
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

  it('counts a violation by its severity, and says that no rule handles it', () => {
    const finding = {
      event: 'certificate.policy_violation',
      about: 'keys',
      severity: 'critical',
      code: 'x',
      detail: 'x',
    } as const;
    const weak = certificate('weak', 'ok', 300, { findings: [{ ...finding, places: [] }] });
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

  it.each([
    [{ score: 75, pass: 3, fail: 1, error: 0 }, ['Policies: 3 passed, 1 failed. Score 75 of 100.']],
    [
      { score: 75, pass: 3, fail: 1, error: 2 },
      ['Policies: 3 passed, 1 failed, 2 could not be evaluated. Score 75 of 100.'],
    ],
    [{ score: null, pass: 0, fail: 0, error: 2 }, ['Policies: 0 passed, 0 failed, 2 could not be evaluated.']],
    [{ score: null, pass: 0, fail: 0, error: 0 }, []],
  ])('has the result of policies: %j', (policies, lines) => {
    expect(summarize({ policies: { ...policies, skip: 0 } as never }).slice(1, -1)).toEqual(lines);
  });
});

it.each([
  [0, 'This scan sent no notifications, so nothing will be resent.'],
  [1, 'The next scan will resend the notification that this scan sent.'],
  [1200, 'The next scan will resend the 1,200 notifications that this scan sent.'],
])('after an unsaved log with %i sent notifications, says what will be resent', (deliveries_sent, text) => {
  expect(describeUnsavedLog({ ...report([]).summary, deliveries_sent })).toBe(text);
});
