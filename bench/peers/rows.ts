/** The rows of `npm run bench:peers`: the same work with other tools, which Debian packages. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ALL_READ, type Bench, child, measured, type Row, scan, sized } from '../commands.ts';
import { toLoopback, writeCertificates, writeUntrustedEndpoints } from '../environment.ts';
import type { Figures } from '../measure.ts';
import { startBlackboxExporter, startNginx } from './servers.ts';

const PYTHON = '/usr/bin/python3';
const READER = path.join(import.meta.dirname, 'read-certificates.py');

export const PEER_ROWS: readonly Row[] = [
  {
    name: 'blackbox-64',
    measured: '`scan` of 20,000 TLS servers on loopback',
    against: 'probes of prometheus-blackbox-exporter, 64 at once',
    also: { name: 'blackbox-256', against: 'the same, 256 at once' },
    aim: '< 0.83 x, < 300 MiB',
    compare: 'ratio',
    measure: measureBlackbox,
  },
  {
    name: 'python-files',
    measured: '`scan` of 10,000 PEM files with a certificate each',
    against: 'reading the same fields with python3-cryptography, one file after another',
    aim: '< 0.5 x',
    compare: 'ratio',
    measure: async (bench) => {
      await writeCertificates(bench.directory, sized(bench, 10_000));
      const python = { program: PYTHON, args: [READER, 'certs'], cwd: bench.directory };
      return measured(bench, [scan(bench, 'files.yaml'), python], 7);
    },
  },
];

async function measureBlackbox(bench: Bench): Promise<Figures[]> {
  await using nginx = await startNginx(bench.directory);
  await using exporter = await startBlackboxExporter(bench.directory);
  const endpoints = Array.from({ length: sized(bench, 20_000) }, (_, index) => `${toLoopback(index)}:${nginx.port}`);
  await writeUntrustedEndpoints(path.join(bench.directory, 'endpoints.yaml'), endpoints);
  await writeFile(path.join(bench.directory, 'targets.json'), JSON.stringify(endpoints));
  const origin = `http://127.0.0.1:${exporter.port}`;
  const probes = ['64', '256'].map((count) => child(bench, 'probe-blackbox', origin, 'targets.json', count));
  return await measured(bench, [scan(bench, 'endpoints.yaml', ...ALL_READ), ...probes], 5);
}
