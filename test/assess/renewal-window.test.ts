import { describe, expect, it } from 'vitest';
import { computeRenewal, detectRenewalWindow } from '../../src/assess/findings/renewal-window.ts';
import type { Certificate, Status } from '../../src/domain/index.ts';
import type { ValidityPeriod } from '../../src/domain/thresholds.ts';
import type { LoggedRenewal } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';

const NOW = Date.UTC(2027, 0, 1);
const DAY = 86_400_000;
const day = (number: number) => formatIsoTime(NOW + number * DAY);

const life = (from: number | null, to: number): ValidityPeriod => {
  return { from: from === null ? null : NOW + from * DAY, to: NOW + to * DAY };
};

/** A window from one day to another, counted from now. */
function heard(start: number, end: number, more: Partial<LoggedRenewal> = {}, explanation_url: string | null = null) {
  const window = { start: day(start), end: day(end), explanation_url };
  return { window, shift: null, asked_at: day(0), next_check: day(1), error: null, ...more } satisfies LoggedRenewal;
}

describe('when a certificate is expected to be renewed', () => {
  it.each([
    ['90 days', 0, 90, day(60)],
    ['200 days, in full seconds', 0, 200, '2027-05-14T08:00:00Z'],
    ['10 days', 0, 10, '2027-01-07T16:00:00Z'],
    ['6 days', 0, 6, day(3)],
  ])('by a life of %s', (_, from, to, expected_at) => {
    const renewal = computeRenewal(life(from, to), null);
    expect(renewal).toEqual({ expected_at, source: 'lifetime', window: null, explanation_url: null, error: null });
  });

  it('by its window, where there is one', () => {
    const renewal = computeRenewal(life(0, 90), heard(50, 52, { error: 'acme-window-unreadable' }));
    const window = { start: day(50), end: day(52) };
    expect(renewal).toMatchObject({ expected_at: day(50), source: 'ari', window, error: 'acme-window-unreadable' });
  });

  it('by its lifetime, where its window was never heard', () => {
    const never = { ...heard(0, 1), window: null, error: 'acme-window-invalid' };
    expect(computeRenewal(life(0, 90), never)).toMatchObject({ source: 'lifetime', error: 'acme-window-invalid' });
  });

  it('cannot be told of a date that is known by hand', () => {
    expect(computeRenewal(life(null, 90), null)).toBeNull();
  });
});

describe('of a renewal is told', () => {
  const ask = (renewal: LoggedRenewal | null, by_dates: Status = 'ok') =>
    detectRenewalWindow({} as Certificate, {
      renewal,
      by_dates,
      now: NOW,
      places: [],
      others: [],
      findExpiry: () => null,
      settings: {} as never,
    }).findings;
  const summary = (...question: Parameters<typeof ask>) =>
    ask(...question).map(({ event, severity, about }) => [event.replace('certificate.ari_', ''), severity, about]);

  const shift = (from: number, to: number) => ({ shift: { from: day(from), to: day(to) } });
  it.each<[string, LoggedRenewal | null, string[][]]>([
    ['nothing, where nobody was asked', null, []],
    ['nothing, where nothing was heard', { ...heard(0, 1), window: null }, []],
    ['nothing before the window', heard(1, 3), []],
    ['its window, once it has begun', heard(0, 2), [['window_open', 'info', '']]],
    ['its window, to its last moment', heard(-2, 0), [['window_open', 'info', '']]],
    ['that it is late, after its window', heard(-3, -1), [['window_open', 'warning', '']]],
    ['a move to an earlier time', heard(5, 7, shift(60, 5)), [['window_shift', 'warning', day(5)]]],
    [
      'a move to a window that is open',
      heard(-2, -1, shift(60, -3)),
      [
        ['window_open', 'warning', ''],
        ['window_shift', 'critical', day(-3)],
      ],
    ],
  ])('%s', (_, renewal, findings) => {
    expect(summary(renewal)).toEqual(findings);
  });

  it('nothing of a certificate that has expired', () => {
    expect(summary(heard(-3, -1, shift(60, -3)), 'expired')).toEqual([]);
  });

  it('since when, until when, what to do, and why', () => {
    const details = ask(heard(-3, -1, shift(60, -3), 'https://ca.example.com/incident')).map(({ detail }) => detail);
    expect(details).toEqual([
      'Its issuer wanted it to be renewed between 2026-12-29T00:00:00Z and 2026-12-31T00:00:00Z, and it is in use still. ' +
        'Look at the ACME client, and at whether the new certificate was put in place. ' +
        'The issuer explains it at https://ca.example.com/incident',
      'Its issuer wants it to be renewed from 2026-12-29T00:00:00Z on, and wanted that from 2027-03-02T00:00:00Z on before: ' +
        'it may be about to be revoked. Renew it now, and see that the new certificate is in use. ' +
        'The issuer explains it at https://ca.example.com/incident',
    ]);
  });
});
