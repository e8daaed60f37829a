/** Converts a valid manifest to domain types, with all defaults. */
import path from 'node:path';
import {
  type Heartbeat,
  type Manifest,
  type ManifestFile,
  type NetworkPolicy,
  NO_HEARTBEAT,
  type ProxyPolicy,
} from '../../domain/index.ts';
import type { Manifest as ManifestSpec, NetworkSpec, ProxiesSpec } from '../../generated/manifest.ts';
import type { ManifestSections } from '../sections.ts';
import { locateVariables, toPosition, toValidated } from './conversions.ts';
import { normalizeDiscovery } from './discovery.ts';
import { createEntryNormalizer } from './entry.ts';
import { normalizeDigestAction, normalizeEmail, normalizeWebhook } from './receivers.ts';
import { addIssueRule, normalizeIssueOptions, normalizePolicy, normalizeRule, normalizeSilence } from './rules.ts';

/** `files`: their names as shown to users, the manifest first. `root`: the directory that paths are relative to (absolute). */
export function normalizeManifest(
  sections: ManifestSections,
  files: [ManifestFile, ...ManifestFile[]],
  root: string,
): Manifest {
  const spec = toValidated<ManifestSpec>(sections.root);
  const settings = spec.settings ?? {};
  const proxies =
    typeof spec.network?.proxy === 'string' ? { default: spec.network.proxy } : (spec.network?.proxy ?? {});
  const issues = { max_open: spec.issues?.max_open ?? 25, options: normalizeIssueOptions(spec.issues ?? {}) };
  const rules = sections.rules.map((section) => normalizeRule(section, issues.options));
  return {
    file: files[0].name,
    files,
    root,
    entries: sections.entries.map(
      createEntryNormalizer({ proxy: proxies.endpoints, ...settings }, [sections.settings, sections.network]),
    ),
    webhooks: sections.webhooks.map(normalizeWebhook),
    emails: sections.emails.map(normalizeEmail),
    rules:
      spec.issues === undefined
        ? rules
        : addIssueRule(rules, issues.options, toPosition(sections.root), spec.issues.from),
    silences: sections.silences.map(normalizeSilence),
    policies: sections.policies.map(normalizePolicy),
    digest: {
      actions: (spec.digest?.actions ?? []).flatMap(normalizeDigestAction),
      always: spec.digest?.always ?? false,
    },
    issues,
    event_log: {
      store: spec.event_log?.store ?? null,
      path: spec.event_log?.path ?? '.certvigil/event-log.json',
      branch: spec.event_log?.branch ?? 'certvigil-state',
      max_commits: spec.event_log?.max_commits ?? null,
      partitions: spec.event_log?.partitions ?? 1,
      retention_days: spec.event_log?.retention_days ?? 400,
    },
    dashboard: { title: spec.dashboard?.title ?? 'Certificates', include: spec.dashboard?.include ?? null },
    metrics: { labels: spec.metrics?.labels ?? [] },
    discovery: normalizeDiscovery(sections),
    delivery_retry_days: settings.delivery_retry_days ?? 7,
    delivery_timeout_seconds: settings.delivery_timeout_seconds ?? 600,
    stale_after_hours: settings.stale_after_hours ?? null,
    heartbeat: normalizeHeartbeat(sections, settings.heartbeat_url),
    channel_test: settings.channel_test ?? null,
    heartbeat_declined: settings.heartbeat_url === NO_HEARTBEAT,
    observations: {
      secret: spec.observations?.secret ?? null,
      secrets: spec.observations?.secrets ?? {},
      max_age_hours: settings.observations_max_age_hours ?? 24,
    },
    scan: {
      timeout_seconds: settings.scan_timeout_seconds ?? 10,
      concurrency: settings.scan_concurrency ?? 100,
      reading_minutes: settings.reading_minutes ?? 8,
      network: {
        deny: spec.network?.deny ?? [],
        allow: spec.network?.allow ?? [],
        dns_servers: spec.network?.dns_servers ?? [],
        proxy: normalizeProxies(proxies, root),
        ...normalizeResolver(spec.network ?? {}),
        ...(spec.network?.rdap_bootstrap && { rdap_bootstrap: spec.network.rdap_bootstrap }),
      },
    },
  };
}

/** Requests other than connections to endpoints use the proxies of the environment, unless the manifest overrides them. */
function normalizeProxies(spec: Exclude<ProxiesSpec, string>, root: string): ProxyPolicy {
  const { default: shared = 'env', ca_file } = spec;
  const toSetting = (proxy = shared) => (proxy === 'none' ? null : proxy);
  return {
    receivers: toSetting(spec.receivers),
    apis: toSetting(spec.apis),
    revocation: toSetting(spec.revocation),
    ca_file: ca_file === undefined ? null : path.resolve(root, ca_file),
  };
}

function normalizeResolver({ dns_over_https: resolver, trust_ad }: NetworkSpec): Partial<NetworkPolicy> {
  const { url, ca_file = null } = typeof resolver === 'string' ? { url: resolver } : (resolver ?? {});
  return { ...(url !== undefined && { dns_over_https: { url, ca_file } }), ...(trust_ad && { trust_ad }) };
}

function normalizeHeartbeat({ settings }: ManifestSections, url: string | undefined): Heartbeat | null {
  if (url === undefined || url === NO_HEARTBEAT || settings === undefined) return null;
  return { url, variables: locateVariables(settings) };
}
