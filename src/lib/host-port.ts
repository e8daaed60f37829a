/** Parses host names, addresses and ports. */

import { isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

export type HostPortProblem =
  | 'url'
  | 'space'
  | 'variable'
  | 'comma'
  | 'path'
  | 'user'
  | 'port'
  | 'brackets'
  | 'colons'
  | 'wildcard'
  | 'host';

/** The problem of a host and port, and the likely correct form. */
export interface HostPortError {
  problem: HostPortProblem;
  better: string | null;
}

const fail = (problem: HostPortProblem, better: string | null = null): HostPortError => ({ problem, better });

/** A fast path: nearly all endpoints of a list with 100,000 of them are a name, or a name and a port. */
const SIMPLE = /^([A-Za-z0-9_.-]+)(?::(\d{1,5}))?$/;

/** Parses `host`, `host:port`, an IPv4 or IPv6 address, or `[IPv6]:port`. The port is null if there is none. */
export function parseHostPort(text: string): { host: string; port: number | null } | HostPortError {
  const [, name, number] = SIMPLE.exec(text) ?? [];
  if (name !== undefined && (number === undefined || isPort(number)) && isHostName(name))
    return { host: name, port: number === undefined ? null : Number(number) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return fail('url', suggestFromUrl(text));
  if (text.includes('${')) return fail('variable');
  if (/\s/.test(text)) return fail('space');
  if (text.includes(',')) return fail('comma');
  if (text.includes('/')) return fail('path', suggestBeforePath(text));
  if (text.includes('@')) return fail('user');
  const { host: rawHost, port } = splitHostPort(text);
  if (port !== undefined && !isPort(port)) return fail('port');
  const host = toAsciiHost(rawHost);
  return (
    findHostProblem(host) ?? { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? null : Number(port) }
  );
}

/** Converts an internationalized domain name to ASCII (RFC 5891). */
export function toAsciiHost(host: string): string {
  return /[\u0080-\uffff]/.test(host) ? domainToASCII(host) : host;
}

function splitHostPort(text: string): { host: string; port: string | undefined } {
  const [, address, afterBracket] = /^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? [];
  if (address !== undefined) return { host: `[${address}]`, port: afterBracket };
  // The regular expression runs first, because the first call of `isIPv6` takes 4 ms.
  if (/:.*:/.test(text) && isIPv6(text)) return { host: `[${text}]`, port: undefined };
  const colon = text.lastIndexOf(':');
  return colon === -1 ? { host: text, port: undefined } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
}

function findHostProblem(host: string): HostPortError | null {
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1)) ? null : fail('brackets');
  if (host.includes(':')) return fail('colons');
  if (host.includes('*')) return fail('wildcard');
  return isHostName(host) ? null : fail('host');
}

/**
 * Whether a text is a name of letters, digits, hyphens and underscores (RFC 1123, and underscores as used in practice), or an IP address.
 */
export function isHostName(host: string): boolean {
  // Top-level domains are not numbers: a last label of digits is an incomplete IPv4 address.
  if (host.length <= 253 && LABELS.test(host) && !ENDS_WITH_NUMBER.test(host)) return true;
  return isIP(host) !== 0;
}

const LABELS =
  /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/;
const ENDS_WITH_NUMBER = /(?:^|\.)\d+\.?$/;

/** Whether a text is the name of an SRV record for TLS over TCP (RFC 2782). Some services, such as SIP, use `_tls` as the transport. */
export function isServiceName(name: string): boolean {
  const [, domain] = /^_[a-z0-9][a-z0-9-]*\._(?:tcp|tls)\.(.+)$/i.exec(name) ?? [];
  return domain !== undefined && isIP(domain) === 0 && isHostName(toAsciiHost(domain));
}

/** Normalizes the name of an SRV record for the lookup. */
export function normalizeServiceName(name: string): string {
  return toAsciiHost(name).toLowerCase().replace(/\.$/, '');
}

function suggestBeforePath(text: string): string | null {
  const before = text.slice(0, text.indexOf('/'));
  return before !== '' && 'host' in parseHostPort(before) ? before : null;
}

/** Formats `host:port`, with an IPv6 address in brackets. */
export function formatAuthority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Returns the host of `host:port`, without brackets; null for a text without a port. */
export function removePort(text: string): string | null {
  const parsed = /:\d+$/.test(text) && isIP(text) === 0 ? parseHostPort(text) : null;
  return parsed !== null && 'host' in parsed && parsed.port !== null ? parsed.host : null;
}

/** Common TLS ports that look like the last group of an IPv6 address. */
const KNOWN_PORTS =
  /:(?:443|465|563|587|636|853|989|990|992|993|994|995|3306|4433|5061|5432|5671|6443|6697|8443|8883|9443)$/;

/** Converts `2001:db8::1:443`, which is a valid address, to `[2001:db8::1]:443`. Returns null if the last group is not a common port. */
export function addBrackets(text: string): string | null {
  const [port = ''] = KNOWN_PORTS.exec(text) ?? [];
  const address = text.slice(0, text.length - port.length);
  return port !== '' && isIPv6(text) && isIPv6(address) ? `[${address}]${port}` : null;
}

function suggestFromUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === '') return null;
  return url.port === '' ? url.hostname : `${url.hostname}:${url.port}`;
}

/** Parses the 16 bytes of an IPv6 address, without its zone. */
export function parseIpv6(address: string): Buffer {
  // `URL` normalizes an address: it has no dots, and at most one `::`.
  const [head = '', tail] = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.slice(1, -1).split('::');
  const words = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [words(head), words(tail ?? '')];
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...gap, ...after].map((word) => word.padStart(4, '0')).join(''), 'hex');
}

/** Formats the octets of an address, IPv6 as in RFC 5952; returns null unless there are 4 or 16. */
export function formatOctets(octets: Uint8Array): string | null {
  if (octets.length === 4) return octets.join('.');
  return octets.length === 16 ? formatIpv6(Buffer.from(octets)) : null;
}

/** Formats 16 bytes (RFC 5952). */
function formatIpv6(bytes: Buffer): string {
  const words = bytes.toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${words.join(':')}]`).hostname.slice(1, -1);
}
