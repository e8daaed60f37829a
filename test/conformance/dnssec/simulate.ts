/** The zones of a case as a validating resolver knows them, without a network. */

import type { ResolverZone } from '../../helpers/resolver.ts';
import { type DnssecCase, isMailCase, ZONES, type Zone } from './cases.ts';
import { CAA, formatHost, formatZone, listRecords, type Published, WITH_CAA } from './names.ts';

type Entry = Exclude<ResolverZone[string], string> | 'SERVFAIL';

/** What a validating resolver says about each name of a zone. */
const STATES: Readonly<Record<Zone, () => Entry>> = {
  secure: () => ({}),
  nsec3: () => ({}),
  optout: () => ({}),
  unsigned: () => ({ insecure: true }),
  insecure: () => ({ insecure: true }),
  bogus: () => ({ bogus: true }),
  expired: () => ({ bogus: true }),
  dead: () => 'SERVFAIL',
};

/** Creates the zones of a case: all names that are asked, whether they exist or not. */
export function simulateZones(one: DnssecCase, label: string, published: Published): ResolverZone {
  const zones: ResolverZone = {};
  const add = (zone: Zone, name: string): Entry => {
    const known = zones[name];
    if (known !== undefined && typeof known !== 'string') return known;
    const entry = STATES[zone]();
    zones[name] = entry;
    return entry;
  };
  for (const zone of ZONES) {
    const apex = add(zone, formatZone(zone));
    if (apex !== 'SERVFAIL' && WITH_CAA.includes(zone)) apex.CAA = [formatCaa(CAA)];
  }
  for (const [at, zone] of one.hosts.entries()) {
    const host = formatHost(one, label, at);
    add(zone, host);
    add(zone, isMailCase(one) ? `_${published.port}._tcp.${host}` : `below.${host}`);
  }
  for (const { zone, name, type, data } of listRecords(one, label, published)) {
    const entry = add(zone, name.replace('*._tcp.', `_${published.port}._tcp.`));
    if (entry === 'SERVFAIL') continue;
    // No resolver can prove that a closer name has no unsigned delegation (RFC 5155 section 9.2).
    if (name.startsWith('*') && zone === 'optout') entry.insecure = true;
    if (type === 'CNAME') entry.CNAME = data.replace(/\.$/, '');
    else if (type === 'TLSA' || type === 'CAA') entry[type] = [...(entry[type] ?? []), formatCaa(data)];
  }
  return zones;
}

/** The simulated resolver has values without quotes. */
function formatCaa(data: string): string {
  return data.replaceAll('"', '');
}
