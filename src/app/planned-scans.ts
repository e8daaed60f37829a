/** The times at which workflows of the repository were due to scan a manifest, which tell how often it is scanned before the log does. */

import path from 'node:path';
import type { IsoTime, Manifest } from '../domain/index.ts';
import { MAX_RECENT_SCANS } from '../domain/scan-distance.ts';
import { listLastTicks } from '../lib/cron.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../lib/files/repository-path.ts';
import type { Io } from '../lib/io.ts';
import { formatIsoTime } from '../lib/iso-time.ts';
import { listScanCrons } from './validate/check-workflows.ts';

/** Lists the last such times before `now` (milliseconds), sorted. Empty if no workflow scans it on a schedule, or one cannot be read. */
export function listPlannedScans({ file, root }: Pick<Manifest, 'file' | 'root'>, now: number, io: Io): IsoTime[] {
  const repository = resolveRepositoryRoot(root, io.env);
  const manifest = toRepositoryPath(path.resolve(io.cwd, file), repository);
  const ticks = new Set(readCrons(root, manifest, io).flatMap((cron) => listLastTicks(cron, now, MAX_RECENT_SCANS)));
  return [...ticks]
    .sort((a, b) => a - b)
    .slice(-MAX_RECENT_SCANS)
    .map((tick) => formatIsoTime(tick));
}

function readCrons(root: string, manifest: string, { env }: Io): string[] {
  try {
    return listScanCrons(root, env, manifest);
  } catch {
    // `validate` reports a workflow that cannot be read. The log knows the distance after some scans.
    return [];
  }
}
