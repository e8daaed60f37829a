/** A few scans that leave records of most kinds in an event log, for logs that one version writes and another one reads. */

import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startReceiver } from './receiver.ts';

/** Runs a version of certvigil in a directory, and returns its exit code. */
export type Runner = (args: readonly string[], cwd: string) => Promise<{ status: number | null; stderr: string }>;

interface Scan {
  status: number | null;
  stderr: string;
  /** What the receivers got: `alert certificate.expired wiki`. */
  messages: string[];
  log: string;
}

export interface Scenario extends AsyncDisposable {
  /** Scans a number of hours after the last step. */
  scan: (run: Runner, hours: number) => Promise<Scan>;
  writeLog: (text: string) => Promise<void>;
}

const LOG = 'log.json';

const manifest = (origin: string, entries: string) => `version: 1
settings: { expiry_scan_repeat: true }
certificates:
${entries}  - { name: file, file: shop.pem, owner: jane@example.com }
  - { name: lost, file: lost.pem }
webhooks:
  chat: { url: "${origin}/chat" }
  broken: { url: "${origin}/broken" }
rules:
  - { name: all, events: ["*"], actions: [{ webhook: chat }, { webhook: broken }] }
silences:
  - { until: 2028-01-01, reason: known, match: { names: [quiet] }, created_by: ada }
`;

const FIRST = `  - { name: shop, expires: 2027-12-20 }
  - { name: quiet, expires: 2027-12-20 }
  - { name: gone, expires: 2027-12-15 }
  - { name: wiki, expires: 2027-12-01 }
`;
const LATER = FIRST.replace('shop, expires: 2027', 'shop, expires: 2028').replace(/.*gone.*\n/, '');

/** The times of the scans that write the log, and their entries. */
const STEPS: readonly (readonly [now: string, entries: string])[] = [
  ['2027-12-10T06:00:00Z', FIRST],
  ['2027-12-11T06:00:00Z', FIRST],
  ['2027-12-12T06:00:00Z', LATER],
];
const END = Date.parse('2027-12-12T06:00:00Z');

/** Prepares a directory with two receivers, of which one fails. */
async function open() {
  const root = await mkdtemp(path.join(tmpdir(), 'certvigil-released-'));
  const { origin, requests, close } = await startReceiver(({ path: target }) => (target === '/broken' ? 500 : 200));
  await copyFile('test/contract/renewed.pem', path.join(root, 'shop.pem'));
  const scan = async (run: Runner, now: string, entries: string): Promise<Scan> => {
    const before = requests.length;
    await writeFile(path.join(root, 'certvigil.yaml'), manifest(origin, entries));
    const { status, stderr } = await run(['scan', '--quiet', '--now', now, '--event-log', LOG], root);
    const sent = requests.slice(before).map(({ path: target, body }) => {
      const { event, data } = JSON.parse(body);
      return `${target} ${event} ${data.certificate}`;
    });
    // The broken receiver gets each message several times.
    return { status, stderr, messages: [...new Set(sent)].sort(), log: await readFile(path.join(root, LOG), 'utf8') };
  };
  return {
    scan,
    writeLog: (text: string) => writeFile(path.join(root, LOG), text),
    [Symbol.asyncDispose]: async () => {
      await close();
      await rm(root, { recursive: true });
    },
  };
}

/** Prepares scans with the manifest of the last step. */
export async function createScenario(): Promise<Scenario> {
  const opened = await open();
  return { ...opened, scan: (run, hours) => opened.scan(run, new Date(END + hours * 3_600_000).toISOString(), LATER) };
}

/** Lets a version write the log of all steps. IDs of scans are numbered, so that two runs give the same text. */
export async function recordLog(run: Runner): Promise<string> {
  await using opened = await open();
  let log = '';
  for (const [now, entries] of STEPS) ({ log } = await opened.scan(run, now, entries));
  return numberScans(log);
}

function numberScans(text: string): string {
  const ids = [...new Set(text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))];
  return ids.reduce((all, id, index) => all.replaceAll(id, `scan-${index + 1}`), text);
}
