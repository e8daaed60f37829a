/** Reads the bytes of all certificates: from entries to places, before they are decoded. */

import type { DecodePlace, SourceWithPlaces } from '../domain/index.ts';
import { resolveWorkspace, restrictToWorkspace, UNRESTRICTED } from '../lib/files/workspace-boundary.ts';
import type { Io } from '../lib/io.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import type { Network, NetworkOptions } from './network/index.ts';
import { listJobs } from './sources/index.ts';
import type { ReadableEntry, ReadContext } from './sources/reader.ts';
import { createVariableResolver, type VariableResolver } from './sources/resolve-variables.ts';
import { createTrustOptionsReader } from './sources/trust-anchors.ts';

export type { ReadableEntry } from './sources/reader.ts';

export interface ScanOptions extends NetworkOptions {
  /** Whether to follow links to files outside the workspace. Default: false. */
  allowOutsideLinks?: boolean;
  /** Whether to read only files inside the workspace, whatever paths the entries name. Default: false. */
  restrictToWorkspace?: boolean;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Reads the sources of all entries and passes each place to `decode` once it is read. The result is in the order of the
 * entries and of their sources. A place or source that cannot be read has a failure in its result.
 */
export async function readSources<Place>(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
  decode: DecodePlace<Place>,
): Promise<SourceWithPlaces<Place>[]> {
  const { root, timeout_seconds } = options;
  const own = options.allowOutsideLinks ? UNRESTRICTED : resolveWorkspace(root, io.env);
  const workspace = options.restrictToWorkspace ? restrictToWorkspace(own) : own;
  const readTrustOptions = createTrustOptionsReader(root, workspace, io.env);
  const opened: Promise<Network>[] = [];
  const openNetwork = () => {
    opened[0] ??= import('./network/index.ts').then((module) => module.openNetwork(io, options, readTrustOptions));
    return opened[0];
  };
  const acquire = createSemaphore(options.concurrency);
  const shared = { io, root, timeout_seconds, workspace, readTrustOptions, openNetwork, acquire };
  const jobs = await Promise.all(
    entries.map((entry) => {
      const resolveVariables = createVariableResolver(entry, io.env);
      const decodeEntry = createDecoder(entry, resolveVariables, decode);
      return listJobs(entry.source, { ...shared, entry, resolveVariables, decode: decodeEntry });
    }),
  );
  const total = jobs.flat().length;
  let done = 0;
  try {
    const results = await Promise.all(
      jobs.flat().map(async (job) => {
        const read = await job();
        done += 1;
        options.onProgress?.(done, total);
        return read;
      }),
    );
    return await Promise.all(
      results.flat().map(async ({ places, ...source }) => ({
        ...source,
        places: typeof places === 'function' ? await places() : places,
      })),
    );
  } finally {
    (await opened[0])?.resolver.close();
  }
}

/** If the password of a keystore is not set, the place fails, and the other places of the entry are decoded. */
function createDecoder<Place>(
  entry: ReadableEntry,
  resolveVariables: VariableResolver,
  decode: DecodePlace<Place>,
): ReadContext<Place>['decode'] {
  const password = entry.password === null ? { value: null } : resolveVariables(entry.password);
  return (raw, expect = entry.expect ?? null) => {
    if ('value' in password) return decode(raw, password.value, expect);
    const { place, address } = raw;
    return decode('content' in raw ? { place, address, failure: password.failure } : raw, null, expect);
  };
}
