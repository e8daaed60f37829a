import type { PolicyResult, Severity } from './index.ts';

/** What a policy counts for in the score. */
export const SEVERITY_WEIGHTS = { critical: 10, warning: 5, info: 1 } as const satisfies Record<Severity, number>;

/**
 * How much of what was decided passes, by weight, from 0 to 100 and rounded down, so that 100 is all of it; null where
 * nothing was decided.
 */
export function computePolicyScore(results: Iterable<Pick<PolicyResult, 'result' | 'severity'>>): number | null {
  let passed = 0;
  let all = 0;
  for (const { result, severity } of results) {
    if (result !== 'pass' && result !== 'fail') continue;
    all += SEVERITY_WEIGHTS[severity];
    if (result === 'pass') passed += SEVERITY_WEIGHTS[severity];
  }
  return all === 0 ? null : Math.floor((100 * passed) / all);
}
