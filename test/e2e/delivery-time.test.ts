import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/generated/report.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, parseReport } from './environment.ts';

const COUNT = 30;

const manifest = (origin: string) => `version: 1
settings: { delivery_timeout_seconds: 0.5 }
certificates:
${Array.from({ length: COUNT }, (_, index) => `  - { name: "c${index}", expires: 2031-03-20 }\n`).join('')}
webhooks: { chat: { url: "${origin}/" } }
rules: [{ name: all, events: [certificate.expiry_warning], actions: [{ webhook: chat }] }]
`;

function collectCodes({ deliveries }: Report): Record<string, number> {
  const codes: Record<string, number> = {};
  for (const { error } of deliveries) codes[error?.code ?? 'sent'] = (codes[error?.code ?? 'sent'] ?? 0) + 1;
  return codes;
}

// Each test goes on with the log of the one before.
describe('a receiver that exceeds the delivery timeout', { shuffle: false }, () => {
  let silent: Receiver;
  let answering: Receiver;
  let files: Workspace;
  beforeAll(async () => {
    silent = await startReceiver(['hang']);
    answering = await startReceiver();
    files = await createWorkspace({ 'certvigil.yaml': manifest(silent.origin) });
  });
  afterAll(async () => {
    await Promise.all([silent.close(), answering.close()]);
    await files[Symbol.asyncDispose]();
  });

  it('does not prevent the log from being saved', async () => {
    const outcome = await runCli(['scan', '--format', 'json', ...buildTimeOptions()], { cwd: files.root });
    expect(outcome.status).toBe(3);
    // Each of those at work waits as long as there is time, though its own time-out is ten seconds.
    expect(collectCodes(parseReport(outcome))).toEqual({ 'http-timeout': 4, 'delivery-timeout': COUNT - 4 });
    expect(silent.requests.length).toBeLessThanOrEqual(4);
    const log = (await files.read('log.json')) ?? '';
    expect(log.match(/"error":"delivery-timeout"/g)).toHaveLength(COUNT - 4);
  });

  it('is retried by the next scan without losing anything', async () => {
    await files.write('certvigil.yaml', manifest(answering.origin).replace('0.5', '600'));
    const outcome = await runCli(['scan', '--format', 'json', ...buildTimeOptions(0.01)], { cwd: files.root });
    expect(outcome.status).toBe(0);
    const report = parseReport(outcome);
    expect(collectCodes(report)).toEqual({ sent: COUNT });
    expect(new Set(report.deliveries.map(({ reason }) => reason))).toEqual(new Set(['retry']));
    // Four at once, over connections that are kept.
    expect(answering.connections()).toBeLessThanOrEqual(8);
    expect(answering.maxConcurrent()).toBeLessThanOrEqual(4);
  });
});
