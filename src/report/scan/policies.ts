/** The results of each policy for all certificates. */

import type { CheckStatus, Policy } from '../../domain/index.ts';
import type { CheckOverview, PolicyOverview, ReportCertificate } from '../../generated/report.ts';

type Counts = Record<CheckStatus, number>;

const createCounts = (): Counts => ({ pass: 0, fail: 0, error: 0, skipped: 0 });

/** Builds one overview for each policy of the manifest, also for those that are disabled or match nothing. */
export function buildPolicyOverviews(
  policies: readonly Policy[],
  certificates: readonly Pick<ReportCertificate, 'policies'>[],
): PolicyOverview[] {
  const counts = new Map(
    policies.map(({ name }) => [name, { all: createCounts(), checks: new Map<string, Counts>() }]),
  );
  for (const { policies: own } of certificates) {
    for (const { policy, result, checks } of own?.results ?? []) {
      const counted = counts.get(policy);
      if (counted === undefined) continue;
      counted.all[result] += 1;
      for (const one of checks) {
        const known = counted.checks.get(one.check) ?? createCounts();
        known[one.result] += 1;
        counted.checks.set(one.check, known);
      }
    }
  }
  return policies.map((policy) => {
    const { all = createCounts(), checks } = counts.get(policy.name) ?? {};
    return {
      policy: policy.name,
      description: policy.description,
      severity: policy.severity,
      state: policy.enabled ? findState(all) : 'disabled',
      certificates: all.pass + all.fail + all.error + all.skipped,
      ...all,
      checks: Object.entries(policy.checks).map(
        ([check, wanted]): CheckOverview => ({
          check,
          required: formatRequired(wanted),
          ...(checks?.get(check) ?? createCounts()),
        }),
      ),
    };
  });
}

function findState({ pass, fail, error, skipped }: Counts): PolicyOverview['state'] {
  if (fail > 0) return 'violated';
  if (error > 0) return 'undecided';
  if (pass > 0) return 'met';
  return skipped > 0 ? 'not-applicable' : 'no-certificates';
}

/** Formats the value of a check: `2048`, `md5, sha1`, `rsa: 3072, ec: 256`, `33%`. */
function formatRequired(wanted: unknown): string {
  if (Array.isArray(wanted)) return wanted.join(', ');
  if (typeof wanted !== 'object' || wanted === null) return String(wanted);
  if ('raw' in wanted) return String(wanted.raw);
  return Object.entries(wanted)
    .map(([kind, value]) => `${kind}: ${value}`)
    .join(', ');
}
