import { describe, expect, it } from 'vitest';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { parseLog } from '../../src/events/log/parse.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { recordDay } from '../../src/events/state/record-day.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { day } from './scenario.ts';

const passes = (count: number, total: number) => ({
  score: null,
  results: Array.from({ length: total }, (_, index) => ({
    policy: `p${index}`,
    severity: 'warning' as const,
    result: index < count ? ('pass' as const) : ('fail' as const),
    checks: [],
  })),
});

const certificates: Pick<ReportCertificate, 'status' | 'findings' | 'policies'>[] = [
  { status: 'ok', findings: [], policies: passes(3, 4) },
  { status: 'ok', findings: [] },
  { status: 'expired', findings: [], policies: passes(1, 4) },
];
const keyAt = (time: number) => new Date(time).toISOString().slice(0, 10);

describe('the history of the event log', () => {
  it('counts statuses, and has the policy score of all certificates', () => {
    const { history } = recordDay(createEmptyLog(), certificates, day(0));
    expect(history?.[keyAt(day(0))]).toEqual({
      scanned_at: new Date(day(0)).toISOString().replace('.000Z', 'Z'),
      statuses: { expired: 1, ok: 2 },
      policy_score: 50,
    });
  });

  it('counts a certificate with a worse finding as that', () => {
    const finding = { event: 'certificate.lagging', topic: '', code: 'x', detail: 'x', locations: [] };
    const found = (status: 'ok' | 'expired', severity: 'critical' | 'info') =>
      ({ status, findings: [{ ...finding, severity }] }) as const;
    const all = [found('ok', 'critical'), found('ok', 'info'), found('expired', 'critical')];
    const { history } = recordDay(createEmptyLog(), all as never, day(0));
    expect(history?.[keyAt(day(0))]?.statuses).toEqual({ critical: 1, ok: 1, expired: 1 });
  });

  it('has no score without policies', () => {
    const { history } = recordDay(createEmptyLog(), [{ status: 'ok', findings: [] }], day(0));
    expect(history?.[keyAt(day(0))]).toMatchObject({ statuses: { ok: 1 }, policy_score: null });
  });

  it('keeps the last scan of each day', () => {
    const first = recordDay(createEmptyLog(), certificates, day(0));
    const second = recordDay(first, [{ status: 'critical', findings: [] }], day(0, 1));
    const third = recordDay(second, [{ status: 'ok', findings: [] }], day(1));
    expect(Object.values(third.history ?? {}).map(({ statuses }) => statuses)).toEqual([{ critical: 1 }, { ok: 1 }]);
  });

  it('is the same whichever of two scans saves first', () => {
    const morning = recordDay(createEmptyLog(), [{ status: 'ok', findings: [] }], day(0));
    const evening = recordDay(createEmptyLog(), [{ status: 'critical', findings: [] }], day(0, 8));
    expect(mergeLogs(morning, evening).history).toEqual(evening.history);
    expect(mergeLogs(evening, morning).history).toEqual(evening.history);
  });

  it('is pruned after 400 days, so that it never grows beyond that', () => {
    let log = createEmptyLog();
    for (let at = 0; at < 500; at += 1) {
      log = pruneLog(recordDay(log, certificates, day(at)), { now: day(at), retention_days: 90 });
    }
    expect(Object.keys(log.history ?? {})).toHaveLength(401);
    expect(serializeLog(log).length).toBeLessThan(60_000);
  });

  it('survives saving and loading', () => {
    const log = recordDay(createEmptyLog(), certificates, day(0));
    expect(parseLog(serializeLog(log), 'log.json')).toEqual(log);
  });
});
