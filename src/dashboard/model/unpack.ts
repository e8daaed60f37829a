/** Unpacks the details of one certificate from its block. */

import { type Details, type DetailsBlock, SHARED_DETAILS } from '../data.ts';

/** Unpacks details; empty if the block does not have them. */
export function unpackDetails({ shared, items }: DetailsBlock, index: number): Details {
  const { chain, trust, revocation, policies, renewal, ...own } = items[index] ?? {};
  const indexes = { chain, trust, revocation, policies, renewal };
  const found = SHARED_DETAILS.flatMap((name) => {
    const at = indexes[name];
    return at === undefined ? [] : [[name, shared[at]]];
  });
  return { ...own, ...Object.fromEntries(found) };
}
