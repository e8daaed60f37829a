import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Discovery } from '../../src/generated/discovery.ts';
import { CLEAN_ENV, CLI } from '../e2e/certvigil.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';

describeReal(
  'a search in a network namespace',
  { programs: ['unshare', 'ip', 'openssl'], root: true },
  (unshare, ip, openssl) => {
    let directory: string;
    beforeAll(async () => {
      directory = makeDirectory();
      const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
      for (const name of ['wiki', 'mail']) {
        const made = await createCertificate({
          commonName: `${name}.example.test`,
          sans: [`${name}.example.test`],
          notBefore: new Date('2020-01-01T00:00:00Z'),
          notAfter: new Date('2096-01-01T00:00:00Z'),
        });
        write(`${name}.pem`, made.certificate);
        write(`${name}.key`, made.privateKeyPem);
      }
      write(
        'certvigil.yaml',
        'version: 1\ncertificates: [{ name: wiki, endpoint: wiki.example.test, connect_to: 10.20.0.5 }]\n',
      );
    });
    afterAll(() => removeDirectory(directory));

    /** One end of a cable with three hosts, among addresses that nobody has. */
    const script = `
set -eu
${ip} link set lo up
${ip} link add lan0 type veth peer name lan1
${ip} address add 10.20.0.1/24 dev lan0
for last in 5 77; do ${ip} address add 10.20.0.$last/24 dev lan0; done
${ip} address add fd00::a7/112 dev lan0 nodad
${ip} link set lan0 up
${ip} link set lan1 up
serve() { ${openssl} s_server -quiet -accept "$1" -cert "$2.pem" -key "$2.key" >/dev/null 2>&1 & servers="$servers $!"; }
servers=
serve 10.20.0.5:443 wiki
serve 10.20.0.77:443 mail
serve "[fd00::a7]:8443" mail
for server in 10.20.0.5:443 10.20.0.77:443 "[fd00::a7]:8443"; do
  tries=0
  until ${openssl} s_client -connect "$server" </dev/null >/dev/null 2>&1; do
    tries=$((tries + 1)); [ "$tries" -lt 100 ]; sleep 0.1
  done
done
"$NODE" "$CLI" discover --network 10.20.0.0/24 --network fd00::/120 --ports 443,8443 --format json
kill $servers
`;

    it('finds servers of IPv4 and IPv6 among addresses without a host', () => {
      const env = { ...CLEAN_ENV, NODE: process.execPath, CLI };
      const options = { cwd: directory, env, encoding: 'utf8', timeout: 60_000 } as const;
      const { status, stdout, stderr } = spawnSync(unshare, ['--net', 'sh', '-c', script], options);
      expect(stderr).not.toContain('error');
      expect(status).toBe(0);
      const { findings, network }: Discovery = JSON.parse(stdout);
      expect(findings.map(({ value, port, state, names }) => [value, port, state, names])).toEqual([
        ['10.20.0.5', 443, 'watched', ['wiki.example.test']],
        ['10.20.0.77', 443, 'unwatched', ['mail.example.test']],
        ['fd00::a7', 8443, 'unwatched', ['mail.example.test']],
      ]);
      expect(network).toMatchObject({ connections: 1020, made: 1020 });
    });

    it('fails if no address of a network can be reached, which is not a network without servers', () => {
      const networks = '--network 10.20.0.0/29 --network 127.0.0.0/30 --network fd00::/125';
      const command = `${ip} link set lo up && "$NODE" "$CLI" discover ${networks} --ports 443`;
      const env = { ...CLEAN_ENV, NODE: process.execPath, CLI };
      const options = { cwd: directory, env, encoding: 'utf8', timeout: 60_000 } as const;
      const { status, stdout, stderr } = spawnSync(unshare, ['--net', 'sh', '-c', command], options);
      expect(stdout).toContain('0 TLS servers');
      expect(stderr).toContain(
        'error[network-search-unreachable]: no address in 10.20.0.0/29, fd00::/125 can be reached from this machine',
      );
      expect(status).toBe(3);
    });
  },
);
