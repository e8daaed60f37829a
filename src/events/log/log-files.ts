/** An event log as files: one, or a main file and its partitions. */

import type { EventLog } from '../../generated/event-log.ts';
import { compareText } from '../../lib/collections.ts';
import { type ChunkedText, isTextEqual } from '../../lib/files/chunked-text.ts';
import type { FileFormat, FileSet, FileSetUpdate, KnownFile } from '../../lib/files/file-set.ts';
import {
  type Keyed,
  type KeyedLists,
  type LoadedLog,
  type LogToSerialize,
  toKeyedLists,
  toKeyedRecord,
} from './incremental-lines.ts';
import { createLogError } from './messages.ts';
import { checkOwnership } from './ownership.ts';
import { readLog } from './parse.ts';
import { joinLog, listPartitionNames, type Partition, splitLog } from './partitions.ts';
import { createEmptyLog, serializeHead, serializeLogChunks } from './serialize.ts';
import { shareTexts } from './share-text.ts';

/** A file of the log, without its text. The records of a partition are lists. */
export type ParsedLog = Omit<LoadedLog, 'text'>;

type LogFile = KnownFile<ParsedLog>;

export interface LoadedFiles {
  log: EventLog;
  main: LogFile;
  parts: readonly LogFile[];
}

/** Longer than the head of a main file with the most partitions. */
const MAX_HEAD = 10_000;

/** Returns the names of the partitions that a main file has. Empty if it is invalid, which parsing it reports. */
export function listPartsIn(text: string): string[] {
  const [, list] = /^\s*\{\s*"version":\s*\d+,\s*"partitions":\s*\[([^\]]*)\]/.exec(text.slice(0, MAX_HEAD)) ?? [];
  return list === undefined ? [] : listPartitionNames(list.split(',').length);
}

/** How a store reads the files of a log: strictly, see `readLog`. */
export const LOG_FORMAT: FileFormat<ParsedLog> = {
  listParts: listPartsIn,
  parse: (text, part, file) => {
    const { log, lines } = readLog(text, part === null ? file : describePartition(file, part));
    // A log in partitions is that of very many certificates, where memory counts. It takes 4 % longer to read.
    if (part === null) return { log, lines };
    shareTexts(log);
    return { log: toLists(log, lines !== null), lines };
  },
  checkOrphan: (text, part, file) => {
    const { partition, events } = readLog(text, describePartition(file, part)).log;
    // The first save of a log writes the partitions first, and nothing was sent before it. With another number of partitions,
    // generations start again.
    if (events.length > 0 || (partition?.generation ?? 1) > 1)
      throw createLogError('event-log-main-missing', file, part);
  },
};

/** The records are in the order of the text if that is ours, and otherwise sorted. */
function toLists({ places, certificates, renewals, ...log }: EventLog, isOurs: boolean): LogToSerialize {
  const list = <T>(records: Readonly<Record<string, T>>): KeyedLists<T> => {
    const keys = Object.keys(records);
    if (!isOurs) keys.sort(compareText);
    return [keys, keys.map((key) => records[key] as T)];
  };
  return {
    ...log,
    places: list(places),
    certificates: list(certificates),
    ...(renewals && { renewals: list(renewals) }),
  };
}

/** A main file is parsed into objects. */
function toMainLog({ places, certificates, renewals, ...log }: LogToSerialize): EventLog {
  return {
    ...log,
    places: toKeyedRecord(places),
    certificates: toKeyedRecord(certificates),
    ...(renewals && { renewals: toKeyedRecord(renewals) }),
  };
}

/**
 * Joins all files of a log. Messages call it `file`. Throws AppError (exit 3) `event-log-invalid`, `event-log-partition-missing`,
 * `-mismatch` or `-outdated`. A partition that is newer than the main file is of a save that was interrupted: it counts, and the next
 * save completes it.
 */
export function joinLogFiles({ main, parts }: FileSet<ParsedLog>, file: string): LoadedFiles {
  const log = toMainLog(main.content.log);
  if (log.partition !== undefined)
    throw createLogError('event-log-invalid', file, 'it is a partition, so name the main file');
  const generations = log.partitions;
  if (generations === undefined) return { log, main, parts: [] };
  const loaded = listPartitionNames(generations.length).map((name, index) =>
    checkPartition(
      parts.get(name),
      { index, count: generations.length, generation: generations[index] ?? 0 },
      file,
      name,
    ),
  );
  return {
    log: joinLog(
      log,
      loaded.map((part) => part.content.log),
    ),
    main,
    parts: loaded,
  };
}

function checkPartition(
  part: LogFile | undefined,
  expected: NonNullable<EventLog['partition']>,
  file: string,
  name: string,
): LogFile {
  if (part === undefined) throw createLogError('event-log-partition-missing', file, name);
  const actual = part.content.log.partition;
  if (actual?.index !== expected.index || actual.count !== expected.count)
    throw createLogError('event-log-partition-mismatch', file, name);
  if (actual.generation < expected.generation) throw createLogError('event-log-partition-outdated', file, name);
  return part;
}

function describePartition(file: string, name: string): string {
  return `${file} (partition ${name})`;
}

/** Throws AppError if the log, or one of its partitions, belongs to a manifest with none of these names. */
export function checkFileOwnership({ main, parts }: LoadedFiles, owners: readonly string[], file: string): void {
  checkOwnership(main.content.log, owners, file);
  const names = listPartitionNames(parts.length);
  for (const [index, { content }] of parts.entries()) {
    checkOwnership(content.log, owners, describePartition(file, names[index] ?? ''));
  }
}

/** Serializes a log into `count` files, without those that are as in `original`, which are read again where something has changed. */
export function serializeLogFiles(log: EventLog, original: LoadedFiles | null, count: number): FileSetUpdate {
  if (count < 2) {
    const before = original !== null && original.parts.length === 0 ? loadText(original.main) : null;
    return { parts: [], changes: [{ part: null, text: serializeLogChunks(log, before) }] };
  }
  const before = original?.parts.length === count ? original.parts : [];
  return { parts: listPartitionNames(count), changes: serializePartitions(log, before, count) };
}

function loadText({ content, readText }: LogFile): LoadedLog {
  return { ...content, text: readText() };
}

/** The partitions that have changed, and the main file. */
function* serializePartitions(
  log: EventLog,
  before: readonly LogFile[],
  count: number,
): Generator<{ part: string | null; text: ChunkedText }> {
  const names = listPartitionNames(count);
  const partitions: number[] = [];
  for (const [index, part] of splitLog(log, count).entries()) {
    const original = before[index];
    const { generation, text } = serializePartition(createPartition(part, log, { index, count }, original), original);
    partitions.push(generation);
    if (text !== null) yield { part: names[index] ?? '', text };
  }
  const { version, scans, history } = log;
  yield { part: null, text: serializeLogChunks({ ...createEmptyLog(), version, partitions, scans, history }) };
}

type PartitionToSerialize = LogToSerialize & Partition;

/** With the generation of the partition as it is; 0 for a new one. */
function createPartition(
  part: Partition,
  { version, scans: { manifest } }: EventLog,
  { index, count }: { index: number; count: number },
  original: LogFile | undefined,
): PartitionToSerialize {
  const generation = original?.content.log.partition?.generation ?? 0;
  const scans = manifest === undefined ? {} : { manifest };
  return { version, partition: { index, count, generation }, scans, ...part };
}

/** `text` is null if nothing has changed. Otherwise it is the next generation. */
function serializePartition(
  part: PartitionToSerialize,
  original: LogFile | undefined,
): { generation: number; text: ChunkedText | null } {
  const { generation = 0 } = part.partition ?? {};
  if (original !== undefined && hasSameRecords(part, original.content.log)) return { generation, text: null };
  const before = original === undefined ? null : loadText(original);
  const [, ...sections] = serializeLogChunks(part, before);
  const head = serializeHead(part);
  if (before !== null && isTextEqual([head, ...sections], before.text)) return { generation, text: null };
  const next = generation + 1;
  const renewed = { ...part, partition: part.partition && { ...part.partition, generation: next } };
  return { generation: next, text: [serializeHead(renewed), ...sections] };
}

/** Whether the records are the same objects, so that the partition need not be serialized. */
function hasSameRecords(a: PartitionToSerialize, b: LogToSerialize): boolean {
  return (
    a.scans.manifest === b.scans.manifest &&
    isSameKeyed(a.places, b.places) &&
    isSameKeyed(a.certificates, b.certificates) &&
    isSameKeyed(a.renewals, b.renewals ?? [[], []]) &&
    isSameList(a.events, b.events)
  );
}

function isSameKeyed<T>([keys, records]: KeyedLists<T>, other: Keyed<T>): boolean {
  const [otherKeys, otherRecords] = toKeyedLists(other);
  return isSameList(keys, otherKeys) && isSameList(records, otherRecords);
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
