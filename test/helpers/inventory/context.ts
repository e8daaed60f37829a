/** What a source reader gets in a scan, with the test's environment and without waiting. */

import { decodeLocation } from '../../../src/certificate/decode.ts';
import type { LocationReading, RawLocation, Source, SourceResult } from '../../../src/domain/index.ts';
import { type Deadline, NO_DEADLINE } from '../../../src/lib/deadline.ts';
import { resolveWorkspace } from '../../../src/lib/files/workspace-boundary.ts';
import type { Io } from '../../../src/lib/io.ts';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import { createAddressPolicy } from '../../../src/lib/network/address-policy.ts';
import { createSemaphore } from '../../../src/lib/semaphore.ts';
import type { ByteCache } from '../../../src/scan/http/byte-cache.ts';
import { openNetwork } from '../../../src/scan/network/index.ts';
import { listJobs } from '../../../src/scan/sources/index.ts';
import type { ReadContext } from '../../../src/scan/sources/reader.ts';
import { createVariableResolver } from '../../../src/scan/sources/resolve-variables.ts';
import { createTrustOptionsReader } from '../../../src/scan/sources/trust-anchors.ts';

export interface ContextOptions {
  source: Source;
  env?: Record<string, string>;
  /** Locations that the event log knows. */
  known?: readonly string[];
  timeout_seconds?: number;
  /** The time of the scan, in milliseconds. Default: now. */
  now?: number;
  root?: string;
  denied?: readonly string[];
  /** What earlier scans read. */
  cache?: ByteCache;
  /** Default: none. */
  deadline?: Deadline;
  /** The ranks of items. Default: none has waited. */
  rank?: (location: string) => number;
}

export interface TestContext {
  context: ReadContext;
  /** The requested delays, in milliseconds. */
  waits: number[];
  /** Values that were registered as secrets. */
  secrets: Set<string>;
}

export function createReadContext(options: ContextOptions): TestContext {
  const { source, env = {}, known = [], timeout_seconds = 20, now, root = process.cwd(), denied = [] } = options;
  const { deadline = NO_DEADLINE, rank = null } = options;
  const waits: number[] = [];
  let slept = 0;
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
    slept += milliseconds;
  };
  const secrets = new Set<string>();
  const addSecrets = (values: Iterable<string>) => [...values].forEach((value) => void secrets.add(value));
  const io = { cwd: root, env, now: () => (now ?? Date.now()) + slept, sleep, addSecrets } as Partial<Io> as Io;
  const readTrustOptions = createTrustOptionsReader(root, resolveWorkspace(root, env), env);
  const network = { deny: [...denied], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy };
  const limits = { root, timeout_seconds, concurrency: 8, deadline };
  const entry = { name: 'inventory', source, passwords: [], variables: {} };
  return {
    waits,
    secrets,
    context: {
      entry,
      io,
      root,
      timeout_seconds,
      deadline,
      workspace: resolveWorkspace(root, env),
      resolveVariables: createVariableResolver(entry, env),
      readTrustOptions,
      openNetwork: async () => ({
        ...(await openNetwork(io, { ...limits, network, servers: 0 }, readTrustOptions, () => undefined)),
        isPermitted: createAddressPolicy(network),
      }),
      listKnownLocations: () => known,
      listKnownCertificates: () => [],
      rankItems: () => rank,
      findRegistration: () => null,
      openRdap: () => Promise.reject(new Error('no inventory asks for a registration')),
      openDns: () => Promise.reject(new Error('no inventory asks for records')),
      acquire: createSemaphore(8),
      cache: options.cache ?? null,
      reportBug: (error) => {
        throw error;
      },
    },
  };
}

/** Reads a source with one result, and decodes its locations. */
export async function readInventorySource(
  options: ContextOptions,
): Promise<SourceResult & { locations: LocationReading[] } & Omit<TestContext, 'context'>> {
  const { context, ...observed } = createReadContext(options);
  const jobs = await listJobs(options.source, context);
  const [result] = (await Promise.all(jobs.map(({ read }) => read()))).flat();
  if (result === undefined) throw new Error('the source has no result');
  return { ...result, locations: decodeAll(result.locations), ...observed };
}

/** What the locations of a source are. */
export function decodeAll(locations: Iterable<RawLocation>): LocationReading[] {
  return [...locations].flatMap((raw) => decodeLocation(raw, null));
}
