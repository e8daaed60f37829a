import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { CLEAN_ENV, CLI } from '../e2e/certvigil.ts';
import { parseReport } from '../e2e/environment.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';

const NOW = '2031-03-10T12:00:00Z';
/** The same address in both networks, at which each has a server of its own. */
const LOCATION = '127.0.0.1:8443';

describeReal(
  'two network namespaces',
  { programs: ['unshare', 'ip', 'openssl'], root: true },
  (unshare, ip, openssl) => {
    let directory: string;
    beforeAll(async () => {
      directory = makeDirectory();
      const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
      for (const probe of ['office', 'lab']) {
        const made = await createCertificate({
          commonName: `${probe}.example.test`,
          sans: [`${probe}.example.test`],
          notBefore: new Date('2031-01-01T00:00:00Z'),
          notAfter: new Date('2031-12-01T00:00:00Z'),
        });
        write(`${probe}.pem`, made.certificate);
        write(`${probe}.key`, made.privateKeyPem);
      }
      write(
        'certvigil.yaml',
        `version: 1
defaults: { trust: none }
certificates:
  - { name: printer, endpoint: "${LOCATION}", probe: office }
  - { name: rack, endpoint: "${LOCATION}", probe: lab }
`,
      );
    });
    afterAll(() => removeDirectory(directory));

    /** Starts a server in a new network, waits until it accepts connections, and observes. */
    const observe = (probe: string) => `
set -eu
${ip} link set lo up
${openssl} s_server -quiet -accept ${LOCATION} -cert ${probe}.pem -key ${probe}.key >/dev/null 2>&1 &
server=$!
tries=0
until ${openssl} s_client -connect ${LOCATION} </dev/null >/dev/null 2>&1; do
  tries=$((tries + 1)); [ "$tries" -lt 100 ]; sleep 0.1
done
"$NODE" "$CLI" observe --probe ${probe} --now ${NOW} --output files/${probe}.jsonl
kill "$server"
`;

    const run = (program: string, args: string[]) => {
      const env = { ...CLEAN_ENV, NODE: process.execPath, CLI };
      const { status, stdout, stderr } = spawnSync(program, args, {
        cwd: directory,
        env,
        encoding: 'utf8',
        timeout: 60_000,
      });
      return { status, stdout, stderr };
    };

    it('are read by a probe each, and the scan reaches neither', () => {
      for (const probe of ['office', 'lab']) {
        const { status, stderr } = run(unshare, ['--net', 'sh', '-c', observe(probe)]);
        expect([status, stderr]).toEqual([0, expect.stringContaining('Observed 1 entry: 1 location.')]);
      }
      const outcome = run(process.execPath, [CLI, 'scan', '--format', 'json', '--now', NOW, '--observations', 'files']);
      expect(outcome.status).toBe(0);
      const found = parseReport(outcome).certificates.map(({ certificate, common_name, locations }) => {
        return [certificate, common_name, locations[0]?.location];
      });
      expect(found.sort()).toEqual([
        ['printer', 'office.example.test', LOCATION],
        ['rack', 'lab.example.test', LOCATION],
      ]);
    });
  },
);
