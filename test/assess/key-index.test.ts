import { describe, expect, it } from 'vitest';
import { createKeyIndex } from '../../src/assess/policies/key-index.ts';
import type { Entry } from '../../src/domain/index.ts';
import { indexEntries } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { LoggedKey, LoggedLocation } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day, entry } from '../events/scenario.ts';

const locate = (fingerprint: string | null, over: Partial<LoggedLocation> = {}): LoggedLocation => ({
  source: 'a.pem',
  fingerprint,
  previous: null,
  since: formatIsoTime(day(0)),
  failures: 0,
  failures_at: null,
  removed: false,
  ...over,
});

interface Known {
  entries?: readonly Entry[];
  /** By entry; the name of a location is its index. */
  locations?: Readonly<Record<string, readonly LoggedLocation[]>>;
  /** The key of each certificate, and the day of its notBefore; null without one. */
  certificates?: Readonly<Record<string, [key: string | null, from: number | null, first?: number]>>;
}

function createIndex({ entries = [], locations = {}, certificates = {} }: Known) {
  const all = Object.entries(certificates);
  const facts = Object.fromEntries(
    all.map(([fingerprint, [, from]]) => {
      const valid_from = from === null ? null : formatIsoTime(day(from));
      return [fingerprint, { ...certificate(fingerprint, { to: day(900) }).facts, valid_from }];
    }),
  );
  const keys = all.flatMap(([fingerprint, [sha256, , first]]): [string, LoggedKey][] =>
    sha256 === null
      ? []
      : [[fingerprint, { sha256, ...(first !== undefined && { first_used_at: formatIsoTime(day(first)) }) }]],
  );
  const log = {
    ...createEmptyLog(),
    certificates: facts,
    locations: Object.fromEntries(
      Object.entries(locations).map(([name, of]) => [name, Object.fromEntries(of.entries())]),
    ),
    ...(keys.length > 0 && { keys: Object.fromEntries(keys) }),
  };
  const findFacts = (fingerprint: string | null) => facts[fingerprint ?? ''] ?? null;
  return createKeyIndex({ log, entries: indexEntries(entries), findFacts });
}

const subject = (fingerprint: string, owner: string | null = null, ...previous: (string | null)[]) => ({
  fingerprint,
  owner,
  locations: previous.map((one) => ({ previous: one })),
});

describe('the first use of a key', () => {
  it.each<[string, Known['certificates'], string, number | null]>([
    ['is the notBefore of its certificate', { a: ['k', 3] }, 'a', 3],
    ['is the earliest notBefore of a certificate with the key', { a: ['k', 3], b: ['k', 1], c: ['k', 2] }, 'a', 1],
    ['does not depend on certificates with another key', { a: ['k', 3], b: ['l', 1] }, 'a', 3],
    ['is the time that a record has kept', { a: ['k', 3, 0], b: ['k', 1] }, 'b', 0],
    ['is unknown without a key', { a: [null, 3] }, 'a', null],
    ['is unknown without a notBefore', { a: ['k', null] }, 'a', null],
    ['is that of another certificate, without a notBefore', { a: ['k', null], b: ['k', 1] }, 'a', 1],
    ['is unknown in a log without keys', {}, 'a', null],
  ])('%s', (_, certificates = {}, fingerprint, first) => {
    const use = createIndex({ certificates })(subject(fingerprint));
    expect(use.firstUsed).toBe(first === null ? null : formatIsoTime(day(first)));
    expect(use.isKnown).toBe(certificates[fingerprint]?.[0] != null);
  });
});

describe('a renewal', () => {
  it.each<[string, (string | null)[], (boolean | null)[]]>([
    ['has the same key', ['same'], [true]],
    ['has another key', ['other'], [false]],
    ['has an unknown key before', ['unknown'], [null]],
    ['may have the same notBefore as the previous certificate', ['equal'], [true]],
    ['may follow a certificate without notBefore', ['undated'], [true]],
    ['may follow a certificate that is not in the log', ['missing'], [null]],
    ['is not the return to an older certificate', ['later'], []],
    ['is not the same certificate again', ['now'], []],
    ['is not the first certificate', [null], []],
    ['differs by location', [null, 'same', 'other', 'later'], [true, false]],
  ])('%s', (_, previous, renewals) => {
    const certificates: Known['certificates'] = {
      now: ['k', 5],
      same: ['k', 1],
      other: ['l', 1],
      unknown: [null, 1],
      equal: ['k', 5],
      later: ['k', 6],
      undated: ['k', null],
    };
    expect(createIndex({ certificates })(subject('now', null, ...previous)).renewals).toEqual(renewals);
  });
});

const CERTIFICATES: Known['certificates'] = { a: ['k', 1], b: ['k', 2], c: ['l', 1], d: [null, 1] };
const own = (name: string, owner: string | null) => entry(name, { owner });

describe('the other holders of a key', () => {
  const SHOP = own('shop', 'ops');
  const cases: [string, Known, { names?: string[]; count?: number; hasUnknown?: boolean }][] = [
    [
      'have another owner',
      { locations: { mail: [locate('b')] }, entries: [own('mail', 'it')] },
      { names: ['mail (it)'] },
    ],
    [
      'may have no owner',
      { locations: { mail: [locate('b')] }, entries: [own('mail', null)] },
      { names: ['mail (no owner)'] },
    ],
    [
      'may have the same certificate',
      { locations: { mail: [locate('a')] }, entries: [own('mail', 'it')] },
      { names: ['mail (it)'] },
    ],
    ['do not have the same owner', { locations: { mail: [locate('b')] }, entries: [own('mail', 'ops')] }, {}],
    ['do not have another key', { locations: { mail: [locate('c')] }, entries: [own('mail', 'it')] }, {}],
    ['do not have an unknown key', { locations: { mail: [locate('d')] }, entries: [own('mail', 'it')] }, {}],
    [
      'are not locations without a certificate',
      { locations: { mail: [locate(null)] }, entries: [own('mail', 'it')] },
      {},
    ],
    [
      'are not removed locations',
      { locations: { mail: [locate('b', { removed: true })] }, entries: [own('mail', 'it')] },
      {},
    ],
    [
      'are not disabled',
      { locations: { mail: [locate('b')] }, entries: [{ ...own('mail', 'it'), enabled: false }] },
      {},
    ],
    [
      'have no test certificates',
      {
        locations: { mail: [locate('b')] },
        entries: [{ ...own('mail', 'it'), settings: { ...SHOP.settings, fixture: { expired: 'intended' } } }],
      },
      {},
    ],
    [
      'are counted once for each entry',
      { locations: { mail: [locate('a'), locate('b')] }, entries: [own('mail', 'it')] },
      { names: ['mail (it)'] },
    ],
    [
      'are counted by the owner of each location',
      {
        locations: {
          mail: ['it', 'hr', null].map((owner) =>
            locate('b', {
              ownership: { value: { labels: {}, owner, assignments: [] }, since: formatIsoTime(day(0)) },
            }),
          ),
        },
        entries: [own('mail', 'qa')],
      },
      { names: ['mail (it)', 'mail (hr)', 'mail (qa)'] },
    ],
    [
      'include those of a location that presents several certificates',
      {
        locations: {
          mail: [
            locate('c', {
              sightings: {
                certificates: {
                  b: { last_seen: formatIsoTime(day(0)), gap_hours: 0, missed: 0, handshakes: { served: 1, total: 2 } },
                },
                since: formatIsoTime(day(0)),
              },
            }),
          ],
        },
        entries: [own('mail', 'it')],
      },
      { names: ['mail (it)'] },
    ],
    ['are unknown if the manifest lacks the entry', { locations: { gone: [locate('b')] } }, { hasUnknown: true }],
    [
      'are five at most, of all that are counted',
      {
        locations: Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((name) => [`m${name}`, [locate('b')]])),
        entries: ['1', '2', '3', '4', '5', '6', '7'].map((name) => own(`m${name}`, name < '4' ? 'it' : 'hr')),
      },
      { names: ['m1 (it)', 'm2 (it)', 'm3 (it)', 'm4 (hr)', 'm5 (hr)'], count: 7 },
    ],
  ];

  it.each(cases)('%s', (_, { locations, entries = [] }, { names = [], count = names.length, hasUnknown = false }) => {
    const index = createIndex({
      certificates: CERTIFICATES,
      locations: { shop: [locate('a')], ...locations },
      entries: [SHOP, ...entries],
    });
    expect(index(subject('a', 'ops')).others).toEqual({ names, count, hasUnknown });
  });

  it('are none for an unknown key', () => {
    const index = createIndex({ certificates: CERTIFICATES, locations: { shop: [locate('d')] }, entries: [SHOP] });
    expect(index(subject('d', 'ops'))).toMatchObject({
      isKnown: false,
      others: { names: [], count: 0, hasUnknown: false },
    });
  });
});
