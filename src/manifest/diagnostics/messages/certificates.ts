/** Messages about certificate entries and their sources. */

import type { DirectoryError } from '../../../domain/acme-directories.ts';
import { SOURCE_DEFINITIONS } from '../../../domain/sources/index.ts';
import type { HostPortProblem } from '../../../lib/host-port.ts';
import { describeMissingDay } from '../../../lib/iso-time.ts';
import { toSigningVariable } from '../../../lib/secrets/references.ts';
import { createError, createWarning, formatList, type MessageTable, quote } from './message.ts';

/** The value of a setting, and whether it is set in the manifest or the default. */
export interface SettingValue {
  text: string;
  explicit: boolean;
}

const ENDPOINT_FORMS = 'Use host, host:port, or [address]:port for IPv6.';
const ENDPOINTS = {
  url: ['is a URL', ENDPOINT_FORMS],
  space: ['contains a space', `${ENDPOINT_FORMS} For several locations, use a list: [a, b].`],
  variable: [
    'contains a variable, which is not replaced here',
    'Write the host. If it differs between environments, use a separate entry for each.',
  ],
  comma: ['contains a comma', 'For several locations, use a list: [a, b].'],
  path: ['contains a path', ENDPOINT_FORMS],
  user: ['contains a user name', ENDPOINT_FORMS],
  port: ['does not have a port from 1 to 65535', ENDPOINT_FORMS],
  brackets: ['does not have an IPv6 address in its brackets', ENDPOINT_FORMS],
  colons: ['is neither an IPv6 address nor host:port', 'Write an IPv6 address with a port as [address]:port.'],
  wildcard: ['is a wildcard name, which clients cannot connect to', 'Use a name that a client connects to.'],
  host: ['does not contain a host name or address', ENDPOINT_FORMS],
} satisfies Record<HostPortProblem, [why: string, hint: string]>;

const DIRECTORIES = {
  'unknown-name': 'is not a known ACME directory',
  malformed: 'is not a valid ACME directory URL',
  credentials: 'contains a user name or password, which ACME directories do not use',
  insecure: 'is not encrypted, so responses could be modified in transit',
} satisfies Record<DirectoryError, string>;

function patternHint(pattern: string): string {
  if (/^~[/\\]/.test(pattern)) return '"~" is not expanded to your home directory. Write the full path.';
  if (/\\[\w.]/.test(pattern)) return 'Use "/" between directories, on Windows too.';
  if (pattern.startsWith('!')) return 'To leave files out, list them under "exclude".';
  return "Paths are relative to the manifest's directory.";
}

const THRESHOLD_FORMS = 'Use days (10 or "10d", at most 36500), hours ("36h") or a percentage of the lifetime ("33%").';

/** Consequences of an unusable `ca_file`. */
const WITHOUT_CA = {
  trust: 'these certificates cannot be checked for trust',
  url: 'the URL cannot be read',
  acme: 'no renewal information is requested for the certificates',
  receiver: 'nothing is sent to this receiver',
  proxy: 'nothing is sent through proxies with TLS',
  resolver: 'CAA and TLSA records cannot be looked up',
};

function countHexDigits(text: string): number {
  return text.replace(/[^0-9a-f]/gi, '').length;
}

/** The sources of nearly all entries: a list of all is too long to read. */
const USUAL_SOURCES = SOURCE_DEFINITIONS.filter(({ inventory }) => inventory === undefined).flatMap(({ keys }) =>
  keys.map(([key, value]) => `${key} (${value})`),
);

export const CERTIFICATE_MESSAGES = {
  'source-missing': () =>
    createError(
      'The certificate has no source.',
      `Add one of: ${formatList(USUAL_SOURCES)}, or an inventory (docs/reference/inventories.md).`,
    ),
  'source-conflict': (sources: readonly string[]) =>
    createError(
      `The certificate has more than one source: ${formatList(sources)}.`,
      'Keep one, and add a separate certificate for each of the others.',
    ),
  'needs-key': (key: string, needed: readonly string[]) => {
    const names = needed.length > 2 ? `one of ${formatList(needed.map(quote))}` : needed.map(quote).join(' or ');
    return createError(`${quote(key)} requires ${names}.`, `Add ${names}, or remove ${quote(key)}.`);
  },
  'fixture-not-checked': (key: string) =>
    createWarning(
      `${quote(key)} has no effect with "kind: fixture".`,
      `Remove it: only the dates of test certificates are checked, against "expiry_scan_thresholds".`,
    ),
  'ct-not-checked': (key: string) =>
    createWarning(
      `${quote(key)} has no effect with "ct".`,
      key === 'probe'
        ? 'Remove it: the scan that has the event log asks the provider.'
        : key.startsWith('expect.')
          ? 'Remove it, or set it in the entry of the server. Use "issuer" and "spki_sha256" here.'
          : 'Remove it, or set it in the entry of the server.',
    ),
  'duplicate-name': (what: string, name: string, first: string) =>
    createError(`Duplicate ${what} name ${quote(name)} (first defined at ${first}).`, 'Rename one of the two.'),
  'bad-threshold': (value: string) => createError(`Invalid threshold ${quote(value)}.`, THRESHOLD_FORMS),
  'duplicate-threshold': (threshold: string, first: string) =>
    createWarning(`${quote(threshold)} is the same threshold as ${quote(first)}.`, 'Keep one of the two.'),
  'critical-over-warning': (critical: SettingValue, warn: SettingValue) => {
    const format = ({ text, explicit }: SettingValue) => (explicit ? text : `default: ${text}`);
    const message = `expiry_critical_days (${format(critical)}) is greater than expiry_warning_days (${format(warn)}).`;
    if (!critical.explicit) return createError(message, `Set expiry_critical_days to ${warn.text} or less.`);
    if (!warn.explicit) return createError(message, `Set expiry_warning_days to ${critical.text} or more.`);
    return createError(message, 'Make expiry_critical_days the smaller one.');
  },
  'percentage-without-lifetime': (key: string, value: string) =>
    createError(
      `${quote(value)} is a percentage of the lifetime, and a hard-coded date has no lifetime.`,
      `Set ${key} in this certificate, in days or hours.`,
    ),
  'bad-expected-pattern': (text: string, domain: string | null) =>
    createError(
      `${quote(text)} is not a name in a domain of "ct".`,
      domain === null
        ? 'Use a name from the certificate.'
        : `Use a name from the certificate, such as ${quote(`status.${domain}`)}, or ${quote(`**.${domain}`)} for all names below the domain.`,
    ),
  'any-issuer-expected': (text: string) =>
    createError(
      `${quote(text)} matches every CA, so a certificate that somebody else ordered would be expected.`,
      'Use the organization of the CA, such as "Let\'s Encrypt".',
    ),
  'bad-pem': () =>
    createError(
      'The text contains no PEM block: no line is "-----BEGIN CERTIFICATE-----".',
      'Write the certificate as a block after "|", which keeps its line breaks.',
    ),
  'private-key-in-manifest': () =>
    createError(
      'The text contains a private key.',
      'Remove it and treat the key as compromised: anyone who can read this file has it. Only the certificate is needed.',
    ),
  'bad-expected-name': (value: string) =>
    createError(
      `${quote(value)} is not a valid certificate name.`,
      'Use a name such as www.example.com or *.example.com, or an address, without a port or path.',
    ),
  'bad-fingerprint': (value: string) =>
    createError(
      `${quote(value)} is not a SHA-256 fingerprint, which has 64 hexadecimal digits.${countHexDigits(value) === 40 ? ' It has the length of a SHA-1 fingerprint.' : ''}`,
      'Get it with `certvigil inspect` or `openssl x509 -fingerprint -sha256`.',
    ),
  'bad-pin': (value: string) =>
    createError(
      `${quote(value)} is not the SHA-256 of a public key, which has 44 base64 characters or 64 hexadecimal digits.`,
      'Use the key pin shown by `certvigil inspect`.',
    ),
  'trust-and-ca-file': () =>
    createError(
      '"trust" and "ca_file" are mutually exclusive.',
      'Keep "ca_file" if clients trust only the CAs in that file. Otherwise keep "trust".',
    ),
  'trust-not-checked': (key: string) =>
    createWarning(
      `${quote(key)} has no effect, because the trust of these certificates is not checked.`,
      `Set "trust" or "ca_file", or remove ${quote(key)}.`,
    ),
  'bad-identifier': (value: string, what: string, form: string) =>
    createError(`${quote(value)} is not a valid ${what}.`, `Use a value such as ${form}.`),
  'login-conflict': (key: string, other: string) =>
    createError(
      `${quote(key)} and ${quote(other)} are different logins, and an entry has one.`,
      'Remove one of them. If you need both, add an entry for each.',
    ),
  'map-incomplete': (missing: readonly string[]) =>
    createError(
      `"map" must set ${missing.join(' and ')}.`,
      'Set it to the name of the field. `certvigil inspect --entry NAME` shows the items as the inventory returns them.',
    ),
  'bad-field-format': (field: string, directive: string | null) =>
    directive === null
      ? createError(
          `${quote(field)} does not support this format.`,
          'Only dates take a strftime format, such as %d.%m.%Y, and serial takes decimal.',
        )
      : createError(
          `Unsupported directive ${quote(directive)} in the date format.`,
          'Use %Y, %y, %m, %b, %d, %H, %I, %p, %M, %S, %f, %z or %Z.',
        ),
  'several-pagings': (ways: readonly string[]) =>
    createError('"next" has more than one paging method.', `Keep one of ${formatList(ways)}.`),
  'body-without-post': () => createError('A GET request has no body.', 'Add "method: POST", or remove "body".'),
  'bad-site': (value: string) =>
    createError(
      `${quote(value)} is not a GitHub repository or owner.`,
      'Use owner/repository, or only the owner to monitor all of its repositories.',
    ),
  'bad-date': (value: string) =>
    /^\d{4}-\d{2}-\d{2}[T ]/.test(value)
      ? createError(
          `${quote(value)} has a time of day, but only a date is allowed: the certificate expires at 00:00 UTC on that day.`,
          `Write ${value.slice(0, 10)}.`,
        )
      : createError(
          `Invalid date ${quote(value)}.`,
          describeMissingDay(value) ?? 'Use YYYY-MM-DD, such as 2027-03-01.',
        ),
  'bad-endpoint': (value: string, problem: HostPortProblem, better: string | null) =>
    createError(
      `Invalid endpoint ${quote(value)}: it ${ENDPOINTS[problem][0]}.`,
      better === null ? ENDPOINTS[problem][1] : `Write ${better}.`,
    ),
  'starttls-missing': (endpoint: string, usual: string) =>
    createWarning(
      `The port of ${quote(endpoint)} usually starts in plaintext, and the entry has no "starttls".`,
      `Add "starttls: ${usual}", or "starttls: none" if the server starts with TLS.`,
    ),
  'starttls-without-port': (endpoint: string, starttls: string, usual: number) =>
    createWarning(
      `${quote(endpoint)} has no port, so STARTTLS (${starttls}) is attempted on port 443.`,
      `Add the port, such as ${endpoint}:${usual}.`,
    ),
  'port-in-address': (value: string, better: string) =>
    createError(`${quote(value)} contains a port, which is not allowed here.`, `Write ${better}.`),
  'ambiguous-ipv6-port': (value: string, better: string) =>
    createWarning(
      `${quote(value)} is read as an IPv6 address with the default port 443, but its last group looks like a port.`,
      `Write ${quote(better)} if it is the port, or ${quote(`[${value}]`)} if it is part of the address.`,
    ),
  'bad-srv': (value: string) =>
    createError(
      `${quote(value)} is not a valid SRV record name.`,
      'Use _service._tcp.domain, such as _imaps._tcp.example.com.',
    ),
  'bad-proxy': () =>
    createError(
      'Invalid proxy.',
      'Use http://host:port, https://host:port or socks5://host:port (with user:password@ before the host if required), env, or none.',
    ),
  'bad-network': (value: string) =>
    createError(
      `${quote(value)} is not an address or CIDR block.`,
      'Use an address such as 192.0.2.1, or a block such as 10.0.0.0/8 or fd00::/8.',
    ),
  'bad-dns-server': (value: string) =>
    createError(
      `${quote(value)} is not the address of a DNS server.`,
      'Use an address, with a port if it is not 53: 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353.',
    ),
  'bad-resolver': () =>
    createError(
      'Invalid resolver in "dns_over_https".',
      'Use the https URL of its DNS-over-HTTPS service, without a password, such as https://dns.example/dns-query.',
    ),
  'dane-without-validation': () =>
    createError(
      '"expect.dane" needs a resolver that validates DNSSEC, because TLSA records count only if they are signed.',
      'Set network.dns_over_https to the URL of one, or network.trust_ad: true if "dns_servers" or the resolver of the machine validates.',
    ),
  'expect-without-name': (key: string) =>
    createError(
      `"expect.${key}" needs a server with a DNS name.`,
      'Use it with "endpoint" or "srv". If the endpoint is an address, set "server_name".',
    ),
  'bad-caa-identifier': (value: string) =>
    createError(
      `${quote(value)} cannot name a CA in CAA records.`,
      'Use the domain name from the documentation of the CA, such as letsencrypt.org. Or use "caa: check" to accept only the CA that issued the certificate.',
    ),
  'bad-acme-directory': (value: string, problem: DirectoryError, known: readonly string[]) =>
    createError(
      `${problem === 'credentials' ? 'The URL' : quote(value)} ${DIRECTORIES[problem]}.`,
      `Use an https URL, or one of ${formatList(known)}.`,
    ),
  'acme-without-directory': () =>
    createWarning(
      '"acme: true" has no effect: the ACME directory is derived from the issuer only for certificates that are checked against the Mozilla root store.',
      'Set the directory, such as acme: { directory: letsencrypt } or the URL of your own CA, or remove "acme".',
    ),
  'probe-without-secret': (probe: string | null) =>
    createError(
      probe === null
        ? 'No secret is set in observations.secrets for entries without a probe.'
        : `No secret is set in observations.secrets for the probe ${quote(probe)}.`,
      probe === null
        ? 'Set observations.secret, which also applies to probes that are not in observations.secrets.'
        : `Add it, such as ${probe}: "\${${toSigningVariable(probe)}}", or set observations.secret for all others.`,
    ),
  'probe-secret-unused': (name: string, similar: string | undefined) =>
    createWarning(
      `No certificate has the probe ${quote(name)}, so its secret is never used.`,
      similar === undefined
        ? `Add "probe: ${name}" to the entries that this probe reads, or remove the secret.`
        : `Did you mean ${quote(similar)}?`,
    ),
  'bad-server-name': (value: string) =>
    createError(`${quote(value)} is not a valid host name.`, 'Use the bare name, such as mail.example.com.'),
  'duplicate-location': (location: string) =>
    createWarning(`Duplicate item ${quote(location)}.`, 'Keep one of the two.'),
  'glob-no-match': (pattern: string) => createWarning(`No file matches ${quote(pattern)}.`, patternHint(pattern)),
  'ca-file-missing': (path: string, use: keyof typeof WITHOUT_CA) =>
    createWarning(
      `ca_file ${quote(path)} not found: without it, ${WITHOUT_CA[use]}.`,
      "Add a PEM file with the CA certificates. Paths are relative to the manifest's directory.",
    ),
  'ca-file-without-certificate': (path: string, use: keyof typeof WITHOUT_CA) =>
    createWarning(
      `ca_file ${quote(path)} contains no PEM certificate, so ${WITHOUT_CA[use]}.`,
      'Add the CA certificates, each starting with "-----BEGIN CERTIFICATE-----". To convert a DER file: openssl x509 -inform DER -in FILE',
    ),
} satisfies MessageTable;
