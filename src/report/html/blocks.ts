/** Packs the details of certificates: what several have in common is in a block once. */

import { type Details, type DetailsBlock, SHARED_DETAILS } from '../../dashboard/data.ts';
import { createTable } from './tables.ts';

export function packDetails(list: readonly Details[]): DetailsBlock {
  const table = createTable<unknown>(JSON.stringify);
  const items = list.map((details) => {
    const item: Record<string, unknown> = { ...details };
    for (const name of SHARED_DETAILS) if (name in details) item[name] = table.add(details[name]);
    return item;
  });
  return { shared: table.values, items };
}
