/** Scans of a manifest without sources and receivers, which record their results in an event log. */

import { assess } from '../../src/assess/index.ts';
import type { Manifest, Receipt, SourceReading, Subject } from '../../src/domain/index.ts';
import { indexEntries } from '../../src/domain/place-index.ts';
import { type LoadedLog, parseLogFiles, serializeLogFiles } from '../../src/events/log/log-files.ts';
import { plan } from '../../src/events/plan/index.ts';
import { observe } from '../../src/events/state/observe.ts';
import { pruneLog } from '../../src/events/state/prune.ts';
import { record } from '../../src/events/state/record.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import { type FileSet, isSameFileSet } from '../../src/lib/files/file-set.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import type { Store } from '../../src/store/store.ts';

export async function readLog(store: Store): Promise<LoadedLog> {
  const loaded = parseLogFiles(await store.read(), store.description);
  if (loaded === null) throw new Error(`${store.description} is missing`);
  return loaded;
}

/** Returns the result, and how long it took in milliseconds. */
export async function timed<Result>(work: () => Promise<Result>): Promise<[result: Result, milliseconds: number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, performance.now() - startedAt];
}

interface LogScanner {
  /** Every delivery succeeds. */
  scan: (log: EventLog, readings: SourceReading[], now: number) => EventLog;
  /** As `saveEventLog` does without a concurrent scan. */
  planAndSave: (base: LoadedLog, store: Store, readings: SourceReading[], now: number) => Promise<void>;
}

export function createLogScanner(manifest: Manifest): LogScanner {
  const covers = () => true;
  const { entries, event_log } = manifest;
  const scan: LogScanner['scan'] = (log, readings, now) => {
    // As a scan does, which indexes the entries once.
    const byName = indexEntries(entries);
    const observation = observe({ log, entries, byName, readings, covers, now });
    const context = { scan_id: formatIsoTime(now), now, username: null, repository: null, run_url: null };
    const getVerdict = createEvaluator(manifest, now);
    const asked = { ignoreCooldown: false, compileRegex: null, covers };
    const planned = plan({ manifest, observation, getVerdict, scan: context, ...asked, byName });
    const receipts = planned.deliveries
      .filter(({ due }) => due)
      .map(({ event_id, rule, destination }): Receipt => {
        return { event_id, rule, destination, status: 'sent', attempts: 1, error: null };
      });
    return record({ log: observation.log, plan: planned, receipts, scan: context });
  };
  const planAndSave: LogScanner['planAndSave'] = async (base, store, readings, now) => {
    const scanned = scan(base.log, readings, now);
    const save = (current: FileSet) => {
      if (!isSameFileSet(current, base.files)) throw new Error('another scan has written');
      const { retention_days, partitions } = event_log;
      const pruned = pruneLog(scanned, { now, retention_days });
      return serializeLogFiles(pruned, base, partitions);
    };
    await store.save(save, String);
  };
  return { scan, planAndSave };
}

function createEvaluator({ entries }: Manifest, now: number) {
  const settings = entries[0]?.settings as Manifest['entries'][number]['settings'];
  const verdicts = new Map<Subject, ReturnType<typeof assess>>();
  return (subject: Subject) => {
    const verdict = verdicts.get(subject) ?? assess(subject.certificate, settings, now);
    verdicts.set(subject, verdict);
    return verdict;
  };
}
