import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { renderCalendar } from '../../src/report/format/icalendar.ts';
import { createIcsReport } from '../../src/report/kinds/ics.ts';
import { certificate, createSource, mixedReport } from './samples.ts';
import { renderText } from './texts.ts';

interface Parsed {
  [name: string]: string;
}

/** A reader of RFC 5545 that knows nothing of the writer. */
function parseCalendar(text: string): Parsed[] {
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const lines = text.replaceAll('\r\n ', '').trimEnd().split('\r\n');
  const events: Parsed[] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/s.exec(line) ?? [];
    if (line === 'BEGIN:VEVENT') events.push({});
    const last = events.at(-1);
    if (last !== undefined) last[name] = value.replace(/\\([\\;,nN])/g, (_, one) => (/n/i.test(one) ? '\n' : one));
  }
  return events;
}

function render(certificates: ReportCertificate[], log: EventLog = createEmptyLog(), options = {}): Parsed[] {
  const report = { ...mixedReport(), certificates };
  return parseCalendar(renderText(createIcsReport(options))(createSource(report, { log })));
}

const shop = certificate('shop', 'ok', 100, { owner: '@example/payments' });
const [expiry] = render([shop]);

describe('a calendar', () => {
  it('keeps any text, in lines of at most 75 bytes', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((value) => !/[\p{Cc}\p{Cs}]/u.test(value));
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const event = {
          uid: 'a',
          summary,
          description: `${description}\n;,\\`,
          start: '2026-01-01',
          end: '2026-01-02',
          categories: ['a,b'],
          cancelled: false,
        };
        const [parsed] = parseCalendar([...renderCalendar('name', [event], '2026-01-01T00:00:00Z')].join(''));
        expect([parsed?.SUMMARY, parsed?.DESCRIPTION]).toEqual([summary, `${description}\n;,\\`]);
      }),
    );
  });
});

describe('the ics report', () => {
  it('has an all-day event for an expiry', () => {
    expect(expiry).toMatchObject({
      SUMMARY: 'shop expires',
      STATUS: 'CONFIRMED',
      DTSTART: '20270225',
      DTEND: '20270226',
    });
    expect(expiry?.DESCRIPTION).toContain('Owner: @example/payments');
  });

  it('has an event for a renewal window, which keeps its identity when the window moves', () => {
    const renewal = (start: string, end: string) => ({
      renewal: {
        expected_at: start,
        source: 'ari' as const,
        window: { start, end },
        explanation_url: null,
        error: null,
      },
    });
    const [, first] = render([{ ...shop, ...renewal('2027-01-01T10:00:00Z', '2027-01-03T10:00:00Z') }]);
    const [, moved] = render([{ ...shop, ...renewal('2026-12-24T10:00:00Z', '2026-12-26T10:00:00Z') }]);
    expect(first).toMatchObject({ SUMMARY: 'Renew shop', DTSTART: '20270101', DTEND: '20270104' });
    expect(moved).toMatchObject({ UID: first?.UID, DTSTART: '20261224', DTEND: '20261227' });
    expect(first?.UID).not.toBe(expiry?.UID);
  });

  it('cancels the events of a certificate that was replaced', () => {
    const old = shop.fingerprint_sha256 ?? '';
    const fingerprint = 'ff'.repeat(32);
    const logged = {
      source: 's',
      fingerprint,
      previous: old,
      since: null,
      failures: 0,
      failures_at: null,
      removed: false,
    };
    const {
      common_name,
      subject,
      issuer,
      serial_number,
      sans,
      key_algorithm,
      key_size,
      signature_algorithm,
      valid_from,
    } = shop;
    const facts = {
      common_name,
      subject,
      issuer,
      serial_number,
      sans,
      key_algorithm,
      key_size,
      signature_algorithm,
      valid_from,
    };
    const window = { start: '2027-01-01T00:00:00Z', end: '2027-01-03T00:00:00Z', explanation_url: null };
    const asked = { shift: null, asked_at: '2026-11-17T02:00:00Z', next_check: '2026-11-17T08:00:00Z', error: null };
    const log = {
      ...createEmptyLog(),
      locations: { shop: { 'shop.example.com:443': logged }, other: { 'a:443': logged } },
      certificates: { [old]: { ...facts, fingerprint_sha256: old, valid_to: shop.valid_to ?? '', lifetime_days: 398 } },
    };
    const renewals = { [old]: { window, ...asked } };
    const listCancelled = (known: EventLog) =>
      render([{ ...shop, fingerprint_sha256: fingerprint }, certificate('other', 'ok', 5)], known).filter(
        ({ STATUS }) => STATUS === 'CANCELLED',
      );
    const cancelled = listCancelled({ ...log, renewals });
    expect(cancelled.map(({ UID }) => UID)).toContain(expiry?.UID);
    expect(cancelled[0]).toMatchObject({
      ...{ SUMMARY: 'shop: replaced', DESCRIPTION: 'The certificate is no longer in use.', CATEGORIES: 'certificate' },
    });
    // The expiry and the renewal of one entry: the other one still has the certificate.
    expect(cancelled).toHaveLength(2);
    // A certificate without a renewal window never had an event for its renewal.
    expect(listCancelled(log).map(({ UID }) => UID)).toEqual([expiry?.UID]);
    expect(cancelled.every(({ SEQUENCE }) => SEQUENCE === '1')).toBe(true);
    expect(render([shop], log).some(({ STATUS }) => STATUS === 'CANCELLED')).toBe(false);
  });

  it('moves the event of a hard-coded date', () => {
    const date = { fingerprint_sha256: null };
    const uids = ['2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z'].map(
      (effective_valid_to) => render([{ ...shop, ...date, effective_valid_to }])[0],
    );
    expect(uids.map((one) => one?.UID)).toEqual([uids[0]?.UID, uids[0]?.UID]);
    expect(uids.map((one) => one?.DTSTART)).toEqual(['20270101', '20270201']);
  });

  it('does not cancel the event of a hard-coded date that is still in the manifest', () => {
    const location = 'declared';
    const logged = { source: 's', previous: null, since: null, failures: 0, failures_at: null, removed: false };
    const { valid_from: _, ...facts } = shop;
    const declared = { ...facts, fingerprint_sha256: null, valid_from: null, valid_to: '2027-01-01T00:00:00Z' };
    const log = {
      ...createEmptyLog(),
      locations: { shop: { [location]: { ...logged, fingerprint: 'date:2027-01-01' } } },
      certificates: { 'date:2027-01-01': declared },
    } as unknown as EventLog;
    const [listed] = shop.locations;
    if (listed === undefined) throw new Error('a sample without a location');
    const events = render([{ ...shop, fingerprint_sha256: null, locations: [{ ...listed, location }] }], log);
    expect(events.map(({ STATUS }) => STATUS)).toEqual(['CONFIRMED']);
  });

  it('has times without fractions of a second', () => {
    const report = { ...mixedReport(), certificates: [shop], scanned_at: '2026-11-17T02:00:00.438Z' };
    const [event] = parseCalendar(renderText(createIcsReport({}))(createSource(report)));
    expect([event?.DTSTAMP, event?.['LAST-MODIFIED']]).toEqual(['20261117T020000Z', '20261117T020000Z']);
  });

  it("reminds at nine o'clock, some days before each event", () => {
    const report = { ...mixedReport(), certificates: [shop] };
    const text = renderText(createIcsReport({ alarm_days: '14, 0' }))(createSource(report));
    expect(text.match(/^TRIGGER:.*$/gm)?.map((line) => line.trim())).toEqual(['TRIGGER:-P13DT15H', 'TRIGGER:PT9H']);
  });

  it('rejects alarms that are not days', () => {
    expect(() => createIcsReport({ alarm_days: 'P14D' })).toThrow('invalid alarm_days "P14D"');
  });

  it('selects the certificates of an owner', () => {
    const events = render([shop, certificate('blog', 'ok', 5)], undefined, { owner: '@example/payments' });
    expect(events.map(({ SUMMARY }) => SUMMARY)).toEqual(['shop expires']);
  });

  it.each([
    [{}, 'Certificates'],
    [{ owner: '@example/payments' }, 'Certificates of @example/payments'],
    [{ owner: 'a\u001bb' }, 'Certificates of a\\\\u{1b}b'],
  ])('with the options %j has the name %s', (options, name) => {
    const lines = renderText(createIcsReport(options))(createSource(mixedReport())).split('\r\n');
    expect(lines.filter((line) => /NAME:/.test(line))).toEqual([`NAME:${name}`, `X-WR-CALNAME:${name}`]);
  });

  it('skips a certificate that was never read', () => {
    expect(render([certificate('mail', 'unknown', null)])).toEqual([]);
  });
});
