/** The messages of the demo that the documentation shows: an issue, a Slack message and a digest mail. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDemoEnvironment } from '../../src/app/demo/environment.ts';
import { main } from '../../src/cli/main.ts';
import { createProcessIo } from '../../src/lib/process/process-io.ts';

const NOW = Date.parse('2026-11-17T05:17:00Z');
const RECEIVERS = `email:
  ops: { host: 127.0.0.1, tls: none, from: certs@example.com, to: ops@example.com }
digest:
  actions: [{ email: ops }]
`;

export interface DemoMessages {
  issue: { title: string; body: string; labels: string[] };
  /** The body of the request to Slack: Block Kit. */
  slack: { blocks: SlackBlock[]; attachments: { color: string; blocks: SlackBlock[] }[] };
  mail: { subject: string; html: string };
}

export interface SlackBlock {
  type: string;
  text?: { type: string; text: string };
  elements?: { type: string; text?: string | { text: string } }[];
}

interface Delivery {
  issue?: DemoMessages['issue'];
  request?: { body: string } | null;
  mail?: DemoMessages['mail'] | null;
}

/** Renders the messages as `render` and `digest --messages` do, in the environment of the demo. */
export async function renderDemoMessages(): Promise<DemoMessages> {
  const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-screenshots-'));
  try {
    await using environment = await createDemoEnvironment(directory, NOW);
    const manifest = path.join(directory, 'certvigil.yaml');
    await writeFile(manifest, addReceivers(await readFile(manifest, 'utf8')));
    const run = (argv: string[]) => runForDeliveries(argv, directory, environment.receiverUrl);
    const rendered = await run(['render', 'api', '--days-remaining', '5']);
    const digest = await run(['digest', '--messages']);
    const issue = rendered.find((one) => one.issue)?.issue;
    const body = rendered.find((one) => one.request)?.request?.body;
    const mail = digest.find((one) => one.mail)?.mail;
    if (!issue || !body || !mail) throw new Error('the demo did not render an issue, a Slack message and a mail');
    return { issue, slack: JSON.parse(body), mail };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Sends the demo's alerts to Slack by its preset and to an issue, and the digest by mail. */
function addReceivers(manifest: string): string {
  const [head = '', tail = ''] = manifest.split('webhooks:\n');
  const rules = tail
    .slice(tail.indexOf('rules:'))
    .replace(/actions: .*/, 'actions: [{ webhook: chat }, { issue: {} }]');
  return `${head}webhooks:\n  chat: { preset: slack, url: "\${SLACK_WEBHOOK_URL}" }\n${rules}${RECEIVERS}`;
}

async function runForDeliveries(argv: string[], cwd: string, receiverUrl: string): Promise<Delivery[]> {
  let printed = '';
  const io = {
    ...createProcessIo(),
    cwd,
    env: { SLACK_WEBHOOK_URL: receiverUrl },
    now: () => NOW,
    stdout: (text: string) => {
      printed += text;
    },
  };
  const code = await main([...argv, '--format', 'json'], io);
  if (code !== 0) throw new Error(`certvigil ${argv.join(' ')} exited with ${code}`);
  return JSON.parse(normalizeOutput(printed)).deliveries;
}

/** Replaces values that differ between runs: ports, serial numbers, fingerprints and ids. */
function normalizeOutput(text: string): string {
  return text
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:8443')
    .replaceAll(/\b[0-9a-f]{32,64}\b/g, (hex) => '3f7a9c1e5b8d2460'.repeat(4).slice(0, hex.length))
    .replaceAll('[test] ', '');
}
