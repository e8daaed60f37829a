/** An event log as files: one, or a main file and its partitions. */

import type { EventLog } from '../../generated/event-log.ts';
import { type CompleteFileSet, type FileSet, listPartNames } from '../../lib/files/file-set.ts';
import { createLogError } from './messages.ts';
import { parseLog } from './parse.ts';
import { joinLog, splitLog } from './partitions.ts';
import { createEmptyLog, isSerialized, serializeLog } from './serialize.ts';
import { LOG_FIELDS, selectUnknown } from './unknown-fields.ts';

/** A log that was read. */
export interface LoadedLog {
  log: EventLog;
  files: FileSet;
  /** The heads of the partitions; empty for a log in one file. */
  partitions: readonly PartitionHead[];
}

type PartitionHead = Pick<EventLog, 'partition' | 'scans'>;

/**
 * Parses all files of a log; null if there is none. Messages call it `file`. Throws AppError (exit 3): see `parseLog`, and
 * `event-log-main-missing`, or `event-log-partition-missing`, `-mismatch` or `-outdated`. A partition that is newer than the main file
 * belongs to an interrupted save: it is used, and the next save completes it.
 */
export function parseLogFiles(files: FileSet, file: string): LoadedLog | null {
  if (files.main === null) {
    for (const [name, text] of files.parts) checkOrphan(text, name, file);
    return null;
  }
  const main = parseLog(files.main, file);
  if (main.partition !== undefined)
    throw createLogError('event-log-invalid', file, 'it is a partition, so name the main file');
  if (main.partitions === undefined) return { log: main, files, partitions: [] };
  const generations = main.partitions;
  const partitions = listPartNames(generations.length).map((name, index) =>
    parsePartition(
      files.parts.get(name),
      name,
      { index, count: generations.length, generation: generations[index] ?? 0 },
      file,
    ),
  );
  const heads = partitions.map(({ partition, scans }) => ({ partition, scans }));
  return { log: joinLog(main, partitions), files, partitions: heads };
}

/** A partition without a main file is left by a process that was killed in its first save, or the main file was removed. */
function checkOrphan(text: string, name: string, file: string): void {
  const { partition, events } = parseLog(text, describePartition(file, name));
  // The first save of a log writes the partitions first, and nothing was sent before it. With another number of partitions,
  // generations start again.
  if (events.length > 0 || (partition?.generation ?? 1) > 1) throw createLogError('event-log-main-missing', file, name);
}

function parsePartition(
  text: string | undefined,
  name: string,
  expected: NonNullable<EventLog['partition']>,
  file: string,
): EventLog {
  if (text === undefined) throw createLogError('event-log-partition-missing', file, name);
  const log = parseLog(text, describePartition(file, name));
  const { index, count, generation = 0 } = log.partition ?? {};
  if (index !== expected.index || count !== expected.count)
    throw createLogError('event-log-partition-mismatch', file, name);
  if (generation < expected.generation) throw createLogError('event-log-partition-outdated', file, name);
  return log;
}

function describePartition(file: string, name: string): string {
  return `${file} (partition ${name})`;
}

/** The names of a manifest in a log, and how messages show a name. */
interface Owner {
  names: readonly string[];
  format: (name: string) => string;
}

/** Throws AppError if the log, or one of its partitions, belongs to a manifest with none of these names. */
export function checkOwnership({ log, partitions }: LoadedLog, { names: owners, format }: Owner, file: string): void {
  const names = listPartNames(partitions.length).map((name) => describePartition(file, name));
  for (const [index, { scans }] of [log, ...partitions].entries()) {
    if (scans.manifest !== undefined && !owners.includes(scans.manifest))
      throw createLogError(
        'event-log-manifest-mismatch',
        names[index - 1] ?? file,
        JSON.stringify(format(scans.manifest)),
      );
  }
}

/**
 * Serializes a log into `count` files. `current`: the files that they will replace, or null for a new log. A partition whose records are the
 * same keeps its text, and any other one gets the next generation.
 */
export function serializeLogFiles(log: EventLog, current: LoadedLog | null, count: number): CompleteFileSet {
  if (count < 2) return { main: serializeLog(log), parts: new Map() };
  const before = current?.partitions.length === count ? current : null;
  const { version, min_reader, scans, history } = log;
  const owner = scans.manifest === undefined ? {} : { manifest: scans.manifest };
  const names = listPartNames(count);
  const parts = new Map<string, string>();
  const partitions = splitLog(log, count).map((part, index) => {
    const name = names[index] ?? '';
    const known = before?.partitions[index]?.partition?.generation ?? 0;
    const create = (generation: number) => {
      return { ...createEmptyLog(), ...part, version, partition: { index, count, generation }, scans: owner };
    };
    const text = before?.files.parts.get(name);
    const isUnchanged = text !== undefined && isSerialized(text, create(known));
    parts.set(name, isUnchanged ? text : serializeLog(create(known + 1)));
    return isUnchanged ? known : known + 1;
  });
  // The partitions of a section that a later version has added are not known.
  const unknown = selectUnknown(log, LOG_FIELDS);
  const main = { ...createEmptyLog(), version, min_reader, partitions, scans, history, ...unknown };
  return { main: serializeLog(main), parts };
}
