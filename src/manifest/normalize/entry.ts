/** Converts valid certificate entries to domain types, with all defaults. */
import { findDirectory } from '../../domain/acme-directories.ts';
import type { AcmeSettings, Entry, Settings } from '../../domain/index.ts';
import { createSource } from '../../domain/sources/index.ts';
import type { AcmeSpec, EntrySpec, Settings as SettingsSpec } from '../../generated/manifest.ts';
import { toArray } from '../../lib/collections.ts';
import type { EntrySection } from '../sections.ts';
import type { Node } from '../yaml/node.ts';
import {
  DEFAULT_CRITICAL,
  DEFAULT_THRESHOLDS,
  DEFAULT_WARNING,
  FIXTURE_THRESHOLDS,
  locateVariables,
  toPosition,
  toThreshold,
  toThresholds,
  toTime,
  toValidated,
} from './conversions.ts';
import { normalizeExpected } from './expectations.ts';

/**
 * `settings`: the manifest's settings, which apply unless an entry overrides them. `sharedNodes`: the nodes with their variables. Entries
 * share default values, because a manifest can have 100,000 of them.
 */
export function createEntryNormalizer(
  settings: SettingsSpec,
  sharedNodes: readonly (Node | undefined)[],
): (entry: EntrySection) => Entry {
  const shared: SharedValues = {
    settings: normalizeSettings(settings),
    acme: normalizeAcme(true),
    variables: Object.assign({}, ...sharedNodes.map((node) => (node === undefined ? {} : locateVariables(node)))),
  };
  return (entry) => normalizeEntry(entry, settings, shared);
}

type SharedValues = Pick<Entry, 'settings' | 'acme' | 'variables'>;

function normalizeEntry(entry: EntrySection, settings: SettingsSpec, shared: SharedValues): Entry {
  const all = toValidated<EntrySpec>(entry.node);
  const isFixture = all.kind === 'fixture';
  const spec = isFixture ? omitUnusedFields(all) : all;
  const own = locateVariables(entry.node);
  return {
    name: spec.name,
    source: createSource(spec, settings),
    expect: normalizeExpected(spec.expect, spec.purpose),
    passwords: [...toArray(spec.password), ...(spec.passwords ?? [])],
    proxy: spec.proxy ?? null,
    enabled: spec.enabled ?? true,
    ...(spec.disabled_until !== undefined && { disabled_until: toTime(spec.disabled_until) }),
    ...(spec.disabled_reason !== undefined && { disabled_reason: spec.disabled_reason }),
    ...(spec.allow_shrink && { allow_shrink: true }),
    probe: spec.probe === undefined || spec.probe === 'none' ? null : spec.probe,
    labels: entry.labels,
    owner: spec.owner ?? null,
    assignments: spec.assignments ?? [],
    // A block ends with a line break, which is removed.
    renewal_instructions: spec.renewal_instructions?.trim() || null,
    acme: isFixture ? null : spec.acme === undefined ? shared.acme : normalizeAcme(spec.acme),
    settings: isFixture ? normalizeFixtureSettings(entry, settings) : normalizeEntrySettings(spec, settings, shared),
    position: toPosition(entry.own),
    // The entry also uses the variables of settings and network.
    variables: Object.keys(own).length === 0 ? shared.variables : { ...shared.variables, ...own },
  };
}

/** The keys that have no effect on test certificates: only their dates are checked, with the same thresholds for all. */
export const UNUSED_FIXTURE_KEYS = [
  'ca_file',
  'trust',
  'aia',
  'revocation',
  'purpose',
  'expect',
  'acme',
  'expiry_warning_days',
  'expiry_critical_days',
  'settle_hours',
  'unreachable_days',
] as const satisfies (keyof EntrySpec)[];

function omitUnusedFields(spec: EntrySpec): EntrySpec {
  const used = { ...spec };
  for (const key of UNUSED_FIXTURE_KEYS) delete used[key];
  return used;
}

/**
 * Replaces shared thresholds, which are meant for certificates in use: test certificates have different thresholds, unless the entry sets
 * them.
 */
function normalizeFixtureSettings({ own, node }: EntrySection, settings: SettingsSpec): Settings {
  const { expired } = toValidated<EntrySpec>(node);
  const { expiry_scan_thresholds: thresholds } = toValidated<EntrySpec>(own);
  const { expiry_scan_cooldown_hours, expiry_scan_repeat } = { ...settings, ...toValidated<EntrySpec>(node) };
  return {
    ...normalizeSettings({ expiry_scan_cooldown_hours, expiry_scan_repeat, expiry_scan_thresholds: thresholds }),
    ...(thresholds === undefined && { thresholds: FIXTURE_THRESHOLDS }),
    fixture: { expired: expired ?? 'unwanted' },
  };
}

function normalizeEntrySettings(spec: EntrySpec, settings: SettingsSpec, shared: SharedValues): Settings {
  if (!EXPIRY_KEYS.some((key) => spec[key] !== undefined)) return shared.settings;
  return normalizeSettings({ ...settings, ...spec });
}

function normalizeAcme(spec: AcmeSpec): AcmeSettings | null {
  if (spec === false) return null;
  const { directory, ca_file } = spec === true ? {} : spec;
  return {
    directory: directory === undefined ? null : (findDirectory(directory) ?? directory),
    ca_file: ca_file ?? null,
  };
}

const EXPIRY_KEYS = [
  'expiry_warning_days',
  'expiry_critical_days',
  'expiry_scan_thresholds',
  'expiry_scan_cooldown_hours',
  'expiry_scan_repeat',
  'settle_hours',
  'unreachable_days',
] as const satisfies (keyof EntrySpec)[];

type ExpirySpec = Pick<EntrySpec, (typeof EXPIRY_KEYS)[number]>;

/** Converts `24` or `24h` to hours. */
function toHours(hours: number | string): number {
  return typeof hours === 'number' ? hours : Number(hours.slice(0, -1));
}

function normalizeSettings(spec: ExpirySpec): Settings {
  const { expiry_warning_days: warning, expiry_critical_days: critical, expiry_scan_thresholds: thresholds } = spec;
  return {
    warning: warning === undefined ? DEFAULT_WARNING : toThreshold(warning),
    critical: critical === undefined ? DEFAULT_CRITICAL : toThreshold(critical),
    thresholds: thresholds === undefined ? DEFAULT_THRESHOLDS : toThresholds(thresholds),
    explicit: {
      warning: warning !== undefined,
      critical: critical !== undefined,
      thresholds: thresholds !== undefined,
    },
    cooldown_hours: toHours(spec.expiry_scan_cooldown_hours ?? 24),
    repeat: spec.expiry_scan_repeat ?? 'thresholds',
    settle_hours: spec.settle_hours ?? 6,
    unreachable_days: spec.unreachable_days ?? 3,
  };
}
