import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificate, createScenario, day, endpoint, entry, REFUSED, rule, trust } from './scenario.ts';

// Random scans of one endpoint: what is there, and whether the receivers accept what they get.
const LOCATION = 'shop.example.com:443';
const CERTIFICATES = [100, 200, 300].map((days, index) => certificate(`c${index}`, { to: day(400 + days) }));

type Showing = { at: number; bad: boolean } | 'unreadable';

const steps = fc.array(
  fc.record({
    showing: fc.oneof(
      { weight: 4, arbitrary: fc.record({ at: fc.nat(CERTIFICATES.length - 1), bad: fc.boolean() }) },
      { weight: 1, arbitrary: fc.constant('unreadable' as const) },
    ),
    hours: fc.constantFrom(1, 12, 24, 25, 72),
    accepts: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

const RULES = [
  rule('chat', { events: ['certificate.*'] }),
  rule('issues', { actions: [{ kind: 'issue', options: { labels: [], assignees: [], milestone: null } }] }),
];

function createReading(showing: Showing) {
  if (showing === 'unreadable') return endpoint('shop', LOCATION, REFUSED);
  const seen = showing.bad ? trust({ reason: 'unknown-issuer' }) : trust();
  return endpoint('shop', LOCATION, CERTIFICATES[showing.at] as (typeof CERTIFICATES)[number], seen);
}

/** What each destination got, in order: the alert's key and the event. */
function play(scenario: { showing: Showing; hours: number; accepts: boolean }[]) {
  const self = createScenario([entry('shop')], RULES);
  const got: { to: string; event: string; key: string; at: number; step: number }[] = [];
  let now = day(0);
  for (const [step, { showing, hours, accepts }] of scenario.entries()) {
    now += hours * 3_600_000;
    const scan = {
      now,
      readings: [createReading(showing)],
      receive: () => (accepts ? 'sent' : 'unsent') as 'sent' | 'unsent',
    };
    const { events, deliveries } = self.preview(scan);
    const keys = new Map(events.map(({ id, event, context }) => [id, { event, key: context.data.alert_key }]));
    for (const { event_id, destination, due } of deliveries) {
      const planned = keys.get(event_id);
      if (due && accepts && planned !== undefined) got.push({ to: destination, ...planned, at: now, step });
    }
    self.scan(scan);
  }
  return got;
}

const isUntrusted = ({ key }: { key: string }) => key.endsWith('/untrusted');
const isResolvedWithCertificate = ({ event }: { event: string }) => /\.(renewed|removed)$/.test(event);
const isAlert = ({ event }: { event: string }) => event === 'certificate.untrusted';

describe('alerts about an untrusted certificate (property)', () => {
  it('resolve exactly once at stateful receivers, and only after they were sent', () => {
    fc.assert(
      fc.property(steps, (scenario) => {
        const notifications = play(scenario).filter((one) => one.to === 'issue' && isUntrusted(one));
        const open = new Set<string>();
        for (const one of notifications) {
          if (isAlert(one)) open.add(one.key);
          else {
            expect(open.has(one.key), JSON.stringify(one)).toBe(true);
            open.delete(one.key);
          }
        }
      }),
    );
  });

  // A resolution that a receiver did not accept keeps its event, even if the certificate was removed in the meantime.
  it('do not recover unless the certificate was seen to be trusted', () => {
    fc.assert(
      fc.property(steps, (scenario) => {
        const notifications = new Map<string, number>();
        for (const { to, event, key, step } of play(scenario)) {
          if (isAlert({ event })) notifications.set(`${to} ${key}`, step);
          if (event !== 'certificate.recovered' || !key.endsWith('/untrusted')) continue;
          const since = scenario.slice((notifications.get(`${to} ${key}`) ?? 0) + 1, step + 1);
          const seen = since.flatMap(({ showing }) => (showing === 'unreadable' ? [] : showing));
          const ofCertificate = seen.filter(({ at }) => key.includes(CERTIFICATES[at]?.fingerprint ?? ''));
          expect(ofCertificate.some(({ bad }) => !bad)).toBe(true);
        }
      }),
    );
  });

  it('are sent whenever detected, and within the cooldown only after a resolution', () => {
    fc.assert(
      fc.property(steps, (scenario) => {
        // The removal or renewal of a certificate resolves all of its alerts.
        const notifications = play(scenario).filter((one) => isUntrusted(one) || isResolvedWithCertificate(one));
        const last = new Map<string, { at: number; isAlert: boolean }>();
        for (const [step, { showing, accepts }] of scenario.entries()) {
          for (const one of notifications.filter((other) => other.step === step)) {
            const topic = `${one.to} ${one.key.replace('/untrusted', '')}`;
            const before = last.get(topic);
            if (isAlert(one) && before?.isAlert) expect(one.at - before.at).toBeGreaterThanOrEqual(24 * 3_600_000);
            last.set(topic, { at: one.at, isAlert: isAlert(one) });
          }
          if (showing === 'unreadable' || !showing.bad || !accepts) continue;
          const key = `certvigil/shop/${CERTIFICATES[showing.at]?.fingerprint}`;
          const states = [...last].filter(([one]) => one.endsWith(key)).map(([, { isAlert }]) => isAlert);
          expect(states).toEqual([true, true]);
        }
      }),
    );
  });

  it('leave nothing open once the certificate is trusted or removed and receivers accept', () => {
    fc.assert(
      fc.property(steps, fc.nat(CERTIFICATES.length - 1), (scenario, at) => {
        const calm = { showing: { at, bad: false }, hours: 25, accepts: true };
        const notifications = play([...scenario, calm, calm]).filter((one) => one.to === 'issue' && isUntrusted(one));
        const last = new Map(notifications.map((one) => [one.key, one]));
        expect([...last.values()].filter(isAlert)).toEqual([]);
      }),
    );
  });

  // A stateless receiver gets one resolution for all alerts of a certificate, after the last one.
  it('resolve for every receiver with the certificate', () => {
    fc.assert(
      fc.property(steps, fc.nat(CERTIFICATES.length - 1), (scenario, at) => {
        const calm = { showing: { at, bad: false }, hours: 25, accepts: true };
        const scans = scenario.map((scan) => ({ ...scan, accepts: true }));
        const notifications = play([...scans, calm, calm]).filter((one) => one.to !== 'issue');
        const replaced = CERTIFICATES.filter((_, index) => index !== at).map(({ fingerprint }) => fingerprint);
        const last = replaced.map(
          (fingerprint) => notifications.filter(({ key }) => key.includes(fingerprint)).at(-1)?.event ?? null,
        );
        for (const event of last) expect(['certificate.untrusted', 'certificate.changed']).not.toContain(event);
      }),
      { numRuns: 100 },
    );
  });
});
