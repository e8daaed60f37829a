import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { DnsAnswer, LookupFailure } from '../../src/domain/dns.ts';
import type { NetworkPolicy } from '../../src/domain/index.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { type DnsClient, lookUpCaa, lookUpTlsa, openDnsClient } from '../../src/scan/dns/index.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { writeKeyPair } from './reading.ts';
import { formatNamedConfig, formatUnboundConfig } from './servers/dns.ts';

// Signed zones in bind9, and unbound as the resolver that validates them, over HTTPS, UDP and TCP.

const DAY = 86_400_000;

/** How each zone is signed, and what is wrong with that. */
const ZONES = ['good', 'nsec3', 'expired', 'bogus', 'insecure'] as const;
type Zone = (typeof ZONES)[number];

const LONG = 'x'.repeat(250);

const RECORDS = (zone: Zone) => `$TTL 300
@ SOA ns.${zone}.example. root.${zone}.example. 1 3600 600 86400 300
@ NS ns
ns A 127.0.0.1
@ CAA 0 issue "letsencrypt.org"
@ CAA 128 issuewild ";"
mx A 127.0.0.1
alias CNAME mx
_25._tcp.mx TLSA 3 1 1 ${'ab'.repeat(32)}
_25._tcp.mx TLSA 2 0 2 ${'cd'.repeat(64)}
*._tcp.wild TLSA 3 1 1 ${'ef'.repeat(32)}
${Array.from({ length: 40 }, (_, index) => `long CAA 0 issue "${index}.example; x=${LONG}"`).join('\n')}
`;

describeReal(
  'bind9 and unbound',
  { programs: ['named', 'dnssec-keygen', 'dnssec-signzone', 'unbound'] },
  (named, keygen, signzone, unbound) => {
    let directory: string;
    const daemons: Daemon[] = [];
    let https: DnsClient;
    let servers: DnsClient;
    let untrusted: DnsClient;

    /** Signs the zone, and returns the trust anchor of the resolver for it. */
    function signZone(zone: Zone): string | null {
      const name = `${zone}.example`;
      const run = (program: string, args: string[]) =>
        execFileSync(program, args, { cwd: join(directory, 'zones'), stdio: ['ignore', 'pipe', 'pipe'] }).toString();
      writeFileSync(join(directory, 'zones', name), RECORDS(zone));
      if (zone === 'insecure') return null;
      const create = (...flags: string[]) => run(keygen, ['-q', '-a', 'ECDSAP256SHA256', ...flags, name]).trim();
      const [key, signing] = [create('-f', 'KSK'), create()];
      const times = zone === 'expired' ? ['-s', '20200101000000', '-e', '20200201000000'] : [];
      const denial = zone === 'nsec3' ? ['-3', '-'] : [];
      // Without -S, -K and -P, the keys are given explicitly.
      writeFileSync(join(directory, 'zones', name), `${RECORDS(zone)}\n$INCLUDE ${key}.key\n$INCLUDE ${signing}.key\n`);
      run(signzone, ['-P', ...times, ...denial, '-o', name, '-f', `${name}.signed`, '-k', key, name, signing]);
      const anchor = zone === 'bogus' ? create('-f', 'KSK') : key;
      const record = readFileSync(join(directory, 'zones', `${anchor}.key`), 'utf8').match(/^[^;].*DNSKEY.*$/m);
      return record?.[0] ?? null;
    }

    beforeAll(async () => {
      directory = makeDirectory();
      mkdirSync(join(directory, 'zones'));
      const anchors = ZONES.map(signZone);
      const [authority, plain, doh] = [await findFreePort(), await findFreePort(), await findFreePort()];
      writeFileSync(
        join(directory, 'zones', 'example'),
        `$TTL 300\n@ SOA ns.example. root.example. 1 3600 600 86400 300\n@ NS ns.example.\nns A 127.0.0.1\n${ZONES.map((zone) => `${zone} NS ns.${zone}\nns.${zone} A 127.0.0.1`).join('\n')}\n`,
      );
      const listZone = (name: string, file: string) => `zone "${name}" { type primary; file "${file}"; };`;
      const listSigned = (zone: Zone) =>
        listZone(`${zone}.example`, zone === 'insecure' ? `${zone}.example` : `${zone}.example.signed`);
      const namedConfig = formatNamedConfig(join(directory, 'zones'), {
        port: authority,
        options: ['recursion no;'],
        zones: [listZone('example', 'example'), ...ZONES.map(listSigned)],
      });
      const made = await createCertificate({
        sans: ['127.0.0.1'],
        notBefore: new Date(Date.now() - DAY),
        notAfter: new Date(Date.now() + DAY),
      });
      const { cert, key } = writeKeyPair(directory, 'server', made);
      const trusted = anchors.flatMap((anchor) => anchor ?? []);
      const unboundConfig = formatUnboundConfig(directory, {
        ports: [plain, doh],
        lines: [
          ...[`https-port: ${doh}`, `tls-service-key: "${key}"`, `tls-service-pem: "${cert}"`],
          ...['do-not-query-localhost: no', 'module-config: "validator iterator"', 'val-log-level: 2'],
          ...trusted.map((anchor) => `trust-anchor: "${anchor.replace(/\s+/g, ' ')}"`),
        ],
        stubs: ['example', ...ZONES.map((zone) => `${zone}.example`)].map((name) => ({ name, port: authority })),
      });
      writeFileSync(join(directory, 'named.conf'), namedConfig);
      writeFileSync(join(directory, 'unbound.conf'), unboundConfig);
      daemons.push(
        await startDaemon(named, ['-g', '-c', join(directory, 'named.conf')], { cwd: directory, ports: [authority] }),
        await startDaemon(unbound, ['-d', '-c', join(directory, 'unbound.conf')], { ports: [plain, doh] }),
      );
      const open = (policy: Partial<NetworkPolicy>) =>
        openDnsClient(
          { now: Date.now, env: {} },
          {
            ...{ root: directory, timeout_seconds: 20, concurrency: 10 },
            network: { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy, ...policy },
          },
        );
      https = open({ dns_over_https: { url: `https://127.0.0.1:${doh}/dns-query`, ca_file: 'server.pem' } });
      servers = open({ dns_servers: [`127.0.0.1:${plain}`], trust_ad: true });
      untrusted = open({ dns_servers: [`127.0.0.1:${plain}`] });
    });
    afterAll(async () => {
      await Promise.all([https?.close(), servers?.close(), untrusted?.close()]);
      for (const daemon of daemons) await daemon.stop();
      await removeDirectory(directory);
    });

    const TRANSPORTS = ['https', 'servers'] as const;
    const get = (transport: (typeof TRANSPORTS)[number]) => (transport === 'https' ? https : servers);

    describe.each(TRANSPORTS)('over %s', (transport) => {
      it.each<[string, string, Partial<DnsAnswer> | Partial<LookupFailure>]>([
        ['a signed zone', 'mx.good.example', { secure: true }],
        ['a signed zone with NSEC3', 'mx.nsec3.example', { secure: true }],
        ['an unsigned zone', 'mx.insecure.example', { secure: false }],
        ['a zone with expired signatures', 'mx.expired.example', { code: 'dns-bogus', cause: 'bogus' }],
        [
          'a zone with keys that do not match the trust anchor',
          'mx.bogus.example',
          { code: 'dns-bogus', cause: 'bogus' },
        ],
      ])('finds out about %s', async (_, host, expected) => {
        expect(await get(transport).ask(`_25._tcp.${host}`, 'TLSA')).toMatchObject(expected);
        if ('secure' in expected) {
          const found = await lookUpTlsa({ name: host, port: 25, services: [] }, get(transport));
          expect(found).toMatchObject({
            ...expected,
            name: `_25._tcp.${host}`,
            tlsa: expect.arrayContaining([{ usage: 3, selector: 1, matching_type: 1, data: 'ab'.repeat(32) }]),
          });
        }
      });

      it.each([
        ['NSEC', 'good', true],
        ['NSEC3', 'nsec3', true],
        ['nothing', 'insecure', false],
      ])('knows from %s whether records do not exist', async (_, zone, secure) => {
        for (const name of [`none.${zone}.example`, `_26._tcp.mx.${zone}.example`, `mx.${zone}.example`])
          expect(await get(transport).ask(name, 'TLSA')).toMatchObject({ tlsa: [], secure });
      });

      it('follows aliases and wildcards', async () => {
        const alias = await lookUpTlsa({ name: 'alias.good.example', port: 25, services: [] }, get(transport));
        expect(alias).toMatchObject({ name: '_25._tcp.mx.good.example', secure: true });
        expect(await get(transport).ask('_443._tcp.wild.good.example', 'TLSA')).toMatchObject({
          tlsa: [{ data: 'ef'.repeat(32) }],
          secure: true,
        });
      });

      it('climbs to the CAA records', async () => {
        expect(await lookUpCaa('a.b.mx.good.example', get(transport))).toEqual({
          domain: 'good.example',
          properties: expect.arrayContaining([
            { critical: false, tag: 'issue', value: 'letsencrypt.org' },
            { critical: true, tag: 'issuewild', value: ';' },
          ]),
        });
      });

      it('reads records that do not fit into a datagram', async () => {
        const answer = await get(transport).ask('long.good.example', 'CAA');
        expect(answer).toMatchObject({ secure: true });
        expect('caa' in answer && answer.caa.length).toBe(40);
      });
    });

    it('does not believe the AD bit of DNS servers unless the manifest says so', async () => {
      expect(await untrusted.ask('_25._tcp.mx.good.example', 'TLSA')).toMatchObject({ secure: false });
    });
  },
);
