import path from 'node:path';
import { EVENT_NAMES, RESOLUTION_NAMES } from '../../domain/index.ts';
import { parseLog, readLog } from '../../events/log/parse.ts';
import { createEmptyLog, serializeLogChunks } from '../../events/log/serialize.ts';
import { clearLog } from '../../events/state/clear.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { suggest } from '../../lib/did-you-mean.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import type { Io } from '../../lib/io.ts';
import { truncateList } from '../../lib/truncate.ts';
import { renderLog, renderLogJson } from '../../report/log/terminal.ts';
import { createFileStore } from '../../store/file.ts';
import { openStore, type Store } from '../../store/index.ts';
import type { Options } from '../parse-options.ts';
import { getTableWidth, isColored, loadManifestFor } from './load-manifest.ts';

export async function runLogListCommand(options: Options, io: Io): Promise<number> {
  checkEvent(options);
  const opened = await openLog(options, io);
  if (opened === null) return 2;
  const { store } = opened;
  const text = await store.load();
  const whole = text === null ? createEmptyLog() : parseLog(text, store.description);
  const log = selected(whole, options);
  if (options.format === 'json') io.stdout(renderLogJson(log));
  else if (log.events.length === 0 && whole.events.length > 0)
    io.stdout(`No event matches; without --certificate and --event there are ${whole.events.length}.\n`);
  else io.stdout(renderLog(log, { color: isColored(io, 'stdout'), columns: getTableWidth(io) }));
  if (text === null && !options.quiet) io.stderr(`${noLogYet(store)}\n`);
  return 0;
}

/** Clears under the store's own re-read, so that a scan that runs meanwhile loses nothing. */
export async function runLogClearCommand(options: Options, io: Io): Promise<number> {
  if (options.now !== null && options.event_log === null)
    throw createUsageError('--now would be recorded', 'Name the event log with --event-log too, or leave --now out.');
  checkEvent(options);
  const opened = await openLog(options, io);
  if (opened === null) return 2;
  const { store } = opened;
  let cleared = 0;
  const { certificate, event } = options;
  const only = { ...(certificate !== null && { certificate }), ...(event !== null && { event }) };
  const text = await store.load();
  if (certificate !== null) {
    const logged = text === null ? [] : namesIn(parseLog(text, store.description));
    checkCertificate(certificate, [...opened.names, ...logged], store);
  }
  if (text !== null) {
    const update = (current: string | null) => {
      const there = current === null ? null : readLog(current, store.description);
      const result = clearLog(there?.log ?? createEmptyLog(), { ...only, now: options.now ?? io.now() });
      cleared = result.cleared;
      return serializeLogChunks(result.log, there);
    };
    await store.save(update, () => `certvigil: ${cleared} cleared`);
  }
  if (options.format === 'json') io.stdout(`${JSON.stringify({ version: 1, cleared }, null, 2)}\n`);
  else if (!options.quiet) io.stdout(clearedText(cleared, store.description, options));
  if (text === null && !options.quiet) io.stderr(`${noLogYet(store)}\n`);
  return 0;
}

function clearedText(cleared: number, file: string, { event }: Options): string {
  const isOfEnds = event !== null && RESOLUTION_NAMES.some(createGlobMatcher([event]));
  if (cleared === 0)
    return `Nothing to clear in ${file}${isOfEnds ? ': an end is told once, and has no cooldown' : ''}.\n`;
  const events = cleared === 1 ? '1 event was' : `${cleared} events were`;
  return `${events} cleared in ${file}: what still holds is told again by the next scan.\n`;
}

function noLogYet({ description }: Store): string {
  return `There is no event log at ${description} yet: the first scan makes it.`;
}

/** What is meant to be cleared and has no such name would silently stay: a slip of the pen, not an answer. */
function checkCertificate(certificate: string, names: readonly string[], { description }: Store): void {
  const known = [...new Set(names)];
  if (known.length === 0 || known.some(createGlobMatcher([certificate]))) return;
  const near = suggest(certificate, known);
  throw new AppError(
    'certificate-matches-nothing',
    `no certificate that ${description} or its manifest knows has a name that matches ${certificate}`,
    {
      hint: `Nothing was cleared. ${near === undefined ? `There are: ${truncateList(known, 10)}.` : `Did you mean ${near}?`}`,
    },
  );
}

function namesIn({ places, events }: EventLog): string[] {
  return [...Object.keys(places), ...events.map(({ certificate }) => certificate)];
}

function checkEvent({ event }: Options): void {
  if (event === null || EVENT_NAMES.some(createGlobMatcher([event]))) return;
  throw createUsageError(`--event ${event} matches no event`, `There are: ${EVENT_NAMES.join(', ')}.`);
}

/** The log that the options name, and the names of its manifest, which is asked only where they name none. */
async function openLog(options: Options, io: Io): Promise<{ store: Store; names: readonly string[] } | null> {
  if (options.event_log !== null) return { store: createFileStore(path.resolve(io.cwd, options.event_log)), names: [] };
  const manifest = await loadManifestFor({ ...options, quiet: true }, io);
  if (manifest === null) return null;
  const store = await openStore(manifest, { file: null, store: null }, io);
  return { store, names: manifest.entries.map(({ name }) => name) };
}

function selected(log: EventLog, { certificate, event }: Options): EventLog {
  const wanted = certificate === null ? () => true : createGlobMatcher([certificate]);
  const named = event === null ? () => true : createGlobMatcher([event]);
  return { ...log, events: log.events.filter((one) => wanted(one.certificate) && named(one.event)) };
}
