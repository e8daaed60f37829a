/** The texts of an issue: title, our block of its body, and comments. All that strangers have named is in code. */

import { findingOverText, findingText } from '../../domain/finding-messages.ts';
import {
  type EventContext,
  type EventData,
  type IsoTime,
  type MessageName,
  STATUS_WORDS,
  type Status,
} from '../../domain/index.ts';
import { code, codeBlock, codes, plain } from './markdown.ts';

/** GitHub takes 256 characters. */
const LONGEST_TITLE = 250;
const LONGEST_INSTRUCTIONS = 4_000;
/** Names and places that are listed; a certificate may have thousands. */
export const MOST_LISTED = 50;

/** Its first words are no threat and no deadline that passes: a title is written once. */
export function titleOf({ event, data }: EventContext): string {
  const entry = data.certificate;
  if (event === 'certificate.unreachable')
    return plain(`Certificate ${entry} cannot be read at ${plain(data.place ?? '', 120)}`, LONGEST_TITLE);
  const name = data.common_name ?? data.sans[0] ?? entry;
  const of = name === entry ? '' : ` of ${plain(name, 120)}`;
  const what = data.finding === null ? `ends on ${day(data.effective_valid_to)}` : findingText(data.finding);
  return plain(`Certificate ${entry}${of} ${plain(what, 120)}`, LONGEST_TITLE);
}

/** The line of a block that alone may differ without the issue being out of date. */
const FOOTER = /^<sub>.*<\/sub>$/m;

/** Whether two blocks say the same, but for when and by which run. */
export function isSameBlock(a: string, b: string): boolean {
  const said = (block: string) => block.replace(FOOTER, '').replace(/\s+/g, ' ').trim();
  return said(a) === said(b);
}

/** Our block of the body, from all that holds of the subject, the worst first. `most`: items of a list that are shown. */
export function blockOfAlerts(alerts: readonly EventContext[], most = MOST_LISTED): string {
  const [worst] = alerts;
  if (worst === undefined) throw new Error('an issue is about an alert');
  const { data } = worst;
  const changes = alerts.filter(
    ({ event, data: { previous } }) => event === 'certificate.changed' && previous !== null,
  );
  return [
    `**${headline(worst)}**`,
    table(rowsOf(data, most)),
    ...changes.map((change) => changedText(change.data)),
    ...(data.renewal_instructions === null ? [] : [renewalText(data)]),
    footer(data),
  ].join('\n\n');
}

function headline({ event, data }: EventContext): string {
  if (event === 'certificate.unreachable') return `It cannot be read at ${code(data.place ?? '')}.`;
  if (event === 'certificate.changed') return `Another certificate was put in its place, which ends no later.`;
  if (data.finding !== null) return `It ${plain(findingText(data.finding), 200)}.`;
  return `It ${ends(data.days_remaining)}, on ${day(data.effective_valid_to)}.`;
}

/** From the number that was judged, which is rounded down: 0 is the last day, -1 the first one after the end. */
function ends(days: number | null): string {
  if (days === null) return 'ends';
  if (days === 0) return 'ends within a day';
  if (days === -1) return 'ended less than a day ago';
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days > 0 ? `ends in ${count}` : `ended ${count} ago`;
}

type Row = [title: string, text: string];

function rowsOf(data: EventData, most: number): Row[] {
  const names = data.assigned_objects.filter(({ type }) => type !== 'assignment').map(({ name }) => name);
  const users = data.assigned_objects.filter(({ type }) => type === 'assignment').map(({ name }) => name);
  const rows: (Row | null)[] = [
    ['Certificate', code(data.certificate)],
    ['Status', STATUS_WORDS[data.status]],
    data.common_name === null ? null : ['Name', code(data.common_name)],
    endOf(data),
    ['Found at', codes(names, most)],
    users.length === 0 ? null : ['Also used by', codes(users, most)],
    data.sans.length === 0 ? null : ['Names in it', codes(data.sans, most)],
    data.issuer === null ? null : ['Issued by', code(data.issuer)],
    data.serial_number === null ? null : ['Serial number', code(data.serial_number)],
    data.fingerprint_sha256 === null ? null : ['SHA-256', code(data.fingerprint_sha256)],
    data.owner === null ? null : ['Owner', ownerText(data.owner)],
    [
      'Labels',
      codes(
        Object.entries(data.labels).map(([name, value]) => `${name}: ${value}`),
        most,
      ),
    ],
    data.error === null
      ? null
      : [data.finding === null ? 'Cannot be read' : 'Why', `${detailOf(data.error.detail)} (${data.error.code})`],
    data.last_seen === null ? null : ['As it was last seen', data.last_seen],
  ];
  return rows.filter((row) => row !== null && row[1] !== '–') as Row[];
}

const LONGEST_DETAIL = 1_000;

/** What it says and what to do: words of ours, with keys of the manifest in backticks, around what strangers have named. */
function detailOf(detail: string): string {
  return code(detail.replaceAll('`', '"'), LONGEST_DETAIL);
}

/** The end that it is judged by; where that is not its own, whose it is. */
function endOf({ effective_valid_to: end, limited_by, days_remaining }: EventData): Row | null {
  if (end === null) return null;
  const whose = limited_by === null ? '' : `, with ${code(limited_by.subject)} on its path`;
  return ['Ends', `${end} (${ends(days_remaining)})${whose}`];
}

function table(rows: readonly Row[]): string {
  return ['| | |', '| --- | --- |', ...rows.map(([title, text]) => `| ${title} | ${text} |`)].join('\n');
}

const MENTION = /^@[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?$/;

/** `@user` or `@org/team` is mentioned, as the manifest writes it; a bare word might be anybody's name. */
function ownerText(owner: string): string {
  return mentionOf(owner) ?? code(owner);
}

export function mentionOf(owner: string | null): string | null {
  return owner !== null && MENTION.test(owner) ? owner : null;
}

const LINK = /^https?:\/\/[^\s<>"'`|\\()[\]]+$/;
const PATH = /^[\w.-]+(\/[\w.-]+)*\.\w{1,8}$/;

function renewalText({ renewal_instructions: text, repository, run_url }: EventData): string {
  const written = text ?? '';
  const server = run_url === null ? null : /^https?:\/\/[^/]+/.exec(run_url)?.[0];
  if (LINK.test(written)) return `**How to renew it:** <${written}>`;
  if (PATH.test(written) && server && repository)
    return `**How to renew it:** [${code(written)}](${server}/${repository}/blob/HEAD/${written})`;
  return `**How to renew it:**\n\n${codeBlock(written, LONGEST_INSTRUCTIONS)}`;
}

function footer(data: EventData): string {
  const closing = 'Close the issue to say that it is known: it is opened again only if it gets worse.';
  return `<sub>Kept current by ${runText(data)}. What is written outside of this part stays as it is. ${closing}</sub>`;
}

function runText({ run_url, timestamp }: Pick<EventData, 'run_url' | 'timestamp'>): string {
  const when = `of ${timestamp}`;
  return run_url !== null && LINK.test(run_url) ? `[the scan](${run_url}) ${when}` : `the scan ${when}`;
}

export function day(time: IsoTime | null): string {
  return time?.split('T', 1)[0] ?? 'an unknown day';
}

// ---------------------------------------------------------------------------------------------- comments

/** It got worse since the issue last told: a worse status, or a smaller threshold. */
export function worseComment(context: EventContext, before: Status, reopens: boolean): string {
  const { data } = context;
  const was = before === data.status ? '' : `, after ${STATUS_WORDS[before]}`;
  const why = reopens ? ['The issue was closed, and is open again because it got worse.'] : [];
  const mention = mentionOf(data.owner);
  return comment(
    [`**${STATUS_WORDS[data.status]}${was}:** ${headline(context)}`, ...why, ...(mention === null ? [] : [mention])],
    data,
  );
}

/** After an ending it holds anew: rolled back, or out again. */
export function againComment(context: EventContext): string {
  return comment([`**It is back:** ${headline(context)}`, 'The issue is open again.'], context.data);
}

export function changedComment({ data }: EventContext): string {
  return comment([changedText(data)], data);
}

function changedText({ place, fingerprint_sha256, valid_to, previous }: EventData): string {
  const facts = certificates([
    ['before', previous?.fingerprint_sha256 ?? null, previous?.valid_to ?? null],
    ['now', fingerprint_sha256, valid_to],
  ]);
  return `**Replaced** at ${code(place ?? '')} by a certificate that ends no later.\n\n${facts}`;
}

export function endingComment({ event, data }: EventContext): string {
  return comment([ENDING_WORDS[event]?.(data) ?? '**It is over.**'], data);
}

const ENDING_WORDS: Partial<Record<MessageName, (data: EventData) => string>> = {
  'certificate.renewed': ({ previous, fingerprint_sha256, valid_to }) =>
    `**Renewed.**\n\n${certificates([
      ['before', previous?.fingerprint_sha256 ?? null, previous?.valid_to ?? null],
      ['now', fingerprint_sha256, valid_to],
    ])}`,
  'certificate.removed': ({ fingerprint_sha256, place }) =>
    place === null
      ? `**Removed:** the certificate ${code(fingerprint_sha256 ?? '')} is at none of its places any more.`
      : `**Removed:** ${code(place)} is not watched any more.`,
  'certificate.recovered': ({ place, finding }) => {
    if (finding !== null) return `**Recovered:** it ${plain(findingOverText(finding), 200)}.`;
    return place === null
      ? '**Recovered:** it is under none of its thresholds any more.'
      : `**Recovered:** ${code(place)} can be read again.`;
  },
};

/** Where nothing is left to tell how it ended: the log was lost. */
export function goneComment(
  what: { entry: string; fingerprint: string | null; place: string | null },
  now: string[],
  data: Pick<EventData, 'run_url' | 'timestamp'>,
): string {
  const { entry, fingerprint, place } = what;
  if (place !== null) return comment([`**Over:** ${code(place)} can be read, or is not watched any more.`], data);
  const there = now.length === 0 ? '' : ` There is now: ${codes(now, 5)}.`;
  return comment(
    [`**Over:** the certificate ${code(fingerprint ?? '')} is at no place of ${code(entry)} any more.${there}`],
    data,
  );
}

export function duplicateComment(of: number, data: Pick<EventData, 'run_url' | 'timestamp'>): string {
  return comment([`Two scans opened an issue at the same time: #${of} goes on.`], data);
}

function certificates(rows: [when: string, fingerprint: string | null, end: IsoTime | null][]): string {
  const lines = rows.map(([when, fingerprint, end]) => `| ${when} | ${code(fingerprint ?? '')} | ${end ?? '–'} |`);
  return ['| | SHA-256 | ends |', '| --- | --- | --- |', ...lines].join('\n');
}

export function comment(parts: readonly string[], data: Pick<EventData, 'run_url' | 'timestamp'>): string {
  return [...parts, `<sub>Told by ${runText(data)}.</sub>`].join('\n\n');
}
