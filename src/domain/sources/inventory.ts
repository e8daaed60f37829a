/** Types for what inventories (lists of certificates in other systems) report about their items, besides the certificate. */

import type { IsoTime } from '../../lib/iso-time.ts';
import type { Entry } from '../manifest.ts';
import type { RevocationDetails } from '../revocation.ts';

/** The labels, owner and uses of an item. They take precedence over those of the entry. */
export interface Ownership {
  labels: Record<string, string>;
  owner: string | null;
  /** What uses the certificate, such as load balancers. */
  assignments: string[];
  /** How to renew it. Absent: the inventory does not say. */
  renewal_instructions?: string;
  /** Its notifications are turned off in the inventory, and the entry respects that. */
  muted?: true;
}

/** Whether the system behind an inventory renews a certificate automatically, and the state of the renewal. */
export interface RenewalState {
  /** Whether the system is responsible for the renewal. */
  managed: boolean;
  /** `ok`: nothing to do yet, or done. `pending`: under way, or waiting for someone. `failing`: it will not be renewed automatically. */
  state: 'ok' | 'pending' | 'failing';
  /** A stable code that the system reports (`CAA_ERROR`), never free text; null if there is none. */
  reason: string | null;
  /** Since when; null if the system does not say. */
  since: IsoTime | null;
}

/** One item of an inventory, mapped to the terms of this program. */
export interface InventoryItem {
  /** Certificate files in any format (PEM, DER, base64, PKCS #7): the leaf first. Empty: only the fields are known. */
  contents: readonly Uint8Array[];
  common_name: string | null;
  sans: string[];
  /** As the inventory names it: an RFC 4514 string or just a name. */
  issuer: string | null;
  /** Lower-case hex of whole bytes, without leading zero bytes. */
  serial_number: string | null;
  /** SHA-256 in lower-case hex. */
  fingerprint_sha256: string | null;
  valid_from: IsoTime | null;
  /** Required without `contents`. */
  valid_to: IsoTime | null;
}

/** What a reading has besides the certificate, if it comes from an inventory. */
export interface InventoryFacts {
  ownership?: Ownership;
  renewal_state?: RenewalState;
  /** The system says that the certificate was revoked. */
  revoked?: RevocationDetails;
}

/** What an inventory can say about an entry. */
type Owned = Pick<Entry, 'labels' | 'owner' | 'assignments'> & Partial<Pick<Entry, 'renewal_instructions'>>;

/**
 * The entry as it applies to a certificate at some locations: their labels and owner override those of the entry, their assignments
 * are added. If locations disagree, the first one wins. Returns the same entry if no location has an ownership.
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
