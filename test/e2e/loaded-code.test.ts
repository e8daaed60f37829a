import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLEAN_ENV, CLI, NODES, runProcess } from './certvigil.ts';

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
  writeFileSync(path.join(directory, 'certvigil.yaml'), SIMPLE);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The names of the files of dist/ that a command loads. */
async function listLoaded(...args: string[]): Promise<string[]> {
  const record = path.join(directory, 'loaded.txt');
  writeFileSync(record, '');
  const recorder = pathToFileURL(path.join(directory, 'recorder.mjs')).href;
  const env = { ...CLEAN_ENV, LOADED: record, NODE_OPTIONS: `--import ${recorder}` };
  await runProcess(args, { cwd: directory, env });
  const dist = pathToFileURL(path.dirname(CLI)).href;
  const urls = readFileSync(record, 'utf8').split('\n');
  return urls.filter((url) => url.startsWith(`${dist}/`)).map((url) => path.posix.basename(url));
}

const SCAN = ['scan', '--dry-run', '--now', '2027-01-01T00:00:00Z'];

/** What only some manifests, receivers and commands need. */
const LARGE = [
  'undici.js',
  'nodemailer.js',
  're2js.js',
  'cache.js',
  'create-certificate.js',
  'client.js',
  'identity.js',
  'sdk.js',
];

describe('the bundle', () => {
  const files = readdirSync(path.dirname(CLI), { recursive: true, encoding: 'utf8' })
    .filter((one) => one.endsWith('.js'))
    .map((one) => one.replaceAll(path.sep, '/'));

  // The libraries of clouds load some of their own parts by import().
  it('has at most 38 files, whose names stay', () => {
    expect(files.length).toBeLessThanOrEqual(38);
    expect(files.filter((file) => /[A-Z0-9]{8}/.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['chunks/commands.js', ...LARGE.map((file) => `chunks/${file}`)]));
  });

  it.each([
    [['--version'], 9],
    [['validate'], 16],
    [SCAN, 16],
  ] as const)('is loaded by %j as few files', async (args, max) => {
    const loaded = await listLoaded(...args);
    expect(loaded).toContain('cli.js');
    expect(loaded.length).toBeLessThanOrEqual(max);
    expect(loaded.filter((file) => LARGE.includes(file))).toEqual([]);
  });
});

describe('the cache of compiled code', () => {
  const [[, node]] = NODES as [[string, string]];
  const exists = (...parts: string[]) => readdirSync(path.join(directory, ...parts)).length > 0;

  it('is in the directory for caches of the user', async () => {
    const env = { ...CLEAN_ENV, XDG_CACHE_HOME: path.join(directory, 'caches') };
    const cwd = mkdtempSync(path.join(directory, 'cwd-'));
    await runProcess(['completion', 'bash'], { cwd, env, node });
    expect(exists('caches', 'certvigil')).toBe(true);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('is left out in the working directory', async () => {
    const cwd = mkdtempSync(path.join(directory, 'cwd-'));
    await runProcess(['completion', 'bash'], { cwd, env: { ...CLEAN_ENV, XDG_CACHE_HOME: cwd }, node });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('is left out if that directory cannot be written', async () => {
    const env = { ...CLEAN_ENV, XDG_CACHE_HOME: path.join(directory, 'recorder.mjs') };
    const cwd = mkdtempSync(path.join(directory, 'cwd-'));
    const { status, stderr } = await runProcess(['completion', 'bash'], { cwd, env, node });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
