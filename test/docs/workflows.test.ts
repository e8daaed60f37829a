import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SUITES } from '../conformance/suites.ts';
import { describeWith } from '../helpers/programs.ts';
import { lintAction, lintWorkflow } from '../helpers/workflow-lint.ts';

function listWorkflows(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).map((name) => path.posix.join(directory, name)) : [];
}

const OWN = listWorkflows('.github/workflows');
const EXAMPLES = listWorkflows('examples/workflows');

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Workflow {
  permissions?: unknown;
  on: Record<string, unknown>;
  jobs: Record<string, { permissions?: unknown; uses?: string; container?: { image: string }; steps?: Step[] }>;
}

const PINNED_IMAGE = /^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/;

const read = (file: string) => readFileSync(file, 'utf8');
const workflow = (file: string) => parse(read(file)) as Workflow;

function listUses(file: string): string[] {
  return Object.values(workflow(file).jobs).flatMap(({ uses, steps = [] }) =>
    [uses, ...steps.map((step) => step.uses)].filter((one) => one !== undefined),
  );
}

describe('linters', () => {
  it('find defects in a workflow', async () => {
    const text = read(EXAMPLES[0] ?? '');
    expect(await lintWorkflow(text.replace('permissions:', 'permission:'), 'a.yml')).not.toEqual([]);
    expect(await lintWorkflow(text.replace('contents: ', 'content: '), 'a.yml')).not.toEqual([]);
    expect(await lintWorkflow(text.replace('@v0', ''), 'a.yml')).not.toEqual([]);
  });

  it('find defects in an action', () => {
    const text = read('action.yml');
    expect(lintAction(text.replace('main:', 'mian:'), 'action.yml')).not.toEqual([]);
    expect(lintAction(text.replace('description:', 'decription:'), 'action.yml')).not.toEqual([]);
  });
});

describe('action.yml', () => {
  it('passes the schema for action metadata', () => {
    expect(lintAction(read('action.yml'), 'action.yml')).toEqual([]);
  });
});

describe.each([...OWN, ...EXAMPLES])('%s', (file) => {
  it('passes the linters', async () => {
    expect(await lintWorkflow(read(file), file)).toEqual([]);
  });
});

const isThirdParty = (uses: string) => !uses.startsWith('./') && !/\/certvigil(?:\/|@)/.test(uses);

describe.each([...OWN, ...EXAMPLES])('%s', (file) => {
  it('pins third-party actions to a commit, with the version as a comment', () => {
    const uses = listUses(file).filter(isThirdParty);
    expect(uses.filter((one) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(one))).toEqual([]);
    const lines = read(file).match(/uses: .*@[0-9a-f]{40}.*/g) ?? [];
    expect(lines.filter((line) => !/ # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });
});

describe.each([...OWN, ...EXAMPLES])('%s', (file) => {
  const { permissions, jobs } = workflow(file);
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

  it('grants write permissions to single jobs only', () => {
    expect(permissions ?? {}).toBeTypeOf('object');
    expect(Object.values(permissions ?? {})).not.toContain('write');
  });

  it('leaves no credentials in a checkout', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('passes values to scripts in variables, because an expression in a script is code', () => {
    expect(steps.filter(({ run = '' }) => /\$\{\{/.test(run))).toEqual([]);
  });
});

describe.each(EXAMPLES)('%s', (file) => {
  it('runs nothing that is not pinned', () => {
    expect(read(file)).not.toMatch(/\b(?:npx|npm|curl|wget|docker|pip) /);
  });
});

describe.each(OWN)('%s', (file) => {
  it('pins container images to a digest, with the tag', () => {
    const images = Object.values(workflow(file).jobs).flatMap(({ container }) => container?.image ?? []);
    expect(images.filter((image) => !PINNED_IMAGE.test(image))).toEqual([]);
  });

  it('grants only named permissions', () => {
    const { permissions, on, jobs } = workflow(file);
    // A workflow that is only called gets the permissions of its caller.
    if (Object.keys(on).join() === 'workflow_call') return expect(permissions).toBeUndefined();
    expect(permissions, 'at the top').toEqual(permissions === null ? null : expect.any(Object));
    for (const granted of [permissions, ...Object.values(jobs).map((job) => job.permissions)]) {
      expect(granted ?? {}).toBeTypeOf('object');
    }
  });
});

it('each third-party action has the same version everywhere', () => {
  const versions = new Map<string, Set<string>>();
  for (const uses of [...OWN, ...EXAMPLES].flatMap(listUses).filter(isThirdParty)) {
    const [name = '', version = ''] = uses.split('@');
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  for (const [name, found] of versions) expect([...found], name).toHaveLength(1);
});

describe('the reusable workflow', () => {
  const file = '.github/workflows/certvigil.yml';
  const { on, jobs } = parse(read(file));
  const { inputs, outputs, secrets } = on.workflow_call;
  const action = parse(read('action.yml'));
  const steps: { name?: string; uses?: string; run: string; with: object }[] = jobs.certvigil.steps;

  it('passes every input to the action input of the same name, with the same default', () => {
    const passed = Object.keys(inputs).filter((name) => name !== 'runs-on');
    const own = steps.find(({ uses = '' }) => uses.startsWith('./'));
    expect(own?.with).toEqual({
      ...Object.fromEntries(passed.map((name) => [name, `\${{ inputs.${name} }}`])),
      token: `\${{ secrets.token || github.token }}`,
    });
    for (const name of passed) expect(String(inputs[name].default), name).toBe(action.inputs[name].default);
  });

  it('has every input of the action, except for files that it names itself, and those of an overview and of discover', () => {
    const has = [...Object.keys(inputs), ...Object.keys(secrets)];
    expect(Object.keys(action.inputs).filter((name) => !has.includes(name))).toEqual([
      'event-log',
      'output',
      'organization',
      'topic',
      'repositories',
      'send-digest',
      'write',
      'summary',
    ]);
  });

  it('does not run two jobs with different selections one after the other', () => {
    for (const name of ['command', 'manifest', 'only', 'probe', 'shard', 'runs-on'])
      expect(jobs.certvigil.concurrency.group).toContain(`\${{ inputs.${name} }}`);
  });

  it('runs the action of its own commit, and checks out nothing else of it', () => {
    const index = steps.findIndex(({ uses = '' }) => uses.startsWith('./'));
    const [checkout, action] = steps.slice(index - 1);
    expect(checkout?.with).toEqual({
      repository: `\${{ job.workflow_repository }}`,
      ref: `\${{ job.workflow_sha }}`,
      path: '.certvigil-action',
      'persist-credentials': false,
      'sparse-checkout': '/action.yml\n/dist/\n',
      'sparse-checkout-cone-mode': false,
    });
    expect(action?.uses).toBe('./.certvigil-action');
  });

  it('has only outputs of the action', () => {
    expect(Object.keys(outputs)).toEqual(Object.keys(jobs.certvigil.outputs));
    for (const name of Object.keys(outputs)) expect(Object.keys(action.outputs)).toContain(name);
  });

  const runStep = (prefix: string, env: Record<string, string>) => {
    const step = steps.find(({ name = '' }) => name.startsWith(prefix));
    const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
    const [variables, output] = ['env', 'output'].map((name) => path.join(directory, name)) as [string, string];
    try {
      writeFileSync(variables, '');
      writeFileSync(output, '');
      const printed = execFileSync('bash', ['--noprofile', '--norc', '-e', '-c', step?.run ?? ''], {
        env: { PATH: process.env.PATH, GITHUB_ENV: variables, GITHUB_OUTPUT: output, ...env },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { printed, variables: parseRunnerFile(read(variables)), output: parseRunnerFile(read(output)) };
    } finally {
      rmSync(directory, { recursive: true });
    }
  };
  const exportSecrets = (secrets: string) => runStep('Export the secrets', { SECRETS: secrets });

  it('reads secrets line by line, masks each, and ignores lines that do not set a variable', () => {
    const { printed, variables } = exportSecrets(
      'A_URL=https://a.example/x=y<<z\r\n\r\nno\nEMPTY=\r\n B=c\nC=50%25 off%\r',
    );
    expect(variables).toEqual({ A_URL: 'https://a.example/x=y<<z', C: '50%25 off%' });
    expect(printed).toBe('::add-mask::https://a.example/x=y<<z\n::add-mask::50%2525 off%25\n');
  });

  it('reads secrets with several lines, and masks all of them', () => {
    const { printed, variables } = exportSecrets(
      'A=1\nKEY<<END\r\nfirst=50%\r\n\r\n  last\r\nEND\r\nUNSET<<END\n\nEND\nB=2\nOTHER<<EOF\nEND\n\nEOF\n',
    );
    expect(variables).toEqual({ A: '1', KEY: 'first=50%\n\n  last', B: '2', OTHER: 'END' });
    expect(printed).toBe('::add-mask::1\n::add-mask::first=50%25%0A%0A  last\n::add-mask::2\n::add-mask::END\n');
  });

  it('fails if a secret with several lines has no end, and prints none of it', () => {
    let printed = '';
    try {
      exportSecrets('KEY<<END\nfirst\nB=2');
    } catch (error) {
      printed = (error as { stdout: string }).stdout;
    }
    expect(printed).toBe('::error::The value of KEY in the secret environment has no end: a line with END only.\n');
  });

  it.each([
    ['default-all', 'observations-default-all'],
    ['office-3/16', 'observations-office-3-of-16'],
  ])('uploads the observations of %s as %s, and the files of the reports', (observed, artifact) => {
    const { output } = runStep('Name the files', { OBSERVED: observed, REPORTS: 'html=out/a=b.html\n\nics=c.ics\n' });
    expect(output).toEqual({ artifact, reports: 'out/a=b.html\nc.ics', reports_artifact: 'certvigil-reports' });
  });

  it('uploads the reports of each job of a matrix as an artifact of its own', () => {
    const nameArtifact = (env: Record<string, string>) =>
      runStep('Name the files', { REPORTS: 'ics=a.ics', ...env }).output.reports_artifact;
    expect(nameArtifact({ MANIFEST: 'payments.yaml' })).toBe('certvigil-reports-payments.yaml');
    expect(nameArtifact({ COMMAND: 'digest' })).toBe('certvigil-reports-digest');
    const alike = ['teams/a.yaml', 'teams-a.yaml', 'teams:a.yaml'].map((MANIFEST) => nameArtifact({ MANIFEST }));
    expect(new Set(alike).size).toBe(3);
    for (const name of [...alike, nameArtifact({ ONLY: 'shop-*', RUNNER: 'office' })])
      expect(name).toMatch(/^certvigil-reports-[\w.-]+$/);
  });

  const checkServer = (env: Record<string, string>) => {
    try {
      return runStep('Check what the server supports', { WORKFLOW: '0'.repeat(40), ARTIFACTS: 'true', ...env }).printed;
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };

  it('says so if the server does not have what it needs', () => {
    for (const SERVER of ['https://github.com', 'https://acme.ghe.com']) expect(checkServer({ SERVER })).toBe('');
    const SERVER = 'https://github.example.com';
    expect(checkServer({ SERVER, ARTIFACTS: 'false' })).toBe('');
    expect(checkServer({ SERVER })).toMatch(/^::error::This server does not have artifacts of version 4/);
    expect(checkServer({ SERVER, WORKFLOW: '' })).toMatch(/^::error::This server does not have job.workflow_sha/);
  });
});

/** The values that a step passes on to the runner, as NAME=value or NAME<<MARKER. */
function parseRunnerFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const match of text.matchAll(/^(\w+)(?:=(.*)|<<(.+)\n([\s\S]*?)\n\3)\n/gm))
    values[match[1] ?? ''] = match[2] ?? match[4] ?? '';
  return values;
}

describe('the CI workflow', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml'));

  it('has one check that requires all others', () => {
    const others = Object.keys(jobs).filter((name) => name !== 'gate');
    expect(jobs.gate.needs).toEqual(others);
    const [step] = jobs.gate.steps;
    expect(step.run).toBe(`test "$RESULTS" = "${others.map(() => 'success').join(' ')}"`);
  });

  it('runs the parts of .ci/run as jobs, the one that needs root in a container with Debian', () => {
    const parts = read('.ci/run').match(/(?<=\$\w+ )\.ci\/\w+/g);
    expect(parts).toEqual(['.ci/check', '.ci/real']);
    expect(jobs.check.steps.at(-1).run).toBe('.ci/check');
    expect(jobs.check.container).toBeUndefined();
    expect(jobs.real.steps.at(-1).run).toBe('.ci/real');
    expect(jobs.real.container.image).toContain('trixie');
  });
});

describe('the conformance workflow', () => {
  const { jobs } = parse(read('.github/workflows/conformance.yml'));

  it('runs every suite', () => {
    expect(jobs.suite.strategy.matrix.room).toEqual(SUITES.map(({ room }) => room));
  });

  it('runs in the container of CI', () => {
    const { jobs: ci } = parse(read('.github/workflows/ci.yml'));
    expect(jobs.suite.container.image).toBe(ci.real.container.image);
  });
});

describe('the release workflow', () => {
  const { jobs } = parse(read('.github/workflows/release.yml'));
  const steps = (job: string): { name?: string; run?: string }[] => jobs[job].steps;
  const run = (directory: string, script: string, env: Record<string, string>) =>
    execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: directory,
      env: { PATH: process.env.PATH, RUNNER_TEMP: directory, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  describeWith('awk', 'the release notes', () => {
    it('publishes only its own section of the changelog', () => {
      const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
      const script = steps('release').find(({ run: text = '' }) => text.includes('CHANGELOG.md'))?.run ?? '';
      const notes = script.split('\n').filter((line) => /^(?:version=|awk )/.test(line));
      try {
        const changelog =
          '# Changelog\n\n## 1.1.0 - 2027-01-02\n\n### Added\n\n- new\n\n## 1.0.0 - 2026-12-01\n\n- old\n';
        writeFileSync(path.join(directory, 'CHANGELOG.md'), changelog);
        run(directory, notes.join('\n'), { GITHUB_REF_NAME: 'v1.1.0' });
        expect(readFileSync(path.join(directory, 'notes.md'), 'utf8').trim()).toBe('### Added\n\n- new');
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  });

  it.each<[string, string, Record<string, string>, boolean]>([
    ['passes without a placeholder', 'uses: acme/certvigil@v0\n', {}, true],
    ['fails for a placeholder in the documentation', 'uses: <OWNER>/certvigil@v0\n', {}, false],
    [
      'passes for the placeholder in the source, in tests and in the error pages that describe it',
      '',
      { 'src/a.ts': '<OWNER>', 'test/a.ts': '<OWNER>', 'docs/reference/errors/a.md': '<OWNER>' },
      true,
    ],
  ])('the check for placeholders %s', (_, readme, others, passes) => {
    const check = steps('version').find(({ name = '' }) => name.includes('placeholder'))?.run ?? '';
    const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
    const files = { 'README.md': readme, '.github/workflows/release.yml': check, ...others };
    try {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.join(directory, path.dirname(name)), { recursive: true });
        writeFileSync(path.join(directory, name), text);
      }
      run(directory, 'git init --quiet && git add .', {});
      if (passes) expect(() => run(directory, check, {})).not.toThrow();
      else expect(() => run(directory, check, {})).toThrow();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('publishes only what passes all checks, and moves the major tag without waiting for npm', () => {
    expect(jobs.test.uses).toBe('./.github/workflows/ci.yml');
    expect(jobs.release.needs).toEqual(['version', 'test']);
    for (const name of ['npm', 'image', 'major']) expect(jobs[name].needs).toEqual(['release']);
  });

  it('fails if the tag is not the version of the package', () => {
    const script =
      steps('version')
        .find(({ name = '' }) => name.startsWith('Check that the tag'))
        ?.run?.split('\n') ?? [];
    const { version } = JSON.parse(read('package.json'));
    const check = script.slice(0, 2).join('\n');
    expect(() => run('.', check, { GITHUB_REF_NAME: `v${version}` })).not.toThrow();
    expect(() => run('.', check, { GITHUB_REF_NAME: 'v99.0.0' })).toThrow();
  });
});

it.each(EXAMPLES)('%s runs for every change of a pull request, which discovery and policies may be about', (file) => {
  const { on } = workflow(file);
  expect(on.pull_request ?? null).toBeNull();
});

it('digests are scheduled in local time, and scans in UTC, from which their due time is computed', () => {
  const schedules = Object.fromEntries(
    EXAMPLES.map((file) => [path.posix.basename(file), JSON.stringify(workflow(file).on.schedule ?? [])]),
  );
  expect(schedules['digest.yml']).toBe('[{"cron":"23 7 * * 1","timezone":"Europe/Berlin"}]');
  expect(schedules['certvigil-scan.yml']).not.toContain('timezone');
});
