/** Starts the servers of all situations, and scans them with certvigil. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../src/generated/report.ts';
import { runProcess } from '../../e2e/certvigil.ts';
import { startDnsServer } from '../../helpers/dns-server.ts';
import { makeDirectory, removeDirectory } from '../harness.ts';
import { CHAPTERS } from './index.ts';
import { makeFixtures, type Scenario, type ScenarioServer } from './scenario.ts';
import { ZONE } from './servers.ts';
import { describeOutcome, type Outcome } from './verdict.ts';

export interface Testbed {
  directory: string;
  sets: readonly StartedScenario[];
  /** `address:port` of the only DNS resolver. */
  resolver: string;
  close: () => Promise<void>;
}

export interface StartedScenario {
  situation: Scenario;
  scene: ScenarioServer;
  /** The name of its entry in the manifest. */
  entry: string;
  /** The path of its anchors. */
  ca_file: string;
}

/** Starts every situation with the current time. */
export async function startScenarios(): Promise<Testbed> {
  const directory = makeDirectory();
  const cast = await makeFixtures(Date.now(), directory);
  const resolver = await startDnsServer(ZONE);
  const sets: StartedScenario[] = [];
  for (const [at, situation] of CHAPTERS.flatMap(({ situations }) => situations).entries()) {
    const scene = await situation.set(cast);
    const entry = `s${at}`;
    const ca_file = join(directory, `${entry}.pem`);
    writeFileSync(ca_file, scene.anchors.map(({ certificate }) => certificate).join(''));
    sets.push({ situation, scene, entry, ca_file });
  }
  return {
    directory,
    sets,
    resolver: resolver.address,
    close: async () => {
      await Promise.all(sets.map(({ scene }) => scene.close()));
      resolver.close();
      await removeDirectory(directory);
    },
  };
}

/** The address of a server as `host:port`. */
export function formatHostPort({ address, port }: ScenarioServer): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

const HALF_A_DAY = 43_200_000;

/**
 * Scans all situations with two CLI runs, one as if half a day ago and one now; returns the second result of each entry.
 */
export async function scanScenarios({ directory, sets, resolver }: Testbed): Promise<(entry: string) => Outcome> {
  const certificates = sets.map(({ scene, entry, ca_file }) => ({
    name: entry,
    endpoint: formatHostPort(scene),
    server_name: scene.host === scene.address ? undefined : scene.host,
    starttls: scene.starttls,
    ca_file,
    ...scene.entry,
  }));
  const manifest = {
    version: 1,
    settings: { scan_timeout_seconds: 5 },
    network: { dns_servers: [resolver], allow: ['127.0.0.0/8'] },
    certificates,
  };
  // JSON is YAML.
  writeFileSync(join(directory, 'certvigil.yaml'), JSON.stringify(manifest));
  const scan = async (...args: string[]) => {
    const kept = ['--event-log', 'event-log.json', '--format', 'json'];
    const { stdout, stderr } = await runProcess(['scan', ...kept, ...args], { cwd: directory });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Report;
  };
  await scan('--now', new Date(Date.now() - HALF_A_DAY).toISOString());
  const { certificates: rows } = await scan();
  return (entry) => describeOutcome(rows.filter(({ certificate }) => certificate === entry));
}
