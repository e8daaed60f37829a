import path from 'node:path';
import { type Options, usage } from '../arguments.ts';
import { clearLog } from '../events/clear.ts';
import { emptyLog, serializeLog } from '../events/log.ts';
import { parseLog, readLog } from '../events/parse.ts';
import type { EventLog } from '../generated/event-log.ts';
import { globMatcher } from '../glob.ts';
import type { Io } from '../io.ts';
import { renderLog, renderLogJson } from '../report/log-table.ts';
import { fileStore } from '../store/file.ts';
import { openStore, type Store } from '../store/index.ts';
import { colored, columnsOf, loadFor } from './load.ts';

export async function logListCommand(options: Options, io: Io): Promise<number> {
  const store = await openLog(options, io);
  if (store === null) return 2;
  const text = await store.load();
  const whole = text === null ? emptyLog() : parseLog(text, store.describe);
  const log = selected(whole, options);
  if (options.format === 'json') io.stdout(renderLogJson(log));
  else if (log.events.length === 0 && whole.events.length > 0)
    io.stdout(`No event matches; without --certificate and --event there are ${whole.events.length}.\n`);
  else io.stdout(renderLog(log, { color: colored(io, 'stdout'), columns: columnsOf(io) }));
  if (text === null && !options.quiet)
    io.stderr(`There is no event log at ${store.describe} yet: the first scan makes it.\n`);
  return 0;
}

/** Clears under the store's own re-read, so that a scan that runs meanwhile loses nothing. */
export async function logClearCommand(options: Options, io: Io): Promise<number> {
  if (options.now !== null && options.event_log === null)
    throw usage('--now would be recorded', 'Name the event log with --event-log too, or leave --now out.');
  const store = await openLog(options, io);
  if (store === null) return 2;
  let cleared = 0;
  const { certificate, event } = options;
  const only = { ...(certificate !== null && { certificate }), ...(event !== null && { event }) };
  if ((await store.load()) !== null) {
    const update = (current: string | null) => {
      const there = current === null ? null : readLog(current, store.describe);
      const result = clearLog(there?.log ?? emptyLog(), { ...only, now: options.now ?? io.now() });
      cleared = result.cleared;
      return serializeLog(result.log, there);
    };
    await store.save(update, () => `certvigil: ${cleared} cleared`);
  }
  if (options.format === 'json') io.stdout(`${JSON.stringify({ version: 1, cleared }, null, 2)}\n`);
  else if (!options.quiet) io.stdout(clearedText(cleared, store.describe));
  return 0;
}

function clearedText(cleared: number, file: string): string {
  if (cleared === 0) return `Nothing to clear in ${file}.\n`;
  const events = cleared === 1 ? '1 event was' : `${cleared} events were`;
  return `${events} cleared in ${file}: what still holds is told again by the next scan.\n`;
}

/** The log that the options name; the manifest is asked only where they name none. */
async function openLog(options: Options, io: Io): Promise<Store | null> {
  if (options.event_log !== null) return fileStore(path.resolve(io.cwd, options.event_log));
  const manifest = await loadFor({ ...options, quiet: true }, io);
  return manifest === null ? null : openStore(manifest, { file: null, store: null }, io);
}

function selected(log: EventLog, { certificate, event }: Options): EventLog {
  const wanted = certificate === null ? () => true : globMatcher([certificate]);
  const named = event === null ? () => true : globMatcher([event]);
  return { ...log, events: log.events.filter((one) => wanted(one.certificate) && named(one.event)) };
}
