/** Decides whether a field of an entry belongs to a source. */

import { FIELD_SOURCES } from '../../generated/field-sources.ts';
import { getOwn } from '../../lib/collections.ts';
import type { EntryKey } from './definition.ts';

/** Whether the entry of a message can have a field, so that the message may suggest it. */
export type Has = (field: EntryKey) => boolean;

/** Whether entries with a kind of source can have a field, which a message may then suggest. */
export function hasField(kind: string, field: EntryKey): boolean {
  return getOwn(FIELD_SOURCES, field)?.some((source) => source === kind) ?? true;
}

/** The field of an entry that overrides a field of `defaults`, because only one of them can apply. */
const ALTERNATIVES: Readonly<Partial<Record<EntryKey, EntryKey>>> = {
  trust: 'ca_file',
  ca_file: 'trust',
  password: 'passwords',
  passwords: 'password',
};

/** Whether a field of `defaults` applies to an entry. `hasKey` tells whether the entry itself has a key. */
export function appliesToEntry(field: string, hasKey: (key: EntryKey) => boolean): boolean {
  const key = field as EntryKey;
  const sources = getOwn(FIELD_SOURCES, key);
  if (sources !== undefined && !sources.some(hasKey)) return false;
  const alternative = getOwn(ALTERNATIVES, key);
  return alternative === undefined || !hasKey(alternative);
}
