/** `init` rejects options that contradict each other before it writes anything. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'certvigil-test-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Runs `init`, which must fail. Returns what it prints. */
async function refuse(options: string): Promise<string> {
  const before = await readdir(directory);
  let output = '';
  const stderr = (text: string) => {
    output += text;
  };
  const status = await main(['init', ...options.split(' ')], { ...createTestIo(directory), stdout: () => {}, stderr });
  expect([status, await readdir(directory)]).toEqual([2, before]);
  return output;
}

/** Options of a repository that scans by itself. */
const WORKFLOW_OPTIONS = [
  '--heartbeat BEAT_URL',
  '--dashboard',
  '--no-workflows',
  '--shards 2',
  '--ca-file ca.pem',
  '--manifest other.yaml',
];

const OTHERS = '--central only goes with --endpoint and --dry-run';
const OWN = '--organization only goes with receivers, --ghes, --action and --dry-run';

it.each([
  '--slack CHAT_URL',
  '--teams CHAT_URL',
  '--email ops@example.com',
  '--email ops@example.com --smtp mail.example.com',
  ...WORKFLOW_OPTIONS,
  '--action acme/certvigil@v1',
  '--ghes',
])('with a central repository, it does not accept %s', async (option) => {
  const output = await refuse(`--central acme/certs ${option}`);
  expect(output).toContain(OTHERS);
  expect(output).toContain('The central repository has the workflows and receivers.');
});

it.each(['--central acme/certs', '--endpoint shop.example.com', ...WORKFLOW_OPTIONS])(
  'for a central repository, it does not accept %s',
  async (option) => {
    const output = await refuse(`--organization ${option}`);
    expect(output).toContain(OWN);
    expect(output).toContain('Use init --central in the repositories with certificates.');
  },
);

it.each([
  ['--dashboard', '--dashboard'],
  ['--shards 2', '--shards'],
  ['--ghes', '--ghes'],
  ['--action acme/certvigil@v1', '--action'],
])('without workflows, it does not accept %s', async (options, name) => {
  const output = await refuse(`--no-workflows ${options}`);
  expect(output).toContain(`${name} is for the workflows, which --no-workflows leaves out`);
  expect(output).toContain('Use one of them.');
});

it.each([
  ['--slack A --teams A', '--slack and --teams have the same variable A'],
  ['--slack A --teams B --heartbeat B', '--teams and --heartbeat have the same variable B'],
  ['--slack A --heartbeat A', '--slack and --heartbeat have the same variable A'],
])('each secret has its own variable: %s', async (options, message) => {
  expect(await refuse(options)).toContain(message);
});

it.each(['acme', 'acme/certs/x', 'acme/certs@', 'acme/certs@a..b', 'acme/certs@/a', 'acme/certs@a/', 'x acme/certs'])(
  'the central repository is none: %s',
  async (central) => {
    const output = await refuse(`--central ${central.replace(' ', '\u00a0')}`);
    expect(output).toContain('for --central');
    expect(output).toContain('Use OWNER/REPOSITORY, such as acme/certvigil.');
  },
);

it('a mail server needs a recipient', async () => {
  const output = await refuse('--smtp mail.example.com');
  expect(output).toContain('--smtp needs --email');
  expect(output).toContain('Add the recipient, such as --email ops@example.com.');
});

it.each([
  ['--endpoint shop.example.com', '--endpoint', 'the endpoint'],
  ['--slack A', '--slack', 'the receiver'],
  ['--teams A', '--teams', 'the receiver'],
  ['--email ops@example.com --smtp mail.example.com', '--email', 'the receiver'],
  ['--github-issues', '--github-issues', '"issues: {}"'],
  ['--heartbeat A', '--heartbeat', 'settings.heartbeat_url'],
  ['--no-workflows', '--no-workflows', 'what is missing'],
])('in a repository with a manifest, it does not accept %s', async (options, name, added) => {
  await writeFile(path.join(directory, 'certvigil.yaml'), 'version: 1\ncertificates: []\n');
  const output = await refuse(options);
  expect(output).toContain(`${name} only works for a new manifest, but certvigil.yaml exists`);
  expect(output).toContain(`Add ${added} to it.`);
});
