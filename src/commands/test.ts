import type { Options } from '../arguments.ts';
import { AppError } from '../errors.ts';
import type { Io } from '../io.ts';
import { pretend } from '../pretend.ts';
import { deliver } from '../run.ts';
import { sendingOf } from '../sending.ts';
import type { Entry, Manifest, Plan, PlannedDelivery, Receipt, Rule } from '../types.ts';
import { loadFor } from './load.ts';

/** An issue is printed, not opened: nobody could take it back. */
const ISSUE = 'issue';

/** Sends, as a test, what would be sent were the certificate so many days from expiry. Records nothing. */
export async function testCommand(options: Options, io: Io): Promise<number> {
  const manifest = await loadFor(options, io);
  if (manifest === null) return 2;
  const entry = namedEntry(manifest, options.operands[0] ?? '');
  const planned = await pretend(entry, manifest, pretended(options, io), io);
  const due = dueOf(planned);
  if (due.length === 0) throw nothingToSend(entry, planned, options.days_remaining);
  const sent = { ...planned, deliveries: planned.deliveries.filter(({ destination }) => destination !== ISSUE) };
  const { receipts } = await deliver(sent, manifest, io);
  const issues = await renderAll(
    due.filter(({ destination }) => destination === ISSUE),
    planned,
    manifest,
    io,
  );
  if (options.format === 'json') {
    const shown = { version: 1, deliveries: receipts, ...(issues.length > 0 && { printed: issues.map(asRecord) }) };
    io.stdout(`${JSON.stringify(shown, null, 2)}\n`);
  } else if (!options.quiet) {
    io.stdout(receipts.map(receiptText).join(''));
    io.stdout(issues.map(renderedText).join('\n'));
  }
  return receipts.every(({ status }) => status === 'sent') ? 0 : 3;
}

/** Prints the requests that `test` would send, with `***` for every secret. Sends nothing and needs no secret. */
export async function renderCommand(options: Options, io: Io): Promise<number> {
  const manifest = await loadFor(options, io);
  if (manifest === null) return 2;
  const name = options.operands[0] ?? '';
  const { entry, aimed } = aim(manifest, name);
  const planned = await pretend(entry, aimed, pretended(options, io), io);
  const due = dueOf(planned);
  if (due.length === 0) throw nothingToSend(entry, planned, options.days_remaining);
  const rendered = await renderAll(due, planned, aimed, io);
  if (options.format === 'json')
    io.stdout(`${JSON.stringify({ version: 1, deliveries: rendered.map(asRecord) }, null, 2)}\n`);
  else io.stdout(rendered.map(renderedText).join('\n'));
  return rendered.every((one) => 'issue' in one || one.result.ok) ? 0 : 3;
}

function pretended(options: Options, io: Io): { days: number; now: number } {
  return { days: options.days_remaining, now: options.now ?? io.now() };
}

function dueOf(planned: Plan): PlannedDelivery[] {
  return planned.deliveries.filter(({ due }) => due);
}

function namedEntry(manifest: Manifest, name: string): Entry {
  const entry = manifest.entries.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  throw new AppError('no-such-certificate', `${manifest.file} has no certificate named ${name}`, {
    hint: `It has: ${listed(manifest.entries)}.`,
  });
}

/**
 * The entry and the manifest to pretend with. A webhook is shown with the first certificate and one rule that
 * sends it everything, so that it can be looked at before any rule uses it.
 */
function aim(manifest: Manifest, name: string): { entry: Entry; aimed: Manifest } {
  const entry = manifest.entries.find((one) => one.name === name);
  if (entry !== undefined) return { entry, aimed: manifest };
  const webhook = manifest.webhooks.find((one) => one.name === name);
  const [first] = manifest.entries;
  if (webhook === undefined || first === undefined) {
    throw new AppError('no-such-name', `${manifest.file} has no certificate and no webhook named ${name}`, {
      hint: `Certificates: ${listed(manifest.entries)}. Webhooks: ${listed(manifest.webhooks)}.`,
    });
  }
  const everything: Rule = {
    name: 'render',
    enabled: true,
    events: ['certificate.*'],
    match: { labels: {}, names: [], status: [], thresholds: [] },
    conditions: null,
    actions: [{ kind: 'webhook', name }],
    position: webhook.position,
  };
  return { entry: first, aimed: { ...manifest, rules: [everything] } };
}

function listed(named: readonly { name: string }[]): string {
  const names = named.slice(0, 10).map(({ name }) => name);
  if (names.length === 0) return 'none';
  return named.length > names.length ? `${names.join(', ')} and ${named.length - names.length} more` : names.join(', ');
}

function nothingToSend(entry: Entry, planned: Plan, days: number): AppError {
  const [event] = planned.events;
  if (event === undefined) {
    const thresholds = entry.settings.thresholds.map(({ written }) => written).join(', ');
    return new AppError(
      'nothing-to-send',
      `nothing is sent for ${entry.name} at ${days} days from expiry: no threshold is crossed`,
      {
        hint: `Its thresholds are ${thresholds}${entry.settings.written.thresholds ? '' : ', at most 25% of the lifetime'}. Try a smaller --days-remaining.`,
      },
    );
  }
  return new AppError(
    'nothing-to-send',
    `no enabled rule sends ${event.event} of ${entry.name} at ${days} days from expiry`,
    {
      hint: "Check the rules' events, match and conditions, or try another --days-remaining.",
    },
  );
}

function receiptText({ rule, destination, status, attempts, error }: Receipt): string {
  if (status === 'sent') return `sent    ${destination} (rule ${rule})\n`;
  const tries = attempts === 1 ? '1 request' : `${attempts} requests`;
  return `FAILED  ${destination} (rule ${rule}) after ${tries}: ${error?.detail ?? ''} [${error?.code ?? ''}]\n`;
}

type RenderedRequest = ReturnType<typeof import('../deliver/webhook.ts').renderRequest>;

/** `group`: of how many events; null where each is a message by itself. */
type Rendered =
  | { delivery: PlannedDelivery; group: number | null; result: RenderedRequest }
  | { delivery: PlannedDelivery; issue: { title: string; body: string; labels: string[] } };

async function renderAll(due: PlannedDelivery[], planned: Plan, manifest: Manifest, io: Io): Promise<Rendered[]> {
  const [{ renderRequest }, { messagesOf }, { renderIssues }] = await Promise.all([
    import('../deliver/webhook.ts'),
    import('../deliver/group.ts'),
    import('../deliver/issue/index.ts'),
  ]);
  const events = new Map(planned.events.map((event) => [event.id, event]));
  const webhooks = new Map(manifest.webhooks.map((webhook) => [`webhook:${webhook.name}`, webhook]));
  const issues = renderIssues(planned, manifest, io);
  const { actionOf } = sendingOf(manifest);
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
    if (webhook === undefined) return [];
    const group = groupingOf(delivery) === null ? null : told.length;
    return [{ delivery, group, result: renderRequest(webhook, context, { env: io.env, reveal: false }) }];
  });
}

function asRecord(rendered: Rendered) {
  const { rule, destination } = rendered.delivery;
  if ('issue' in rendered) return { rule, destination, issue: rendered.issue, error: null };
  const { result, group } = rendered;
  const of = { rule, destination, ...(group !== null && { events: group }) };
  if (result.ok) return { ...of, request: result.request, error: null };
  return {
    ...of,
    request: null,
    error: result.failure,
    ...(result.body !== null && { body: result.body }),
  };
}

function renderedText(rendered: Rendered): string {
  const { rule, destination } = rendered.delivery;
  const group = 'group' in rendered && rendered.group !== null ? `, a group of ${rendered.group}` : '';
  const title = `# ${destination} (rule ${rule}${group})\n`;
  if (!('issue' in rendered)) return `${title}${requestText(rendered.result)}`;
  const { issue } = rendered;
  return `${title}${issue.title}\nLabels: ${issue.labels.join(', ')}\n\n${issue.body}`;
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
