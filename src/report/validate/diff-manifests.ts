/** Compares two versions of a manifest by their meaning, so that spelling, order and comments make no difference. */

import type { Entry, Manifest, Rule, Settings, Source, Webhook } from '../../domain/index.ts';
import { getSourceDefinition } from '../../domain/sources/index.ts';
import { computeRuleCoverage } from './rule-coverage.ts';

type Kind = 'removed' | 'changed' | 'added';

/** A field under its manifest name; null if it is absent. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** A certificate that is added, removed or changed; also if only its matching rules change. */
export interface EntryChange {
  kind: Kind;
  /** The entry after the change, or before its removal. */
  entry: Entry;
  fields: FieldChange[];
}

/** The changed fields of a rule or a webhook, whose values are in the pull request. */
export interface PartChange {
  kind: Kind;
  name: string;
  fields: string[];
}

export interface ManifestChanges {
  /** The certificates: removed ones first, then changed ones, then new ones. */
  certificates: EntryChange[];
  rules: PartChange[];
  webhooks: PartChange[];
  /** The other settings of the manifest, such as the location of the event log. */
  settings: FieldChange[];
}

/** Compares two manifests. Null stands for a missing manifest. */
export function diffManifests(before: Manifest | null, after: Manifest | null): ManifestChanges {
  return {
    certificates: diffByName(describeEntries(before), describeEntries(after), diffDescribedEntries).map(
      ({ kind, item, fields }) => ({ kind, entry: item.entry, fields }),
    ),
    rules: diffParts<Rule>(before?.rules, after?.rules),
    webhooks: diffParts<Webhook>(before?.webhooks, after?.webhooks),
    settings: before === null || after === null ? [] : diffFields(listGlobalFields(before), listGlobalFields(after)),
  };
}

/** Lists removed items, then changed ones, then new ones. `diff` lists the differences between two items of the same name. */
function diffByName<Item extends { name: string }, Field>(
  before: readonly Item[],
  after: readonly Item[],
  diff: (before: Item, after: Item) => Field[],
): { kind: Kind; item: Item; fields: Field[] }[] {
  const old = new Map(before.map((item) => [item.name, item]));
  const current = new Map(after.map((item) => [item.name, item]));
  const listMissing = (kind: Kind, items: readonly Item[], others: Map<string, Item>) =>
    items.filter(({ name }) => !others.has(name)).map((item) => ({ kind, item, fields: [] }));
  const changed = after.flatMap((item) => {
    const previous = old.get(item.name);
    const fields = previous === undefined ? [] : diff(previous, item);
    return fields.length === 0 ? [] : [{ kind: 'changed' as const, item, fields }];
  });
  return [...listMissing('removed', before, current), ...changed, ...listMissing('added', after, old)];
}

function diffDescribedEntries(before: DescribedEntry, after: DescribedEntry): FieldChange[] {
  const defaults = listSourceDefaults(before.entry.source, after.entry.source);
  return diffFields(before.fields, after.fields).filter(({ field }) => !defaults.has(field));
}

/** Lists fields that only appear or disappear because the kind of source changes: flags and the trust store. */
function listSourceDefaults(before: Source, after: Source): Set<string> {
  const fields = before.kind === after.kind ? [] : [...Object.entries(before), ...Object.entries(after)];
  return new Set(
    fields.filter(([key, value]) => typeof value === 'boolean' || key === 'trust').map(([field]) => field),
  );
}

type Fields = Map<string, string>;

/** The name of the field for the rules that match an entry. */
export const MATCHED_BY = 'matching rules';

interface DescribedEntry {
  name: string;
  entry: Entry;
  fields: Fields;
}

function describeEntries(manifest: Manifest | null): DescribedEntry[] {
  if (manifest === null) return [];
  const { rulesByEntry } = computeRuleCoverage(manifest);
  return manifest.entries.map((entry) => {
    const rules = rulesByEntry.get(entry.name) ?? [];
    return { name: entry.name, entry, fields: listEntryFields(entry).set(MATCHED_BY, rules.join(', ') || 'none') };
  });
}

const SETTING_NAMES = {
  warning: 'expiry_warning_days',
  critical: 'expiry_critical_days',
  thresholds: 'expiry_scan_thresholds',
  cooldown_hours: 'expiry_scan_cooldown_hours',
  repeat: 'expiry_scan_repeat',
  settle_hours: 'settle_hours',
  unreachable_days: 'unreachable_days',
} satisfies Record<Exclude<keyof Settings, 'explicit' | 'fixture'>, string>;

/** The keys of positions: a new position in the file is not a change. */
const POSITION_KEYS = ['position', 'variables'];

function listParts(value: object): [key: string, part: unknown][] {
  return Object.entries(value).filter(([key]) => !POSITION_KEYS.includes(key));
}

/** Lists the fields of an entry by their manifest names. */
function listEntryFields({ name: _name, position: _position, source, settings, labels, ...rest }: Entry): Fields {
  const fields = toFields([
    ...listParts(rest),
    ...Object.entries(labels).map(([label, value]) => [`labels.${label}`, value] as const),
    ['kind', settings.fixture && 'fixture'],
    ['expired', settings.fixture?.expired === 'intended' ? 'intended' : null],
    ...Object.entries(SETTING_NAMES).map(([key, field]) => [field, formatSetting(settings, key)] as const),
  ]);
  return new Map([...listSourceFields(source), ...fields]);
}

/** Formats a setting. Defaults are capped by the lifetime, so a default and an explicit value of the same number differ. */
function formatSetting(settings: Settings, key: string): string {
  const isDefault = settings.explicit[key as keyof Settings['explicit']] === false;
  return `${formatValue(settings[key as keyof typeof SETTING_NAMES])}${isDefault ? ' (default)' : ''}`;
}

/** Lists the fields of a source by their manifest names; its locator is first. */
export function listSourceFields({ kind, ...source }: Source): Fields {
  const { locator } = getSourceDefinition(kind);
  const written = Object.entries(source).filter(([key, value]) => !isImplied(kind, key, value));
  return toFields(written.map(([key, value]) => [key === locator ? kind : key, value]));
}

/** Whether a value is a default of the source itself, which would look like a change when an entry gets another source, or has no key. */
function isImplied(kind: string, key: string, value: unknown): boolean {
  if (key === 'revocation_required') return true;
  return kind === 'endpoint' && ((key === 'connections' && value === 1) || (key === 'purpose' && value === 'server'));
}

function toFields(named: readonly (readonly [field: string, value: unknown])[]): Fields {
  return new Map(
    named.flatMap(([field, value]) => {
      const text = formatValue(value);
      return text === null ? [] : [[field, text] as const];
    }),
  );
}

/** Formats a value as the manifest spells it; null if there is none. */
function formatValue(value: unknown): string | null {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (Array.isArray(value)) return value.map((item) => formatValue(item) ?? 'null').join(', ');
  if (typeof value !== 'object') return String(value);
  if ('raw' in value) return String(value.raw);
  if ('location' in value) return String(value.location);
  return JSON.stringify(value);
}

function listGlobalFields(manifest: Manifest): Fields {
  const {
    file: _file,
    files: _files,
    root: _root,
    entries: _entries,
    webhooks: _webhooks,
    rules: _rules,
    silences,
    policies,
    ...rest
  } = manifest;
  return toFields([
    ...silences.map(({ reason, created_by, codes, position: _position, ...silence }) => {
      const own = { ...(codes.length > 0 && { codes }), ...(created_by !== null && { created_by }) };
      return [`silence: ${reason}`, { ...silence, ...own }] as const;
    }),
    ...policies.map(({ name, position: _position, ...policy }) => [`policy: ${name}`, policy] as const),
    ...Object.entries(rest).flatMap(([key, value]): [string, unknown][] => {
      if (typeof value !== 'object' || value === null) return [[key, value]];
      return listParts(value).map(([name, part]) => [`${key}.${name}`, part]);
    }),
  ]);
}

function diffFields(before: Fields, after: Fields): FieldChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, before: before.get(field) ?? null, after: after.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

function diffParts<Part extends { name: string }>(
  before: readonly Part[] = [],
  after: readonly Part[] = [],
): PartChange[] {
  return diffByName(before, after, listChangedKeys).map(({ kind, item, fields }) => ({
    kind,
    name: item.name,
    fields,
  }));
}

function listChangedKeys(before: object, after: object): string[] {
  return diffFields(toFields(listParts(before)), toFields(listParts(after))).map(({ field }) => field);
}
