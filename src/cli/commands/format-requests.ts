/** Requests, mails and issues as they would be sent, to be looked at. */

import { indexDestinations } from '../../domain/destinations.ts';
import {
  DIGEST,
  type Manifest,
  type MessageName,
  type Plan,
  type PlannedDelivery,
  type PlannedEvent,
} from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import type { Options } from '../parse-options.ts';

/** An issue is printed, not opened: nobody could take it back. */
export const ISSUE = 'issue';

type Composed = ReturnType<typeof import('../../notify/email/compose.ts').composeMail>;
type Mail = import('../../notify/email/compose.ts').Mail;
type RenderedRequest = ReturnType<typeof import('../../notify/webhook/send.ts').renderRequest>;

/** `group`: of how many events; null where each is a message by itself. */
export type Rendered =
  | { delivery: PlannedDelivery; group: number | null; result: RenderedRequest }
  | { delivery: PlannedDelivery; group: number | null; composed: Composed }
  | { delivery: PlannedDelivery; issue: { title: string; body: string; labels: string[] } };

/** The requests and mails of these deliveries, with `***` for every secret, and the issues that they would open. */
export async function renderAll(
  due: PlannedDelivery[],
  planned: Plan<MessageName>,
  manifest: Manifest,
  io: Io,
): Promise<Rendered[]> {
  const [{ renderRequest }, { composeMail }, { groupDeliveries: messagesOf }, { renderIssues }] = await Promise.all([
    import('../../notify/webhook/send.ts'),
    import('../../notify/email/compose.ts'),
    import('../../notify/group.ts'),
    import('../../notify/issue/index.ts'),
  ]);
  const events = new Map(planned.events.map((event) => [event.id, event]));
  const webhooks = new Map(manifest.webhooks.map((webhook) => [`webhook:${webhook.name}`, webhook]));
  const emails = new Map(manifest.emails.map((email) => [`email:${email.name}`, email]));
  // No issue is about all certificates.
  const own = planned.events.filter((event): event is PlannedEvent => event.event !== DIGEST);
  const issues = renderIssues({ ...planned, events: own }, manifest, io);
  const masked = { env: io.env, reveal: false };
  const { findAction: actionOf } = indexDestinations(manifest);
  const groupingOf = ({ rule, destination }: PlannedDelivery) => actionOf(rule, destination)?.group ?? null;
  const deliveries = due.flatMap((delivery) => {
    const event = events.get(delivery.event_id);
    return event === undefined ? [] : [{ planned: delivery, event }];
  });
  return messagesOf(deliveries, groupingOf).flatMap(({ deliveries: told, context }): Rendered[] => {
    const delivery = (told[0] as (typeof told)[number]).planned;
    const webhook = webhooks.get(delivery.destination);
    const issue = delivery.destination === ISSUE ? issues.get(delivery.event_id) : undefined;
    if (issue !== undefined) return [{ delivery, issue }];
    const email = emails.get(delivery.destination);
    const group = groupingOf(delivery) === null ? null : told.length;
    if (email !== undefined) return [{ delivery, group, composed: composeMail(email, context, masked) }];
    return webhook === undefined ? [] : [{ delivery, group, result: renderRequest(webhook, context, masked) }];
  });
}

/** Whether it could be rendered. */
export function isRendered(rendered: Rendered): boolean {
  if ('issue' in rendered) return true;
  return 'composed' in rendered ? rendered.composed.ok : rendered.result.ok;
}

/** All of them, as JSON or to be read. */
export function formatRendered(format: Options['format'], rendered: readonly Rendered[]): string {
  if (format === 'text') return rendered.map(formatRenderedText).join('\n');
  return `${JSON.stringify({ version: 1, deliveries: rendered.map(toRecord) }, null, 2)}\n`;
}

export function toRecord(rendered: Rendered) {
  const { rule, destination } = rendered.delivery;
  if ('issue' in rendered) return { rule, destination, issue: rendered.issue, error: null };
  const { group } = rendered;
  const of = { rule, destination, ...(group !== null && { events: group }) };
  if ('composed' in rendered) {
    const { composed } = rendered;
    return composed.ok ? { ...of, mail: composed.mail, error: null } : { ...of, mail: null, error: composed.failure };
  }
  const { result } = rendered;
  if (result.ok) return { ...of, request: result.request, error: null };
  return {
    ...of,
    request: null,
    error: result.failure,
    ...(result.body !== null && { body: result.body }),
  };
}

export function formatRenderedText(rendered: Rendered): string {
  const { rule, destination } = rendered.delivery;
  const group = 'group' in rendered && rendered.group !== null ? `, a group of ${rendered.group}` : '';
  const title = `# ${destination} (rule ${rule}${group})\n`;
  if ('composed' in rendered) return `${title}${mailText(rendered.composed)}`;
  if ('result' in rendered) return `${title}${requestText(rendered.result)}`;
  const { issue } = rendered;
  return `${title}${issue.title}\nLabels: ${issue.labels.join(', ')}\n\n${issue.body}`;
}

function mailText(composed: Composed): string {
  if (!composed.ok) return `FAILED: ${composed.failure.detail} [${composed.failure.code}]\n`;
  const { from, to, cc, subject, text, html, message_id, thread_id, headers } = composed.mail;
  const lines = Object.entries({
    From: addressText(from),
    To: to.map(addressText).join(', '),
    ...(cc.length > 0 && { Cc: cc.map(addressText).join(', ') }),
    Subject: subject,
    'Message-ID': message_id,
    References: thread_id,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\n`);
  return `${lines.join('')}\n${text}${html === null ? '' : `\n${html}`}`;
}

function addressText({ name, address }: Mail['from']): string {
  return name === '' ? address : `${name} <${address}>`;
}

function requestText(result: RenderedRequest): string {
  if (!result.ok) {
    const failed = `FAILED: ${result.failure.detail} [${result.failure.code}]\n`;
    return result.body === null ? failed : `${failed}\n${result.body}\n`;
  }
  const { method, url, headers, body } = result.request;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  return `${method} ${url}\n${lines.join('')}${body === null ? '' : `\n${body}\n`}`;
}
