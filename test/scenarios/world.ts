/** A small company over simulated days: names, TLS servers and files, and a chat, PagerDuty, issues and a monitor that keep state. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from '../../src/cli/main.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { startDnsServer, type Zone } from '../helpers/dns-server.ts';
import { type Board, getBoard } from '../helpers/github/board.ts';
import { getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { startHealthchecks } from '../helpers/monitors.ts';
import { type PagerDuty, ROUTING_KEY, startPagerDuty } from '../helpers/pagerduty.ts';
import { leaf, NOW } from '../helpers/paths.ts';
import { type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { type ServedPair, startTlsServer, type TestTlsServer } from '../helpers/tls-server.ts';
import { createTestIo } from '../manifest/io.ts';

const CHECK = '/ping/0b5e6f0a-8c1d-4f6e-9a57-3d2c1b0a9f8e';

export interface World {
  /** The directory of the manifest. */
  root: string;
  /** What happened, with the day in front: `2 chat: ...`. The notifications of a scan are sorted, and followed by what it said. */
  timeline: string[];
  /** The titles of the incidents and issues that are open. */
  listOpen: () => { incidents: string[]; issues: string[] };
  /** Writes the manifest. The server `shop` is `shop.example.com:$PORT_SHOP` in it, and `$DNS` is the server that knows the names. */
  write: (manifest: string) => Promise<void>;
  writeFile: (name: string, content: string) => Promise<void>;
  /** Starts servers with certificates that end at the end of a day, or gives them such certificates. */
  serve: (day: number, ...names: string[]) => Promise<void>;
  /** Writes the certificate of a server that starts with it, as on the disk of that server. */
  save: (name: string, file: string) => Promise<void>;
  /** Servers refuse connections, until they start again with the same certificate. */
  stop: (...names: string[]) => Promise<void>;
  start: (...names: string[]) => Promise<void>;
  setChat: (status: ReceiverResponse) => void;
  /** Runs a command at noon of a day, and returns its output. A scan adds its warnings, exit code, coverage line and monitor to `timeline`. */
  run: (day: number, ...args: string[]) => Promise<string>;
  close: () => Promise<void>;
}

export async function createWorld(): Promise<World> {
  const root = await mkdtemp(path.join(tmpdir(), 'certvigil-scenario-'));
  const timeline: string[] = [];
  let today = 0;
  const tell = (text: string) => void timeline.push(`${today} ${text.replace(/(?<=example\.com):(?!443)\d+/g, '')}`);
  let chatStatus: ReceiverResponse = 200;
  const chat = await startReceiver(({ body }) => {
    tell(`chat${chatStatus === 200 ? '' : ' refuses'}: ${body.trim()}`);
    return chatStatus;
  });
  const pagerduty = await startPagerDuty((change, { summaries }) => tell(`incident ${change}: ${summaries.at(-1)}`));
  const monitor = await startHealthchecks(CHECK);
  const github = await startGitHub();
  const board = getBoard(getRepository(github));
  const servers = new Map<string, TestTlsServer>();
  const ports = new Map<string, number>();
  const certificates = new Map<string, ServedPair>();
  const zone: Record<string, Zone[string]> = {};
  const dns = await startDnsServer(zone);
  const env = {
    ...{ CHAT_URL: chat.origin, HEARTBEAT_URL: monitor.url },
    ...{ PAGERDUTY_URL: pagerduty.url, PAGERDUTY_KEY: ROUTING_KEY },
  };
  const writeIn = async (name: string, content: string) => {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  };

  const start = async (...names: string[]) => {
    for (const name of names) {
      const served = certificates.get(name);
      if (served === undefined) throw new Error(`${name} has no certificate`);
      const server = await startTlsServer(served, { port: ports.get(name) ?? 0 });
      servers.set(name, server);
      ports.set(name, server.port);
    }
  };

  const run = async (day: number, ...args: string[]): Promise<string> => {
    today = day;
    const earlier = timeline.length;
    const before = describeIssues(board);
    let [stdout, stderr] = ['', ''];
    const io = {
      ...createTestIo(root),
      ...{ env, now: () => NOW + (day + 0.5) * DAY },
      github: { token: TOKEN, repository: REPOSITORY, api_url: github.api_url },
      stdout: (text: string) => {
        stdout += text;
      },
      stderr: (text: string) => {
        stderr += text;
      },
    };
    const exit = await main(args, io);
    for (const [number, issue] of describeIssues(board)) if (before.get(number) !== issue) tell(`issue ${issue}`);
    // The receivers are notified at the same time.
    timeline.push(...timeline.splice(earlier).sort());
    for (const [, warning] of stderr.matchAll(/^certvigil: warning\[[\w-]+\]: ([^,:]+)/gm)) tell(`warning: ${warning}`);
    if (args[0] === 'scan') tell(`exit ${exit}, monitor ${monitor.state()}: ${findCoverageLine(stdout)}`);
    return stdout;
  };

  return {
    root,
    timeline,
    listOpen: () => ({
      incidents: listOpenIncidents(pagerduty),
      issues: [...board.issues.values()].filter(({ state }) => state === 'open').map(({ title }) => title),
    }),
    write: (manifest) =>
      writeIn(
        'certvigil.yaml',
        manifest
          .replace(/\$PORT_(\w+)/g, (_, name: string) => `${ports.get(name.toLowerCase())}`)
          .replace('$DNS', dns.address),
      ),
    writeFile: writeIn,
    serve: async (day, ...names) => {
      for (const name of names) {
        const host = `${name}.example.com`;
        zone[host] = { A: ['127.0.0.1'] };
        const sans = [{ type: 'dns', value: host }] as const;
        const served = await leaf({ subject: host, sans, from: Math.min(-1, day - 365), to: day + 1 });
        certificates.set(name, served);
        const running = servers.get(name);
        if (running) running.renew(served);
        else await start(name);
      }
    },
    save: (name, file) => writeIn(file, certificates.get(name)?.certificate ?? ''),
    stop: async (...names) => {
      for (const name of names) {
        await servers.get(name)?.close();
        servers.delete(name);
      }
    },
    start,
    setChat: (status) => {
      chatStatus = status;
    },
    run,
    close: async () => {
      const fakes = [chat, pagerduty, monitor, github, ...servers.values()];
      await Promise.all(fakes.map(({ close }) => close()));
      dns.close();
      await rm(root, { recursive: true });
    },
  };
}

const listOpenIncidents = ({ incidents }: PagerDuty) =>
  incidents.filter(({ isOpen }) => isOpen).map(({ summaries }) => summaries.at(-1) ?? '');

/** `opened: TITLE`, `closed as completed: TITLE`, by number. */
function describeIssues({ issues }: Board): Map<number, string> {
  const describe = (state: string, reason: string | null) =>
    state === 'open' ? 'opened' : `closed as ${reason?.replace('_', ' ')}`;
  return new Map(
    [...issues.values()].map((one) => [one.number, `${describe(one.state, one.state_reason)}: ${one.title}`]),
  );
}

/** The last line of a scan, without when the next one is due. */
const findCoverageLine = (stdout: string) =>
  (stdout.trimEnd().split('\n').at(-1) ?? '').replace(/ Next scan due by .*$/, '');
