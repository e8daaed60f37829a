/** Renders unwatched findings of `discover` as Code Quality issues for GitLab, each at its line. */

import type { Discovery } from '../../generated/discovery.ts';
import { renderCodeQuality } from '../format/code-quality.ts';
import { describeUnwatched, formatValue, getRule, listUnwatched } from './select.ts';

/** Renders JSON with an issue for each unwatched finding. Test certificates are `info`, all others `minor`. */
export function renderDiscoveryCodeQuality(discovery: Discovery): string {
  return renderCodeQuality(
    listUnwatched(discovery).map((finding) => {
      const check = getRule(finding);
      return {
        check,
        severity: check === 'unwatched-fixture' ? 'info' : 'minor',
        description: describeUnwatched(finding),
        position: finding,
        identity: [finding.kind, formatValue(finding)],
      };
    }),
  );
}
