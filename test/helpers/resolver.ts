/** A validating resolver on loopback with a zone defined by the test: over HTTPS (RFC 8484, HTTP/2 only), UDP and TCP. */

import { createSocket } from 'node:dgram';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import packet from 'dns-packet';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';

/** The records of a name, and how the resolver answers for it. */
export interface Records {
  /** `0 issue letsencrypt.org`. */
  CAA?: string[];
  /** `3 1 1 HEX`. */
  TLSA?: string[];
  A?: string[];
  CNAME?: string;
  /** `priority weight port target`. */
  SRV?: string[];
  /** The strings of each record. */
  TXT?: string[][];
  /** The hosts. */
  MX?: string[];
  /** The signatures of SOA, NS and DNSKEY records, each as `[inception, expiration]` in seconds since 1970. */
  SOA?: [number, number][];
  NS?: [number, number][];
  DNSKEY?: [number, number][];
  /** Default: the zone is signed. */
  insecure?: boolean;
  /** The signatures are not valid. */
  bogus?: boolean;
  /** The response code. Default: no error. */
  rcode?: 'SERVFAIL' | 'NXDOMAIN';
  /** The INFO-CODE of an extended error (RFC 8914). */
  extended?: number;
}

/** A text is a response code, or no response. Names that are not in it do not exist. */
export type ResolverZone = Record<string, Records | 'SERVFAIL' | 'REFUSED' | 'silence'>;

export interface Resolver {
  /** Can be changed between scans. */
  zone: ResolverZone;
  /** `CAA example.com`, one for each query. */
  asked: string[];
  /** Changes the bytes of each response. Default: as they are. */
  tamper: (response: Buffer, transport: 'https' | 'udp' | 'tcp') => Buffer | null;
  /** Of the HTTP response. Default: 200. */
  status: number;
  url: string;
  /** `address:port` of UDP and TCP. */
  address: string;
  /** PEM of the CA of its HTTPS certificate. */
  ca: string;
  close: () => Promise<void>;
}

const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2099-01-01') };
let made: Promise<{ ca: CreatedCertificate; server: CreatedCertificate }> | null = null;

/** The same for all resolvers of a process. */
async function createIdentity() {
  const ca = await createCertificate({ commonName: 'Resolver CA', ca: true, ...VALID });
  return { ca, server: await createCertificate({ issuer: ca, sans: ['127.0.0.1', 'localhost'], ...VALID }) };
}

export async function startResolver(zone: ResolverZone = {}): Promise<Resolver> {
  made ??= createIdentity();
  const { ca, server } = await made;
  const sockets = new Set<Socket>();
  const resolver: Resolver = {
    ...{ zone, asked: [], tamper: (response) => response, status: 200 },
    ...{ url: '', address: '', ca: ca.certificate, close: async () => {} },
  };
  const respond = (query: Buffer, transport: 'https' | 'udp' | 'tcp') => {
    const response = answerQuery(query, resolver);
    return response && resolver.tamper(response, transport);
  };

  const https = createSecureServer({ cert: server.certificate, key: server.privateKeyPem });
  https.on('connection', (socket: Socket) => sockets.add(socket));
  https.on('request', async (request: Http2ServerRequest, reply: Http2ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const response = respond(Buffer.concat(chunks), 'https');
    if (response === null) return;
    reply.writeHead(resolver.status, { 'content-type': 'application/dns-message' });
    reply.end(response);
  });
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));

  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket
      .on('error', () => {})
      .on('data', (data) => {
        const response = respond(data.subarray(2), 'tcp');
        if (response === null) return;
        const length = Buffer.alloc(2);
        length.writeUInt16BE(response.length);
        socket.write(Buffer.concat([length, response]));
      });
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as { port: number };
  const udp = createSocket('udp4').on('message', (query, peer) => {
    const response = respond(query, 'udp');
    if (response !== null) udp.send(response, peer.port, peer.address);
  });
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));

  resolver.url = `https://127.0.0.1:${(https.address() as { port: number }).port}/dns-query`;
  resolver.address = `127.0.0.1:${port}`;
  let isClosed = false;
  resolver.close = async () => {
    if (isClosed) return;
    isClosed = true;
    for (const socket of sockets) socket.destroy();
    https.close();
    tcp.close();
    udp.close();
  };
  return resolver;
}

/** Follows aliases, as a resolver does. Null: no response. */
export function answerQuery(bytes: Buffer, { zone, asked }: Pick<Resolver, 'zone' | 'asked'>): Buffer | null {
  const query = packet.decode(bytes);
  const [question] = query.questions ?? [];
  if (question === undefined) throw new Error('no question');
  asked.push(`${question.type} ${question.name}`);
  const answers: packet.Answer[] = [];
  let name = question.name.toLowerCase();
  let isSecure = true;
  let rcode = 0;
  let extended: number | undefined;
  for (;;) {
    const known = zone[name];
    if (known === 'silence') return null;
    if (typeof known === 'string' || (known?.bogus && !query.flag_cd)) {
      rcode = known === 'REFUSED' ? 5 : 2;
      break;
    }
    if (known === undefined) {
      rcode = answers.length > 0 ? 0 : 3;
      break;
    }
    if (known.insecure || known.bogus) isSecure = false;
    extended = known.extended;
    if (known.rcode !== undefined) {
      rcode = known.rcode === 'SERVFAIL' ? 2 : 3;
      break;
    }
    if (known.CNAME !== undefined) {
      answers.push({ type: 'CNAME', name, ttl: 60, data: known.CNAME });
      if (question.type === 'CNAME') break;
      name = known.CNAME;
      continue;
    }
    answers.push(...listRecords(name, question.type, known));
    break;
  }
  const flags = packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE | (isSecure ? packet.AUTHENTIC_DATA : 0) | rcode;
  const message = { type: 'response' as const, id: query.id ?? 0, flags, questions: [question], answers };
  return packet.encode(extended === undefined ? message : { ...message, additionals: [createExtendedError(extended)] });
}

/** Creates the OPT record of an extended error with a text, which certvigil must not show. */
function createExtendedError(code: number): packet.Answer {
  const data = Buffer.from([code >> 8, code & 0xff, ...Buffer.from('\u001b[31mtext')]);
  const opt = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 1232,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
  };
  return { ...opt, options: [{ code: 15, data }] } as unknown as packet.Answer;
}

function listRecords(name: string, type: string, records: Records): packet.Answer[] {
  const base = { name, ttl: 60 };
  if (type === 'A') return (records.A ?? []).map((data) => ({ ...base, type: 'A', data }));
  if (type === 'CAA')
    return (records.CAA ?? []).map((text) => {
      const [flags = '0', tag = '', ...value] = text.split(' ');
      return { ...base, type: 'CAA', data: { flags: Number(flags), tag: tag as 'issue', value: value.join(' ') } };
    });
  if (type === 'TLSA')
    return (records.TLSA ?? []).map((text) => {
      const [usage, selector, matchingType, hex = ''] = text.split(' ');
      const numbers = { usage: Number(usage), selector: Number(selector), matchingType: Number(matchingType) };
      return { ...base, type: 'TLSA', data: { ...numbers, certificate: Buffer.from(hex, 'hex') } };
    });
  if (type === 'TXT') return (records.TXT ?? []).map((data) => ({ ...base, type: 'TXT', data }));
  if (type === 'MX')
    return (records.MX ?? []).map((exchange) => ({ ...base, type: 'MX', data: { preference: 10, exchange } }));
  if (type === 'SOA' || type === 'NS' || type === 'DNSKEY') return listSigned(base, type, records[type]);
  return (records.SRV ?? []).map((text) => {
    const [priority, weight, port, target = ''] = text.split(' ');
    return {
      ...base,
      type: 'SRV',
      data: { priority: Number(priority), weight: Number(weight), port: Number(port), target },
    };
  });
}

const APEX = {
  SOA: {
    mname: 'ns.example',
    rname: 'root.example',
    serial: 1,
    refresh: 3600,
    retry: 600,
    expire: 86400,
    minimum: 300,
  },
  NS: 'ns.example',
  DNSKEY: { flags: 257, algorithm: 13, key: Buffer.alloc(64, 1) },
};

/** Lists a record with its signatures. */
function listSigned(
  base: { name: string; ttl: number },
  type: 'SOA' | 'NS' | 'DNSKEY',
  signatures: [number, number][] | undefined,
): packet.Answer[] {
  if (signatures === undefined) return [];
  const record = { ...base, type, data: APEX[type] } as packet.Answer;
  const signed = signatures.map(([inception, expiration]): packet.Answer => {
    const names = { typeCovered: type, signersName: base.name, signature: Buffer.alloc(64, 2) };
    const numbers = { algorithm: 13, labels: 2, originalTTL: base.ttl, keyTag: 1, inception, expiration };
    return { ...base, type: 'RRSIG', data: { ...names, ...numbers } };
  });
  return [record, ...signed];
}
