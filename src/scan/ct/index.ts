/**
 * Requests the domains of all `ct` entries together from the providers of certificate transparency, because they limit the requests of one
 * client. The domain that has waited longest comes first; domains for which there is no time are postponed to later scans.
 */

import type { CtProvider, CtSource, Failure, IsoTime } from '../../domain/index.ts';
import { catchBugs, createBugReporter, type ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { getOrCreate, groupBy } from '../../lib/collections.ts';
import { limitTimeout, NO_DEADLINE, NotInTimeError } from '../../lib/deadline.ts';
import { resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import { parseRetryAfter } from '../../lib/http/headers.ts';
import { getRealClock, type Io } from '../../lib/io.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import { createInternalFailure } from '../failures.ts';
import { type InventoryClient, openInventoryClient } from '../inventory/client.ts';
import { createInventoryFailure, InventoryError } from '../inventory/failures.ts';
import { type NetworkOptions, openNetwork } from '../network/index.ts';
import type { ReadableEntry } from '../sources/reader.ts';
import { createVariableResolver } from '../sources/resolve-variables.ts';
import { createTrustOptionsReader } from '../sources/trust-anchors.ts';
import { CERTSPOTTER } from './certspotter.ts';
import { CRTSH } from './crtsh.ts';
import { createCtFailure } from './failures.ts';
import type { FetchIssuances, Provider, RawIssuance } from './provider.ts';

export type { RawIssuance } from './provider.ts';

export type CtEntry = ReadableEntry & { source: CtSource };

/** One domain of an entry, with the state of earlier scans. */
export interface DomainTask {
  entry: CtEntry;
  domain: string;
  /** The cursor with which the provider of the entry continues; null: at the start. */
  cursor: string | null;
  /** The time of the last answer; null: never. */
  answered_at: IsoTime | null;
  /** The time of the next permitted request in milliseconds; null: at any time. */
  retry_at: number | null;
}

export interface RawDomainReading {
  task: DomainTask;
  issuances: RawIssuance[];
  cursor: string | null;
  /** Whether all issuances were read. */
  isComplete: boolean;
  /** The failure, if it was not read, or only partly. Issuances that were read before are used. */
  failure: Failure | null;
  retry_at: number | null;
}

/** The time limit for all domains of a scan. */
const MAX_CT_SECONDS = 120;
/** The maximum of pages of one domain and scan; the next scan continues. */
const MAX_PAGES = 200;
/** The number of failing domains in a row after which a provider gets no further requests in this scan. */
const MAX_FAILURES = 2;

/** The maximum delay of a request, also if the provider names a later time. */
const MAX_RETRY_MS = 86_400_000;

const PROVIDERS: Readonly<Record<CtProvider, Provider>> = { certspotter: CERTSPOTTER, crtsh: CRTSH };

/** Returns one reading for each task, in any order. Never throws: after a bug, the readings have a failure. */
export function readDomains(
  tasks: readonly DomainTask[],
  io: Io,
  options: NetworkOptions,
  max_seconds = MAX_CT_SECONDS,
): Promise<RawDomainReading[]> {
  const reportBug = createBugReporter(io);
  return catchBugs(
    () => askProviders(tasks, io, options, { max_seconds, reportBug }),
    () => tasks.map(createFailedReading),
    reportBug,
  );
}

/** Creates the reading of a domain where a bug was caught. */
export function createFailedReading(task: DomainTask): RawDomainReading {
  return createReading(task, createInternalFailure(task.domain));
}

async function askProviders(
  tasks: readonly DomainTask[],
  io: Io,
  options: NetworkOptions,
  { max_seconds, reportBug }: { max_seconds: number; reportBug: ReportBug },
): Promise<RawDomainReading[]> {
  const workspace = resolveWorkspace(options.root, io.env);
  const readTrustOptions = createTrustOptionsReader(options.root, workspace, io.env);
  const network = await openNetwork(io, { ...options, servers: 0 }, readTrustOptions, reportBug);
  const { timeout_seconds, deadline = NO_DEADLINE } = options;
  const ends = io.now() + limitTimeout(deadline, max_seconds * 1000);
  const sessions = new Map<string, Promise<Session | Failure>>();
  const acquire = createSemaphore(options.concurrency);
  const getSession = (entry: CtEntry, provider: CtProvider, api: string) => {
    const token = provider === entry.source.provider ? entry.source.token : null;
    const key = JSON.stringify([provider, api, token]);
    const context = { entry, io, timeout_seconds, deadline, openNetwork: async () => network, acquire };
    return getOrCreate(sessions, key, () => openSession(context, { provider, api, token, ends }));
  };
  const readOne = async (task: DomainTask): Promise<RawDomainReading> => {
    const { source } = task.entry;
    const session = await getSession(task.entry, source.provider, source.api_url);
    const reading = await ask(task, session, io);
    if (reading.failure === null || source.fallback_url === null) return reading;
    const fallback = await getSession(task.entry, 'crtsh', source.fallback_url);
    const other = await ask({ ...task, retry_at: null }, fallback, io);
    // The cursor is that of the first provider, which continues there when it answers again.
    const { cursor, retry_at } = reading;
    const issuances = [...reading.issuances, ...other.issuances];
    return other.failure === null ? { ...other, issuances, cursor, retry_at, isComplete: false } : reading;
  };
  const groups = groupBy(tasks, ({ entry: { source } }) => `${source.provider} ${source.api_url}`);
  try {
    const read = Array.from(groups.values(), async (group) => {
      const { provider } = (group[0] as DomainTask).entry.source;
      const acquireDomain = createSemaphore(PROVIDERS[provider].concurrency);
      const waiting = group.toSorted((a, b) => compareTimes(a.answered_at, b.answered_at));
      return Promise.all(
        waiting.map((task) =>
          acquireDomain(() =>
            catchBugs(
              () => readOne(task),
              () => createFailedReading(task),
              reportBug,
            ),
          ),
        ),
      );
    });
    return (await Promise.all(read)).flat();
  } finally {
    for (const opened of sessions.values()) {
      const session = await opened;
      if ('client' in session) await session.client.close();
    }
    network.close();
  }
}

function compareTimes(a: IsoTime | null, b: IsoTime | null): number {
  return Date.parse(a ?? '1970-01-01') - Date.parse(b ?? '1970-01-01');
}

/** A provider with one set of credentials, in one scan. */
interface Session {
  provider: Provider;
  name: string;
  client: InventoryClient;
  /** Throws NotInTimeError at the deadline of reading. */
  fetch: FetchIssuances;
  /** The end of the time for all domains in milliseconds. */
  ends: number;
  /** The number of failures in a row. */
  failures: number;
  /** The failure after which no more requests are sent in this scan; null: there is none. */
  stopped: { failure: Failure; retry_at: number | null } | null;
}

type SessionContext = Parameters<typeof openInventoryClient>[0] & { entry: CtEntry };

async function openSession(
  context: SessionContext,
  { provider: kind, api, token, ends }: { provider: CtProvider; api: string; token: string | null; ends: number },
): Promise<Session | Failure> {
  const { entry, io, deadline } = context;
  const resolved = token === null ? { value: '' } : createVariableResolver(entry, io.env)(token);
  if ('failure' in resolved) return resolved.failure;
  const provider = PROVIDERS[kind];
  const { origin, host } = new URL(api);
  let retry_after: string | null = null;
  const bearer = resolved.value.trim();
  const client = await openInventoryClient(context, {
    ...provider.client,
    name: host,
    origins: [origin],
    ...(bearer !== '' && { authorize: () => ({ authorization: `Bearer ${bearer}` }) }),
    readRetryAfter: (header) => {
      retry_after = header('retry-after');
      return retry_after;
    },
  });
  // Mirrors have limits of their own.
  const interval = host === 'crt.sh' ? provider.interval_ms : 0;
  let next = 0;
  const send = async (url: URL) => {
    const wait = next - io.now();
    next = Math.max(next, io.now()) + interval;
    if (wait > 0) await io.sleep(wait);
    retry_after = null;
    try {
      return await client.sendJson({ url });
    } catch (error) {
      if (error instanceof InventoryError && THROTTLED.has(error.failure.code) && session.stopped === null) {
        const wait_ms = parseRetryAfter(retry_after, getRealClock(io)());
        const isLimit = error.failure.code === 'inventory-throttled';
        session.stopped = {
          failure: isLimit ? createCtFailure('ct-postponed', host, RATE_LIMITED) : error.failure,
          retry_at: wait_ms === null ? null : io.now() + Math.min(wait_ms, MAX_RETRY_MS),
        };
      }
      throw error;
    }
  };
  const fetchPage = provider.createFetch(send, api, host);
  const fetch: FetchIssuances = (query) => deadline.limit(() => fetchPage(query));
  const session: Session = { provider, name: host, client, fetch, ends, failures: 0, stopped: null };
  return session;
}

const RATE_LIMITED = 'its rate limit has not ended yet';

/** The failures that concern all domains. */
const THROTTLED: ReadonlySet<string> = new Set([
  'inventory-throttled',
  'inventory-unauthorized',
  'inventory-forbidden',
]);

function createReading(task: DomainTask, failure: Failure | null): RawDomainReading {
  return { task, issuances: [], cursor: task.cursor, isComplete: false, failure, retry_at: null };
}

/** Requests one domain from one provider. */
async function ask(task: DomainTask, session: Session | Failure, io: Io): Promise<RawDomainReading> {
  if ('code' in session) return createReading(task, session);
  const { provider, name } = session;
  const fail = (failure: Failure, retry_at: number | null) => ({ ...createReading(task, failure), retry_at });
  if (session.stopped !== null) return fail(session.stopped.failure, session.stopped.retry_at);
  if (task.retry_at !== null && io.now() < task.retry_at)
    return fail(createCtFailure('ct-postponed', name, RATE_LIMITED), task.retry_at);
  if (io.now() >= session.ends)
    return fail(createCtFailure('ct-postponed', name, `a scan asks for at most ${MAX_CT_SECONDS} s`), null);
  const { domain } = task;
  const { include_subdomains } = task.entry.source;
  const reading = createReading(task, null);
  let cursor = provider.hasCursor ? task.cursor : null;
  const seen = new Set<string | null>([cursor]);
  try {
    for (let page = 0; ; page += 1) {
      const { issuances, notice, isLast, ...after } = await session.fetch({ domain, include_subdomains, cursor });
      reading.issuances.push(...issuances);
      if (provider.hasCursor) reading.cursor = after.cursor;
      if (notice !== undefined) reading.failure = notice;
      reading.isComplete = isLast && notice === undefined;
      session.failures = 0;
      if (isLast) return reading;
      cursor = after.cursor;
      if (seen.has(cursor)) throw new InventoryError(createInventoryFailure('inventory-next-loop', name, '', 'ct'));
      seen.add(cursor);
      const isOver = page + 1 >= MAX_PAGES || io.now() >= session.ends;
      if (isOver) return { ...reading, failure: createCtFailure('ct-incomplete', name, domain) };
    }
  } catch (error) {
    if (error instanceof NotInTimeError) {
      const failure =
        reading.issuances.length > 0
          ? createCtFailure('ct-incomplete', name, domain)
          : createCtFailure('ct-postponed', name, 'the time for reading (`settings.reading_minutes`) was over');
      return { ...reading, failure };
    }
    if (!(error instanceof InventoryError)) throw error;
    session.failures += 1;
    if (session.failures >= MAX_FAILURES) session.stopped ??= { failure: error.failure, retry_at: null };
    const { failure, retry_at } = THROTTLED.has(error.failure.code)
      ? (session.stopped ?? { failure: error.failure, retry_at: null })
      : { failure: error.failure, retry_at: null };
    return { ...reading, failure, retry_at };
  }
}
