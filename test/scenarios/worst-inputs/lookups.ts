/**
 * The worst servers that no entry names, but its certificate, its CA or the network settings do: for revocation lists, OCSP, issuers, renewal
 * windows, registries and records in DNS. Beside them, the alert about a revoked certificate has a working list.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import packet from 'dns-packet';
import { der, oid } from '../../helpers/certificates.ts';
import { dns, leaf, link, readCertificate } from '../../helpers/paths.ts';
import {
  ALGORITHMS,
  createRevocationExtensions,
  makeList,
  readSubject,
  signed,
  time,
} from '../../helpers/revocation.ts';
import type { World } from '../world.ts';
import { drip, HTTP_SERVERS, type OnConnection, respondWith, silent } from './servers.ts';
import type { WorstInput } from './worst-input.ts';

type Certificate = Awaited<ReturnType<typeof link>>;

const WEB = 'http://127.0.0.1:$PORT_WORST';
const ALLOWED = 'network: { dns_servers: ["$DNS"], allow: [127.0.0.0/8], trust_ad: true';

/** Beside a bad list or responder: a certificate that a list on a good server revokes. */
const REVOKED = '- { name: revoked, file: revoked.pem, ca_file: root.pem, revocation: true }';
const OTHERS = ['certificate.revoked revoked'];
const UNKNOWN = 'what it has to say is unknown: red from the third scan on';

const ENTRIES = {
  crl: '- { name: crl, file: crl.pem, ca_file: root.pem, revocation: true }',
  ocsp: '- { name: ocsp, file: ocsp.pem, ca_file: root.pem, revocation: true }',
  issuer: '- { name: issuer, file: issuer.pem, ca_file: root.pem, aia: true }',
  acme: `- { name: acme, file: acme.pem, trust: none, acme: { directory: "${WEB}/directory" } }`,
  domain: '- { name: domain, domain: example.org }',
};

/** Writes the certificates, which name the server on this port. */
async function writeCertificates(world: World): Promise<Certificate> {
  const root = await link({ subject: 'Example Root', to: 3650 });
  const middle = await link({ subject: 'Example CA', issuer: root, to: 3650 });
  const origin = `http://127.0.0.1:${world.ports.get('worst')}`;
  const write = async (name: string, options: Parameters<typeof leaf>[0]) => {
    const made = await leaf({ issuer: root, sans: [dns(`${name}.example.com`)], to: 300, ...options });
    await world.writeFile(`${name}.pem`, made.certificate);
    return made;
  };
  await world.writeFile('root.pem', root.certificate);
  await write('crl', { more: createRevocationExtensions({ lists: [`${origin}/a.crl`] }) });
  await write('ocsp', { more: createRevocationExtensions({ responders: [`${origin}/ocsp`] }) });
  await write('issuer', { issuer: middle, issuerUrl: `${origin}/issuer.crt` });
  await write('acme', {});
  const lists = [`${world.values.WEB}/good.crl`];
  const revoked = await write('revoked', { more: createRevocationExtensions({ lists }) });
  const serial = readCertificate(revoked).serial_bytes;
  world.web.set('/good.crl', { body: makeList({ issuer: root, revoked: [{ serial, reason: 1 }] }) });
  return root;
}

/** The codes, all of which the report has. */
const UNREACHABLE = ['revocation-unreachable', 'missing-intermediate'];
const READ = ['revocation-malformed', 'missing-intermediate'];

/** The servers that end in time, with what is no list, no response and no certificate. */
const ANSWERING: readonly string[] = ['that sends four million brackets'];

/** The servers that do not keep the processor busy. */
const QUIET: readonly string[] = [
  'that never answers',
  'that sends a header byte by byte',
  'that sends a body byte by byte',
  'that redirects for ever',
  'that asks to wait for a day',
];

const { acme, domain, ...CA } = ENTRIES;

const http = ([worst, onConnection]: [string, OnConnection]): WorstInput => ({
  ...{ kinds: Object.keys(CA), worst: `a CA ${worst}` },
  entries: [...Object.values(CA), REVOKED].join('\n'),
  more: `${ALLOWED} }`,
  prepare: async (world) => {
    await world.accept('worst', onConnection);
    await writeCertificates(world);
  },
  ...{ others: OTHERS, named: ANSWERING.includes(worst) ? READ : UNREACHABLE, hasAll: true },
  ...(!QUIET.includes(worst) && { isBusy: true }),
});

/** The list of registries. Without one, a copy of it names the registry, which is not in DNS here. */
const registries = ([worst, onConnection]: [string, OnConnection]): WorstInput => ({
  ...{ kinds: ['domain'], worst: `a list of registries ${worst}`, entries: domain },
  more: `network: { dns_servers: ["$DNS"], rdap_bootstrap: "${WEB}/dns.json" }`,
  prepare: (world) => world.accept('worst', onConnection),
  named: ['rdap-unreachable', 'not-read-in-time'],
  ...(!QUIET.includes(worst) && { isBusy: true }),
});

/** An ACME server is asked after all others. */
const renewals = ([worst, onConnection]: [string, OnConnection]): WorstInput => ({
  ...{ kinds: ['acme'], worst: `an ACME server ${worst}`, entries: acme, more: `${ALLOWED} }` },
  prepare: async (world) => {
    await world.accept('worst', onConnection);
    await writeCertificates(world);
  },
  ...{ named: ['acme-directory-unreadable'], tolerated: 'the certificate is read' },
  ...(!QUIET.includes(worst) && { isBusy: true }),
});

/** Sends a large revocation list, which is decoded before its signature is verified. */
const list = (worst: string, create: (issuer: Certificate) => Uint8Array): WorstInput => ({
  ...{ kinds: ['crl'], worst: `a revocation list ${worst}`, tolerated: UNKNOWN, isBusy: true },
  entries: [ENTRIES.crl, REVOKED].join('\n'),
  more: `${ALLOWED} }`,
  prepare: async (world) => {
    let body: Uint8Array = Buffer.alloc(0);
    await world.accept('worst', (socket) => respondWith(() => body)(socket));
    body = create(await writeCertificates(world));
  },
  ...{ others: OTHERS, named: ['revocation-malformed', 'revocation-unsupported', 'revocation-signature-invalid'] },
});

const MEBIBYTE = 1024 * 1024;
const repeat = (unit: Buffer, mebibytes = 8) => Buffer.alloc(mebibytes * MEBIBYTE, unit);
const CRITICAL = der(0x30, oid('1.2.3'), der(0x01, Buffer.from([0xff])), der(0x04, der(0x05)));
const writeList = (issuer: Certificate, ...fields: Buffer[]) =>
  signed(
    der(
      0x30,
      der(0x02, Buffer.from([1])),
      der(0x30, oid(ALGORITHMS.ecdsa.oid)),
      readSubject(issuer),
      time(0),
      ...fields,
    ),
    issuer,
    'ecdsa',
  );

const LISTS: WorstInput[] = [
  list('with half a million extensions', (issuer) => writeList(issuer, der(0xa0, der(0x30, repeat(CRITICAL))))),
  list('with a million entries', (issuer) =>
    writeList(issuer, der(0x30, repeat(der(0x30, der(0x02, Buffer.from([1])), der(0x05))))),
  ),
];

/** The certificates, each with a list or a responder of its own. Only some of these are requested at once. */
const MANY = 100;

const many: WorstInput = {
  ...{
    kinds: ['crl', 'ocsp'],
    worst: 'a CA with fifty revocation lists and responders on a server that never answers',
  },
  entries: `- { name: worst, file: "worst/*.pem", ca_file: root.pem, revocation: true }\n${REVOKED}`,
  more: `${ALLOWED} }`,
  prepare: async (world) => {
    await world.accept('worst', silent);
    const root = await writeCertificates(world);
    for (let at = 0; at < MANY; at += 1) {
      const url = `http://127.0.0.1:${world.ports.get('worst')}/${at}`;
      const more = createRevocationExtensions(at % 2 === 0 ? { lists: [url] } : { responders: [url] });
      const made = await leaf({ issuer: root, sans: [dns('worst.example.com')], to: 300, more });
      await world.writeFile(`worst/${at}.pem`, made.certificate);
    }
  },
  ...{ others: OTHERS, named: ['revocation-unreachable'], tolerated: UNKNOWN },
};

/** A pipe has the name of the file in which the list of the good server is kept. */
const pipeInCache: WorstInput = {
  ...{ kinds: ['crl'], worst: 'a pipe in the cache of revocation lists', tolerated: 'the list is requested again' },
  ...{ entries: REVOKED, more: `${ALLOWED} }`, others: OTHERS, named: [] },
  prepare: async (world) => {
    await world.accept('worst', silent);
    await writeCertificates(world);
    const key = createHash('sha256').update(`${world.values.WEB}/good.crl`).digest('hex').slice(0, 40);
    await world.writeFile('.certvigil/revocation/.gitignore', '*');
    execFileSync('mkfifo', [path.join(world.root, '.certvigil/revocation', key)]);
  },
};

type Tamper = World['dns']['tamper'];

/** Answers queries for CAA, TLSA, TXT and SOA records otherwise. */
const tamper =
  (change: Tamper): Tamper =>
  (response, transport) => {
    const [question] = packet.decode(response).questions ?? [];
    return question !== undefined && ['CAA', 'TLSA', 'TXT', 'SOA'].includes(question.type)
      ? change(response, transport)
      : response;
  };

const TRUNCATED = 0x02;

/** Over UDP, says that the response is too long. */
const overTcp =
  (change: (response: Buffer) => Buffer | null): Tamper =>
  (response, transport) => {
    if (transport === 'tcp') return change(response);
    response.writeUInt8((response[2] ?? 0) | TRUNCATED, 2);
    return response;
  };

/** Adds records whose names are a chain of 7,000 pointers, each to the one before it (RFC 1035 section 4.1.4). */
function addPointers(response: Buffer): Buffer {
  const { questions = [] } = packet.decode(response);
  const start = packet.encode({ type: 'response', id: response.readUInt16BE(0), flags: 0x180, questions });
  const record = (name: number, data: Buffer) => {
    const head = Buffer.alloc(12);
    for (const [at, value] of [0xc000 | name, 10, 1, 0, 0, data.length].entries()) head.writeUInt16BE(value, 2 * at);
    return Buffer.concat([head, data]);
  };
  const pointers = Buffer.alloc(14_000);
  const first = start.length + 12;
  for (let at = 0; at < pointers.length; at += 2) pointers.writeUInt16BE(0xc000 | (at === 0 ? 12 : first + at - 2), at);
  const last = first + pointers.length - 2;
  const chain = record(12, pointers);
  const more = Array.from({ length: 4000 }, () => record(last, Buffer.alloc(0)));
  const message = Buffer.concat([start, chain, ...more]);
  message.writeUInt16BE(1 + more.length, 6);
  return message;
}

/** A name is an alias of one that is an alias of it. */
function addCircle(response: Buffer): Buffer {
  const { questions = [], id = 0 } = packet.decode(response);
  const name = questions[0]?.name ?? '';
  const aliases = [name, `x.${name}`];
  const answers = aliases.map((one, at) => ({ type: 'CNAME' as const, name: one, data: aliases[1 - at] ?? '' }));
  return packet.encode({ type: 'response', id, flags: 0x180, questions, answers });
}

/** A response with other records only is one without these. */
const RESOLVERS: [worst: string, change: Tamper, isNamed?: false][] = [
  ['that never answers', () => null],
  ['that never answers over TCP', overTcp(() => null)],
  ['that sends a response without its end', overTcp((response) => response.subarray(0, -1))],
  ['that sends names of thousands of pointers', overTcp(addPointers), false],
  ['that sends aliases in a circle', addCircle],
];

const UNUSABLE_RESPONSES = [
  'dns-server-failure',
  'dns-response-invalid',
  'dns-resolver-unreachable',
  'dns-not-in-time',
];

const resolver = ([worst, change, isNamed]: (typeof RESOLVERS)[number]): WorstInput => ({
  ...{ kinds: ['CAA', 'TLSA'], worst: `a resolver of CAA and TLSA records ${worst}` },
  entries:
    '- { name: worst, endpoint: "records.example.com:$PORT_RECORDS", trust: none, expect: { caa: check, dane: check } }',
  more: `${ALLOWED} }`,
  prepare: async (world) => {
    await world.serve(300, 'records');
    world.dns.tamper = tamper(change);
  },
  named: isNamed === false ? [] : UNUSABLE_RESPONSES,
  tolerated: UNKNOWN,
});

const overHttps = ([worst, onConnection]: [string, OnConnection]): WorstInput => ({
  ...resolver([worst, (response) => response]),
  ...{ kinds: ['dns_over_https'], worst: `a resolver over HTTPS ${worst}` },
  more: 'network: { dns_servers: ["$DNS"], dns_over_https: { url: "https://127.0.0.1:$PORT_WORST/dns-query" } }',
  prepare: async (world) => {
    await world.serve(300, 'records');
    await world.accept('worst', onConnection);
  },
});

/** A proxy, as a server of the entry that names it. */
const proxy = ([worst, onConnection]: [string, OnConnection]): WorstInput => ({
  ...{ kinds: ['proxy'], worst: `a proxy ${worst}` },
  entries: ['http', 'socks5']
    .map((scheme) => `- { name: ${scheme}, endpoint: www.example.com, proxy: "${scheme}://127.0.0.1:$PORT_WORST" }`)
    .join('\n'),
  prepare: (world) => world.accept('worst', onConnection),
  named: ['endpoint-timeout', 'not-read-in-time', 'proxy-timeout', 'proxy-failed', 'proxy-unexpected-reply'],
});

const PROXIED = 'network: { dns_servers: ["$DNS"], proxy: { apis: "http://127.0.0.1:$PORT_WORST" } }';
const RDAP = { objectClassName: 'domain', events: [{ eventAction: 'expiration', eventDate: '2099-01-01T00:00:00Z' }] };

/** A domain with a registry that works. The web server of its policy is behind a proxy, because it needs port 443. */
const mtaSts: Omit<WorstInput, 'worst' | 'named'> = {
  kinds: ['MTA-STS'],
  entries:
    '- { name: worst, domain: { name: example.org, mta_sts: true }, rdap_url: "$WEB/rdap/", ca_file: policy-ca.pem }',
  tolerated: 'the registration is read',
};

const startRegistry = (world: World) => {
  world.web.set('/rdap/domain/example.org', { body: JSON.stringify(RDAP) });
  world.env.NO_PROXY = '127.0.0.1';
};

const policies = ([worst, onConnection]: [string, OnConnection]): WorstInput => ({
  ...{ ...mtaSts, worst: `the server of an MTA-STS policy ${worst}`, more: PROXIED },
  named: ['url-timeout', 'url-failed', 'url-server-error', 'mta-sts-no-policy', 'not-read-in-time'],
  prepare: async (world) => {
    startRegistry(world);
    const ca = await link({ subject: 'Policy CA', to: 3650 });
    const made = await leaf({ issuer: ca, sans: [dns('mta-sts.example.org')], to: 300 });
    await world.writeFile('policy-ca.pem', ca.certificate);
    await world.accept('worst', (socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const secure = new TLSSocket(socket, { isServer: true, cert: made.certificate, key: made.privateKeyPem });
        secure.on('error', () => socket.destroy());
        onConnection(secure);
      });
    });
  },
  ...(!QUIET.includes(worst) && { isBusy: true }),
});

const mailRecords = ([worst, change, isNamed]: (typeof RESOLVERS)[number]): WorstInput => ({
  ...{ ...mtaSts, worst: `a resolver of MTA-STS records ${worst}`, more: `${ALLOWED} }` },
  named: isNamed === false ? [] : [...UNUSABLE_RESPONSES, 'not-read-in-time'],
  prepare: async (world) => {
    startRegistry(world);
    await world.writeFile('policy-ca.pem', (await link({ subject: 'Policy CA', to: 3650 })).certificate);
    world.dns.tamper = tamper(change);
  },
});

const signatures = ([worst, change, isNamed]: (typeof RESOLVERS)[number]): WorstInput => ({
  ...{ kinds: ['DNSSEC'], worst: `a resolver of DNSSEC signatures ${worst}`, more: `${ALLOWED} }` },
  entries: '- { name: worst, domain: { name: example.org, dnssec: true }, rdap_url: "$WEB/rdap/" }',
  tolerated: 'the registration is read',
  named: isNamed === false ? [] : [...UNUSABLE_RESPONSES, 'dns-no-zone', 'not-read-in-time'],
  prepare: async (world) => {
    startRegistry(world);
    world.dns.tamper = tamper(change);
  },
});

export const LOOKUPS: WorstInput[] = [
  ...Object.entries(HTTP_SERVERS).map(http),
  ...Object.entries(HTTP_SERVERS).map(renewals),
  ...Object.entries(HTTP_SERVERS).map(registries),
  ...LISTS,
  many,
  pipeInCache,
  ...RESOLVERS.map(resolver),
  ...RESOLVERS.map(mailRecords),
  ...RESOLVERS.map(signatures),
  ...Object.entries(HTTP_SERVERS).map(policies),
  ...Object.entries({ 'that never answers': silent, 'that answers byte by byte': drip('\x16\x03', '\x03') }).map(
    overHttps,
  ),
  ...Object.entries(HTTP_SERVERS).slice(0, 3).map(proxy),
];
