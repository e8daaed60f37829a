/** An event log as files: one, or a main file and its partitions. */

import type { EventLog } from '../../generated/event-log.ts';
import { type ChunkedText, isTextEqual } from '../../lib/files/chunked-text.ts';
import type { FileSet, FileSetUpdate } from '../../lib/files/file-set.ts';
import type { LoadedLog, LogToSerialize } from './incremental-lines.ts';
import { createLogError } from './messages.ts';
import { checkOwnership } from './ownership.ts';
import { readLog } from './parse.ts';
import { joinLog, listPartitionNames, type Partition, splitLog } from './partitions.ts';
import { createEmptyLog, serializeHead, serializeLogChunks } from './serialize.ts';
import { shareTexts } from './share-text.ts';

export interface LoadedFiles {
  log: EventLog;
  main: LoadedLog;
  parts: readonly LoadedLog[];
}

/** Longer than the head of a main file with the most partitions. */
const MAX_HEAD = 10_000;

/** Returns the names of the partitions that a main file has. Empty if it is invalid, which `readLogFiles` reports. */
export function listPartsIn(text: string): string[] {
  const [, list] = /^\s*\{\s*"version":\s*\d+,\s*"partitions":\s*\[([^\]]*)\]/.exec(text.slice(0, MAX_HEAD)) ?? [];
  return list === undefined ? [] : listPartitionNames(list.split(',').length);
}

/**
 * Reads all files of a log strictly. Messages call it `file`. Throws AppError (exit 3) as `readLog` does, and
 * `event-log-partition-missing`, `-mismatch` or `-outdated`. A partition that is newer than the main file is of a save that was
 * interrupted: it counts, and the next save completes it.
 */
export function readLogFiles({ text, parts }: FileSet, file: string): LoadedFiles {
  const main = readLog(text, file);
  if (main.log.partition !== undefined)
    throw createLogError('event-log-invalid', file, 'it is a partition, so name the main file');
  const generations = main.log.partitions;
  if (generations === undefined) return { log: main.log, main, parts: [] };
  const loaded = listPartitionNames(generations.length).map((name, index) =>
    readPartition(
      parts.get(name),
      { index, count: generations.length, generation: generations[index] ?? 0 },
      file,
      name,
    ),
  );
  return {
    log: joinLog(
      main.log,
      loaded.map(({ log }) => log),
    ),
    main,
    parts: loaded,
  };
}

function readPartition(
  text: string | undefined,
  expected: NonNullable<EventLog['partition']>,
  file: string,
  name: string,
): LoadedLog {
  if (text === undefined) throw createLogError('event-log-partition-missing', file, name);
  const part = readLog(text, describePartition(file, name));
  const actual = part.log.partition;
  if (actual?.index !== expected.index || actual.count !== expected.count)
    throw createLogError('event-log-partition-mismatch', file, name);
  if (actual.generation < expected.generation) throw createLogError('event-log-partition-outdated', file, name);
  // A log in partitions is that of very many certificates, where memory counts. It takes 4 % longer to read.
  shareTexts(part.log);
  return part;
}

function describePartition(file: string, name: string): string {
  return `${file} (partition ${name})`;
}

/** Throws AppError if the log, or one of its partitions, belongs to a manifest with none of these names. */
export function checkFileOwnership({ main, parts }: LoadedFiles, owners: readonly string[], file: string): void {
  checkOwnership(main.log, owners, file);
  const names = listPartitionNames(parts.length);
  for (const [index, { log }] of parts.entries()) {
    checkOwnership(log, owners, describePartition(file, names[index] ?? ''));
  }
}

/** Serializes a log into `count` files, without those that are as in `original`. */
export function serializeLogFiles(log: EventLog, original: LoadedFiles | null, count: number): FileSetUpdate {
  if (count < 2) {
    const before = original !== null && original.parts.length === 0 ? original.main : null;
    return { text: serializeLogChunks(log, before), parts: new Map() };
  }
  const before = original?.parts.length === count ? original.parts : [];
  const names = listPartitionNames(count);
  const parts = splitLog(log, count).map((part, index) =>
    serializePartition(createPartition(part, log, { index, count }, before[index]), before[index]),
  );
  const { version, scans, history } = log;
  const main = {
    ...createEmptyLog(),
    version,
    partitions: parts.map(({ generation }) => generation),
    scans,
    history,
  };
  return { text: serializeLogChunks(main), parts: new Map(parts.map(({ text }, index) => [names[index] ?? '', text])) };
}

type PartitionToSerialize = LogToSerialize & Partition;

/** With the generation of the partition as it is; 0 for a new one. */
function createPartition(
  part: Partition,
  { version, scans: { manifest } }: EventLog,
  { index, count }: { index: number; count: number },
  original: LoadedLog | undefined,
): PartitionToSerialize {
  const generation = original?.log.partition?.generation ?? 0;
  const scans = manifest === undefined ? {} : { manifest };
  return { version, partition: { index, count, generation }, scans, ...part };
}

/** `text` is null if nothing has changed. Otherwise it is the next generation. */
function serializePartition(
  part: PartitionToSerialize,
  original: LoadedLog | undefined,
): { generation: number; text: ChunkedText | null } {
  const { generation = 0 } = part.partition ?? {};
  if (original !== undefined && hasSameRecords(part, original.log)) return { generation, text: null };
  const [, ...sections] = serializeLogChunks(part, original ?? null);
  const head = serializeHead(part);
  if (original !== undefined && isTextEqual([head, ...sections], original.text)) return { generation, text: null };
  const next = generation + 1;
  const renewed = { ...part, partition: part.partition && { ...part.partition, generation: next } };
  return { generation: next, text: [serializeHead(renewed), ...sections] };
}

/** Whether the records are the same objects, so that the partition need not be serialized. */
function hasSameRecords(a: PartitionToSerialize, b: EventLog): boolean {
  return (
    a.scans.manifest === b.scans.manifest &&
    isSameRecord(a.places, b.places) &&
    isSameRecord(a.certificates, b.certificates) &&
    isSameRecord(a.renewals, b.renewals ?? {}) &&
    a.events.length === b.events.length &&
    a.events.every((event, index) => event === b.events[index])
  );
}

function isSameRecord(a: readonly [string, unknown][], b: Readonly<Record<string, unknown>>): boolean {
  return a.every(([key, value]) => Object.hasOwn(b, key) && b[key] === value) && a.length === Object.keys(b).length;
}
