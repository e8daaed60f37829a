/** Maps an item of an inventory by `map`, and applies `where`. */

import { ConditionError, evaluateConditionSet, hasRegex } from '../../domain/conditions/evaluate.ts';
import type { ConditionSet, InventoryItem, IsoTime, Observed } from '../../domain/index.ts';
import { limitNames } from '../../domain/limit-facts.ts';
import { parseDateFormat } from '../../domain/sources/date-format.ts';
import type { CurrentItems, Field, FieldMap, FieldName } from '../../domain/sources/field-map.ts';
import { loadRegexCompiler, type RegexCompiler } from '../../lib/python-regex.ts';
import { truncateTo } from '../../lib/text/truncate.ts';
import { isExpiredFor } from './current-items.ts';
import { createInventoryFailure } from './failures.ts';
import { removePrivateKeys } from './private-keys.ts';
import type { ListedItem } from './read-inventory.ts';
import { readPath } from './read-path.ts';
import { toFingerprint, toId, toSerialNumber, toSerialNumberFromDecimal, toText, toTexts, toTime } from './values.ts';

/** Reads a value of an item. For CSV, a path is the name of a column. */
export type ReadValue = (item: unknown, path: string) => unknown;

export interface MappingOptions {
  /** The name of the source in failures. */
  name: string;
  map: FieldMap;
  /** The function that reads a value. Default: dotted paths. */
  read?: ReadValue;
}

/** The maximum size of the content of an item: a larger one is not a certificate. */
const MAX_CONTENT_KIBIBYTES = 1024;

/** Reads the first path with a value that is not empty, or the default. */
function readField(item: unknown, field: Field | undefined, read: ReadValue): unknown {
  if (field === undefined) return undefined;
  for (const path of field.paths) {
    const value = read(item, path);
    if (value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
      return value;
  }
  return field.default ?? undefined;
}

/** Returns the stable ID of an item, or null. */
export function readItemId(item: unknown, { map, read = readPath }: MappingOptions): string | null {
  const id = readField(item, map.fields.id, read);
  return toId(Array.isArray(id) ? id[0] : id);
}

/** Maps an item to a certificate, or to the fields that describe it. */
export function mapFields(item: unknown, { name, map, read = readPath }: MappingOptions): ListedItem {
  const get = (field: FieldName) => readField(item, map.fields[field], read);
  const single = (field: FieldName) => toText(first(get(field)));
  const contents = [...toContents(get('pem')), ...toContents(get('chain'))];
  const cleaned = contents.map(removePrivateKeys);
  const hasKey = cleaned.some(({ found }) => found);
  const notice = hasKey ? { notice: createInventoryFailure('inventory-private-key', name) } : {};
  const observed = readOwnership(item, map, read, single, get);
  if (contents.some(({ length }) => length > MAX_CONTENT_KIBIBYTES * 1024))
    return {
      failure: createInventoryFailure('inventory-item-too-large', name, String(MAX_CONTENT_KIBIBYTES)),
      observed,
    };
  const mapped: InventoryItem = {
    // Without a leaf, the chain is dropped: its first certificate would become the leaf.
    contents:
      toContents(get('pem')).length === 0
        ? []
        : cleaned.map(({ text }) => toBytes(text)).filter(({ length }) => length > 0),
    common_name: single('common_name') ?? single('name'),
    sans: toNames(get('sans')),
    issuer: single('issuer'),
    serial_number:
      map.fields.serial?.format === 'decimal'
        ? toSerialNumberFromDecimal(first(get('serial')))
        : toSerialNumber(first(get('serial'))),
    fingerprint_sha256: toFingerprint(first(get('fingerprint'))),
    valid_from: readTime(get('valid_from'), map.fields.valid_from),
    valid_to: readTime(get('valid_to'), map.fields.valid_to),
  };
  return { item: mapped, observed, ...notice };
}

/** Returns the item, or null if it expired too long ago to be monitored. `now`: milliseconds. */
export function omitExpired(listed: ListedItem, { expired_days }: CurrentItems, now: number): ListedItem | null {
  const { item } = listed;
  return expired_days !== null && item !== undefined && isExpiredFor(expired_days, item, now) ? null : listed;
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function readTime(value: unknown, field: Field | undefined): IsoTime | null {
  const one = first(value);
  const format = field?.format ?? null;
  if (format === null) return toTime(one);
  if (typeof one !== 'string') return null;
  return toTime(parseDateFormat(one, format) ?? (ISO_DATE.test(one) ? one : null));
}

/** The start of an ISO date, which is unambiguous, and so accepted instead of any format: systems change to it. */
const ISO_DATE = /^\s*\d{4}-\d{2}-\d{2}/;

function toContents(value: unknown): string[] {
  const all = Array.isArray(value) ? value.flat() : [value];
  return all.filter((one) => typeof one === 'string').filter((text) => text.trim() !== '');
}

/** Converts a text to bytes. EJBCA, for example, encodes DER in base64 twice. */
function toBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text.replaceAll('\\n', '\n'));
  const bare = text.replace(/\s+/g, '');
  if (text.includes('-----BEGIN ') || !isBase64(bare)) return bytes;
  const inner = Buffer.from(bare, 'base64').toString('latin1').replace(/\s+/g, '');
  return isBase64(inner) ? Buffer.from(inner) : bytes;
}

function isBase64(text: string): boolean {
  return text.length > 0 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);
}

/** Converts names, without their types, as in `DNS:example.com` and `dNSName=example.com`. */
function toNames(value: unknown): string[] {
  const names = toTexts(value).map((name) =>
    name.replace(/^(?:dns|ip|email|uri|rfc822|ipaddress|uniformresourceidentifier)(?:name)?(?: address)?[:=]/i, ''),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}

function readOwnership(
  item: unknown,
  map: FieldMap,
  read: ReadValue,
  single: (field: FieldName) => string | null,
  get: (field: FieldName) => unknown,
): Observed {
  const status = single('status');
  const labels = {
    ...(map.all_labels === null ? {} : toLabels(read(item, map.all_labels))),
    ...Object.fromEntries(
      Object.entries(map.labels).flatMap(([label, field]) => {
        const value = toLabelValue(readField(item, field, read));
        return value === null ? [] : [[label, value]];
      }),
    ),
    ...(status !== null && { status }),
  };
  const owner = single('owner');
  const assigned = get('assignments');
  const assignments = [assigned].flat().flatMap((one) => toText(one) ?? []);
  const renewal_instructions = toInstructions(first(get('renewal_instructions')));
  const isEmpty = Object.keys(labels).length === 0 && owner === null && assignments.length === 0;
  if (isEmpty && renewal_instructions === null) return {};
  const more = renewal_instructions === null ? {} : { renewal_instructions };
  return { ownership: { labels, owner, assignments: limitNames([...new Set(assignments)]), ...more } };
}

/** Converts a value to a label: the tags of an item, for example, are one label. */
function toLabelValue(value: unknown): string | null {
  if (!Array.isArray(value)) return toText(value);
  return toText(value.flatMap((one) => toText(one) ?? []).join(','));
}

const MAX_INSTRUCTIONS_LENGTH = 2000;

/** Converts instructions, which may have several lines, unlike the other fields. */
function toInstructions(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : truncateTo(text.replaceAll('\r\n', '\n'), MAX_INSTRUCTIONS_LENGTH);
}

/** Marks an item as muted. */
export function mute(listed: ListedItem): ListedItem {
  const { ownership = { labels: {}, owner: null, assignments: [] } } = listed.observed;
  return addFacts(listed, { ownership: { ...ownership, muted: true } });
}

/** Adds observed facts to an item. */
export function addFacts(listed: ListedItem, facts: Observed): ListedItem {
  return { ...listed, observed: { ...listed.observed, ...facts } };
}

const MAX_LABELS = 64;

/** Converts an object, or a list of objects with a key and a value, as cloud providers have them. */
function toLabels(value: unknown): Record<string, string> {
  const pairs = Array.isArray(value)
    ? value.map((one) => [
        readPath(one, 'key') ?? readPath(one, 'Key') ?? readPath(one, 'name'),
        readPath(one, 'value') ?? readPath(one, 'Value'),
      ])
    : Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(
    pairs.slice(0, MAX_LABELS).flatMap(([key, content]) => {
      const [name, text] = [toText(key), toText(content)];
      return name === null ? [] : [[name, text ?? '']];
    }),
  );
}

export interface ItemFilter {
  /** Whether an item is monitored. */
  isWanted: (item: unknown) => boolean;
  /** Whether an item has all attributes that `where` refers to, so that its details cannot change the result. */
  isDecidable: (item: unknown) => boolean;
}

/**
 * Creates the test of `where`. A missing attribute is null. An item whose conditions cannot be evaluated is monitored, because a missing
 * item is worse than an additional one.
 */
export async function createItemFilter(where: ConditionSet | null, read: ReadValue = readPath): Promise<ItemFilter> {
  if (where === null) return { isWanted: () => true, isDecidable: () => true };
  const compile: RegexCompiler | null = hasRegex(where) ? await loadRegexCompiler() : null;
  const attributes = listAttributes(where);
  return {
    isWanted: (item) => evaluate(where, item, read, compile, true),
    isDecidable: (item) => attributes.every((attr) => read(item, attr) !== undefined),
  };
}

/** Creates the test of conditions such as `muted`. An item whose conditions cannot be evaluated does not match: it alerts. */
export async function createItemTest(
  set: ConditionSet | null,
  read: ReadValue = readPath,
): Promise<(item: unknown) => boolean> {
  if (set === null) return () => false;
  const compile: RegexCompiler | null = hasRegex(set) ? await loadRegexCompiler() : null;
  return (item) => evaluate(set, item, read, compile, false);
}

function evaluate(
  set: ConditionSet,
  item: unknown,
  read: ReadValue,
  compile: RegexCompiler | null,
  fallback: boolean,
): boolean {
  try {
    return evaluateConditionSet(set, (attr) => read(item, attr) ?? null, compile);
  } catch (error) {
    if (error instanceof ConditionError) return fallback;
    throw error;
  }
}

/** Lists the attributes that a set of conditions refers to. */
export function listAttributes(set: ConditionSet): string[] {
  if ('and' in set) return set.and.flatMap(listAttributes);
  if ('or' in set) return set.or.flatMap(listAttributes);
  return [set.attr];
}
