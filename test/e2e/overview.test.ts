/** `certvigil overview` against a GitHub with repositories that were really scanned. */

import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Overview } from '../../src/generated/overview.ts';
import type { Report } from '../../src/generated/report.ts';
import { listKeys } from '../contract/shapes.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { addArtifact, createZip } from '../helpers/github/artifacts.ts';
import { addCommit } from '../helpers/github/git.ts';
import { type FakeGitHub, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { type Artifact, createRepository, type Repository } from '../helpers/github/state.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, type Outcome, runCli, WITHOUT_WAITS, type Workspace } from './certvigil.ts';
import { runStep } from './step.ts';

const NOW = '2031-03-10T12:00:00Z';
const CENTRAL = 'version: 1\ncertificates: []\n';

/** The JSON report of a scan of a manifest with these entries. */
async function scan(entries: string, now = NOW): Promise<string> {
  await using member = await createWorkspace({ 'certvigil.yaml': `version: 1\n${entries}` });
  const { stdout } = await runCli(['scan', '--now', now, '--event-log', 'log.json', '--format', 'json'], {
    cwd: member.root,
  });
  return stdout;
}

let shop: string;
let pay: string;
let old: string;
let unread: string;
beforeAll(async () => {
  shop = await scan('certificates: [{ name: web, expires: 2031-03-12, owner: "@acme/shop" }]\n');
  pay = await scan('certificates: [{ name: web, expires: 2032-01-01, labels: { team: pay } }]\n');
  old = await scan('certificates: [{ name: legacy, expires: 2031-03-09 }]\n', '2031-03-07T12:00:00Z');
  unread = await scan('certificates: [{ name: removed, file: gone.pem }, { name: date, expires: 2032-01-01 }]\n');
});

let github: FakeGitHub;
let files: Workspace;
beforeEach(async () => {
  github = await startGitHub();
  files = await createWorkspace({ 'certvigil.yaml': CENTRAL });
});
afterEach(async () => {
  await github.close();
  await files[Symbol.asyncDispose]();
});

function addRepository(name: string, report: string | Buffer | null, changes: Partial<Repository> = {}): Repository {
  const repository = { ...createRepository(`acme/${name}`, { isPrivate: true }), topics: ['certvigil'], ...changes };
  github.state.repositories.set(`acme/${name}`, repository);
  github.state.tokens.get(TOKEN)?.repositories.push(`acme/${name}`);
  if (report !== null) addArtifact(repository, report);
  return repository;
}

const addManifest = (repository: Repository, path = 'certvigil.yaml') =>
  addCommit(repository, 'main', 'Add the manifest', { [path]: Buffer.from('version: 1\n') });

function runOverview(args: string[] = [], env: Record<string, string> = {}): Promise<Outcome> {
  const all = { GITHUB_TOKEN: TOKEN, GITHUB_REPOSITORY: 'acme/central', GITHUB_API_URL: github.api_url, ...env };
  return runCli(['overview', '--now', NOW, ...args], { cwd: files.root, env: all }, WITHOUT_WAITS);
}

async function readOverview(
  args: string[] = [],
): Promise<{ status: number | null; stderr: string; overview: Overview }> {
  const { status, stdout, stderr } = await runOverview(['--format', 'json', ...args]);
  return { status, stderr, overview: JSON.parse(stdout) };
}

async function readReport(): Promise<Report> {
  await runOverview(['--report', 'json=out.json']);
  return JSON.parse((await files.read('out.json')) ?? '');
}

const listStates = ({ repositories }: Overview) =>
  repositories.map(({ repository, state, error }) => [repository, state, error?.code ?? null]);

describe('an overview', () => {
  it('merges the last reports of all repositories', async () => {
    addRepository('shop', shop);
    addRepository('pay', pay);
    const { status, stdout, stderr } = await runOverview();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('All 2 repositories have a complete and current scan.');
    const report = await readReport();
    expect(report.certificates.map((one) => [one.certificate, one.status, one.labels])).toEqual([
      ['shop/web', 'critical', { repository: 'acme/shop' }],
      ['pay/web', 'ok', { team: 'pay', repository: 'acme/pay' }],
    ]);
  });

  it('does not send its token to the storage of artifacts', async () => {
    addRepository('shop', shop);
    await runOverview();
    expect(github.requests.map(({ path, token }) => [path.split('?')[0]?.replace(/\d+/g, 'N'), token !== ''])).toEqual([
      ['/orgs/acme/repos', true],
      ['/repos/acme/central', true],
      ['/repos/acme/shop/actions/artifacts', true],
      ['/repos/acme/shop/actions/artifacts/N/zip', true],
      ['/storage/N', false],
    ]);
  });

  it('lists repositories whose certificates are not known, and fails', async () => {
    addRepository('shop', shop);
    addRepository('stale', old);
    addManifest(addRepository('new', null));
    addManifest(addRepository('newer', null), '.github/certvigil.yml');
    addRepository('nothing', null);
    addRepository('empty', null, { refs: new Map(), commits: new Map() });
    addRepository('partly', unread);
    addRepository('odd', '{}');
    const { status, stderr, overview } = await readOverview();
    expect(status).toBe(1);
    expect(listStates(overview)).toEqual([
      ['acme/odd', 'unreadable', 'repository-report-invalid'],
      ['acme/empty', 'no_manifest', 'repository-without-manifest'],
      ['acme/nothing', 'no_manifest', 'repository-without-manifest'],
      ['acme/new', 'not_scanned', 'repository-not-scanned'],
      ['acme/newer', 'not_scanned', 'repository-not-scanned'],
      ['acme/stale', 'stale', 'repository-scan-stale'],
      ['acme/partly', 'incomplete', 'repository-scan-incomplete'],
      ['acme/shop', 'read', null],
    ]);
    expect(stderr).toBe(
      'certvigil: 1 of 8 repositories has a complete and current scan. The others: 1 could not be read, 2 without a manifest, 2 without a report, 1 with an old scan, 1 with an incomplete scan. There is no previous overview to compare with.\n',
    );
    expect(overview.summary).toMatchObject({ repositories: 8, certificates: 4, critical: 1, expired: 1, unknown: 1 });
    expect((await readOverview(['--allow-unread'])).status).toBe(0);
  });

  it.each<[Repository['visibility'], Repository['visibility'], string | null]>([
    ['private', 'private', null],
    [
      'private',
      'internal',
      'acme/shop is internal and has no report: it cannot use the workflows of acme/central, which is private.',
    ],
    [
      'private',
      'public',
      'acme/shop is public and has no report: it cannot use the workflows of acme/central, which is private.',
    ],
    ['internal', 'private', null],
    ['internal', 'internal', null],
    [
      'internal',
      'public',
      'acme/shop is public and has no report: it cannot use the workflows of acme/central, which is internal.',
    ],
    ['public', 'private', null],
    ['public', 'public', null],
  ])('of a %s central repository explains why a %s one has no report', async (central, visibility, detail) => {
    addRepository('central', null, { visibility: central, private: central !== 'public', topics: [] });
    addRepository('shop', null, { visibility, private: visibility !== 'public' });
    addRepository('other', shop, { visibility });
    const { overview } = await readOverview(['--topic', 'certvigil']);
    const error = overview.repositories.find(({ repository }) => repository === 'acme/shop')?.error;
    expect(error?.code).toBe(detail === null ? 'repository-without-manifest' : 'repository-visibility');
    if (detail !== null) expect(error?.detail).toBe(`${detail} Use a central repository that is ${visibility}.`);
    expect(listStates(overview)).toContainEqual(['acme/other', 'read', null]);
  });

  it('quotes at most 300 characters of the coverage line of a report', async () => {
    const report: Report = JSON.parse(unread);
    addRepository('partly', JSON.stringify({ ...report, coverage: { ...report.coverage, text: 'x'.repeat(100_000) } }));
    const { overview } = await readOverview();
    expect(String(overview.repositories[0]?.error?.detail)).toMatch(
      /^The last scan of acme\/partly was incomplete. x{299}…$/,
    );
  });

  it('shows each of them in every report, as a location that was not read', async () => {
    addRepository('nothing', null);
    const reports = ['html=out.html', 'openmetrics=out.prom', 'csv=out.csv', 'junit=out.xml', 'markdown=out.md'];
    await runOverview(reports.flatMap((report) => ['--report', report]));
    for (const report of reports)
      expect(await files.read(report.split('=')[1] ?? ''), report).toContain('acme/nothing');
    expect(await files.read('out.prom')).toContain('\ncertvigil_coverage_complete 0\n');
    expect(await files.read('out.prom')).toMatch(/^x509_cert_error\{.*,repository="acme\/nothing",.*\} 1$/m);
  });

  it('counts a certificate as expired that expired after the scan', async () => {
    addRepository('stale', old);
    const { certificates } = await readReport();
    const legacy = certificates.find(({ certificate }) => certificate === 'stale/legacy');
    expect(legacy).toMatchObject({ status: 'expired', days_remaining: -2, days_since_expiry: 1, level: 'error' });
  });

  it('reads only the newest report of a run on the default branch of the repository itself', async () => {
    const repository = addRepository('shop', old);
    addArtifact(repository, shop);
    addArtifact(repository, pay, { run: { head_branch: 'proposal' } });
    // A fork whose default branch has the same name.
    addArtifact(repository, pay, { run: { head_repository_id: 1 } });
    addArtifact(repository, pay, { expired: true });
    addArtifact(repository, pay, { name: 'other' });
    const { certificates } = await readReport();
    expect(certificates.map(({ certificate, valid_to }) => [certificate, valid_to])).toEqual([
      ['shop/web', '2031-03-12T00:00:00Z'],
    ]);
  });

  it('finds the report of the default branch behind any number of others', async () => {
    const repository = addRepository('shop', shop);
    for (let index = 0; index < 250; index += 1)
      addArtifact(repository, pay, { run: { head_branch: `proposal-${index}` } });
    const { status, overview } = await readOverview();
    expect([status, ...listStates(overview)]).toEqual([0, ['acme/shop', 'read', null]]);
    expect(overview.summary).toMatchObject({ certificates: 1, critical: 1 });
  });

  it('does not call a repository unscanned if others hide its report', async () => {
    const repository = addRepository('shop', shop);
    const [own] = repository.artifacts as [Artifact];
    const other = { ...own, run: { ...own.run, head_repository_id: 1 } };
    repository.artifacts.push(...Array.from({ length: 10_000 }, () => other));
    const { status, overview } = await readOverview();
    expect([status, ...listStates(overview)]).toEqual([
      1,
      ['acme/shop', 'unreadable', 'repository-artifacts-too-many'],
    ]);
  });

  it('reports a scan that covers only some entries', async () => {
    const report = JSON.parse(pay);
    addRepository('pay', JSON.stringify({ ...report, coverage: { ...report.coverage, entries: 3 } }));
    const { status, overview } = await readOverview();
    expect([status, ...listStates(overview)]).toEqual([1, ['acme/pay', 'incomplete', 'repository-scan-partial']]);
  });
});

it('has the JSON fields of its schema, in the same order, and its report those of a report', async () => {
  addRepository('shop', shop);
  addRepository('partly', unread);
  addRepository('nothing', null);
  const { overview } = await readOverview();
  const validate = compileSchema('overview');
  expect([validate(overview), validate.errors]).toEqual([true, null]);
  await expect(listKeys(overview)).toMatchFileSnapshot('../golden/contract/keys.overview.txt');
  const validateReport = compileSchema('report');
  expect([validateReport(await readReport()), validateReport.errors]).toEqual([true, null]);
});

describe('an overview selects', () => {
  beforeEach(() => {
    addRepository('shop', shop);
    addRepository('shop-legacy', null, { topics: [] });
    addRepository('pay', pay, { topics: ['other', 'certvigil'] });
    addRepository('removed', null, { archived: true });
    addRepository('copy', null, { fork: true });
  });

  it.each([
    [['--topic', 'certvigil'], ['acme/shop', 'acme/pay'], 1],
    [['--repository', 'shop*'], ['acme/shop-legacy', 'acme/shop'], 1],
    [['--repository', '!shop-*', '--repository', '!pay'], ['acme/shop'], 2],
  ])('%j', async (args, selected, not_selected) => {
    const { overview } = await readOverview(args);
    expect(overview.repositories.map(({ repository }) => repository)).toEqual(selected);
    expect(overview.summary).toMatchObject({ archived: 1, forks: 1, not_selected });
  });

  it('each repository once, although one is created while the list is read', async () => {
    for (let index = 0; index < 100; index += 1) addRepository(`r${index}`, null, { topics: [] });
    github.watch(({ path }) => {
      const { repositories } = github.state;
      if (!path.includes('/orgs/') || repositories.has('acme/aaa')) return;
      queueMicrotask(() => {
        const others = [...repositories];
        repositories.clear();
        repositories.set('acme/aaa', { ...createRepository('acme/aaa', { isPrivate: false }), topics: [] });
        for (const [name, repository] of others) repositories.set(name, repository);
      });
    });
    const { overview } = await readOverview(['--topic', 'certvigil']);
    const { repositories, archived, forks, not_selected } = overview.summary;
    expect({ repositories, archived, forks, not_selected }).toEqual({
      ...{ repositories: 2, archived: 1, forks: 1 },
      not_selected: 101,
    });
  });

  it('those behind a page that is shorter than asked for', async () => {
    for (let index = 0; index < 120; index += 1) addRepository(`r${index}`, null);
    github.fail({
      path: /\/orgs\/acme\/repos.*page=1$/,
      answer: {
        status: 200,
        headers: { link: '<https://github.example.com/x?page=2>; rel="next"' },
        body: JSON.stringify([{ name: 'r110', full_name: 'acme/r110', html_url: '' }]),
      },
    });
    const { overview } = await readOverview(['--repository', 'r11?']);
    expect(overview.repositories).toHaveLength(10);
  });

  it.each([
    ['the same page again and again', '<https://github.example.com/x?page=2>; rel="next"'],
    ['a Link header without links', 'rel="next"'],
  ])('nothing from %s', async (_, link) => {
    const body = JSON.stringify([{ name: 'a', full_name: 'acme/a', html_url: '' }]);
    github.fail({ path: /\/orgs\//, times: 9, answer: { status: 200, headers: { link }, body } });
    const { status, stderr } = await runOverview();
    expect(status).toBe(3);
    expect(stderr).toContain('error[github-unexpected-response]: the repositories of acme cannot be listed');
  });

  it('something: nothing is an error', async () => {
    const { status, stderr } = await runOverview(['--topic', 'typo']);
    expect(status).toBe(2);
    expect(stderr).toContain('error[overview-matches-nothing]: no repository of acme has the topic typo\n');
  });
});

describe('an overview compares its repositories with those of the previous overview', () => {
  /** Uploads the JSON output, as the workflow does. */
  const upload = (output: string) => {
    const central = github.state.repositories.get('acme/central') as Repository;
    addArtifact(central, output, { name: 'certvigil-overview' });
  };
  const runNext = async (args: string[] = []) => {
    const { status, stdout, stderr } = await runOverview(['--format', 'json', '--topic', 'certvigil', ...args]);
    upload(stdout);
    return { status, stderr, overview: JSON.parse(stdout) as Overview };
  };
  beforeEach(() => {
    addRepository('central', null, { topics: [] });
    addRepository('shop', shop);
    addRepository('pay', pay);
  });

  it('and says so if there is none', async () => {
    const { status, overview } = await runNext();
    expect([status, overview.coverage.text]).toEqual([
      0,
      'All 2 repositories have a complete and current scan. There is no previous overview to compare with.',
    ]);
    expect((await runNext()).overview.coverage.text).toBe('All 2 repositories have a complete and current scan.');
  });

  it.each<[string, string, (pay: Repository) => void]>([
    ['archived', 'it is archived', (one) => Object.assign(one, { archived: true })],
    ['without the topic', 'it does not have the topic any more', (one) => Object.assign(one, { topics: [] })],
    ['deleted', 'it was deleted', () => void github.state.repositories.delete('acme/pay')],
    ['a fork', 'it is a fork now', (one) => Object.assign(one, { fork: true })],
  ])('and fails until a repository that is %s is back or left out', async (_, why, change) => {
    await runNext();
    const repository = github.state.repositories.get('acme/pay') as Repository;
    const before = { ...repository };
    change(repository);
    for (let run = 0; run < 2; run += 1) {
      const { status, stderr, overview } = await runNext();
      expect([status, ...listStates(overview)]).toEqual([
        1,
        ['acme/pay', 'missing', 'repository-missing'],
        ['acme/shop', 'read', null],
      ]);
      expect(overview.repositories[0]?.error?.detail).toContain(why);
      expect(stderr).toContain('1 of the previous overview missing');
      expect((await readOverview(['--topic', 'certvigil', '--allow-unread'])).status).toBe(1);
    }
    expect((await readOverview(['--topic', 'certvigil', '--repository', '!pay'])).status).toBe(0);
    github.state.repositories.set('acme/pay', Object.assign(repository, before));
    expect((await runNext()).status).toBe(0);
  });

  it('and does not miss one that was renamed', async () => {
    await runNext();
    const repository = github.state.repositories.get('acme/pay') as Repository;
    github.state.repositories.delete('acme/pay');
    github.state.repositories.set(
      'acme/billing',
      Object.assign(repository, { name: 'billing', full_name: 'acme/billing' }),
    );
    github.state.tokens.get(TOKEN)?.repositories.push('acme/billing');
    github.state.renamed.set('acme/pay', 'acme/billing');
    const { status, overview } = await runNext();
    expect([status, ...listStates(overview)]).toEqual([0, ['acme/shop', 'read', null], ['acme/billing', 'read', null]]);
  });

  it.each([
    ['is no overview', () => upload('{"organization":"acme","repositories":[1]}'), 'overview-previous-invalid'],
    [
      'cannot be read',
      () => github.fail({ path: /central\/actions/, times: 9, answer: { status: 500 } }),
      'github-server-error',
    ],
  ])('and fails if that %s', async (_, change, code) => {
    await runNext();
    change();
    const { status, stderr, overview } = await readOverview(['--topic', 'certvigil']);
    expect(status).toBe(1);
    expect(stderr).toContain(code);
    expect(overview.coverage.text).toContain('The previous overview could not be read.');
  });
});

describe('an overview of a repository with several manifests', () => {
  const EU = 'certvigil-report-eu%2Fcertvigil.yaml';
  const upload = (output: string) =>
    addArtifact(github.state.repositories.get('acme/central') as Repository, output, { name: 'certvigil-overview' });
  let repository: Repository;
  beforeEach(() => {
    addRepository('central', null, { topics: [] });
    repository = addRepository('shop', shop);
    addArtifact(repository, pay, { name: EU });
  });
  const run = async () => {
    const { status, stdout } = await runOverview([
      '--format',
      'json',
      '--topic',
      'certvigil',
      '--report',
      'json=out.json',
    ]);
    const { certificates }: Report = JSON.parse((await files.read('out.json')) ?? '');
    upload(stdout);
    const overview: Overview = JSON.parse(stdout);
    return { status, overview, names: certificates.map(({ certificate }) => certificate) };
  };
  const listManifests = ({ repositories }: Overview) =>
    repositories.map(({ repository: name, manifest, state }) => [name, manifest, state]);

  it('reads the report of each, and counts one repository', async () => {
    const { status, overview, names } = await run();
    expect([status, names]).toEqual([0, ['shop/web', 'shop/eu/certvigil.yaml/web']]);
    expect(listManifests(overview)).toEqual([
      ['acme/shop', null, 'read'],
      ['acme/shop', 'eu/certvigil.yaml', 'read'],
    ]);
    expect(overview.summary).toMatchObject({ repositories: 1, read: 1, certificates: 2 });
    expect(overview.coverage.text).toContain('The only repository has a complete and current scan.');
  });

  it('does not need a default one', async () => {
    repository.artifacts.shift();
    expect(listManifests((await run()).overview)).toEqual([['acme/shop', 'eu/certvigil.yaml', 'read']]);
  });

  it('misses a report that has expired, until its manifest is removed', async () => {
    await run();
    repository.artifacts.pop();
    addManifest(repository, 'eu/certvigil.yaml');
    for (let index = 0; index < 2; index += 1) {
      const { status, overview } = await run();
      expect([status, ...listManifests(overview)]).toEqual([
        1,
        ['acme/shop', 'eu/certvigil.yaml', 'not_scanned'],
        ['acme/shop', null, 'read'],
      ]);
      expect(overview.repositories[0]?.error?.detail).toContain('has the manifest eu/certvigil.yaml');
    }
    repository.refs.clear();
    expect((await run()).status).toBe(0);
  });

  it('finds a known report behind any number of other artifacts', async () => {
    await run();
    for (let index = 0; index < 250; index += 1) addArtifact(repository, pay, { name: `build-${index}` });
    expect((await run()).names).toEqual(['shop/web', 'shop/eu/certvigil.yaml/web']);
  });
});

it('tells which complete scans did not read everything, or only made a dry run', async () => {
  const change = (edit: (report: Report) => void): string => {
    const report: Report = JSON.parse(pay);
    edit(report);
    return JSON.stringify(report);
  };
  addRepository('shop', shop);
  addRepository(
    'dry',
    change((one) => Object.assign(one, { dry_run: true })),
  );
  addRepository(
    'allowed',
    change(({ coverage }) => Object.assign(coverage, { complete: false, allowed: true })),
  );
  const { status, overview } = await readOverview();
  expect(status).toBe(0);
  expect(overview.coverage.text).toBe(
    'All 3 repositories have a complete and current scan. Of these, 1 did not read everything, which allow-unread or a silence permits (allowed). Of these, 1 only made a dry run, without alerts (dry). There is no previous overview to compare with.',
  );
  expect(overview.summary).toMatchObject({ read: 3, allow_unread: 1, dry_runs: 1 });
});

describe('a broken repository does not affect the others', () => {
  beforeEach(() => {
    addRepository('shop', shop);
  });

  const expectUnreadable = async (code: string) => {
    const { status, overview } = await readOverview();
    expect([status, ...listStates(overview)]).toEqual([
      1,
      ['acme/broken', 'unreadable', code],
      ['acme/shop', 'read', null],
    ]);
    return overview.repositories[0]?.error?.detail;
  };

  const change = (edit: (report: Report) => void): string => {
    const report = JSON.parse(shop);
    edit(report);
    return JSON.stringify(report);
  };
  const [first] = [0];

  it.each<[string, () => string | Buffer]>([
    ['no JSON', () => 'no'],
    ['another JSON', () => '{"version":1}'],
    ['no UTF-8', () => Buffer.from([0xff, 0xfe])],
    [
      'a serial number that is no number',
      () => change(({ certificates }) => Object.assign(certificates[first] ?? {}, { serial_number: 'xyz' })),
    ],
    [
      'a time that is none',
      () =>
        change(({ certificates }) => Object.assign(certificates[first] ?? {}, { valid_to: '2031-02-31T99:00:00Z' })),
    ],
    [
      'a status of a later version',
      () => change(({ certificates }) => Object.assign(certificates[first] ?? {}, { status: 'odd' })),
    ],
  ])('whose report is %s', async (_, create) => {
    addRepository('broken', create());
    await expectUnreadable('repository-report-invalid');
  });

  it('whose archive is damaged', async () => {
    addArtifact(addRepository('broken', null), '', { archive: createZip('a', Buffer.from(shop)).subarray(0, -30) });
    await expectUnreadable('repository-report-invalid');
  });

  it('whose report is larger than the limit, as an archive or as a text', async () => {
    const repository = addRepository('broken', null);
    addArtifact(repository, '', { size: 17 * 1024 * 1024 });
    await expectUnreadable('repository-report-too-large');
    expect(github.requests.filter(({ path }) => /broken.*zip/.test(path))).toEqual([]);
    addArtifact(repository, Buffer.alloc(33 * 1024 * 1024));
    await expectUnreadable('repository-report-too-large');
  });

  it('that was deleted after the list was read', async () => {
    addRepository('broken', pay);
    github.watch(({ path }) => {
      if (path.includes('/orgs/')) queueMicrotask(() => github.state.tokens.get(TOKEN)?.repositories.pop());
    });
    expect(await expectUnreadable('github-not-found')).toContain('deleted or renamed');
  });

  it('that the token may not read', async () => {
    addRepository('broken', pay, { private: false });
    github.fail({
      path: /broken\/actions/,
      times: 9,
      answer: { status: 403, headers: { 'x-accepted-github-permissions': 'actions=read' } },
    });
    expect(await expectUnreadable('github-forbidden')).toContain('actions: read');
  });

  it('whose storage rejects the download again and again', async () => {
    addRepository('broken', pay);
    const id = [...github.state.repositories.values()].at(-1)?.artifacts[0]?.id;
    github.fail({ path: new RegExp(`/storage/${id}$`), times: 9, answer: { status: 403 } });
    await expectUnreadable('github-forbidden');
    expect(github.requests.filter(({ path }) => path.endsWith(`/storage/${id}`))).toHaveLength(2);
  });

  it('for which the server fails', async () => {
    addRepository('broken', pay);
    github.fail({ path: /broken\/actions/, times: 9, answer: { status: 500 } });
    await expectUnreadable('github-server-error');
  });

  it('for which certvigil has a bug', async () => {
    addArtifact(addRepository('broken', null), pay, { created_at: 'no time' });
    const { status, stderr, overview } = await readOverview();
    expect([status, ...listStates(overview)]).toEqual([
      3,
      ['acme/broken', 'unreadable', 'internal-error'],
      ['acme/shop', 'read', null],
    ]);
    expect(stderr).toContain('internal error: this is a bug in certvigil');
  });

  it('that claims to be another one', async () => {
    const claim = (one: Report) =>
      Object.assign(one.certificates[0] ?? {}, { repository: 'acme/shop', labels: { repository: 'acme/shop' } });
    addRepository('broken', change(claim));
    const { certificates } = await readReport();
    expect(certificates.map(({ certificate, repository, labels }) => [certificate, repository, labels])).toEqual([
      ['broken/web', 'acme/broken', { repository: 'acme/broken' }],
      ['shop/web', 'acme/shop', { repository: 'acme/shop' }],
    ]);
  });

  it('whose names and texts are hostile', async () => {
    const name = '\u001b[31m</script><img src=x onerror=alert(1)>|`@acme\u202e';
    addRepository(
      'broken',
      change(({ certificates }) =>
        Object.assign(certificates[first] ?? {}, {
          certificate: name,
          display_name: name,
          owner: name,
          labels: { [name]: name },
          renewal_instructions: 'javascript:alert(1)',
        }),
      ),
    );
    const { status, stdout } = await runOverview(['--report', 'html=out.html', '--report', 'markdown=out.md']);
    expect(status).toBe(0);
    for (const text of [stdout, await files.read('out.html'), await files.read('out.md')]) {
      expect(text).toContain('broken');
      expect(text).not.toContain('\u001b[31m');
      expect(text).not.toContain('\u202e');
    }
    expect(await files.read('out.html')).not.toContain('<img src=x');
  });
});

describe('an overview within the limits of GitHub', () => {
  it('follows a repository that was renamed meanwhile', async () => {
    addRepository('new-name', shop);
    addRepository('old-name', null);
    github.state.renamed.set('acme/old-name', 'acme/new-name');
    const { status, overview } = await readOverview(['--repository', 'old-name']);
    expect([status, ...listStates(overview)]).toEqual([0, ['acme/old-name', 'read', null]]);
  });

  it('downloads an artifact again if its storage rejects a single download', async () => {
    addRepository('shop', shop);
    github.fail({ path: /\/storage\//, times: 1, answer: { status: 403 } });
    const { status, overview } = await readOverview();
    expect([status, ...listStates(overview)]).toEqual([0, ['acme/shop', 'read', null]]);
  });

  it('waits as long as a secondary limit asks for', async () => {
    addRepository('shop', shop);
    github.fail({
      path: /artifacts/,
      answer: {
        status: 403,
        headers: { 'retry-after': '60' },
        body: '{"message":"You have exceeded a secondary rate limit."}',
      },
    });
    const waits: number[] = [];
    const env = { GITHUB_TOKEN: TOKEN, GITHUB_REPOSITORY: 'acme/central', GITHUB_API_URL: github.api_url };
    const { status } = await runCli(
      ['overview', '--now', NOW],
      { cwd: files.root, env },
      { sleep: async (wait) => void waits.push(wait) },
    );
    expect(status).toBe(0);
    expect(waits).toContain(60_000);
  });

  it('reads no further repository once the limit of the hour is reached', async () => {
    for (let index = 0; index < 30; index += 1) addRepository(`r${index}`, shop);
    github.state.rate.remaining = 11;
    const { status, overview } = await readOverview();
    expect(status).toBe(1);
    const codes = new Set(overview.repositories.map(({ error }) => error?.code));
    expect([...codes]).toEqual(['github-rate-limited', undefined]);
    // Of the readers that were under way, each may notice it.
    expect(github.requests.filter(({ status }) => status === 403).length).toBeLessThan(9);
  });

  it('needs two requests for a repository, and one for a hundred', async () => {
    for (let index = 0; index < 120; index += 1) addRepository(`r${index}`, pay);
    expect((await readOverview()).overview.summary.read).toBe(120);
    const own = github.requests.filter(({ path }) => !path.startsWith('/storage/'));
    expect(own.filter(({ path }) => path.startsWith('/orgs/'))).toHaveLength(2);
    // One for the previous overview, which does not exist.
    expect(own).toHaveLength(2 + 1 + 2 * 120);
  });
});

describe('the digest of an overview', () => {
  it('is one message about all repositories, sent only if asked for', async () => {
    const receiver = await startReceiver();
    try {
      await files.write(
        'certvigil.yaml',
        `version: 1\ncertificates: []\nwebhooks:\n  chat: { url: "${receiver.origin}/chat" }\ndigest: { actions: [{ webhook: chat }] }\n`,
      );
      addRepository('shop', shop);
      addRepository('nothing', null);
      expect((await readOverview()).overview.deliveries).toEqual([]);
      expect((await readOverview(['--send-digest', '--dry-run'])).overview.deliveries).toMatchObject([
        { status: 'due' },
      ]);
      expect(receiver.requests).toHaveLength(0);
      expect((await readOverview(['--send-digest'])).overview.deliveries).toMatchObject([{ status: 'sent' }]);
      const [{ body } = { body: '' }] = receiver.requests;
      expect(JSON.parse(body).data.headline).toBe('1 critical, 1 unknown of 2 certificates');
      expect(body).toContain('acme/nothing has neither a report nor a manifest');
    } finally {
      await receiver.close();
    }
  });

  it('does not list a certificate that its own repository silenced, until the silence ends', async () => {
    const silenced = await scan(
      'certificates: [{ name: web, expires: 2031-03-12 }]\nwebhooks: { chat: { url: https://chat.example.com } }\nrules: [{ name: a, events: ["*"], actions: [{ webhook: chat }] }]\nsilences: [{ match: { names: [web] }, until: 2031-03-20, reason: planned }]\n',
    );
    addRepository('shop', silenced);
    await files.write(
      'certvigil.yaml',
      'version: 1\ncertificates: []\nwebhooks: { chat: { url: https://chat.example.com } }\ndigest: { actions: [{ webhook: chat }] }\n',
    );
    expect((await readOverview(['--send-digest'])).overview.deliveries).toMatchObject([{ status: 'unneeded' }]);
  });

  it('needs a receiver', async () => {
    addRepository('shop', shop);
    expect((await runOverview(['--send-digest'])).stderr).toContain('error[nothing-to-send]');
  });
});

it.each(['watched', 'audit'])('an overview has no report %s, which is about one manifest', async (kind) => {
  expect((await runOverview(['--report', `${kind}=out.md`])).stderr).toContain(`overview has no report ${kind}`);
});

describe('the action with command: overview', () => {
  const runOverviewStep = (inputs: Record<string, string> = {}) => {
    const runner = { GITHUB_REPOSITORY: 'acme/central', GITHUB_API_URL: github.api_url, GITHUB_EVENT_NAME: 'schedule' };
    return runStep(files, { command: 'overview', token: TOKEN, ...inputs }, runner);
  };

  it('writes the reports, the outputs and a summary', async () => {
    // As of now, because a step has no other time.
    addRepository('shop', await scan('certificates: [{ name: web, expires: 2099-01-01 }]\n', new Date().toISOString()));
    for (const repository of github.state.repositories.values())
      for (const artifact of repository.artifacts) artifact.created_at = new Date().toISOString();
    addRepository('other', null, { topics: [] });
    const { status, outputs, summary, commands } = await runOverviewStep({
      topic: 'certvigil',
      report: 'html=site/index.html',
    });
    expect({ status, commands: commands.filter((command) => !command.startsWith('::add-mask')) }).toEqual({
      status: 0,
      commands: [],
    });
    expect(outputs).toMatchObject({ certificates: '1', ok: '1', unknown: '0' });
    expect(JSON.parse(await readFile(outputs.report ?? '', 'utf8')).summary.read).toBe(1);
    expect(summary).toContain('The only repository has');
    expect(await files.read('site/index.html')).toContain('shop/web');
  });

  it('fails, and annotates and lists the repositories whose certificates are not known', async () => {
    addRepository('nothing', null);
    const { status, summary, commands } = await runOverviewStep();
    expect(status).toBe(1);
    expect(summary).toContain('| `acme/nothing` | ❌ no manifest | – | 0 | – |');
    expect(commands.some((command) => command.startsWith('::error title=repository-without-manifest::'))).toBe(true);
  });

  it('rejects its inputs with another command', async () => {
    const { status, stdout } = await runStep(files, { topic: 'certvigil' }, { GITHUB_EVENT_NAME: 'schedule' });
    expect(status).toBe(2);
    expect(stdout).toContain('the input topic cannot be used with command: scan');
  });
});

it('an overview needs a token', async () => {
  const { status, stderr } = await runOverview([], { GITHUB_TOKEN: '' });
  expect(status).toBe(2);
  expect(stderr).toContain('error[github-access-missing]: overview needs a token and a repository\n');
});
