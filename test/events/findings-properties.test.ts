import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificate, createScenario, day, endpoint, entry, REFUSED, rule, trust } from './scenario.ts';

// Scans of one endpoint, in a scenario that does what it likes: what is there, and whether the receivers take what they get.
const PLACE = 'shop.example.com:443';
const CERTIFICATES = [100, 200, 300].map((days, index) => certificate(`c${index}`, { to: day(400 + days) }));

type Showing = { at: number; bad: boolean } | 'unreadable';

const steps = fc.array(
  fc.record({
    showing: fc.oneof(
      { weight: 4, arbitrary: fc.record({ at: fc.nat(CERTIFICATES.length - 1), bad: fc.boolean() }) },
      { weight: 1, arbitrary: fc.constant('unreadable' as const) },
    ),
    hours: fc.constantFrom(1, 12, 24, 25, 72),
    takes: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

const RULES = [
  rule('chat', { events: ['certificate.*'] }),
  rule('issues', { actions: [{ kind: 'issue', options: { labels: [], assignees: [], milestone: null } }] }),
];

function readingOf(showing: Showing) {
  if (showing === 'unreadable') return endpoint('shop', PLACE, REFUSED);
  const seen = showing.bad ? trust({ reason: 'unknown-issuer' }) : trust();
  return endpoint('shop', PLACE, CERTIFICATES[showing.at] as (typeof CERTIFICATES)[number], seen);
}

/** What each destination got, in order: the alert's key and the event. */
function play(scenario: { showing: Showing; hours: number; takes: boolean }[]) {
  const self = createScenario([entry('shop')], RULES);
  const got: { to: string; event: string; key: string; at: number; step: number }[] = [];
  let now = day(0);
  for (const [step, { showing, hours, takes }] of scenario.entries()) {
    now += hours * 3_600_000;
    const scan = {
      now,
      readings: [readingOf(showing)],
      receive: () => (takes ? 'sent' : 'unsent') as 'sent' | 'unsent',
    };
    const { events, deliveries } = self.preview(scan);
    const keys = new Map(events.map(({ id, event, context }) => [id, { event, key: context.data.alert_key }]));
    for (const { event_id, destination, due } of deliveries) {
      const of = keys.get(event_id);
      if (due && takes && of !== undefined) got.push({ to: destination, ...of, at: now, step });
    }
    self.scan(scan);
  }
  return got;
}

const isUntrusted = ({ key }: { key: string }) => key.endsWith('/untrusted');
const isGone = ({ event }: { event: string }) => /\.(renewed|removed)$/.test(event);
const isAlert = ({ event }: { event: string }) => event === 'certificate.untrusted';

describe('alerts about an untrusted certificate (property)', () => {
  it('resolve exactly once at stateful receivers, and only after they were sent', () => {
    fc.assert(
      fc.property(steps, (scenario) => {
        const told = play(scenario).filter((one) => one.to === 'issue' && isUntrusted(one));
        const open = new Set<string>();
        for (const one of told) {
          if (isAlert(one)) open.add(one.key);
          else {
            expect(open.has(one.key), JSON.stringify(one)).toBe(true);
            open.delete(one.key);
          }
        }
      }),
    );
  });

  // An ending that a receiver did not take stays what it was, also where the certificate has gone meanwhile.
  it('do not recover unless the certificate was seen to be trusted', () => {
    fc.assert(
      fc.property(steps, (scenario) => {
        const told = new Map<string, number>();
        for (const { to, event, key, step } of play(scenario)) {
          if (isAlert({ event })) told.set(`${to} ${key}`, step);
          if (event !== 'certificate.recovered' || !key.endsWith('/untrusted')) continue;
          const since = scenario.slice((told.get(`${to} ${key}`) ?? 0) + 1, step + 1);
          const sights = since.flatMap(({ showing }) => (showing === 'unreadable' ? [] : showing));
          const ofIt = sights.filter(({ at }) => key.includes(CERTIFICATES[at]?.fingerprint ?? ''));
          expect(ofIt.some(({ bad }) => !bad)).toBe(true);
        }
      }),
    );
  });

  it('are sent whenever detected, and within the cooldown only after a resolution', () => {
    fc.assert(
      fc.property(steps, (scenario) => {
        // That a certificate is gone is heard of all that was told of it.
        const told = play(scenario).filter((one) => isUntrusted(one) || isGone(one));
        const last = new Map<string, { at: number; isAlert: boolean }>();
        for (const [step, { showing, takes }] of scenario.entries()) {
          for (const one of told.filter((other) => other.step === step)) {
            const about = `${one.to} ${one.key.replace('/untrusted', '')}`;
            const before = last.get(about);
            if (isAlert(one) && before?.isAlert) expect(one.at - before.at).toBeGreaterThanOrEqual(24 * 3_600_000);
            last.set(about, { at: one.at, isAlert: isAlert(one) });
          }
          if (showing === 'unreadable' || !showing.bad || !takes) continue;
          const key = `certvigil/shop/${CERTIFICATES[showing.at]?.fingerprint}`;
          const heard = [...last].filter(([one]) => one.endsWith(key)).map(([, { isAlert }]) => isAlert);
          expect(heard).toEqual([true, true]);
        }
      }),
    );
  });

  it('leave nothing open once the certificate is trusted or gone and receivers accept', () => {
    fc.assert(
      fc.property(steps, fc.nat(CERTIFICATES.length - 1), (scenario, at) => {
        const calm = { showing: { at, bad: false }, hours: 25, takes: true };
        const told = play([...scenario, calm, calm]).filter((one) => one.to === 'issue' && isUntrusted(one));
        const last = new Map(told.map((one) => [one.key, one]));
        expect([...last.values()].filter(isAlert)).toEqual([]);
      }),
    );
  });

  // Who keeps no state hears one end of all that was told of a certificate, but after the last of it.
  it('resolve for every receiver with the certificate', () => {
    fc.assert(
      fc.property(steps, fc.nat(CERTIFICATES.length - 1), (scenario, at) => {
        const calm = { showing: { at, bad: false }, hours: 25, takes: true };
        const scans = scenario.map((scan) => ({ ...scan, takes: true }));
        const told = play([...scans, calm, calm]).filter((one) => one.to !== 'issue');
        const gone = CERTIFICATES.filter((_, index) => index !== at).map(({ fingerprint }) => fingerprint);
        const last = gone.map(
          (fingerprint) => told.filter(({ key }) => key.includes(fingerprint)).at(-1)?.event ?? null,
        );
        for (const event of last) expect(['certificate.untrusted', 'certificate.changed']).not.toContain(event);
      }),
      { numRuns: 500 },
    );
  });
});
