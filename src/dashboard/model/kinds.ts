/** Counts items by kind: certificates, test certificates, domain registrations and dates. */

import { KINDS } from '../data.ts';
import { formatCount } from './format.ts';
import type { Store } from './store.ts';

const NOUNS = ['certificate', 'test certificate', 'domain registration', 'date'];

/** Formats the counts: `5,000 certificates`, `12 certificates, 1 domain registration and 2 dates`. */
export function formatKinds({ data }: Store, indexes: readonly number[]): string {
  const counts = KINDS.map(() => 0);
  for (const index of indexes) {
    const kind = data.columns.kind[index] ?? 0;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const texts = counts.flatMap((count, kind) => (count === 0 ? [] : formatCount(count, NOUNS[kind] ?? '')));
  return texts.length < 2 ? (texts[0] ?? '0 certificates') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

/** Whether there are items other than certificates. */
export function hasOtherKinds({ data }: Store): boolean {
  return data.columns.kind.some((kind) => kind > KINDS.indexOf('fixture'));
}

export function isTestCertificate({ data }: Store, index: number): boolean {
  return data.columns.kind[index] === KINDS.indexOf('fixture');
}

export function listAll({ size }: Store): number[] {
  return Array.from({ length: size }, (_, index) => index);
}
