/** What a change of the manifest means: its two states compared as they were understood, not as they are written. */

import type { Entry, Limit, Manifest, Rule, Settings, Webhook } from '../types.ts';
import { reachOf } from './reach.ts';

type Kind = 'removed' | 'changed' | 'added';

/** One field, in the manifest's own words; null where it does not stand. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** A certificate that the change adds, removes, or changes: in itself, or in the rules that can reach it. */
export interface EntryChange {
  kind: Kind;
  /** As it is after the change; what is removed, as it was. */
  entry: Entry;
  fields: FieldChange[];
}

/** Of rules and webhooks the names of what changes: the rest stands in the pull request itself. */
export interface PartChange {
  kind: Kind;
  name: string;
  fields: string[];
}

export interface Changes {
  /** What is lost first, then what is changed, then what is new. */
  certificates: EntryChange[];
  rules: PartChange[];
  webhooks: PartChange[];
  /** All else that the manifest holds, such as the event log's place. */
  settings: FieldChange[];
}

/** Null stands for a manifest that is not there. */
export function compareManifests(before: Manifest | null, after: Manifest | null): Changes {
  return {
    certificates: certificateChanges(before, after),
    rules: partChanges<Rule>(before?.rules, after?.rules),
    webhooks: partChanges<Webhook>(before?.webhooks, after?.webhooks),
    settings: before === null || after === null ? [] : fieldChanges(globalFields(before), globalFields(after)),
  };
}

function certificateChanges(before: Manifest | null, after: Manifest | null): EntryChange[] {
  const old = describedEntries(before);
  const now = describedEntries(after);
  const common = [...now].flatMap(([name, { entry, fields }]) => {
    const was = old.get(name);
    return was === undefined ? [] : [{ kind: 'changed' as const, entry, fields: fieldChanges(was.fields, fields) }];
  });
  return [
    ...[...old].filter(([name]) => !now.has(name)).map(([, { entry }]) => ofWhole('removed', entry)),
    ...common.filter(({ fields }) => fields.length > 0),
    ...[...now].filter(([name]) => !old.has(name)).map(([, { entry }]) => ofWhole('added', entry)),
  ];
}

function ofWhole(kind: Kind, entry: Entry): EntryChange {
  return { kind, entry, fields: [] };
}

type Fields = Map<string, string>;

/** What the field says which stands for the rules that can reach an entry. */
export const REACHED_BY = 'reached by';

function describedEntries(manifest: Manifest | null): Map<string, { entry: Entry; fields: Fields }> {
  if (manifest === null) return new Map();
  const { rulesOf } = reachOf(manifest);
  return new Map(
    manifest.entries.map((entry) => {
      const rules = rulesOf.get(entry.name) ?? [];
      const fields = entryFields(entry).set(REACHED_BY, rules.join(', ') || 'no rule');
      return [entry.name, { entry, fields }];
    }),
  );
}

const SETTING_NAMES = {
  warning: 'expiry_warning_days',
  critical: 'expiry_critical_days',
  thresholds: 'expiry_scan_thresholds',
  cooldown_hours: 'expiry_scan_cooldown_hours',
  repeat: 'expiry_scan_repeat',
} satisfies Record<Exclude<keyof Settings, 'written'>, string>;

const SOURCE_NAMES: Record<string, string> = { targets: 'endpoint', patterns: 'file', date: 'expires' };

/** An entry's fields by the names that they have in the manifest. */
function entryFields({ name: _name, position: _position, source, settings, labels, ...rest }: Entry): Fields {
  const fields: Fields = new Map();
  const put = (field: string, value: unknown, note = '') => {
    const text = shown(value, field);
    if (text !== null) fields.set(field, text + note);
  };
  for (const [field, text] of sourceFields(source)) fields.set(field, text);
  for (const [key, value] of Object.entries(rest)) put(key, value);
  for (const [label, value] of Object.entries(labels)) put(`labels.${label}`, value);
  for (const [key, field] of Object.entries(SETTING_NAMES)) {
    // What the user has not written is capped by the lifetime, so that the same number means something else.
    const isDefault = settings.written[key as keyof Settings['written']] === false;
    put(field, settings[key as keyof typeof SETTING_NAMES], isDefault ? ' (default)' : '');
  }
  return fields;
}

/** A source's fields by the names that they have in the manifest, what it reads first. */
export function sourceFields({ kind: _kind, ...source }: Entry['source']): Fields {
  const fields = Object.entries(source).flatMap(([key, value]) => {
    const text = shown(value, key);
    return text === null ? [] : [[SOURCE_NAMES[key] ?? key, text] as const];
  });
  return new Map(fields);
}

/** Not to be repeated on a page, though the manifest has it. */
const SECRET = /passw|secret|token/i;

/** A value as it is written in the manifest; null where there is nothing. */
function shown(value: unknown, field = ''): string | null {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (SECRET.test(field)) return '***';
  if (Array.isArray(value)) return value.map((item) => shown(item) ?? 'null').join(', ');
  if (typeof value !== 'object') return String(value);
  if ('written' in value) return String((value as Limit).written);
  if ('place' in value) return String(value.place);
  return JSON.stringify(value);
}

function globalFields(manifest: Manifest): Fields {
  const { file: _file, root: _root, entries: _entries, webhooks: _webhooks, rules: _rules, ...rest } = manifest;
  const fields: Fields = new Map();
  for (const [key, value] of Object.entries(rest)) {
    const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
    const named = inner?.map(([name, one]) => [`${key}.${name}`, one] as const) ?? [[key, value] as const];
    for (const [name, one] of named) {
      const text = shown(one, name);
      if (text !== null) fields.set(name, text);
    }
  }
  return fields;
}

function fieldChanges(before: Fields, after: Fields): FieldChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, before: before.get(field) ?? null, after: after.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

function partChanges<Part extends { name: string; position: unknown }>(
  before: readonly Part[] = [],
  after: readonly Part[] = [],
): PartChange[] {
  const old = new Map(before.map((part) => [part.name, part]));
  const now = new Set(after.map(({ name }) => name));
  return [
    ...before.filter(({ name }) => !now.has(name)).map(({ name }) => ({ kind: 'removed' as const, name, fields: [] })),
    ...after.flatMap((part): PartChange[] => {
      const was = old.get(part.name);
      if (was === undefined) return [{ kind: 'added', name: part.name, fields: [] }];
      const fields = differing(was, part);
      return fields.length === 0 ? [] : [{ kind: 'changed', name: part.name, fields }];
    }),
  ];
}

/** Where a thing stands is no change of it: neither its own position nor that of a variable that it names. */
const PLACES = ['position', 'variables'];

function differing<Part extends object>(before: Part, after: Part): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Part & string)[];
  return keys.filter((key) => !PLACES.includes(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
