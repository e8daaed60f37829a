import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createEmptyLog, serializeLog } from '../../src/events/log/serialize.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createTestIo } from '../manifest/io.ts';

// Scans with a partitioned event log, from the manifest to the receiver.

let directory: string;
let receiver: Receiver;
let sent: string[] = [];
beforeEach(async () => {
  sent = [];
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-partitions-'));
  receiver = await startReceiver(({ body }) => {
    sent.push(JSON.parse(body).data.certificate);
    return 200;
  });
});
afterEach(async () => {
  await receiver.close();
  rmSync(directory, { recursive: true });
});

const LOG = 'event-log.json';
const NAMES = Array.from({ length: 40 }, (_, index) => `host-${index}`);

function writeManifest(partitions: number, changed: Record<string, string> = {}, name = 'certvigil.yaml'): void {
  const entries = NAMES.map((one) => `  - { name: ${one}, expires: ${changed[one] ?? '2031-04-01'} }\n`);
  writeFileSync(
    path.join(directory, name),
    `version: 1
event_log: { store: file, path: ${LOG}, partitions: ${partitions} }
certificates:
${entries.join('')}webhooks: { chat: { url: "${receiver.origin}/" } }
rules: [{ name: all, events: ["certificate.*"], actions: [{ webhook: chat }] }]
`,
  );
}

async function run(...args: string[]): Promise<{ status: number; stdout: string; stderr: string; sent: string[] }> {
  const output = { stdout: '', stderr: '' };
  const io = {
    ...createTestIo(directory),
    stdout: (text: string) => {
      output.stdout += text;
    },
    stderr: (text: string) => {
      output.stderr += text;
    },
  };
  const before = sent.length;
  const status = await main(args, io);
  return { status, ...output, sent: sent.slice(before) };
}

const scan = (day: number, ...more: string[]) =>
  run('scan', '--now', `2031-03-${String(day).padStart(2, '0')}T12:00:00Z`, '--event-log', LOG, ...more);

function readFiles(): Record<string, string> {
  const names = readdirSync(directory).filter((name) => name.startsWith('event-log.'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]));
}

function listChanged(before: Record<string, string>): string[] {
  return Object.entries(readFiles()).flatMap(([name, text]) => (before[name] === text ? [] : [name]));
}

describe('a partitioned event log', () => {
  it('changes only in the main file after a quiet scan, and in two files after a change', async () => {
    writeManifest(4);
    expect((await scan(10)).sent.sort()).toEqual([...NAMES].sort());
    const first = readFiles();
    expect(Object.keys(first)).toHaveLength(5);
    expect((await scan(10)).sent).toEqual([]);
    expect(listChanged(first)).toEqual([LOG]);
    expect(readFiles()[LOG]?.length).toBeLessThan(1_000);
    const second = readFiles();
    writeManifest(4, { 'host-7': '2031-12-31' });
    expect((await scan(10)).sent).toEqual(['host-7']);
    expect(listChanged(second)).toHaveLength(2);
  });

  it('has the same records, and sends the same, with any number of partitions', async () => {
    const logs = [];
    for (const counts of [
      [1, 1, 1],
      [16, 16, 16],
      [1, 16, 3],
      [256, 1, 2],
    ]) {
      for (const name of Object.keys(readFiles())) rmSync(path.join(directory, name));
      const results = [];
      for (const [index, count] of counts.entries()) {
        writeManifest(count, index > 0 ? { 'host-3': '2031-12-31' } : {});
        results.push((await scan(10 + index * 10)).sent.sort());
      }
      expect(Object.keys(readFiles())).toHaveLength((counts[2] ?? 1) < 2 ? 1 : (counts[2] ?? 1) + 1);
      const { events } = JSON.parse((await run('log', 'list', '--event-log', LOG, '--format', 'json')).stdout);
      logs.push({ results, ids: events.map(({ id }: { id: string }) => id) });
    }
    expect(new Set(logs.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('sends nothing again if a save was interrupted between its files, and is complete after the next scan', async () => {
    writeManifest(4);
    await scan(10);
    const before = readFiles();
    writeManifest(4, { 'host-7': '2031-12-31' });
    await scan(10);
    const after = readFiles();
    writeFileSync(path.join(directory, LOG), before[LOG] ?? '');
    expect(await scan(10)).toMatchObject({ status: 0, sent: [], stderr: '' });
    const { [LOG]: _, ...parts } = readFiles();
    expect(after).toMatchObject(parts);
    expect(JSON.parse(readFiles()[LOG] ?? '').partitions).toEqual(JSON.parse(after[LOG] ?? '').partitions);
  });

  it('is neither changed nor used if the main file is missing', async () => {
    writeManifest(4);
    await scan(10);
    const main = readFiles()[LOG] ?? '';
    rmSync(path.join(directory, LOG));
    const before = readFiles();
    expect(await scan(11)).toMatchObject({
      status: 3,
      sent: [],
      stderr: expect.stringContaining('event-log-main-missing'),
    });
    expect(readFiles()).toEqual(before);
    writeFileSync(path.join(directory, LOG), main);
    expect(await scan(10)).toMatchObject({ status: 0, sent: [] });
  });

  it.each<[string, string, (files: Record<string, string>) => string | null]>([
    ['is missing', 'event-log-partition-missing', () => null],
    ['is truncated', 'event-log-not-json', (files) => (files['event-log.2-of-4.json'] ?? '').slice(0, 50)],
    ['is another one', 'event-log-partition-mismatch', (files) => files['event-log.1-of-4.json'] ?? ''],
    [
      'is of another manifest',
      'event-log-manifest-mismatch',
      (files) => (files['event-log.2-of-4.json'] ?? '').replace('certvigil.yaml', 'other.yaml'),
    ],
    [
      'is of a newer version',
      'event-log-newer-version',
      (files) => (files['event-log.2-of-4.json'] ?? '').replace('"version": 1', '"version": 2'),
    ],
  ])('is neither changed nor used if a partition %s', async (_, code, change) => {
    writeManifest(4);
    await scan(10);
    writeManifest(4, {}, 'other.yaml');
    const text = change(readFiles());
    const file = path.join(directory, 'event-log.2-of-4.json');
    if (text === null) rmSync(file);
    else writeFileSync(file, text);
    const before = readFiles();
    const result = await scan(11);
    expect(result).toMatchObject({ status: 3, sent: [] });
    expect(result.stderr).toContain(`error[${code}]`);
    expect(result.stderr).toContain('2-of-4');
    expect(readFiles()).toEqual(before);
  });

  it('is listed and cleared like a single file', async () => {
    writeManifest(4);
    await scan(10);
    expect((await run('log', 'list', '--event-log', LOG)).stdout).toContain('host-39');
    const before = readFiles();
    const cleared = await run('log', 'clear', '--event-log', LOG, '--certificate', 'host-7');
    expect(cleared.stdout).toContain('Cleared 1 event');
    expect(listChanged(before)).toHaveLength(2);
    expect((await scan(10)).sent).toEqual(['host-7']);
  });

  it.each([
    [1, 19_000_000, ''],
    [1, 20_000_000, 'the event log has 20 MB, and GitHub rejects files over 100 MB. Set event_log.partitions to 16'],
    [
      16,
      21_000_000,
      'a partition of the event log has 21 MB, and GitHub rejects files over 100 MB. Set event_log.partitions to 64',
    ],
  ])('with %i partitions and a file of %i bytes is reported: %j', async (partitions, size, warning) => {
    writeManifest(partitions);
    writeFileSync(path.join(directory, LOG), serializeLog(createEmptyLog()));
    await scan(10);
    const name = partitions === 1 ? LOG : 'event-log.03-of-16.json';
    writeFileSync(path.join(directory, name), (readFiles()[name] ?? '').padEnd(size));
    const { stderr } = await scan(10);
    expect(stderr).toContain(warning);
    expect(stderr.includes('warning[event-log-large]')).toBe(warning !== '');
  });
});
