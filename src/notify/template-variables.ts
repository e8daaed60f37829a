/** The variables of a template: the context of a message, and the names that NetBox and NetBox SSL have for parts of it. */

import { ALL_SCANS, type EventContext, isResolution, type Manifest, type Webhook } from '../domain/index.ts';
import { addAliases, createChoice } from '../jinja/index.ts';
import { escapeUnprintable } from '../lib/text/unprintable.ts';
import { findRepositoryUrl } from './repository-url.ts';

interface Message extends EventContext {
  events?: readonly EventContext[];
  more?: number;
}

/** Lists the events of a message, the most severe first. */
export function listEvents(message: Message): readonly EventContext[] {
  return message.events ?? [message];
}

interface Extras {
  /** The secrets of the webhook. Email does not have any. */
  secrets?: Readonly<Record<string, string>>;
  mentions?: Webhook['mentions'];
  label_prefix?: string;
  /** Whether alerts open GitHub issues. */
  hasIssues?: boolean;
}

/** Creates the variables of a template. Texts from certificates are made safe to show. */
export function createTemplateVariables(
  message: Message,
  { secrets, mentions = {}, label_prefix = '', hasIssues = false }: Extras,
): object {
  const { events: _, ...first } = message;
  const events = listEvents(message);
  const issues_url = hasIssues ? findIssuesUrl(message) : null;
  const extras = { mentions: listMentions(events, mentions), label_prefix, issues_url, ...(secrets && { secrets }) };
  const escaped = events.map((event) => addNetBoxNames(escapeTexts(event)));
  return addNetBoxNames({ more: 0, ...escapeTexts(first), events: escaped, ...extras });
}

/** Fields from the manifest, which are trusted and can have several lines, and names of alerts, which are identifiers. */
const TRUSTED_FIELDS = new Set(['alert_key', 'labels', 'owner', 'renewal_instructions', 'run_url', 'tenant']);

/**
 * Makes the texts in the data of an event safe to show, at any depth. A line break in a certificate's name, for example, could imitate
 * another row of the message, with any receiver and template.
 */
function escapeTexts<T>(value: T): T {
  if (typeof value === 'string') return escapeUnprintable(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(escapeTexts) as T;
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    TRUSTED_FIELDS.has(key) ? member : escapeTexts(member),
  ]);
  return Object.fromEntries(entries) as T;
}

/** Adds `request`, as in NetBox 4.2 and newer, and `data.id` and the members of `data.status`, as in NetBox SSL. */
function addNetBoxNames<T extends EventContext>(context: T): T {
  const { data, request_id, username } = context;
  const status: unknown =
    typeof data.status === 'string' ? createChoice(data.status, describeStatus(data.status)) : data.status;
  const aliases = { id: data.certificate_id ?? data.certificate };
  return addAliases(
    { ...context, data: addAliases({ ...data, status }, aliases) },
    { request: { id: request_id, user: username } },
  );
}

/** Describes a status: `not_yet_valid` has the label "Not yet valid". */
function describeStatus(status: string): { value: string; label: string } {
  const words = status.replaceAll('_', ' ');
  return { value: status, label: status === 'ok' ? 'OK' : words.charAt(0).toUpperCase() + words.slice(1) };
}

const MAX_MENTIONS = 10;

/** Lists the mentions for the active alerts of a message: by owner, or by a label, as in `team=payments`. */
function listMentions(events: readonly EventContext[], mentions: Webhook['mentions']): string[] {
  const active = events.filter(({ event }) => !isResolution(event));
  const keys = active.flatMap(({ data: { owner, labels } }) => [
    owner ?? '',
    ...Object.entries(labels ?? {}).map(([label, value]) => `${label}=${value}`),
  ]);
  const found = keys.flatMap((key) => (Object.hasOwn(mentions, key) ? [mentions[key] as string] : []));
  return [...new Set(found)].slice(0, MAX_MENTIONS);
}

/** Whether an enabled rule opens issues. */
export function hasIssueRule({ rules }: Pick<Manifest, 'rules'>): boolean {
  return rules.some(({ enabled, actions }) => enabled && actions.some(({ kind }) => kind === 'issue'));
}

/** Returns the URL of the open issues about the certificate of a message. Their titles contain the name of its entry. */
function findIssuesUrl({ data }: EventContext): string | null {
  const repositoryUrl = findRepositoryUrl(data);
  if (repositoryUrl?.startsWith('https://') !== true || data.certificate === ALL_SCANS) return null;
  const query = `is:issue is:open in:title "${data.certificate}"`;
  return `${repositoryUrl}/issues?q=${encodeURIComponent(query)}`;
}
