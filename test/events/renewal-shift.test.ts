import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordRenewals } from '../../src/events/state/renewal-info.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, createScenario, day, endpoint, entry, rule } from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const shop = certificate('shop', { from: day(0), to: day(90) });
const later = certificate('later', { from: day(20), to: day(110) });

const acme = { directory: 'https://acme.example.com/directory', ca_file: null };
const PAGER = { kind: 'webhook', name: 'pager' } as const;

function createRenewalScenario() {
  const rules = [
    rule('chat', { events: ['certificate.ari_window_shift', 'certificate.recovered', 'certificate.renewed'] }),
    rule('pager', { events: ['certificate.ari_window_shift'], actions: [{ ...PAGER, send_resolved: true }] }),
  ];
  const scenario = createScenario([entry('shop', { acme })], rules);
  return {
    scenario,
    /** A scan with a window that starts on the day `start`; null: the request fails. */
    scan: (number: number, start: number | null, seen = shop, outcome: 'sent' | 'failed' = 'sent') => {
      const response =
        start === null
          ? { code: 'acme-window-unreadable', detail: '' }
          : {
              window: { start: formatIsoTime(day(start)), end: formatIsoTime(day(start + 2)), explanation_url: null },
              retry_after: null,
            };
      scenario.log = recordRenewals(scenario.log, new Map([[seen.fingerprint, response]]), day(number));
      const readings = [endpoint('shop', LOCATION, seen)];
      return scenario.scan({ now: day(number), readings, receive: () => outcome });
    },
  };
}

const ALERT = ['ari_window_shift first -> hook', 'ari_window_shift first -> pager'];
const RECOVERED = ['recovered first -> hook', 'recovered first -> pager'];

describe('an alert about an earlier renewal window', () => {
  it('is sent once, and resolves when the window moves back', () => {
    const { scan } = createRenewalScenario();
    expect(scan(0, 60)).toEqual([]);
    expect(scan(1, 10)).toEqual(ALERT);
    expect(scan(3, 10)).toEqual([]);
    expect(scan(4, 60)).toEqual(RECOVERED);
    expect(scan(5, 60)).toEqual([]);
  });

  it('is sent again if the window moves to the same earlier time again', () => {
    const { scan } = createRenewalScenario();
    scan(0, 60);
    expect(scan(1, 10)).toEqual(ALERT);
    expect(scan(2, 60)).toEqual(RECOVERED);
    expect(scan(3, 10)).toEqual(ALERT);
    expect(scan(4, 60)).toEqual(RECOVERED);
  });

  it('stays open while the window moves to other earlier times, and then resolves once for each', () => {
    const { scan } = createRenewalScenario();
    scan(0, 60);
    expect(scan(1, 30)).toEqual(ALERT);
    expect(scan(2, 10)).toEqual(ALERT);
    expect(scan(3, 20)).toEqual([]);
    expect(scan(4, 60).sort()).toEqual([...RECOVERED, ...RECOVERED].sort());
  });

  it('stays open while the window cannot be fetched, and once the certificate has expired', () => {
    const { scan } = createRenewalScenario();
    scan(0, 60);
    expect(scan(1, 10)).toEqual(ALERT);
    expect(scan(2, null)).toEqual([]);
    expect(scan(91, 60)).toEqual([]);
  });

  it('resolves with the certificate', () => {
    const { scan } = createRenewalScenario();
    scan(0, 60);
    scan(1, 10);
    expect(scan(20, 80, later)).toEqual(['renewed first -> hook', 'renewed first -> pager']);
  });

  it('is retried for the retry days of its first attempt, also if its response was lost', () => {
    const { scenario, scan } = createRenewalScenario();
    scenario.rules = scenario.rules.slice(0, 1);
    scan(0, 60);
    expect(scan(1, 50, shop, 'failed')).toEqual(['ari_window_shift first -> hook']);
    for (const number of [2, 4, 6, 8]) {
      expect(scan(number, 50, shop, 'failed')).toEqual(['ari_window_shift retry -> hook']);
    }
    expect(scan(9, 50)).toEqual([]);
  });

  it('is open at a stateful receiver exactly while the window starts earlier than the latest one (property)', () => {
    const steps = fc.array(fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 5, max: 60 }) }, fc.constant(null)), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(steps, (starts) => {
        const { scan } = createRenewalScenario();
        let latest = Number.NEGATIVE_INFINITY;
        let isEarlier = false;
        let open = 0;
        for (const [number, start] of starts.entries()) {
          if (start !== null) {
            latest = Math.max(latest, start);
            isEarlier = start < latest;
          }
          for (const sent of scan(number / 4, start).filter((text) => text.endsWith('pager'))) {
            open += sent.startsWith('recovered') ? -1 : 1;
          }
          expect(open > 0).toBe(isEarlier);
        }
      }),
      { numRuns: 300 },
    );
  });
});
