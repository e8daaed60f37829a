/** Finds the RDAP server of a domain: by the bootstrap file of IANA (RFC 9224), or by the copy of it in the program. */

import { DAY } from '../../domain/thresholds.ts';
import { RDAP_SERVERS } from '../../generated/rdap-servers.ts';
import type { ByteCache } from '../http/byte-cache.ts';

const BOOTSTRAP_URL = 'https://data.iana.org/rdap/dns.json';

/** The base URLs by top-level domain, or by a longer suffix. Several servers of one domain have the same data. */
export type RdapServers = ReadonlyMap<string, readonly string[]>;

/** Lists the servers in the copy. */
export function listBundledServers(): RdapServers {
  return new Map(
    RDAP_SERVERS.flatMap(([url, domains]) => domains.split(' ').map((domain) => [domain, [url]] as const)),
  );
}

/** Finds the servers of the longest suffix that has one, the preferred one first (RFC 9224 section 4); empty if there is none. */
export function findServers(domain: string, servers: RdapServers): readonly string[] {
  for (let suffix = domain; suffix !== ''; suffix = suffix.replace(/^[^.]*\.?/, '')) {
    const found = servers.get(suffix);
    if (found !== undefined) return found;
  }
  return [];
}

/** The result of `fetch`. The body is null if the file is unchanged. */
interface FetchedFile {
  body: Buffer | null;
  header: (name: string) => string | null;
}

export interface BootstrapAccess {
  /** Fetches the file; null without a usable response. */
  fetch: (url: string, headers: Record<string, string>) => Promise<FetchedFile | null>;
  cache: ByteCache | null;
  /** The URL of the file. Default: that of IANA. */
  url?: string | undefined;
}

/** The time after which an unused cached file is dropped. */
const KEPT_MS = 90 * DAY;

/**
 * Reads the bootstrap file, which is requested once a day at most, and only sent if it has changed. Without a usable file, the copy is
 * used.
 */
export async function readServers({ fetch, cache, url = BOOTSTRAP_URL }: BootstrapAccess): Promise<RdapServers> {
  const cached = (await cache?.get(url)) ?? null;
  const known = cached && parseBootstrap(cached.body);
  if (cached !== null && known !== null && cached.age_ms < DAY) return known;
  const response = await fetch(url, known === null ? {} : createConditions(cached));
  const body = response === null ? null : (response.body ?? cached?.body ?? null);
  const servers = body && parseBootstrap(body);
  if (response === null || body === null || servers === null) return known ?? listBundledServers();
  const validators = response.body === null && cached !== null ? cached : readValidators(response);
  const { etag, modified } = validators;
  await cache?.put(url, { body, etag, modified, kept_ms: KEPT_MS });
  return servers;
}

interface Validators {
  etag: string | null;
  modified: string | null;
}

function readValidators({ header }: FetchedFile): Validators {
  return { etag: header('etag'), modified: header('last-modified') };
}

/** Creates the headers of a conditional request (RFC 9110 section 13.1). */
function createConditions(validators: Validators | null): Record<string, string> {
  const { etag = null, modified = null } = validators ?? {};
  return { ...(etag && { 'if-none-match': etag }), ...(modified && { 'if-modified-since': modified }) };
}

/** The maximum of servers of one domain. Registries have one or two. */
const MAX_SERVERS = 3;

/** Parses the file; null if it is not a bootstrap file (RFC 9224 section 3), or if it is empty. */
function parseBootstrap(body: Buffer): RdapServers | null {
  const servers = new Map<string, readonly string[]>();
  for (const service of readServices(body)) {
    const [domains, urls] = Array.isArray(service) ? service.map(listTexts) : [];
    const valid = urls?.filter((one) => /^https?:\/\/\S+$/.test(one) && URL.canParse(one)) ?? [];
    // Section 4: https is preferred.
    const isSecure = (url: string) => Number(url.startsWith('https:'));
    const sorted = valid.toSorted((a, b) => isSecure(b) - isSecure(a)).slice(0, MAX_SERVERS);
    if (sorted.length > 0) for (const domain of domains ?? []) servers.set(domain.toLowerCase(), sorted);
  }
  return servers.size === 0 ? null : servers;
}

function readServices(body: Buffer): readonly unknown[] {
  try {
    const { services }: { services?: unknown } = JSON.parse(body.toString()) ?? {};
    return Array.isArray(services) ? services : [];
  } catch {
    return [];
  }
}

function listTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
