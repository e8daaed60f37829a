/** The names of cases, which are different in each case, because resolvers remember answers. */

import { createRecord } from '../dane/certificates.ts';
import { type DnssecCase, type DrawnTlsa, isMailCase, type MailCase, type Zone } from './cases.ts';
import type { Certificates } from './certificates.ts';

/** The name of a zone, below the root zone. */
export function formatZone(zone: Zone): string {
  return zone === 'unsigned' ? 'unsigned.optout.test' : `${zone}.test`;
}

/** The zones that have CAA records of their own. */
export const WITH_CAA: readonly Zone[] = ['secure', 'optout', 'insecure'];

/** All CAA records. */
export const CAA = '0 issue "ca.example"';

/** Formats the name of a host of a case. `at`: how many aliases lead to it. */
export function formatHost({ hosts }: DnssecCase, label: string, at: number): string {
  return `h${at}-${label}.${formatZone(hosts[at] ?? 'secure')}`;
}

/** A record of a name in a zone, as a zone file has it. */
export interface ZoneRecord {
  zone: Zone;
  name: string;
  type: 'A' | 'AAAA' | 'CNAME' | 'TLSA' | 'CAA' | 'TXT';
  data: string;
}

export interface Published {
  certificates: Certificates;
  /** The port of the mail server. */
  port: number;
}

/** Lists the records of a case. */
export function listRecords(one: DnssecCase, label: string, published: Published): ZoneRecord[] {
  const last = one.hosts.length - 1;
  const aliases = one.hosts.slice(0, -1).map((zone, at): ZoneRecord => {
    return { zone, name: formatHost(one, label, at), type: 'CNAME', data: `${formatHost(one, label, at + 1)}.` };
  });
  const end = { zone: one.hosts[last] ?? 'secure', name: formatHost(one, label, last) };
  const more: ZoneRecord[] = isMailCase(one)
    ? [
        { ...end, type: one.address, data: one.address === 'A' ? '127.0.0.1' : '::1' },
        ...listTlsa(one, one.first, label, 0, published),
        ...(last === 0 ? [] : listTlsa(one, one.last, label, last, published)),
      ]
    : [
        { ...end, type: 'A', data: '127.0.0.1' },
        ...(one.has_records ? [{ ...end, type: 'CAA' as const, data: CAA }] : []),
      ];
  return [...aliases, ...more];
}

function listTlsa(
  one: MailCase,
  tlsa: DrawnTlsa | null,
  label: string,
  at: number,
  { certificates, port }: Published,
): ZoneRecord[] {
  if (tlsa === null) return [];
  const zone = one.hosts[at] ?? 'secure';
  const host = formatHost(one, label, at);
  const name = tlsa.wildcard ? `*._tcp.${host}` : `_${port}._tcp.${host}`;
  const target = tlsa.alias === null ? null : { zone: tlsa.alias, name: `t${at}-${label}.${formatZone(tlsa.alias)}` };
  const texts = tlsa.records.map((record) => {
    const { usage, selector, matching_type, data } = createRecord(record, certificates);
    return `${usage} ${selector} ${matching_type} ${data}`;
  });
  return [
    ...(target === null ? [] : [{ zone, name, type: 'CNAME' as const, data: `${target.name}.` }]),
    ...texts.map((data) => ({ ...(target ?? { zone, name }), type: 'TLSA' as const, data })),
    ...(tlsa.text ? [{ ...(target ?? { zone, name }), type: 'TXT' as const, data: 'text' }] : []),
  ];
}
