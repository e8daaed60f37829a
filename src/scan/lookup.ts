/**
 * From names to addresses. The system's own lookup runs on libuv's four threads, two of them at most for names, so that a
 * few hundred dead names would hold up the live ones until these time out too. So names are asked of the DNS
 * directly first, which takes no thread; only what the DNS answers with "no such name", and that at once, goes to the
 * system, which knows further ways (search domains, mDNS). What the hosts file says goes before all.
 */

import { lookup as systemLookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from './failures.ts';

/** Resolves to at least one address, or rejects with an error whose `code` says why not. */
export type Lookup = (host: string) => Promise<string[]>;

export const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

export interface LookupOptions {
  hostsFile: string;
  /** `address:port` of the DNS servers; by default the system's. */
  servers?: string[];
  timeout_seconds: number;
  system: (host: string) => Promise<string[]>;
}

const lookupAll = promisify(systemLookup);

/** The machine's own resolver, in its order of preference. */
export async function lookupBySystem(host: string): Promise<string[]> {
  const found = await lookupAll(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

/** A lookup for one scan: each name is looked up once. `close` ends what is still under way. */
export function createLookup(options: LookupOptions): { lookup: Lookup; close: () => void } {
  const { timeout_seconds, servers, system } = options;
  const resolver = new Resolver({ timeout: Math.ceil((timeout_seconds * 1000) / 2), tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const known = new Map<string, Promise<string[]>>();
  let hosts: Promise<Map<string, string[]>> | null = null;

  const find = async (name: string): Promise<string[]> => {
    if (isReserved(name, 'invalid')) throw lookupError('ENOTFOUND');
    hosts ??= readHosts(options.hostsFile);
    const listed = (await hosts).get(name);
    if (listed !== undefined) return listed;
    if (isReserved(name, 'localhost')) return ['127.0.0.1', '::1'];
    return (await askDns(resolver, name)) ?? (await system(name));
  };

  return {
    lookup: (host) => {
      if (isIP(host) !== 0) return Promise.resolve([host]);
      const name = host.toLowerCase().replace(/\.$/, '');
      const found = known.get(name) ?? find(name);
      known.set(name, found);
      return found;
    },
    close: () => resolver.cancel(),
  };
}

/** RFC 6761: `invalid` has no addresses and `localhost` those of this machine, and no server is asked for either. */
function isReserved(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** How long the slower of both answers is waited for: some servers never answer for IPv6 (RFC 8305 section 3). */
const GRACE = 50;

/** IPv4 first, as not every machine has a way for IPv6; null where the DNS has nothing, or is not there at all. */
async function askDns(resolver: Resolver, name: string): Promise<string[] | null> {
  const addresses: string[][] = [[], []];
  const codes: string[] = [];
  const questions = [resolver.resolve4(name), resolver.resolve6(name)].map(async (question, index) => {
    addresses[index] = await question.catch((error) => {
      codes.push(errorCode(error));
      throw error;
    });
  });
  const all = Promise.allSettled(questions);
  const answered = await Promise.any(questions).then(
    () => true,
    () => false,
  );
  if (answered) {
    await Promise.race([all, setTimeout(GRACE, undefined, { ref: false })]);
    return addresses.flat();
  }
  if (codes.includes('ETIMEOUT') || codes.includes('ECANCELLED')) throw lookupError('ETIMEOUT');
  return null;
}

function lookupError(code: string): Error {
  return Object.assign(new Error('lookup failed'), { code });
}

/** Names in lower case with their addresses, in the file's order; a file that is not there lists none. */
async function readHosts(file: string): Promise<Map<string, string[]>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) hosts.set(name.toLowerCase(), [...(hosts.get(name.toLowerCase()) ?? []), address]);
  }
  return hosts;
}
