/** The results of an audit as rows: certificate, policy, check. */

import type { PolicyOverview, ReportCertificate, ReportPolicies } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import type { CsvTable } from '../document/csv.ts';
import { type Audit, isOfPolicy, type Violation } from './build.ts';

type PolicyResult = ReportPolicies['results'][number];

/** A row. `certificate` null: a policy that does not apply to a certificate. `policy` null: a certificate without a policy. */
interface ResultRow {
  audit: Audit;
  policy: Pick<PolicyOverview, 'policy' | 'severity'> | null;
  check: string;
  required: string;
  result: string;
  outcome: PolicyResult['checks'][number] | null;
  certificate: ReportCertificate | null;
  violation: Violation | null;
}

export const RESULT_TABLE: CsvTable<ResultRow> = {
  columns: {
    policy: ({ policy }) => policy?.policy ?? null,
    severity: ({ policy }) => policy?.severity ?? null,
    check: ({ check }) => check,
    required: ({ required }) => required,
    result: ({ result }) => result,
    certificate: ({ certificate }) => certificate?.certificate ?? null,
    display_name: ({ certificate }) => certificate?.display_name ?? null,
    fingerprint_sha256: ({ certificate }) => certificate?.fingerprint_sha256 ?? null,
    owner: ({ certificate }) => certificate?.owner ?? null,
    locations: ({ certificate }) => certificate?.locations.map(({ location }) => location).join('; ') ?? null,
    checked: ({ outcome }) => outcome?.checked ?? null,
    expected: ({ outcome }) => outcome?.expected ?? null,
    detail: ({ outcome, violation }) => outcome?.detail ?? violation?.detail ?? null,
    since: ({ violation }) => violation?.episode?.since ?? null,
    silenced_until: ({ violation }) => violation?.silence?.until ?? null,
    silence_reason: ({ violation }) => violation?.silence?.reason ?? null,
    silenced_by: ({ violation }) => violation?.silence?.created_by ?? null,
    evaluated_at: ({ audit }) => audit.evaluated_at,
    scan_id: ({ audit }) => audit.scan_id,
  },
};

/**
 * Lists one row for each certificate, policy and check; one for each violation of an expectation of an entry, each certificate without a
 * policy, and each check of a policy without results.
 */
export function* listResults(audit: Audit): Generator<ResultRow> {
  const required = new Map(
    audit.policies.map(({ policy, checks }) => [policy, new Map(checks.map((one) => [one.check, one.required]))]),
  );
  const violations = groupBy(audit.violations, ({ certificate }) => certificate);
  const nothing = { required: '', outcome: null, violation: null };
  for (const certificate of audit.certificates) {
    const own = violations.get(certificate) ?? [];
    for (const { policy, severity, checks } of certificate.policies?.results ?? []) {
      for (const outcome of checks) {
        const { check, result } = outcome;
        const violation = result === 'fail' ? own.find((one) => one.policy === policy) : undefined;
        yield {
          ...{ audit, policy: { policy, severity }, check, required: required.get(policy)?.get(check) ?? '', result },
          ...{ outcome, certificate, violation: violation ?? null },
        };
      }
    }
  }
  for (const violation of audit.violations.filter((one) => !isOfPolicy(one))) {
    const { certificate, code } = violation;
    yield { ...nothing, audit, policy: violation, check: code, result: 'fail', certificate, violation };
  }
  for (const certificate of audit.uncovered.filter((one) => (one.policies?.results ?? []).length === 0)) {
    yield { ...nothing, audit, policy: null, check: '', result: 'not-covered', certificate };
  }
  for (const policy of audit.policies.filter(({ certificates }) => certificates === 0)) {
    for (const { check, required } of policy.checks) {
      yield { ...nothing, audit, policy, check, required, result: policy.state, certificate: null };
    }
  }
}
