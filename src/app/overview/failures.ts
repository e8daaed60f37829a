/** The reasons why the certificates of a repository are unknown, or only partly known (docs/reference/errors/overview.md). */

import type { Failure } from '../../domain/index.ts';
import { type GitHubFailure, toGitHubFailure } from '../../lib/github/errors.ts';
import { truncateTo } from '../../lib/text/truncate.ts';
import { formatShare } from '../../report/format/labels.ts';

/** The artifact of the workflow that scans, which contains its JSON report. */
export const REPORT_ARTIFACT = 'certvigil-report';

/** The artifact of the workflow of the overview, which contains its JSON output. */
export const OVERVIEW_ARTIFACT = 'certvigil-overview';

/** The reason why a repository is missing, as far as the list of the organization shows it. */
export type Absence = 'archived' | 'fork' | 'not-selected' | 'invisible';

const ABSENCES: Readonly<Record<Absence, string>> = {
  archived: 'it is archived',
  fork: 'it is a fork now',
  'not-selected': 'it does not have the topic any more',
  invisible: 'it was deleted, transferred, or is not visible to the token any more',
};

/** The messages, without text of others except the coverage line of a report. */
const MESSAGES = {
  'repository-without-manifest': (repository: string) =>
    `${repository} has neither a report nor a manifest with a default name. Run certvigil init --central in it, or leave it out of the overview.`,
  'repository-not-scanned': (repository: string, branch: string, manifest: string | null) =>
    `${repository} has ${manifest === null ? 'a manifest' : `the manifest ${manifest}`}, but its branch ${branch} has no artifact of its report. Start its workflow once. If it has run, check that it uploads the report, and that the artifact has not expired.`,
  'repository-visibility': (repository: string, visibility: string, central: string, host: string) =>
    `${repository} is ${visibility} and has no report: it cannot use the workflows of ${central}, which is ${host}. Use a central repository that is ${visibility}.`,
  'repository-artifacts-too-many': (repository: string, limit: number) =>
    `The last ${limit} artifacts ${REPORT_ARTIFACT} of ${repository} are from other branches or from forks. Find out who uploads them, and delete them.`,
  'repository-missing': (repository: string, why: Absence) =>
    `${repository} was in the previous overview, and is missing in this one: ${ABSENCES[why]}. Restore it, or leave it out with repositories: "!${repository.slice(repository.indexOf('/') + 1)}".`,
  'overview-previous-invalid': (repository: string) =>
    `The artifact ${OVERVIEW_ARTIFACT} of ${repository} is not an overview, so repositories that have disappeared are unknown. Find out what uploads it, and delete it.`,
  'repository-scan-stale': (repository: string, age: string, limit: string) =>
    `The last scan of ${repository} was ${age} ago; the limit is ${limit}. Check whether its schedule is disabled, and whether its last runs failed.`,
  'repository-scan-incomplete': (repository: string, coverage: string) =>
    `The last scan of ${repository} was incomplete. ${truncateTo(coverage, 300)}`,
  'repository-scan-partial': (repository: string, scanned: number, entries: number) =>
    `The last scan of ${repository} covered only ${formatShare(scanned, entries, 'entry', 'entries')}. Start its workflow again, without \`only\`.`,
  'repository-report-too-large': (repository: string, limit: string) =>
    `The report of ${repository} is larger than ${limit}, and was not read. Divide its manifest among several repositories.`,
  'repository-report-invalid': (repository: string) =>
    `The artifact ${REPORT_ARTIFACT} of ${repository} is not a report of this version of certvigil. It must contain the JSON report of a scan, and nothing else. Use the same version for scans and overview.`,
} as const;

export function createRepositoryFailure<Code extends keyof typeof MESSAGES>(
  code: Code,
  ...parts: Parameters<(typeof MESSAGES)[Code]>
): Failure {
  return { code, detail: (MESSAGES[code] as (...all: unknown[]) => string)(...parts) };
}

/** Codes whose usual hint is about a scan of one repository. */
const HINTS: Partial<Record<GitHubFailure['code'], string>> = {
  'github-not-found':
    'It was deleted or renamed meanwhile, or the GitHub App is not installed on it: install it on all repositories.',
  'github-forbidden': 'Grant the GitHub App this permission, and let an owner of the organization accept the change.',
  'github-rate-limited': 'The repositories after it were not read either. Run the overview less often.',
};

/** Classifies an error of a request. Rethrows any other error, which is a bug. */
export function toRequestFailure(error: unknown, repository: string, permission: string): Failure {
  const { code, detail, hint } = toGitHubFailure(error, permission);
  return { code, detail: `${repository} could not be read: ${detail}. ${HINTS[code] ?? hint}` };
}
