/**
 * Asks a resolver for the records of names, each once. The resolver validates signatures, and its result is used if the manifest trusts it
 * (decision note 25). If it has no answer for a name, its answers for others decide whether the resolver or the zone is at fault.
 */

import type { DnsAnswer, LookupFailure } from '../../domain/dns.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { limitOr, NO_DEADLINE } from '../../lib/deadline.ts';
import type { Io } from '../../lib/io.ts';
import { memoize } from '../../lib/memoize.ts';
import { traceWork } from '../../lib/trace/trace.ts';
import type { NetworkOptions } from '../network/index.ts';
import type { Result } from './attempts.ts';
import { createLookupFailure, type LookupFailureCode } from './failures.ts';
import { createLanes } from './lanes.ts';
import type { DnsQuery, QueryType, ResponseProblem } from './message.ts';
import { createDescriber, describeResolver, openSender, type Sender } from './sender.ts';

export interface DnsClient {
  /** Looks up the records of a name, once. A name that does not exist has none. */
  ask: (name: string, type: QueryType) => Promise<DnsAnswer | LookupFailure>;
  close: () => Promise<void>;
}

/** The time limit of all queries of one scan. */
const MAX_SECONDS = 300;

/** The reason why a query was not sent. */
interface Late {
  late: string;
}

const DEADLINE: Late = { late: 'the time for reading (`settings.reading_minutes`) was over' };
const LIMIT: Late = { late: `the limit of ${MAX_SECONDS} s for the lookups of one scan was reached` };

/** The number of failed connections in a row after which the resolver gets no further queries: a server may be overloaded for a moment. */
const MAX_UNREACHABLE = 32;

/** The part of the usual time to wait for an answer that a working resolver has at once. */
const SHORT = 1 / 3;

/** The zone that every resolver knows. */
const ROOT = '.';

/** Opens a client for the resolver of the manifest. The code of the transports is loaded at the first query. */
export function openDnsClient(io: Pick<Io, 'now' | 'env'>, options: NetworkOptions): DnsClient {
  const resolver = describeResolver(options.network);
  const { ask, answered, close } = createAsker(io, options, resolver);
  const inLane = createLanes(options.network.dns_over_https !== undefined);
  const silentParents = new Set<string>();
  const probes = new Map<QueryType, Promise<Result | Late>>();

  /** Asks for the root zone, unless `isProven`; null: the resolver works. */
  const probe = async (type: QueryType, isProven: () => boolean): Promise<Result | Late | null> => {
    if (isProven()) return null;
    const pending = getOrCreate(probes, type, () =>
      ask({ name: ROOT, type, unchecked: false }, SHORT, true).finally(() => probes.delete(type)),
    );
    const result = await pending;
    const isFailed = 'late' in result || 'why' in result || isServerFailure(result);
    return isFailed && !isProven() ? result : null;
  };

  const look = async (name: string, type: QueryType): Promise<DnsAnswer | LookupFailure> => {
    const fail = (code: LookupFailureCode, why = '') => createLookupFailure(code, { resolver, name, why });
    const blameResolver = (result: Result | Late): LookupFailure => {
      if ('late' in result) return fail('dns-not-in-time', result.late);
      return 'why' in result
        ? fail('dns-resolver-unreachable', result.why)
        : fail('dns-resolver-failing', 'it cannot look up the root zone either');
    };
    const before = answered[type];
    const parent = findParent(name);
    const result = await ask({ name, type, unchecked: false }, silentParents.has(parent) ? SHORT : 1);
    if ('late' in result) return blameResolver(result);
    if ('why' in result) {
      // An answer that arrived in the meantime proves that the resolver was up, and lets this type of query pass.
      const broken = result.isSilent ? await probe(type, () => answered[type] > before) : result;
      if (broken !== null) return blameResolver('problem' in broken || 'why' in broken ? broken : result);
      silentParents.add(parent);
      return fail('dns-server-failure', `the resolver ${resolver} ${result.why}, although it answers other queries`);
    }
    if (!('problem' in result)) return result;
    const { problem, extended } = result;
    const reason = extended ? `: ${extended.text}` : '';
    if (problem === 'refused') return fail('dns-resolver-refused', reason);
    if (problem !== 'server-failure') return fail('dns-response-invalid');
    if (extended?.kind === 'resolver') return fail('dns-resolver-failing', extended.text);
    // If the records exist without validation, their signatures are invalid.
    const isBogus = extended?.kind !== 'network' && 'name' in (await ask({ name, type, unchecked: true }, SHORT));
    const broken = await probe(type, () => (isBogus ? answered.secure : answered.all) > 0);
    if (broken !== null) return blameResolver(broken);
    if (isBogus) return fail('dns-bogus', reason);
    return fail('dns-server-failure', `SERVFAIL of the resolver ${resolver}${reason}`);
  };

  const lookUp = memoize((key: string) => {
    const [type, name] = key.split(' ', 2) as [QueryType, string];
    return inLane(() => look(name, type));
  });
  return { ask: (name, type) => lookUp(`${type} ${name.toLowerCase().replace(/\.$/, '')}`), close };
}

function isServerFailure(result: DnsAnswer | ResponseProblem): boolean {
  return 'problem' in result && result.problem === 'server-failure';
}

/** Finds the domain above a name, which probably has the same servers. */
function findParent(name: string): string {
  const labels = name.split('.').filter((label) => !label.startsWith('_'));
  return labels.slice(1).join('.');
}

/** The number of answers so far. */
type Answered = Record<QueryType | 'all' | 'secure', number>;

interface Asker {
  /** Sends a query. `isProbe`: the resolver gets no further queries if it is silent. */
  ask: (query: Omit<DnsQuery, 'id'>, share: number, isProbe?: boolean) => Promise<Result | Late>;
  answered: Readonly<Answered>;
  close: () => Promise<void>;
}

/** Creates a sender of queries within the limits of the scan, which spares a resolver that is down. */
function createAsker(io: Pick<Io, 'now' | 'env'>, options: NetworkOptions, resolver: string): Asker {
  const { deadline = NO_DEADLINE } = options;
  const answered: Answered = {
    ...{ CAA: 0, TLSA: 0, A: 0, CNAME: 0, SRV: 0, TXT: 0, MX: 0, SOA: 0, NS: 0, DNSKEY: 0 },
    ...{ all: 0, secure: 0 },
  };
  let opened: Promise<Sender> | null = null;
  let ends: number | null = null;
  let unreachable = 0;
  let down: Result | null = null;

  const record = (result: Result | Late, type: QueryType, isProbe: boolean) => {
    if ('late' in result) return;
    if ('why' in result) {
      if (!result.isSilent) unreachable += 1;
      if (isProbe ? result.isSilent : unreachable >= MAX_UNREACHABLE) down = result;
      return;
    }
    unreachable = 0;
    down = null;
    if ('problem' in result) return;
    answered[type] += 1;
    answered.all += 1;
    if (result.secure) answered.secure += 1;
  };

  return {
    answered,
    ask: async (query, share, isProbe = false) => {
      const { name, type } = query;
      ends ??= io.now() + MAX_SECONDS * 1000;
      if (down !== null) return down;
      if (io.now() >= ends) return LIMIT;
      const traced = { subject: () => `${name} ${type} of the resolver ${resolver}`, describe: createDescriber(type) };
      const send = async () => {
        opened ??= openSender(io, options);
        const sender = await opened;
        return traceWork('dns', traced, () => sender.send(query, share));
      };
      const result = await limitOr<Result, Late>(deadline, send, () => DEADLINE);
      record(result, type, isProbe);
      return result;
    },
    close: async () => (await opened)?.close(),
  };
}
