/**
 * From names to addresses and services. The system's own lookup runs on libuv's four threads, two of them at most for
 * names, so that a few hundred dead names would hold up the live ones until these time out too. So names are asked of the
 * DNS directly first, which takes no thread; only what the DNS answers with "no such name", and that at once, goes to the
 * fallback, which knows further ways (search domains, mDNS). What the hosts file says goes before all.
 */

import { lookup as systemLookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createSemaphore } from '../../lib/semaphore.ts';
import { getErrorCode } from '../failures.ts';

interface Service {
  host: string;
  port: number;
}

/**
 * The names of one scan; each is asked for once, and again only after a fault that may pass. All reject with an error
 * whose `code` says why: those of Node's `dns`, and `ELOOP` for a name that stands for itself.
 */
export interface NameResolver {
  /** At least one address, in the order in which they are to be tried. */
  lookup: (host: string) => Promise<string[]>;
  /** All addresses. `missing` is a code where either kind of them could not be asked for, and null otherwise. */
  lookupAddresses: (host: string) => Promise<{ addresses: string[]; missing: string | null }>;
  /** What an SRV record names, the preferred first; none where it says that there is no such service (RFC 2782). */
  lookupServices: (name: string) => Promise<Service[]>;
  /** Ends what is still under way. */
  close: () => void;
}

export const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

export interface NameResolverOptions {
  /** null: none. */
  hostsFile: string | null;
  /** `address:port` of the DNS servers; by default the system's. */
  servers?: string[];
  timeout_seconds: number;
  /** null: the DNS has the last word. */
  fallback: ((host: string) => Promise<string[]>) | null;
}

/** Names that are asked for at a time: dead ones wait for nothing but their own time-out. */
const MAX_CONCURRENT_LOOKUPS = 500;

/** Questions that come all at once overflow a resolver's buffer, and again when they are repeated: names, and a pause. */
const BURST = 32;
const PAUSE_MS = 4;

const lookupAll = promisify(systemLookup);

/** The machine's own resolver, in its order of preference. */
export async function lookupWithSystem(host: string): Promise<string[]> {
  const found = await lookupAll(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

export function createNameResolver(options: NameResolverOptions): NameResolver {
  const { timeout_seconds, servers, fallback } = options;
  // The second try has up to twice the time of the first.
  const resolver = new Resolver({ timeout: Math.ceil((timeout_seconds * 1000) / 3), tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const turn = paced(createSemaphore(MAX_CONCURRENT_LOOKUPS));
  let hosts: Promise<Map<string, string[]>> | null = null;

  const find = async (host: string, every: boolean): Promise<Answer> => {
    if (isIP(host) !== 0) return found([host]);
    const name = host.toLowerCase().replace(/\.$/, '');
    if (isReserved(name, 'invalid')) throw lookupError('ENOTFOUND');
    hosts ??= readHosts(options.hostsFile);
    const listed = (await hosts).get(name);
    if (listed !== undefined) return found(listed);
    if (isReserved(name, 'localhost')) return found(['127.0.0.1', '::1']);
    return turn(() => withTimeout(timeout_seconds, ask({ resolver, fallback, timeout_seconds }, name, every)));
  };
  const first = memoizeLookup((host) => find(host, false));
  const all = memoizeLookup((host) => find(host, true));

  return {
    lookup: async (host) => (await first(host)).addresses,
    lookupAddresses: all,
    lookupServices: memoizeLookup((name) => turn(() => withTimeout(timeout_seconds, queryServices(resolver, name)))),
    close: () => resolver.cancel(),
  };
}

type Turn = ReturnType<typeof createSemaphore>;

/** After each burst the next waits for a moment. */
function paced(turn: Turn): Turn {
  let begun = 0;
  let go: Promise<unknown> = Promise.resolve();
  return (work) =>
    turn(async () => {
      begun += 1;
      if (begun % BURST === 0) go = go.then(() => delay(PAUSE_MS));
      await go;
      return work();
    });
}

interface Answer {
  addresses: string[];
  missing: string | null;
}

const found = (addresses: string[]): Answer => ({ addresses, missing: null });

/** Faults that stay: asked again they would cost their time again, or give the same answer. */
const PERMANENT_CODES: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'ETIMEOUT', 'ELOOP']);

/** Asks once for each name; what failed for a reason that may pass is forgotten. */
function memoizeLookup<Result>(ask: (name: string) => Promise<Result>): (name: string) => Promise<Result> {
  const known = new Map<string, Promise<Result>>();
  return (name) => {
    const key = name.toLowerCase();
    const before = known.get(key);
    if (before !== undefined) return before;
    const asked = ask(name);
    known.set(key, asked);
    asked.catch((error) => {
      if (!PERMANENT_CODES.has(getErrorCode(error))) known.delete(key);
    });
    return asked;
  };
}

/** RFC 6761: `invalid` has no addresses and `localhost` those of this machine, and no server is asked for either. */
function isReserved(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

interface Asked extends Pick<NameResolverOptions, 'fallback' | 'timeout_seconds'> {
  resolver: Resolver;
}

/** The DNS; and the fallback where the DNS has no such name, or is not there at all. */
async function ask({ resolver, fallback, timeout_seconds }: Asked, name: string, every: boolean): Promise<Answer> {
  const questions = [resolver.resolve4(name), resolver.resolve6(name)];
  // A little less than the whole: one kind of address that comes is taken although the other does not.
  const bounded = questions.map((question) => withTimeout(timeout_seconds * 0.9, question));
  const { addresses, codes } = await collectAnswers(bounded, every);
  if (addresses.length > 0) return { addresses, missing: codes.find((code) => !isAbsence(code)) ?? null };
  if (codes.includes('ETIMEOUT') || codes.includes('ECANCELLED')) throw lookupError('ETIMEOUT');
  if (!codes.includes('ENOTFOUND') && (await isLoop(resolver, name))) throw lookupError('ELOOP');
  const fault = codes.find((code) => !isAbsence(code) && code !== 'ECONNREFUSED');
  if (fault !== undefined && (fallback === null || !isLocal(name))) throw lookupError(fault);
  const absence = codes.find(isAbsence);
  if (fallback === null) throw lookupError(codes.includes('ENODATA') ? 'ENODATA' : (absence ?? 'ECONNREFUSED'));
  return found(
    await fallback(name).catch((error) => {
      throw codes.includes('ENODATA') ? lookupError('ENODATA') : error;
    }),
  );
}

/** Names that are no concern of the DNS, which some resolvers say by failing: those in search domains, and of mDNS. */
function isLocal(name: string): boolean {
  return !name.includes('.') || isReserved(name, 'local');
}

/** There is no such name, or it has no addresses of this kind. */
function isAbsence(code: string): boolean {
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

/** How long the slower of both answers is waited for: some servers never answer for IPv6 (RFC 8305 section 3). */
const SECOND_FAMILY_GRACE_MS = 50;

/** IPv4 first, as not every machine has a way for IPv6; and a code for each kind that there is no answer for. */
async function collectAnswers(
  asked: readonly Promise<string[]>[],
  every: boolean,
): Promise<{ addresses: string[]; codes: string[] }> {
  const addresses: string[][] = [[], []];
  const codes: string[] = [];
  const questions = asked.map(async (question, index) => {
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

/** Names that stand for another, one after the other, no longer than any resolver follows. */
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
  const records = await resolver.resolveSrv(name).catch((error) => {
    const code = getErrorCode(error);
    throw lookupError(code === 'ECANCELLED' ? 'ETIMEOUT' : code);
  });
  const servers = records
    .filter((record) => record.name !== '' && record.name !== '.')
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight || (a.name < b.name ? -1 : 1))
    .map((record) => ({ host: record.name.toLowerCase(), port: record.port }));
  return [...new Map(servers.map((server) => [`${server.host}:${server.port}`, server])).values()];
}

/** Rejects with `ETIMEOUT` where the work has not ended in time. */
async function withTimeout<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  const ended = new AbortController();
  const { signal } = ended;
  const passed = delay(seconds * 1000, undefined, { signal }).then(
    () => Promise.reject(lookupError('ETIMEOUT')),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([work, passed]);
  } finally {
    ended.abort();
  }
}

function lookupError(code: string): Error {
  return Object.assign(new Error('lookup failed'), { code });
}

/** Names in lower case with their addresses, in the file's order; a file that is not there lists none. */
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
