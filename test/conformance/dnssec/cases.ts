/** Draws the host of a mail server, which may be an alias in other zones, with TLSA and CAA records in zones that are signed or not. */

import fc from 'fast-check';
import type { DrawnRecord } from '../dane/cases.ts';
import type { Name } from './certificates.ts';

/**
 * `nsec3`: denies with hashes. `optout`: its hashes say nothing about unsigned delegations. `unsigned`: such a delegation. `insecure`: a
 * delegation that is proven to be unsigned. `bogus`: its keys do not match the DS record. `expired`: so are its signatures. `dead`: its
 * servers fail.
 */
export const ZONES = ['secure', 'nsec3', 'optout', 'unsigned', 'insecure', 'bogus', 'expired', 'dead'] as const;
export type Zone = (typeof ZONES)[number];

/**
 * The TLSA records of a host, in its zone, or at the end of an alias in another one. `wildcard`: for every port. `text`: the name has a record of another
 * type, so that it exists even without TLSA records.
 */
export interface DrawnTlsa {
  records: DrawnRecord<Name>[];
  text: boolean;
  wildcard: boolean;
  alias: Zone | null;
}

export interface MailCase {
  /** The zones of the host, and of the hosts that it is an alias of, in order. */
  hosts: Zone[];
  /** The kind of its address. */
  address: 'A' | 'AAAA';
  /** The records of the first and of the last host, which may be the same; null: none. */
  first: DrawnTlsa | null;
  last: DrawnTlsa | null;
  /** The chain that the server sends, the leaf first. */
  sent: Name[];
}

export interface CaaCase {
  hosts: Zone[];
  /** Whether the last host has records. */
  has_records: boolean;
  /** Whether to ask for a name below the first host. */
  below: boolean;
}

export type DnssecCase = MailCase | CaaCase;

export const isMailCase = (one: DnssecCase): one is MailCase => 'sent' in one;

const zone = fc.constantFrom<Zone>(
  ...(['secure', 'secure', 'secure', 'secure', 'nsec3', 'nsec3', 'optout', 'optout', 'unsigned'] as const),
  ...(['insecure', 'insecure', 'bogus', 'expired', 'dead'] as const),
);

const hosts = fc.oneof(
  { weight: 4, arbitrary: fc.array(zone, { minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: fc.array(zone, { minLength: 2, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(zone, { minLength: 3, maxLength: 3 }) },
);

const CHAINS: Name[][] = [
  ['leaf', 'issuing', 'root'],
  ['leaf', 'issuing'],
  ['alone'],
  ['expired', 'issuing'],
  ['renamed', 'issuing', 'root'],
  ['first', 'issuing'],
];

/** Mostly of a certificate that the server sends. */
const drawRecord = (names: readonly Name[]): fc.Arbitrary<DrawnRecord<Name>> =>
  fc.record({
    usage: fc.constantFrom(3, 2, 3, 2, 3, 2, 1, 0, 4),
    selector: fc.constantFrom(1, 0, 1, 0, 1, 0, 1, 0, 2),
    matching_type: fc.constantFrom(1, 0, 2, 1, 0, 2, 1, 1, 3),
    of: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...names) },
      { weight: 1, arbitrary: fc.constantFrom<Name>('leaf', 'issuing', 'root', 'alone') },
    ),
    data: fc.constantFrom('right', 'right', 'right', 'right', 'right', 'changed', 'truncated', 'extended'),
  });

const drawTlsa = (sent: readonly Name[]): fc.Arbitrary<DrawnTlsa | null> =>
  fc.option(
    fc
      .record({
        records: fc.oneof(
          { weight: 6, arbitrary: fc.array(drawRecord(sent), { minLength: 1, maxLength: 3 }) },
          { weight: 1, arbitrary: fc.constant<DrawnRecord<Name>[]>([]) },
        ),
        text: fc.constantFrom(false, false, true),
        wildcard: fc.constantFrom(false, false, false, true),
        alias: fc.option(zone, { freq: 2 }),
      })
      .map((tlsa) => (tlsa.records.length > 0 ? tlsa : { ...tlsa, alias: null })),
    { freq: 5 },
  );

const mail: fc.Arbitrary<MailCase> = fc.constantFrom(...CHAINS).chain((sent) =>
  fc.record({
    hosts,
    address: fc.constantFrom('A', 'A', 'A', 'AAAA'),
    first: drawTlsa(sent),
    last: drawTlsa(sent),
    sent: fc.constant(sent),
  }),
);

const caa: fc.Arbitrary<CaaCase> = fc.record({ hosts, has_records: fc.boolean(), below: fc.boolean() });

export const cases: fc.Arbitrary<DnssecCase> = fc.oneof<fc.Arbitrary<DnssecCase>[]>(mail, mail, caa);
