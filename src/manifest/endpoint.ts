import { isIP, isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { EndpointTarget } from '../types.ts';

/** What is wrong with an endpoint, as the rest of a sentence that begins with it, and what to write. */
export interface EndpointProblem {
  why: string;
  hint: string;
}

const FORMS = 'Write host, host:port, or [address]:port for IPv6.';

/** Reads `host`, `host:port`, an IPv4 or IPv6 address, or `[IPv6]:port`; the port is 443 where none is written. */
export function parseEndpoint(text: string): EndpointTarget | EndpointProblem {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { why: 'is a URL', hint: urlHint(text) };
  if (/\s/.test(text)) return { why: 'has a space in it', hint: `${FORMS} Several places are a list: [a, b].` };
  if (text.includes('/')) return { why: 'has a path in it', hint: FORMS };
  if (text.includes('@')) return { why: 'has a user name in it', hint: FORMS };
  const { host, port } = split(text);
  if (port !== undefined && !isPort(port)) return { why: 'has no port from 1 to 65535', hint: FORMS };
  return hostProblem(host, text) ?? target(host, Number(port ?? 443));
}

function split(text: string): { host: string; port: string | undefined } {
  const [, address, afterBracket] = /^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? [];
  if (address !== undefined) return { host: `[${address}]`, port: afterBracket };
  if (isIPv6(text)) return { host: `[${text}]`, port: undefined };
  const colon = text.lastIndexOf(':');
  return colon === -1 ? { host: text, port: undefined } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
}

function hostProblem(host: string, text: string): EndpointProblem | null {
  if (host.startsWith('[')) {
    if (isIPv6(host.slice(1, -1))) return null;
    return { why: 'has brackets around what is no IPv6 address', hint: FORMS };
  }
  if (host.includes(':')) {
    return {
      why: 'is neither an IPv6 address nor host:port',
      hint: 'An IPv6 address with a port is written [address]:port.',
    };
  }
  if (host.includes('*')) {
    return { why: 'is a wildcard, and no server has that name', hint: 'Write a name that a client connects to.' };
  }
  if (isHostName(host)) return null;
  const ascii = domainToASCII(host);
  if (ascii !== '' && ascii !== host.toLowerCase()) {
    return { why: 'is not in the ASCII form that is looked up', hint: `Write ${ascii}${text.slice(host.length)}.` };
  }
  return { why: 'has no host name or address in it', hint: FORMS };
}

/** Letters, digits, hyphens and underscores between dots (RFC 1123, and what is found in use), or an IP address. */
export function isHostName(host: string): boolean {
  if (isIP(host) !== 0) return true;
  const labels = host.replace(/\.$/, '').split('.');
  const wellFormed = labels.every((label) => /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label));
  // A last label of digits alone is an address that lacks something: no top-level domain is a number.
  return wellFormed && host.length <= 253 && (isIPv4(host) || !/^\d+$/.test(labels.at(-1) ?? ''));
}

function target(host: string, port: number): EndpointTarget {
  return { host: host.replace(/^\[|\]$/g, ''), port, place: `${host}:${port}`.toLowerCase() };
}

function urlHint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === '') return FORMS;
  return `Write ${url.hostname}${url.port === '' ? '' : `:${url.port}`}.`;
}
