/** Signatures of random times by dnssec-signzone, served by bind9, compared with what dig reads. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { type DnsClient, openDnsClient } from '../../src/scan/dns/index.ts';
import { readDnssec } from '../../src/scan/dnssec/read-dnssec.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { formatNamedConfig } from './servers/dns.ts';

const ZONES = Array.from({ length: 12 }, (_, at) => `zone${at}.example`);
const UNSIGNED = 'unsigned.example';
const formatZone = (ttl: number) => `$TTL ${ttl}\n@ SOA ns root 1 3600 600 86400 300\n@ NS ns\nns A 127.0.0.1\n`;

/** As dnssec-signzone and dig write times: 20270301000000. */
const formatDigits = (ms: number) => new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14);
const parseDigits = (text: string) => text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z');

describeReal(
  'bind9',
  { programs: ['named', 'dig', 'dnssec-signzone', 'dnssec-keygen'] },
  (named, dig, signer, keygen) => {
    let directory: string;
    let port: number;
    let dns: DnsClient;
    let daemon: Daemon;

    function signZone(zone: string, file: string): void {
      const key = execFileSync(keygen, ['-q', '-a', 'ECDSAP256SHA256', '-f', 'KSK', '-K', directory, zone])
        .toString()
        .trim();
      const from = Date.now() - Math.floor(Math.random() * 20 * 86_400_000) - 1000;
      // More than the jitter of at most 50,000 seconds: dnssec-signzone rejects a signature that has expired.
      const to = Date.now() + Math.floor((1 + Math.random() * 60) * 86_400_000);
      const times = [
        '-s',
        formatDigits(from),
        '-e',
        formatDigits(to),
        '-j',
        String(Math.floor(Math.random() * 50_000)),
      ];
      execFileSync(
        signer,
        ['-q', '-z', '-S', '-K', directory, '-d', directory, ...times, '-o', zone, '-f', `${file}.signed`, file],
        {
          cwd: directory,
        },
      );
      expect(key).toMatch(/^K/);
    }

    beforeAll(async () => {
      directory = makeDirectory();
      port = await findFreePort();
      for (const [at, zone] of ['.', ...ZONES].entries()) {
        const file = join(directory, `file${at}`);
        writeFileSync(file, formatZone(60 * (at + 1)));
        signZone(zone, file);
      }
      writeFileSync(join(directory, 'unsigned'), formatZone(60));
      const zones = ['.', ...ZONES].map((zone, at) => `zone "${zone}" { type primary; file "file${at}.signed"; };`);
      zones.push(`zone "${UNSIGNED}" { type primary; file "unsigned"; };`);
      writeFileSync(
        join(directory, 'named.conf'),
        formatNamedConfig(directory, { port, options: ['recursion no;'], zones }),
      );
      daemon = await startDaemon(named, ['-g', '-c', join(directory, 'named.conf')], { cwd: directory, ports: [port] });
      const network = { deny: [], allow: [], dns_servers: [`127.0.0.1:${port}`], proxy: DEFAULT_NETWORK_RULES.proxy };
      dns = openDnsClient(
        { now: Date.now, env: {} },
        { root: directory, timeout_seconds: 10, concurrency: 10, network },
      );
    });
    afterAll(async () => {
      await dns?.close();
      await daemon?.stop();
      await removeDirectory(directory);
    });

    const read = (zone: string) => readDnssec(zone, { ask: dns.ask, now: Date.now() });

    /** Reads the signature of a type that expires last. */
    function digSignature(zone: string, type: string) {
      const out = execFileSync(dig, [
        `@127.0.0.1`,
        '-p',
        String(port),
        '+dnssec',
        '+noall',
        '+answer',
        zone,
        type,
      ]).toString();
      const all = out.split('\n').flatMap((line) => {
        const fields = line.split(/\s+/);
        if (fields[3] !== 'RRSIG' || fields[4] !== type) return [];
        const [expires = '', signed = ''] = [fields[8], fields[9]];
        return [{ signed: parseDigits(signed), expires: parseDigits(expires), ttl: Number(fields[7]) }];
      });
      return all.sort((a, b) => (a.expires < b.expires ? 1 : -1))[0];
    }

    it.each(ZONES)('has the signatures that dig reads for %s', async (zone) => {
      const expected = {
        soa: digSignature(zone, 'SOA'),
        ns: digSignature(zone, 'NS'),
        dnskey: digSignature(zone, 'DNSKEY'),
        failures: [],
      };
      expect(expected.soa).toBeDefined();
      expect(await read(zone)).toEqual(expected);
    });

    it('has a zone without signatures, and a name that is no zone', async () => {
      expect(await read(UNSIGNED)).toEqual({ soa: null, ns: null, dnskey: null, failures: [] });
      const { failures } = await read(`ns.${UNSIGNED}`);
      expect(failures.map(({ code }) => code)).toEqual(['dns-no-zone']);
    });
  },
);
