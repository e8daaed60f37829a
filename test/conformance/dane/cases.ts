/** Draws what a server sends, which roots a client trusts, and TLSA records of these certificates and of others. */

import fc from 'fast-check';
import type { Name } from './certificates.ts';

/** A record of a certificate. `data`: how it is published. */
export interface DrawnRecord<Certificate extends string = Name> {
  usage: number;
  selector: number;
  matching_type: number;
  of: Certificate;
  data: 'right' | 'changed' | 'truncated' | 'extended' | 'empty';
}

export interface DaneCase {
  /** The leaf first. */
  sent: Name[];
  trusted: Name;
  records: DrawnRecord[];
}

/** Leaves, and the CA certificates that a server may send with them. */
const LEAVES: Name[] = ['leaf', 'leaf', 'leaf', 'leaf', 'direct', 'wildcard', 'expired', 'renamed', 'alone'];
const CHAINS: Name[][] = [
  ['issuing'],
  ['issuing', 'root'],
  ['issuing', 'root'],
  ['root'],
  [],
  ['root', 'issuing'],
  ['issuing', 'other'],
  ['other', 'issuing', 'root'],
  ['cross'],
  ['cross', 'other'],
  ['issuing', 'cross'],
  ['stale', 'root'],
  ['stale', 'issuing', 'root'],
];

const sent = fc
  .tuple(fc.constantFrom(...LEAVES), fc.constantFrom(...CHAINS))
  .map(([leaf, others]): Name[] => [leaf, ...others]);

/** Mostly of a certificate that the server sends. */
const drawRecord = (names: readonly Name[]): fc.Arbitrary<DrawnRecord> =>
  fc.record({
    usage: fc.constantFrom(3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0, 4),
    selector: fc.constantFrom(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2),
    matching_type: fc.constantFrom(1, 0, 2, 1, 0, 2, 1, 0, 2, 1, 0, 2, 3),
    of: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...names) },
      { weight: 1, arbitrary: fc.constantFrom<Name>('leaf', 'issuing', 'root', 'other', 'cross', 'stale') },
    ),
    data: fc.oneof(
      { weight: 7, arbitrary: fc.constant('right' as const) },
      {
        weight: 3,
        arbitrary: fc.constantFrom('changed' as const, 'truncated' as const, 'extended' as const, 'empty' as const),
      },
    ),
  });

export const cases: fc.Arbitrary<DaneCase> = sent.chain((sent) =>
  fc.record({
    sent: fc.constant(sent),
    trusted: fc.constantFrom<Name>('root', 'root', 'root', 'other'),
    records: fc.array(drawRecord(sent), { minLength: 1, maxLength: 4 }),
  }),
);
