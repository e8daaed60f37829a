import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { createDemoEnvironment, type DemoEnvironment } from './environment.ts';

/** One command of the demo, why it is run, and how many messages the receiver must have got by it. */
interface Step {
  title: string;
  argv: string[];
  messages: number;
  before?: (world: DemoEnvironment) => Promise<void>;
}

/** The command line itself, which the demo runs as a user does. */
type Main = (argv: readonly string[], io: Io) => Promise<number>;

const SCAN = ['scan'];

const STEPS: Step[] = [
  { title: 'The manifest is checked, offline and without secrets.', argv: ['validate'], messages: 0 },
  { title: 'The first scan: thresholds are crossed, and a receiver is told.', argv: SCAN, messages: 4 },
  { title: 'The second scan: all is known and within the cooldown. Nothing is sent.', argv: SCAN, messages: 0 },
  { title: 'What was told is cleared ...', argv: ['log', 'clear'], messages: 0 },
  { title: '... so that it is told again.', argv: SCAN, messages: 4 },
  {
    title: 'The certificate behind api is renewed: what was told of it comes to its end.',
    argv: SCAN,
    messages: 1,
    before: (world) => world.renewApi(395),
  },
  { title: 'What the log remembers.', argv: ['log', 'list'], messages: 0 },
];

/** The whole pipeline on loopback, in a folder that is gone afterwards; fails where a step does not do as it says. */
export async function runDemo(options: { quiet: boolean }, io: Io, main: Main): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'certvigil-demo-'));
  try {
    await using world = await createDemoEnvironment(folder, io.now());
    const inside: Io = { ...io, cwd: folder, env: { ...plain(io.env), SLACK_WEBHOOK_URL: world.receiverUrl } };
    await printIntroduction(folder, io, options.quiet);
    for (const step of STEPS) await runStep(step, world, inside, { quiet: options.quiet, main });
    io.stdout('\nDone: the demo did what it said. Its folder and servers are gone.\n');
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the environment the demo needs nothing, but for how its output looks. */
function plain({ NO_COLOR, TERM }: Io['env']): Io['env'] {
  return { NO_COLOR, TERM };
}

async function printIntroduction(folder: string, io: Io, quiet: boolean): Promise<void> {
  if (quiet) return;
  const manifest = await readFile(path.join(folder, 'certvigil.yaml'), 'utf8');
  io.stdout(
    `Certificates were made on the spot, in files and behind TLS servers on loopback. The manifest:\n\n${indent(manifest)}`,
  );
}

interface StepOptions {
  quiet: boolean;
  main: Main;
}

async function runStep(step: Step, world: DemoEnvironment, io: Io, { quiet, main }: StepOptions): Promise<void> {
  await step.before?.(world);
  const before = world.received.length;
  io.stdout(`\n${step.title}\n$ certvigil ${step.argv.join(' ')}\n\n`);
  const status = await main(quiet ? [...step.argv, '--quiet'] : step.argv, io);
  const messages = world.received.slice(before);
  if (messages.length > 0) {
    io.stdout(`\nThe receiver accepted ${messages.length === 1 ? 'a message' : `${messages.length} messages`}`);
    io.stdout(quiet ? '.\n' : `; the last one was:\n${indent(messages.at(-1) ?? '')}`);
  }
  if (status === 0 && messages.length === step.messages) return;
  throw new AppError(
    'demo-failed',
    `${step.argv.join(' ')} ended with ${status} and sent ${messages.length} messages, not ${step.messages}`,
    {
      hint: 'Check that this machine lets programs listen and connect on 127.0.0.1; otherwise please report it.',
      exitCode: 3,
    },
  );
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ').concat('\n');
}
