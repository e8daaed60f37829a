/** Maps the fields of an inventory's items to their meanings (`map`). */

import type { ConditionSetSpec, EntrySpec, FieldMapSpec, FieldSpec } from '../../generated/manifest.ts';
import { toArray } from '../../lib/collections.ts';
import type { ConditionSet } from '../rules.ts';

/** The paths and the format of a value. */
export interface Field {
  /** Dotted paths, which are tried in turn. */
  paths: string[];
  default: string | null;
  /** The format of dates in the notation of strftime; for a serial number, `decimal`. */
  format: string | null;
}

export type FieldName = Exclude<keyof FieldMapSpec, 'labels'>;

export interface FieldMap {
  fields: Partial<Record<FieldName, Field>>;
  labels: Record<string, Field>;
  /** The path to an object or list with all labels, or null. */
  all_labels: string | null;
}

/** The items of an inventory that are omitted because of their dates and names. */
export interface CurrentItems {
  /** Items that expired more than this number of days ago are omitted; null: none. */
  expired_days: number | null;
  /** Whether items are monitored for which there is a later one with the same issuer and names. */
  superseded: boolean;
}

/** Creates the setting. Default: expired and superseded items are included. */
export function createCurrentItems({
  expired_days,
  superseded = true,
}: Pick<EntrySpec, 'expired_days' | 'superseded'>): CurrentItems {
  return { expired_days: expired_days ?? null, superseded };
}

/** Creates a map. The fields of the entry override those of `preset` one by one. */
export function createFieldMap(spec: FieldMapSpec = {}, preset: FieldMapSpec = {}): FieldMap {
  const { labels = {}, ...fields } = { ...preset, ...spec };
  const isPath = typeof labels === 'string';
  return {
    fields: mapFields(fields),
    labels: isPath ? {} : mapFields(labels),
    all_labels: isPath ? labels : null,
  };
}

function mapFields(specs: Readonly<Record<string, FieldSpec | undefined>>): Record<string, Field> {
  const entries = Object.entries(specs).flatMap(([name, spec]) =>
    spec === undefined ? [] : [[name, createField(spec)]],
  );
  return Object.fromEntries(entries) as Record<string, Field>;
}

function createField(spec: FieldSpec): Field {
  if (typeof spec === 'string' || Array.isArray(spec)) return { paths: toArray(spec), default: null, format: null };
  return { paths: toArray(spec.path), default: spec.default ?? null, format: spec.format ?? null };
}

/** Creates the conditions for items that do not alert; null: all do. */
export function createMuted(spec: EntrySpec['muted']): ConditionSet | null {
  return spec === undefined || spec === false ? null : createConditionSet(spec);
}

export function createConditionSet(spec: ConditionSetSpec): ConditionSet {
  if ('and' in spec) return { and: spec.and.map(createConditionSet) };
  if ('or' in spec) return { or: spec.or.map(createConditionSet) };
  return { attr: spec.attr, op: spec.op ?? 'eq', value: spec.value, negate: spec.negate ?? false };
}
