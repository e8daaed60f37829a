import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createTestIo } from '../manifest/io.ts';
import {
  createCritical,
  createIsolatedWorkspace,
  ENTRIES,
  INJECTED,
  type IsolatedWorkspace,
  NOW,
  VICTIM,
} from './harness.ts';
import { injectBug } from './inject.ts';

vi.mock('../../src/assess/findings/index.ts', { spy: true });
vi.mock('../../src/assess/index.ts', { spy: true });
vi.mock('../../src/assess/policies/keys.ts', { spy: true });
vi.mock('../../src/certificate/decode.ts', { spy: true });
vi.mock('../../src/certificate/x509/details.ts', { spy: true });
vi.mock('../../src/events/plan/candidate.ts', { spy: true });
vi.mock('../../src/events/plan/describe.ts', { spy: true });
vi.mock('../../src/events/plan/rules.ts', { spy: true });
vi.mock('../../src/events/state/record.ts', { spy: true });
vi.mock('../../src/jinja/index.ts', { spy: true });
vi.mock('../../src/lib/files/glob.ts', { spy: true });
vi.mock('../../src/report/scan/terminal.ts', { spy: true });
vi.mock('../../src/report/scan/failures-only.ts', { spy: true });

let workspace: IsolatedWorkspace;
beforeEach(async () => {
  workspace = await createIsolatedWorkspace();
  workspace.write('certs/target.der', createCritical(VICTIM));
});
afterEach(async () => {
  vi.resetAllMocks();
  await workspace.close();
});

const EVENT = 'certificate.expiry_warning';
const others = (event: string) => [`healthy.example ${event}`, `neighbor.example ${event}`];

describe('a bug about a certificate that is in the event log', () => {
  it('neither repeats nor resolves its alert, and does not suppress those of others', async () => {
    expect((await workspace.scan(ENTRIES)).notified).toEqual([...others(EVENT), `${VICTIM} ${EVENT}`]);
    const actual = await injectBug('assess/index', 'assess');
    const broken = await workspace.scan(ENTRIES, ['--ignore-cooldown']);
    expect(broken).toMatchObject({ status: 3, notified: others(EVENT) });
    expect(broken.victims).toMatchObject([{ status: 'unknown', error: { code: 'internal-error' } }]);
    actual.restore();
    // It is not new, so it has its cooldown.
    const fixed = await workspace.scan(ENTRIES);
    expect(fixed).toMatchObject({ status: 0, notified: [] });
    expect(fixed.victims).toMatchObject([{ status: 'critical', error: null }]);
    rmSync(join(workspace.directory, 'certs/target.der'));
    expect((await workspace.scan(ENTRIES)).notified).toEqual([`${VICTIM} certificate.removed`]);
  });

  it('fires certificate.unreachable in the second scan, like any other failure', async () => {
    await injectBug('assess/findings/index', 'detectFindings');
    expect((await workspace.scan(ENTRIES)).notified).toEqual(others(EVENT));
    const second = await workspace.scan(ENTRIES);
    expect(second.notified).toEqual(['None certificate.unreachable']);
    expect(second.report.events.find(({ event }) => event === 'certificate.unreachable')?.data.error).toMatchObject({
      code: 'internal-error',
      detail: expect.stringMatching(
        /^certvigil failed internally at certs\/target\.der: this is a bug\. Please report it/,
      ),
    });
  });

  it('does not prevent the resolution of others', async () => {
    const first = await workspace.scan(ENTRIES);
    for (const file of ['certs/target.der', 'healthy.pem']) rmSync(join(workspace.directory, file));
    workspace.write('healthy.pem', createCritical('healthy.example', 2));
    const fingerprint = first.victims[0]?.fingerprint_sha256 ?? '';
    await injectBug('events/plan/describe', 'describeRemoved', ([alert]) =>
      (alert as { fingerprint: string }).fingerprint === fingerprint ? VICTIM : null,
    );
    const { status, notified, stderr } = await workspace.scan(ENTRIES);
    expect(stderr).toContain(INJECTED);
    // The bug is about a certificate that the report does not show any more.
    expect(stderr).toContain('certvigil failed internally at mixed');
    expect(status).toBe(3);
    expect(notified).toContain('healthy.example certificate.removed');
    expect(notified).not.toContain(`${VICTIM} certificate.removed`);
  });
});

it('a bug that takes two certificates of an entry leaves out both, and no other entry', async () => {
  const indexing = await import('../../src/events/plan/candidate.ts');
  const actual = await vi.importActual<typeof indexing>('../../src/events/plan/candidate.ts');
  vi.mocked(indexing.createCandidate).mockImplementation((context, options) => {
    const hasBoth = 'observation' in context && (context.observation as { subjects: unknown[] }).subjects.length > 1;
    if (hasBoth && options.key.certificate === 'mixed') throw new Error(INJECTED);
    return actual.createCandidate(context, options);
  });
  const { status, notified, bystanders } = await workspace.scan(ENTRIES);
  expect(status).toBe(3);
  expect(notified).toEqual([`healthy.example ${EVENT}`]);
  expect(bystanders).toMatchObject({ 'healthy.example': 'critical' });
});

it('a bug that is about no certificate ends the scan before anything is sent', async () => {
  const rules = await import('../../src/events/plan/rules.ts');
  vi.mocked(rules.compileRules).mockImplementation(() => {
    throw new Error(INJECTED);
  });
  await expect(workspace.scan(ENTRIES)).rejects.toThrow(INJECTED);
});

describe('a bug in an effect', () => {
  it('fails one delivery if its template cannot be rendered', async () => {
    await injectBug('jinja/index', 'renderTemplate');
    const { status, notified, report } = await workspace.scan(ENTRIES);
    expect({ status, notified }).toEqual({ status: 3, notified: others(EVENT) });
    expect(report.deliveries.map(({ error }) => error?.code ?? null).sort()).toEqual(['internal-error', null, null]);
    vi.resetAllMocks();
    expect((await workspace.scan(ENTRIES)).notified).toEqual([`${VICTIM} ${EVENT}`]);
  });

  it('loses the record of one event, which is sent again, and of no other', async () => {
    await injectBug('events/state/record', 'record', ([input]) => (input as { plan: unknown }).plan);
    const first = await workspace.scan(ENTRIES);
    expect(first.status).toBe(3);
    expect(first.notified).toEqual([...others(EVENT), `${VICTIM} ${EVENT}`]);
    expect(first.stderr).toContain('certvigil failed internally at mixed');
    vi.resetAllMocks();
    expect((await workspace.scan(ENTRIES)).notified).toEqual([`${VICTIM} ${EVENT}`]);
  });

  it.each([
    ['report/scan/terminal', 'renderScanTable', []],
    ['report/scan/failures-only', 'renderFailures', ['--quiet']],
  ])('shows a row that cannot be rendered as unknown: %s', async (module, name, argv) => {
    await injectBug(module, name);
    const { status, notified, table, stderr, victims } = await workspace.scan(ENTRIES, argv);
    expect(status).toBe(3);
    expect(notified).toHaveLength(3);
    expect(stderr).toContain(INJECTED);
    expect(victims).toMatchObject([{ status: 'critical' }]);
    const shown = table + stderr;
    expect(shown).toContain('internal-error');
    if (argv.length === 0) for (const one of ['healthy', 'neighbor']) expect(table).toContain(`${one}.example`);
  });
});

/** Runs a command in the workspace. */
async function run(...argv: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const output = { stdout: '', stderr: '' };
  const io = {
    ...createTestIo(workspace.directory),
    now: () => NOW,
    stdout: (text: string) => {
      output.stdout += text;
    },
    stderr: (text: string) => {
      output.stderr += text;
    },
  };
  return { status: await main(argv, io), ...output };
}

it('inspect shows the other certificates', async () => {
  await injectBug('certificate/x509/details', 'readDetails');
  const { status, stdout, stderr } = await run('inspect', 'certs/target.der', 'healthy.pem');
  expect(status).toBe(3);
  expect(stderr).toContain(INJECTED);
  expect(stdout).toContain('internal-error');
  expect(stdout).toContain('healthy.example');
});

it('digest lists the other certificates', async () => {
  workspace.write('certvigil.yaml', `version: 1\n${ENTRIES}`);
  await injectBug('assess/findings/index', 'detectFindings');
  const { stdout, stderr } = await run('digest', '--dry-run', '--format', 'json');
  expect(stderr).toContain(INJECTED);
  const { critical, summary } = JSON.parse(stdout);
  expect(critical.map((one: { common_name: string }) => one.common_name).sort()).toEqual([
    'healthy.example',
    'neighbor.example',
  ]);
  expect(summary).toMatchObject({ critical: 2, unknown: 1 });
});

it('init lists the other certificates', async () => {
  rmSync(join(workspace.directory, 'certvigil.yaml'), { force: true });
  await injectBug('certificate/decode', 'decodePlace');
  const { stdout, stderr } = await run('init', '--dry-run', '--action', 'example/certvigil@v0');
  expect(stderr).toContain(INJECTED);
  expect(stdout + stderr).toContain('neighbor.pem');
  expect(stdout + stderr).toContain('healthy.pem');
  expect(stdout + stderr).toContain('could not be read (an internal error; please report it): certs/target.der');
});

it('a bug about one file of a glob fails that file alone', async () => {
  await injectBug('lib/files/glob', 'isMatchAfter', ([, , name]) => name === 'target.der' && VICTIM);
  const { status, victims, bystanders, stderr } = await workspace.scan(ENTRIES);
  expect(stderr).toContain(INJECTED);
  expect(status).toBe(3);
  expect(victims).toMatchObject([{ status: 'unknown', error: { code: 'internal-error' } }]);
  expect(bystanders).toEqual({ 'neighbor.example': 'critical', 'healthy.example': 'critical' });
});

it('a bug about one directory of a glob fails that directory alone', async () => {
  mkdirSync(join(workspace.directory, 'certs/victim'));
  const entries = ENTRIES.replace('"certs/*"', '"certs/**"');
  await injectBug('lib/files/glob', 'advance', ([, , name]) => name === 'victim' && VICTIM);
  const { status, report, stderr } = await workspace.scan(entries);
  expect(stderr).toContain(INJECTED);
  expect(status).toBe(3);
  const failed = report.certificates.filter(({ error }) => error !== null);
  expect(failed.map(({ places, error }) => [places[0]?.location, error?.code])).toEqual([
    ['certs/victim', 'internal-error'],
  ]);
  expect(report.certificates).toHaveLength(4);
});

it('validate checks the policies of the other certificates', async () => {
  workspace.write(
    'certvigil.yaml',
    `version: 1\n${ENTRIES}policies:\n  - { name: keys, min_key_size: 2048 }\n  - { name: long, max_validity_days: 1 }\n`,
  );
  await injectBug('assess/policies/keys', 'minKeySize');
  const { status, stdout, stderr } = await run('validate');
  expect(status).toBe(2);
  expect(stdout + stderr).toContain('error[internal-error]: The policies of "certs/target.der" could not be checked');
  expect(stdout + stderr).toContain('"healthy.pem" violates policy "long"');
});
