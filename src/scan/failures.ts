import type { Failure } from '../types.ts';

/** What is said of each code, in our own words: never a library's message or a peer's answer. */
const WORDINGS = {
  'file-not-found': (path: string) =>
    `There is no file ${path}. Put it back, or mend the path, which in a manifest is relative to its folder (for one in ` +
    '.github, to the folder above).',
  'glob-matches-nothing': (glob: string) =>
    `No file matches ${glob}. Check the pattern and the folder: ** stands for any number of folders, and without it ` +
    'a pattern stays in the folder that it names.',
  'folder-unreadable': (path: string) =>
    `The folder ${path} may not be read, so what is in it is unknown. Allow the user that runs the scan to read it, ` +
    'or leave it out with `exclude`.',
  'file-unreadable': (path: string) =>
    `${path} may not be read. Allow the user that runs the scan to read it; a certificate is no secret.`,
  'file-is-folder': (path: string) => `${path} is a folder. Name the files in it with a glob such as ${path}/**/*.pem.`,
  'file-not-regular': (path: string) => `${path} is a device, a pipe or a socket. Name a file that holds certificates.`,
  'file-too-large': (path: string, mebibytes: number, limit: number) =>
    `${path} has ${mebibytes} MiB, and files over ${limit} MiB are not read, as no certificate file is so large. ` +
    'Check the path, or leave the file out with `exclude`.',
  'link-leads-out': (path: string) =>
    `${path} is a link, or lies behind one, that leads out of the workspace, and was not followed. Name the file that ` +
    'it leads to by its own path, if it is meant to be read.',
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
  'endpoint-dns-failed': (host: string) =>
    `The name ${host} could not be looked up: the DNS servers of this machine failed or did not answer. Check that ` +
    'this machine can resolve names.',
  'endpoint-refused': (place: string) =>
    `${place} refuses connections: nothing listens there, or a firewall says no. Check host and port, and that the ` +
    'service runs.',
  'endpoint-unreachable': (place: string) =>
    `${place} cannot be reached from this machine: there is no way to its network. Check routes, VPN and firewall.`,
  'endpoint-timeout': (place: string, seconds: number, phase: string) =>
    `${place} did not answer within ${seconds} s, ${phase}. Check that the service runs and that no firewall drops ` +
    'the connection.',
  'endpoint-closed': (place: string) =>
    `${place} closed the connection before it showed a certificate. Check that it speaks TLS on this port, and that ` +
    'no proxy or allow-list between turns this machine away.',
  'endpoint-not-tls': (place: string) =>
    `${place} answers, but not in TLS. Check the port; for a mail server that begins in plain text set \`starttls\`.`,
  'tls-handshake-failed': (place: string) =>
    `${place} and this machine could not agree on a TLS connection, and no certificate was seen. Check the name that ` +
    'is asked for (`server_name`) and the TLS versions that the server allows.',
  'no-certificate-served': (place: string) => `${place} made a TLS connection without showing a certificate.`,
  'starttls-refused': (place: string, protocol: string) =>
    `${place} did not agree to STARTTLS as ${protocol} asks for it. Check that \`starttls: ${protocol.toLowerCase()}\` is right for ` +
    'this port and that the server offers it; a port that begins in TLS needs no `starttls`.',
  'starttls-injection': (place: string) =>
    `${place} sent more in plain text after it agreed to STARTTLS. Whoever is between could have put it there, so ` +
    'the connection was dropped. Update the server, and check the way to it.',
  'endpoint-failed': (place: string, code: string) =>
    `The connection to ${place} failed (${code}). Check the network between this machine and it.`,
} satisfies Record<string, (...args: never[]) => string>;

export type FailureCode = keyof typeof WORDINGS;

/** The failure of one place or source. */
export function failure<Code extends FailureCode>(code: Code, ...args: Parameters<(typeof WORDINGS)[Code]>): Failure {
  const wording = WORDINGS[code] as (...args: unknown[]) => string;
  return { code, detail: wording(...args) };
}

/** A system error's own code, such as `EACCES`, as far as it is one of the well-formed. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_/]{1,60}$/.test(code) ? code : 'UNKNOWN';
}
