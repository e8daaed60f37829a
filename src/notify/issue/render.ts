/** The texts of an issue: title, our block of its body, and comments. All that strangers have named is in code. */

import { formatFinding, formatFindingResolved } from '../../domain/event-definitions.ts';
import {
  type EventContext,
  type EventData,
  type IsoTime,
  type MessageName,
  STATUS_LABELS,
  type Status,
} from '../../domain/index.ts';
import { formatCode, formatCodeBlock, formatCodeList, formatPlain } from './markdown.ts';

/** GitHub takes 256 characters. */
const MAX_TITLE_LENGTH = 250;
const MAX_INSTRUCTIONS_LENGTH = 4_000;
/** Names and places that are listed; a certificate may have thousands. */
export const MAX_LISTED = 50;

/** Its first words are no threat and no deadline that passes: a title is written once. */
export function renderTitle({ event, data }: EventContext): string {
  const entry = data.certificate;
  if (event === 'certificate.unreachable')
    return formatPlain(
      `Certificate ${entry} cannot be read at ${formatPlain(data.place ?? '', 120)}`,
      MAX_TITLE_LENGTH,
    );
  const name = data.common_name ?? data.sans[0] ?? entry;
  const of = name === entry ? '' : ` of ${formatPlain(name, 120)}`;
  const what = data.finding === null ? `ends on ${formatDay(data.effective_valid_to)}` : formatFinding(data.finding);
  return formatPlain(`Certificate ${entry}${of} ${formatPlain(what, 120)}`, MAX_TITLE_LENGTH);
}

/** The line of a block that alone may differ without the issue being out of date. */
const FOOTER_LINE = /^<sub>.*<\/sub>$/m;

/** Whether two blocks say the same, but for when and by which run. */
export function isSameBlock(a: string, b: string): boolean {
  const said = (block: string) => block.replace(FOOTER_LINE, '').replace(/\s+/g, ' ').trim();
  return said(a) === said(b);
}

/** Our block of the body, from all that holds of the subject, the worst first. `most`: items of a list that are shown. */
export function renderBlock(alerts: readonly EventContext[], most = MAX_LISTED): string {
  const [worst] = alerts;
  if (worst === undefined) throw new Error('an issue is about an alert');
  const { data } = worst;
  const changes = alerts.filter(
    ({ event, data: { previous } }) => event === 'certificate.changed' && previous !== null,
  );
  return [
    `**${renderHeadline(worst)}**`,
    renderTable(listRows(data, most)),
    ...changes.map((change) => renderReplacement(change.data)),
    ...(data.renewal_instructions === null ? [] : [renderRenewalInstructions(data)]),
    renderFooter(data),
  ].join('\n\n');
}

function renderHeadline({ event, data }: EventContext): string {
  if (event === 'certificate.unreachable') return `It cannot be read at ${formatCode(data.place ?? '')}.`;
  if (event === 'certificate.changed') return `Another certificate was put in its place, which ends no later.`;
  if (data.finding !== null) return `It ${formatPlain(formatFinding(data.finding), 200)}.`;
  return `It ${formatExpiry(data.days_remaining)}, on ${formatDay(data.effective_valid_to)}.`;
}

/** From the number that was judged, which is rounded down: 0 is the last day, -1 the first one after the end. */
function formatExpiry(days: number | null): string {
  if (days === null) return 'ends';
  if (days === 0) return 'ends within a day';
  if (days === -1) return 'ended less than a day ago';
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days > 0 ? `ends in ${count}` : `ended ${count} ago`;
}

type Row = [title: string, text: string];

function listRows(data: EventData, most: number): Row[] {
  const names = data.assigned_objects.filter(({ type }) => type !== 'assignment').map(({ name }) => name);
  const users = data.assigned_objects.filter(({ type }) => type === 'assignment').map(({ name }) => name);
  const rows: (Row | null)[] = [
    ['Certificate', formatCode(data.certificate)],
    ['Status', STATUS_LABELS[data.status]],
    data.common_name === null ? null : ['Name', formatCode(data.common_name)],
    createExpiryRow(data),
    ['Found at', formatCodeList(names, most)],
    users.length === 0 ? null : ['Also used by', formatCodeList(users, most)],
    data.sans.length === 0 ? null : ['Names in it', formatCodeList(data.sans, most)],
    data.issuer === null ? null : ['Issued by', formatCode(data.issuer)],
    data.serial_number === null ? null : ['Serial number', formatCode(data.serial_number)],
    data.fingerprint_sha256 === null ? null : ['SHA-256', formatCode(data.fingerprint_sha256)],
    data.owner === null ? null : ['Owner', formatOwner(data.owner)],
    [
      'Labels',
      formatCodeList(
        Object.entries(data.labels).map(([name, value]) => `${name}: ${value}`),
        most,
      ),
    ],
    data.error === null
      ? null
      : [data.finding === null ? 'Cannot be read' : 'Why', `${formatDetail(data.error.detail)} (${data.error.code})`],
    data.last_seen === null ? null : ['As it was last seen', data.last_seen],
  ];
  return rows.filter((row) => row !== null && row[1] !== '–') as Row[];
}

const MAX_DETAIL_LENGTH = 1_000;

/** What it says and what to do: words of ours, with keys of the manifest in backticks, around what strangers have named. */
function formatDetail(detail: string): string {
  return formatCode(detail.replaceAll('`', '"'), MAX_DETAIL_LENGTH);
}

/** The end that it is judged by; where that is not its own, whose it is. */
function createExpiryRow({ effective_valid_to: end, limited_by, days_remaining }: EventData): Row | null {
  if (end === null) return null;
  const whose = limited_by === null ? '' : `, with ${formatCode(limited_by.subject)} on its path`;
  return ['Ends', `${end} (${formatExpiry(days_remaining)})${whose}`];
}

function renderTable(rows: readonly Row[]): string {
  return ['| | |', '| --- | --- |', ...rows.map(([title, text]) => `| ${title} | ${text} |`)].join('\n');
}

const MENTION = /^@[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?$/;

/** `@user` or `@org/team` is mentioned, as the manifest writes it; a bare word might be anybody's name. */
function formatOwner(owner: string): string {
  return findMention(owner) ?? formatCode(owner);
}

export function findMention(owner: string | null): string | null {
  return owner !== null && MENTION.test(owner) ? owner : null;
}

const LINK = /^https?:\/\/[^\s<>"'`|\\()[\]]+$/;
const PATH = /^[\w.-]+(\/[\w.-]+)*\.\w{1,8}$/;

function renderRenewalInstructions({ renewal_instructions: text, repository, run_url }: EventData): string {
  const written = text ?? '';
  const server = run_url === null ? null : /^https?:\/\/[^/]+/.exec(run_url)?.[0];
  if (LINK.test(written)) return `**How to renew it:** <${written}>`;
  if (PATH.test(written) && server && repository)
    return `**How to renew it:** [${formatCode(written)}](${server}/${repository}/blob/HEAD/${written})`;
  return `**How to renew it:**\n\n${formatCodeBlock(written, MAX_INSTRUCTIONS_LENGTH)}`;
}

function renderFooter(data: EventData): string {
  const closing = 'Close the issue to say that it is known: it is opened again only if it gets worse.';
  return `<sub>Kept current by ${formatRun(data)}. What is written outside of this part stays as it is. ${closing}</sub>`;
}

function formatRun({ run_url, timestamp }: Pick<EventData, 'run_url' | 'timestamp'>): string {
  const when = `of ${timestamp}`;
  return run_url !== null && LINK.test(run_url) ? `[the scan](${run_url}) ${when}` : `the scan ${when}`;
}

export function formatDay(time: IsoTime | null): string {
  return time?.split('T', 1)[0] ?? 'an unknown day';
}

// ---------------------------------------------------------------------------------------------- comments

/** It got worse since the issue last told: a worse status, or a smaller threshold. */
export function renderEscalationComment(context: EventContext, before: Status, reopens: boolean): string {
  const { data } = context;
  const was = before === data.status ? '' : `, after ${STATUS_LABELS[before]}`;
  const why = reopens ? ['The issue was closed, and is open again because it got worse.'] : [];
  const mention = findMention(data.owner);
  return renderComment(
    [
      `**${STATUS_LABELS[data.status]}${was}:** ${renderHeadline(context)}`,
      ...why,
      ...(mention === null ? [] : [mention]),
    ],
    data,
  );
}

/** After an ending it holds anew: rolled back, or out again. */
export function renderReopenComment(context: EventContext): string {
  return renderComment([`**It is back:** ${renderHeadline(context)}`, 'The issue is open again.'], context.data);
}

export function renderReplacementComment({ data }: EventContext): string {
  return renderComment([renderReplacement(data)], data);
}

function renderReplacement({ place, fingerprint_sha256, valid_to, previous }: EventData): string {
  const facts = renderCertificates([
    ['before', previous?.fingerprint_sha256 ?? null, previous?.valid_to ?? null],
    ['now', fingerprint_sha256, valid_to],
  ]);
  return `**Replaced** at ${formatCode(place ?? '')} by a certificate that ends no later.\n\n${facts}`;
}

export function renderResolutionComment({ event, data }: EventContext): string {
  return renderComment([RESOLUTION_MESSAGES[event]?.(data) ?? '**It is over.**'], data);
}

const RESOLUTION_MESSAGES: Partial<Record<MessageName, (data: EventData) => string>> = {
  'certificate.renewed': ({ previous, fingerprint_sha256, valid_to }) =>
    `**Renewed.**\n\n${renderCertificates([
      ['before', previous?.fingerprint_sha256 ?? null, previous?.valid_to ?? null],
      ['now', fingerprint_sha256, valid_to],
    ])}`,
  'certificate.removed': ({ fingerprint_sha256, place }) =>
    place === null
      ? `**Removed:** the certificate ${formatCode(fingerprint_sha256 ?? '')} is at none of its places any more.`
      : `**Removed:** ${formatCode(place)} is not watched any more.`,
  'certificate.recovered': ({ place, finding }) => {
    if (finding !== null) return `**Recovered:** it ${formatPlain(formatFindingResolved(finding), 200)}.`;
    return place === null
      ? '**Recovered:** it is under none of its thresholds any more.'
      : `**Recovered:** ${formatCode(place)} can be read again.`;
  },
};

/** Where nothing is left to tell how it ended: the log was lost. */
export function renderOrphanComment(
  what: { entry: string; fingerprint: string | null; place: string | null },
  now: string[],
  data: Pick<EventData, 'run_url' | 'timestamp'>,
): string {
  const { entry, fingerprint, place } = what;
  if (place !== null)
    return renderComment([`**Over:** ${formatCode(place)} can be read, or is not watched any more.`], data);
  const there = now.length === 0 ? '' : ` There is now: ${formatCodeList(now, 5)}.`;
  return renderComment(
    [
      `**Over:** the certificate ${formatCode(fingerprint ?? '')} is at no place of ${formatCode(entry)} any more.${there}`,
    ],
    data,
  );
}

export function renderDuplicateComment(of: number, data: Pick<EventData, 'run_url' | 'timestamp'>): string {
  return renderComment([`Two scans opened an issue at the same time: #${of} goes on.`], data);
}

function renderCertificates(rows: [when: string, fingerprint: string | null, end: IsoTime | null][]): string {
  const lines = rows.map(
    ([when, fingerprint, end]) => `| ${when} | ${formatCode(fingerprint ?? '')} | ${end ?? '–'} |`,
  );
  return ['| | SHA-256 | ends |', '| --- | --- | --- |', ...lines].join('\n');
}

export function renderComment(parts: readonly string[], data: Pick<EventData, 'run_url' | 'timestamp'>): string {
  return [...parts, `<sub>Told by ${formatRun(data)}.</sub>`].join('\n\n');
}
