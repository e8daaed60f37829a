import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate, Manifest } from '../../src/domain/index.ts';
import { DAY, HOUR } from '../../src/domain/thresholds.ts';
import { certificate, endpoint } from '../events/scenario.ts';
import { createScanner, parseManifest } from './simulation.ts';

// The table of lifetimes and distances between scans: when the first message about a certificate comes that nobody renews, and that none comes
// about one that is renewed in time. The model is written from docs/concepts/status.md#limits-and-thresholds alone.

const START = Date.parse('2027-01-04T05:30:00Z');
const LIFETIMES = [1, 3, 6, 10, 47, 90, 200, 398, 825, 3650].map((days) => days * DAY);
const INTERVALS = [6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];
const TABLE = LIFETIMES.flatMap((lifetime) => INTERVALS.map((interval) => [lifetime, interval] as const));
/** The share of the distance by which a certificate ends after a scan. */
const PHASES = [0, 0.01, 0.3, 0.5, 0.77, 0.99];

/** The scans before the window of interest, from which the log knows their distance. */
const EARLIER = 12;

let manifest: Manifest;
beforeAll(async () => {
  manifest = await parseManifest(
    'version: 1\ncertificates: [{ name: shop, endpoint: shop.example.com }]\nissues: { from: warning }\n',
  );
});

interface Message {
  at: number;
  event: string;
  status: string;
}

/** Scans from one time to another, and lists what is sent. `serve`: the certificate at a time. */
function scan(from: number, to: number, interval: number, serve: (now: number) => Certificate): Message[] {
  const scanOnce = createScanner();
  const messages: Message[] = [];
  for (let now = from; now <= to; now += interval) {
    const readings = [endpoint('shop', 'shop.example.com:443', serve(now))];
    for (const { event, context } of scanOnce({ manifest, now, readings }).sent)
      messages.push({ at: now, event, status: context.data.status });
  }
  return messages;
}

/** The first message about a certificate that nobody renews, in milliseconds before its end. */
function findFirst(lifetime: number, interval: number, phase: number): (Message & { left: number }) | undefined {
  const issued = START + EARLIER * interval;
  const end = issued + lifetime;
  // One of the scans is `phase` before the end. Nothing is sent long before the end.
  const window = Math.min(lifetime, 40 * DAY);
  const first = end - phase * interval - Math.ceil(window / interval + EARLIER) * interval;
  const old = certificate('old', { from: issued - lifetime * (2 / 3), to: issued + lifetime / 3 });
  const stuck = certificate('stuck', { from: issued, to: end });
  const [message] = scan(first, end + 2 * interval, interval, (now) => (now < issued ? old : stuck));
  return message && { ...message, left: end - message.at };
}

// ---------------------------------------------------------------------------------------------- the model

/** The time before the end from which on somebody must know, or null: scans are too rare. */
function mustKnowFrom(lifetime: number, interval: number): number | null {
  if (interval > lifetime / 4) return null;
  const usual = lifetime >= 124 * DAY ? 31 * DAY - 1 : lifetime / 4;
  const overdue = lifetime / 3 - Math.min(HOUR, lifetime / 20);
  return Math.max(usual, Math.min(2 * interval, overdue));
}

/** The time before the end at which the first message comes: that of the first scan which can send it. */
function predictFirst(lifetime: number, interval: number, phase: number): number | 'expired' {
  const left = Array.from({ length: 200 }, (_, index) => (index + phase) * interval).filter(
    (time) => time > 0 || phase === 0,
  );
  const from = mustKnowFrom(lifetime, interval);
  if (from !== null) return Math.max(...left.filter((time) => time <= from && time < lifetime));
  // The last scan before the end, if the certificate should have been renewed by then, or the usual 25 percent.
  const overdue = lifetime / 3 - Math.min(HOUR, lifetime / 20);
  const told = left.filter((time) => time <= lifetime / 4 || (time < interval && time < overdue));
  return told.length === 0 ? 'expired' : Math.max(...told);
}

describe('the first message about a certificate that nobody renews', () => {
  it.each(TABLE)('comes when the model says, for a lifetime of %d and scans every %d', (lifetime, interval) => {
    const found = PHASES.map((phase) => {
      const first = findFirst(lifetime, interval, phase);
      return first?.event === 'certificate.expired' ? 'expired' : Math.round((first?.left ?? -1) / 60_000);
    });
    const predicted = PHASES.map((phase) => {
      const time = predictFirst(lifetime, interval, phase);
      return time === 'expired' ? time : Math.round(time / 60_000);
    });
    expect(found).toEqual(predicted);
  });

  it('comes at least one scan before the end, unless scans are too rare', () => {
    for (const [lifetime, interval] of TABLE.filter(([lifetime, interval]) => interval <= lifetime / 4))
      for (const phase of PHASES) {
        const left = findFirst(lifetime, interval, phase)?.left ?? -1;
        expect([lifetime / DAY, interval / HOUR, phase, left > 0]).toEqual([
          lifetime / DAY,
          interval / HOUR,
          phase,
          true,
        ]);
        // From six scans on, the next scan comes before the end, too.
        if (interval < lifetime / 6)
          expect(left).toBeGreaterThanOrEqual(Math.min(interval, lifetime / 3 - HOUR - interval));
      }
  });

  it('comes days before the end, by lifetime, for daily scans', () => {
    const rows = LIFETIMES.map((lifetime) => {
      const left = PHASES.map((phase) => findFirst(lifetime, DAY, phase)?.left ?? -1);
      const format = (time: number) => (time / DAY).toFixed(1);
      return `${lifetime / DAY} days: ${format(Math.max(...left))} to ${format(Math.min(...left))}`;
    });
    expect(rows).toMatchInlineSnapshot(`
      [
        "1 days: 0.0 to -0.7",
        "3 days: 0.8 to -0.0",
        "6 days: 1.8 to 1.0",
        "10 days: 2.5 to 1.8",
        "47 days: 11.5 to 10.8",
        "90 days: 22.5 to 21.8",
        "200 days: 31.0 to 30.0",
        "398 days: 31.0 to 30.0",
        "825 days: 31.0 to 30.0",
        "3650 days: 31.0 to 30.0",
      ]
    `);
  });
});

describe('a certificate that is renewed in time', () => {
  /** Scans several certificates that follow one another, each renewed at this age. */
  function scanRenewed(lifetime: number, age: number, interval: number, phase: number): Message[] {
    const serve = (now: number) => {
      const number = Math.floor((now - START) / age);
      const from = START + number * age;
      return certificate(`c${number}`, { from, to: from + lifetime });
    };
    const length = Math.min(3 * lifetime + EARLIER * interval, Math.max(3 * age, 600 * interval));
    return scan(START + phase * interval, START + length, interval, serve);
  }

  it.each(TABLE)(
    'sends nothing if it is renewed at two thirds, for a lifetime of %d and scans every %d',
    (lifetime, interval) => {
      for (const phase of PHASES) expect(scanRenewed(lifetime, (lifetime * 2) / 3, interval, phase)).toEqual([]);
    },
  );

  it.each(INTERVALS)(
    'sends nothing if it is renewed 30 days before the end of 90 days, with scans every %d',
    (interval) => {
      for (const phase of PHASES) expect(scanRenewed(90 * DAY, 60 * DAY, interval, phase)).toEqual([]);
    },
  );
});
