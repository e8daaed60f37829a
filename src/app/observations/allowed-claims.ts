/** Restricts the facts that a probe may report about an entry to those that its source can have. */

import type { Entry } from '../../domain/index.ts';
import { getSourceDefinition, SOURCE_DEFINITIONS, type Source } from '../../domain/sources/index.ts';
import type { ObservedLocation, ObservedSource } from '../../generated/observations.ts';

/** Whether a line claims a source, location, owner, renewal or fields that the source of its entry cannot have. */
export function isForeignClaim(line: ObservedSource | ObservedLocation, { source }: Pick<Entry, 'source'>): boolean {
  if (!canHaveSource(line.source, source)) return true;
  if (line.kind === 'source') return line.inventory !== undefined && !isInventory(source);
  if (!canHaveLocation(line.location, source)) return true;
  const { registration, transfer_lock, mta_sts, dnssec, ownership, renewal_state, revoked } = line.observed;
  if ((registration ?? transfer_lock ?? mta_sts ?? dnssec) !== undefined && source.kind !== 'domain') return true;
  const needsInventory = ownership ?? renewal_state ?? revoked ?? line.certificate?.from_fields;
  return needsInventory !== undefined && !isInventory(source);
}

function isInventory({ kind }: Source): boolean {
  return getSourceDefinition(kind).inventory !== undefined;
}

function canHaveSource(name: string, source: Source): boolean {
  if (source.kind === 'file') return source.patterns.some((pattern) => isShortened(name, pattern));
  return canHaveLocation(name, source);
}

/** Whether a name is the written one, or its truncated form with an ellipsis, because it is longer than the format permits. */
function isShortened(name: string, written: string): boolean {
  return name === written || (name.endsWith('…') && written.startsWith(name.slice(0, -1)));
}

/**
 * Whether a source can have a location. An item is named by its kind, a slot by its file, and an address or key algorithm by its endpoint.
 */
function canHaveLocation(location: string, source: Source): boolean {
  const definition = getSourceDefinition(source.kind);
  if (isInventory(source)) return definition.matchesLocation(location);
  if (source.kind === 'file') {
    // The files that a glob finds are not known here, but none of them is named like a location of another kind of source.
    const isNamed = source.patterns.some((pattern) => startsWithName(location, pattern, '#'));
    return isNamed || !SOURCE_DEFINITIONS.some((other) => other.kind !== 'file' && other.matchesLocation(location));
  }
  if (source.kind !== 'endpoint')
    return definition.listLocations(source as never).some((one) => startsWithName(location, one, '#'));
  const { targets, services, client_certificate } = source;
  if (client_certificate !== null && startsWithName(location, client_certificate.cert, '#')) return true;
  // An SRV record names hosts.
  if (services.length > 0 && definition.matchesLocation(location)) return true;
  return targets.some((target) => startsWithName(location, target.location, '@#'));
}

function startsWithName(location: string, whole: string, separators: string): boolean {
  if (isShortened(location, whole)) return true;
  return location.startsWith(whole) && separators.includes(location[whole.length] ?? ' ');
}
