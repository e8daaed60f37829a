import { describe, expect, it } from 'vitest';
import { listRenewalQueries } from '../../../src/app/verify/fetch-renewal-info.ts';
import type { AcmeSettings, Certificate, Entry, SourceReading, Trust } from '../../../src/domain/index.ts';
import { createEndpointSource } from '../../../src/domain/sources/endpoint.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { recordRenewals } from '../../../src/events/state/renewal-info.ts';

const NOW = Date.UTC(2027, 0, 1);

const entry = (name: string, acme: AcmeSettings | null, source: Partial<Entry['source']> = {}) =>
  ({ name, acme, source: { ...createEndpointSource([]), ...source } }) as Entry;

const BY_ISSUER: AcmeSettings = { directory: null, ca_file: null };
const OWN: AcmeSettings = { directory: 'https://ca.example.com/directory', ca_file: 'ca.pem' };
const LETSENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

function reading(name: string, fingerprint: string, more: Partial<Certificate['facts']> = {}, trusted = true) {
  const facts = { issuer: "CN=R12,O=Let's Encrypt,C=US", subject: 'CN=shop', serial_number: '01', ...more };
  const certificate = {
    fingerprint,
    facts: { valid_to: '2027-03-01T00:00:00Z', ...facts },
    chain: [],
    authority_key_id: 'ff',
  } as unknown as Certificate;
  const location = { location: 'a:443', observed: {}, certificate, failure: null, trust: { trusted } as Trust };
  return { entry: name, source: 'a:443', failure: null, locations: [location] } satisfies SourceReading;
}

const ask = (entries: Entry[], readings: SourceReading[], log = createEmptyLog()) =>
  listRenewalQueries({ log, entries, readings, now: NOW }).map(
    ({ fingerprint, directory }) => `${fingerprint} ${directory}`,
  );

describe('the ACME server of a certificate', () => {
  it.each<[string, Entry, SourceReading, string[]]>([
    ['its issuer, where it is known', entry('shop', BY_ISSUER), reading('shop', 'a'), [`a ${LETSENCRYPT}`]],
    ['whom the manifest names', entry('shop', OWN), reading('shop', 'a', {}, false), [`a ${OWN.directory}`]],
    ['nobody, where that is written', entry('shop', null), reading('shop', 'a'), []],
    ['nobody by a name that anyone can write', entry('shop', BY_ISSUER), reading('shop', 'a', {}, false), []],
    ['nobody by the anchors of others', entry('shop', BY_ISSUER, { ca_file: 'ca.pem' }), reading('shop', 'a'), []],
    ['nobody by those of the system', entry('shop', BY_ISSUER, { trust: 'system' }), reading('shop', 'a'), []],
    [
      'nobody of one whose issuer is not known',
      entry('shop', BY_ISSUER),
      reading('shop', 'a', { issuer: 'O=Other' }),
      [],
    ],
    ['nobody of one that signs itself', entry('shop', OWN), reading('shop', 'a', { issuer: 'CN=shop' }), []],
    ['nobody of one that is over', entry('shop', OWN), reading('shop', 'a', { valid_to: '2026-12-31T00:00:00Z' }), []],
  ])('%s', (_, of, read, questions) => {
    expect(ask([of], [read])).toEqual(questions);
  });

  it('is the one in the manifest, else the one of the issuer, and is queried once per certificate', () => {
    const readings = [reading('shop', 'a'), reading('own', 'a'), reading('shop', 'a')];
    expect(ask([entry('shop', BY_ISSUER), entry('own', OWN)], readings)).toEqual([`a ${OWN.directory}`]);
  });

  it('is queried when a check is due, for the oldest query first', () => {
    const failure = { code: 'acme-window-unreadable', detail: '' };
    let log = recordRenewals(createEmptyLog(), new Map([['a', failure]]), NOW - 10 * 3_600_000);
    log = recordRenewals(log, new Map([['b', failure]]), NOW - 20 * 3_600_000);
    log = recordRenewals(log, new Map([['c', failure]]), NOW - 3_600_000);
    const readings = ['a', 'b', 'c', 'd'].map((fingerprint) => reading('shop', fingerprint));
    expect(ask([entry('shop', BY_ISSUER)], readings, log).map(([first]) => first)).toEqual(['d', 'b', 'a']);
  });
});
