import { isIP, isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { EndpointTarget } from '../../domain/index.ts';
import type { EndpointProblem } from '../diagnostics/messages.ts';

/** What is wrong with an endpoint, and how it should be written where that can be said. */
export interface BadEndpoint {
  problem: EndpointProblem;
  better: string | null;
}

const bad = (problem: EndpointProblem, better: string | null = null): BadEndpoint => ({ problem, better });

/** Reads `host`, `host:port`, an IPv4 or IPv6 address, or `[IPv6]:port`; the port is 443 where none is written. */
export function parseEndpoint(text: string): EndpointTarget | BadEndpoint {
  const parsed = parseHostPort(text);
  if ('problem' in parsed) return parsed;
  const { host, port } = parsed;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { host, port: port ?? 443, place: `${shown}:${port ?? 443}`.toLowerCase() };
}

/** As `parseEndpoint`, but the port is null where none is written. */
export function parseHostPort(text: string): { host: string; port: number | null } | BadEndpoint {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return bad('url', fromUrl(text));
  if (text.includes('${')) return bad('variable');
  if (/\s/.test(text)) return bad('space');
  if (text.includes(',')) return bad('comma');
  if (text.includes('/')) return bad('path', beforePath(text));
  if (text.includes('@')) return bad('user');
  const { host: written, port } = split(text);
  if (port !== undefined && !isPort(port)) return bad('port');
  const host = asciiHost(written);
  return hostProblem(host) ?? { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? null : Number(port) };
}

/** A name of other scripts in the form that is looked up (RFC 5891); any other text as it is. */
export function asciiHost(host: string): string {
  return /[\u0080-\uffff]/.test(host) ? domainToASCII(host) : host;
}

function split(text: string): { host: string; port: string | undefined } {
  const [, address, afterBracket] = /^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? [];
  if (address !== undefined) return { host: `[${address}]`, port: afterBracket };
  // The first question is put to each endpoint; what answers the second takes 4 ms to be made ready.
  if (/:.*:/.test(text) && isIPv6(text)) return { host: `[${text}]`, port: undefined };
  const colon = text.lastIndexOf(':');
  return colon === -1 ? { host: text, port: undefined } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
}

function hostProblem(host: string): BadEndpoint | null {
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1)) ? null : bad('brackets');
  if (host.includes(':')) return bad('colons');
  if (host.includes('*')) return bad('wildcard');
  return isHostName(host) ? null : bad('host');
}

/** Letters, digits, hyphens and underscores between dots (RFC 1123, and what is found in use), or an IP address. */
export function isHostName(host: string): boolean {
  if (isIP(host) !== 0) return true;
  const labels = host.replace(/\.$/, '').split('.');
  const wellFormed = labels.every((label) => /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label));
  // A last label of digits alone is an address that lacks something: no top-level domain is a number.
  return wellFormed && host.length <= 253 && (isIPv4(host) || !/^\d+$/.test(labels.at(-1) ?? ''));
}

/**
 * RFC 2782: the service and its transport, each after an underscore, before a domain. TLS goes over TCP alone, and some, as
 * those of SIP, call that `_tls`.
 */
export function isService(name: string): boolean {
  const [, domain] = /^_[a-z0-9][a-z0-9-]*\._(?:tcp|tls)\.(.+)$/i.exec(name) ?? [];
  return domain !== undefined && isIP(domain) === 0 && isHostName(asciiHost(domain));
}

/** As it is asked for. */
export function serviceName(name: string): string {
  return asciiHost(name).toLowerCase().replace(/\.$/, '');
}

function beforePath(text: string): string | null {
  const before = text.slice(0, text.indexOf('/'));
  return before !== '' && 'host' in parseHostPort(before) ? before : null;
}

/**
 * The name or address in a text that has a port behind it, for where none can be: without brackets. Null for any other
 * text.
 */
export function withoutPort(text: string): string | null {
  const parsed = /:\d+$/.test(text) && isIP(text) === 0 ? parseHostPort(text) : null;
  return parsed !== null && 'host' in parsed && parsed.port !== null ? parsed.host : null;
}

/** Ports of TLS that cannot be told from the last group of an IPv6 address. */
const KNOWN_PORTS =
  /:(?:443|465|563|587|636|853|989|990|992|993|994|995|3306|4433|5061|5432|5671|6443|6697|8443|8883|9443)$/;

/** `[2001:db8::1]:443` for `2001:db8::1:443`, which is an address as it stands; null where nothing looks like a port. */
export function withBrackets(text: string): string | null {
  const [port = ''] = KNOWN_PORTS.exec(text) ?? [];
  const address = text.slice(0, text.length - port.length);
  return port !== '' && isIPv6(text) && isIPv6(address) ? `[${address}]${port}` : null;
}

function fromUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === '') return null;
  return url.port === '' ? url.hostname : `${url.hostname}:${url.port}`;
}
