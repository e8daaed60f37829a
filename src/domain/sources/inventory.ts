/** Types for the facts that inventories (lists of certificates in other systems) report about their items, besides the certificate. */

import type { Ownership } from '../../generated/definitions.ts';
import type { IsoTime } from '../../lib/iso-time.ts';
import type { Entry } from '../manifest.ts';

export type { Ownership, RenewalState } from '../../generated/definitions.ts';

/** One item of an inventory, mapped to the terms of this program. */
export interface InventoryItem {
  /** Certificate files in any format (PEM, DER, base64, PKCS #7): the leaf first. Empty: only the fields are known. */
  contents: readonly Uint8Array[];
  common_name: string | null;
  sans: string[];
  /** The issuer as the inventory names it: an RFC 4514 string or just a name. */
  issuer: string | null;
  /** Lower-case hex of whole bytes, without leading zero bytes. */
  serial_number: string | null;
  /** SHA-256 in lower-case hex. */
  fingerprint_sha256: string | null;
  valid_from: IsoTime | null;
  /** The expiry; required without `contents`. */
  valid_to: IsoTime | null;
}

/** The fields of an entry that an inventory can override. */
type Owned = Pick<Entry, 'labels' | 'owner' | 'assignments'> & Partial<Pick<Entry, 'renewal_instructions'>>;

/**
 * Applies the ownership of some locations to the entry of a certificate: their labels and owner override those of the entry, their
 * assignments are added. If locations disagree, the first one wins. Returns the same entry if no location has an ownership.
 */
export function applyOwnership<E extends Owned>(
  entry: E,
  locations: readonly ({ ownership?: Ownership | null } | undefined)[],
): E {
  const all = locations.map((location) => location?.ownership ?? null).filter((one) => one !== null);
  if (all.length === 0) return entry;
  const labels = Object.assign({}, entry.labels, ...all.map((one) => one.labels).reverse());
  const owner = all.find((one) => one.owner !== null)?.owner ?? entry.owner;
  const assignments = [...new Set([...entry.assignments, ...all.flatMap((one) => one.assignments)])];
  const renewal_instructions = all.find((one) => one.renewal_instructions !== undefined)?.renewal_instructions;
  return { ...entry, labels, owner, assignments, ...(renewal_instructions !== undefined && { renewal_instructions }) };
}
