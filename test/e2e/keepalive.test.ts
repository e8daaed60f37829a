import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type FakeGitHub,
  type Fault,
  getRepository,
  REPOSITORY,
  startGitHub,
  TOKEN,
} from '../helpers/github/server.ts';
import { createWorkspace } from './certvigil.ts';
import { runStep, type Step } from './step.ts';

let github: FakeGitHub;
beforeEach(async () => {
  github = await startGitHub();
  workflow()?.runs.push(new Date().toISOString());
});
afterEach(() => github.close());

/** A monthly schedule that was due a minute ago, so that this run is the first of its month on any day. */
function createMonthlySchedule(): string {
  const due = new Date(Date.now() - 60_000);
  return `${due.getUTCMinutes()} ${due.getUTCHours()} ${due.getUTCDate()} * *`;
}

/** A scan on a schedule, in a workflow of the repository. */
async function scheduled(inputs: Record<string, string> = {}, runner: Record<string, string> = {}): Promise<Step> {
  await using files = await createWorkspace({
    'certvigil.yaml': 'version: 1\ncertificates: [{ name: legacy, expires: 2099-01-01 }]\n',
    'event.json': JSON.stringify({ schedule: createMonthlySchedule() }),
  });
  return await runStep(
    files,
    { store: 'file', keepalive: 'true', token: TOKEN, ...inputs },
    {
      GITHUB_API_URL: github.api_url,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/certvigil-scan.yml@refs/heads/main`,
      GITHUB_EVENT_NAME: 'schedule',
      GITHUB_EVENT_PATH: files.at('event.json'),
      GITHUB_REF: 'refs/heads/main',
      ...runner,
    },
  );
}

function workflow() {
  return getRepository(github).workflows.get('certvigil-scan.yml');
}

const warnings = ({ commands }: Step) => commands.filter((line) => line.startsWith('::warning'));

it('the first scheduled scan of a month enables its workflow', async () => {
  const step = await scheduled();
  expect(step.status).toBe(0);
  expect(warnings(step)).toEqual([]);
  expect(workflow()).toMatchObject({ state: 'active', enabled: 1 });
  expect(github.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
    `GET /repos/${REPOSITORY}/actions/workflows/certvigil-scan.yml/runs`,
    `PUT /repos/${REPOSITORY}/actions/workflows/certvigil-scan.yml/enable`,
  ]);
});

it('a digest enables its workflow', async () => {
  const step = await scheduled({ command: 'digest' });
  expect(step.status).toBe(0);
  expect(workflow()).toMatchObject({ state: 'active', enabled: 1 });
});

it('a later run of the month does not, whatever its schedule is', async () => {
  workflow()?.runs.unshift(`${new Date().toISOString().slice(0, 7)}-01T00:00:00Z`);
  const step = await scheduled();
  expect({ status: step.status, warnings: warnings(step) }).toEqual({ status: 0, warnings: [] });
  expect(workflow()?.enabled).toBe(0);
});

it('runs of earlier months do not count', async () => {
  workflow()?.runs.unshift('2020-01-01T00:00:00Z');
  await scheduled();
  expect(workflow()?.enabled).toBe(1);
});

it.each<[string, Record<string, string>, Record<string, string>]>([
  ['keepalive is false', { keepalive: 'false' }, {}],
  ['it is a dry run', { 'dry-run': 'true' }, {}],
  ['the run was started manually', {}, { GITHUB_EVENT_NAME: 'workflow_dispatch' }],
  ['it is a dry run by its event', {}, { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/1/merge' }],
])('does not call the API if %s', async (_, inputs, runner) => {
  expect((await scheduled(inputs, runner)).status).toBe(0);
  expect(github.requests).toEqual([]);
});

it('warns about a missing permission, and completes the scan', async () => {
  const token = github.state.tokens.get(TOKEN);
  if (token !== undefined) token.permissions = { contents: 'write' };
  const step = await scheduled();
  expect(step.status).toBe(0);
  expect(step.outputs.certificates).toBe('1');
  expect(warnings(step)).toEqual([
    expect.stringMatching(/^::warning title=github-forbidden::keepalive: .*actions: write/),
  ]);
});

it.each<[string, Fault['answer'], string]>([
  ['500 with HTML', { status: 500, body: '<html>' }, 'github-server-error'],
  ['a reset', 'reset', 'github-connection-lost'],
  ['401', { status: 401 }, 'github-unauthorized'],
])('%s is a warning with an explanation', async (_, answer, code) => {
  github.fail({ path: /enable$/, answer });
  const step = await scheduled();
  expect({ status: step.status, stderr: step.stderr }).toEqual({ status: 0, stderr: '' });
  expect(warnings(step)).toEqual([
    expect.stringContaining(`title=${code}::keepalive: could not enable certvigil-scan.yml`),
  ]);
});

it('warns if the workflow does not exist', async () => {
  getRepository(github).workflows.clear();
  expect(warnings(await scheduled())).toEqual([expect.stringContaining('title=github-not-found')]);
});

it.each([
  ['no token', { token: '' }, {}],
  ['no workflow reference', {}, { GITHUB_WORKFLOW_REF: '' }],
  [
    'a workflow of another repository',
    {},
    { GITHUB_WORKFLOW_REF: 'other/one/.github/workflows/scan.yml@refs/heads/main' },
  ],
])('warns without calling the API: %s', async (_, inputs, runner) => {
  const step = await scheduled(inputs, runner);
  expect(step.status).toBe(0);
  expect(warnings(step)).toEqual([expect.stringContaining('title=keepalive-unknown-workflow')]);
  expect(github.requests).toEqual([]);
});

it('enables the workflow even if the scan fails to start', async () => {
  await using files = await createWorkspace({ 'event-log.json': 'not a log' });
  const step = await scheduled({ 'event-log': files.at('event-log.json') });
  expect(step.status).toBe(3);
  expect(workflow()?.enabled).toBe(1);
});

it('rejects a value other than true or false before anything is scanned', async () => {
  const step = await scheduled({ keepalive: 'yes' });
  expect(step.status).toBe(2);
  expect(step.commands.join()).toContain('invalid value "yes" for the input keepalive');
});
