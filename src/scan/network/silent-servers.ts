/** Remembers servers that do not respond, so that hundreds of names at one address do not each wait for the timeout. */

import type { RawPlace } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';

/** After as many timeouts, a server that never responded is not tried again in the same scan. */
const MAX_TIMEOUTS = 20;

/** Reads a place at `server` (`address:port`), or returns the failure of the others there. */
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
