/** A DNS server on loopback with a zone defined by the test (RFC 1035 section 4). */

import { createSocket, type Socket } from 'node:dgram';

type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV';

const TYPES: Record<RecordType, number> = { A: 1, CNAME: 5, AAAA: 28, SRV: 33 };

/**
 * The records of a name by type, as addresses, names, or `priority weight port target`; a missing type has none. A string is
 * a response code, or no response.
 */
export type Zone = Readonly<Record<string, Partial<Record<RecordType, string[] | Refusal>> | Refusal>>;

type Refusal = 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'silence';

const CODES: Record<Exclude<Refusal, 'silence'>, number> = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

export interface DnsServer {
  /** `address:port`. */
  address: string;
  /** The queried names so far, one for each query. */
  asked: string[];
  /** Resolves at the next query. */
  question: () => Promise<void>;
  close: () => void;
}

/** Starts the server. Names that are not in the zone are NXDOMAIN. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const asked: string[] = [];
  const server: Socket = createSocket('udp4').on('message', (query, peer) => {
    const { name, type, end } = parseQuestion(query);
    asked.push(name);
    const answer = findAnswer(zone, name, type);
    if (answer === 'silence') return;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | answer.code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answer.records.length, 6);
    server.send(Buffer.concat([header, query.subarray(12, end), ...answer.records]), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${server.address().port}`,
    asked,
    question: () => new Promise((resolve) => server.once('message', () => resolve())),
    close: () => void server.close(),
  };
}

function parseQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Follows aliases within the zone, and returns each of them, like a resolver. */
function findAnswer(zone: Zone, asked: string, type: number): { code: number; records: Buffer[] } | 'silence' {
  const records: Buffer[] = [];
  const seen = new Set<string>();
  for (let name = asked; !seen.has(name); ) {
    seen.add(name);
    const known = zone[name] ?? 'NXDOMAIN';
    if (known === 'silence') return known;
    if (typeof known === 'string') return { code: CODES[known], records };
    const [kind] = Object.entries(TYPES).find(([, number]) => number === type) ?? [];
    const own = known[kind as RecordType] ?? [];
    if (own === 'silence') return own;
    if (typeof own === 'string') return { code: CODES[own], records };
    if (own.length > 0 && type !== TYPES.CNAME) {
      return { code: 0, records: [...records, ...own.map((value) => record(name, type, value))] };
    }
    const [alias] = known.CNAME ?? [];
    if (alias === undefined || typeof known.CNAME === 'string') break;
    records.push(record(name, TYPES.CNAME, alias));
    if (type === TYPES.CNAME) break;
    name = alias;
  }
  return { code: 0, records };
}

function record(name: string, type: number, value: string): Buffer {
  const data = encodeRecordData(type, value);
  const fixed = Buffer.from([0, type, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([encoded(name), fixed, data]);
}

function encodeRecordData(type: number, value: string): Buffer {
  if (type === TYPES.A) return Buffer.from(value.split('.').map(Number));
  if (type === TYPES.AAAA) {
    const words = value.split(':').filter((word) => word !== '');
    return Buffer.from(
      words
        .map((word) => word.padStart(4, '0'))
        .join('')
        .padStart(32, '0'),
      'hex',
    );
  }
  if (type === TYPES.CNAME) return encoded(value);
  const [priority = 0, weight = 0, port = 0, target = ''] = value.split(' ');
  const numbers = [priority, weight, port].flatMap((number) => [Number(number) >> 8, Number(number) & 0xff]);
  return Buffer.concat([Buffer.from(numbers), encoded(target === '.' ? '' : target)]);
}

function encoded(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}
