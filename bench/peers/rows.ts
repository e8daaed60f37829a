/** The rows of `npm run bench:peers`: the same work with other tools, which Debian packages. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Bench, measureAll, type Row, runChild, runCli, runNodeChild, scan } from '../commands.ts';
import { NOW, toLoopback, writeCertificates, writeEndpointList, writeUntrustedEndpoints } from '../data.ts';
import { type Figures, measureOnce } from '../measure.ts';
import { startBlackboxExporter, startNginx } from './servers.ts';

const PYTHON = '/usr/bin/python3';
const READER = path.join(import.meta.dirname, 'read-certificates.py');

export const PEER_ROWS: readonly Row[] = [
  {
    name: 'blackbox',
    measured: '`scan` of 10,000 TLS servers on loopback',
    against: 'probes of prometheus-blackbox-exporter, 64 at once',
    aim: '< 1.05 x (0.95 of its rate), 350 MiB',
    measure: measureBlackbox,
  },
  {
    name: 'bare-node',
    measured: '`scan` of 10,000 TLS servers on loopback',
    against: 'the same handshakes in bare Node, 100 at once',
    aim: '< 1.11 x (0.9 of its rate)',
    measure: measureHandshakes,
  },
  {
    name: 'servers-100000',
    measured: '`scan` of 100,000 TLS servers on loopback, with an event log in 16 partitions',
    against: '-',
    aim: '< 50,000 ms, 1,024 MiB',
    measure: measureFleet,
  },
  {
    name: 'python-files',
    measured: '`scan` of 10,000 PEM files with a certificate each',
    against: 'reading the same fields with python3-cryptography, one file after another',
    aim: '< 1.1 x',
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
  await writeTargets(bench, nginx.port);
  const origin = `http://127.0.0.1:${exporter.port}`;
  const probes = runChild(bench, 'probe-blackbox', origin, 'targets.json', '64');
  return await measureAll(bench, [scan(bench, 'endpoints.yaml'), probes], 5);
}

async function measureHandshakes(bench: Bench): Promise<Figures[]> {
  await using nginx = await startNginx(bench.directory);
  await writeTargets(bench, nginx.port);
  return await measureAll(bench, [scan(bench, 'endpoints.yaml'), runNodeChild(bench, 'handshakes', 'targets.json')], 5);
}

/** Writes 10,000 addresses as a manifest and as JSON. */
async function writeTargets({ directory }: Bench, port: number): Promise<void> {
  const endpoints = Array.from({ length: 10_000 }, (_, index) => `${toLoopback(index)}:${port}`);
  await writeUntrustedEndpoints(path.join(directory, 'endpoints.yaml'), endpoints);
  await writeFile(path.join(directory, 'targets.json'), JSON.stringify(endpoints));
}

/** Measures the second scan, which reads the event log that the first one has written. Nothing has changed since then. */
async function measureFleet(bench: Bench): Promise<Figures[]> {
  await using nginx = await startNginx(bench.directory);
  await writeEndpointList(bench.directory, { count: 100_000, port: nginx.port, partitions: 16 });
  const options = ['--quiet', '--fail-on', 'critical', '--now', NOW, '--event-log', 'event-log.json'];
  const command = runCli(bench, 'scan', '-m', 'scale.yaml', ...options);
  await measureOnce(bench.node, command, bench.directory);
  return await measureAll(bench, [command], 1);
}
