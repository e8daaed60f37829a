/** Selects the DNS records that can be TLS servers: addresses and aliases, except for mail and validation. */

import { getFileName } from '../lib/files/repository-path.ts';
import type { Mention } from './format.ts';
import { isTemplatedWord } from './templated-text.ts';

/** A record, as the readers of DNS formats return it. */
export interface RecordLine {
  /** The name as written: relative to the zone, unless it ends with a dot. */
  name: string;
  /** The name of the zone, or the origin; null if it is not known. */
  zone: string | null;
  type: string;
  /** The words of its data; empty if they are unknown. */
  values: readonly string[];
  line: number;
}

/** The types of records whose name has an address. */
const ADDRESS_TYPES = new Set(['A', 'AAAA', 'CNAME', 'ALIAS', 'ANAME', 'HTTPS', 'SVCB']);

export const isAddressType = (type: string): boolean => ADDRESS_TYPES.has(type.toUpperCase());

/**
 * Targets that serve no TLS under the name of the alias, and their subdomains: those that prove who owns a domain, sign or track mail, and
 * services of Microsoft whose certificates have Microsoft's names. All other providers count as servers, because most of them get a
 * certificate for the name of the alias.
 */
const NO_SERVERS = [
  'acm-validations.aws',
  'amazonses.com',
  'awstrack.me',
  'autodiscover.outlook.com',
  'comodoca.com',
  'dcv.cloudflare.com',
  'dcv.digicert.com',
  'dv.googlehosted.com',
  'enterpriseregistration.windows.net',
  'fastly-validations.com',
  'lync.com',
  'mailgun.org',
  'mailjet.com',
  'manage.microsoft.com',
  'mandrillapp.com',
  'mcsv.net',
  'microsoftonline-p.net',
  'mtasv.net',
  'rsgsv.net',
  'sectigo.com',
  'sendgrid.net',
  'sparkpostmail.com',
  'trust-provider.com',
  'verify.bing.com',
  'zmverify.zoho.com',
];

/** First labels of machines that people reach by SSH or DNS, not by TLS, and of names that prove to Azure who owns a domain. */
const NO_SERVER_LABEL = /^(?:bastion|jump(?:box|host)?|ssh|sftp|ns\d*|(?:aw|as|cdn|afd)verify)\./i;

/** Names for the services of Google Workspace, which redirect over HTTP only. Other aliases for Google have certificates. */
const WORKSPACE = { label: /^(?:calendar|docs|drive|groups|login|mail|sites|start)\./i, target: /^ghs\./i };

/** Names for mail clients. If the target is a provider's host of the same name, its certificate has only the provider's name. */
const MAIL_LABEL = /^(?:autoconfig|autodiscover|imap|pop3?|smtp)\./i;

/** Whether a record with this type and target (null if unknown) can be a server. An alias for `.` means that there is no server. */
export const isServerRecord = (type: string, target: string | null): boolean =>
  isAddressType(type) && (/^(?:HTTPS|SVCB)$/i.test(type) || (target !== '.' && !isNoServer(target ?? '')));

function isNoServer(target: string): boolean {
  const name = target.toLowerCase().replace(/\.$/, '');
  return NO_SERVERS.some((one) => name === one || name.endsWith(`.${one}`));
}

/** Whether a full name can belong to a TLS server, if it is an address or an alias for the target (null if unknown). */
export function isServerName(name: string, target: string | null): boolean {
  if (NO_SERVER_LABEL.test(name)) return false;
  if (target === null) return true;
  const [label = ''] = MAIL_LABEL.exec(name) ?? [];
  const isProviderMail = label !== '' && target.toLowerCase().startsWith(label.toLowerCase());
  if (isProviderMail && getParentDomain(name) !== getParentDomain(target)) return false;
  return !(WORKSPACE.label.test(name) && WORKSPACE.target.test(target));
}

const getParentDomain = (name: string): string => name.toLowerCase().replace(/\.$/, '').split('.').slice(-2).join('.');

/**
 * Returns the full name of a record. `@` and the empty name are the zone; a name with a final dot is complete. With `isComplete`, a name
 * that ends with the zone is complete too, as in most APIs. Returns null for a relative name of an unknown zone.
 */
export function qualifyName(name: string, zone: string | null, isComplete = false): string | null {
  if (name.endsWith('.')) return name.slice(0, -1);
  const origin = zone?.replace(/\.$/, '') ?? null;
  if (name === '' || name === '@') return origin;
  if (origin === null) return isComplete && name.includes('.') ? name : null;
  return isComplete && (name === origin || name.endsWith(`.${origin}`)) ? name : `${name}.${origin}`;
}

/**
 * Finds `example.com` in `zones/db.example.com`, `example.com.zone` or `example.com.yaml`; returns null for a file name that is not a
 * domain.
 */
export function findOrigin(path: string): string | null {
  const file = getFileName(path).toLowerCase();
  const name = file
    .replace(/\.(?:j2|tmpl|tpl|signed)$/, '')
    .replace(/^(?:db|zone|named|pri|master)\./, '')
    .replace(/\.(?:zone|dns|db|hosts|bind|fwd|txt|conf|master|ya?ml)$/, '')
    .replace(/\.$/, '');
  return /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+$/.test(name) ? name : null;
}

/**
 * Reads the mentions in the records of a file: hosts with an address, each once, mail servers with their port, and the zones with an SOA
 * record. Name servers of the zone, and reverse zones, are ignored.
 */
export function* readRecords(lines: Iterable<RecordLine>): Generator<Mention> {
  const records = Array.from(lines, (record) => ({ ...record, host: qualifyName(record.name, record.zone) }));
  const targets = (type: string, at: number) =>
    new Set(
      records
        .filter((record) => record.type === type)
        .map(({ values, zone }) => qualifyName(values[at] ?? '@', zone)?.toLowerCase()),
    );
  const [nameServers, mailServers] = [targets('NS', 0), targets('MX', 1)];
  const seen = new Set<string>();
  for (const { host, name, type, values, line } of records) {
    const key = `${isAddressType(type)} ${host}`;
    if (host === null || isTemplatedWord(name)) {
      if (isAddressType(type)) yield { kind: 'unresolved', expression: name, line };
      continue;
    }
    if (host.endsWith('.arpa') || seen.has(key)) continue;
    const known = host.toLowerCase();
    const target = values.at(-1) ?? null;
    if (type === 'SOA') {
      seen.add(key);
      yield { kind: 'domain', domain: host, line };
    } else if (isServerRecord(type, target) && isServerName(known, target) && !nameServers.has(known)) {
      seen.add(key);
      yield mailServers.has(known)
        ? { kind: 'host', host, port: 25, starttls: 'smtp', line, confidence: 'dns' }
        : { kind: 'host', host, port: null, line, confidence: 'dns' };
    }
  }
}
