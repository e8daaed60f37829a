/** Events -> one mail: recipients, subject, text and HTML, and the ids by which mail programs thread. */

import { createHash } from 'node:crypto';
import { DIGEST, type Email, type EventContext, type Failure } from '../../domain/index.ts';
import type { OutputMode } from '../../jinja/index.ts';
import type { Io } from '../../lib/io.ts';
import { type MailAddress, parseMailAddress } from '../../lib/mail-address.ts';
import { MASK, maskReferences } from '../../lib/secret-references.ts';
import { DIGEST_MAIL } from '../../presets/email/digest-mail.ts';
import { EVENT_MAIL, type MailTemplates } from '../../presets/email/event-mail.ts';
import { withSubject } from '../failures.ts';
import { expandVariables } from '../resolve-variables.ts';
import { renderTemplate } from '../template.ts';
import { createEmailFailure } from './failures.ts';

export interface Mail {
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  /** One line. */
  subject: string;
  text: string;
  /** null: plain text alone. */
  html: string | null;
  /** With its angle brackets, as is the id of the thread. */
  message_id: string;
  thread_id: string;
  /** Further headers. */
  headers: Record<string, string>;
}

export type ComposeResult = { ok: true; mail: Mail } | { ok: false; failure: Failure };

export interface ComposeOptions {
  env: Io['env'];
  /** false: every `${NAME}` reads `***`, and no variable needs to be set. */
  reveal: boolean;
}

/** Thrown between the parts of one mail and caught in `composeMail`. */
class ComposeError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

/** A subject is cut here: it is for lists of mails, and a template may put out all the names of a certificate. */
const MAX_SUBJECT_LENGTH = 250;

/**
 * The mail that tells of an event. A failure names the item of `email` and the part of it, and no value.
 * The thread is that of `alert_key`, so that all that is told of a certificate is one conversation.
 */
export function composeMail(email: Email, context: EventContext, options: ComposeOptions): ComposeResult {
  try {
    return { ok: true, mail: buildMail(email, context, options) };
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    return { ok: false, failure: withSubject(`email "${email.name}"`, error.failure) };
  }
}

function buildMail(email: Email, context: EventContext, options: ComposeOptions): Mail {
  const addressOf = (written: string, what: string) => resolveAddress(written, what, email, options);
  const from = addressOf(email.from, 'from');
  const seen = { events: [context], more: 0, ...context };
  const owners = email.to_owner ? seen.events.flatMap(parseOwnerAddress) : [];
  const to = deduplicateAddresses([...email.to.map((one) => addressOf(one, 'to')), ...owners], []);
  const { subject, text, html } = selectTemplates(email, context.event === DIGEST ? DIGEST_MAIL : EVENT_MAIL);
  const ids = createMessageIds(context, from);
  return {
    from,
    to,
    cc: deduplicateAddresses(
      email.cc.map((one) => addressOf(one, 'cc')),
      to,
    ),
    subject: toSingleLine(markTestSubject(renderPart('subject', subject, seen, 'text'), context)),
    text: renderPart('text_template', text, seen, 'text'),
    html: html === null ? null : renderPart('html_template', html, seen, 'html'),
    ...ids,
    headers: {
      // RFC 3834, 5: no robot is to answer.
      'Auto-Submitted': 'auto-generated',
      ...(context.data.test ? { 'X-Certvigil-Test': '1' } : {}),
    },
  };
}

/** Whoever writes a text of his own wants no other one beside it; who writes HTML alone is given the plain text. */
function selectTemplates(email: Email, builtIn: MailTemplates): Omit<MailTemplates, 'html'> & { html: string | null } {
  const { subject, text_template, html_template } = email;
  return {
    subject: subject ?? builtIn.subject,
    text: text_template ?? builtIn.text,
    html: html_template ?? (text_template === null ? builtIn.html : null),
  };
}

function renderPart(part: string, template: string, seen: object, mode: OutputMode): string {
  const rendered = renderTemplate(template, seen, { mode });
  if (!rendered.ok) throw new ComposeError(withSubject(part, rendered.failure));
  return rendered.text;
}

const TEST_TAG = '[test]';

/** A subject of one's own is marked as the built-in one is: who gets the mail sees no header. */
function markTestSubject(subject: string, { data }: EventContext): string {
  return data.test && !subject.includes(TEST_TAG) ? `${TEST_TAG} ${subject}` : subject;
}

/** What a stranger's name holds can neither end a header nor hide in it. */
function toSingleLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\s]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > MAX_SUBJECT_LENGTH ? `${characters.slice(0, MAX_SUBJECT_LENGTH - 1).join('')}…` : line;
}

function resolveAddress(written: string, what: string, email: Email, { env, reveal }: ComposeOptions): MailAddress {
  const shown = maskReferences(written);
  if (!reveal && shown !== written) return { name: '', address: shown };
  const filled = expandVariables(written, email.variables, env);
  if ('failure' in filled) throw new ComposeError(filled.failure);
  const address = parseMailAddress(filled.value);
  if (address === null) throw new ComposeError(createEmailFailure('email-address-invalid', what));
  return address;
}

/** An owner may be a team or a name: such a one has no address. */
function parseOwnerAddress({ data }: EventContext): MailAddress[] {
  const owner = data.owner === null ? null : parseMailAddress(data.owner);
  return owner === null ? [] : [owner];
}

/** Each address once, and none that is among `others`. What is masked may be any. */
function deduplicateAddresses(addresses: readonly MailAddress[], others: readonly MailAddress[]): MailAddress[] {
  const known = new Set(others.map(({ address }) => address.toLowerCase()));
  return addresses.filter(({ address }) => {
    const key = address.toLowerCase();
    if (known.has(key) && !address.includes(MASK)) return false;
    known.add(key);
    return true;
  });
}

/**
 * A mail has the same id when it is tried again in one scan, so that a server which had taken it already can tell; what
 * a later scan sends is a mail of its own. No mail has the id of the thread, which is all that a reference needs.
 */
function createMessageIds(context: EventContext, from: MailAddress): Pick<Mail, 'message_id' | 'thread_id'> {
  const { event, request_id, data } = context;
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  // RFC 5322, 3.6.4 wants ASCII; an address literal or a name of other scripts stands back.
  const right = /^[\w.-]+$/.test(domain) ? domain : 'certvigil.invalid';
  const id = (kind: string, ...parts: unknown[]) => {
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
    return `<certvigil.${kind}.${hash}@${right}>`;
  };
  return {
    message_id: id('event', request_id, event, data.alert_key, data.place, data.threshold, context.timestamp),
    thread_id: id('thread', data.repository, data.alert_key),
  };
}
