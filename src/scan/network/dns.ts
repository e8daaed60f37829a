/**
 * Resolves names to addresses and services. The system resolver (getaddrinfo) uses at most two of libuv's four threads, so that a few
 * hundred unresponsive names would also delay all others. So this queries DNS directly, which needs no thread. Only names that do not exist
 * in DNS go to the system resolver, which also supports search domains and mDNS. The hosts file takes precedence.
 */

import type { SrvRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { formatAuthority } from '../../lib/host-port.ts';
import { describeAddresses } from '../../lib/network/describe-socket.ts';
import { createSemaphore, type Semaphore } from '../../lib/semaphore.ts';
import { trace, traceWork } from '../../lib/trace/trace.ts';
import { getErrorCode } from '../failures.ts';

interface Service {
  host: string;
  port: number;
}

/** The error of a lookup. `code` is one of Node's `dns`, or `ELOOP` for a CNAME loop. */
export class LookupError extends Error {
  readonly code: string;
  /** Whether the DNS servers answered for other names, so that those of the zone are at fault. */
  readonly isAnswering: boolean;

  constructor(code: string, isAnswering = false) {
    super('lookup failed');
    this.code = code;
    this.isAnswering = isAnswering;
  }
}

/** Looks up each name once, and again only after a transient error. Rejects with a LookupError, or with that of the system. */
export interface NameResolver {
  /** Looks up at least one address, in the order in which to try them. */
  lookup: (host: string) => Promise<string[]>;
  /** Looks up all addresses. `missing` is an error code if the query for IPv4 or IPv6 failed. */
  lookupAddresses: (host: string) => Promise<{ addresses: string[]; missing: string | null }>;
  /** Looks up the servers of an SRV record, most preferred first. Empty if the service is not available (RFC 2782). */
  lookupServices: (name: string) => Promise<Service[]>;
  /** Cancels pending queries. */
  close: () => void;
}

export const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

export interface NameResolverOptions {
  /** The path of the hosts file; null: none. */
  hostsFile: string | null;
  /** `address:port` of the DNS servers. Default: the system's. */
  servers?: string[];
  timeout_seconds: number;
  /** Looks up names that do not exist in DNS; null: none. */
  fallback: ((host: string) => Promise<string[]>) | null;
}

const MAX_CONCURRENT_LOOKUPS = 500;

/** The number of lookups after which there is a short pause, because too many queries at once overflow the buffer of a resolver. */
const BURST = 32;
const PAUSE_MS = 4;

export function createNameResolver(options: NameResolverOptions): NameResolver {
  const { timeout_seconds, servers, fallback } = options;
  // The second attempt has up to twice the timeout of the first.
  const resolver = new Resolver({ timeout: Math.ceil((timeout_seconds * 1000) / 3), tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const acquire = createPacedAcquire(createSemaphore(MAX_CONCURRENT_LOOKUPS));
  let isAnswering = false;
  const lookUp = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    try {
      const result = await acquire(() => withTimeout(timeout_seconds, ask()));
      isAnswering = true;
      return result;
    } catch (error) {
      if (!(error instanceof LookupError)) throw error;
      isAnswering ||= isAbsence(error.code);
      throw new LookupError(error.code, isAnswering);
    }
  };
  let hosts: Promise<Map<string, string[]>> | null = null;

  const find = async (host: string, every: boolean): Promise<Answer> => {
    if (isIP(host) !== 0) return toAnswer([host]);
    const name = host.toLowerCase().replace(/\.$/, '');
    if (isReserved(name, 'invalid')) throw new LookupError('ENOTFOUND');
    hosts ??= readHosts(options.hostsFile);
    const listed = (await hosts).get(name);
    if (listed !== undefined) {
      trace('dns', () => [`${name} in ${options.hostsFile}`, describeAddresses(listed)]);
      return toAnswer(listed);
    }
    if (isReserved(name, 'localhost')) return toAnswer(['127.0.0.1', '::1']);
    return lookUp(() => query({ resolver, fallback, timeout_seconds }, name, every));
  };
  const first = memoizeLookup((host) => find(host, false));
  const all = memoizeLookup((host) => find(host, true));

  return {
    lookup: async (host) => (await first(host)).addresses,
    lookupAddresses: all,
    lookupServices: memoizeLookup((name) => lookUp(() => queryServices(resolver, name))),
    close: () => resolver.cancel(),
  };
}

/** Adds a pause after each burst. */
function createPacedAcquire(acquire: Semaphore): Semaphore {
  let started = 0;
  let go: Promise<unknown> = Promise.resolve();
  return (work) =>
    acquire(async () => {
      started += 1;
      if (started % BURST === 0) go = go.then(() => delay(PAUSE_MS));
      await go;
      return work();
    });
}

interface Answer {
  addresses: string[];
  missing: string | null;
}

const toAnswer = (addresses: string[]): Answer => ({ addresses, missing: null });

/** Permanent errors, and timeouts, which would take as long again. */
const PERMANENT_CODES: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'ETIMEOUT', 'ELOOP']);

/** Caches the result for each name, except transient errors. */
function memoizeLookup<Result>(query: (name: string) => Promise<Result>): (name: string) => Promise<Result> {
  const known = new Map<string, Promise<Result>>();
  return (name) => {
    // A fleet can have 100,000 addresses, which need no lookup.
    if (isIP(name) !== 0) return query(name);
    const key = name.toLowerCase();
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = query(name);
    known.set(key, result);
    result.catch((error) => {
      if (!PERMANENT_CODES.has(getErrorCode(error))) known.delete(key);
    });
    return result;
  };
}

/** Whether a name is in a reserved domain: `invalid` and `localhost` are never queried (RFC 6761). */
function isReserved(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

interface QueryOptions extends Pick<NameResolverOptions, 'fallback' | 'timeout_seconds'> {
  resolver: Resolver;
}

/** Queries DNS, and uses the fallback if the name does not exist or no DNS server is available. */
async function query(
  { resolver, fallback, timeout_seconds }: QueryOptions,
  name: string,
  every: boolean,
): Promise<Answer> {
  const questions = [
    traceQuestion(resolver, name, 'A', () => resolver.resolve4(name)),
    traceQuestion(resolver, name, 'AAAA', () => resolver.resolve6(name)),
  ];
  // The timeout is slightly less than the whole, so that a response for one address family is used if the other one times out.
  const bounded = questions.map((question) => withTimeout(timeout_seconds * 0.9, question));
  const { addresses, codes } = await collectAnswers(bounded, every);
  if (addresses.length > 0) return { addresses, missing: codes.find((code) => !isAbsence(code)) ?? null };
  if (codes.includes('ETIMEOUT') || codes.includes('ECANCELLED')) throw new LookupError('ETIMEOUT');
  if (!codes.includes('ENOTFOUND') && (await isLoop(resolver, name))) throw new LookupError('ELOOP');
  const fault = codes.find((code) => !isAbsence(code) && code !== 'ECONNREFUSED');
  if (fault !== undefined && (fallback === null || !isLocal(name))) throw new LookupError(fault);
  const absence = codes.find(isAbsence);
  if (fallback === null) throw new LookupError(codes.includes('ENODATA') ? 'ENODATA' : (absence ?? 'ECONNREFUSED'));
  return toAnswer(
    await fallback(name).catch((error) => {
      throw codes.includes('ENODATA') ? new LookupError('ENODATA') : error;
    }),
  );
}

/** Traces a question to the servers of a resolver. */
function traceQuestion<Found>(
  resolver: Resolver,
  name: string,
  type: 'A' | 'AAAA' | 'SRV',
  ask: () => Promise<Found[]>,
): Promise<Found[]> {
  const subject = () => `${name} ${type} @${resolver.getServers().join(',')}`;
  const format = (found: Found) => (typeof found === 'string' ? found : formatTarget(found as SrvRecord));
  return traceWork('dns', { subject, describe: (found) => describeAddresses(found.map(format)) }, ask);
}

const formatTarget = ({ name, port }: SrvRecord) => formatAuthority(name, port);

/** Whether a name may be in a search domain or of mDNS, for which some resolvers return an error. */
function isLocal(name: string): boolean {
  return !name.includes('.') || isReserved(name, 'local');
}

/** Whether the name does not exist, or has no address of this family. */
function isAbsence(code: string): boolean {
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

/** The time to wait for the slower of the two responses: some servers never respond for IPv6 (RFC 8305 section 3). */
const SECOND_FAMILY_GRACE_MS = 50;

/** Returns IPv4 addresses first, because not every machine has IPv6; and a code for each failed query. */
async function collectAnswers(
  queries: readonly Promise<string[]>[],
  every: boolean,
): Promise<{ addresses: string[]; codes: string[] }> {
  const addresses: string[][] = [[], []];
  const codes: string[] = [];
  const questions = queries.map(async (question, index) => {
    addresses[index] = await question.catch((error) => {
      codes.push(getErrorCode(error));
      throw error;
    });
  });
  const all = Promise.allSettled(questions);
  const answered = await Promise.any(questions).then(
    () => true,
    () => false,
  );
  if (answered) await (every ? all : Promise.race([all, delay(SECOND_FAMILY_GRACE_MS, undefined, { ref: false })]));
  return { addresses: addresses.flat(), codes };
}

/** The maximum length of a chain: resolvers do not follow longer ones. */
const MAX_CNAME_CHAIN = 16;

async function isLoop(resolver: Resolver, name: string): Promise<boolean> {
  const seen = new Set<string>();
  for (let at: string | undefined = name; at !== undefined && seen.size < MAX_CNAME_CHAIN; ) {
    if (seen.has(at)) return true;
    seen.add(at);
    const [next]: string[] = await resolver.resolveCname(at).catch(() => []);
    at = next?.toLowerCase();
  }
  return false;
}

async function queryServices(resolver: Resolver, name: string): Promise<Service[]> {
  const asked = traceQuestion(resolver, name, 'SRV', () => resolver.resolveSrv(name));
  const records = await asked.catch((error) => {
    const code = getErrorCode(error);
    throw new LookupError(code === 'ECANCELLED' ? 'ETIMEOUT' : code);
  });
  const servers = records
    .filter((record) => record.name !== '' && record.name !== '.')
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight || (a.name < b.name ? -1 : 1))
    .map((record) => ({ host: record.name.toLowerCase(), port: record.port }));
  return [...new Map(servers.map((server) => [`${server.host}:${server.port}`, server])).values()];
}

/** Limits the time of work. Rejects with `ETIMEOUT` after the timeout. */
async function withTimeout<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  const done = new AbortController();
  const { signal } = done;
  const passed = delay(seconds * 1000, undefined, { signal }).then(
    () => Promise.reject(new LookupError('ETIMEOUT')),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([work, passed]);
  } finally {
    done.abort();
  }
}

/** Reads names in lower case with their addresses, in the order of the file. Empty if it does not exist. */
async function readHosts(file: string | null): Promise<Map<string, string[]>> {
  const text = file === null ? '' : await readFile(file, 'utf8').catch(() => '');
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) hosts.set(name.toLowerCase(), [...(hosts.get(name.toLowerCase()) ?? []), address]);
  }
  return hosts;
}
