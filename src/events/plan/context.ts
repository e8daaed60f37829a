/** What a plan is computed from, indexed once. */

import { type OnBug, throwBug } from '../../domain/certificate-bug.ts';
import { type DestinationIndex, indexDestinations } from '../../domain/destinations.ts';
import type {
  Comparison,
  Entry,
  Manifest,
  Reachability,
  ScanContext,
  Subject,
  TransparencyState,
  Verdict,
} from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { groupHistories, type Histories } from '../log/history.ts';

/** What the manifest says about alerts: which go where, and which are suppressed. */
export type AlertingSettings = Pick<
  Manifest,
  'rules' | 'webhooks' | 'silences' | 'delivery_retry_days' | 'stale_after_hours'
>;

export interface PlanInput {
  alerting: AlertingSettings;
  comparison: Comparison;
  getVerdict: (subject: Subject) => Verdict;
  scan: ScanContext;
  /** Sends alerts despite the cooldown; one-shot events and resolutions are not affected. */
  ignoreCooldown: boolean;
  /** null: no rule has a regular expression. */
  compileRegex: RegexCompiler | null;
  /** Whether the scan covers an entry (`--only`). */
  covers: (entry: string) => boolean;
  /** Whether the scan reached the endpoints. Default: unknown, so that nothing fires or resolves. */
  reachability?: Reachability;
  /** The issuances that no entry knows. Default: none. */
  transparency?: TransparencyState;
  /** Called with a bug about an alert, which is then not planned. Default: the bug is thrown. */
  onBug?: OnBug;
}

export interface PlanContext extends PlanInput {
  log: EventLog;
  onBug: OnBug;
  histories: Histories;
  entries: ReadonlyMap<string, Entry>;
  destinations: DestinationIndex;
}

export function createPlanContext(input: PlanInput): PlanContext {
  const { comparison, alerting } = input;
  const { log, entries } = comparison;
  return {
    ...input,
    log,
    onBug: input.onBug ?? throwBug,
    histories: groupHistories(log),
    entries,
    destinations: indexDestinations(alerting),
  };
}
