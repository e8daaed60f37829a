/**
 * A small company over simulated days: names, servers of any kind, files and one web server for everything that is fetched, and a chat,
 * PagerDuty, issues and a monitor that keep state.
 */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from '../../src/cli/main.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import type { Report, ReportCoverage } from '../../src/generated/report.ts';
import { type Board, getBoard } from '../helpers/github/board.ts';
import { type FakeGitHub, getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { type ApiCall, type ApiReply, startFakeApi } from '../helpers/inventory/fake-api.ts';
import { type Monitor, startHealthchecks } from '../helpers/monitors.ts';
import { type PagerDuty, ROUTING_KEY, startPagerDuty } from '../helpers/pagerduty.ts';
import { leaf, NOW } from '../helpers/paths.ts';
import { type ReceiverResponse, startReceiver } from '../helpers/receiver.ts';
import { type Resolver, startResolver } from '../helpers/resolver.ts';
import {
  type ServedPair,
  startTcpServer,
  startTlsServer,
  type TestServer,
  type TestTlsServer,
  type TlsServerOptions,
} from '../helpers/tls-server.ts';
import { createTestIo } from '../manifest/io.ts';

const CHECK = '/ping/0b5e6f0a-8c1d-4f6e-9a57-3d2c1b0a9f8e';

/** The grace time of the monitor, in days. */
const GRACE = 0.5;

/** A page of the web server of a world: a reply, or what it replies to a request. */
export type Page = ApiReply | ((call: ApiCall) => ApiReply | Promise<ApiReply>);

/** What one command did. */
export interface Act {
  exit: number;
  /** What the chat got, sorted. */
  alerts: string[];
  /** Of a scan or an overview; null if it stopped before it had a result. */
  coverage: ReportCoverage | null;
  /** Standard output and standard error. */
  output: string;
}

export interface World {
  /** The directory of the manifest. */
  root: string;
  /** The variables of the environment. */
  env: Record<string, string>;
  /** The days by which the clock of the scans is wrong. */
  clock: { skew: number };
  /** What happened, with the day in front: `2 chat: ...`. The notifications of a scan are sorted, and followed by what it said. */
  timeline: string[];
  /** The titles of the incidents and issues that are open. */
  listOpen: () => { incidents: string[]; issues: string[] };
  /**
   * Writes the manifest. `$PORT_SHOP` is the port of the server `shop` in it, `$DNS` the server that knows the names, `$WEB` the origin of
   * `web`, and `$NAME` what `values` has for it.
   */
  write: (manifest: string) => Promise<void>;
  values: Record<string, string>;
  writeFile: (name: string, content: string | Uint8Array) => Promise<void>;
  dns: Resolver;
  /** By path. A path that is not in it is a 404. */
  web: Map<string, Page>;
  github: FakeGitHub;
  monitor: Monitor;
  /** Whether the monitor has waited for a ping for longer than a day and its grace time. */
  isOverdue: (day: number) => boolean;
  /** The ports of servers by name. */
  ports: ReadonlyMap<string, number>;
  /** Starts servers with certificates that end at the end of a day, or gives them such certificates. */
  serve: (day: number, ...names: string[]) => Promise<void>;
  /** Starts a server with this certificate, in place of the one that it had. Its name is in DNS. */
  install: (name: string, served: ServedPair, options?: TlsServerOptions) => Promise<void>;
  /** The same for a server that does with connections what it likes. */
  accept: (name: string, onConnection: (socket: Socket) => void) => Promise<void>;
  /** Writes the certificate of a server that starts with it, as on the disk of that server. */
  save: (name: string, file: string) => Promise<void>;
  /** Servers refuse connections, until they start again with the same certificate. */
  stop: (...names: string[]) => Promise<void>;
  start: (...names: string[]) => Promise<void>;
  setChat: (response: ReceiverResponse) => void;
  /** Closes something with the world. */
  keep: <T extends { close: () => unknown }>(one: T) => T;
  /** Runs a command at noon of a day, and returns its output. A scan adds its warnings, exit code, coverage line and monitor to `timeline`. */
  run: (day: number, ...args: string[]) => Promise<string>;
  /** Runs a command at noon of a day, and tells what it did. */
  act: (day: number, ...args: string[]) => Promise<Act>;
  close: () => Promise<void>;
}

export async function createWorld(): Promise<World> {
  const root = await mkdtemp(path.join(tmpdir(), 'certvigil-scenario-'));
  const timeline: string[] = [];
  let today = 0;
  const clock = { skew: 0 };
  let pinged = Number.NEGATIVE_INFINITY;
  const tell = (text: string) => void timeline.push(`${today} ${omitPorts(text)}`);
  let chatResponse: ReceiverResponse = 200;
  let alerts: string[] = [];
  const chat = await startReceiver(({ body }) => {
    const isAccepted = chatResponse === 200;
    tell(`chat${isAccepted ? '' : ' refuses'}: ${body.trim()}`);
    if (isAccepted) alerts.push(omitPorts(body.trim()));
    return chatResponse;
  });
  const pagerduty = await startPagerDuty((change, { summaries }) => tell(`incident ${change}: ${summaries.at(-1)}`));
  const monitor = await startHealthchecks(CHECK);
  const github = await startGitHub();
  const board = getBoard(getRepository(github));
  const pages = new Map<string, Page>();
  const web = await startFakeApi((call) => {
    const page = pages.get(call.url.pathname) ?? { status: 404, body: 'not found' };
    return typeof page === 'function' ? page(call) : page;
  });
  const servers = new Map<string, TestServer>();
  const ports = new Map<string, number>();
  const certificates = new Map<string, ServedPair>();
  const dns = await startResolver();
  const kept: { close: () => unknown }[] = [chat, pagerduty, monitor, github, web, dns];
  const env: Record<string, string> = {
    ...{ CHAT_URL: chat.origin, HEARTBEAT_URL: monitor.url },
    ...{ PAGERDUTY_URL: pagerduty.url, PAGERDUTY_KEY: ROUTING_KEY },
  };
  const values: Record<string, string> = { DNS: dns.address, WEB: web.origin };
  const writeIn = async (name: string, content: string | Uint8Array) => {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  };

  const toHost = (name: string) => `${name}.example.com`;
  const stop = async (...names: string[]) => {
    for (const name of names) {
      await servers.get(name)?.close();
      servers.delete(name);
    }
  };
  /** Starts a server on the port that it had, in place of the one before it. */
  const begin = async (name: string, open: (port: number) => Promise<TestServer>) => {
    await stop(name);
    const server = await open(ports.get(name) ?? 0);
    servers.set(name, server);
    ports.set(name, server.port);
    dns.zone[toHost(name)] ??= { A: ['127.0.0.1'] };
  };
  const install = (name: string, served: ServedPair, options: TlsServerOptions = {}) => {
    certificates.set(name, served);
    return begin(name, (port) => startTlsServer(served, { ...options, port }));
  };
  const start = async (...names: string[]) => {
    for (const name of names) {
      const served = certificates.get(name);
      if (served === undefined) throw new Error(`${name} has no certificate`);
      await install(name, served);
    }
  };

  const runCommand = async (day: number, args: string[]): Promise<{ exit: number; stdout: string; stderr: string }> => {
    today = day;
    alerts = [];
    let [stdout, stderr] = ['', ''];
    const io = {
      ...createTestIo(root),
      ...{ env, now: () => NOW + (day + clock.skew + 0.5) * DAY },
      github: { token: TOKEN, repository: REPOSITORY, api_url: github.api_url },
      stdout: (text: string) => {
        stdout += text;
      },
      stderr: (text: string) => {
        stderr += text;
      },
    };
    const pings = monitor.requests.length;
    const exit = await main(args, io);
    if (monitor.requests.length > pings) pinged = day;
    return { exit, stdout, stderr };
  };

  const run = async (day: number, ...args: string[]): Promise<string> => {
    const earlier = timeline.length;
    const before = describeIssues(board);
    const { exit, stdout, stderr } = await runCommand(day, args);
    for (const [number, issue] of describeIssues(board)) if (before.get(number) !== issue) tell(`issue ${issue}`);
    // The receivers are notified at the same time.
    timeline.push(...timeline.splice(earlier).sort());
    for (const [, warning] of stderr.matchAll(/^certvigil: warning\[[\w-]+\]: ([^,:]+)/gm)) tell(`warning: ${warning}`);
    if (args[0] === 'scan') tell(`exit ${exit}, monitor ${monitor.state()}: ${findCoverageLine(stdout)}`);
    return stdout;
  };

  const act = async (day: number, ...args: string[]): Promise<Act> => {
    const hasReport = args[0] === 'scan' || args[0] === 'overview';
    const report = path.join(root, '.report.json');
    await rm(report, { force: true });
    const more = hasReport ? ['--report', 'json=.report.json'] : [];
    const { exit, stdout, stderr } = await runCommand(day, [...args, ...more]);
    const text = await readFile(report, 'utf8').catch(() => null);
    const coverage = text === null ? null : ((JSON.parse(text) as Report).coverage ?? null);
    return { exit, alerts: alerts.sort(), coverage, output: stdout + stderr };
  };

  return {
    ...{ root, env, clock, timeline, values, dns, web: pages, github, monitor, ports },
    isOverdue: (day) => day - pinged > 1 + GRACE,
    listOpen: () => ({
      incidents: listOpenIncidents(pagerduty),
      issues: [...board.issues.values()].filter(({ state }) => state === 'open').map(({ title }) => title),
    }),
    write: (manifest) =>
      writeIn(
        'certvigil.yaml',
        manifest
          .replace(/\$PORT_(\w+)/g, (_, name: string) => `${ports.get(name.toLowerCase())}`)
          .replace(/\$([A-Z]+)\b/g, (text, name: string) => values[name] ?? text),
      ),
    writeFile: writeIn,
    serve: async (day, ...names) => {
      for (const name of names) {
        const sans = [{ type: 'dns', value: toHost(name) }] as const;
        const served = await leaf({ subject: toHost(name), sans, from: Math.min(-1, day - 365), to: day + 1 });
        const running = servers.get(name);
        if (running !== undefined && 'renew' in running) {
          certificates.set(name, served);
          (running as TestTlsServer).renew(served);
        } else await install(name, served);
      }
    },
    ...{ install, stop, start },
    accept: (name, onConnection) => begin(name, (port) => startTcpServer(onConnection, '127.0.0.1', port)),
    save: (name, file) => writeIn(file, certificates.get(name)?.certificate ?? ''),
    setChat: (response) => {
      chatResponse = response;
    },
    keep: (one) => {
      kept.push(one);
      return one;
    },
    ...{ run, act },
    close: async () => {
      await Promise.all([...kept, ...servers.values()].map(({ close }) => close()));
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

/** Ports differ from test to test. */
const omitPorts = (text: string) => text.replace(/(?<=example\.com):(?!443\b)\d+/g, '');

/** The last line of a scan, without when the next one is due. */
const findCoverageLine = (stdout: string) =>
  (stdout.trimEnd().split('\n').at(-1) ?? '').replace(/ Next scan due by .*$/, '');
