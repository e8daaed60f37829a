import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createSmallRepository, runScheduled } from './scheduled.ts';

// Missing or invalid files of the runner.

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

async function stepWith(runner: Record<string, string>) {
  await using files = await createSmallRepository(receiver);
  const step = await runScheduled(files, receiver, { store: 'file' }, runner);
  expect(step.stdout + step.stderr).not.toMatch(/internal error|^ +at /m);
  return { ...step, log: await files.read('.certvigil/event-log.json') };
}

describe('the results of a scan', () => {
  it.each([
    ['a directory for the report', { RUNNER_TEMP: path.join(import.meta.filename, 'x') }, 'report-unwritable'],
    ['a file for the outputs', { GITHUB_OUTPUT: path.join(import.meta.filename, 'x') }, 'runner-file-unwritable'],
    ['a file for the summary', { GITHUB_STEP_SUMMARY: path.join(import.meta.filename, 'x') }, 'runner-file-unwritable'],
  ])('are complete except for the unwritable part: without %s', async (_, runner, code) => {
    const { status, stderr, commands, outputs, summary, requests, log } = await stepWith(runner);
    expect({ status, stderr, requests }).toEqual({ status: 3, stderr: '', requests: 1 });
    expect(commands.filter((line) => line.startsWith('::error'))).toEqual([
      expect.stringContaining(`::error::certvigil: error[${code}]`),
    ]);
    expect(log).toContain('"sent_at"');
    if (!('GITHUB_STEP_SUMMARY' in runner)) expect(summary).toContain('Certificates: 1 critical');
    if (!('GITHUB_OUTPUT' in runner)) expect(outputs).toMatchObject({ critical: '1', 'events-fired': '1' });
    if ('RUNNER_TEMP' in runner) expect(outputs.report).toBe('');
  });

  it.each([
    ['is missing', path.join(import.meta.filename, 'x')],
    ['is not JSON', import.meta.filename],
  ])('are missing if the event payload of the run %s, because the default branch is then unknown', async (_, file) => {
    const { status, stderr, commands, summary, requests, log } = await stepWith({ GITHUB_EVENT_PATH: file });
    expect({ status, stderr, requests, log }).toEqual({ status: 3, stderr: '', requests: 0, log: null });
    expect(commands).toEqual([expect.stringContaining('error[event-unreadable]')]);
    expect(summary).toContain('event-unreadable');
  });
});
