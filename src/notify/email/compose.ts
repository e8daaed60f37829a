/** Composes a mail from events: recipients, subject, text, HTML, and the ids that mail clients use to build threads. */

import { createHash } from 'node:crypto';
import { DIGEST, type Email, type EventContext, type Failure } from '../../domain/index.ts';
import type { OutputMode } from '../../jinja/index.ts';
import type { Io } from '../../lib/io.ts';
import { type MailAddress, parseMailAddress } from '../../lib/mail-address.ts';
import { MASK, maskReferences } from '../../lib/secrets/references.ts';
import { DIGEST_MAIL } from '../../presets/email/digest-mail.ts';
import { EVENT_MAIL } from '../../presets/email/event-mail.ts';
import { addSubject, createFailure, RenderError } from '../failures.ts';
import type { Receivers } from '../receiver-settings.ts';
import { renderTemplate } from '../render-template.ts';
import { expandVariables } from '../resolve-variables.ts';
import { createTemplateVariables, listEvents } from '../template-variables.ts';

export interface Mail {
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  /** The subject is a single line. */
  subject: string;
  text: string;
  /** The HTML; null for a plain-text mail. */
  html: string | null;
  /** The message ID in angle brackets, as is `thread_id`. */
  message_id: string;
  thread_id: string;
  /** Further headers. */
  headers: Record<string, string>;
}

export type ComposeResult = { ok: true; mail: Mail } | { ok: false; failure: Failure };

export interface ComposeOptions {
  env: Io['env'];
  /** If false, every `${NAME}` is shown as `***`, and variables may be unset. */
  reveal: boolean;
  findOwner?: Receivers['findOwner'];
}

/** Subjects appear in lists, and a template may output every name of a certificate. */
const MAX_SUBJECT_LENGTH = 250;

const TEST_TAG = '[test]';

/**
 * Composes the mail for an event. All mails about one alert form a thread. A failure names the `email` receiver and the part, but not its
 * value.
 */
export function composeMail(email: Email, context: EventContext, options: ComposeOptions): ComposeResult {
  try {
    return { ok: true, mail: buildMail(email, context, options) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { ok: false, failure: addSubject(error.failure, `email "${email.name}"`) };
  }
}

function buildMail(email: Email, context: EventContext, options: ComposeOptions): Mail {
  const resolve = (key: 'to' | 'cc') => email[key].map((address) => resolveAddress(address, key, email, options));
  const from = resolveAddress(email.from, 'from', email, options);
  const events = listEvents(context);
  const variables = createTemplateVariables(context, {});
  const { findOwner = ({ owner }) => owner } = options;
  const owners = email.to_owner ? events.flatMap(({ data }) => parseMailAddress(findOwner(data) ?? '') ?? []) : [];
  const to = deduplicateAddresses([...resolve('to'), ...owners], []);
  const builtIn = context.event === DIGEST ? DIGEST_MAIL : EVENT_MAIL;
  // A custom text alone is a plain-text mail. Custom HTML alone gets the built-in text as its alternative.
  const html = email.html_template ?? (email.text_template === null ? builtIn.html : null);
  const render = (part: string, template: string, mode: OutputMode) => renderPart(part, template, variables, mode);
  const subject = render('subject', email.subject ?? builtIn.subject, 'text');
  const isTagged = !context.data.test || subject.includes(TEST_TAG);
  return {
    from,
    to,
    cc: deduplicateAddresses(resolve('cc'), to),
    subject: toSingleLine(isTagged ? subject : `${TEST_TAG} ${subject}`),
    text: render('text_template', email.text_template ?? builtIn.text, 'text'),
    html: html === null ? null : render('html_template', html, 'html'),
    ...createMessageIds(context, from),
    headers: {
      // This header prevents automatic replies (RFC 3834 section 5).
      'Auto-Submitted': 'auto-generated',
      'List-Id': createListId(email, from),
      ...(context.data.test ? { 'X-Certvigil-Test': '1' } : {}),
    },
  };
}

function renderPart(part: string, template: string, variables: object, mode: OutputMode): string {
  const rendered = renderTemplate(template, variables, { mode });
  if (!rendered.ok) throw new RenderError(addSubject(rendered.failure, part));
  return rendered.text;
}

/** Removes everything from untrusted names that could end the header or hide text in it. */
function toSingleLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\s]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > MAX_SUBJECT_LENGTH ? `${characters.slice(0, MAX_SUBJECT_LENGTH - 1).join('')}…` : line;
}

function resolveAddress(text: string, key: string, email: Email, { env, reveal }: ComposeOptions): MailAddress {
  const masked = maskReferences(text);
  if (!reveal && masked !== text) return { name: '', address: masked };
  const expanded = expandVariables(text, email.variables, env);
  if ('failure' in expanded) throw new RenderError(expanded.failure);
  const address = parseMailAddress(expanded.value);
  if (address === null) throw new RenderError(createFailure('email-address-invalid', key));
  return address;
}

/** Drops repeated addresses and those in `others`. Masked addresses are kept, because they may differ. */
function deduplicateAddresses(addresses: readonly MailAddress[], others: readonly MailAddress[]): MailAddress[] {
  const seen = new Set(others.map(({ address }) => address.toLowerCase()));
  return addresses.filter(({ address }) => {
    const key = address.toLowerCase();
    if (seen.has(key) && !address.includes(MASK)) return false;
    seen.add(key);
    return true;
  });
}

/** Creates the list ID, by which mail filters sort (RFC 2919). It is the same for all mails of one `email` receiver. */
function createListId({ name }: Email, from: MailAddress): string {
  const label = name.replace(/[^A-Za-z0-9_-]+/g, '-');
  return `certvigil notifications <${label}.certvigil.${findIdDomain(from)}>`;
}

/** Finds the domain of the sender, for ids. RFC 5322 section 3.6.4 requires ASCII. */
function findIdDomain({ address }: MailAddress): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return /^[\w.-]+$/.test(domain) ? domain : 'certvigil.invalid';
}

/**
 * A retry within a scan keeps the id, so that a server that already accepted the mail can recognize it. A later scan sends a new mail. The
 * id of a thread is not the id of a mail: it only serves as a reference.
 */
function createMessageIds(context: EventContext, from: MailAddress): Pick<Mail, 'message_id' | 'thread_id'> {
  const { event, request_id, data } = context;
  const idDomain = findIdDomain(from);
  const createId = (kind: string, ...parts: unknown[]) => {
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
    return `<certvigil.${kind}.${hash}@${idDomain}>`;
  };
  return {
    message_id: createId('event', request_id, event, data.alert_key, data.location, data.threshold, context.timestamp),
    thread_id: createId('thread', data.repository, data.alert_key),
  };
}
