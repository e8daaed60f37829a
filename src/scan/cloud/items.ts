/** Creates items of an inventory from certificates. */

import type { InventoryItem, Observed } from '../../domain/index.ts';
import { createInventoryFailure, throwInventoryError } from '../inventory/failures.ts';
import { removePrivateKeys } from '../inventory/private-keys.ts';
import type { ListedItem } from '../inventory/read-inventory.ts';

export const NO_FIELDS: InventoryItem = {
  contents: [],
  common_name: null,
  sans: [],
  issuer: null,
  serial_number: null,
  fingerprint_sha256: null,
  valid_from: null,
  valid_to: null,
};

const MAX_KIBIBYTES = 1024;

/**
 * Creates an item from its certificates: the leaf first, in texts that are PEM or base64. Private keys are dropped, with a notice. `name`:
 * the source in failures. Throws InventoryError for more than 1 MiB.
 */
export function createCertificateItem(
  texts: readonly string[],
  name: string,
  observed: Observed,
): Extract<ListedItem, { item: unknown }> {
  if (texts.reduce((sum, { length }) => sum + length, 0) > MAX_KIBIBYTES * 1024)
    throwInventoryError('inventory-item-too-large', name, String(MAX_KIBIBYTES));
  const cleaned = texts.map(removePrivateKeys);
  const item = { ...NO_FIELDS, contents: cleaned.map(({ text }) => Buffer.from(text)) };
  const hasKey = cleaned.some(({ found }) => found);
  return { item, observed, ...(hasKey && { notice: createInventoryFailure('inventory-private-key', name) }) };
}
