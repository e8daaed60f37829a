import { describe, expect, it } from 'vitest';
import { computeRenewal, detectRenewalWindow } from '../../src/assess/findings/renewal-window.ts';
import type { Certificate, LiveLocation, Status } from '../../src/domain/index.ts';
import type { ValidityPeriod } from '../../src/domain/thresholds.ts';
import type { LoggedRenewal } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';

const NOW = Date.UTC(2027, 0, 1);
const DAY = 86_400_000;
const day = (number: number) => formatIsoTime(NOW + number * DAY);

const period = (from: number | null, to: number): ValidityPeriod => {
  return { from: from === null ? null : NOW + from * DAY, to: NOW + to * DAY };
};

/** A window from one day to another, counted from now. */
function logged(start: number, end: number, more: Partial<LoggedRenewal> = {}, explanation_url: string | null = null) {
  const window = { start: day(start), end: day(end), explanation_url };
  return { window, shift: null, asked_at: day(0), next_check: day(1), error: null, ...more } satisfies LoggedRenewal;
}

describe('the expected renewal', () => {
  it.each([
    ['90 days', 0, 90, day(60)],
    ['200 days, in full seconds', 0, 200, '2027-05-14T08:00:00Z'],
    ['10 days', 0, 10, '2027-01-07T16:00:00Z'],
    ['6 days', 0, 6, day(3)],
  ])('of a certificate with a lifetime of %s follows from the lifetime', (_, from, to, expected_at) => {
    const renewal = computeRenewal(period(from, to), null);
    expect(renewal).toEqual({ expected_at, source: 'lifetime', window: null, explanation_url: null, error: null });
  });

  it('is the start of the renewal window, if there is one', () => {
    const renewal = computeRenewal(period(0, 90), logged(50, 52, { error: 'acme-window-unreadable' }));
    const window = { start: day(50), end: day(52) };
    expect(renewal).toMatchObject({ expected_at: day(50), source: 'ari', window, error: 'acme-window-unreadable' });
  });

  it('follows from the lifetime if no window was ever received', () => {
    const never = { ...logged(0, 1), window: null, error: 'acme-window-invalid' };
    expect(computeRenewal(period(0, 90), never)).toMatchObject({ source: 'lifetime', error: 'acme-window-invalid' });
  });

  it('is unknown for a hard-coded date', () => {
    expect(computeRenewal(period(null, 90), null)).toBeNull();
  });
});

describe('renewal findings', () => {
  const detectAll = (renewal: LoggedRenewal | null, date_status: Status = 'ok') =>
    detectRenewalWindow({} as Certificate, {
      renewal,
      date_status,
      now: NOW,
      locations: [{ location: 'a.pem' }, { location: 'b.pem' }] as LiveLocation[],
      others: [],
      findFacts: () => null,
      settings: {} as never,
    });
  const detect = (...input: Parameters<typeof detectAll>) => detectAll(...input).findings;
  const summary = (...input: Parameters<typeof detect>) =>
    detect(...input).map(({ event, severity, qualifier }) => [
      event.replace('certificate.ari_', ''),
      severity,
      qualifier,
    ]);

  const shift = (from: number, to: number) => ({ shift: { from: day(from), to: day(to) } });
  it.each<[string, LoggedRenewal | null, string[][]]>([
    ['none if renewal information was not requested', null, []],
    ['none if no window was received', { ...logged(0, 1), window: null }, []],
    ['none before the window', logged(1, 3), []],
    ['an open window from its start', logged(0, 2), [['window_open', 'info', '']]],
    ['an open window until its end', logged(-2, 0), [['window_open', 'info', '']]],
    ['an overdue renewal after the window', logged(-3, -1), [['window_open', 'warning', '']]],
    ['a shift to an earlier time', logged(5, 7, shift(60, 5)), [['window_shift', 'warning', day(5)]]],
    [
      'a shift to a window that opens now',
      logged(0, 2, shift(60, 0)),
      [
        ['window_open', 'info', ''],
        ['window_shift', 'critical', day(0)],
      ],
    ],
    [
      'a shift to a window that is already open',
      logged(-2, -1, shift(60, -3)),
      [
        ['window_open', 'warning', ''],
        ['window_shift', 'critical', day(-3)],
      ],
    ],
    [
      'a shift to a window that has opened since, because it moved a little further',
      logged(-0.5, 2, shift(60, 0.2)),
      [
        ['window_open', 'info', ''],
        ['window_shift', 'critical', day(0.2)],
      ],
    ],
  ])('%s', (_, renewal, findings) => {
    expect(summary(renewal)).toEqual(findings);
  });

  it('are decided for a window that was never shifted, and undecided without one or after the expiry', () => {
    const shift = [{ event: 'certificate.ari_window_shift', qualifier: null }];
    expect(detectAll(logged(1, 2))).toEqual({ findings: [], undecided: [] });
    expect(detectAll(logged(1, 2, { shift: { from: day(60), to: day(1) } })).undecided).toEqual(shift);
    expect(detectAll(logged(1, 2), 'expired')).toEqual({ findings: [], undecided: shift });
    expect(detectAll({ ...logged(1, 2), window: null })).toEqual({ findings: [], undecided: shift });
    expect(detectAll(null)).toEqual({ findings: [], undecided: shift });
  });

  it('name the locations of the certificate', () => {
    const found = detect(logged(-2, -1, shift(60, -3)));
    expect(found.map(({ locations }) => locations)).toEqual(Array(2).fill(['a.pem', 'b.pem']));
  });

  it('are not created for an expired certificate', () => {
    expect(summary(logged(-3, -1, shift(60, -3)), 'expired')).toEqual([]);
  });

  it('have a code for each situation, and say that an ACME client may do it', () => {
    const found = (renewal: LoggedRenewal) => detect(renewal).map(({ code, detail }) => [code, detail]);
    expect(found(logged(0, 2))).toEqual([
      [
        'renewal-due',
        'The issuer suggests renewing this certificate between 2027-01-01T00:00:00Z and 2027-01-03T00:00:00Z. If an ACME client does ' +
          'this automatically, there is nothing to do.',
      ],
    ]);
    const [overdue, moved] = found(logged(5, 7, shift(60, 5))).concat(found(logged(-3, -1)));
    expect([overdue?.[0], moved?.[0]]).toEqual(['renewal-moved-earlier', 'renewal-overdue']);
    expect(overdue?.[1]).toMatch(
      /: the certificate may be about to be revoked\. Renew it then, and make sure .* is deployed\.$/,
    );
  });

  it('say when, what to do, and why', () => {
    const details = detect(logged(-3, -1, shift(60, -3), 'https://ca.example.com/incident')).map(
      ({ detail }) => detail,
    );
    expect(details).toEqual([
      'The suggested renewal window (2026-12-29T00:00:00Z to 2026-12-31T00:00:00Z) has passed, and the certificate is still in use. ' +
        'Check the ACME client, and whether the new certificate was deployed. ' +
        'The issuer explains it at https://ca.example.com/incident',
      'The issuer moved the suggested renewal window from 2027-03-02T00:00:00Z to 2026-12-29T00:00:00Z: the certificate may be ' +
        'about to be revoked. Renew it now, and make sure that the new certificate is deployed. ' +
        'The issuer explains it at https://ca.example.com/incident',
    ]);
  });
});
