/** Proxies: their URLs, the variables of the environment, and which proxy a connection uses. */

import { BlockList, isIP } from 'node:net';
import { formatAuthority } from '../host-port.ts';
import { decodePercent } from '../http/headers.ts';
import { listReferencedVariables, resolveVariables } from '../secrets/references.ts';
import { ProxyError } from './proxy-error.ts';

/** The kind of a proxy. `https`: an HTTP proxy to which the connection uses TLS. */
type ProxyKind = 'http' | 'https' | 'socks5';

/** A proxy. It contains only data, so that it can be passed to another thread. */
export interface ProxyServer {
  kind: ProxyKind;
  host: string;
  port: number;
  /** The name in messages, without credentials, and without a host that comes from a variable. */
  name: string;
  /** The credentials, which messages never contain. */
  credentials: { user: string; password: string } | null;
  /** Absolute path of the PEM file with the only CAs that are trusted for an `https` proxy; null: the trust store of Node. */
  ca_file: string | null;
}

const KINDS: Readonly<Record<string, { kind: ProxyKind; port: number }>> = {
  'http:': { kind: 'http', port: 80 },
  'https:': { kind: 'https', port: 443 },
  'socks5:': { kind: 'socks5', port: 1080 },
  'socks5h:': { kind: 'socks5', port: 1080 },
};

/**
 * Parses `[http|https|socks5|socks5h://][user:password@]host[:port]`; as in curl, the scheme is `http` by default. Null for another form.
 * `written` is the text before its variables were replaced.
 */
export function parseProxy(text: string, written: string = text, ca_file: string | null = null): ProxyServer | null {
  const withScheme = text.includes('://') ? text : `http://${text}`;
  const { protocol, rest } = /^(?<protocol>[a-z0-9]+:)\/\/(?<rest>.*)$/i.exec(withScheme)?.groups ?? {};
  const known = KINDS[protocol?.toLowerCase() ?? ''];
  // URL does not validate hosts of unknown schemes.
  if (known === undefined || !URL.canParse(`http://${rest}`)) return null;
  const url = new URL(`http://${rest}`);
  const explicit = /:(\d{1,5})(?:\/|$)/.exec(rest?.replace(/^.*@/, '').replace(/^\[[^\]]*\]/, '') ?? '');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = explicit === null ? known.port : Number(explicit[1]);
  if (url.hostname === '' || !/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') return null;
  return {
    kind: known.kind,
    host,
    port,
    name: formatWrittenHost(written) ?? formatAuthority(host, port),
    credentials:
      url.username + url.password === ''
        ? null
        : { user: decodePercent(url.username), password: decodePercent(url.password) },
    ca_file,
  };
}

/** Formats the host and port as written, with their `${NAME}` references; null without references. */
function formatWrittenHost(written: string): string | null {
  const authority = written.replace(/^[a-z0-9]+:\/\//i, '').replace(/^.*@/, '');
  return listReferencedVariables(authority).length > 0 ? authority.replace(/\/$/, '') : null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The destination of a connection. `smtp:` has no variable of its own. */
export interface Destination {
  scheme: 'http:' | 'https:' | 'smtp:';
  /** A name or an address, without brackets. */
  host: string;
  port: number;
}

/** The variables of curl for each scheme. The first one that is set is used. */
const PROXY_VARIABLES: Readonly<Record<Destination['scheme'], readonly string[]>> = {
  'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
  'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  'smtp:': ['all_proxy', 'ALL_PROXY'],
};

/** Reads the proxy of the environment, with a reference to its variable. Null: none. */
export function readProxyFromEnvironment(
  env: Environment,
  scheme: Destination['scheme'] = 'https:',
): { url: string; written: string } | null {
  const variable = PROXY_VARIABLES[scheme].find((name) => env[name]);
  const url = variable === undefined ? undefined : env[variable];
  return url === undefined ? null : { url, written: `$\{${variable}}` };
}

/** Selects the proxy of a connection; null: none. Throws ProxyError `proxy-invalid`. */
export type SelectProxy = (to: Destination) => ProxyServer | null;

export interface ProxyAccess {
  select: SelectProxy;
  /** Whether a proxy's own address may be connected to. */
  isPermitted: (address: string) => boolean;
}

/** Access without a proxy. */
export const DIRECT: ProxyAccess = { select: () => null, isPermitted: () => true };

/**
 * Creates a selector. `setting`: a URL with its `${NAME}` references; `env` for the proxies of the environment; null or `none` for none.
 * Hosts that NO_PROXY excludes are connected to directly. `ca_file`: see ProxyServer.
 */
export function createProxySelector(
  setting: string | null,
  { env, ca_file }: { env: Environment; ca_file: string | null },
): SelectProxy {
  if (setting === null || setting === 'none') return DIRECT.select;
  return ({ scheme, host, port }) => {
    const found = setting === 'env' ? readProxyFromEnvironment(env, scheme) : expandSetting(setting, env);
    if (found === null || isExcludedByNoProxy(host, port, env)) return null;
    const proxy = parseProxy(found.url, found.written, ca_file);
    if (proxy !== null) return proxy;
    throw new ProxyError('proxy-invalid', { proxy: '', fact: describeOrigin(setting, found.written) });
  };
}

/** Describes the origin of the URL of a proxy, unless the manifest contains it as it is. */
export function describeOrigin(setting: string, written: string): string {
  if (setting === 'env') return ` in ${written}`;
  return listReferencedVariables(setting).length > 0 ? ' after replacing its variables' : '';
}

function expandSetting(setting: string, env: Environment): { url: string; written: string } {
  const resolved = resolveVariables(setting, env);
  if ('value' in resolved) return { url: resolved.value, written: setting };
  const fact = `: the variable ${resolved.missing} is not set or is empty`;
  throw new ProxyError('proxy-invalid', { proxy: '', fact });
}

/**
 * Whether `NO_PROXY` excludes a host. Its items are names (which include subdomains), addresses and CIDR blocks, each with
 * an optional port, and `*` for all hosts.
 */
export function isExcludedByNoProxy(host: string, port: number, env: Environment): boolean {
  const items = (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).filter((item) => item !== '');
  const name = host.toLowerCase().replace(/\.$/, '');
  return items.some((item) => item === '*' || matchesNoProxyItem(item.toLowerCase(), name, port));
}

function matchesNoProxyItem(item: string, host: string, port: number): boolean {
  const [, bare = item, only] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(item) ?? [];
  if (only !== undefined && Number(only) !== port) return false;
  const pattern = bare.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family === 0) {
    const domain = pattern.replace(/^\*?\./, '').replace(/\.$/, '');
    return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
  }
  return parseBlock(pattern)?.check(host, family === 6 ? 'ipv6' : 'ipv4') ?? false;
}

function parseBlock(text: string): BlockList | null {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0) return null;
  const max = family === 6 ? 128 : 32;
  // An incomplete prefix, as in `10.0.0.0/`, is none: it must not mean every address.
  if (rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return null;
  const length = Number(prefix ?? max);
  if (length > max) return null;
  const block = new BlockList();
  block.addSubnet(address, length, family === 6 ? 'ipv6' : 'ipv4');
  return block;
}
