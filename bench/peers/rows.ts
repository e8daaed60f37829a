/** The rows of `npm run bench:peers`: the same work with other tools, which Debian packages. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Bench, measureAll, type Row, runChild, scan } from '../commands.ts';
import { toLoopback, writeCertificates, writeUntrustedEndpoints } from '../data.ts';
import type { Figures } from '../measure.ts';
import { startBlackboxExporter, startNginx } from './servers.ts';

const PYTHON = '/usr/bin/python3';
const READER = path.join(import.meta.dirname, 'read-certificates.py');

export const PEER_ROWS: readonly Row[] = [
  {
    name: 'blackbox',
    measured: '`scan` of 10,000 TLS servers on loopback',
    against: 'probes of prometheus-blackbox-exporter, 64 at once',
    aim: '< 0.91 x (1.1 times the rate)',
    measure: measureBlackbox,
  },
  {
    name: 'python-files',
    measured: '`scan` of 10,000 PEM files with a certificate each',
    against: 'reading the same fields with python3-cryptography, one file after another',
    aim: '< 1.2 x',
    measure: async (bench) => {
      await writeCertificates(bench.directory, 10_000);
      const python = { program: PYTHON, args: [READER, 'certs'], cwd: bench.directory };
      return measureAll(bench, [scan(bench, 'files.yaml'), python], 7);
    },
  },
];

async function measureBlackbox(bench: Bench): Promise<Figures[]> {
  await using nginx = await startNginx(bench.directory);
  await using exporter = await startBlackboxExporter(bench.directory);
  const endpoints = Array.from({ length: 10_000 }, (_, index) => `${toLoopback(index)}:${nginx.port}`);
  await writeUntrustedEndpoints(path.join(bench.directory, 'endpoints.yaml'), endpoints);
  await writeFile(path.join(bench.directory, 'targets.json'), JSON.stringify(endpoints));
  const origin = `http://127.0.0.1:${exporter.port}`;
  const probes = runChild(bench, 'probe-blackbox', origin, 'targets.json', '64');
  return await measureAll(bench, [scan(bench, 'endpoints.yaml'), probes], 5);
}
