/** The wire format of DNS (RFC 1035): encodes queries, and decodes responses of resolvers. */

import packet from 'dns-packet';
import type { DnsAnswer, RecordSignature } from '../../domain/dns.ts';
import { type ExtendedError, findExtendedError } from './extended-errors.ts';

export type QueryType = 'CAA' | 'TLSA' | 'A' | 'CNAME' | 'SRV' | 'TXT' | 'MX' | 'SOA' | 'NS' | 'DNSKEY';

export interface DnsQuery {
  /** The ID of 16 bits. RFC 8484 section 4.1 requires 0 over HTTPS. */
  id: number;
  /** The name without the dot at the end. */
  name: string;
  type: QueryType;
  /** Whether to request the records even if their signatures are not valid (RFC 4035 section 3.2.2). */
  unchecked: boolean;
}

/** The reason why a response cannot be used. `truncated`: the query is repeated over TCP. */
export interface ResponseProblem {
  problem: 'truncated' | 'invalid' | 'foreign' | 'server-failure' | 'refused';
  /** The reason that the resolver gives. Absent or null: none, or one that explains nothing. */
  extended?: ExtendedError | null;
}

/** The size of a response that fits into a datagram almost everywhere (https://www.dnsflagday.net/2020/). */
const UDP_PAYLOAD_SIZE = 1232;

/** Encodes a query with DO and AD, so that the resolver says whether it validated the answer (RFC 6840 section 5.7). */
export function encodeQuery({ id, name, type, unchecked }: DnsQuery): Buffer {
  return packet.encode({
    type: 'query',
    id,
    flags: packet.RECURSION_DESIRED | packet.AUTHENTIC_DATA | (unchecked ? packet.CHECKING_DISABLED : 0),
    questions: [{ type, name }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_PAYLOAD_SIZE,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: packet.DNSSEC_OK,
        flag_do: true,
        options: [],
      },
    ],
  });
}

const RCODES: Readonly<Record<number, 'found' | 'server-failure'>> = { 0: 'found', 2: 'server-failure', 3: 'found' };

/**
 * Decodes the response to a query. Its content is untrusted: a malformed response, or one to another question, is a problem. A name that
 * does not exist has no records.
 */
export function decodeResponse(bytes: Uint8Array, query: DnsQuery): DnsAnswer | ResponseProblem {
  const decoded = decode(bytes);
  if (decoded === null) return { problem: 'invalid' };
  const [question, ...others] = decoded.questions ?? [];
  const isSame = question?.type === query.type && others.length === 0 && isEqualName(question.name, query.name);
  if (!decoded.flag_qr || decoded.id !== query.id || !isSame) return { problem: 'foreign' };
  const opt = decoded.additionals?.find((one) => one.type === 'OPT');
  // The upper bits of the response code (RFC 6891 section 6.1.3).
  const code = ((opt?.extendedRcode ?? 0) << 4) | ((decoded.flags ?? 0) & 0xf);
  const result = RCODES[code] ?? 'refused';
  const extended = findExtendedError(listInfoCodes(opt));
  // The answer of a filter, often that the name does not exist, says nothing about the zone.
  if (extended?.kind === 'filtered') return { problem: 'refused', extended };
  if (result !== 'found') return { problem: result, extended };
  if (decoded.flag_tc) return { problem: 'truncated' };
  return collectRecords(decoded.answers ?? [], query, decoded.flag_ad);
}

function decode(bytes: Uint8Array): packet.DecodedPacket | null {
  try {
    const decoded = packet.decode(Buffer.from(bytes));
    return packet.decode.bytes > bytes.length ? null : decoded;
  } catch {
    // The decoder throws at an invalid name or number.
    return null;
  }
}

/** The option of an extended error (RFC 8914 section 2). */
const EXTENDED_ERROR = 15;

/** Lists the INFO-CODEs of the extended errors in a response. */
function listInfoCodes(opt: packet.OptAnswer | undefined): number[] {
  return (opt?.options ?? []).flatMap(({ code, data }: { code: number; data?: Buffer | undefined }) =>
    code === EXTENDED_ERROR && data !== undefined && data.length >= 2 ? [data.readUInt16BE(0)] : [],
  );
}

/** The maximum of aliases: resolvers do not follow longer chains. */
const MAX_ALIASES = 16;

/** Collects the records at the name, or at the end of its chain of aliases; other records in the response were not requested. */
function collectRecords(
  answers: readonly packet.Answer[],
  { name, type }: DnsQuery,
  secure: boolean,
): DnsAnswer | ResponseProblem {
  const findAlias = (owner: string) => answers.find((one) => one.type === 'CNAME' && isEqualName(one.name, owner));
  let owner = name;
  let alias = findAlias(owner);
  for (let count = 0; alias?.type === 'CNAME'; count += 1) {
    // Aliases in a circle have no end, whose records could be the answer.
    if (count === MAX_ALIASES) return { problem: 'invalid' };
    owner = alias.data;
    alias = findAlias(owner);
  }
  const own = answers.filter((one) => one.type === type && 'name' in one && isEqualName(one.name, owner));
  return {
    name: owner.toLowerCase(),
    caa: own.flatMap((one) =>
      one.type !== 'CAA'
        ? []
        : [{ critical: one.data.issuerCritical === true, tag: one.data.tag.toLowerCase(), value: one.data.value }],
    ),
    tlsa: own.flatMap((one) => {
      if (one.type !== 'TLSA') return [];
      const { usage, selector, matchingType, certificate } = one.data;
      return [{ usage, selector, matching_type: matchingType, data: certificate.toString('hex') }];
    }),
    ...(type === 'TXT' && { texts: own.flatMap((one) => (one.type === 'TXT' ? [joinStrings(one.data)] : [])) }),
    ...(type === 'MX' && { exchanges: own.flatMap((one) => (one.type === 'MX' ? [one.data.exchange] : [])) }),
    ...((type === 'SOA' || type === 'NS' || type === 'DNSKEY') && {
      signatures: own.length === 0 ? null : listSignatures(answers, { name: owner, type }),
    }),
    secure,
  };
}

/** Lists the signatures of records (RFC 4034 section 3.1). */
function listSignatures(
  answers: readonly packet.Answer[],
  { name, type }: Pick<DnsQuery, 'name' | 'type'>,
): RecordSignature[] {
  return answers.flatMap((one) => {
    if (one.type !== 'RRSIG' || one.data.typeCovered !== type || !isEqualName(one.name, name)) return [];
    const { inception, expiration, originalTTL } = one.data;
    return [{ inception, expiration, ttl: originalTTL }];
  });
}

/** Joins the strings of a TXT record without a space (RFC 8461 section 3.1). */
function joinStrings(data: packet.TxtData): string {
  const strings = Array.isArray(data) ? data : [data];
  return Buffer.concat(strings.map((one) => (typeof one === 'string' ? Buffer.from(one) : one))).toString('latin1');
}

function isEqualName(a: string, b: string): boolean {
  return a.toLowerCase().replace(/\.$/, '') === b.toLowerCase().replace(/\.$/, '');
}
