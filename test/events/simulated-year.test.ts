import { describe, expect, it } from 'vitest';
import type { Certificate, Entry, Settings } from '../../src/domain/index.ts';
import { createWebhook } from '../notify/context.ts';
import { createRandom } from './model/random.ts';
import { certificate, createScenario, day, endpoint, entry, REFUSED, rule, settings } from './scenario.ts';

/** A year of 38 endpoints with daily scans: renewals, 2 % blips, outages, a forgotten certificate and a mistyped name. */

const DAYS = 365;
const BLIPS = 0.02;

interface Server {
  entry: Entry;
  serves: Certificate;
  /** Milliseconds. */
  expires: number;
  lifetime: number;
  /** Days before the expiry at which it is renewed. */
  renewsAt: number;
}

/** What one stateful receiver of everything gets. `open`: its alerts at the end; `missed`: ends without an alert before them. */
function simulateYear(repeat: Settings['repeat']): { sent: Map<string, number>; open: string[]; missed: string[] } {
  const random = createRandom(38);
  const servers = Array.from({ length: 38 }, (_, index) => createServer(index, repeat));
  const scenario = createScenario(
    servers.map((server) => server.entry),
    [rule('all', { events: ['certificate.*', 'scan.*'] })],
  );
  scenario.webhooks = [{ ...createWebhook({ name: 'hook', preset: 'pagerduty' }), stateful: true }];
  const outages = new Map([
    [3, [100, 104]],
    [17, [200, 202]],
  ]);
  const sent = new Map<string, number>();
  const alerted = new Set<string>();
  const open = new Set<string>();
  const missed: string[] = [];
  for (let number = 0; number < DAYS; number += 1) {
    // Schedules are late by up to half an hour.
    const now = day(number, random.int(0, 30) / 60);
    for (const [index, server] of servers.entries()) renewIfDue(server, index, now);
    const readings = servers.map(({ entry: { name }, serves }, index) => {
      const [from = DAYS, to = DAYS] = outages.get(index) ?? [];
      const isDown = (number >= from && number < to) || random.chance(BLIPS) || name === 'mistyped';
      return endpoint(name, `${name}:443`, isDown ? REFUSED : serves);
    });
    const { events, deliveries } = scenario.preview({ now, readings });
    for (const { event, id, context } of events) {
      if (!deliveries.some(({ event_id, due }) => event_id === id && due)) continue;
      sent.set(event, (sent.get(event) ?? 0) + 1);
      const { alert_key, certificate: name } = context.data;
      if (/renewed|removed|recovered/.test(event)) open.delete(alert_key);
      else open.add(alert_key);
      if (event === 'certificate.expiry_warning') alerted.add(name);
    }
    scenario.scan({ now, readings });
    for (const { entry: one, expires } of servers)
      if (expires < now && !alerted.has(one.name) && !missed.includes(one.name)) missed.push(one.name);
  }
  return { sent, open: [...open].sort(), missed };
}

/** 32 are renewed automatically, four by a planned change, one a few days after it expired, and one has a mistyped name. */
function createServer(index: number, repeat: Settings['repeat']): Server {
  const isPlanned = index >= 32 && index < 36;
  const name = index === 36 ? 'forgotten' : index === 37 ? 'mistyped' : `server-${index}`;
  const lifetime = isPlanned || index === 36 ? 365 : 90;
  const expires = day(index === 36 ? 300 : isPlanned ? 60 + index * 5 : 31 + index * 2);
  return {
    entry: entry(name, { settings: { ...settings({ repeat }), explicit: NOTHING_EXPLICIT } }),
    serves: certificate(`${name}-0`, { from: expires - day(lifetime) + day(0), to: expires }),
    expires,
    lifetime,
    renewsAt: index === 36 ? -5 : isPlanned ? 31 : 30,
  };
}

const NOTHING_EXPLICIT = { warning: false, critical: false, thresholds: false };

function renewIfDue(server: Server, index: number, now: number): void {
  const { renewsAt, expires, lifetime, entry: one } = server;
  if (expires - now > renewsAt * (day(1) - day(0))) return;
  server.expires = now + lifetime * (day(1) - day(0));
  server.serves = certificate(`${one.name}-${index}-${now}`, { from: now, to: server.expires });
}

const count = ({ sent }: { sent: Map<string, number> }) => [...sent.values()].reduce((sum, times) => sum + times, 0);

describe('a year of 38 endpoints', () => {
  const year = simulateYear('thresholds');

  it('takes at most 40 messages', () => {
    expect(Object.fromEntries(year.sent)).toMatchInlineSnapshot(`
      {
        "certificate.expired": 3,
        "certificate.expiry_warning": 15,
        "certificate.recovered": 5,
        "certificate.renewed": 5,
        "certificate.unreachable": 6,
      }
    `);
    expect(count(year)).toBeLessThanOrEqual(40);
  });

  it('misses no end, and leaves only the alert about the mistyped name open', () => {
    expect(year.missed).toEqual([]);
    expect(year.open).toEqual(['certvigil/mistyped/mistyped:443']);
  });

  it('is noisier if critical alerts repeat daily', () => {
    const daily = simulateYear('critical');
    expect(daily.missed).toEqual([]);
    expect(count(daily)).toBeGreaterThan(count(year));
  });
});
