import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { parseLog } from '../../src/events/log/parse.ts';
import { serializeLog } from '../../src/events/log/serialize.ts';
import { certificate, createScenario, day, endpoint, entry, listSuppressed, rule } from './scenario.ts';

const READ = [endpoint('shop', 'shop.example.com:443', certificate('a', { to: day(1000) }))];
const ABOUT_SCANS = rule('scans', { events: ['scan.*'] });

function createDailyScenario(rules = [ABOUT_SCANS], hours: number | null = 36) {
  const scenario = createScenario([entry('shop')], rules);
  scenario.stale_after_hours = hours;
  return scenario;
}

describe('a gap between scans', () => {
  it('is sent once by the scan that finds it', () => {
    const scenario = createDailyScenario();
    expect(scenario.scan({ now: day(0), readings: READ })).toEqual([]);
    expect(scenario.scan({ now: day(1), readings: READ })).toEqual([]);
    expect(scenario.scan({ now: day(4), readings: READ })).toEqual(['scan.stale first -> hook']);
    expect(scenario.scan({ now: day(5), readings: READ })).toEqual([]);
    expect(scenario.preview({ now: day(5, 1), readings: READ }).events).toEqual([]);
  });

  it('is not a weekend of a schedule for working days, even if the Monday is a little late', () => {
    const scenario = createDailyScenario([ABOUT_SCANS], null);
    const workingDays = Array.from({ length: 26 }, (_, number) => number).filter((number) => number % 7 < 5);
    const late = (number: number) => (number % 7 === 0 ? 0.1 : 0);
    const sent = workingDays.flatMap((number) => scenario.scan({ now: day(number, late(number)), readings: READ }));
    expect(sent).toEqual([]);
    expect(scenario.scan({ now: day(29), readings: READ })).toEqual(['scan.stale first -> hook']);
  });

  it('is sent again if there is another one', () => {
    const scenario = createDailyScenario();
    for (const at of [0, 4]) scenario.scan({ now: day(at), readings: READ });
    expect(scenario.scan({ now: day(8), readings: READ })).toEqual(['scan.stale first -> hook']);
  });

  it('is not reported up to the limit, without a limit, or on a first run', () => {
    for (const [hours, at] of [
      [36, day(1, 12)],
      [Number.POSITIVE_INFINITY, day(90)],
    ] as const) {
      const scenario = createDailyScenario([ABOUT_SCANS], hours);
      expect(scenario.scan({ now: day(0), readings: READ })).toEqual([]);
      expect(scenario.scan({ now: at, readings: READ })).toEqual([]);
    }
  });

  it('is not matched by rules for certificate.*, but by a rule for *', () => {
    const scenario = createDailyScenario([rule('certificates', { events: ['certificate.*'] })]);
    scenario.scan({ now: day(0), readings: READ });
    expect(listSuppressed(scenario.preview({ now: day(4), readings: READ }))).toEqual(['scan.stale unmatched']);
    scenario.rules = [rule('everything', { events: ['*'] })];
    expect(scenario.scan({ now: day(4), readings: READ })).toEqual(['scan.stale first -> hook']);
  });

  it('is not matched by a rule with labels', () => {
    const scenario = createDailyScenario([rule('team', { events: ['*'], match: { labels: { team: ['payments'] } } })]);
    scenario.scan({ now: day(0), readings: READ });
    expect(listSuppressed(scenario.preview({ now: day(4), readings: READ }))).toEqual(['scan.stale unmatched']);
  });

  it('is retried until it is accepted', () => {
    const scenario = createDailyScenario();
    scenario.scan({ now: day(0), readings: READ });
    const fail = { readings: READ, receive: () => 'failed' as const };
    expect(scenario.scan({ now: day(4), ...fail })).toEqual(['scan.stale first -> hook']);
    expect(scenario.scan({ now: day(5), ...fail })).toEqual(['scan.stale retry -> hook']);
    expect(scenario.scan({ now: day(6), readings: READ })).toEqual(['scan.stale retry -> hook']);
    expect(scenario.scan({ now: day(7), readings: READ })).toEqual([]);
  });

  it('is given up after delivery_retry_days', () => {
    const scenario = createDailyScenario();
    scenario.scan({ now: day(0), readings: READ });
    const fail = { readings: READ, receive: () => 'failed' as const };
    const notifications = Array.from({ length: 12 }, (_, index) => scenario.scan({ now: day(4 + index), ...fail }));
    expect(notifications.filter((one) => one.length > 0)).toHaveLength(8);
    expect(notifications.at(-1)).toEqual([]);
  });

  it('is sent by two concurrent scans, and recorded once', () => {
    const scenario = createDailyScenario();
    scenario.scan({ now: day(0), readings: READ });
    const [first, second] = [0, 1].map((hour) => scenario.start({ now: day(4, hour), readings: READ }));
    expect([first?.notifications, second?.notifications]).toEqual([
      ['scan.stale first -> hook'],
      ['scan.stale first -> hook'],
    ]);
    first?.save();
    second?.save();
    expect(scenario.log.events.filter(({ event }) => event === 'scan.stale')).toHaveLength(1);
    expect(scenario.scan({ now: day(5), readings: READ })).toEqual([]);
  });

  it('does not resolve, and leaves the log after retention_days', () => {
    const scenario = createDailyScenario([rule('everything', { events: ['*'] })]);
    for (const at of [0, 4]) scenario.scan({ now: day(at), readings: READ });
    scenario.stale_after_hours = Number.POSITIVE_INFINITY;
    for (const at of [5, 50, 93]) expect(scenario.scan({ now: day(at), readings: READ })).toEqual([]);
    expect(scenario.log.events).toHaveLength(1);
    scenario.scan({ now: day(95), readings: READ });
    expect(scenario.log.events).toEqual([]);
  });

  it('never opens an issue, because nothing would close it', () => {
    const options = { labels: [], assignees: [], milestone: null };
    const scenario = createDailyScenario([rule('issues', { events: ['*'], actions: [{ kind: 'issue', options }] })]);
    scenario.scan({ now: day(0), readings: READ });
    expect(listSuppressed(scenario.preview({ now: day(4), readings: READ }))).toEqual(['scan.stale unmatched']);
  });
});

describe('for any gaps and failures', () => {
  const scans = fc.array(fc.record({ hours: fc.integer({ min: 1, max: 200 }), accepted: fc.boolean() }), {
    minLength: 1,
    maxLength: 30,
  });

  it('each gap is accepted once, unless all attempts of its 7 days fail', () => {
    fc.assert(
      fc.property(scans, (all) => {
        const scenario = createDailyScenario();
        scenario.scan({ now: day(0), readings: READ });
        const open = new Map<number, number>();
        let now = day(0);
        let accepted = 0;
        let expected = 0;
        const giveUp = (at: number) => {
          for (const [gap, found] of open) if (at - found > day(7) - day(0)) open.delete(gap);
        };
        for (const scan of all) {
          const last = now;
          now += scan.hours * 3_600_000;
          giveUp(now);
          if (scan.hours > 36) open.set(last, now);
          const receive = () => (scan.accepted ? 'sent' : ('failed' as const));
          const notifications = scenario
            .scan({ now, readings: READ, receive })
            .filter((one) => one.startsWith('scan.stale'));
          expect(notifications).toHaveLength(open.size);
          if (!scan.accepted) continue;
          accepted += notifications.length;
          expected += open.size;
          open.clear();
        }
        expect(accepted).toBe(expected);
        giveUp(now + 1);
        expect(scenario.scan({ now: now + 1, readings: READ })).toHaveLength(open.size);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the event of a gap', () => {
  it('names the time of the last scan and no certificate', () => {
    const scenario = createDailyScenario();
    scenario.scan({ now: day(0), readings: READ });
    const [event] = scenario.preview({ now: day(4), readings: READ }).events;
    expect(event?.context).toMatchObject({
      event: 'scan.stale',
      object_type: 'certvigil.scan',
      model: 'scan',
      snapshots: { prechange: null, postchange: null },
      data: {
        event_type: 'scan.stale',
        certificate: '(scan)',
        certificate_id: null,
        alert_key: 'certvigil/(scan)/2027-01-01T06:00:00Z',
        status: 'unknown',
        level: 'warning',
        days_remaining: null,
        assigned_objects: [],
        last_seen: '2027-01-01T06:00:00Z',
        error: { code: 'scan-stale' },
      },
    });
    expect(event?.context.data.error?.detail).toBe(
      'No certificate was checked for 4 days: no scan ran between 2027-01-01T06:00:00Z and 2027-01-05T06:00:00Z. Check the runs of the schedule, and what expired in the meantime.',
    );
  });

  it('is recorded like any other event', () => {
    const scenario = createDailyScenario();
    for (const at of [0, 4]) scenario.scan({ now: day(at), readings: READ });
    expect(scenario.log.events).toMatchObject([
      {
        certificate: '(scan)',
        event: 'scan.stale',
        fingerprint: null,
        location: '2027-01-01T06:00:00Z',
        locations: [],
      },
    ]);
    const read = parseLog(serializeLog(scenario.log), 'log.json');
    expect(read).toEqual(scenario.log);
    expect(mergeLogs(read, scenario.log)).toEqual(scenario.log);
  });
});
