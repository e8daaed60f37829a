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
  const servers = new Map<string, Semaphore>();
  return {
    acquire: (server, work) => getOrCreate(servers, server, () => createSemaphore(perServer))(() => acquire(0, work)),
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

interface Server {
  attempts: number;
  timeouts: number;
  /** The failure of a silent server; null as soon as it responds. */
  silence: Promise<RawLocation | null>;
  decide: (silence: RawLocation | null) => void;
}

/**
 * Creates a reader of locations. The first attempts at a server decide whether it responds, and the others wait for that: hundreds of names
 * at one address take no longer than one timeout.
 */
export function createSilentServers(): ReadUnlessSilent {
  const servers = new Map<string, Server>();
  return async (server, location, read) => {
    const known = getOrCreate(servers, server, createServer);
    if (known.attempts >= MAX_TIMEOUTS) {
      const silence = await known.silence;
      return silence === null ? read() : renameFailure(silence, location);
    }
    known.attempts += 1;
    const result = await read().catch((bug) => {
      known.decide(null);
      throw bug;
    });
    if (!('failure' in result) || result.failure.code !== 'endpoint-timeout') known.decide(null);
    else {
      known.timeouts += 1;
      if (known.timeouts === MAX_TIMEOUTS) known.decide(result);
    }
    return result;
  };
}

function createServer(): Server {
  let decide: Server['decide'] = () => undefined;
  const silence = new Promise<RawLocation | null>((resolve) => {
    decide = resolve;
  });
  return { attempts: 0, timeouts: 0, silence, decide };
}

/** Replaces the name of the location, with which messages begin. */
function renameFailure(read: RawLocation, location: string): RawLocation {
  if (!('failure' in read)) return read;
  const { code, detail } = read.failure;
  return { ...read, location, failure: { code, detail: detail.replace(read.location, () => location) } };
}
