/**
 * Repeats queries until a resolver answers. Resolvers return SERVFAIL only after they have given up on the servers of a zone: BIND after 10 s
 * (`resolver-query-timeout`), unbound after 12 s, and to queries older than 2 s not at all (`discard-timeout`). So a query is sent again in
 * between, which joins the search that has begun.
 */

import type { DnsAnswer } from '../../domain/dns.ts';
import type { DnsQuery, ResponseProblem } from './message.ts';

/** The reason why a resolver did not answer, as the end of a sentence about it. */
export interface Unanswered {
  why: string;
  /** Whether it was silent about this query, which may also be due to the servers of the zone. */
  isSilent: boolean;
}

export type Result = DnsAnswer | ResponseProblem | Unanswered;

/** Sends a query. `share`: the part of the usual time to wait, 1 for all of it. */
export type Send = (query: Omit<DnsQuery, 'id'>, share: number) => Promise<Result>;

/** Sends a query to one server once, and waits for the time in milliseconds. */
export type Exchange = (query: Omit<DnsQuery, 'id'>, timeout_ms: number) => Promise<Result>;

/** The time to wait for an answer, as a multiple of the timeout of the manifest: 15 s by default. */
const WAIT_FACTOR = 1.5;

/** The parts of the time that the attempts wait: a lost datagram should not cost much. */
const ATTEMPTS: readonly number[] = [1, 3, 4, 4, 3].map((part) => part / 15);

/**
 * Creates a sender to several servers. It begins with the one that answered last, and asks them in turn until one has an answer. One that fails
 * or refuses is not asked again for this query. `timeout_ms` is that of the manifest.
 */
export function createRepeatingSender(servers: readonly Exchange[], timeout_ms: number): Send {
  let preferred: Exchange | undefined;
  return async (query, share) => {
    const wait_ms = timeout_ms * WAIT_FACTOR * share;
    let open = preferred === undefined ? [...servers] : [preferred, ...servers.filter((one) => one !== preferred)];
    let last: ResponseProblem | Unanswered | null = null;
    for (const part of ATTEMPTS) {
      const [exchange, ...others] = open;
      if (exchange === undefined) break;
      const result = await exchange(query, wait_ms * part);
      if (isAnswer(result)) {
        preferred = exchange;
        return result;
      }
      const isSilent = 'why' in result && result.isSilent;
      open = isSilent ? [...others, exchange] : others;
      if (!isSilent) last = choose(last, result);
    }
    return last ?? { why: `does not respond within ${Math.ceil(wait_ms / 1000)} s`, isSilent: true };
  };
}

function isAnswer(result: Result): result is DnsAnswer {
  return !('why' in result) && !('problem' in result);
}

/** Chooses the result of several servers: a response about the name takes precedence over a server that did not respond. */
function choose<One extends ResponseProblem | Unanswered>(last: One | null, result: One): One {
  if (last === null || 'why' in last) return result;
  return 'problem' in result && result.problem === 'server-failure' ? result : last;
}
