import { describe, expect, it } from 'vitest';
import type { EventLog, LoggedDelivery, LoggedEvent } from '../../src/generated/event-log.ts';
import { createCsvRenderer } from '../../src/report/document/csv.ts';
import { LOG_TABLE, listLogRows } from '../../src/report/log/csv.ts';
import { renderLogJson } from '../../src/report/log/json.ts';
import type { TimelineStep } from '../../src/report/log/timeline.ts';
import { expectGolden } from './golden.ts';
import { renderLog, renderTimeline } from './render.ts';

const plain = { color: false, columns: 80 };

function logged(certificate: string, fired_at: string | null, more: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    id: `id-of-${certificate}`,
    certificate,
    fingerprint: 'aa',
    location: null,
    event: 'certificate.expiry_warning',
    threshold: 30,
    locations: [],
    fired_at,
    scan_id: 'scan-1',
    cleared_at: null,
    deliveries: {},
    ...more,
  };
}

function delivery(more: Partial<LoggedDelivery> = {}): LoggedDelivery {
  const at = '2026-11-17T02:00:00Z';
  return { tried_at: at, sent_at: at, status: 'warning', attempts: 0, error: null, ...more };
}

function log(events: LoggedEvent[]): EventLog {
  const last = { id: 'scan-1', scanned_at: '2026-11-17T02:00:00Z' };
  return { version: 1, scans: events.length > 0 ? { last } : {}, locations: {}, certificates: {}, events };
}

const MIXED = log([
  logged('blog', '2026-11-10T02:00:00Z', { deliveries: { expiry: { 'webhook:slack': delivery() } } }),
  logged('shop', '2026-11-17T02:00:00Z', {
    threshold: '36h',
    deliveries: {
      expiry: { 'webhook:slack': delivery() },
      critical: {
        'webhook:pager': delivery({ sent_at: null, status: null, attempts: 3, error: 'http-server-error' }),
        'webhook:night': delivery({ sent_at: null, status: null, error: 'quiet-hours' }),
        'webhook:audit': delivery({ sent_at: '2026-11-16T02:00:00Z', attempts: 1, error: 'http-timeout' }),
      },
    },
  }),
  logged('night', null, {
    deliveries: {
      expiry: { 'webhook:night': delivery({ sent_at: null, status: null, error: 'quiet-hours-over' }) },
    },
  }),
  logged('mail', '2026-11-12T02:00:00Z', {
    event: 'certificate.unreachable',
    location: 'mail.example.com:587',
    threshold: null,
    cleared_at: '2026-11-13T09:30:00Z',
  }),
]);

it('distinguishes events of the same name and certificate', () => {
  const logTopic = (event: LoggedEvent['event'], topic: string) =>
    logged('shop', null, { event, threshold: null, topic });
  const text = renderLog(
    log([
      logTopic('certificate.untrusted', 'untrusted'),
      logTopic('certificate.policy_violation', 'policy_violation/strong-keys'),
      logTopic('certificate.recovered', 'untrusted'),
      logTopic('certificate.recovered', 'policy_violation/strong-keys'),
    ]),
    plain,
  );
  const rows = text.split('\n').filter((line) => line.startsWith('certificate.'));
  expect(rows.map((row) => row.replace(/ +- +-$/, '').replace(/ +/, ' '))).toEqual([
    'certificate.untrusted shop',
    'certificate.policy_violation shop (strong-keys)',
    'certificate.recovered shop (untrusted)',
    'certificate.recovered shop (strong-keys)',
  ]);
});

describe('renderLog', () => {
  it('shows the newest event first, with the result of each delivery', async () => {
    await expectGolden('log-80.txt', renderLog(MIXED, plain));
  });

  it('paints a delivery by its result', () => {
    const paint = (error: string | null) => {
      const deliveries = { rule: { 'webhook:chat': delivery({ error }) } };
      const text = renderLog(log([logged('shop', null, { deliveries })]), { color: true, columns: 120 });
      return text
        .split('\n')
        .find((line) => line.includes('webhook:chat'))
        ?.split('    webhook')[0];
    };
    const [good, deferred, over, bad] = [null, 'quiet-hours', 'quiet-hours-over', 'http-timeout'].map(paint);
    expect(new Set([good, deferred, bad]).size).toBe(3);
    expect(over).toBe(deferred);
  });

  it.each([
    ['before it was cleared', '2026-11-13T09:00:00Z', undefined, true],
    ['when it was cleared', '2026-11-13T09:30:00Z', undefined, true],
    ['in the same millisecond by a clock that is behind', '2026-11-13T09:00:00Z', '2026-11-13T09:30:00Z', true],
    ['after it was cleared', '2026-11-14T02:00:00Z', undefined, false],
    ['after it was cleared, by a clock that is behind', '2026-11-13T09:00:00Z', '2026-11-13T09:30:00.001Z', false],
  ])('shows an event that fired %s as cleared: %s', (_, fired_at, after, shown) => {
    const event = logged('mail', fired_at, {
      cleared_at: '2026-11-13T09:30:00Z',
      ...(after && { sequenced_at: after }),
    });
    expect(renderLog(log([event]), plain).includes('cleared 2026-11-13 09:30')).toBe(shown);
  });

  it('shows events that never fired last, and those of one time by certificate, in whatever order they are logged', () => {
    const [old, fresh] = ['2026-11-10T02:00:00Z', '2026-11-17T02:00:00Z'];
    const all = [logged('c', null), logged('b', fresh), logged('a', fresh), logged('d', old)];
    for (const events of [all, all.toReversed(), [...all.slice(2), ...all.slice(0, 2)]])
      expect(listLogRows({ events }).map(({ event }) => event.certificate)).toEqual(['a', 'b', 'd', 'c']);
  });

  it('says that the log is empty', () => {
    expect(renderLog(log([]), plain)).toBe('No events recorded. No scan recorded.\n');
  });

  it('has a row for each delivery as CSV', async () => {
    const records = createCsvRenderer(LOG_TABLE, null)(listLogRows(MIXED));
    await expect([...records].join('')).toMatchFileSnapshot('../golden/report/log.csv');
  });

  it('prints the records of the log as JSON', () => {
    const list = JSON.parse(renderLogJson(MIXED));
    expect(list).toMatchObject({ version: 1, last_scan: { id: 'scan-1' } });
    expect(list.events.map((one: LoggedEvent) => one.certificate)).toEqual(['shop', 'mail', 'blog', 'night']);
    expect(list.events[0]).toEqual(MIXED.events[1]);
  });
});

it('a removed domain of certificate transparency is not watched any more', () => {
  const removed = (location: string): TimelineStep => ({
    certificate: 'shop',
    at: '2027-01-01T00:00:00Z',
    kind: 'removed',
    fingerprint_sha256: null,
    locations: [location],
  });
  const text = renderTimeline([removed('ct:example.org'), removed('shop.example.org:443')], {
    color: false,
    columns: 100,
  });
  expect(text).toContain('ct:example.org: no longer watched\n');
  expect(text).toContain('shop.example.org:443: no longer in use\n');
});
