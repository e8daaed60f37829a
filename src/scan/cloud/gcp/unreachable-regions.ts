/** Rejects listings that are not complete because Google could not reach all of its regions. */

import { throwInventoryError } from '../../inventory/failures.ts';

const MAX_LISTED = 5;

/** Rejects an incomplete listing. `unreachable`: names such as `projects/shop/locations/europe-west1`, or none. Throws InventoryError. */
export function rejectUnreachable(unreachable: unknown, name: string): void {
  const locations = Array.isArray(unreachable) ? unreachable : [];
  if (locations.length === 0) return;
  const known = locations
    .slice(0, MAX_LISTED)
    .flatMap((location) => /(?:^|\/)([a-z][a-z0-9-]{1,62})$/.exec(String(location))?.[1] ?? []);
  const others = locations.length - known.length;
  const list = [...known, ...(others > 0 ? [`${others} more`] : [])].join(', ');
  throwInventoryError('inventory-location-unreachable', name, list);
}
