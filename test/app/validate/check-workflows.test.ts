import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PLACEHOLDER_ACTION } from '../../../src/app/init/action-reference.ts';
import { ACTION_INPUTS, type CheckedManifest, checkWorkflows } from '../../../src/app/validate/check-workflows.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
  for (const name of ['repo/.git', 'repo/.github/workflows', 'repo/ops'])
    mkdirSync(path.join(root, name), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(path.join(root, 'repo/.github/workflows', name), text);
const check = async (manifest?: Parameters<typeof checkWorkflows>[2]) =>
  checkWorkflows(path.join(root, 'repo/ops'), {}, manifest).map(({ code, file, line, column }) => ({
    ...{ code, file, line, column },
  }));

const step = (action: string) => `jobs:\n  scan:\n    steps:\n      - uses: ${action}\n`;

it('reports each placeholder with its position in the repository, whose manifest may be in a subdirectory', async () => {
  write('a.yml', step(PLACEHOLDER_ACTION) + step(PLACEHOLDER_ACTION));
  write('b.yaml', step(`"${PLACEHOLDER_ACTION}"`));
  const code = 'action-placeholder';
  expect(await check()).toEqual([
    { code, file: '.github/workflows/a.yml', line: 4, column: 15 },
    { code, file: '.github/workflows/a.yml', line: 8, column: 15 },
    { code, file: '.github/workflows/b.yaml', line: 4, column: 16 },
  ]);
});

it('ignores other actions, comments, and files that are not workflows', async () => {
  write('a.yml', `# uses: ${PLACEHOLDER_ACTION}\n${step('acme/certvigil@v0')}`);
  write('notes.md', step(PLACEHOLDER_ACTION));
  expect(await check()).toEqual([]);
});

it('does not follow links, which may lead out of the repository', async () => {
  writeFileSync(path.join(root, 'elsewhere.yml'), step(PLACEHOLDER_ACTION));
  symlinkSync('../../../elsewhere.yml', path.join(root, 'repo/.github/workflows/link.yml'));
  expect(await check()).toEqual([]);
  rmSync(path.join(root, 'repo/.github/workflows'), { recursive: true });
  mkdirSync(path.join(root, 'others'));
  writeFileSync(path.join(root, 'others/a.yml'), step(PLACEHOLDER_ACTION));
  symlinkSync('../../others', path.join(root, 'repo/.github/workflows'));
  expect(await check()).toEqual([]);
});

it('reports nothing without workflows', async () => {
  rmSync(path.join(root, 'repo/.github'), { recursive: true });
  expect(await check()).toEqual([]);
});

const SCAN = `on:
  schedule: [{ cron: "17 5 * * *" }, { cron: "61 5 * *" }]
permissions: { contents: read }
jobs:
  scan:
    steps:
      - uses: acme/certvigil@v0
        with: { manifst: certvigil.yaml, fail-on: critical }
  dry:
    permissions: { contents: read }
    steps: [{ uses: acme/certvigil@v0, with: { dry-run: true } }]
  other:
    steps: [{ uses: actions/checkout@v6, with: { ref: main } }]
`;
const MANIFEST: CheckedManifest = {
  event_log: { store: null } as never,
  ...{ entries: [], webhooks: [], emails: [], rules: [] },
  discovery: null,
  heartbeat: null,
  heartbeat_declined: true,
  path: 'certvigil.yaml',
  named: ['teams/*.yaml', 'certs/.hidden/shop.pem'],
};
const rules = [{ enabled: true, actions: [{ kind: 'issue' }] }] as never;

it('reports schedules, inputs and permissions with which the action does not work', async () => {
  write('a.yml', SCAN);
  expect((await check({ ...MANIFEST, rules })).map(({ code, line }) => [code, line])).toEqual([
    ['workflow-cron-invalid', 2],
    ['workflow-input-unknown', 8],
    ['workflow-permission-missing', 3],
    ['workflow-permission-missing', 3],
  ]);
});

it.each([
  ['all permissions', SCAN.replace('{ contents: read }\njobs', 'write-all\njobs')],
  ['those that it needs', SCAN.replace('{ contents: read }\njobs', '{ contents: write, issues: write }\njobs')],
  ['permissions by the settings of the repository', SCAN.replace('permissions: { contents: read }\njobs', 'jobs')],
  ['its own token', SCAN.replace('fail-on: critical', 'token: x')],
])('reports no permissions of a job with %s', async (_, text) => {
  write('a.yml', text);
  const codes = (await check({ ...MANIFEST, rules })).map(({ code }) => code);
  expect(codes).toEqual(['workflow-cron-invalid', 'workflow-input-unknown']);
});

it('knows the inputs of action.yml', () => {
  expect([...ACTION_INPUTS]).toEqual(Object.keys(parse(readFileSync('action.yml', 'utf8')).inputs));
});

const VALIDATE = `on:
  pull_request: { paths: [FILTERS] }
permissions: { contents: read }
jobs:
  validate:
    steps: [{ uses: acme/certvigil@v0, with: { command: validate } }]
`;
const REUSABLE = VALIDATE.replace(
  'steps: [{ uses: acme/certvigil@v0, with: { command: validate } }]',
  'uses: acme/certvigil/.github/workflows/certvigil.yml@v0\n    with: { command: validate }',
);

const checkFilters = async (filters: string, manifest: Partial<CheckedManifest> = {}, text = VALIDATE) => {
  write('a.yml', text.replace('FILTERS', filters));
  return checkWorkflows(path.join(root, 'repo/ops'), {}, { ...MANIFEST, ...manifest }).map((one) => one.message);
};

it.each([
  ['"**"', []],
  ['"certvigil.yaml", "teams/**", "certs/**"', []],
  ['"*.yaml", "teams/*.yaml", "certs/.hidden/*.pem"', []],
  ['"**/*.yaml", "**/*.pem"', []],
  ['"?.yaml", "+(a)"', []],
  ['"certvigil.yaml", "teams/**"', ['"certs/.hidden/shop.pem"']],
  ['"teams/**", "certs/**"', ['"certvigil.yaml"']],
  ['"**", "!certs/**"', []],
  ['"*", "teams/*", "certs/**", "!certs/.hidden/**"', ['"certs/.hidden/shop.pem"']],
  ['"!certs/**", "**/*"', []],
])('reports the files of the manifest that no path filter matches: %s', async (filters, missing) => {
  const expected = missing.map((one) => `The check does not run on pull requests that change ${one}.`);
  expect(await checkFilters(filters)).toEqual(expected);
  expect(await checkFilters(filters, {}, REUSABLE)).toEqual(expected);
});

it('reports any path filters if the manifest has discovery', async () => {
  const discovery = {} as never;
  const message = 'The check does not run on every pull request, but "discovery" compares all files that one changes.';
  for (const text of [VALIDATE, REUSABLE]) {
    expect(await checkFilters('"certvigil.yaml", "teams/**", "certs/**"', { discovery }, text)).toEqual([message]);
    expect(await checkFilters('"**"', { discovery }, text)).toEqual([]);
  }
  expect(await checkFilters('', { discovery }, VALIDATE.replace('{ paths: [FILTERS] }', ''))).toEqual([]);
});

it('reports no path filters of a workflow that scans, or validates another manifest', async () => {
  expect(await checkFilters('"x"', {}, VALIDATE.replace('command: validate', 'command: observe'))).toEqual([]);
  expect(await checkFilters('"x"', {}, VALIDATE.replace('validate }', 'validate, manifest: other.yaml }'))).toEqual([]);
  expect(await checkFilters('"x"', { path: 'ops/certvigil.yaml' })).toEqual([]);
  const named = VALIDATE.replace('validate }', 'validate, manifest: ./ops/a.yaml }');
  expect(await checkFilters('"x"', { path: 'ops/a.yaml', named: [] }, named)).toHaveLength(1);
});

const SCHEDULED = `on: { schedule: [{ cron: "17 5 * * *" }] }
permissions: { contents: write }
jobs:
  scan:
    steps: [{ uses: acme/certvigil@v0, with: { fail-on: critical } }]
`;
const checkSchedule = async (text: string, manifest: Partial<CheckedManifest> = {}) => {
  write('a.yml', text);
  const found = { ...MANIFEST, heartbeat_declined: false, ...manifest };
  return checkWorkflows(path.join(root, 'repo/ops'), {}, found).map((one) => `${one.severity} ${one.code} ${one.line}`);
};

it('tells that nobody notices if scheduled scans stop', async () => {
  const called = SCHEDULED.replace(/steps: .*/, 'uses: acme/certvigil/.github/workflows/certvigil.yml@v0');
  for (const text of [SCHEDULED, called]) expect(await checkSchedule(text)).toEqual(['notice heartbeat-missing 1']);
});

it.each<[string, string, Partial<CheckedManifest>]>([
  ['a heartbeat', SCHEDULED, { heartbeat: { url: 'https://hc.example', variables: {} } }],
  ['a manifest that needs none', SCHEDULED, { heartbeat_declined: true }],
  ['no schedule', SCHEDULED.replace(/^on:.*/, 'on: workflow_dispatch'), {}],
  ['a dry run', SCHEDULED.replace('fail-on: critical', 'dry-run: true'), {}],
  ['another command', SCHEDULED.replace('fail-on: critical', 'command: digest'), {}],
  ['another manifest', SCHEDULED.replace('fail-on: critical', 'manifest: other.yaml'), {}],
])('does not tell that with %s', async (_, text, manifest) => {
  expect(await checkSchedule(text, manifest)).toEqual([]);
});
