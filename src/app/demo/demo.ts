/** Runs the whole pipeline on loopback, in a temporary directory, and checks that each step sends what it should. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { renderEntryLine } from '../../report/discover/entry-yaml.ts';
import { createDemoEnvironment, type DemoEnvironment } from './environment.ts';

interface Step {
  title: string;
  argv: string[];
  /** The number of messages that the receiver must accept. */
  messages: number;
  before?: (environment: DemoEnvironment) => Promise<void>;
  /** The part of its output that is shown without `--details`. */
  shorten: (output: string) => string;
  /** Set for a step that is only shown with `--details`. */
  isDetail?: true;
}

/** The command line itself, which the demo runs as a user does. */
type Main = (argv: readonly string[], io: Io) => Promise<number>;

const SCAN = ['scan'];

/** The line about the trust store, which takes two lines on a narrow terminal. */
const TRUST_STORE = /^Trust store: .*\n(?:[a-z].*\n)?/m;
const keepAll = (output: string) => output.replace(TRUST_STORE, '');
const keepVerdict = (output: string) => /^certvigil\.yaml is valid: .*\n/m.exec(output)?.[0] ?? output;
/** Drops the table, which is like that of the first scan, and its trust store. */
const keepDecisions = (output: string) => output.slice(output.indexOf('\n\n') + 2).replace(TRUST_STORE, '');

const STEPS: Step[] = [
  {
    title: 'Validating the manifest. This needs no network and no secrets.',
    argv: ['validate'],
    messages: 0,
    shorten: keepVerdict,
  },
  {
    title: 'First scan: thresholds are crossed, so the receiver is notified.',
    argv: SCAN,
    messages: 4,
    shorten: keepAll,
  },
  {
    title: 'Second scan: every alert is within its cooldown, so nothing is sent.',
    argv: SCAN,
    messages: 0,
    shorten: keepDecisions,
  },
  {
    title: 'Clearing the event log, so that active alerts are sent again.',
    argv: ['log', 'clear'],
    messages: 0,
    shorten: keepAll,
    isDetail: true,
  },
  {
    title: 'Third scan: active alerts are sent again.',
    argv: SCAN,
    messages: 4,
    shorten: keepDecisions,
    isDetail: true,
  },
  {
    title: 'Renewing the certificate of api: its alert is resolved.',
    argv: SCAN,
    messages: 1,
    before: (environment) => environment.renewApi(395),
    shorten: keepDecisions,
  },
  { title: 'Showing the recorded events.', argv: ['log', 'list'], messages: 0, shorten: keepAll, isDetail: true },
];

export interface DemoOptions {
  /** Shows the whole output of every step. */
  details: boolean;
  quiet: boolean;
}

/** Runs the demo, and removes its files. Throws AppError `demo-failed` if a step does not do what its title says. */
export async function runDemo(options: DemoOptions, io: Io, main: Main): Promise<number> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'certvigil-demo-'));
  try {
    await using environment = await createDemoEnvironment(directory, io.now());
    // The demo only uses the variables of the user's environment that control its output.
    const { NO_COLOR, TERM } = io.env;
    const env = { NO_COLOR, TERM, SLACK_WEBHOOK_URL: environment.receiverUrl };
    const { details, quiet } = options;
    if (!quiet) await printIntroduction(directory, details, io);
    for (const step of STEPS) {
      if (details || !step.isDetail)
        await runStep(step, environment, { ...io, cwd: directory, env }, { ...options, main });
    }
    io.stdout('\nDone: every step sent the expected notifications.\nThe temporary files and servers were removed.\n');
    if (!details && !quiet)
      io.stdout('For the whole manifest, the messages and more steps: certvigil demo --details\n');
    return 0;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function printIntroduction(directory: string, details: boolean, io: Io): Promise<void> {
  const manifest = await readFile(path.join(directory, 'certvigil.yaml'), 'utf8');
  const start = 'The demo created certificates, in files and behind TLS servers on loopback.';
  if (details) io.stdout(`${start}\nThe manifest:\n\n${indent(manifest)}`);
  else io.stdout(`${start}\nWhat the manifest monitors:\n\n${indent(listSources(manifest))}`);
}

/** Formats `  - { name: old, endpoint: ... }` for each entry. */
function listSources(manifest: string): string {
  const { certificates }: { certificates: Record<string, string>[] } = parse(manifest, { schema: 'failsafe' });
  const lines = certificates.map(({ name, file, endpoint, ca_file, expires }) => {
    const fields = Object.entries({ name, file, endpoint, ca_file, expires }).filter(
      ([, value]) => value !== undefined,
    );
    return `  - ${renderEntryLine(Object.fromEntries(fields))}\n`;
  });
  return `certificates:\n${lines.join('')}`;
}

interface StepOptions extends DemoOptions {
  main: Main;
}

async function runStep(step: Step, environment: DemoEnvironment, io: Io, options: StepOptions): Promise<void> {
  const { details, quiet, main } = options;
  await step.before?.(environment);
  const before = environment.received.length;
  const command = step.argv.join(' ');
  io.stdout(`\n${step.title}\n$ certvigil ${command}\n${details || quiet ? '\n' : ''}`);
  let output = '';
  const collect = (text: string) => {
    output += text;
  };
  const status = await main(quiet ? [...step.argv, '--quiet'] : step.argv, { ...io, stdout: collect });
  io.stdout(details || quiet ? output : step.shorten(output));
  const messages = environment.received.slice(before);
  if (messages.length > 0 && (details || quiet)) {
    const [count, last] =
      messages.length === 1 ? ['1 message', ':'] : [`${messages.length} messages`, '. The last one:'];
    io.stdout(`\nThe receiver accepted ${count}${quiet ? '.\n' : `${last}\n${indent(messages.at(-1) ?? '')}`}`);
  }
  if (status === 0 && messages.length === step.messages) return;
  throw new AppError(
    'demo-failed',
    `certvigil ${command} exited with ${status} and sent ${messages.length} notifications instead of ${step.messages}`,
    {
      hint: 'Check that programs on this machine can listen and connect on 127.0.0.1. If they can, please report this as a bug.',
      exitCode: 3,
    },
  );
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ').concat('\n');
}
