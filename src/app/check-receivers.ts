/** Checks in each recorded scan that every receiver of a rule could get an alert, before the first alert is due. */

import { getReceiverName } from '../domain/destinations.ts';
import type { Destination, Failure, Manifest, ScanContext } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import type { Io } from '../lib/io.ts';
import type { RegexCompiler } from '../lib/python-regex.ts';
import { truncateList } from '../lib/text/truncate.ts';
import { findUnready, type Unready } from '../notify/find-unready.ts';
import type { CoverageReason } from '../report/coverage/input.ts';
import { selectReceivers } from './select-settings.ts';
import { createSamplePlan } from './simulate/sample-plan.ts';

/** The receivers that are not ready, as a reason for a red run and with the details. */
export interface CheckedReceivers {
  reasons: CoverageReason[];
  problems: Failure[];
}

interface CheckOptions {
  scan: ScanContext;
  compileRegex: RegexCompiler | null;
  /** The destinations that just failed to get an alert, which is a reason and a message of its own. */
  failed: ReadonlySet<Destination>;
}

export const READY: CheckedReceivers = { reasons: [], problems: [] };

/** Checks the receivers with samples of everything that the rules send. */
export async function checkReceivers(
  manifest: Manifest,
  { scan, compileRegex, failed }: CheckOptions,
  io: Io,
): Promise<CheckedReceivers> {
  const samples = createSamplePlan(manifest, scan, compileRegex);
  const unready = (await findUnready(samples, selectReceivers(manifest), io)).filter(
    ({ destination }) => !failed.has(destination),
  );
  if (unready.length === 0) return READY;
  const causes = groupBy(unready, describeCause);
  const clauses = Array.from(causes, ([cause, group]) => `${formatReceivers(group)} (${cause})`);
  return {
    reasons: [{ code: 'receiver-not-ready', entries: [], clause: `no alert can be sent to ${clauses.join(' or ')}` }],
    problems: [...causes.values()].flatMap((group) => describeGroup(group)),
  };
}

const MAX_NAMES = 3;

/** Formats `chat, mail and 2 more`. */
function formatReceivers(unready: readonly Unready[]): string {
  return truncateList(
    unready.map(({ destination }) => getReceiverName(destination)),
    MAX_NAMES,
  );
}

/** The causes that a few words describe. The message of another one is in the warning with its code. */
const CAUSES: Readonly<Record<string, string>> = {
  'url-invalid': 'its URL is invalid',
  'secret-malformed': 'a secret has the wrong format',
  'ca-file-unreadable': 'its ca_file cannot be read',
  'email-address-invalid': 'an address is invalid',
  'issue-no-token': 'the GitHub token is missing',
  'http-denied': 'its address is denied',
  'email-denied': 'its address is denied',
};

/** Describes why a receiver is not ready: `CHAT_URL is not set`. */
function describeCause({ failure: { code }, unset }: Unready): string {
  if (unset.length > 0) return `${unset.join(', ')} ${unset.length === 1 ? 'is' : 'are'} not set`;
  return code.startsWith('template-') ? 'its template fails' : (CAUSES[code] ?? code);
}

/** Returns the messages of receivers with the same cause. A variable of several receivers has one message. */
function describeGroup(group: readonly Unready[]): Failure[] {
  const [{ failure, unset }] = group as readonly [Unready, ...Unready[]];
  return unset.length > 0 ? [failure] : group.map((one) => one.failure);
}
