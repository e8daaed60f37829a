import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLEAN_ENV, CLI, runProcess } from './certvigil.ts';

// Loading code is most of the time of a small scan.

/** Appends the URL of each module to a file. */
const RECORDER = `
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(process.env.LOADED, url + '\\n');
    return nextLoad(url, context);
  },
});
`;

const SIMPLE = `version: 1
webhooks: { receiver: { url: "http://127.0.0.1:9/" } }
rules:
  - { name: all, events: ["certificate.*"], actions: [{ webhook: receiver }] }
certificates:
  - name: shop
    expires: 2027-03-01
    labels: { team: payments }
  - { name: files, file: "certs/**/*.pem" }
`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'certvigil-loaded-'));
  writeFileSync(path.join(directory, 'recorder.mjs'), RECORDER);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The texts of the files of dist/ that a command loads. */
async function listLoaded(manifest: string, ...args: string[]): Promise<string[]> {
  writeFileSync(path.join(directory, 'certvigil.yaml'), manifest);
  const record = path.join(directory, 'loaded.txt');
  writeFileSync(record, '');
  const recorder = pathToFileURL(path.join(directory, 'recorder.mjs')).href;
  const env = { ...CLEAN_ENV, LOADED: record, NODE_OPTIONS: `--import ${recorder}` };
  await runProcess(args, { cwd: directory, env });
  const dist = pathToFileURL(path.dirname(CLI)).href;
  const urls = readFileSync(record, 'utf8').split('\n');
  return urls.filter((url) => url.startsWith(`${dist}/`)).map((url) => readFileSync(fileURLToPath(url), 'utf8'));
}

const SCAN = ['scan', '--dry-run', '--now', '2027-01-01T00:00:00Z'];

describe('the bundle', () => {
  it('is loaded as few files', async () => {
    expect(await listLoaded(SIMPLE, '--version')).toHaveLength(2);
    expect(await listLoaded(SIMPLE, 'validate')).toHaveLength(5);
    expect(await listLoaded(SIMPLE, ...SCAN)).toHaveLength(5);
    expect(await listLoaded(`${SIMPLE}  - { name: server, endpoint: "127.0.0.1:9" }\n`, ...SCAN)).toHaveLength(8);
  });
});
