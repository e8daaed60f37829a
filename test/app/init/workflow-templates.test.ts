import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { PLACEHOLDER_ACTION } from '../../../src/app/init/action-reference.ts';
import {
  computeDailyCron,
  renderScanWorkflow,
  renderValidateWorkflow,
  type WorkflowOptions,
} from '../../../src/app/init/workflow-templates.ts';
import { checkReportPaths } from '../../../src/app/reports/check-paths.ts';
import { parseReportRequest } from '../../../src/app/reports/request.ts';
import { selectReports } from '../../../src/app/reports/select.ts';
import { findLastTick } from '../../../src/lib/cron.ts';
import { lintWorkflow } from '../../helpers/workflow-lint.ts';
import { createTestIo } from '../../manifest/io.ts';
import { loadManifestText } from '../../report/manifests.ts';

const PLAIN: WorkflowOptions = {
  action: PLACEHOLDER_ACTION,
  manifest: null,
  paths: ['certvigil.yaml'],
  variables: [],
  store: 'commit',
  issues: false,
  cron: '37 4 * * *',
  dashboard: false,
  ghes: false,
};

const VARIANTS: [string, Partial<WorkflowOptions>][] = [
  ['defaults', {}],
  ['with secrets', { variables: ['SLACK_WEBHOOK_URL', 'PD_KEY'] }],
  ['with a manifest at another path', { manifest: 'ops/my certificates: "all".yaml', paths: null }],
  ['with a manifest at another path and secrets', { manifest: 'ops/watch.yaml', variables: ['A'] }],
  ['with the cache', { store: 'cache' }],
  ['with issues', { issues: true }],
  ['with a dashboard', { dashboard: true }],
  ['with a dashboard on GitHub Enterprise Server', { dashboard: true, ghes: true }],
  [
    'with a dashboard, a manifest at another path and secrets',
    { dashboard: true, manifest: 'ops/watch.yaml', variables: ['A'] },
  ],
];

/** The examples show what init writes for a manifest with a webhook, issues and discovery. */
const EXAMPLE: WorkflowOptions = {
  ...PLAIN,
  // A release replaces the placeholder in the examples.
  action: /\S+\/certvigil@v0/.exec(readFileSync('examples/workflows/certvigil-scan.yml', 'utf8'))?.[0] ?? '',
  paths: null,
  variables: ['SLACK_WEBHOOK_URL'],
  issues: true,
  cron: '17 5 * * *',
};

it.each([
  ['examples/workflows/certvigil-scan.yml', renderScanWorkflow],
  ['examples/workflows/pages.yml', (options: WorkflowOptions) => renderScanWorkflow({ ...options, dashboard: true })],
  ['examples/workflows/certvigil-validate.yml', renderValidateWorkflow],
])('%s matches the output of init', async (file, write) => {
  await expect(write(EXAMPLE)).toMatchFileSnapshot(path.resolve(file));
});

it.each(VARIANTS)('both workflows pass the linters: %s', async (_, fields) => {
  const options = { ...PLAIN, ...fields };
  expect(await lintWorkflow(renderScanWorkflow(options), 'scan.yml')).toEqual([]);
  expect(await lintWorkflow(renderValidateWorkflow(options), 'validate.yml')).toEqual([]);
});

it.each(VARIANTS)('commented lines can be enabled: %s', async (_, fields) => {
  const text = renderScanWorkflow({ ...PLAIN, ...fields }).replace(
    /^( +)# (?=(?:with:|env:|actions: write| {2}\S+: ))/gm,
    '$1',
  );
  expect(await lintWorkflow(text, 'scan.yml')).toEqual([]);
  const { jobs } = parse(text);
  expect(jobs.scan.permissions).toHaveProperty('actions', 'write');
  expect(jobs.scan.steps[1].with).toMatchObject({ keepalive: true });
});

it('the job that scans requests only the permissions that its features need', () => {
  const permissions = (fields: Partial<WorkflowOptions>) => {
    const { permissions, jobs } = parse(renderScanWorkflow({ ...PLAIN, ...fields }));
    expect(permissions).toEqual({});
    return jobs.scan.permissions;
  };
  expect(permissions({})).toEqual({ contents: 'write' });
  expect(permissions({ store: 'cache' })).toEqual({ contents: 'read' });
  expect(permissions({ issues: true })).toEqual({ contents: 'write', issues: 'write' });
  expect(parse(renderValidateWorkflow(PLAIN)).permissions).toEqual({ contents: 'read' });
});

it('only the job that publishes the dashboard may write to Pages', () => {
  const { permissions, jobs } = parse(renderScanWorkflow({ ...PLAIN, dashboard: true }));
  expect(permissions).toEqual({});
  expect(Object.keys(jobs)).toEqual(['scan', 'publish']);
  expect(jobs.scan.permissions).toEqual({ contents: 'write' });
  expect(jobs.publish.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
  expect(JSON.stringify(jobs.publish)).not.toContain('secrets.');
});

it('without the job that publishes it, the dashboard is still an artifact', async () => {
  const text = renderScanWorkflow({ ...PLAIN, dashboard: true }).replace(/^ {2}publish:\n(?: {4}.*\n)+/m, '');
  expect(await lintWorkflow(text, 'scan.yml')).toEqual([]);
  const { jobs } = parse(text);
  expect(Object.keys(jobs)).toEqual(['scan']);
  expect(jobs.scan.steps[2].with).toEqual({
    path: 'site/index.html',
    archive: false,
    // Otherwise, the upload of a job that is run again would fail.
    overwrite: true,
    'retention-days': 14,
  });
});

it('the reports of the dashboard can be written together', async () => {
  const { jobs } = parse(renderScanWorkflow({ ...PLAIN, dashboard: true }));
  const requests = String(jobs.scan.steps[1].with.report).trim().split('\n').map(parseReportRequest);
  const reports = selectReports(requests, { cwd: '/nowhere' });
  const manifest = await loadManifestText('version: 1\n');
  expect(() =>
    checkReportPaths(reports, manifest, { file: null, store: null }, createTestIo('/nowhere')),
  ).not.toThrow();
});

it('a scan runs at the time that it is given', () => {
  expect(parse(renderScanWorkflow({ ...PLAIN, cron: '11 3 * * *' })).on.schedule).toEqual([{ cron: '11 3 * * *' }]);
});

it('a scan never cancels another', () => {
  expect(parse(renderScanWorkflow(PLAIN)).concurrency).toEqual({
    group: 'certvigil-scan',
    'cancel-in-progress': false,
  });
});

it('the scan time is at an odd minute at night, stable per repository and different between repositories', () => {
  const now = Date.UTC(2027, 0, 2, 12);
  fc.assert(
    fc.property(fc.string(), (name) => {
      const cron = computeDailyCron(name);
      expect(computeDailyCron(name)).toBe(cron);
      const due = new Date(findLastTick(cron, now) ?? Number.NaN);
      expect([2, 3, 4, 5]).toContain(due.getUTCHours());
      expect(due.getUTCMinutes() % 2).toBe(1);
      expect(due.getUTCMinutes() % 5).not.toBe(0);
      expect(now - due.getTime()).toBeLessThan(86_400_000);
    }),
  );
  const times = new Set(Array.from({ length: 200 }, (_, index) => computeDailyCron(`org/repository-${index}`)));
  expect(times.size).toBeGreaterThan(60);
});
