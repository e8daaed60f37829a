import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { SourceReading } from '../../src/domain/index.ts';
import type { RecordInput } from '../../src/events/state/record.ts';
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

vi.mock('../../src/app/verify/trust-evaluator.ts', { spy: true });
vi.mock('../../src/assess/findings/index.ts', { spy: true });
vi.mock('../../src/assess/index.ts', { spy: true });
vi.mock('../../src/assess/policies/keys.ts', { spy: true });
vi.mock('../../src/certificate/decode.ts', { spy: true });
vi.mock('../../src/certificate/decode-file.ts', { spy: true });
vi.mock('../../src/certificate/x509/details.ts', { spy: true });
vi.mock('../../src/certificate/x509/policy-fields.ts', { spy: true });
vi.mock('../../src/domain/event-data.ts', { spy: true });
vi.mock('../../src/events/plan/alert-candidate.ts', { spy: true });
vi.mock('../../src/events/plan/decide.ts', { spy: true });
vi.mock('../../src/events/plan/describe.ts', { spy: true });
vi.mock('../../src/events/plan/rules.ts', { spy: true });
vi.mock('../../src/events/state/read-results.ts', { spy: true });
vi.mock('../../src/events/state/record.ts', { spy: true });
vi.mock('../../src/events/state/revocation-register.ts', { spy: true });
vi.mock('../../src/jinja/index.ts', { spy: true });
vi.mock('../../src/lib/files/glob.ts', { spy: true });
vi.mock('../../src/report/scan/document.ts', { spy: true });
vi.mock('../../src/report/scan/failures-only.ts', { spy: true });
vi.mock('../../src/scan/sources/index.ts', { spy: true });
vi.mock('../../src/scan/sources/read-endpoint.ts', { spy: true });

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
const BYSTANDERS = { 'neighbor.example': 'critical', 'healthy.example': 'critical' };

/** Everything that a stage does for one certificate is behind one boundary, so one function of each is enough. */
const BOUNDARIES: [
  boundary: string,
  module: string,
  name: string,
  field?: string,
  select?: (args: unknown[]) => unknown,
][] = [
  ['is decoded', 'certificate/decode', 'decodeLocation'],
  ['is verified', 'app/verify/trust-evaluator', 'evaluateTrust', 'trust: mozilla'],
  ['is read for policies', 'certificate/x509/policy-fields', 'readPolicyFields'],
  ['is recorded at its location', 'events/state/revocation-register', 'updateRevocation'],
  ['is described at its location', 'events/state/read-results', 'selectResult'],
  ['is evaluated', 'assess/index', 'assess'],
  ['is evaluated by a policy', 'assess/policies/keys', 'minKeySize'],
  ['gets its row of the report', 'domain/event-data', 'describeSubject'],
  ['gets an alert', 'events/plan/alert-candidate', 'createCandidate', '', ([, options]) => options],
  ['gets a notification', 'events/plan/decide', 'decide'],
];

const isOfVictim = ([, readings]: unknown[]) =>
  (readings as SourceReading[]).some(({ entry }) => entry === 'victim') && VICTIM;

describe('a bug', () => {
  it.each(BOUNDARIES)('fails a certificate alone while it %s: %s, %s', async (_, module, name, field, select) => {
    await injectBug(module, name, select);
    const { status, victims, bystanders, notified, stderr } = await workspace.scan(
      `${ENTRIES.replace('"certs/*"', `"certs/*"${field ? `, ${field}` : ''}`)}policies:\n  - { name: keys, min_key_size: 2048 }\n`,
    );
    expect(stderr).toContain(INJECTED);
    expect(status).toBe(3);
    expect(victims).toMatchObject([{ status: 'unknown', error: { code: 'internal-error' } }]);
    expect(bystanders).toEqual(BYSTANDERS);
    expect(notified).toEqual(expect.arrayContaining(others(EVENT)));
  });

  it.each([
    ['scan/sources/index', 'listJobs', 'env: TARGET_OF_A_BUG', 'env:TARGET_OF_A_BUG'],
    ['scan/sources/read-endpoint', 'readTarget', 'endpoint: victim.test', 'victim.test:443'],
    ['events/state/read-results', 'collectResults', 'file: certs/target.der', 'victim', isOfVictim],
  ])('fails an entry alone: %s, %s', async (module, name, source, location, select?: (args: unknown[]) => unknown) => {
    await injectBug(module, name, select);
    const { status, victims, bystanders, notified, stderr } = await workspace.scan(
      `${ENTRIES.replace('"certs/*"', 'certs/neighbor.pem')}  - { name: victim, ${source} }\n`,
    );
    expect(stderr).toContain(INJECTED);
    expect(status).toBe(3);
    const failed = victims.filter(({ certificate }) => certificate === 'victim');
    expect(failed).toMatchObject([{ status: 'unknown', locations: [{ location, error: { code: 'internal-error' } }] }]);
    expect(bystanders).toEqual(BYSTANDERS);
    expect(notified).toEqual(others(EVENT));
  });

  it('fails one file of a glob alone', async () => {
    await injectBug('lib/files/glob', 'isMatchAfter', ([, , name]) => name === 'target.der' && VICTIM);
    const { status, victims, bystanders, stderr } = await workspace.scan(ENTRIES);
    expect(stderr).toContain(INJECTED);
    expect(status).toBe(3);
    expect(victims).toMatchObject([{ status: 'unknown', error: { code: 'internal-error' } }]);
    expect(bystanders).toEqual({ 'neighbor.example': 'critical', 'healthy.example': 'critical' });
  });

  it('ends the scan before anything is sent if it is about no certificate', async () => {
    const rules = await import('../../src/events/plan/rules.ts');
    vi.mocked(rules.compileRules).mockImplementation(() => {
      throw new Error(INJECTED);
    });
    await expect(workspace.scan(ENTRIES)).rejects.toThrow(INJECTED);
  });
});

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

  it.each([
    ['certificate/decode', 'decodeLocation', undefined],
    ['events/state/revocation-register', 'updateRevocation', undefined],
    ['events/state/read-results', 'selectResult', undefined],
    ['events/state/read-results', 'collectResults', isOfVictim],
    ['assess/index', 'assess', undefined],
    ['events/plan/describe', 'describeSubject', undefined],
  ])('resolves nothing, and forgets nothing: %s, %s', async (module, name, select) => {
    const entries = 'certificates:\n  - { name: victim, file: certs/target.der }\n';
    expect((await workspace.scan(entries)).notified).toEqual([`${VICTIM} ${EVENT}`]);
    const actual = await injectBug(module, name, select);
    expect(await workspace.scan(entries)).toMatchObject({ status: 3, notified: [] });
    actual.restore();
    expect(await workspace.scan(entries)).toMatchObject({ status: 0, notified: [] });
    expect((await workspace.scan('certificates: []\n')).notified).toEqual([`${VICTIM} certificate.removed`]);
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
    const recording = await import('../../src/events/state/record.ts');
    const actual = await vi.importActual<typeof recording>('../../src/events/state/record.ts');
    vi.mocked(recording.record).mockImplementation((input) => actual.record(breakEvents(input)));
    const first = await workspace.scan(ENTRIES);
    expect(first.status).toBe(3);
    expect(first.notified).toEqual([...others(EVENT), `${VICTIM} ${EVENT}`]);
    expect(first.stderr).toContain('certvigil failed internally at mixed');
    vi.resetAllMocks();
    expect((await workspace.scan(ENTRIES)).notified).toEqual([`${VICTIM} ${EVENT}`]);
  });

  it.each([
    ['report/scan/document', 'buildScanDocument', []],
    ['report/scan/failures-only', 'renderFailures', ['--quiet']],
    ['report/scan/document', 'buildScanDocument', ['--quiet', '--report', 'markdown=report.md']],
  ])('fails one report, and no other, after everything was sent and recorded: %s', async (module, name, argv) => {
    await injectBug(module, name, () => VICTIM);
    const { status, notified, stderr, report } = await workspace.scan(ENTRIES, argv);
    expect({ status, notified }).toEqual({ status: 3, notified: [...others(EVENT), `${VICTIM} ${EVENT}`] });
    expect(stderr).toContain(INJECTED);
    expect(report.certificates).toHaveLength(3);
    expect(existsSync(join(workspace.directory, 'report.md'))).toBe(false);
    vi.resetAllMocks();
    expect(await workspace.scan(ENTRIES)).toMatchObject({ status: 0, notified: [] });
  });
});

/** What an event of the victim is about cannot be read. */
function breakEvents(input: RecordInput): RecordInput {
  const events = input.plan.events.map((event) => {
    if (event.context.data.common_name !== VICTIM) return event;
    const fail = () => {
      throw new Error(INJECTED);
    };
    return Object.defineProperty({ ...event }, 'context', { get: fail });
  });
  return { ...input, plan: { ...input.plan, events } };
}

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
  await injectBug('certificate/decode-file', 'listLocationsWithPasswords');
  const { stdout, stderr } = await run('init', '--dry-run', '--action', 'example/certvigil@v0');
  expect(stderr).toContain(INJECTED);
  expect(stdout + stderr).toContain('neighbor.pem');
  expect(stdout + stderr).toContain('healthy.pem');
  expect(stdout + stderr).toContain('could not be read (an internal error; please report it): certs/target.der');
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
