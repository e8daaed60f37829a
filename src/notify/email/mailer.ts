/** All mails of a run to one item of `email`, over one conversation where the server allows it. */

import MailComposer from 'nodemailer/lib/mail-composer';
import type { Email, Failure } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { listReferencedVariables } from '../../lib/secret-references.ts';
import { createFailure, withSubject } from '../failures.ts';
import { readCa } from '../read-ca.ts';
import { expandVariables } from '../resolve-variables.ts';
import type { Mail } from './compose.ts';
import { createEmailFailure, type EmailFailureCode, MAYBE_ACCEPTED_NOTE } from './failures.ts';
import {
  openSmtpSession,
  type SendOutcome,
  type SmtpFault,
  type SmtpServer,
  type SmtpSession,
} from './smtp-session.ts';

export interface MailResult {
  status: 'sent' | 'failed';
  /** How often the server was tried for this mail. */
  attempts: number;
  error: Failure | null;
  /** Of a mail that was sent: recipients that the server did not accept. */
  recipientFailures: Failure[];
}

export interface Mailer {
  send: (mail: Mail) => Promise<MailResult>;
  close: () => void;
}

/** Tries to reach the server, and the waits before the second and third, in milliseconds. */
const RETRY_DELAYS_MS = [1_000, 3_000];
/** Mails in a row on which the conversation breaks, before no more is sent. */
const MAX_BROKEN_SESSIONS = 2;

/** What may be over in a moment. */
const TRANSIENT_FAULTS: ReadonlySet<EmailFailureCode> = new Set<EmailFailureCode>([
  'email-name-not-found',
  'email-connection-refused',
  'email-unreachable',
  'email-connection-lost',
  'email-timeout',
  'email-server-busy',
]);

interface MailerOptions {
  root: string;
  io: Pick<Io, 'env' | 'now' | 'sleep'>;
  /** Milliseconds that are left of the time for all deliveries. */
  remainingMs: () => number;
}

/** Nothing is opened before the first mail is sent. */
export function createMailer(email: Email, { root, io, remainingMs: left }: MailerOptions): Mailer {
  const subject = `email "${email.name}"${formatServer(email)}`;
  let session: SmtpSession | null = null;
  /** Why nothing more is sent in this run. */
  let down: Failure | null = null;
  let broken = 0;

  const failed = (error: Failure, attempts: number): MailResult => {
    return { status: 'failed', attempts, error: withSubject(subject, error), recipientFailures: [] };
  };

  /** With a session that was open before, a server that has hung up meanwhile is called once more. */
  const post = async (
    mail: Mail,
    message: Buffer,
  ): Promise<{ outcome: SendOutcome; attempts: number } | MailResult> => {
    let attempts = 0;
    for (;;) {
      const wasOpen = session?.isOpen() === true;
      if (session === null || !wasOpen) {
        const opened = await openWithRetries(email, { root, io, remainingMs: left });
        attempts += opened.attempts;
        if ('failure' in opened) {
          down = opened.failure;
          return failed(down, attempts);
        }
        session = opened.session;
      } else attempts += 1;
      const outcome = await session.send(createEnvelope(mail), message);
      const hungUp = !outcome.ok && outcome.fault.code === 'email-connection-lost' && !outcome.fault.handed_over;
      if (!(wasOpen && hungUp)) return { outcome, attempts };
    }
  };

  const send = async (mail: Mail): Promise<MailResult> => {
    if (left() <= 0) return failed(createFailure('delivery-timeout'), 0);
    if (down !== null) return failed(down, 0);
    const posted = await post(mail, await buildMessage(mail, io.now()));
    if (!('outcome' in posted)) return posted;
    const { outcome, attempts } = posted;
    if (outcome.ok) {
      broken = 0;
      const problems = outcome.refused.map(({ address, status }) =>
        withSubject(subject, createEmailFailure('email-recipient-refused', String(status ?? ''), address)),
      );
      return { status: 'sent', attempts, error: null, recipientFailures: problems };
    }
    broken = TRANSIENT_FAULTS.has(outcome.fault.code) ? broken + 1 : 0;
    if (broken >= MAX_BROKEN_SESSIONS) down = createFailure('receiver-down', String(broken));
    return failed(toFailure(outcome.fault), attempts);
  };

  return { send, close: () => session?.close() };
}

function toFailure({ code, status, handed_over, upgrading }: SmtpFault): Failure {
  const { detail } = createEmailFailure(
    code,
    status === null ? 'no answer' : String(status),
    upgrading ? 'STARTTLS' : '',
  );
  return { code, detail: handed_over ? `${detail} ${MAYBE_ACCEPTED_NOTE}` : detail };
}

/** The server, where the manifest itself says it: one that comes from a variable may be a secret. */
function formatServer({ host, port }: Email): string {
  return listReferencedVariables(host).length > 0 ? '' : ` at ${host}:${port}`;
}

type OpenResult = { attempts: number } & ({ session: SmtpSession } | { failure: Failure });

async function openWithRetries(email: Email, { root, io, remainingMs: left }: MailerOptions): Promise<OpenResult> {
  const server = await resolveServer(email, root, io.env);
  if ('failure' in server) return { attempts: 0, failure: server.failure };
  for (let attempts = 1; ; attempts++) {
    const opened = await openSmtpSession({ ...server, timeout_ms: Math.max(1, Math.min(server.timeout_ms, left())) });
    if (opened.ok) return { attempts, session: opened.session };
    const wait = RETRY_DELAYS_MS[attempts - 1];
    if (wait === undefined || !TRANSIENT_FAULTS.has(opened.fault.code) || wait >= left()) {
      return { attempts, failure: toFailure(opened.fault) };
    }
    await io.sleep(wait);
  }
}

async function resolveServer(email: Email, root: string, env: Io['env']): Promise<SmtpServer | { failure: Failure }> {
  const fill = (text: string) => expandVariables(text, email.variables, env);
  const host = fill(email.host);
  const user = fill(email.username ?? '');
  const pass = fill(email.password ?? '');
  const ca = await readCa(email.ca_file, root);
  for (const one of [host, user, pass, ca]) if ('failure' in one) return one;
  return {
    host: textOf(host).trim(),
    port: email.port,
    tls: email.tls,
    login: email.username === null ? null : { user: textOf(user), pass: textOf(pass) },
    verify: email.ssl_verification,
    ca: 'pem' in ca ? ca.pem : null,
    timeout_ms: email.timeout_seconds * 1000,
  };
}

function textOf(filled: ReturnType<typeof expandVariables>): string {
  return 'value' in filled ? filled.value : '';
}

function createEnvelope({ from, to, cc }: Mail): { from: string; to: string[] } {
  return { from: from.address, to: [...to, ...cc].map(({ address }) => address) };
}

/** The bytes of RFC 5322. `now` is the mail's date, in milliseconds. */
async function buildMessage(mail: Mail, now: number): Promise<Buffer> {
  const { from, to, cc, subject, text, html, message_id, thread_id, headers } = mail;
  const composer = new MailComposer({
    from,
    to,
    cc,
    subject,
    text,
    ...(html !== null && { html }),
    messageId: message_id,
    inReplyTo: thread_id,
    references: thread_id,
    date: new Date(now),
    headers,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
