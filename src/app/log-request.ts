/** Selects the event log of a run, from the options that override the manifest. */

import path from 'node:path';
import type { StoreKind } from '../domain/index.ts';
import type { Io } from '../lib/io.ts';
import type { StoreRequest } from '../store/index.ts';

/** Resolves the request. `event_log`: a file relative to the working directory. Null: use that of the manifest. */
export function resolveLogRequest(
  { event_log, store = null }: { event_log: string | null; store?: StoreKind | null },
  { cwd }: Pick<Io, 'cwd'>,
): StoreRequest {
  return { file: event_log === null ? null : path.resolve(cwd, event_log), store };
}
