/** The input of a plan, indexed once. */

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

/** The settings of the manifest for alerts: their destinations, and which alerts are suppressed. */
export type AlertingSettings = Pick<
  Manifest,
  'rules' | 'webhooks' | 'emails' | 'digest' | 'silences' | 'delivery_retry_days' | 'stale_after_hours'
>;

export interface PlanInput {
  alerting: AlertingSettings;
  comparison: Comparison;
  getVerdict: (subject: Subject) => Verdict;
  scan: ScanContext;
  /** Sends alerts despite the cooldown; one-shot events and resolutions are not affected. */
  ignoreCooldown: boolean;
  /** The compiler of regular expressions; null if no rule has one. */
  compileRegex: RegexCompiler | null;
  /** Whether the scan covers an entry (`--only`). */
  covers: (entry: string) => boolean;
  /** Whether the scan reached the endpoints. Default: unknown, so that nothing fires or resolves. */
  reachability?: Reachability;
  /** The unknown issuances. Default: none. */
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
