/** Renders requests, mails and issues for display instead of sending them. */

import { indexDestinations } from '../../domain/destinations.ts';
import { DIGEST, type MessageName, type Plan, type PlannedDelivery, type PlannedEvent } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { composeMail, type Mail } from '../../notify/email/compose.ts';
import { groupByActions, listGroupable } from '../../notify/group-deliveries.ts';
import { renderIssues } from '../../notify/issue/index.ts';
import type { Receivers } from '../../notify/receiver-settings.ts';
import { hasIssueRule } from '../../notify/template-variables.ts';
import { renderRequest } from '../../notify/webhook/send.ts';
import { renderJson } from '../../report/json.ts';

/** The destination of issues. Issues are printed, never opened: an issue cannot be deleted without admin rights. */
export const ISSUE = 'issue';

type Composed = ReturnType<typeof composeMail>;
type RenderedRequest = ReturnType<typeof renderRequest>;

/** `group`: number of events in the message; null if messages are not grouped. */
export type Rendered =
  | { delivery: PlannedDelivery; group: number | null; result: RenderedRequest }
  | { delivery: PlannedDelivery; group: number | null; composed: Composed }
  | { delivery: PlannedDelivery; issue: { title: string; body: string; labels: string[] } };

/** The parts of the manifest that rendering needs. */
type RenderedReceivers = Omit<Receivers, 'network' | 'delivery_timeout_seconds'>;

/** Renders these deliveries, with `***` for every secret. */
export function renderAll(
  due: PlannedDelivery[],
  planned: Plan<MessageName>,
  receivers: RenderedReceivers,
  io: Io,
): Rendered[] {
  const events = new Map(planned.events.map((event) => [event.id, event]));
  const webhooks = new Map(receivers.webhooks.map((webhook) => [`webhook:${webhook.name}`, webhook]));
  const emails = new Map(receivers.emails.map((email) => [`email:${email.name}`, email]));
  // A digest never opens an issue.
  const certificateEvents = planned.events.filter((event): event is PlannedEvent => event.event !== DIGEST);
  const issues = renderIssues({ ...planned, events: certificateEvents }, receivers, io);
  const masked = { env: io.env, reveal: false, hasIssues: hasIssueRule(receivers) };
  const { findAction } = indexDestinations(receivers);
  const findGrouping = ({ rule, destination }: PlannedDelivery) => findAction(rule, destination)?.group ?? null;
  const deliveries = due.flatMap((delivery) => {
    const event = events.get(delivery.event_id);
    return event === undefined ? [] : [{ planned: delivery, event }];
  });
  return groupByActions(deliveries, receivers, listGroupable(receivers)).flatMap(
    ({ deliveries: grouped, context }): Rendered[] => {
      const delivery = (grouped[0] as (typeof grouped)[number]).planned;
      const webhook = webhooks.get(delivery.destination);
      const issue = delivery.destination === ISSUE ? issues.get(delivery.event_id) : undefined;
      if (issue !== undefined) return [{ delivery, issue }];
      const email = emails.get(delivery.destination);
      const group = findGrouping(delivery) === null && grouped.length === 1 ? null : grouped.length;
      if (email !== undefined) return [{ delivery, group, composed: composeMail(email, context, masked) }];
      return webhook === undefined ? [] : [{ delivery, group, result: renderRequest(webhook, context, masked) }];
    },
  );
}

/** Whether rendering succeeded. */
export function isRendered(rendered: Rendered): boolean {
  if ('issue' in rendered) return true;
  return 'composed' in rendered ? rendered.composed.ok : rendered.result.ok;
}

export function printRendered(rendered: readonly Rendered[], format: 'text' | 'json', io: Io): void {
  if (format === 'text') io.stdout(rendered.map(formatRenderedText).join('\n'));
  else io.stdout(renderJson({ version: 1, deliveries: rendered.map(toRecord) }));
}

/** The JSON form of a rendered delivery. */
export function toRecord(rendered: Rendered) {
  const { rule, destination } = rendered.delivery;
  if ('issue' in rendered) return { rule, destination, issue: rendered.issue, error: null };
  const { group } = rendered;
  const base = { rule, destination, ...(group !== null && { events: group }) };
  if ('composed' in rendered) {
    const { composed } = rendered;
    return composed.ok
      ? { ...base, mail: composed.mail, error: null }
      : { ...base, mail: null, error: composed.failure };
  }
  const { result } = rendered;
  if (result.ok) return { ...base, request: result.request, error: null };
  return {
    ...base,
    request: null,
    error: result.failure,
    ...(result.body !== null && { body: result.body }),
  };
}

export function formatRenderedText(rendered: Rendered): string {
  const { rule, destination } = rendered.delivery;
  const group = 'group' in rendered && rendered.group !== null ? `, a group of ${rendered.group}` : '';
  const title = `# ${destination} (rule ${rule}${group})\n`;
  if ('composed' in rendered) return `${title}${formatMail(rendered.composed)}`;
  if ('result' in rendered) return `${title}${formatRequest(rendered.result)}`;
  const { issue } = rendered;
  return `${title}${issue.title}\nLabels: ${issue.labels.join(', ')}\n\n${issue.body}`;
}

function formatMail(composed: Composed): string {
  if (!composed.ok) return `FAILED: ${composed.failure.detail} [${composed.failure.code}]\n`;
  const { from, to, cc, subject, text, html, message_id, thread_id, headers } = composed.mail;
  const lines = Object.entries({
    From: formatAddress(from),
    To: to.map(formatAddress).join(', '),
    ...(cc.length > 0 && { Cc: cc.map(formatAddress).join(', ') }),
    Subject: subject,
    'Message-ID': message_id,
    References: thread_id,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\n`);
  return `${lines.join('')}\n${text}${html === null ? '' : `\n${html}`}`;
}

function formatAddress({ name, address }: Mail['from']): string {
  return name === '' ? address : `${name} <${address}>`;
}

function formatRequest(result: RenderedRequest): string {
  if (!result.ok) {
    const failed = `FAILED: ${result.failure.detail} [${result.failure.code}]\n`;
    return result.body === null ? failed : `${failed}\n${result.body}\n`;
  }
  const { method, url, headers, body } = result.request;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  return `${method} ${url}\n${lines.join('')}${body === null ? '' : `\n${body}\n`}`;
}
