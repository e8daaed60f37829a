/** All situations at once: their servers, and one scan of certvigil's that looks at them. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../src/generated/report.ts';
import { runCli } from '../../e2e/certvigil.ts';
import { startDnsServer } from '../../helpers/dns-server.ts';
import { makeDirectory, removeDirectory } from '../harness.ts';
import { CHAPTERS } from './index.ts';
import { makeFixtures, type Scenario, type ScenarioServer } from './scenario.ts';
import { ZONE } from './servers.ts';
import { describeOutcome, type Outcome } from './verdict.ts';

export interface Testbed {
  folder: string;
  sets: readonly StartedScenario[];
  /** `address:port` of the resolver that alone is asked for names. */
  resolver: string;
  close: () => Promise<void>;
}

export interface StartedScenario {
  situation: Scenario;
  scene: ScenarioServer;
  /** Of its entry in the manifest. */
  entry: string;
  /** The path of its anchors. */
  ca_file: string;
}

/** Sets up every situation as it is at this moment. */
export async function startScenarios(): Promise<Testbed> {
  const folder = makeDirectory();
  const cast = await makeFixtures(Date.now(), folder);
  const resolver = await startDnsServer(ZONE);
  const sets: StartedScenario[] = [];
  for (const [at, situation] of CHAPTERS.flatMap(({ situations }) => situations).entries()) {
    const scene = await situation.set(cast);
    const entry = `s${at}`;
    const ca_file = join(folder, `${entry}.pem`);
    writeFileSync(ca_file, scene.anchors.map(({ certificate }) => certificate).join(''));
    sets.push({ situation, scene, entry, ca_file });
  }
  return {
    folder,
    sets,
    resolver: resolver.address,
    close: async () => {
      await Promise.all(sets.map(({ scene }) => scene.close()));
      resolver.close();
      await removeDirectory(folder);
    },
  };
}

/** Where a server is, as `host:port`. */
export function formatHostPort({ address, port }: ScenarioServer): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

const HALF_A_DAY = 43_200_000;

/**
 * Scans them all, half a day ago as if nothing had changed since and now, in processes of their own, and tells what the
 * second says of each entry.
 */
export async function scanScenarios({ folder, sets, resolver }: Testbed): Promise<(entry: string) => Outcome> {
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
  writeFileSync(join(folder, 'certvigil.yaml'), JSON.stringify(manifest));
  const scan = async (...args: string[]) => {
    const kept = ['--event-log', 'event-log.json', '--format', 'json'];
    const { stdout, stderr } = await runCli(['scan', ...kept, ...args], { cwd: folder });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Report;
  };
  await scan('--now', new Date(Date.now() - HALF_A_DAY).toISOString());
  const { certificates: rows } = await scan();
  return (entry) => describeOutcome(rows.filter(({ certificate }) => certificate === entry));
}
