/** Creates the failures of reading a location or source. */

import type { Failure } from '../domain/index.ts';
import { describeProxyFailure, type ProxyFailureCode } from '../lib/network/proxy-error.ts';

/** The advice about a link, by its use. */
const LINKS = {
  file: 'If the file should be read, use its own path. In an entry with `file`, you can leave the link out with `exclude`.',
  client_certificate: 'Use the path of a file in the workspace.',
} as const;

/** The messages, which never contain a message of a library or text of a server. */
const MESSAGES = {
  'file-not-found': (path: string) =>
    `The file ${path} does not exist. Restore it or fix the path. Paths in a manifest are relative to its directory (for ` +
    'a manifest in .github, to the directory above).',
  'glob-no-match': (glob: string) =>
    `No file matches ${glob}. Check the pattern and the directory. ** matches any number of directories; without it, ` +
    'a pattern only matches files in the directory that it names.',
  'directory-unreadable': (path: string) =>
    `Permission denied for the directory ${path}, so its files are unknown. Give the user that runs the scan read access, ` +
    'or leave the directory out with `exclude`.',
  'file-unreadable': (path: string) =>
    `Permission denied for ${path}. Give the user that runs the scan read access. Certificates are not secret.`,
  'file-is-directory': (path: string) =>
    `${path} is a directory. Name its files with a glob, such as ${path}/**/*.pem.`,
  'file-not-regular': (path: string) => `${path} is a device, a pipe or a socket. Use the path of a certificate file.`,
  'file-too-large': (path: string, mebibytes: number, limit: number) =>
    `${path} is too large: it has ${mebibytes} MiB, and the limit is ${limit} MiB. Check the path. In an entry ` +
    'with `file`, you can leave the file out with `exclude`.',
  'link-outside-workspace': (path: string, use: keyof typeof LINKS) =>
    `${path} is a symbolic link to a file outside the workspace, or is below such a link, and was not followed. ${LINKS[use]}`,
  'link-broken': (path: string) =>
    `${path} is a broken symbolic link instead of a directory, so the files in it are unknown. Fix the link, mount its ` +
    'target, or leave it out with `exclude`.',
  'link-loop': (path: string) =>
    `${path} is a symbolic link that points to itself, directly or through other links. Point it at a file.`,
  'file-name-not-utf8': (path: string) =>
    `The name of ${path} is not UTF-8 (at \ufffd), so the file cannot be opened. Rename it.`,
  'file-read-failed': (path: string, code: string) =>
    `Reading ${path} failed (${code}). Check the disk or the mount that it is on.`,

  'not-read-in-time': (location: string) =>
    `There was no time to read ${location}: the time for reading (\`settings.reading_minutes\`) was over. The next scan begins with what was ` +
    'not read. If this lasts, find out what is slow, split the manifest between several scans, or raise the limit.',
  'internal-error': (location: string) =>
    `certvigil failed internally at ${location}: this is a bug. Please report it with the stack trace on standard error. Other ` +
    'certificates are not affected.',
  'variable-unset': (name: string, at: string) =>
    `\${${name}}${at} is not set or is empty. Set it in the environment of the scan. In a workflow, set it under \`env\` of ` +
    'the step, from `secrets`.',
  'env-not-base64': (name: string) =>
    `The value of ${name} is neither PEM nor base64. Store the text of a PEM file, or the output of ` +
    '`base64 -w0 FILE`.',

  'endpoint-name-not-found': (host: string) =>
    `The name ${host} does not exist. Check its spelling and its DNS records.`,
  'endpoint-no-address': (host: string) =>
    `The name ${host} exists but has no IPv4 or IPv6 address. Check its DNS records.`,
  'endpoint-cname-loop': (host: string) => `The name ${host} is part of a CNAME loop. Fix its DNS records.`,
  'endpoint-dns-timeout': (host: string, isAnswering: boolean) =>
    `The DNS lookup of ${host} failed: the servers did not respond in time${adviseOnLookup(isAnswering)}`,
  'endpoint-dns-failed': (host: string, isAnswering: boolean) =>
    `The DNS lookup of ${host} failed: the servers returned an error${adviseOnLookup(isAnswering)}`,
  'endpoint-addresses-missing': (host: string, family: number) =>
    `The DNS lookup of the IPv${family} addresses of ${host} failed, so only its IPv${family === 4 ? 6 : 4} addresses were checked. Check the ` +
    'DNS servers of the zone.',
  'endpoint-denied': (subject: string, address: string | null) =>
    `${subject} has ${address === null ? 'an address' : `the address ${address}`}, which is denied by \`network\` in the manifest, or by default because cloud ` +
    'providers use it for instance metadata. To allow it, add it to `network.allow` (`--allow` of inspect).',
  'service-not-found': (service: string) =>
    `The SRV record ${service} does not exist. Check its spelling (_service._tcp.domain) and its DNS records.`,
  'service-not-offered': (service: string) =>
    `The SRV record ${service} says that the service is not available (its target is "."). Remove it from the manifest, ` +
    'or fix the record.',
  'endpoint-refused': (location: string) =>
    `${location} refuses connections. Check the host and port, that the service is running, and the firewall.`,
  'endpoint-unreachable': (location: string) =>
    `${location} is unreachable from this machine: there is no route to it. Check routes, VPN and firewall.`,
  'endpoint-timeout': (location: string, seconds: number, phase: string, hint: string) =>
    `${location} did not respond within ${seconds} s (${phase}). Check that the service is running and that no firewall drops ` +
    `the connection${hint}.`,
  'endpoint-closed': (location: string, hint: string) =>
    `${location} closed the connection before it sent a certificate. Check that it uses TLS on this port, and that no ` +
    `proxy or allow-list rejects this machine${hint}.`,
  'endpoint-not-tls': (location: string) =>
    `${location} responds, but not with TLS. Check the port. If the server uses STARTTLS, such as a mail server, set \`starttls\`.`,
  'tls-handshake-failed': (location: string) =>
    `The TLS handshake with ${location} failed before the server sent a certificate. Check \`server_name\`, and the TLS ` +
    'versions and cipher suites that the server allows.',
  'tls-version-obsolete': (version: string) =>
    `The server supports no newer version than TLS ${version}, which current browsers and operating systems reject (RFC 8996). ` +
    'Enable TLS 1.2 and 1.3.',
  'no-certificate-served': (location: string) =>
    `The TLS handshake with ${location} succeeded, but the server sent no certificate. Check the host and port, and the certificate that ` +
    'the server is configured with.',
  'chain-too-long': (location: string) =>
    `${location} sends a certificate chain that exceeds the limit of TLS. Remove unnecessary certificates from the chain.`,
  'starttls-unexpected-reply': (location: string, title: string, starttls: string, step: string) =>
    `${location} does not speak ${title}: its reply (step: ${step}) is not part of that protocol. Check the port and ` +
    `\`starttls: ${starttls}\`. If the port uses implicit TLS, remove \`starttls\`.`,
  'starttls-refused': (location: string, title: string, step: string) =>
    `${location} speaks ${title} but refuses STARTTLS (step: ${step}). Check that the server has TLS enabled and accepts connections ` +
    'from this machine. If the port uses implicit TLS, remove `starttls`.',
  'starttls-reply-too-long': (location: string, title: string, step: string) =>
    `${location} sent more than 64 KiB in plain text instead of a ${title} reply (step: ${step}). Check the port and the server.`,
  'starttls-injection': (location: string) =>
    `${location} sent more plain text after it accepted STARTTLS. Someone on the network path could have injected it, so the ` +
    'connection was closed. Update the server, and check the network path.',
  'client-certificate-unreadable': (path: string) =>
    `Cannot read ${path} of \`client_certificate\`. Check the path, which is relative to the manifest's directory, and ` +
    'its permissions.',
  'client-certificate-unusable': (cert: string, key: string) =>
    `Cannot use ${cert} with the key ${key}. Both must be PEM files that belong together, and the key must not be encrypted.`,
  'endpoint-failed': (location: string, code: string) =>
    `The connection to ${location} failed (${code}). Check the network between this machine and the server.`,
} satisfies Record<string, (...args: never[]) => string>;

/** Completes a sentence about a failed lookup. `isAnswering`: the DNS servers of this machine answered for other names. */
function adviseOnLookup(isAnswering: boolean): string {
  return isAnswering
    ? ', although they answer for other names. Check the DNS servers of the zone.'
    : '. Check the DNS servers of this machine (or of `network.dns_servers`), and those of the zone.';
}

export type FailureCode = keyof typeof MESSAGES;

type MessageArgs = { [Code in FailureCode]: Parameters<(typeof MESSAGES)[Code]> };
const TABLE: { [Code in FailureCode]: (...args: MessageArgs[Code]) => string } = MESSAGES;

export function createFailure<Code extends FailureCode>(code: Code, ...args: MessageArgs[Code]): Failure {
  return { code, detail: TABLE[code](...args) };
}

/** Creates the failure of a proxy. `target`: the host that the proxy was asked to connect to. */
export function createProxyFailure(
  code: ProxyFailureCode,
  { proxy = '', fact = '' }: { proxy?: string; fact?: string },
  target: string,
): Failure {
  const detail = describeProxyFailure({ code, facts: { proxy, fact } }, target);
  return { code, detail: detail.charAt(0).toUpperCase() + detail.slice(1) };
}

/** Creates the failure of a location or source that was not read by the deadline. */
export function createLateFailure(location: string): Failure {
  return createFailure('not-read-in-time', location);
}

/** Creates the failure of a location where a bug was caught. */
export function createInternalFailure(location: string): Failure {
  return createFailure('internal-error', location);
}

/** Whether an error comes from the system, the network or OpenSSL. Any other is a bug. OpenSSL omits unknown codes. */
export function isSystemError(error: unknown): boolean {
  return getErrorCode(error) !== 'UNKNOWN' || (error instanceof Error && /^error:[0-9A-F]/i.test(error.message));
}

/** Returns a system error's code, such as `EACCES`; `UNKNOWN` if there is none. */
export function getErrorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_/]{1,60}$/.test(code) ? code : 'UNKNOWN';
}
