/** Reads the records of a zone file with `$ORIGIN`, `$INCLUDE` and `$GENERATE`. */

import { isInDomains } from '../../domain/discovery.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { memoizeWeakly } from '../../lib/memoize.ts';
import { isAddressType, qualifyName, type RecordLine } from '../dns-records.ts';
import type { Mention, Repository } from '../format.ts';
import { findIncludedFiles } from '../included-files.ts';
import { isTemplatedWord } from '../templated-text.ts';
import { hideTemplates } from '../yaml/templates.ts';
import { type Entry, listEntries } from './entries.ts';
import { countRange, expandNumber, listRange, parseRange } from './generate.ts';

const CLASS = /^(?:IN|CH|HS|CS)$/i;
const TTL = /^\d[\dsmhdw]*$/i;
const TYPE = /^[A-Z][A-Z0-9-]*$/i;

/** The maximum number of records that `$GENERATE` makes for one file: a network of 16 bits. */
const MAX_GENERATED = 65_536;
/** The maximum number of entries that one file may include. */
const MAX_INCLUDED = 50_000;
const MAX_DEPTH = 5;

export interface ZoneRecords {
  records: RecordLine[];
  /** Directives that were not followed. */
  unread: Mention[];
}

interface Context {
  path: string;
  repository: Repository;
  zone: ZoneRecords;
  budget: { generated: number; included: number };
}

type Owner = Pick<RecordLine, 'name' | 'zone'>;
type ZoneRecord = Pick<RecordLine, 'type' | 'values'>;

/** The state at the beginning of an included file. */
interface Start {
  origin: string | null;
  owner: Owner;
  /** The line of the `$INCLUDE` in the file that was given, and the number of files between. */
  line: number;
  depth: number;
}

/**
 * Reads the records of the zone file at `path`, with their owners as full names. A record of an included file has the line of the
 * `$INCLUDE`. `origin`: the name of the zone; null if the file's name is none.
 */
export function readZone(text: string, origin: string | null, path: string, repository: Repository): ZoneRecords {
  const zone: ZoneRecords = { records: [], unread: [] };
  const context = { path, repository, zone, budget: { generated: MAX_GENERATED, included: MAX_INCLUDED } };
  readEntries(listEntries(text), { origin, owner: { name: '@', zone: origin } }, context);
  return { ...zone, records: selectZone(zone.records) };
}

/** Drops records outside the zone, which no server answers with. */
function selectZone(records: RecordLine[]): RecordLine[] {
  const [start, another] = records.filter(({ type }) => type === 'SOA');
  const apex = start && another === undefined ? qualifyName(start.name, start.zone)?.toLowerCase() : undefined;
  if (apex === undefined || isTemplatedWord(apex)) return records;
  return records.filter((one) => {
    const name = qualifyName(one.name, one.zone)?.toLowerCase() ?? apex;
    return isTemplatedWord(name) || isInDomains(name, [apex]);
  });
}

function readEntries(
  entries: Iterable<Entry>,
  start: Omit<Start, 'line' | 'depth'> & Partial<Start>,
  context: Context,
): void {
  let { origin, owner } = start;
  for (const { words, line: own, isBlank } of entries) {
    const [first = '', second = ''] = words;
    const line = start.line ?? own;
    const directive = first.toUpperCase();
    if (directive === '$ORIGIN') origin = findName(second, origin);
    else if (directive === '$INCLUDE') include(words, { origin, owner, line, depth: (start.depth ?? 0) + 1 }, context);
    else if (directive === '$GENERATE') generate(words, { origin, line }, context);
    if (first.startsWith('$')) continue;
    // A blank stands for the full name of the owner before, also after a new `$ORIGIN`.
    if (!isBlank) owner = { name: first, zone: origin };
    const record = readRecord(isBlank ? words : words.slice(1));
    if (record !== null) context.zone.records.push({ ...owner, ...completeTarget(record, origin), line });
  }
}

const findName = (name: string, origin: string | null): string | null =>
  name === '@' ? origin : (qualifyName(name, origin) ?? name);

/** Reads the type and the data of a record, after its owner. Returns null for a word that is no type. */
function readRecord(words: readonly string[]): ZoneRecord | null {
  const at = words.findIndex((word) => !CLASS.test(word) && !TTL.test(word));
  const type = words[at];
  if (type === undefined || !TYPE.test(type) || at > 2) return null;
  return { type: type.toUpperCase(), values: words.slice(at + 1) };
}

/** Completes the name in the data of a record: unlike that of an inherited owner, its origin is the current one. */
function completeTarget(record: ZoneRecord, origin: string | null): ZoneRecord {
  const target = record.values.at(-1);
  const name = target === undefined || !TARGET_TYPES.has(record.type) ? null : qualifyName(target, origin);
  return name === null ? record : { ...record, values: [...record.values.slice(0, -1), `${name}.`] };
}

const addUnread = ({ zone }: Context, words: readonly string[], line: number): void => {
  zone.unread.push({ kind: 'unresolved', expression: words.join(' '), line });
};

/** The entries of included files by path: a file that many zones include is parsed once. */
const getParsed = memoizeWeakly((_: Repository) => new Map<string, Entry[] | null>());

/** Reads an included file. The origin and the owner of the file that includes it stay. */
function include(words: readonly string[], start: Start, context: Context): void {
  const { path, repository, budget } = context;
  const [, target = '', origin] = words;
  const [file] = findIncludedFiles(target.replace(/^"|"$/g, ''), path, repository);
  const entries =
    file === undefined || start.depth > MAX_DEPTH
      ? null
      : getOrCreate(getParsed(repository), file, () => parseFile(file, repository));
  if (entries === null || budget.included < entries.length) {
    addUnread(context, words, start.line);
    return;
  }
  budget.included -= 1 + entries.length;
  readEntries(entries, origin === undefined ? start : { ...start, origin: findName(origin, start.origin) }, context);
}

function parseFile(file: string, repository: Repository): Entry[] | null {
  const text = repository.readText(file);
  return text === null ? null : [...listEntries(hideTemplates(text))];
}

/** The types whose data say what the name of another record is. */
const TARGET_TYPES = new Set(['NS', 'MX']);

/** Adds the records of `$GENERATE`, if they matter. A range beyond the limit is not read in part. */
function generate(
  words: readonly string[],
  { origin, line }: { origin: string | null; line: number },
  { budget, ...context }: Context,
): void {
  const [, numbers = '', name = ''] = words;
  const record = readRecord(words.slice(3));
  if (record !== null && !isAddressType(record.type) && !TARGET_TYPES.has(record.type)) return;
  const range = parseRange(numbers);
  if (record === null || range === null || countRange(range) > budget.generated) {
    addUnread({ budget, ...context }, words, line);
    return;
  }
  budget.generated -= countRange(range);
  // Data of several words are one word in quotation marks, such as `"10 mail$"`.
  const templates = record.values.flatMap((value) => value.replace(/^"|"$/g, '').split(/\s+/));
  for (const number of listRange(range)) {
    const values = templates.map((value) => expandNumber(value, number));
    context.zone.records.push({ name: expandNumber(name, number), zone: origin, type: record.type, values, line });
  }
}
