import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPolicyEvaluator, type UnreadInput } from '../../src/assess/policies/index.ts';
import { listIssuerNames, matchesPattern } from '../../src/assess/policies/names.ts';
import type { CheckStatus, Checks, Policy, PolicyResult, Severity } from '../../src/domain/index.ts';
import { computePolicyScore, SEVERITY_WEIGHTS } from '../../src/domain/policies.ts';
import { DECLARED, evaluatePolicies, type Overrides, policy, UNREAD } from './policy-fixtures.ts';

describe('a policy', () => {
  it('fails if one check fails, is undecided if one is, and is skipped if all are', () => {
    const evaluate = (checks: Partial<Checks>, over: Overrides) => evaluatePolicies([policy(checks)], over)[0]?.result;
    expect(evaluate({ san_required: true, ct_required: true }, { ...UNREAD, sans: [], is_presented: true })).toBe(
      'fail',
    );
    expect(evaluate({ san_required: true, ct_required: true }, UNREAD)).toBe('error');
    expect(evaluate({ san_required: true, min_key_size: { ec: 256 } }, {})).toBe('pass');
    expect(evaluate({ san_required: true, min_key_size: { ec: 256 } }, DECLARED)).toBe('skipped');
  });

  it.each<[string, Partial<Policy>, boolean]>([
    ['its name', { match: { names: ['sh*'], labels: {}, status: [], thresholds: [] } }, true],
    ['another name', { match: { names: ['mail'], labels: {}, status: [], thresholds: [] } }, false],
    ['its label', { match: { names: [], labels: { env: ['test', 'prod'] }, status: [], thresholds: [] } }, true],
    ['another label', { match: { names: [], labels: { team: ['a'] }, status: [], thresholds: [] } }, false],
    ['its status', { match: { names: [], labels: {}, status: ['ok'], thresholds: [] } }, true],
    ['another status', { match: { names: [], labels: {}, status: ['expired'], thresholds: [] } }, false],
    ['its purpose', { purposes: ['client', 'server'] }, true],
    ['another purpose', { purposes: ['client'] }, false],
    ['the purpose of another kind', { purposes: ['ca'], applies_to: 'all' }, false],
    ['nothing, but disabled', { enabled: false }, false],
  ])('matches a certificate by %s', (_, over, isAbout) => {
    expect(evaluatePolicies([policy({ san_required: true }, over)])).toHaveLength(isAbout ? 1 : 0);
  });

  it('matches by the purpose that is stated, else by the usages, and is undecided without either', () => {
    const evaluate = (over: Overrides) =>
      evaluatePolicies([policy({ san_required: true }, { purposes: ['code_signing'], applies_to: 'all' })], over).map(
        ({ result }) => result,
      );
    const traits = { extended_key_usages: ['codeSigning'], key_usages: null };
    expect([evaluate({ purpose: 'code_signing' }), evaluate({ purpose: 'any', traits })]).toEqual([['pass'], []]);
    expect([evaluate({ traits }), evaluate({ traits: null })]).toEqual([['pass'], ['error']]);
  });

  it('for CAs matches a certificate that is one, whose key is only for certificates', () => {
    const forCas = policy({ min_key_size: 2048 }, { purposes: ['ca'], applies_to: 'all' });
    const evaluate = (is_ca: boolean) =>
      evaluatePolicies([forCas], { traits: { is_ca, key_usages: ['keyCertSign'] } }).map(({ result }) => result);
    expect([evaluate(true), evaluate(false)]).toEqual([['pass'], []]);
  });

  it('is undecided for a location that was never read, if it may apply', () => {
    const { evaluateUnread } = createPolicyEvaluator([
      policy({ san_required: true, min_key_size: 2048 }, { name: 'all' }),
      policy({ san_required: true }, { name: 'cas', applies_to: 'ca' }),
      policy({ san_required: true }, { name: 'signing', purposes: ['code_signing'] }),
      policy(
        { san_required: true },
        { name: 'other', match: { names: ['mail'], labels: {}, status: [], thresholds: [] } },
      ),
      policy({ san_required: true }, { name: 'off', enabled: false }),
    ]);
    const shop = { entry: { name: 'shop', labels: {} }, status: 'unknown' } as const;
    const list = (known: UnreadInput) => evaluateUnread(shop, known).map(({ policy, result }) => `${policy} ${result}`);
    expect(list({ is_presented: true })).toEqual(['all error', 'signing error']);
    expect(list({ is_presented: false, purpose: 'server' })).toEqual(['all error', 'cas error']);
    expect(evaluateUnread(shop, { is_presented: true })[0]?.checks).toEqual(
      (['min_key_size', 'san_required'] as const).map((check) => ({
        ...{ check, result: 'error', checked: null, expected: 'a certificate that could be read' },
        detail: 'No scan has read this location yet, so nothing is known about its certificate.',
      })),
    );
  });

  const CA: Overrides = { common_name: 'Example Root CA', sans: [], traits: { is_ca: true } };
  const UNKNOWN: Overrides = { ...CA, traits: null };
  it.each<[string, Policy['applies_to'], Overrides, string]>([
    ['a leaf', 'leaf', {}, 'pass'],
    ['a leaf', 'ca', {}, 'none'],
    ['a leaf', 'all', {}, 'pass'],
    ['a certificate of a CA', 'leaf', CA, 'none'],
    ['a certificate of a CA', 'ca', CA, 'pass'],
    ['a certificate of a CA', 'all', CA, 'pass'],
    ['a self-signed certificate with a host name', 'leaf', { traits: { is_ca: true } }, 'pass'],
    ['a self-signed certificate for a common name', 'leaf', { sans: [], traits: { is_ca: true } }, 'pass'],
    ['a self-signed wildcard', 'leaf', { ...CA, common_name: '*.example.com' }, 'pass'],
    ['a self-signed certificate that a server presents', 'leaf', { ...CA, is_presented: true }, 'pass'],
    ['a certificate that was not read and may be that of a CA', 'leaf', UNKNOWN, 'error'],
    ['a certificate that was not read and may be a leaf', 'ca', UNKNOWN, 'error'],
    ['a certificate that was not read, whatever it is', 'all', UNKNOWN, 'pass'],
    [
      'a certificate that was not read and has one word as its name',
      'leaf',
      { ...UNKNOWN, common_name: 'Example' },
      'error',
    ],
    [
      'a certificate that was not read and has a wildcard within its name',
      'leaf',
      { ...UNKNOWN, common_name: 'a*.b.c' },
      'error',
    ],
    ['a certificate of a CA with alternative names', 'leaf', { ...CA, sans: ['ca@example.com'] }, 'pass'],
    ['a certificate of a CA, read from its basic constraints', 'leaf', { ...CA, traits: { is_ca: false } }, 'pass'],
    ['a certificate that was not read and has a host name', 'leaf', UNREAD, 'pass'],
    ['a hard-coded date', 'ca', DECLARED, 'none'],
  ])('evaluates %s if it applies to: %s', (_, applies_to, over, expected) => {
    const [result] = evaluatePolicies([policy({ min_key_size: 2048 }, { applies_to })], over);
    expect(result?.result ?? 'none').toBe(expected);
  });

  it('that fails is a finding with all failed checks and the description', () => {
    const policies = [
      policy({ san_required: true }, { name: 'passes' }),
      policy({ ct_required: true, min_key_size: 3072 }, { severity: 'critical', description: 'Ours are strong.' }),
    ];
    const find = (all: Policy[], locations: string[]) =>
      createPolicyEvaluator(all).createFindings(evaluatePolicies(all, { traits: { timestamps: 0 } }), locations);
    const findings = find(policies, ['a', 'b']);
    const plain = policies.map((one) => ({ ...one, description: null }));
    expect(find(plain, [])[0]?.detail).toMatch(/^Its key is .* are not checked\.$/);
    expect(findings).toEqual([
      {
        event: 'certificate.policy_violation',
        qualifier: 'strict',
        severity: 'critical',
        code: 'policy-min-key-size',
        detail: expect.stringMatching(/^Its key is .* The certificate contains .* Why: Ours are strong\.$/),
        checks: [
          { code: 'policy-min-key-size', detail: expect.stringMatching(/^Its key is /) },
          { code: 'policy-ct-required', detail: expect.stringMatching(/^The certificate contains /) },
        ],
        locations: ['a', 'b'],
      },
    ]);
  });
});

describe('the score', () => {
  const result = (severity: Severity, outcome: CheckStatus): PolicyResult => ({
    policy: 'a',
    severity,
    result: outcome,
    checks: [],
  });

  it.each<[string, PolicyResult[], number | null]>([
    ['nothing', [], null],
    ['only undecided results', [result('critical', 'skipped'), result('info', 'error')], null],
    ['only passed results', [result('critical', 'pass'), result('info', 'pass')], 100],
    ['one passed and one failed result of the same severity', [result('info', 'pass'), result('info', 'fail')], 50],
    ['a failed critical result', [result('critical', 'fail'), result('warning', 'pass')], 33],
    ['a failed info result', [result('critical', 'pass'), result('info', 'fail')], 90],
  ])('of %s', (_, results, score) => expect(computePolicyScore(results)).toBe(score));

  it('is 100 only if nothing fails, and 0 only if nothing passes', () => {
    const any = fc.record({
      severity: fc.constantFrom(...(Object.keys(SEVERITY_WEIGHTS) as Severity[])),
      outcome: fc.constantFrom<CheckStatus>('pass', 'fail', 'skipped', 'error'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (all) => {
        const score = computePolicyScore(all.map(({ severity, outcome }) => result(severity, outcome)));
        const has = (outcome: CheckStatus) => all.some((one) => one.outcome === outcome);
        if (score === null) {
          expect([has('pass'), has('fail')]).toEqual([false, false]);
          return;
        }
        expect([score === 100, score === 0]).toEqual([!has('fail'), !has('pass')]);
        expect(Math.min(Math.max(score, 0), 100)).toBe(score);
      }),
    );
  });
});

describe('an issuer pattern', () => {
  it.each([
    ['*', '', true],
    ['a*b?', 'AxxbC', true],
    ['a*b?', 'ab', false],
    ['?', '😀', true],
    ['[a]', 'a', false],
    ['a/**/b', 'a/x/b', true],
    ['', 'a', false],
  ])('%s matches %s: %s', (pattern, text, matches) => expect(matchesPattern(pattern, text)).toBe(matches));

  it('matches like the equivalent regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (pattern, found) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesPattern(pattern, found)).toBe(expression.test(found));
      }),
    );
  });

  // Backtracking would not end.
  it('is decided with many wildcards and a long name', () => {
    expect(matchesPattern('*a'.repeat(99), 'a'.repeat(20_000).concat('b'))).toBe(false);
  });

  it('is compared with the unescaped full name, common name and organization', () => {
    expect(listIssuerNames('CN=a\\, b\\2C c,O=d\\+e+OU=x,2.5.4.97=#0c01')).toEqual([
      'CN=a\\, b\\2C c,O=d\\+e+OU=x,2.5.4.97=#0c01',
      'a, b, c',
      'd+e',
    ]);
  });
});
