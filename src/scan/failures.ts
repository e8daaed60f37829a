import type { Failure } from '../domain/index.ts';

/** What is said of each code, in our own words: never a library's message or a peer's answer. */
const MESSAGES = {
  'file-not-found': (path: string) =>
    `There is no file ${path}. Put it back, or mend the path, which in a manifest is relative to its folder (for one in ` +
    '.github, to the folder above).',
  'glob-no-match': (glob: string) =>
    `No file matches ${glob}. Check the pattern and the folder: ** stands for any number of folders, and without it ` +
    'a pattern stays in the folder that it names.',
  'directory-unreadable': (path: string) =>
    `The folder ${path} may not be read, so what is in it is unknown. Allow the user that runs the scan to read it, ` +
    'or leave it out with `exclude`.',
  'file-unreadable': (path: string) =>
    `${path} may not be read. Allow the user that runs the scan to read it; a certificate is no secret.`,
  'file-is-directory': (path: string) =>
    `${path} is a folder. Name the files in it with a glob such as ${path}/**/*.pem.`,
  'file-not-regular': (path: string) => `${path} is a device, a pipe or a socket. Name a file that holds certificates.`,
  'file-too-large': (path: string, mebibytes: number, limit: number) =>
    `${path} has ${mebibytes} MiB, and files over ${limit} MiB are not read, as no certificate file is so large. ` +
    'Check the path, or leave the file out with `exclude`.',
  'link-outside-workspace': (path: string) =>
    `${path} is a link, or lies behind one, that leads out of the workspace, and was not followed. Name what it leads ` +
    'to by its own path, if it is meant to be read; else leave it out with `exclude`.',
  'link-broken': (path: string) =>
    `${path} is a link that leads nowhere, and where it stands a folder is meant, so what should be in it is unknown. Mend the ` +
    'link, mount what it leads to, or leave it out with `exclude`.',
  'link-loop': (path: string) =>
    `${path} is a link that leads round in a circle, so there is no file. Let it lead to the file that is meant.`,
  'file-name-not-utf8': (path: string) =>
    `The name of ${path} is not UTF-8 where the \ufffd stands, and what has such a name cannot be opened here. Rename it.`,
  'file-read-failed': (path: string, code: string) =>
    `Reading ${path} failed (${code}). Check the disk or the mount that it lies on.`,

  'variable-unset': (name: string, at: string) =>
    `\${${name}}${at} is not set or is empty. Set it in the environment of the scan; in a workflow under \`env\` of ` +
    'its step, from `secrets`.',
  'env-not-base64': (name: string) =>
    `The value of ${name} is neither PEM nor base64. Store the text of a PEM file in it, or what ` +
    '`base64 -w0 FILE` prints.',

  'endpoint-name-not-found': (host: string) =>
    `There is no address for the name ${host}. Check its spelling and its DNS records.`,
  'endpoint-no-address': (host: string) =>
    `The name ${host} exists, but has neither an IPv4 nor an IPv6 address. Check its DNS records.`,
  'endpoint-cname-loop': (host: string) =>
    `The name ${host} is an alias (CNAME) that leads back to itself, so no address can be found. Mend its DNS records.`,
  'endpoint-dns-timeout': (host: string) =>
    `No DNS server answered for the name ${host} in time. Check that those of this machine (or of \`network.dns_servers\`) ` +
    "run, and that those of the name's zone do.",
  'endpoint-dns-failed': (host: string) =>
    `The name ${host} could not be looked up: the DNS servers failed or refused to answer. Check that this machine can ` +
    'resolve names.',
  'endpoint-denied': (whose: string, address: string) =>
    `${whose} has the address ${address}, which is not connected to: it is denied by \`network\` in the manifest, or one ` +
    'of the addresses at which clouds tell machines their secrets. If it is right, put it under `network.allow` ' +
    '(`--allow` of inspect).',
  'service-not-found': (service: string) =>
    `There is no SRV record ${service}. Check its spelling (_service._tcp.domain) and its DNS records.`,
  'service-not-offered': (service: string) =>
    `The SRV record ${service} says that this service is not offered (its target is "."). Take it out of the manifest, ` +
    'or mend the record.',
  'endpoint-refused': (place: string) =>
    `${place} refuses connections: nothing listens there, or a firewall says no. Check host and port, and that the ` +
    'service runs.',
  'endpoint-unreachable': (place: string) =>
    `${place} cannot be reached from this machine: there is no way to its network. Check routes, VPN and firewall.`,
  'endpoint-timeout': (place: string, seconds: number, phase: string, hint: string) =>
    `${place} did not answer within ${seconds} s, ${phase}. Check that the service runs and that no firewall drops ` +
    `the connection${hint}.`,
  'endpoint-closed': (place: string, hint: string) =>
    `${place} closed the connection before it showed a certificate. Check that it speaks TLS on this port, and that ` +
    `no proxy or allow-list between turns this machine away${hint}.`,
  'endpoint-not-tls': (place: string) =>
    `${place} answers, but not in TLS. Check the port; for a mail server that begins in plain text set \`starttls\`.`,
  'tls-handshake-failed': (place: string) =>
    `${place} and this machine could not agree on a TLS connection, and no certificate was seen. Check the name that ` +
    'is asked for (`server_name`) and the TLS versions that the server allows.',
  'no-certificate-served': (place: string) => `${place} made a TLS connection without showing a certificate.`,
  'chain-too-long': (place: string) =>
    `${place} sends a chain of more certificates than TLS takes. Leave out of the chain what is not needed.`,
  'starttls-unexpected-reply': (place: string, title: string, starttls: string, step: string) =>
    `${place} does not speak ${title}: its answer (${step}) is none of that protocol. Check the port and \`starttls: ${starttls}\`; ` +
    'a port that begins in TLS needs no `starttls`.',
  'starttls-refused': (place: string, title: string, step: string) =>
    `${place} speaks ${title} and does not agree to TLS (${step}). Check that the server has TLS turned on and that ` +
    'this machine may connect; a port that begins in TLS needs no `starttls`.',
  'starttls-reply-too-long': (place: string, title: string, step: string) =>
    `${place} sent more than 64 KiB in plain text where ${title} has an answer (${step}), and was not listened to any ` +
    'longer. Check the port and the server.',
  'starttls-injection': (place: string) =>
    `${place} sent more in plain text after it agreed to STARTTLS. Whoever is between could have put it there, so ` +
    'the connection was dropped. Update the server, and check the way to it.',
  'client-certificate-unreadable': (path: string) =>
    `${path}, of \`client_certificate\`, cannot be read. Check the path, which starts at the manifest's folder, and that ` +
    'the user that runs the scan may read it.',
  'client-certificate-unusable': (cert: string, key: string) =>
    `TLS cannot use ${cert} with the key ${key}. Both must be PEM, belong together, and the key must not be encrypted.`,
  'proxy-invalid': (which: string) =>
    `The proxy${which} is no URL such as http://proxy.example:3128 or socks5://proxy.example:1080. Mend it.`,
  'proxy-unreachable': (proxy: string) =>
    `The proxy ${proxy} cannot be reached from this machine. Check its host and port, and that it runs.`,
  'proxy-closed': (proxy: string, place: string) =>
    `The proxy ${proxy} closed the connection instead of leading to ${place}. Check that it is of the kind that ` +
    '`proxy` says.',
  'proxy-unexpected-reply': (proxy: string) =>
    `The proxy ${proxy} did not answer as such a proxy does. Check its port and kind (http or socks5).`,
  'proxy-authentication-failed': (proxy: string) =>
    `The proxy ${proxy} wants to know who asks, or does not accept the user and password in \`proxy\`. Write them as ` +
    'user:password@ before the host, with special characters percent-encoded.',
  'proxy-refused': (proxy: string, place: string, why: string) =>
    `The proxy ${proxy} does not lead to ${place} (${why}). Check that the place is up and that the proxy allows its ` +
    'host and port, or take it out with `proxy: none`.',
  'endpoint-failed': (place: string, code: string) =>
    `The connection to ${place} failed (${code}). Check the network between this machine and it.`,
} satisfies Record<string, (...args: never[]) => string>;

export type FailureCode = keyof typeof MESSAGES;

/** The failure of one place or source. */
export function createFailure<Code extends FailureCode>(
  code: Code,
  ...args: Parameters<(typeof MESSAGES)[Code]>
): Failure {
  const wording = MESSAGES[code] as (...args: unknown[]) => string;
  return { code, detail: wording(...args) };
}

/** A system error's own code, such as `EACCES`, as far as it is one of the well-formed. */
export function getErrorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_/]{1,60}$/.test(code) ? code : 'UNKNOWN';
}
