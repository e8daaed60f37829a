/** The action as a scheduled workflow runs it, in a small repository. */

import { TOKEN } from '../helpers/github/server.ts';
import type { Receiver } from '../helpers/receiver.ts';
import { createWorkspace, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft } from './environment.ts';
import { runStep, type Step } from './step.ts';

/** Has a critical and an ok certificate at the real time, because the action cannot use another time. */
export async function createSmallRepository(receiver: Receiver): Promise<Workspace> {
  return createWorkspace({
    'certvigil.yaml': `version: 1
certificates:
  - { name: shop, file: shop.pem }
  - { name: wiki, file: wiki.pem }
webhooks:
  chat: { url: "${receiver.origin}/hook" }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
`,
    'shop.pem': (await createCertificateWithDaysLeft(10, 'shop.example.com', Date.now())).certificate,
    'wiki.pem': (await createCertificateWithDaysLeft(300, 'wiki.example.com', Date.now())).certificate,
    'event.json': JSON.stringify({ schedule: '17 5 * * *', repository: { default_branch: 'main' } }),
  });
}

/** One scheduled run, and the number of requests that the receiver got. `runner`: more variables of the runner. */
export async function runScheduled(
  files: Workspace,
  receiver: Receiver,
  inputs: Record<string, string>,
  runner: Record<string, string>,
): Promise<Step & { requests: number }> {
  const before = receiver.requests.length;
  const step = await runStep(files, inputs, {
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_EVENT_PATH: files.at('event.json'),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKSPACE: files.root,
    RUNNER_ENVIRONMENT: 'github-hosted',
    ...runner,
  });
  return { ...step, requests: receiver.requests.length - before };
}

/** All visible output of a run, except the command that masks the token. */
export function collectVisibleOutput({ stdout, stderr, summary, outputs }: Step): string {
  return stdout.replace(`::add-mask::${TOKEN}`, '') + stderr + summary + JSON.stringify(outputs);
}
