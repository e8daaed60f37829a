/** Packs the details of certificates: what several have in common is in a block once. */

import { type Details, type DetailsBlock, SHARED_DETAILS } from '../../dashboard/data.ts';
import { createTable } from './tables.ts';

export function packDetails(list: readonly Details[]): DetailsBlock {
  const table = createTable<unknown>(JSON.stringify);
  const items = list.map((details) => {
    const indexes = SHARED_DETAILS.flatMap((name) =>
      details[name] === undefined ? [] : [[name, table.add(details[name])]],
    );
    return { ...details, ...Object.fromEntries(indexes) };
  });
  return { shared: table.values, items };
}
