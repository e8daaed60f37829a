/** Limits the connections of a scan, and gives up on servers that never respond. */

import type { RawPlace } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { createSemaphore, type Semaphore } from '../../lib/semaphore.ts';

/** Runs `work` once a connection to `server` (`address:port`) may be opened. Connections start in the order of the calls. */
export type AcquireConnection = <Result>(server: string, work: () => Promise<Result>) => Promise<Result>;

/** A server that accepts and never responds occupies one of these until the timeout. Some machines allow a process 1,024 open files. */
const MAX_CONNECTIONS = 900;

/** How many connections there are overall, for each that may be open to one server. */
const CONNECTIONS_PER_SERVER_LIMIT = 10;

/** `perServer`: the maximum of connections to one server. */
export function createConnectionLimit(perServer: number): AcquireConnection {
  const acquire = createSemaphore(Math.min(CONNECTIONS_PER_SERVER_LIMIT * perServer, MAX_CONNECTIONS));
  const servers = new Map<string, Semaphore>();
  return (server, work) => getOrCreate(servers, server, () => createSemaphore(perServer))(() => acquire(work));
}

/** After as many timeouts, a server that never responded is not tried again in the same scan. */
const MAX_TIMEOUTS = 20;

/**
 * Reads a place at `server` (`address:port`), or returns the failure of the others there: hundreds of names at one address do not each
 * wait for the timeout.
 */
export type ReadUnlessSilent = (server: string, place: string, read: () => Promise<RawPlace>) => Promise<RawPlace>;

export function createSilentServers(): ReadUnlessSilent {
  const servers = new Map<string, { timeouts: number; hasResponded: boolean; last: RawPlace | null }>();
  return async (server, place, read) => {
    const known = getOrCreate(servers, server, () => ({ timeouts: 0, hasResponded: false, last: null }));
    const { last } = known;
    if (last !== null && !known.hasResponded && known.timeouts >= MAX_TIMEOUTS) return renameFailure(last, place);
    const result = await read();
    if (!('failure' in result) || result.failure.code !== 'endpoint-timeout') known.hasResponded = true;
    else {
      known.timeouts += 1;
      known.last = result;
    }
    return result;
  };
}

/** The messages begin with the name of the place. */
function renameFailure(read: RawPlace, place: string): RawPlace {
  if (!('failure' in read)) return read;
  const { code, detail } = read.failure;
  return { ...read, place, failure: { code, detail: detail.replace(read.place, () => place) } };
}
