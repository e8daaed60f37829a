/** Selects the settings of the manifest that each part of the program needs. */

import type { Entry, Heartbeat, IncludedEntries, Manifest, Policy } from '../domain/index.ts';
import type { AlertingSettings } from '../events/plan/plan-context.ts';
import type { Receivers } from '../notify/receiver-settings.ts';
import type { OwnedLogSettings } from './event-log.ts';
import type { ReadingSettings } from './limit-reading.ts';
import type { ProbeSettings } from './observations/check-header.ts';

/** The manifest, phase by phase. */
export interface ScanSettings {
  /** Every entry, also those that a scan does not cover. */
  entries: readonly Entry[];
  included: readonly IncludedEntries[];
  log: OwnedLogSettings;
  reading: ReadingSettings;
  probes: ProbeSettings;
  policies: readonly Policy[];
  alerting: AlertingSettings;
  receivers: Receivers;
  heartbeat: Heartbeat | null;
}

/** Selects the settings of a scan. */
export function selectScanSettings(manifest: Manifest): ScanSettings {
  const { file, root, entries, included = [], observations, policies, heartbeat } = manifest;
  return {
    entries,
    included,
    log: selectLogSettings(manifest),
    reading: selectReading(manifest),
    probes: { file, root, entries, observations },
    policies,
    alerting: selectAlerting(manifest),
    receivers: selectReceivers(manifest),
    heartbeat,
  };
}

/** Selects the settings for opening the event log. */
export function selectLogSettings({ file, root, event_log, scan }: Manifest): OwnedLogSettings {
  return { file, root, event_log, proxy: scan.network.proxy };
}

/** Selects the settings of readers: limits, and the network. */
export function selectReading({ root, scan }: Pick<Manifest, 'root' | 'scan'>): ReadingSettings {
  return { root, ...scan };
}

/** Selects the settings that decide the destinations and times of alerts. */
export function selectAlerting(manifest: Manifest): AlertingSettings {
  const { rules, webhooks, emails, digest, silences, delivery_retry_days, stale_after_hours } = manifest;
  return { rules, webhooks, emails, digest, silences, delivery_retry_days, stale_after_hours };
}

/** Selects the settings for sending. */
export function selectReceivers(manifest: Manifest): Receivers {
  const { file, root, rules, webhooks, emails, issues, delivery_timeout_seconds, scan } = manifest;
  return { file, root, rules, webhooks, emails, issues, delivery_timeout_seconds, network: scan.network };
}
