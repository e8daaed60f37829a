import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createCritical,
  createIsolatedWorkspace,
  ENTRIES,
  INJECTED,
  type IsolatedWorkspace,
  VICTIM,
} from './harness.ts';
import { injectBug } from './inject.ts';

vi.mock('../../src/app/decision/evaluate.ts', { spy: true });
vi.mock('../../src/app/verify/trust-evaluator.ts', { spy: true });
vi.mock('../../src/assess/expectations.ts', { spy: true });
vi.mock('../../src/assess/findings/index.ts', { spy: true });
vi.mock('../../src/assess/index.ts', { spy: true });
vi.mock('../../src/assess/policies/keys.ts', { spy: true });
vi.mock('../../src/certificate/decode.ts', { spy: true });
vi.mock('../../src/certificate/x509/path-fields.ts', { spy: true });
vi.mock('../../src/certificate/x509/policy-fields.ts', { spy: true });
vi.mock('../../src/domain/event-data.ts', { spy: true });
vi.mock('../../src/events/plan/alerts.ts', { spy: true });
vi.mock('../../src/events/plan/candidate.ts', { spy: true });
vi.mock('../../src/events/plan/context.ts', { spy: true });
vi.mock('../../src/events/plan/index.ts', { spy: true });
vi.mock('../../src/events/plan/payload.ts', { spy: true });
vi.mock('../../src/events/state/observe.ts', { spy: true });
vi.mock('../../src/events/state/place-registers.ts', { spy: true });
vi.mock('../../src/events/state/read-results.ts', { spy: true });
vi.mock('../../src/report/scan/build.ts', { spy: true });
vi.mock('../../src/scan/sources/index.ts', { spy: true });
vi.mock('../../src/scan/sources/fetch-url.ts', { spy: true });
vi.mock('../../src/scan/sources/read-endpoint.ts', { spy: true });
vi.mock('../../src/scan/sources/resolve-variables.ts', { spy: true });
vi.mock('../../src/scan/tls/probe.ts', { spy: true });
vi.mock('../../src/trust/validate-path.ts', { spy: true });

let workspace: IsolatedWorkspace;
beforeEach(async () => {
  workspace = await createIsolatedWorkspace();
  workspace.write('certs/target.der', createCritical(VICTIM));
});
afterEach(async () => {
  vi.resetAllMocks();
  await workspace.close();
});

const OTHERS = { 'neighbor.example': 'critical', 'healthy.example': 'critical' };
const NOTIFIED = ['healthy.example certificate.expiry_warning', 'neighbor.example certificate.expiry_warning'];

describe('a bug in a stage', () => {
  it.each([
    ['certificate/decode', 'decodePlace'],
    ['events/state/observe', 'observe'],
    ['events/state/read-results', 'collectResults'],
    ['events/state/place-registers', 'updatePlaces'],
    ['app/decision/evaluate', 'evaluateSubjects'],
    ['assess/index', 'assess'],
    ['assess/findings/index', 'detectFindings'],
    ['events/plan/index', 'plan'],
    ['events/plan/context', 'createPlanContext'],
    ['events/plan/alerts', 'collectActiveAlerts'],
    ['events/plan/candidate', 'createCandidate'],
    ['events/plan/payload', 'createEventContext'],
    ['domain/event-data', 'describeSubject'],
    ['report/scan/build', 'buildReportCertificates'],
  ])('fails the certificate alone: %s, %s', async (module, name) => {
    await injectBug(module, name);
    const { status, victims, bystanders, notified, stderr } = await workspace.scan(ENTRIES);
    expect(stderr).toContain(INJECTED);
    expect(status).toBe(3);
    expect(victims).toMatchObject([{ status: 'unknown', error: { code: 'internal-error' } }]);
    expect(bystanders).toEqual(OTHERS);
    expect(notified).toEqual(NOTIFIED);
  });

  it.each([
    ['trust', 'certificate/x509/path-fields', 'parsePathFields', 'trust: mozilla'],
    ['trust', 'trust/validate-path', 'validateChain', 'trust: mozilla'],
    ['trust', 'app/verify/trust-evaluator', 'evaluateTrust', 'trust: mozilla'],
    ['trust', 'app/verify/trust-evaluator', 'checkTrustRevocation', 'trust: mozilla, revocation: true'],
    ['expectations', 'assess/expectations', 'findDeviations', 'expect: { self_signed: true }'],
    ['policies', 'certificate/x509/policy-fields', 'readPolicyFields', ''],
    ['policies', 'assess/policies/keys', 'minKeySize', ''],
  ])('fails the certificate alone if its entry has %s: %s, %s', async (_, module, name, field) => {
    await injectBug(module, name);
    const { status, victims, bystanders, notified, stderr } = await workspace.scan(
      `${ENTRIES.replace('"certs/*"', `"certs/*"${field === '' ? '' : `, ${field}`}`)}policies:\n  - { name: keys, min_key_size: 2048 }\n`,
    );
    expect(stderr).toContain(INJECTED);
    expect(status).toBe(3);
    expect(victims).toMatchObject([{ status: 'unknown', error: { code: 'internal-error' } }]);
    expect(bystanders).toEqual(OTHERS);
    expect(notified).toEqual(expect.arrayContaining(NOTIFIED));
  });

  it.each([
    ['scan/sources/index', 'listJobs', 'env: TARGET_OF_A_BUG', 'env:TARGET_OF_A_BUG'],
    ['scan/sources/resolve-variables', 'readVariable', 'env: TARGET_OF_A_BUG', 'env:TARGET_OF_A_BUG'],
    ['scan/sources/fetch-url', 'fetchUrl', 'url: "https://victim.test/"', 'https://victim.test/'],
    ['scan/sources/read-endpoint', 'prepareEndpoints', 'endpoint: victim.test', 'victim.test:443'],
    ['scan/sources/read-endpoint', 'readTarget', 'endpoint: victim.test', 'victim.test:443'],
    ['scan/sources/read-endpoint', 'readService', 'srv: _smtp._tcp.victim.test', '_smtp._tcp.victim.test'],
    ['scan/tls/probe', 'probeBackends', 'endpoint: victim.test', 'victim.test:443'],
  ])('fails the location alone while it is read: %s, %s', async (module, name, source, location) => {
    await injectBug(module, name);
    const { status, victims, bystanders, notified, stderr } = await workspace.scan(
      `${ENTRIES.replace('"certs/*"', 'certs/neighbor.pem')}  - { name: source, ${source} }\n`,
    );
    expect(stderr).toContain(INJECTED);
    expect(status).toBe(3);
    expect(victims).toMatchObject([{ status: 'unknown', places: [{ location, error: { code: 'internal-error' } }] }]);
    expect(bystanders).toEqual(OTHERS);
    expect(notified).toEqual(NOTIFIED);
  });
});
