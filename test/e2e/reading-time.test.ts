import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventLog } from '../../src/generated/event-log.ts';
import type { Report } from '../../src/generated/report.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, parseReport } from './environment.ts';

// Reading has three seconds, of which three quarters are for sources.
const MINUTES = 0.05;

const ITEMS = 40;
/** The number of items that the inventory returns in each scan; after them, it accepts requests and never answers. */
const BUDGET = 16;

let receiver: Receiver;
let inventory: Server;
let silent: TcpServer;
let files: Workspace;
const getPort = (server: TcpServer) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  receiver = await startReceiver();
  let answered = 0;
  inventory = createServer(({ url = '' }, response) => {
    const page = /^\/list\?page=(\d+)$/.exec(url)?.[1];
    if (page !== undefined) {
      if (page === '1') answered = 0;
      const first = (Number(page) - 1) * 10;
      const items = Array.from({ length: first < ITEMS ? 10 : 0 }, (_, index) => ({ id: `i${first + index}` }));
      response.end(JSON.stringify(items));
    } else if (answered < BUDGET) {
      answered += 1;
      // By then, the connections for the other items in progress are open, so that the requests arrive in the order of their start.
      setTimeout(() => response.end(JSON.stringify({ expires: '2036-01-01T00:00:00Z' })), 30);
    }
  }).listen(0, '127.0.0.1');
  silent = createTcpServer(() => undefined).listen(0, '127.0.0.1');
  files = await createWorkspace({});
});
afterAll(async () => {
  inventory.closeAllConnections();
  inventory.close();
  silent.close();
  await receiver.close();
  await files[Symbol.asyncDispose]();
});

async function scan(
  manifest: string,
  entries: string,
  day: number,
): Promise<{ report: Report; status: number | null }> {
  const content = `version: 1
settings: { reading_minutes: ${MINUTES}, scan_timeout_seconds: 60 }
certificates:
${entries}
  - { name: urgent, expires: 2031-04-01 }
webhooks: { chat: { url: "${receiver.origin}" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`;
  await files.write(manifest, content);
  const log = manifest.replace('.yaml', '.json');
  const run = ['scan', '--manifest', manifest, '--format', 'json', ...buildTimeOptions(day, log)];
  const outcome = await runCli(run, { cwd: files.root });
  return { report: parseReport(outcome), status: outcome.status };
}

describe('sources that never answer', () => {
  it('do not keep back the alert of another entry, and fail as not read in time', async () => {
    const at = `127.0.0.1:${getPort(silent)}`;
    const entries = `  - { name: url, url: "http://${at}/" }
  - { name: endpoint, endpoint: "${at}" }
  - { name: inventory, rest: "http://${at}/list", map: { id: id, valid_to: expires } }`;
    const { report, status } = await scan('silent.yaml', entries, 0);
    expect(status).toBe(1);
    const errors = report.certificates.flatMap(({ certificate, error }) => (error ? [[certificate, error.code]] : []));
    expect(Object.fromEntries(errors)).toEqual({
      url: 'not-read-in-time',
      endpoint: 'not-read-in-time',
      inventory: 'not-read-in-time',
    });
    expect(receiver.requests.map(({ body }) => JSON.parse(body).data.certificate)).toContain('urgent');
  });
});

describe('an inventory that is too slow for one scan', () => {
  const readLog = async (): Promise<EventLog> => JSON.parse((await files.read('slow.json')) ?? '');
  const list = async (isWanted: (scans: number, fingerprint: string | null) => boolean) =>
    Object.entries((await readLog()).locations.slow ?? {})
      .filter(([location, { late, fingerprint }]) => location !== 'rest' && isWanted(late?.scans ?? 0, fingerprint))
      .map(([location]) => location);

  it('is read completely within three scans, in which nothing is removed and each is red', async () => {
    const entries = `  - name: slow
    rest: http://127.0.0.1:${getPort(inventory)}/list
    next: { page: { parameter: page } }
    details: /items/{id}
    map: { id: id, common_name: id, valid_to: expires }`;
    const found: number[] = [];
    for (let day = 0; day < 3; day += 1) {
      const { report, status } = await scan('slow.yaml', entries, day);
      expect([status, report.coverage.complete]).toEqual([1, false]);
      expect(await list((scans) => scans === 0)).toHaveLength(BUDGET);
      found.push((await list((_, fingerprint) => fingerprint !== null)).length);
    }
    expect(found).toEqual([BUDGET, 2 * BUDGET, ITEMS]);
  });
});
