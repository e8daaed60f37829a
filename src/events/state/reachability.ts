/** Detects a scan that reached no endpoint at all: the cause is the network of the scan, not all servers. */

import type { Entry, Failure, Reachability, SourceReading } from '../../domain/index.ts';
import { createBlindFailure } from '../log/messages.ts';

/** The minimum number of hosts: fewer servers may be down at the same time. */
const MIN_HOSTS = 3;

/** Failures on the way to a server. Any other failure means that the server has responded. */
const NETWORK_FAILURES: ReadonlySet<string> = new Set([
  'endpoint-name-not-found',
  'endpoint-dns-timeout',
  'endpoint-dns-failed',
  'endpoint-refused',
  'endpoint-unreachable',
  'endpoint-timeout',
  'endpoint-closed',
  'endpoint-failed',
  'service-not-found',
  'proxy-unreachable',
  'proxy-closed',
  'proxy-timeout',
  'proxy-tls-failed',
  'proxy-unexpected-reply',
  'proxy-authentication-failed',
  'proxy-refused',
  'proxy-server-unreachable',
  'url-refused',
  'url-closed',
  'url-timeout',
  'url-unreachable',
  'url-name-not-found',
  'url-dns-failed',
]);

/**
 * Returns whether the scan reached any endpoint, service or URL, and its readings. If it reached none of at least three hosts, their
 * readings are marked as `blind`. `isComplete`: whether the scan covers every entry.
 */
export function detectReachability(
  readings: readonly SourceReading[],
  entries: readonly Entry[],
  isComplete: boolean,
): { reachability: Reachability; readings: readonly SourceReading[] } {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const remote = readings.filter((reading) => isRemote(reading, byName.get(reading.entry)));
  const hosts = new Set(remote.map(({ source }) => getHost(source)));
  const failures = remote.flatMap(listFailures);
  const isReached = remote.some((reading) => !hasFailedOnTheWay(reading));
  const [first] = failures;
  if (isReached || (remote.length === 0 && isComplete)) return { reachability: { endpoints: 'some' }, readings };
  if (hosts.size < MIN_HOSTS || first === undefined) return { reachability: { endpoints: 'unknown' }, readings };
  const blind = new Set(remote);
  return {
    reachability: { endpoints: 'none', failure: createBlindFailure(remote.length, first.detail) },
    readings: readings.map((reading) => (blind.has(reading) ? { ...reading, blind: true } : reading)),
  };
}

/** Whether a reading is from the network. A client certificate is a file beside its endpoint. */
function isRemote({ source: name, inventory }: SourceReading, entry: Entry | undefined): boolean {
  const source = entry?.source;
  if (source?.kind === 'url' || inventory === 'remote') return true;
  return source?.kind === 'endpoint' && name !== source.client_certificate?.cert;
}

function listFailures({ failure, locations }: SourceReading): Failure[] {
  return [failure, ...locations.map((location) => location.failure)].filter((one) => one !== null);
}

function hasFailedOnTheWay(reading: SourceReading): boolean {
  const failures = listFailures(reading);
  const isRead = reading.locations.some(({ failure }) => failure === null);
  return !isRead && failures.length > 0 && failures.every(({ code }) => NETWORK_FAILURES.has(code));
}

/** Returns the host of `host:port` or a URL; a service is its own host. */
function getHost(source: string): string {
  if (source.includes('://')) return URL.canParse(source) ? new URL(source).hostname : source;
  return source.replace(/:\d+$/, '');
}
