/** What programs must read in reports: the values that went in, cleaned, each in its field. */

import { HTML, toCell, toLabel, toUtf8, toVisible, toXml } from './clean.ts';
import type { CertificateValues, Values } from './random-values.ts';

export type Status = 'expired' | 'critical' | 'warning' | 'ok';

/** The status at so many days before the expiry, as `src/` is told. */
export function getStatus(days: number): Status {
  return days < 0 ? 'expired' : days < 14 ? 'critical' : days < 30 ? 'warning' : 'ok';
}

export const SCAN = Date.parse('2026-11-17T02:00:00Z');
export const DAY_MS = 86_400_000;

/** The expiry: half a day after the last full day. */
export function getExpiry({ days }: CertificateValues): Date {
  return new Date(SCAN + days * DAY_MS + DAY_MS / 2);
}

const toIso = (time: Date) => `${time.toISOString().slice(0, 19)}Z`;
export const toDay = (time: Date) => time.toISOString().slice(0, 10);

const count = (number: number) => `${number.toLocaleString('en-US')} day${number === 1 ? '' : 's'}`;

/** The expiry in words. Full days count, in both directions. */
function describeExpiry(days: number): string {
  if (days === 0) return 'expires within a day';
  if (days > 0) return `expires in ${count(days)}`;
  return days === -1 ? 'expired less than a day ago' : `expired ${count(-days - 1)} ago`;
}

const fingerprint = (index: number) => String(index).padStart(64, 'f');

/** Says what is read in each report for programs. */
export function expectData(values: Values): Record<string, unknown> {
  const { certificates, known } = values;
  const [first] = certificates;
  const same = certificates.filter(({ label }) => label === first?.label);
  return {
    json: 'as given',
    'watched-json': 'as given',
    openmetrics: certificates.map((one) => {
      return [...[one.name, one.owner, one.label].map(toLabel), getStatus(one.days), getExpiry(one).getTime() / 1000];
    }),
    promtool: '',
    ics: certificates.map(expectEvent),
    atom: certificates.map(expectEntry),
    junit: certificates.map(expectCase),
    sarif: expectResults(certificates),
    cyclonedx: { problems: [], certificates: certificates.map(expectComponent) },
    csv: [CSV_COLUMNS, ...certificates.map(expectRow)],
    'csv-excel': [
      ['\ufeffserial_number', 'labels.note'],
      ...certificates.map(({ serial, label }) => [serial.replace(/(?<=^(?:..)+)(?!$)/g, ':'), toCell(label)]),
    ],
    'audit-csv': [AUDIT_COLUMNS, ...certificates.map((one, index) => expectResult(one, index, values))],
    badge: [toVisible(first?.name ?? ''), describeWorst(certificates.slice(0, 1))],
    'badge-svg': expectImage(first?.label ?? '', describeWorst(same)),
    'watched-badge': ['watched', describeKnown(known.map(({ state }) => state))],
    badges: expectBadges(certificates),
  };
}

const listDetails = ({ locations, owner, renewal_instructions }: CertificateValues) => {
  return [...locations.map((one) => `At ${one}`), `Owner: ${owner}`, `How to renew: ${renewal_instructions}`];
};

/** The first day of the event, and the one after its last. */
function listDays(one: CertificateValues): string[] {
  const expiry = getExpiry(one);
  return [expiry, new Date(expiry.getTime() + DAY_MS)].map(toDay);
}

function expectEvent(one: CertificateValues) {
  const lines = [`Expires ${toIso(getExpiry(one))}.`, ...listDetails(one)];
  return [toVisible(`${one.name} expires`), lines.map(toVisible).join('\n'), ...listDays(one)];
}

/** feedparser removes space around texts. */
function expectEntry({ name, owner, common_name }: CertificateValues) {
  const event = [`Owner: ${owner}`, `At ${common_name}`].map(toVisible).join('\n');
  return [toVisible(`${name}: certificate.expired`), event].map((text) => toXml(text).trim());
}

function expectCase(one: CertificateValues) {
  const status = getStatus(one.days);
  const message = `${status}: ${describeExpiry(one.days)}`;
  const text = [message, `policy-violation: ${one.detail}`, ...listDetails(one)].join('\n');
  const failure = status === 'expired' || status === 'critical' ? [message, toXml(text)] : [];
  const counts = [1, failure.length === 0 ? 0 : 1, 0];
  return [toXml(one.name), counts, toXml(one.name), toXml(one.name), ...failure];
}

const LEVELS = { expired: 'error', critical: 'error', warning: 'warning', ok: null } as const;

function expectResults(certificates: readonly CertificateValues[]) {
  const results = certificates.flatMap((one) => {
    const level = LEVELS[getStatus(one.days)];
    const rule = one.days < 0 ? 'certificate.expired' : 'certificate.expiry_warning';
    const create = (head: readonly string[], message: string) => {
      const text = toUtf8(`${one.name}: ${message}`);
      return [...head, text, toUtf8(one.name), toUtf8(one.owner), one.locations.map(toUtf8)];
    };
    return [
      ...(level === null ? [] : [create([level, rule], `The certificate ${describeExpiry(one.days)}. Renew it.`)]),
      create(['note', 'policy-violation'], one.detail),
    ];
  });
  return ['error', 'warning', 'note'].flatMap((level) => results.filter(([own]) => own === level));
}

function expectComponent(one: CertificateValues, index: number) {
  return {
    name: toUtf8(one.common_name),
    subject: toUtf8(`CN=${one.name}.example.com`),
    issuer: toUtf8(`CN=${one.issuer}`),
    from: '2026-01-01T00:00:00Z',
    to: toIso(getExpiry(one)),
    locations: one.locations.map(toUtf8),
    key: [toUtf8(`EC key of ${one.common_name}`), 256, 'EC-256'],
    parts: ['ecdsa-with-SHA256', `EC key of ${one.common_name}`, `CN=${one.issuer}`].map(toUtf8),
    properties: [
      ['certvigil:entry', toUtf8(one.name)],
      ['certvigil:status', getStatus(one.days)],
      ['certvigil:serial_number', one.serial],
      ['certvigil:owner', toUtf8(one.owner)],
      ['certvigil:san', `${index}.example.com`],
      ['certvigil:san', 'www.example.com'],
    ],
  };
}

// ---------------------------------------------------------------------------------------------- spreadsheets

const CSV_COLUMNS = [
  ...['certificate', 'display_name', 'status', 'days_remaining', 'effective_valid_to', 'valid_from', 'valid_to'],
  ...['lifetime_days', 'common_name', 'sans', 'subject', 'issuer', 'serial_number', 'fingerprint_sha256'],
  ...['key_algorithm', 'key_size', 'signature_algorithm', 'locations', 'owner', 'tenant', 'labels', 'threshold'],
  ...['trust', 'revocation', 'policy_score', 'findings', 'renewal_expected_at', 'renewal_instructions', 'error'],
  ...['error_detail', 'last_seen', 'kind', 'key_exchange', 'post_quantum'],
];

function expectRow(one: CertificateValues, index: number) {
  const [name, expiry] = [toCell(one.name), toIso(getExpiry(one))];
  return [
    ...[name, name, getStatus(one.days), String(one.days), expiry, '2026-01-01T00:00:00Z', expiry, '398'],
    ...[toCell(one.common_name), `${index}.example.com www.example.com`, toCell(`CN=${one.name}.example.com`)],
    ...[toCell(`CN=${one.issuer}`), one.serial, fingerprint(index), 'EC', '256', 'ecdsa-with-SHA256'],
    ...[
      toCell(one.locations.join('; ')),
      toCell(one.owner),
      '',
      toCell(`note=${one.label}`),
      '',
      '',
      '',
      '0',
      'policy-violation',
    ],
    ...['', toCell(one.renewal_instructions), '', '', '', 'certificate', '', ''],
  ];
}

const AUDIT_COLUMNS = [
  ...['policy', 'severity', 'check', 'required', 'result', 'certificate', 'display_name', 'fingerprint_sha256'],
  ...['owner', 'locations', 'checked', 'expected', 'detail', 'since', 'silenced_until', 'silence_reason'],
  ...['silenced_by', 'evaluated_at', 'scan_id'],
];

function expectResult(one: CertificateValues, index: number, { reason, author }: Values) {
  const name = toCell(one.name);
  return [
    ...['keys', 'info', 'min_key_size', '2048', 'fail', name, name, fingerprint(index)],
    ...[
      toCell(one.owner),
      toCell(one.locations.join('; ')),
      '256',
      '2048',
      toCell(one.detail),
      '',
      '2026-12-01T00:00:00Z',
    ],
    ...[toCell(reason), toCell(author), '2026-11-17T02:00:00Z', 'scan-1'],
  ];
}

// ---------------------------------------------------------------------------------------------- badges

const WORST_FIRST: readonly Status[] = ['expired', 'critical', 'warning', 'ok'];

function describeWorst(certificates: readonly CertificateValues[]): string {
  const [only] = certificates;
  if (only !== undefined && certificates.length === 1) return describeExpiry(only.days);
  const counts = WORST_FIRST.map((status) => certificates.filter(({ days }) => getStatus(days) === status).length);
  const worst = counts.findIndex((number) => number > 0);
  return WORST_FIRST[worst] === 'ok' ? `${counts[worst]} certificates ok` : `${counts[worst]} ${WORST_FIRST[worst]}`;
}

function describeKnown(states: readonly string[]): string {
  const [watched, open] = ['watched', 'unwatched'].map((state) => states.filter((one) => one === state).length);
  return watched === 0 && open === 0 ? 'none' : `${watched}/${(watched ?? 0) + (open ?? 0)}`;
}

/** The title, the label for assistive technology, and both texts. */
function expectImage(label: string, message: string) {
  const text = toXml(HTML.name(label));
  return [`${text}: ${message}`, `${text}: ${message}`, text, message];
}

/** The badges of a directory: what the index says, then both files. */
function expectBadges(certificates: readonly CertificateValues[]) {
  const create = (head: readonly (string | null)[], title: string, members: readonly CertificateValues[]) => {
    const message = describeWorst(members);
    return [...head, toUtf8(title), [toVisible(title), message], expectImage(title, message)];
  };
  const labels = [...new Set(certificates.map(({ label }) => label))];
  const badges = [
    create(['all', null], 'certificates', certificates),
    ...certificates.map((one) => create(['entry', null], one.name, [one])),
    ...labels.map((label) =>
      create(
        ['label', 'note'],
        label,
        certificates.filter((one) => one.label === label),
      ),
    ),
  ];
  const toBytes = (one: unknown) => Buffer.from(JSON.stringify(one));
  return badges.sort((a, b) => Buffer.compare(toBytes(a), toBytes(b)));
}
