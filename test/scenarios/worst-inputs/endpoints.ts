/** The worst TLS servers, and the worst mail and database servers before TLS begins. */

import { SCRIPTS } from '../../helpers/starttls-server.ts';
import { drip, flood, type OnConnection, silent } from './servers.ts';
import type { WorstInput } from './worst-input.ts';

/** The beginning of a TLS record of the handshake with 16 KiB. */
const RECORD = Buffer.from([0x16, 3, 3, 0x40, 0]);
const LONG = Buffer.alloc(0x4000, 2);

const TLS_SERVERS: Record<string, OnConnection> = {
  'that never answers': silent,
  'that sends a record byte by byte': drip(RECORD, Buffer.from([2])),
  'that sends records without an end': flood(RECORD, Buffer.concat([LONG, RECORD])),
};

const LATE = ['endpoint-timeout', 'not-read-in-time'];

const ENDPOINT = '- { name: worst, endpoint: "worst.example.com:$PORT_WORST" }';

export const ENDPOINTS: WorstInput[] = Object.entries(TLS_SERVERS).map(([worst, onConnection]) => ({
  kinds: ['endpoint'],
  worst: `a TLS server ${worst}`,
  entries: ENDPOINT,
  prepare: (world) => world.accept('worst', onConnection),
  named: [...LATE, 'chain-too-long'],
}));

/** What a server sends instead of its first words. */
const MAIL_SERVERS: Record<string, OnConnection> = {
  'that never greets': silent,
  'that greets byte by byte': drip('220-', 'x'),
  'that greets with a line without an end': flood('220-', LONG),
  'that greets with lines without an end': flood('', '220-x\r\n'.repeat(1000)),
};

const PROTOCOLS = Object.keys(SCRIPTS);

export const STARTTLS: WorstInput[] = Object.entries(MAIL_SERVERS).map(([worst, onConnection]) => ({
  kinds: PROTOCOLS,
  worst: `a mail or database server ${worst}`,
  entries: PROTOCOLS.map((one) => `- { name: ${one}, endpoint: "127.0.0.1:$PORT_WORST", starttls: ${one} }`).join('\n'),
  prepare: (world) => world.accept('worst', onConnection),
  named: [...LATE, 'starttls-unexpected-reply', 'starttls-reply-too-long'],
}));

export const NAMES: WorstInput[] = [
  {
    kinds: ['endpoint'],
    worst: 'a name for which DNS never answers',
    entries: '- { name: worst, endpoint: worst.example.com }\n- { name: srv, srv: _imaps._tcp.worst.example.com }',
    prepare: ({ dns }) =>
      void Object.assign(dns.zone, { 'worst.example.com': 'silence', '_imaps._tcp.worst.example.com': 'silence' }),
    named: ['endpoint-dns-timeout', 'endpoint-dns-failed', 'not-read-in-time'],
  },
];
