/** The details of one location of `certvigil inspect`, with its chain as a tree. */

import { isTrusted, STATUS_LABELS } from '../../domain/index.ts';
import type {
  InspectedCaa,
  InspectedCertificate,
  InspectedLocation,
  InspectedRegistration,
  InspectedTlsa,
} from '../../generated/inspect.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { createParagraph, type Facts, type Mark, type Section, type Tree } from '../document/model.ts';
import { formatCount, formatExpiry } from '../format/labels.ts';

/** The limit of names: some certificates have hundreds. */
const MAX_NAMES = 12;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A row, which is left out without a text. */
type Row = [label: string, text: string | null, mark?: Mark];

/** Builds the sections. `now` is in milliseconds. */
export function buildLocationSections(location: InspectedLocation, now: number): Section[] {
  const [leaf] = location.certificates;
  if (leaf === undefined) return [];
  const [state, mark] = describeState(location, leaf, now);
  return [
    { title: { code: location.location }, blocks: [createParagraph({ message: state }, { mark })] },
    {
      blocks: [
        toFacts(listRows(leaf, location, now)),
        buildChain(location.certificates, now),
        toFacts([
          ...listTrustRows(location, leaf, now),
          ...listStapledRows(location),
          ...listRevocationRows(location),
          ...listDnsRows(location),
          ...listLinkRows(location),
        ]),
      ],
    },
  ];
}

function toFacts(rows: readonly Row[]): Facts {
  return {
    kind: 'facts',
    facts: rows.map(([label, text, mark]) => [label, text === null ? null : { message: text }, mark]),
  };
}

/** Describes the status with its reason: a rejection by clients, or the expiry of the certificate or its chain. */
function describeState(
  location: InspectedLocation,
  leaf: InspectedCertificate,
  now: number,
): [text: string, mark: Mark] {
  const validity = describeValidity(leaf, now);
  const own = validity.startsWith(STATUS_LABELS[leaf.status]) ? validity : `${STATUS_LABELS[leaf.status]}: ${validity}`;
  const rejection = describeRejection(location, leaf, now);
  if (rejection !== null) {
    const { code, cause } = rejection;
    const isOwn = leaf.status === 'ok' || own === validity;
    const end = isOwn ? validity : own;
    return [cause === null ? `${code}, ${end}` : `${code}: ${cause}, the certificate itself ${validity}`, 'bad'];
  }
  const isUnchecked = location.trust && isTrusted(location.trust) === null;
  if (isUnchecked && leaf.status === 'ok' && (location.status ?? 'ok') === 'ok')
    return [`trust could not be checked: ${validity}`, 'unknown'];
  const unchecked = isUnchecked ? '; trust could not be checked' : '';
  const { issuer_expiry: ca, limited_by } = location;
  const chainEnd = ca?.valid_to ?? limited_by?.valid_to ?? location.trust?.effective_valid_to;
  const { status = leaf.status } = location;
  if (!chainEnd || status === null || status === leaf.status) return [`${own}${unchecked}`, leaf.status];
  const verb = Date.parse(chainEnd) < now ? 'expired' : 'expires';
  const chain = `its chain ${verb} ${formatDistance(chainEnd, now)}, the certificate itself ${validity}`;
  return [`${STATUS_LABELS[status]}: ${chain}${unchecked}`, status];
}

/** A rejection by clients: its name, and the CA that has expired or is not valid yet; null if that is not the reason. */
interface Rejection {
  code: string;
  cause: string | null;
}

/** Describes a rejection, which is shown before the dates, so that the first word does not suggest a good certificate. */
function describeRejection(
  { trust, stapled, revocation }: InspectedLocation,
  leaf: InspectedCertificate,
  now: number,
): Rejection | null {
  if (revocation?.status === 'revoked' || stapled?.status === 'revoked') return { code: 'REVOKED', cause: null };
  if (!trust || isTrusted(trust) !== false) return null;
  const { reason, reasons, effective_valid_to: end, limited_by: ca } = trust;
  const isLeaf = ca?.fingerprint_sha256 === leaf.fingerprint_sha256;
  if (reasons.includes('path-expired') && end !== null && ca !== null && !isLeaf)
    return { code: 'UNTRUSTED', cause: `${ca.subject} expired ${formatDistance(end, now)}` };
  if (reason === 'not-yet-valid' && leaf.status !== 'not_yet_valid')
    return { code: 'UNTRUSTED', cause: 'a CA in its chain is not valid yet' };
  // The dates of the certificate itself are the reason.
  const isDated = reason === null || (STATUS_REASONS[leaf.status] ?? null) === reason;
  return { code: isDated ? 'UNTRUSTED' : `UNTRUSTED (${reason})`, cause: null };
}

const STATUS_REASONS: Partial<Record<InspectedCertificate['status'], string>> = {
  expired: 'path-expired',
  not_yet_valid: 'not-yet-valid',
};

const KINDS: Record<InspectedCertificate['kind'], string | null> = {
  certificate: null,
  crl: 'certificate revocation list; its expiry is the nextUpdate time',
  profile: 'provisioning profile',
  metadata: 'SAML metadata; its expiry is the validUntil time',
};

function describeValidity(one: InspectedCertificate, now: number): string {
  const { status, valid_from } = one;
  if (status === 'not_yet_valid' && valid_from !== null) return `becomes valid ${formatDistance(valid_from, now)}`;
  return formatExpiry(one);
}

function listRows(one: InspectedCertificate, location: InspectedLocation, now: number): Row[] {
  const { key_usage, extended_key_usage, is_ca } = one;
  const lifetime = one.lifetime_days === null ? '' : `; ${formatLifetime(one.lifetime_days)}`;
  const usages = [...(is_ca ? ['CA'] : []), ...key_usage, ...extended_key_usage];
  return [
    ['Type', KINDS[one.kind]],
    ['Subject', one.subject === '' ? '(empty)' : one.subject],
    ['Names', truncateList(one.sans, MAX_NAMES)],
    ['Issuer', one.issuer === one.subject && one.issuer !== null ? 'same as the subject (self-signed)' : one.issuer],
    ['Serial', one.serial_number],
    ['Valid from', formatNotBefore(one, now)],
    ['Valid to', `${one.valid_to}  (${formatDistance(one.valid_to, now)}${lifetime})`],
    ['Key', [one.key_algorithm, one.key_size].filter((part) => part !== null).join(' ')],
    ['Signature', one.signature_algorithm],
    ['Usage', usages.join(', ')],
    ['SHA-256', one.kind === 'metadata' ? null : one.fingerprint_sha256],
    ['SHA-1', one.fingerprint_sha1],
    ['Key pin', one.spki_sha256 === null ? null : `sha256/${one.spki_sha256}`],
    ['Address', location.observed.address ?? null],
    ['TLS', formatProtocol(location.observed)],
    ['ALPN', location.observed.alpn === null ? 'none' : (location.observed.alpn ?? null)],
    ['TLS group', formatKeyExchange(location.observed.key_exchange)],
    ['Format', location.slot === null ? location.format : `${location.format}, slot ${location.slot}`],
  ];
}

function formatProtocol({ tls_version, cipher }: InspectedLocation['observed']): string | null {
  return tls_version === undefined ? null : [tls_version, ...(cipher === undefined ? [] : [cipher])].join(', ');
}

function formatKeyExchange(exchange: InspectedLocation['observed']['key_exchange']): string | null {
  if (exchange === undefined) return null;
  const { group, post_quantum } = exchange;
  if (post_quantum === null) return `${group} (post-quantum key exchange: not known)`;
  return `${group} (${post_quantum ? 'post-quantum' : 'no post-quantum'} key exchange)`;
}

/** Formats the start of validity. A provisioning profile may omit it; in a certificate, it is malformed if it is missing. */
function formatNotBefore({ valid_from, kind }: InspectedCertificate, now: number): string | null {
  if (valid_from === null) return kind === 'certificate' ? '(malformed)' : null;
  return `${valid_from}  (${formatDistance(valid_from, now)})`;
}

function formatLifetime(days: number): string {
  return days < 0 ? 'notAfter is before notBefore' : `lifetime ${formatCount(days, 'day')}`;
}

/** Formats `in 6 days` or `5 hours ago`: rounded down, as everywhere, and in hours for less than two days. */
function formatDistance(time: string, now: number): string {
  const distance = Date.parse(time) - now;
  const size = Math.abs(distance);
  const whole = (unit: number) => Math.floor(size / unit);
  const text =
    size < HOUR
      ? 'less than an hour'
      : size < 2 * DAY
        ? formatCount(whole(HOUR), 'hour')
        : formatCount(whole(DAY), 'day');
  return distance >= 0 ? `in ${text}` : `${text} ago`;
}

/** Lists the locations of other targets with the same certificate, or a newer one. */
function listLinkRows({ other_locations = [], successors = [] }: InspectedLocation): Row[] {
  return [
    ['Also at', truncateList(other_locations, MAX_NAMES)],
    ['Newer at', listNewer(successors, MAX_NAMES), 'bad'],
  ];
}

/** Lists the first `max` locations with a newer certificate, and its expiry. */
export function listNewer(newer: NonNullable<InspectedLocation['successors']>, max: number): string {
  return truncateList(
    newer.map(({ location, valid_to }) => `${location} (until ${formatDay(valid_to)})`),
    max,
  );
}

// ---------------------------------------------------------------------------------------------- trust

/** Lists rows about the trust of clients, its end, if a certificate in the chain expires earlier, and notices about the chain. */
function listTrustRows(
  { trust, limited_by: limit, notices = [] }: InspectedLocation,
  leaf: InspectedCertificate,
  now: number,
): Row[] {
  const notes = notices.map((notice): Row => ['Note', notice.detail]);
  if (!trust) {
    const text =
      limit && `until ${limit.valid_to} (${formatDistance(limit.valid_to, now)}), when ${limit.subject} expires`;
    return [['Usable', text ?? null, 'bad'], ...notes];
  }
  const { trusted, reason, detail, effective_valid_to: expiry, limited_by, store } = trust;
  const until =
    expiry === null || limited_by === null || limited_by.fingerprint_sha256 === leaf.fingerprint_sha256
      ? ''
      : `, until ${expiry} (${formatDistance(expiry, now)}), when ${limited_by.subject} expires`;
  const unchecked: Row = ['Trust', `could not be checked: ${reason}`];
  const checked: Row = trusted ? ['Trust', `trusted${until}`] : ['Trust', `UNTRUSTED: ${reason}`, 'bad'];
  return [
    isTrusted(trust) === null ? unchecked : checked,
    ['', detail],
    ['Store', store?.description ?? null],
    ...trust.notes.map((note): Row => ['Note', note.detail]),
    ...notes,
  ];
}

function listStapledRows({ stapled }: InspectedLocation): Row[] {
  if (!stapled) return [];
  const { status, revoked, problem } = stapled;
  if (status === 'revoked') return [['Stapled', `REVOKED${formatRevocation(revoked)}`, 'bad']];
  if (status === 'absent') return [['Stapled', 'no OCSP response']];
  return [['Stapled', problem === null ? 'good' : `rejected: ${problem.detail}`]];
}

const SOURCES = { stapled: 'stapled OCSP response', crl: 'CRL', ocsp: 'OCSP responder' };

function listRevocationRows({ revocation }: InspectedLocation): Row[] {
  if (!revocation) return [];
  const { status, source, revoked, problems } = revocation;
  const evidence = source === null ? '' : `, according to the ${SOURCES[source]}`;
  const result: Row =
    status === 'revoked'
      ? ['Revocation', `REVOKED${formatRevocation(revoked)}${evidence}${revoked ? `: ${revoked.subject}` : ''}`, 'bad']
      : ['Revocation', status === 'good' ? `not revoked${evidence}` : 'status unknown: no trusted response'];
  return [result, ...problems.map(({ detail }): Row => ['', detail])];
}

function formatRevocation(revoked: { revoked_at: string; reason: string | null } | null): string {
  if (revoked === null) return '';
  const { revoked_at, reason } = revoked;
  return reason === null ? ` ${revoked_at}` : ` ${revoked_at} (${reason})`;
}

// ---------------------------------------------------------------------------------------------- DNS

/** Renders the DNS records of an endpoint that could not be read. */
export function buildDnsFacts(location: InspectedLocation): Facts {
  return toFacts(listDnsRows(location));
}

function listDnsRows({ dns, certificates: [leaf] }: InspectedLocation): Row[] {
  if (dns === undefined) return [];
  return [
    ...dns.caa.flatMap((one) => listCaaRows(one)),
    ...listTlsaRows(dns.tlsa, leaf?.spki_sha256 ?? null),
    ...listRegistrationRows(dns.registration),
  ];
}

function listRegistrationRows({
  domain,
  valid_to,
  registrar,
  registrar_valid_to,
  statuses,
  error,
}: InspectedRegistration): Row[] {
  if (valid_to === null) return error === null ? [] : [['Domain', error.detail]];
  const at = registrar === null ? '' : ` at ${registrar}`;
  const differs = registrar_valid_to === null ? '' : `, which says ${formatDay(registrar_valid_to)}`;
  const status = statuses.length === 0 ? '' : ` (${truncateList(statuses, MAX_NAMES)})`;
  return [['Domain', `${domain} is registered until ${formatDay(valid_to)}${at}${differs}${status}`]];
}

function listCaaRows({ name, wildcard, domain, records, result, ca, error }: InspectedCaa): Row[] {
  const of = `${wildcard ? '*.' : ''}${name}`;
  if (error !== null) return [['CAA', `${of}: ${error.detail}`]];
  if (domain === null) return [['CAA', `${of}: no records, so that every CA may issue`]];
  const found: Row = ['CAA', `${domain}: ${truncateList(records, MAX_NAMES, '; ')}`];
  if (result === 'forbidden') return [found, ['', `${ca}, which issued this certificate, may NOT renew it`, 'bad']];
  if (result === 'permitted') return [found, ['', `${ca ?? 'every CA'} may issue`]];
  return [found, ['', 'whether the issuer may renew it is unknown: it is not in the table of CAs']];
}

const TLSA_RESULTS = { match: 'matches', differs: 'does NOT match', unusable: 'unusable', unknown: 'not compared' };

/** Lists the TLSA records; without any, the record to publish. */
function listTlsaRows({ name, secure, records, error }: InspectedTlsa, pin: string | null): Row[] {
  if (error !== null) return [['TLSA', error.detail]];
  const hint = pin === null ? '' : `; for this key: 3 1 1 ${Buffer.from(pin, 'base64').toString('hex')}`;
  if (records.length === 0) return [['TLSA', `no records at ${name}${hint}`]];
  const protection = secure ? 'validated with DNSSEC' : 'not validated: clients use them only with DNSSEC';
  return [
    ['TLSA', `${name} (${protection})`],
    ...records.map(({ record, result, reason }): Row => {
      const text = `${record}: ${TLSA_RESULTS[result]}${reason === null ? '' : ` (${reason})`}`;
      return result === 'differs' ? ['', text, 'bad'] : ['', text];
    }),
  ];
}

// ---------------------------------------------------------------------------------------------- chain

interface ChainLink {
  depth: number;
  /** The certificate; null for an issuer that is not included. */
  certificate: InspectedCertificate | null;
  name: string;
}

function buildChain(certificates: readonly InspectedCertificate[], now: number): Tree {
  const links = certificates[0]?.kind === 'certificate' ? buildTree(certificates) : [];
  const nodes = links.map(({ depth, certificate, name }) => ({
    depth,
    text: name,
    state: certificate === null ? 'not included' : describeValidity(certificate, now),
    mark: certificate?.status,
  }));
  return { kind: 'tree', name: 'Chain', nodes: nodes.length < 2 ? [] : nodes };
}

/** Builds the tree from the leaf upwards, each certificate above its issuers by name; then those that are not part of the chain. */
function buildTree([leaf, ...others]: readonly InspectedCertificate[]): ChainLink[] {
  if (leaf === undefined) return [];
  const unused = new Set(others);
  const links: ChainLink[] = [];
  const climb = (certificate: InspectedCertificate, depth: number) => {
    links.push({ depth, certificate, name: formatName(certificate) });
    if (certificate.issuer === certificate.subject) return;
    const issuers = [...unused].filter(({ subject }) => subject === certificate.issuer);
    for (const issuer of issuers) unused.delete(issuer);
    for (const issuer of issuers) climb(issuer, depth + 1);
    if (issuers.length === 0 && certificate.issuer) {
      links.push({ depth: depth + 1, certificate: null, name: certificate.issuer });
    }
  };
  climb(leaf, 0);
  for (const certificate of unused) links.push({ depth: 0, certificate, name: formatName(certificate) });
  return links;
}

function formatName({ common_name, subject }: InspectedCertificate): string {
  return common_name || subject || '(no name)';
}
