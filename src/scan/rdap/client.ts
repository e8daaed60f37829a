/** Requests registrations of domains from RDAP servers (RFC 9082): each domain once a scan, and one request at a time for each server. */

import type { Failure, Registration } from '../../domain/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { type Deadline, hasPassed, limitSeconds, NO_DEADLINE } from '../../lib/deadline.ts';
import { OVERLOAD_STATUSES } from '../../lib/http/statuses.ts';
import { type Clocks, getRealClock, type Io } from '../../lib/io.ts';
import { lazy } from '../../lib/memoize.ts';
import type { NetworkAccess } from '../../lib/network/guarded-access.ts';
import { findRegistrableDomain } from '../../lib/network/registrable-domain.ts';
import type { ByteCache } from '../http/byte-cache.ts';
import { createFetchFailure, decodeBody, fetchWithRedirects, UrlFetchError } from '../http/fetch-redirects.ts';
import { createRdapFailure } from './failures.ts';
import { parseRegistration } from './response.ts';
import { findServers, listBundledServers, readServers } from './servers.ts';

// Only this file is imported dynamically, so that the list of servers and that of suffixes are in one file of the bundle.
export { findRegistrableDomain, findServers, listBundledServers };

/** A registration or a failure. `isTemporary`: the server did not answer, so its last answer is still used. */
type RegistrationResult = { registration: Registration } | { failure: Failure; isTemporary: boolean };

export interface RdapClient {
  /**
   * Looks up a registration. `since`: the time of the registry's last answer, in milliseconds; the domain with the oldest answer comes
   * first. 0: never. If the servers of a registry are several, the next one is asked while the one before it does not answer.
   */
  lookUp: (name: string, rdapUrl: string | null, since: number) => Promise<RegistrationResult>;
}

export interface RdapOptions {
  io: Pick<Io, 'sleep'> & Clocks;
  access: NetworkAccess;
  timeout_seconds: number;
  cache: ByteCache | null;
  /** The deadline of reading. Default: none. */
  deadline?: Deadline;
  /** The URL of the bootstrap file; null: the copy in the program. Default: that of IANA. */
  bootstrap?: string | null | undefined;
}

const MAX_MEBIBYTES = 1;
const MAX_BOOTSTRAP_MEBIBYTES = 4;

/** The time limit for all domains of one server in one scan. The next scan requests the rest. */
const MAX_SERVER_MS = HOUR / 20;

/** The maximum pause; a longer one ends the attempts. */
const MAX_WAIT_MS = 10_000;
const RETRY_DELAY_MS = 1000;

/**
 * The weight of failures in a row after which a server gets no further requests in this scan. An error that it answers about one domain says
 * little about the others; without an answer, it probably answers none.
 */
const MAX_FAILURES = 10;
const ANSWERED_WEIGHT = 1;
const UNANSWERED_WEIGHT = 5;

export function createRdapClient(options: RdapOptions): RdapClient {
  const { cache, bootstrap } = options;
  const getServers = lazy(async () =>
    bootstrap === null
      ? listBundledServers()
      : readServers({ fetch: createFileFetcher(options), cache, url: bootstrap }),
  );
  const queues = new Map<string, Queue>();
  const results = new Map<string, Promise<RegistrationResult>>();
  const askServer = (base: string, domain: string, since: number) => {
    const server = new URL(base).host;
    const queue = getOrCreate(queues, server, () => createQueue(server, options));
    return queue.ask(domain, new URL(`domain/${domain}`, base.endsWith('/') ? base : `${base}/`), since);
  };
  const ask = async (domain: string, rdapUrl: string | null, since: number): Promise<RegistrationResult> => {
    const bases = rdapUrl === null ? findServers(domain, await getServers()) : [rdapUrl];
    let result: RegistrationResult | null = null;
    for (const base of bases) {
      const answer = await askServer(base, domain, since);
      if ('registration' in answer || !answer.isTemporary) return answer;
      // The first failure is that of the preferred server.
      result ??= answer;
    }
    return result ?? { failure: createRdapFailure('rdap-no-server', domain), isTemporary: false };
  };
  return {
    lookUp: (name, rdapUrl, since) => {
      const domain = findRegistrableDomain(name);
      if (domain === null)
        return Promise.resolve({ failure: createRdapFailure('rdap-not-registrable', name), isTemporary: false });
      return getOrCreate(results, `${domain} ${rdapUrl ?? ''}`, () => ask(domain, rdapUrl, since));
    },
  };
}

/** Creates the fetcher of the bootstrap file. An unusable response is like none: the copy in the program is used. */
function createFileFetcher(options: RdapOptions) {
  return async (url: string, headers: Record<string, string>) => {
    try {
      return await fetchJson(new URL(url), headers, MAX_BOOTSTRAP_MEBIBYTES, options);
    } catch (error) {
      if (error instanceof UrlFetchError) return null;
      throw error;
    }
  };
}

/** Fetches JSON; the body is null if it is unchanged. Throws UrlFetchError. */
async function fetchJson(
  url: URL,
  headers: Record<string, string>,
  max_mebibytes: number,
  { io, access, timeout_seconds, deadline = NO_DEADLINE }: RdapOptions,
) {
  // The headers of RFC 7480 section 4.2.
  const request = {
    url,
    headers: { accept: 'application/rdap+json, application/json', ...headers },
    verify: true,
    ca: null,
  };
  const seconds = limitSeconds(deadline, timeout_seconds);
  const limits = { network: access, timeout_seconds: seconds, now: getRealClock(io), max_mebibytes };
  const response = await fetchWithRedirects(request, [], limits);
  const body = response.status === 304 ? null : await decodeBody(response, max_mebibytes);
  return { body, header: response.header };
}

interface Queue {
  ask: (domain: string, url: URL, since: number) => Promise<RegistrationResult>;
}

interface Waiting {
  domain: string;
  url: URL;
  since: number;
  resolve: (result: RegistrationResult) => void;
  reject: (bug: unknown) => void;
}

/**
 * Creates the queue of requests to one server, in which the domain with the oldest answer is next. After a failure, it is the one with the
 * latest answer: it tells whether the server does not answer, or only not about one domain.
 */
function createQueue(server: string, options: RdapOptions): Queue {
  const { now } = options.io;
  const { deadline = NO_DEADLINE } = options;
  const waiting: Waiting[] = [];
  const getDeadline = lazy(() => now() + MAX_SERVER_MS);
  let isRunning = false;
  let failures = 0;
  const answer = async ({ domain, url }: Waiting): Promise<RegistrationResult> => {
    if (failures >= MAX_FAILURES || now() >= getDeadline() || hasPassed(deadline))
      return { failure: createRdapFailure('rdap-paused', domain, server), isTemporary: true };
    const { result, weight } = await request(domain, url, options);
    failures = weight === 0 ? 0 : failures + weight;
    return result;
  };
  const run = async () => {
    isRunning = true;
    // All domains are queued first.
    await Promise.resolve();
    for (let next = take(waiting, failures); next !== undefined; next = take(waiting, failures))
      await answer(next).then(next.resolve, next.reject);
    isRunning = false;
  };
  return {
    ask: (domain, url, since) =>
      new Promise((resolve, reject) => {
        waiting.push({ domain, url, since, resolve, reject });
        if (!isRunning) void run();
      }),
  };
}

function take(waiting: Waiting[], failures: number): Waiting | undefined {
  const isBefore = (a: Waiting, b: Waiting) => (failures > 0 ? a.since >= b.since : a.since < b.since);
  const next = waiting.reduce((best, one, index) => (isBefore(one, waiting[best] ?? one) ? index : best), 0);
  return waiting.splice(next, 1)[0];
}

interface Answer {
  result: RegistrationResult;
  /** The weight of a failure that may concern other domains too; 0: the server works. */
  weight: number;
}

async function request(domain: string, url: URL, options: RdapOptions): Promise<Answer> {
  const first = await requestOnce(domain, url, options);
  if (first.wait === null || first.wait > MAX_WAIT_MS) return first;
  await options.io.sleep(first.wait);
  return requestOnce(domain, url, options);
}

/** Sends one request. `wait`: milliseconds until another attempt; null if there is none. */
async function requestOnce(domain: string, url: URL, options: RdapOptions): Promise<Answer & { wait: number | null }> {
  const server = url.host;
  try {
    const { body } = await fetchJson(url, {}, MAX_MEBIBYTES, options);
    const parsed = parseRegistration(body ?? Buffer.alloc(0), domain, server, options.io.now());
    const result = 'code' in parsed ? { failure: parsed, isTemporary: false } : { registration: parsed };
    return { result, weight: 0, wait: null };
  } catch (error) {
    if (!(error instanceof UrlFetchError)) throw error;
    return describeError(error, domain, url);
  }
}

/** The failures with a status in their detail. */
const ANSWERED_CODES: ReadonlySet<string> = new Set(['url-server-error', 'url-unexpected-status']);

function describeError(error: UrlFetchError, domain: string, url: URL) {
  const { code, detail, retry_after } = error;
  if (code === 'url-not-found') {
    const failure = createRdapFailure('rdap-domain-unknown', domain, url.host);
    return { result: { failure, isTemporary: false }, weight: 0, wait: null };
  }
  const why = createFetchFailure(error, url.href, { detail, has: () => false }).detail;
  const failure = createRdapFailure('rdap-unreachable', domain, url.host, why);
  const isAnswered = ANSWERED_CODES.has(code) && !OVERLOAD_STATUSES.has(Number(detail));
  // A longer pause than this scan waits is for all domains.
  const isOver = retry_after !== null && retry_after > MAX_WAIT_MS;
  const isRetried = code === 'url-server-error' || code === 'url-closed';
  return {
    result: { failure, isTemporary: true },
    weight: isOver ? MAX_FAILURES : isAnswered ? ANSWERED_WEIGHT : UNANSWERED_WEIGHT,
    wait: isRetried ? (retry_after ?? RETRY_DELAY_MS) : null,
  };
}
