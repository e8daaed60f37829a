/** Creates the items of both inventories of Google Cloud. */

import type { InventoryItem, Ownership, RenewalState } from '../../../domain/index.ts';
import { createInventoryFailure, throwInventoryError } from '../../inventory/failures.ts';
import type { ListedItem } from '../../inventory/read-inventory.ts';
import { toTexts, toTime } from '../../inventory/values.ts';
import { createCertificateItem, NO_FIELDS } from '../items.ts';

interface GoogleCertificate {
  /** The certificate; empty if the API did not return it. */
  pem: unknown;
  sans: unknown;
  expires: unknown;
  ownership: Ownership;
  renewal_state: RenewalState;
  /** The command that shows more about it. */
  command: string;
}

/**
 * Creates an item; null for a managed certificate that is about to be issued for the first time. A certificate that Google cannot issue is
 * an item with a failure. Throws InventoryError.
 */
export function createGoogleItem(
  { pem, sans, expires, ownership, renewal_state, command }: GoogleCertificate,
  name: string,
): ListedItem | null {
  const observed = { ownership, renewal_state };
  if (typeof pem === 'string' && pem !== '') return createCertificateItem([pem], name, observed);
  const valid_to = toTime(expires);
  if (valid_to !== null) return { item: toFields(toTexts(sans), valid_to), observed };
  if (!renewal_state.managed) throwInventoryError('inventory-unexpected-format', name, 'an item without a certificate');
  if (renewal_state.state !== 'failing') return null;
  const where = `\`${command}\` says`;
  return { failure: createInventoryFailure('inventory-not-issued', where, renewal_state.reason ?? ''), observed };
}

function toFields(sans: string[], valid_to: NonNullable<InventoryItem['valid_to']>): InventoryItem {
  return { ...NO_FIELDS, common_name: sans[0] ?? null, sans, valid_to };
}
