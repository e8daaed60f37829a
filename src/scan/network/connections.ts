/** Limits the connections of a scan, and gives up on servers that never respond. */

import type { RawLocation } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { createRankedSemaphore, createSemaphore, type Semaphore } from '../../lib/semaphore.ts';

/** Runs `work` once a connection to `server` (`address:port`) may be opened. Connections start in the order of the calls. */
export type AcquireConnection = <Result>(server: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * The maximum of connections, because some machines allow a process 1,024 open files. A server that accepts and never responds occupies a
 * connection until the timeout.
 */
export const MAX_CONNECTIONS = 900;

/** The factor between the connections overall and those to one server. */
const CONNECTIONS_PER_SERVER_LIMIT = 10;

/** The connections at first: enough for servers that respond at once. Each one takes memory, also of the server. */
const FIRST_CONNECTIONS = 100;

export interface ConnectionLimit {
  acquire: AcquireConnection;
  /** Allows `count` more connections, up to the maximum. */
  grow: (count: number) => void;
}

/** Creates the limit. `perServer`: the maximum of connections to one server. */
export function createConnectionLimit(perServer: number): ConnectionLimit {
  const maximum = Math.min(CONNECTIONS_PER_SERVER_LIMIT * perServer, MAX_CONNECTIONS);
  const { acquire, allow } = createRankedSemaphore();
  let allowed = 0;
  const grow = (count: number) => {
    const more = Math.min(count, maximum - allowed);
    allowed += more;
    allow(more);
  };
  grow(FIRST_CONNECTIONS);
  // Only servers in use have a limit, because a fleet can have 100,000.
  const servers = new Map<string, { acquire: Semaphore; users: number }>();
  return {
    acquire: async (server, work) => {
      const limit = getOrCreate(servers, server, () => ({ acquire: createSemaphore(perServer), users: 0 }));
      limit.users += 1;
      try {
        return await limit.acquire(() => acquire(0, work));
      } finally {
        limit.users -= 1;
        if (limit.users === 0) servers.delete(server);
      }
    },
    grow,
  };
}

/** The number of attempts without a response after which a server is not tried again in the same scan. */
const MAX_TIMEOUTS = 20;

/** Reads a location at `server` (`address:port`), or returns the failure of its other locations. */
export type ReadUnlessSilent = (
  server: string,
  location: string,
  read: () => Promise<RawLocation>,
) => Promise<RawLocation>;

/** A server that has not responded yet. */
interface UnknownServer {
  attempts: number;
  timeouts: number;
  /** The locations that wait for the result of the first attempts: the failure of a silent server, or null once it responds. */
  waiting: ((silence: RawLocation | null) => void)[];
  silence: RawLocation | null;
}

/**
 * Creates a reader of locations. The first attempts at a server decide whether it responds, and the others wait for that: hundreds of names
 * at one address take no longer than one timeout.
 */
export function createSilentServers(): ReadUnlessSilent {
  const unknown = new Map<string, UnknownServer>();
  const responding = new Set<string>();
  const decide = (server: UnknownServer, silence: RawLocation | null) => {
    server.silence = silence;
    for (const resolve of server.waiting.splice(0)) resolve(silence);
  };
  const markResponding = (name: string, server: UnknownServer) => {
    responding.add(name);
    unknown.delete(name);
    decide(server, null);
  };
  return async (name, location, read) => {
    if (responding.has(name)) return read();
    const server = getOrCreate(unknown, name, () => ({ attempts: 0, timeouts: 0, waiting: [], silence: null }));
    if (server.attempts >= MAX_TIMEOUTS) {
      const silence =
        server.silence ?? (await new Promise<RawLocation | null>((resolve) => server.waiting.push(resolve)));
      return silence === null ? read() : renameFailure(silence, location);
    }
    server.attempts += 1;
    const result = await read().catch((bug) => {
      markResponding(name, server);
      throw bug;
    });
    if (!('failure' in result) || result.failure.code !== 'endpoint-timeout') markResponding(name, server);
    else {
      server.timeouts += 1;
      if (server.timeouts === MAX_TIMEOUTS) decide(server, result);
    }
    return result;
  };
}

/** Replaces the name of the location, with which messages begin. */
function renameFailure(read: RawLocation, location: string): RawLocation {
  if (!('failure' in read)) return read;
  const { code, detail } = read.failure;
  return { ...read, location, failure: { code, detail: detail.replace(read.location, () => location) } };
}
