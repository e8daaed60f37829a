/** `certvigil log list` and `certvigil log clear` */

import path from 'node:path';
import { selectLogSettings } from '../../app/select-settings.ts';
import { EVENT_NAMES, RESOLUTION_NAMES } from '../../domain/index.ts';
import { type LoadedLog, parseLogFiles, serializeLogFiles } from '../../events/log/log-files.ts';
import { createEmptyLog } from '../../events/log/serialize.ts';
import { clearLog } from '../../events/state/clear.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import type { Io } from '../../lib/io.ts';
import { printRecords } from '../../lib/print-pieces.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { renderJson } from '../../report/json.ts';
import { LOG_TABLE, listLogRows } from '../../report/log/csv.ts';
import { buildLogDocument } from '../../report/log/document.ts';
import { renderLogJson } from '../../report/log/json.ts';
import { buildTimelineDocument, listTimeline } from '../../report/log/timeline.ts';
import { openFileStore, openStore, type Store } from '../../store/index.ts';
import type { CommandOptions } from '../command-specs.ts';
import { createCsvOutput } from './csv-output.ts';
import { loadManifestFor } from './load-manifest.ts';
import { getTableLayout } from './terminal.ts';

type ListOptions = CommandOptions<'log list'>;
type ClearOptions = CommandOptions<'log clear'>;

export async function runLogListCommand(options: ListOptions, io: Io): Promise<number> {
  const csv = createCsvOutput(options, LOG_TABLE);
  const opened = await openLog(options, io);
  if (opened === null) return 2;
  const { store } = opened;
  const saved = parseLogFiles(await store.read(), store.description);
  const full = saved?.log ?? createEmptyLog();
  const log = selectEvents(full, options);
  const { certificate, event } = options;
  // A filter for events requests a list of events.
  const timeline = certificate === null || event !== null ? null : listTimeline(full, createGlobMatcher([certificate]));
  if (options.format === 'json') io.stdout(renderLogJson(log, timeline));
  else if (csv !== null) await printRecords(csv(listLogRows(log)), io);
  else if (log.events.length === 0 && full.events.length > 0 && !timeline?.length)
    io.stdout(`No matching events; ${full.events.length} without --certificate and --event.\n`);
  else {
    const isTimeline = timeline !== null && timeline.length > 0;
    const document = isTimeline ? buildTimelineDocument(timeline) : buildLogDocument(log);
    io.stdout(renderTerminal(document, getTableLayout(io)));
  }
  if (saved === null && !options.quiet) warnAboutMissingLog(store, io);
  return 0;
}

/** Clears within the store's read-modify-write cycle, so that the records of a concurrent scan are kept. */
export async function runLogClearCommand(options: ClearOptions, io: Io): Promise<number> {
  const opened = await openLog(options, io);
  if (opened === null) return 2;
  const { store, names } = opened;
  const { certificate, event, quiet } = options;
  const saved = parseLogFiles(await store.read(), store.description);
  if (certificate !== null) {
    const loggedNames = saved === null ? [] : listLoggedNames(saved.log);
    checkCertificate(certificate, [...names, ...loggedNames], store);
  }
  let cleared = 0;
  if (saved !== null) {
    const filter = { ...(certificate !== null && { certificate }), ...(event !== null && { event }) };
    const clear = (current: LoadedLog | null) => {
      const result = clearLog(current?.log ?? createEmptyLog(), { ...filter, now: options.now ?? io.now() });
      cleared = result.cleared;
      // Only a scan changes the number of partitions.
      return serializeLogFiles(result.log, current, current?.partitions.length ?? 1);
    };
    await store.save(
      (current) => clear(parseLogFiles(current, store.description)),
      () => `certvigil: ${cleared} cleared`,
    );
  }
  if (options.format === 'json') io.stdout(renderJson({ version: 1, cleared }));
  else if (!quiet) io.stdout(formatCleared(cleared, store.description, event));
  if (saved === null && !quiet) warnAboutMissingLog(store, io);
  return 0;
}

function formatCleared(cleared: number, file: string, event: string | null): string {
  if (cleared > 0) {
    const events = cleared === 1 ? '1 event' : `${cleared} events`;
    return `Cleared ${events} in ${file}. Active alerts will be sent again by the next scan.\n`;
  }
  const isResolution = event !== null && RESOLUTION_NAMES.some(createGlobMatcher([event]));
  const reason = isResolution ? ': resolved events are sent once and have no cooldown' : '';
  return `Nothing to clear in ${file}${reason}.\n`;
}

function warnAboutMissingLog({ description }: Store, io: Io): void {
  io.stderr(`No event log at ${description} yet. The first scan creates it.\n`);
}

/** Rejects an unknown certificate name, which is probably misspelled: the user would assume that it was cleared. */
function checkCertificate(certificate: string, names: readonly string[], { description }: Store): void {
  const known = [...new Set(names)];
  if (known.length === 0 || known.some(createGlobMatcher([certificate]))) return;
  const similar = suggest(certificate, known);
  const hint = similar === undefined ? `Certificates: ${truncateList(known, 10)}.` : `Did you mean ${similar}?`;
  throw new AppError(
    'certificate-matches-nothing',
    `no certificate in ${description} or its manifest has a name that matches ${certificate}`,
    { hint: `Nothing was cleared. ${hint}` },
  );
}

function listLoggedNames({ locations, events }: EventLog): string[] {
  return [...Object.keys(locations), ...events.map(({ certificate }) => certificate)];
}

/**
 * Opens the log, and lists the certificate names of its manifest. With `--event-log` the manifest is not read. Returns null if the manifest
 * has an error.
 */
async function openLog(
  { event_log, event, manifest: file }: ListOptions | ClearOptions,
  io: Io,
): Promise<{ store: Store; names: readonly string[] } | null> {
  if (event !== null && !EVENT_NAMES.some(createGlobMatcher([event])))
    throw createUsageError(`no event matches "${event}"`, `Events: ${EVENT_NAMES.join(', ')}.`);
  if (event_log !== null) return { store: openFileStore(path.resolve(io.cwd, event_log), io.cwd, io), names: [] };
  const manifest = await loadManifestFor({ manifest: file, quiet: true }, io);
  if (manifest === null) return null;
  const store = await openStore(selectLogSettings(manifest), { file: null, store: null }, io);
  return { store, names: manifest.entries.map(({ name }) => name) };
}

function selectEvents(log: EventLog, { certificate, event }: ListOptions): EventLog {
  const matchesName = certificate === null ? () => true : createGlobMatcher([certificate]);
  const matchesEvent = event === null ? () => true : createGlobMatcher([event]);
  return { ...log, events: log.events.filter((one) => matchesName(one.certificate) && matchesEvent(one.event)) };
}
