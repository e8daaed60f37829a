import { describe, expect, it } from 'vitest';
import { computeExitCode, isFailing } from '../../src/app/exit-code.ts';
import type { Severity, Status } from '../../src/domain/index.ts';
import { FAIL_ON, type FailOn } from '../../src/domain/severity.ts';
import { certificate, report } from '../report/samples.ts';

const finding = (severity: Severity) => ({
  event: 'certificate.policy_violation' as const,
  qualifier: 'strict',
  severity,
  code: 'policy-min-key-size',
  detail: 'Its key is too short.',
  locations: [],
});

describe('--fail-on', () => {
  it.each<[Status, Severity[], FailOn[]]>([
    ['ok', [], []],
    ['ok', ['info'], []],
    ['ok', ['warning'], ['warning']],
    ['ok', ['critical'], ['warning', 'critical']],
    ['ok', ['info', 'critical', 'warning'], ['warning', 'critical']],
    ['warning', [], ['warning']],
    ['warning', ['critical'], ['warning', 'critical']],
    ['critical', [], ['warning', 'critical']],
    ['unknown', [], ['warning', 'critical']],
    ['not_yet_valid', ['info'], ['warning', 'critical']],
    ['expired', [], ['warning', 'critical', 'expired']],
    ['expired', ['critical'], ['warning', 'critical', 'expired']],
  ])('a certificate that is %s with the findings %j fails for %j', (status, severities, expected) => {
    const one = certificate('shop', status, 10, { findings: severities.map(finding) });
    expect(FAIL_ON.filter((level) => isFailing([certificate('fine', 'ok', 90), one], level))).toEqual(expected);
    const outcome = { report: report([one]), unsaved: null, failedDeliveries: 0, problems: [] };
    expect(FAIL_ON.filter((level) => computeExitCode(outcome, level) === 1)).toEqual(expected);
  });
});
