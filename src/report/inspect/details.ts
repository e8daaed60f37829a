/** One place that `certvigil inspect` read, in full: what stands there, and its chain as a tree. */

import { STATUS_LABELS } from '../../domain/index.ts';
import type { InspectedCertificate, InspectedPlace } from '../../generated/inspect.ts';
import type { Palette } from '../format/colors.ts';
import { formatCount, formatExpiry } from '../format/labels.ts';
import { escapeUnprintable, truncateToWidth, wrapText } from '../format/terminal-text.ts';

const LABEL = 12;
const INDENT = ' '.repeat(2 + LABEL);

/** Names that are shown of one certificate; some have hundreds. */
const MAX_NAMES = 12;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Lines no wider than `columns`. `now` in milliseconds. */
export function renderPlaceDetails(place: InspectedPlace, now: number, columns: number, colors: Palette): string[] {
  const [leaf] = place.certificates;
  if (leaf === undefined) return [];
  const rows = listRows(leaf, place, now).flatMap(([label, text]) => row(label, text, columns));
  return [
    ...heading(place, leaf, now, columns, colors),
    '',
    ...rows,
    ...chainRows(place.certificates, now, columns, colors),
    ...trustRows(place, now, columns, colors),
    ...stapledRows(place, columns, colors),
    ...revocationRows(place, columns, colors),
  ];
}

function heading(
  place: InspectedPlace,
  leaf: InspectedCertificate,
  now: number,
  columns: number,
  colors: Palette,
): string[] {
  const standing = describeValidity(leaf, now);
  const status = STATUS_LABELS[leaf.status];
  const refusal = describeRejection(place);
  const text = standing.startsWith(status) ? standing : `${status}: ${standing}`;
  return [
    colors.heading(truncateToWidth(escapeUnprintable(place.location), columns)),
    ...wrapText(refusal === null ? text : `${text}; ${refusal}`, columns, '  ').map(
      refusal === null ? colors.status[leaf.status] : colors.bad,
    ),
  ];
}

/** What its dates do not tell: who reads no further than the first line must not take it for good. */
function describeRejection({ trust, stapled, revocation }: InspectedPlace): string | null {
  if (revocation?.status === 'revoked' || stapled?.status === 'revoked') return 'REVOKED';
  return trust?.trusted === false ? 'NOT TRUSTED' : null;
}

const KINDS: Record<InspectedCertificate['kind'], string | null> = {
  certificate: null,
  crl: 'revocation list; its end is when the next one is due',
  profile: 'provisioning profile',
};

/** How it stands, in words. */
function describeValidity({ status, days_remaining, valid_from }: InspectedCertificate, now: number): string {
  if (status === 'not_yet_valid' && valid_from !== null) return `begins ${formatDistance(valid_from, now)}`;
  return formatExpiry(days_remaining);
}

type Row = [label: string, text: string | null];

function listRows(one: InspectedCertificate, place: InspectedPlace, now: number): Row[] {
  const { key_usage, extended_key_usage, is_ca } = one;
  const lifetime = one.lifetime_days === null ? '' : `; ${formatLifetime(one.lifetime_days)}`;
  const usages = [...(is_ca ? ['issues certificates'] : []), ...key_usage, ...extended_key_usage];
  return [
    ['What', KINDS[one.kind]],
    ['Subject', one.subject === '' ? '(empty)' : one.subject],
    ['Names', names(one.sans)],
    ['Issuer', one.issuer === one.subject && one.issuer !== null ? 'itself' : one.issuer],
    ['Serial', one.serial_number],
    ['Valid from', formatNotBefore(one, now)],
    ['Valid to', `${one.valid_to}  (${formatDistance(one.valid_to, now)}${lifetime})`],
    ['Key', [one.key_algorithm, one.key_size].filter((part) => part !== null).join(' ')],
    ['Signature', one.signature_algorithm],
    ['Usage', usages.join(', ')],
    ['SHA-256', one.fingerprint_sha256],
    ['SHA-1', one.fingerprint_sha1],
    ['Key pin', one.spki_sha256 === null ? null : `sha256/${one.spki_sha256}`],
    ['Address', place.address],
    ['Format', place.slot === null ? place.format : `${place.format}, slot ${place.slot}`],
  ];
}

/** A profile need not say it; of a certificate it is rubbish where it is not there. */
function formatNotBefore({ valid_from, kind }: InspectedCertificate, now: number): string | null {
  if (valid_from === null) return kind === 'certificate' ? '(cannot be read)' : null;
  return `${valid_from}  (${formatDistance(valid_from, now)})`;
}

function formatLifetime(days: number): string {
  return days < 0 ? 'it ends before it begins' : `${formatCount(days, 'day')} in all`;
}

function names(sans: readonly string[]): string {
  const more = sans.length - MAX_NAMES;
  const shown = sans.slice(0, MAX_NAMES).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** `in 6 days`, `5 hours ago`: rounded down as `days_remaining` is, and in hours where days say too little. */
function formatDistance(time: string, now: number): string {
  const away = Date.parse(time) - now;
  const size = Math.abs(away);
  const whole = (unit: number) => Math.abs(Math.floor(away / unit));
  const text =
    size < HOUR
      ? 'less than an hour'
      : size < 2 * DAY
        ? formatCount(whole(HOUR), 'hour')
        : formatCount(whole(DAY), 'day');
  return away >= 0 ? `in ${text}` : `${text} ago`;
}

/** Nothing where there is nothing to say. */
function row(label: string, text: string | null, columns: number): string[] {
  if (text === null || text === '') return [];
  const [first = '', ...more] = wrapText(text, columns, INDENT);
  return [truncateToWidth(`  ${label.padEnd(LABEL)}${first.slice(INDENT.length)}`, columns), ...more];
}

// ---------------------------------------------------------------------------------------------- the trust

/** Whether clients would trust it, until when where that is not its own end, and what is odd about the chain. */
function trustRows({ trust, certificates: [leaf] }: InspectedPlace, now: number, columns: number, colors: Palette) {
  if (!trust || leaf === undefined) return [];
  const { trusted, reason, detail, effective_valid_to: end, limited_by, notes } = trust;
  const isOwnEnd = limited_by === null || limited_by.fingerprint_sha256 === leaf.fingerprint_sha256;
  const until =
    end === null || isOwnEnd ? '' : `, until ${end} (${formatDistance(end, now)}), when ${limited_by.subject} ends`;
  const [first = '', ...more] = row('Trust', trusted ? `trusted${until}` : `NOT TRUSTED: ${reason}`, columns);
  return [
    ...[first, ...more].map(trusted ? (plain) => plain : colors.bad),
    ...(detail === null ? [] : row('', detail, columns)),
    ...notes.flatMap((note) => row('Note', note.detail, columns)),
  ];
}

function stapledRows({ stapled }: InspectedPlace, columns: number, colors: Palette): string[] {
  if (!stapled) return [];
  const { status, revoked, problem } = stapled;
  if (status === 'revoked' && revoked !== null)
    return row('Stapled', `REVOKED ${when(revoked)}`, columns).map(colors.bad);
  if (status === 'absent') return row('Stapled', 'nothing', columns);
  return row('Stapled', problem === null ? 'good' : `not believed: ${problem.detail}`, columns);
}

const SOURCES = { stapled: 'the stapled answer', crl: 'a revocation list', ocsp: 'a responder' };

function revocationRows({ revocation }: InspectedPlace, columns: number, colors: Palette): string[] {
  if (!revocation) return [];
  const { status, source, revoked, problems } = revocation;
  const by = source === null ? '' : `, by ${SOURCES[source]}`;
  const said =
    status === 'revoked' && revoked !== null
      ? row('Revocation', `REVOKED ${when(revoked)}${by}: ${revoked.subject}`, columns).map(colors.bad)
      : row('Revocation', status === 'good' ? `not revoked${by}` : 'not known: nobody is believed', columns);
  return [...said, ...problems.flatMap(({ detail }) => row('', detail, columns))];
}

function when({ at, reason }: { at: string; reason: string | null }): string {
  return reason === null ? at : `${at} (${reason})`;
}

// ---------------------------------------------------------------------------------------------- the chain

interface Link {
  depth: number;
  /** null: an issuer that is not there. */
  certificate: InspectedCertificate | null;
  name: string;
}

function chainRows(
  certificates: readonly InspectedCertificate[],
  now: number,
  columns: number,
  colors: Palette,
): string[] {
  const links = certificates[0]?.kind === 'certificate' ? buildTree(certificates) : [];
  if (links.length < 2) return [];
  return links.map(({ depth, certificate, name }, index) => {
    const label = index === 0 ? 'Chain' : '';
    const branch = depth === 0 ? '' : `${'   '.repeat(depth - 1)}└─ `;
    const standing = certificate === null ? 'not included' : describeValidity(certificate, now);
    const text = `  ${label.padEnd(LABEL)}${branch}${escapeUnprintable(name)}`;
    const room = columns - standing.length - 2;
    const paint = certificate === null ? (plain: string) => plain : colors.status[certificate.status];
    return `${truncateToWidth(text, room)}  ${paint(standing)}`;
  });
}

/** From the leaf upwards: below each certificate those that issued it by name; then what has no place in the chain. */
function buildTree([leaf, ...others]: readonly InspectedCertificate[]): Link[] {
  if (leaf === undefined) return [];
  const left = new Set(others);
  const links: Link[] = [];
  const climb = (certificate: InspectedCertificate, depth: number) => {
    links.push({ depth, certificate, name: formatName(certificate) });
    if (certificate.issuer === certificate.subject) return;
    const issuers = [...left].filter(({ subject }) => subject === certificate.issuer);
    for (const issuer of issuers) left.delete(issuer);
    for (const issuer of issuers) climb(issuer, depth + 1);
    if (issuers.length === 0 && certificate.issuer) {
      links.push({ depth: depth + 1, certificate: null, name: certificate.issuer });
    }
  };
  climb(leaf, 0);
  for (const certificate of left) links.push({ depth: 0, certificate, name: formatName(certificate) });
  return links;
}

function formatName({ common_name, subject }: InspectedCertificate): string {
  return common_name || subject || '(no name)';
}
