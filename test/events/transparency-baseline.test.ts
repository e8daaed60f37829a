import { describe, expect, it } from 'vitest';
import type { DomainReading, Issuance } from '../../src/domain/index.ts';
import { DAY, HOUR } from '../../src/domain/thresholds.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { recordTransparency } from '../../src/events/state/transparency.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';

// Which certificates are new after all of a domain were read again, by the date that the CA wrote into them.

const START = Date.parse('2027-03-01T06:00:00Z');
const CERTSPOTTER = 'certspotter https://api.certspotter.com with subdomains';
const CHANGES = {
  'the provider': 'crtsh https://crt.sh with subdomains',
  'the URL': 'certspotter https://ct.example with subdomains',
  include_subdomains: 'certspotter https://api.certspotter.com',
};

/** `hours`: of the date in the certificate, from the first scan on. */
function issue(serial: string, hours: number, parts: Partial<Issuance> = {}): Issuance {
  return {
    ...{ names: ['www.example.org'], issuer: 'CN=R1,O=Example CA,C=US', serial_number: serial.padStart(32, '7') },
    ...{ tbs_sha256: null, key_sha256: null, caa_domains: [] },
    valid_from: formatIsoTime(START + hours * HOUR),
    valid_to: formatIsoTime(START + 60 * DAY),
    ...parts,
  };
}

interface Answer {
  issuances: Issuance[];
  query?: string;
  isComplete?: boolean;
  failure?: DomainReading['failure'];
}

function read(log: EventLog, hours: number, { query = CERTSPOTTER, isComplete = true, ...answer }: Answer): EventLog {
  const reading = { entry: 'transparency', domain: 'example.org', cursor: null, retry_at: null, failure: null };
  return recordTransparency(log, [{ ...reading, query, isComplete, ...answer }], START + hours * HOUR);
}

/** Lists the last digits of the certificates that are new, with the hour of the scan. */
function listNew({ issuances = {} }: EventLog): string[] {
  return Object.values(issuances.transparency ?? {})
    .filter(({ first_seen_at }) => first_seen_at !== undefined)
    .map(({ serial_number, first_seen_at = '' }) => {
      return `${serial_number?.slice(-1)} at ${(Date.parse(first_seen_at) - START) / HOUR}`;
    })
    .sort();
}

describe.each(Object.entries(CHANGES))('after a change of %s', (_, query) => {
  it.each<[string, number, string[]]>([
    ['that is dated now', 25, ['b at 26']],
    ['that is dated back to midnight', 18, ['b at 26']],
    ['that is dated back by a day', 1, ['b at 26']],
    ['that is dated back by 48 hours', 24 - 48, ['b at 26']],
    ['that is older', 24 - 49, []],
  ])('a certificate %s is recorded as what it is', (_title, hours, expected) => {
    const first = read(createEmptyLog(), 0, { issuances: [issue('a', -100)] });
    const before = read(first, 24, { issuances: [] });
    const after = read(before, 26, { query, issuances: [issue('a', -100), issue('b', hours)] });
    expect(listNew(after)).toEqual(expected);
  });

  it('a certificate that was discovered before is not new again, with another notation of its issuer', () => {
    const first = read(createEmptyLog(), 0, { issuances: [] });
    const found = read(first, 24, { issuances: [issue('a', 23)] });
    const again = issue('a', 23, { issuer: 'C=US, O=Example CA, CN=R1', tbs_sha256: 'ab'.repeat(32) });
    expect(listNew(read(found, 26, { query, issuances: [again] }))).toEqual(['a at 24']);
  });

  it('a certificate of the days without an answer is new', () => {
    const first = read(createEmptyLog(), 0, { issuances: [] });
    const failure = { code: 'inventory-server-error', detail: '' };
    const failed = read(first, 72, { query, issuances: [], isComplete: false, failure });
    expect(listNew(read(failed, 96, { query, issuances: [issue('a', 2)] }))).toEqual(['a at 96']);
  });
});

describe('a first reading that takes several scans', () => {
  it('has certificates that were issued since its first scan, although they are dated back', () => {
    const first = read(createEmptyLog(), 0, { issuances: [issue('a', -1)], isComplete: false });
    const second = read(first, 24, { issuances: [issue('b', -30), issue('c', -49)] });
    expect(listNew(second)).toEqual(['b at 24']);
  });
});
