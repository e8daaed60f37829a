/** A fixed environment for the contract tests: a directory, a stopped clock, and the command line's entry point. */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

/** The time of every run: `shop.pem` has 14 days left. */
export const NOW = '2026-12-18T00:00:00Z';

/** From 2026-01-01 to 2027-01-01, for shop.example. */
export const SHOP = await readFile('test/fixtures/certificates/shop.pem', 'utf8');
/** From 2026-12-20 to 2027-12-20, for shop.example. */
export const RENEWED = await readFile(new URL('renewed.pem', import.meta.url), 'utf8');

/** Every event that a rule can name. */
export const EVENT_NAMES = [
  'certificate.expiry_warning',
  'certificate.expired',
  'certificate.changed',
  'certificate.unreachable',
  'certificate.untrusted',
  'certificate.revoked',
  'certificate.policy_violation',
  'certificate.lagging',
  'certificate.renewal_failing',
  'certificate.ari_window_open',
  'certificate.ari_window_shift',
  'certificate.renewed',
  'certificate.removed',
  'certificate.recovered',
  'scan.stale',
] as const;

interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

export interface World extends AsyncDisposable {
  write: (name: string, content: string) => Promise<void>;
  read: (name: string) => Promise<string>;
  run: (argv: readonly string[], options?: { now?: string; env?: Record<string, string> }) => Promise<Outcome>;
  /** Standard output as JSON. */
  json: (argv: readonly string[], options?: { now?: string; env?: Record<string, string> }) => Promise<unknown>;
}

/** As in a workflow run, so that `run_url` and `repository` have values. */
export const WORKFLOW_RUN = {
  GITHUB_REPOSITORY: 'example/certificates',
  GITHUB_RUN_ID: '1',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_ACTOR: 'octocat',
};

/** A temporary directory with these files, in which commands run. */
export async function createWorld(files: Readonly<Record<string, string>>): Promise<World> {
  const root = await mkdtemp(path.join(tmpdir(), 'certvigil-contract-'));
  const write = async (name: string, content: string) => {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  };
  for (const [name, content] of Object.entries(files)) await write(name, content);
  const run: World['run'] = async (argv, { now = NOW, env = {} } = {}) => {
    const said = { stdout: '', stderr: '' };
    const io = {
      ...createTestIo(root),
      env,
      now: () => Date.parse(now),
      stdout: (text: string) => {
        said.stdout += text;
      },
      stderr: (text: string) => {
        said.stderr += text;
      },
    };
    return { status: await main(argv, io), ...said };
  };
  return {
    write,
    read: (name) => readFile(path.join(root, name), 'utf8'),
    run,
    json: async (argv, options) => {
      const { stdout, stderr } = await run(argv, options);
      if (!/^[[{]/.test(stdout)) throw new Error(`${argv.join(' ')} printed no JSON: ${stdout}${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Compares with `test/golden/contract/NAME`; `npx vitest run test/contract -u` rewrites the file. */
export async function expectSnapshot(name: string, content: unknown): Promise<void> {
  const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(path.resolve('test/golden/contract', name));
}
