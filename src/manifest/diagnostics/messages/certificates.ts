/** Of certificates and their sources. */

import type { DirectoryError } from '../../../domain/acme-directories.ts';
import { error, formatList, type MessageTable, quote, warning } from './message.ts';

/** A setting as it is shown, and whether the user has written it. */
export interface SettingValue {
  text: string;
  written: boolean;
}

const ENDPOINT_FORMS = 'Write host, host:port, or [address]:port for IPv6.';
const ENDPOINTS = {
  url: ['is a URL', ENDPOINT_FORMS],
  space: ['has a space in it', `${ENDPOINT_FORMS} Several places are a list: [a, b].`],
  variable: [
    'has a variable in it, and none is replaced here',
    'Write it out; a place that differs needs an entry of its own.',
  ],
  comma: ['has a comma in it', 'Several places are a list: [a, b].'],
  path: ['has a path in it', ENDPOINT_FORMS],
  user: ['has a user name in it', ENDPOINT_FORMS],
  port: ['has no port from 1 to 65535', ENDPOINT_FORMS],
  brackets: ['has brackets around what is no IPv6 address', ENDPOINT_FORMS],
  colons: ['is neither an IPv6 address nor host:port', 'An IPv6 address with a port is written [address]:port.'],
  wildcard: ['is a wildcard, and no server has that name', 'Write a name that a client connects to.'],
  host: ['has no host name or address in it', ENDPOINT_FORMS],
} satisfies Record<string, [why: string, hint: string]>;

export type EndpointProblem = keyof typeof ENDPOINTS;

const DIRECTORIES = {
  'unknown-name': 'is the name of no ACME directory that is known here',
  malformed: 'is no URL of an ACME directory',
  credentials: 'has a user name or a password in it, and a directory asks for neither',
  insecure: 'is not encrypted, so anyone on the way can say what it says',
} satisfies Record<DirectoryError, string>;

/** What is most likely meant by a pattern that matches nothing. */
function patternHint(pattern: string): string {
  if (/^~[/\\]/.test(pattern)) return 'A "~" stands for no home folder here: write the whole path.';
  if (/\\[\w.]/.test(pattern)) return 'Write "/" between folders, on Windows too.';
  if (pattern.startsWith('!')) return 'What is to be left out is named under "exclude".';
  return 'Paths are relative to the folder of the manifest.';
}

const LIMIT_FORMS = 'Write whole days (10 or "10d", up to 36500), hours ("36h") or a part of the lifetime ("33%").';

/** What comes of a `ca_file` that is of no use. */
const WITHOUT_CA = {
  trust: 'nothing can be said of the trust in these certificates',
  url: 'the URL cannot be read',
  acme: 'nobody is asked when the certificates are to be renewed',
  receiver: 'nothing is sent to this receiver',
};

function countHexDigits(text: string): number {
  return text.replace(/[^0-9a-f]/gi, '').length;
}

export const CERTIFICATE_MESSAGES = {
  'source-missing': () =>
    error(
      'This certificate has no source.',
      'Write one of: endpoint (a host or host:port), file (a path or glob), url, env (the name of a variable), pem (the text itself), expires (a date).',
    ),
  'source-conflict': (sources: readonly string[]) =>
    error(
      `This certificate has more than one source: ${formatList(sources)}.`,
      'Keep one, and write a certificate of its own for each other.',
    ),
  'needs-key': (key: string, needed: readonly string[]) => {
    const one = needed.map(quote).join(' or ');
    return error(`${quote(key)} has a meaning only beside ${one}.`, `Add ${one}, or take it out.`);
  },
  'duplicate-name': (what: string, name: string, first: string) =>
    error(`The ${what} ${quote(name)} stands already at ${first}.`, 'Give one of the two another name.'),
  'bad-threshold': (value: string) => error(`${quote(value)} is no distance to the end of a certificate.`, LIMIT_FORMS),
  'duplicate-threshold': (threshold: string, first: string) =>
    warning(`${quote(threshold)} is the same threshold as ${quote(first)}.`, 'Keep one of the two.'),
  'critical-over-warning': (critical: SettingValue, warn: SettingValue) => {
    const shown = ({ text, written }: SettingValue) => (written ? text : `${text}, the default`);
    const message = `expiry_critical_days (${shown(critical)}) is over expiry_warning_days (${shown(warn)}).`;
    if (!critical.written) return error(message, `Write expiry_critical_days too, not over ${warn.text}.`);
    if (!warn.written) return error(message, `Write expiry_warning_days too, not under ${critical.text}.`);
    return error(message, 'Make expiry_critical_days the smaller one.');
  },
  'percentage-without-lifetime': (key: string, value: string) =>
    error(
      `${quote(value)} is a part of the lifetime, and a date known by hand has no lifetime.`,
      `Give the certificate its own ${key}, in days or hours.`,
    ),
  'bad-pem': () =>
    error(
      'There is no PEM in this text: no line of it is a "-----BEGIN CERTIFICATE-----".',
      'Write the certificate as a block after "|", so that its lines stay lines.',
    ),
  'private-key-in-manifest': () =>
    error(
      'A private key stands in this text.',
      'Take it out, and treat the key as stolen: whoever can read this file has it. The certificate alone is needed.',
    ),
  'bad-expected-name': (value: string) =>
    error(
      `${quote(value)} is no name that a certificate has.`,
      'Write a name such as www.example.com or *.example.com, or an address, without port and path.',
    ),
  'bad-fingerprint': (value: string) =>
    error(
      `${quote(value)} is no SHA-256 fingerprint, which has 64 hexadecimal digits.${countHexDigits(value) === 40 ? ' It is as long as one by SHA-1.' : ''}`,
      'Take it from `certvigil inspect`, or from `openssl x509 -fingerprint -sha256`.',
    ),
  'bad-pin': (value: string) =>
    error(
      `${quote(value)} is no SHA-256 of a public key, which has 44 characters of base64 or 64 hexadecimal digits.`,
      'Take it from the key pin that `certvigil inspect` shows.',
    ),
  'trust-and-ca-file': () =>
    error(
      'Both "trust" and "ca_file" say whom clients trust.',
      'Keep ca_file where they trust the authorities in that file and no others, else trust.',
    ),
  'trust-not-checked': (key: string) =>
    warning(
      `${quote(key)} asks for nothing where the trust in the certificates is not judged.`,
      'Say by whose anchors it is, by trust or ca_file, or take it out.',
    ),
  'bad-date': (value: string) =>
    /^\d{4}-\d{2}-\d{2}[T ]/.test(value)
      ? error(
          `${quote(value)} is a time, and a day is wanted, at whose first moment (UTC) it ends.`,
          `Write ${value.slice(0, 10)}.`,
        )
      : error(`${quote(value)} is no date of the calendar.`, 'Write YYYY-MM-DD, such as 2027-03-01.'),
  'bad-endpoint': (value: string, problem: EndpointProblem, better: string | null) =>
    error(`${quote(value)} ${ENDPOINTS[problem][0]}.`, better === null ? ENDPOINTS[problem][1] : `Write ${better}.`),
  'starttls-without-port': (endpoint: string, starttls: string, usual: number) =>
    warning(
      `${quote(endpoint)} has no port, so port 443 is asked for ${starttls}.`,
      `Write the port, such as ${endpoint}:${usual}.`,
    ),
  'port-in-address': (value: string, better: string) =>
    error(`${quote(value)} has a port in it, and here none can be.`, `Write ${better}.`),
  'ambiguous-ipv6-port': (value: string, better: string) =>
    warning(
      `${quote(value)} is one IPv6 address, whose last group looks like a port; port 443 is connected to.`,
      `Write ${quote(better)} where that is the port, or ${quote(`[${value}]`)} where it is not.`,
    ),
  'bad-srv': (value: string) =>
    error(
      `${quote(value)} is no name of an SRV record.`,
      'Write _service._tcp.domain, such as _imaps._tcp.example.com.',
    ),
  'bad-proxy': () =>
    error(
      'This is no proxy.',
      'Write http://host:port or socks5://host:port (with user:password@ before the host where it asks), env, or none.',
    ),
  'bad-network': (value: string) =>
    error(
      `${quote(value)} is neither an address nor a CIDR block.`,
      'Write an address such as 192.0.2.1, or a block such as 10.0.0.0/8 or fd00::/8.',
    ),
  'bad-dns-server': (value: string) =>
    error(
      `${quote(value)} is no address of a DNS server.`,
      'Write an address, with a port where it is not 53: 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353.',
    ),
  'bad-acme-directory': (value: string, problem: DirectoryError, known: readonly string[]) =>
    error(
      `${problem === 'credentials' ? 'This URL' : quote(value)} ${DIRECTORIES[problem]}.`,
      `Write an https URL, or one of ${formatList(known)}.`,
    ),
  'acme-without-directory': () =>
    warning(
      "The issuer is asked where Mozilla's anchors trust the certificate, and this entry is judged by others, or not at all.",
      'Name whom to ask: acme: { directory: letsencrypt }, or the URL of your own; or take it out.',
    ),
  'bad-server-name': (value: string) =>
    error(`${quote(value)} is no host name.`, 'Write the bare name that is asked for, such as mail.example.com.'),
  'duplicate-place': (place: string) => warning(`${quote(place)} stands in this list already.`, 'Keep one of the two.'),
  'glob-no-match': (pattern: string) => warning(`No file matches ${quote(pattern)}.`, patternHint(pattern)),
  'ca-file-missing': (path: string, use: keyof typeof WITHOUT_CA) =>
    warning(
      `There is no file ${quote(path)}: where it is lacking, ${WITHOUT_CA[use]}.`,
      'Paths are relative to the folder of the manifest. Add the PEM file with the certificates of the authorities.',
    ),
  'ca-file-without-certificate': (path: string, use: keyof typeof WITHOUT_CA) =>
    warning(
      `There is no certificate in PEM in ${quote(path)}: with it ${WITHOUT_CA[use]}.`,
      'Put the certificates of the authorities there, each from "-----BEGIN CERTIFICATE-----" on: openssl x509 -in FILE writes it so.',
    ),
} satisfies MessageTable;
