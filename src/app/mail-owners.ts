/**
 * Finds the owners who get mail with `to_owner`. The event log keeps the owner of an inventory item, but who can write only to the log must
 * not choose who gets mail: so the owner must be in the manifest, or have been read by this scan.
 */

import type { Entry, SourceReading } from '../domain/index.ts';
import type { Receivers } from '../notify/receiver-settings.ts';

/** Creates a function that replaces any other owner by the owner of the entry in the manifest. */
export function createMailOwnerFinder(
  entries: readonly Pick<Entry, 'name' | 'owner'>[],
  readings: readonly Pick<SourceReading, 'locations'>[],
): NonNullable<Receivers['findOwner']> {
  const owners = new Map(entries.map(({ name, owner }) => [name, owner]));
  const read = readings.flatMap(({ locations }) => locations.map(({ observed }) => observed.ownership?.owner ?? null));
  const permitted = new Set([...owners.values(), ...read]);
  return ({ certificate, owner }) => (permitted.has(owner) ? owner : (owners.get(certificate) ?? null));
}
