import { describe, expect, it } from 'vitest';
import { ACTIONS, VERDICTS } from '../../src/dashboard/data.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { buildColumns } from '../../src/report/html/columns.ts';
import { buildDetails } from '../../src/report/html/details.ts';
import { createPublished } from '../../src/report/html/published-fields.ts';
import { certificate } from './samples.ts';

/** As the manifest publishes them; null: everything. */
const describeOne = (more: Partial<ReportCertificate>, include: string[] | null = null) =>
  buildDetails(certificate('shop', 'ok', 100, more), [], createPublished(include));

const finding = (severity: 'critical' | 'warning' | 'info', code: string, locations = ['a:443']) => ({
  ...{
    event: 'certificate.untrusted' as const,
    qualifier: '',
    severity,
    code,
    detail: `Details of ${code}.`,
    locations,
  },
});

describe('the key of a certificate in the dashboard', () => {
  it.each([
    ['EC', 256, 'EC 256'],
    ['ML-DSA-65', null, 'ML-DSA-65'],
    [null, null, undefined],
    [null, 256, undefined],
  ])('of the algorithm %s with the size %s is %s', (key_algorithm, key_size, expected) => {
    expect(describeOne({ key_algorithm, key_size }).key).toBe(expected);
  });

  it('has the signature beside it, if that is known', () => {
    expect(describeOne({ signature_algorithm: 'ecdsa-with-SHA256' }).signature).toBe('ecdsa-with-SHA256');
    expect('signature' in describeOne({ signature_algorithm: null })).toBe(false);
  });
});

describe('the trust of a certificate in the dashboard', () => {
  const trust = (more: Partial<NonNullable<ReportCertificate['trust']>>): Partial<ReportCertificate> => ({
    trust: {
      ...{ trusted: false, reason: null, detail: null, reasons: [], effective_valid_to: null, limited_by: null },
      ...{ notes: [], ...more },
    },
  });
  const failed = trust({
    reasons: ['weak-key', 'path-expired'],
    detail: 'The key is weak.',
    notes: [{ code: 'root-sent', detail: 'The root is sent.' }],
  });

  it('has a text for its reason, the codes of the others, and notices', () => {
    expect(describeOne(failed).trust).toEqual({
      ...{ trusted: false, texts: ['The key is weak.', 'path-expired'], notes: ['The root is sent.'] },
    });
    expect(describeOne(trust({ trusted: true })).trust).toEqual({ trusted: true });
  });

  it('has codes alone if texts are not published', () => {
    expect(describeOne(failed, ['findings']).trust).toEqual({
      ...{ trusted: false, texts: ['weak-key', 'path-expired'], notes: ['root-sent'] },
    });
  });
});

describe('the revocation of a certificate in the dashboard', () => {
  const revocation = (more: Partial<NonNullable<ReportCertificate['revocation']>>): Partial<ReportCertificate> => ({
    revocation: { status: 'good', source: 'crl', revoked: null, problems: [], ...more },
  });
  const revoked = {
    subject: 'CN=shop',
    fingerprint_sha256: 'ab',
    revoked_at: '2026-11-01T12:00:00Z',
    reason: 'keyCompromise',
  };
  const problems = [{ code: 'crl-stale', detail: 'The list has expired.' }];

  it.each<[string, Parameters<typeof revocation>[0], object]>([
    ['good', {}, { status: 'good' }],
    ['unknown, and why', { status: 'unknown', problems }, { status: 'unknown', texts: ['The list has expired.'] }],
    [
      'revoked, with the day and the reason',
      { status: 'revoked', revoked },
      { status: 'revoked', texts: ['Revoked on 2026-11-01, reason keyCompromise.'] },
    ],
    [
      'revoked, with the day alone',
      { status: 'revoked', revoked: { ...revoked, reason: null }, problems },
      { status: 'revoked', texts: ['Revoked on 2026-11-01.', 'The list has expired.'] },
    ],
  ])('is %s', (_, more, expected) => {
    expect(describeOne(revocation(more)).revocation).toEqual(expected);
  });

  it('has codes alone if texts are not published', () => {
    const details = describeOne(revocation({ status: 'unknown', problems }), ['findings']);
    expect(details.revocation).toEqual({ status: 'unknown', texts: ['crl-stale'] });
  });
});

it('the renewal of a certificate in the dashboard has the explanation of its CA, or an error', () => {
  const renewal = (more: object): Partial<ReportCertificate> => ({
    renewal: {
      expected_at: '2026-12-01T00:00:00Z',
      source: 'ari',
      window: null,
      explanation_url: null,
      error: null,
      ...more,
    },
  });
  expect(describeOne(renewal({ explanation_url: 'https://ca.example/why' })).renewal).toEqual({
    ...{ estimated: false, explanation: 'https://ca.example/why' },
  });
  expect(describeOne(renewal({ source: 'lifetime', error: 'acme-down' })).renewal).toEqual({
    ...{ estimated: true, error: 'acme-down' },
  });
});

describe('the findings of a certificate in the dashboard', () => {
  const findings = [finding('warning', 'x', ['a:443', 'b:443'])];

  it('have their locations and texts as far as they are published', () => {
    const one = { severity: 'warning', code: 'x', text: null, locations: [] };
    const locations = ['a:443', 'b:443'];
    expect(describeOne({ findings }).findings).toEqual([{ ...one, text: 'Details of x.', locations }]);
    expect(describeOne({ findings }, ['findings']).findings).toEqual([one]);
    expect(describeOne({ findings }, ['findings', 'names']).findings).toEqual([one]);
    expect(describeOne({ findings }, ['findings', 'locations']).findings).toEqual([{ ...one, locations }]);
    expect('findings' in describeOne({ findings: [] })).toBe(false);
  });

  it('are summarized by the worst of them, or else by the error', () => {
    const error = { code: 'endpoint-timeout', detail: 'It timed out.' };
    const summarize = (more: Partial<ReportCertificate>, include: string[] | null = null) =>
      buildColumns([certificate('shop', 'ok', 100, more)], createPublished(include)).columns.problem[0];
    const [critical, warning, info] = [finding('critical', 'c'), finding('warning', 'w'), finding('info', 'i')];
    for (const [list, expected] of [
      [[info, warning, critical], 'Details of c.'],
      [[critical, warning, info], 'Details of c.'],
      [[info, critical], 'Details of c.'],
      [[warning, critical], 'Details of c.'],
      [[info, warning], 'Details of w.'],
      [[warning, info], 'Details of w.'],
    ] as const)
      expect(summarize({ findings: [...list], error })).toBe(expected);
    expect(summarize({ error })).toBe('It timed out.');
    expect(summarize({ error }, ['findings'])).toBe('endpoint-timeout');
    expect([summarize({}), summarize({ error }, [])]).toEqual([0, 0]);
  });
});

it('what is not published has an empty column', () => {
  const one = certificate('shop', 'critical', 3, {
    ...{
      owner: '@web',
      labels: { team: 'web' },
      renewal_instructions: 'Renew it.',
      findings: [finding('critical', 'c')],
    },
  });
  const { columns, tables } = buildColumns([one], createPublished([]));
  expect(columns).toMatchObject({
    ...{ entry: [0], alias: [0], print: [''], names: [0], locations: [[]], issuers: [-1], owners: [-1] },
    ...{ labels: [-1], instructions: [-1], codes: [-1], reasons: [-1], verdict: [0], action: [1], score: [null] },
    ...{ violated: [-1], quantum: [-1], exchanges: [-1] },
    ...{ flagged: [0], problem: [0] },
    ...{ renewal: [null], window: [null] },
  });
  expect(tables).toEqual({
    entries: ['shop'],
    issuers: [],
    owners: [],
    labels: [],
    instructions: [],
    codes: [],
    reasons: [],
    violated: [],
    quantum: [],
    exchanges: [],
  });
});

describe('what to do about a certificate', () => {
  const rejecting = { ...finding('critical', 'name-mismatch'), qualifier: '' };
  const weak = {
    ...finding('warning', 'policy-min-key-size'),
    event: 'certificate.policy_violation',
    checks: [
      { code: 'policy-min-key-size', detail: 'x' },
      { code: 'policy-ct-required', detail: 'y' },
    ],
  };
  const critical = { ...weak, severity: 'critical' as const };
  const timeout = { code: 'endpoint-timeout', detail: 'It timed out.' };

  it.each<[string, ReportCertificate['status'], Partial<ReportCertificate>, string, string]>([
    ['nothing is wrong', 'ok', {}, 'none', ''],
    ['it expires soon', 'warning', {}, 'renew', ''],
    ['it has expired, and violates a policy', 'expired', { findings: [critical] }, 'renew', ''],
    ['it expires soon, and violates a policy as severe', 'warning', { findings: [weak] }, 'renew', ''],
    [
      'it violates a policy, and expires',
      'warning',
      { findings: [critical] },
      'fix',
      'Details of policy-min-key-size.',
    ],
    ['it is valid, but violates a policy', 'ok', { findings: [weak] }, 'fix', 'Details of policy-min-key-size.'],
    ['clients reject it', 'critical', { findings: [critical, rejecting] }, 'fix', 'Details of name-mismatch.'],
    ['it could not be read', 'unknown', { error: timeout }, 'fix', 'It timed out.'],
    ['it is not valid yet', 'not_yet_valid', {}, 'wait', ''],
    ['it is worth knowing', 'ok', { findings: [finding('info', 'renewal-due')] }, 'none', ''],
  ])('if %s', (_, status, more, action, problem) => {
    const one = certificate('shop', status, 9, more);
    const { columns } = buildColumns([one], createPublished(null));
    expect(ACTIONS[columns.action[0] ?? 0]).toBe(action);
    if (problem !== '') expect(columns.problem[0]).toBe(problem);
  });

  it('does not depend on findings that are not published', () => {
    const one = certificate('shop', 'ok', 90, { findings: [critical] });
    const { columns } = buildColumns([one], createPublished(['names', 'locations']));
    expect(columns).toMatchObject({ action: [0], reasons: [-1], verdict: [0], problem: [0] });
  });

  it.each<[Partial<ReportCertificate>, string[]]>([
    [{ findings: [weak], key_algorithm: 'RSA', key_size: 2048 }, ['2048-bit key', 'not in CT logs']],
    [{ findings: [weak, rejecting], key_size: null }, ['wrong host', 'weak key', 'not in CT logs']],
    [{ findings: [finding('info', 'renewal-due')], error: timeout }, ['timed out']],
    [
      { findings: [finding('warning', 'dane-no-match'), finding('warning', 'expected-names')] },
      ['dane no match', 'unexpected names'],
    ],
    [{ findings: [finding('warning', 'policy-algorithm-forbidden')], key_algorithm: 'DSA' }, ['DSA key']],
    [{ error: { code: 'file-not-found', detail: 'x' } }, ['file not found']],
  ])('is explained by short reasons, the worst first', (more, reasons) => {
    const { columns, tables } = buildColumns([certificate('shop', 'ok', 9, more)], createPublished(null));
    expect(tables.reasons[columns.reasons[0] ?? -1]).toEqual(reasons);
  });

  it.each([
    ['certificate.untrusted', 'critical', 'untrusted'],
    ['certificate.revoked', 'critical', 'revoked'],
    ['certificate.untrusted', 'warning', ''],
    ['certificate.lagging', 'critical', ''],
  ] as const)('%s of severity %s is called "%s"', (event, severity, verdict) => {
    const one = certificate('shop', 'ok', 9, { findings: [{ ...finding(severity, 'x'), event }] });
    const { columns } = buildColumns([one], createPublished(null));
    expect(VERDICTS[columns.verdict[0] ?? 0]).toBe(verdict);
  });
});

it('instructions keep their lines, and nothing else that is unprintable', () => {
  const renewal_instructions = '1. Run `make`.\r\n2. Reload\u202e it.\n';
  const { tables } = buildColumns([certificate('shop', 'ok', 9, { renewal_instructions })], createPublished(null));
  expect(tables.instructions).toEqual(['1. Run `make`.\n2. Reload\\u{202e} it.']);
});
