/**
 * Code Quality reports, which GitLab shows in merge requests: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
 * GitLab compares them with those of the target branch by their fingerprints.
 */

import { createHash } from 'node:crypto';
import type { Position } from '../../domain/index.ts';
import { renderJson } from '../json.ts';

export interface CodeQualityIssue {
  /** A stable code. */
  check: string;
  severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  description: string;
  /** The file relative to the root of the repository. */
  position: Pick<Position, 'file' | 'line'>;
  /** The values that identify an issue, which do not change if lines move. */
  identity: readonly string[];
}

/** Renders a list of issues, in their order. GitLab drops issues with the same fingerprint, so repeated ones are numbered. */
export function renderCodeQuality(issues: readonly CodeQualityIssue[]): string {
  const seen = new Map<string, number>();
  return renderJson(
    issues.map(({ check, severity, description, position, identity }) => {
      const key = JSON.stringify([check, ...identity]);
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      return {
        description,
        check_name: check,
        fingerprint: createHash('sha256').update(`${key} ${nth}`).digest('hex'),
        severity,
        location: { path: position.file.replace(/^\.\//, ''), lines: { begin: position.line } },
      };
    }),
  );
}
