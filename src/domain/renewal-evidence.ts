/** Formats the evidence of a renewal as one line for people. */

import type { RenewalCommit, RenewalEvidence, RenewalIssuer } from '../generated/report.ts';
import { groupBy } from '../lib/collections.ts';
import { formatUtcMinute } from '../lib/iso-time.ts';
import { truncateList, truncateTo } from '../lib/text/truncate.ts';

/** The maximum of names in each part, and their length. */
const MAX_NAMES = 3;
const MAX_NAME_LENGTH = 80;

type FormatName = (name: string) => string;

/**
 * Formats the evidence, such as `at 2 of 3 locations; b:443 could not be read`. Only names of locations are untrusted: `formatName` escapes
 * them. Default: they are shortened.
 */
export function formatRenewalEvidence(
  evidence: Omit<RenewalEvidence, 'text'>,
  formatName: FormatName = (name) => truncateTo(name, MAX_NAME_LENGTH),
): string {
  const { renewed_locations, locations, old_locations = [], other_locations = [], unread_locations = [] } = evidence;
  const join = (names: readonly string[]) => truncateList(names.map(formatName), MAX_NAMES);
  return [
    `at ${renewed_locations} of ${locations} location${locations === 1 ? '' : 's'}`,
    ...(old_locations.length > 0 ? [`the old one is still at ${join(old_locations)}`] : []),
    ...(other_locations.length > 0 ? [`another one is at ${join(other_locations)}`] : []),
    ...(unread_locations.length > 0 ? [`${join(unread_locations)} could not be read`] : []),
    ...formatCommits(evidence.commits ?? [], join),
    ...formatIssuers(evidence.issued_by ?? []),
  ].join('; ');
}

/** A commit often changes several files. */
function formatCommits(commits: readonly RenewalCommit[], join: (names: readonly string[]) => string): string[] {
  const groups = [...groupBy(commits, ({ sha }) => sha)].map(([sha, files]) => {
    const time = formatUtcMinute(files[0]?.time ?? '');
    return `${join(files.map(({ path }) => path))} changed in commit ${sha} (${time})`;
  });
  return groups.length === 0 ? [] : [truncateList(groups, MAX_NAMES)];
}

function formatIssuers(issuers: readonly RenewalIssuer[]): string[] {
  const texts = issuers.map(({ revision, status }) =>
    revision === undefined ? `AWS ACM renewal ${status}` : `cert-manager revision ${revision}`,
  );
  return texts.length === 0 ? [] : [truncateList([...new Set(texts)], MAX_NAMES)];
}
