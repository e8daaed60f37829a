/** Sends the mails of a run to one `email` receiver, over one SMTP session if the server allows it. */

import type { Email, Failure } from '../../domain/index.ts';
import { type Clocks, getRealClock, type Io } from '../../lib/io.ts';
import { parseMailAddress } from '../../lib/mail-address.ts';
import { createNetworkAccess } from '../../lib/network/access.ts';
import { listReferencedVariables, MASK } from '../../lib/secrets/references.ts';
import {
  addSubject,
  createFailure,
  createProxyFailure,
  createUnsent,
  type DeliveryFailureCode,
  MAYBE_ACCEPTED_NOTE,
  type MessageResult,
} from '../failures.ts';
import type { ReceiverSettings } from '../receiver-settings.ts';
import { readCa } from '../receiver-settings.ts';
import { expandVariables } from '../resolve-variables.ts';
import type { Mail } from './compose.ts';
import {
  openSmtpSession,
  type SendOutcome,
  type SmtpFault,
  type SmtpServer,
  type SmtpSession,
} from './smtp-session.ts';

/** `attempts`: the number of attempted connections or transfers for this mail. */
export interface MailResult extends MessageResult {
  /** Rejected recipients of a mail that was sent to others. */
  recipientFailures: Failure[];
}

export interface Mailer {
  /** `onStart` is called before the mail is transferred. */
  send: (mail: Mail, onStart?: () => void) => Promise<MailResult>;
  close: () => void;
}

/** The delays before the second and third attempt to connect. */
const RETRY_DELAYS_MS = [1_000, 3_000];
/** After this many consecutive mails with a broken session, no more mails are sent. */
const MAX_BROKEN_SESSIONS = 2;

const TRANSIENT_FAULTS: ReadonlySet<DeliveryFailureCode> = new Set<DeliveryFailureCode>([
  'email-name-not-found',
  'email-dns-failed',
  'email-connection-refused',
  'email-unreachable',
  'email-connection-lost',
  'email-timeout',
  'email-server-busy',
  'proxy-unreachable',
  'proxy-closed',
]);

interface MailerOptions {
  /** A `ca_file` is relative to `root`. */
  settings: ReceiverSettings;
  io: Pick<Io, 'env' | 'sleep'> & Clocks;
  /** Returns the milliseconds until the time limit for all deliveries. */
  remainingMs: () => number;
}

export function createUnsentMail(error: Failure): MailResult {
  return { ...createUnsent(error), recipientFailures: [] };
}

/** Creates a mailer, which connects when the first mail is sent. */
export function createMailer(email: Email, options: MailerOptions): Mailer {
  const { io, remainingMs } = options;
  const subject = `email "${email.name}"${formatServer(email)}`;
  let session: SmtpSession | null = null;
  /** The failure because of which no more mails are sent in this run. */
  let down: Failure | null = null;
  let broken = 0;

  const fail = (error: Failure, attempts: number): MailResult => {
    return { ...createUnsentMail(addSubject(error, subject)), attempts };
  };

  /** An address from a variable may be secret. */
  const hidden = listHiddenAddresses(email, io.env);
  const formatRecipient = (address: string) => (hidden.has(address.toLowerCase()) ? MASK : address);

  /** If the server closed a session between two mails, connects once more. */
  const post = async (
    mail: Mail,
    message: Buffer,
    onStart: () => void,
  ): Promise<{ outcome: SendOutcome; attempts: number } | MailResult> => {
    let attempts = 0;
    for (;;) {
      const wasOpen = session?.isOpen() === true;
      if (session === null || !wasOpen) {
        const opened = await openWithRetries(email, options);
        attempts += opened.attempts;
        if ('failure' in opened) {
          down = opened.failure;
          return fail(down, attempts);
        }
        session = opened.session;
      } else attempts += 1;
      if (remainingMs() <= 0) return fail(createFailure('delivery-timeout'), 0);
      onStart();
      const outcome = await session.send(createEnvelope(mail), message);
      const wasClosed = !outcome.ok && outcome.fault.code === 'email-connection-lost' && !outcome.fault.handed_over;
      if (!(wasOpen && wasClosed)) return { outcome, attempts };
    }
  };

  const send: Mailer['send'] = async (mail, onStart = () => {}) => {
    if (remainingMs() <= 0) return fail(createFailure('delivery-timeout'), 0);
    if (down !== null) return fail(down, 0);
    const posted = await post(mail, await buildMessage(mail, getRealClock(io)()), onStart);
    if (!('outcome' in posted)) return posted;
    const { outcome, attempts } = posted;
    if (outcome.ok) {
      broken = 0;
      const recipientFailures = outcome.refused.map(({ address, status }) =>
        addSubject(createFailure('email-recipient-refused', String(status ?? ''), formatRecipient(address)), subject),
      );
      return { status: 'sent', attempts, error: null, recipientFailures };
    }
    broken = TRANSIENT_FAULTS.has(outcome.fault.code) ? broken + 1 : 0;
    if (broken >= MAX_BROKEN_SESSIONS) down = createFailure('receiver-down', String(broken));
    return fail(toFailure(outcome.fault), attempts);
  };

  return { send, close: () => session?.close() };
}

function listHiddenAddresses({ to, cc, variables }: Email, env: Io['env']): Set<string> {
  const addresses = [...to, ...cc]
    .filter((text) => listReferencedVariables(text).length > 0)
    .map((text) => expandVariables(text, variables, env))
    .flatMap((expanded) => ('value' in expanded ? (parseMailAddress(expanded.value) ?? []) : []));
  return new Set(addresses.map(({ address }) => address.toLowerCase()));
}

function toFailure({ code, status, handed_over, upgrading, tls, proxy }: SmtpFault): Failure {
  if (proxy !== undefined) return createProxyFailure(proxy);
  const fact = code === 'email-tls-failed' ? (tls ?? '') : String(status ?? 'no response');
  const { detail } = createFailure(code, fact, upgrading ? 'STARTTLS' : '');
  return { code, detail: handed_over ? `${detail} ${MAYBE_ACCEPTED_NOTE}` : detail };
}

/** Formats the server, unless its name comes from a variable, which may be a secret. */
function formatServer({ host, port }: Email): string {
  return listReferencedVariables(host).length > 0 ? '' : ` at ${host}:${port}`;
}

type OpenResult = { attempts: number } & ({ session: SmtpSession } | { failure: Failure });

async function openWithRetries(email: Email, { settings, io, remainingMs }: MailerOptions): Promise<OpenResult> {
  const server = await resolveServer(email, settings, io.env);
  if ('failure' in server) return { attempts: 0, failure: server.failure };
  for (let attempts = 1; ; attempts++) {
    const timeout_ms = Math.max(1, Math.min(server.timeout_ms, remainingMs()));
    const opened = await openSmtpSession({ ...server, timeout_ms });
    if (opened.ok) return { attempts, session: opened.session };
    const wait = RETRY_DELAYS_MS[attempts - 1];
    if (wait === undefined || !TRANSIENT_FAULTS.has(opened.fault.code) || wait >= remainingMs())
      return { attempts, failure: toFailure(opened.fault) };
    await io.sleep(wait);
    if (remainingMs() <= 0) return { attempts, failure: createFailure('delivery-timeout') };
  }
}

/** Resolves the server with the current variables, and its CA certificates. */
export async function resolveServer(
  email: Email,
  { root, network }: ReceiverSettings,
  env: Io['env'],
): Promise<SmtpServer | { failure: Failure }> {
  const expand = (text: string) => expandVariables(text, email.variables, env);
  const [host, user, pass] = [expand(email.host), expand(email.username ?? ''), expand(email.password ?? '')];
  if ('failure' in host) return host;
  if ('failure' in user) return user;
  if ('failure' in pass) return pass;
  const ca = await readCa(email.ca_file, root);
  if ('failure' in ca) return ca;
  return {
    host: host.value.trim(),
    port: email.port,
    tls: email.tls,
    login: email.username === null ? null : { user: user.value, pass: pass.value },
    verify: email.ssl_verification,
    ca: ca.pem,
    timeout_ms: email.timeout_seconds * 1000,
    network: createNetworkAccess(network, { kind: 'receivers', env, proxy: email.proxy }),
  };
}

function createEnvelope({ from, to, cc }: Mail): { from: string; to: string[] } {
  return { from: from.address, to: [...to, ...cc].map(({ address }) => address) };
}

/** Encodes the mail (RFC 5322). `now` becomes its date, in milliseconds. */
async function buildMessage(mail: Mail, now: number): Promise<Buffer> {
  const { MailComposer } = await import('./nodemailer.ts');
  const { message_id, thread_id, html, ...fields } = mail;
  const composer = new MailComposer({
    ...fields,
    ...(html !== null && { html }),
    messageId: message_id,
    inReplyTo: thread_id,
    references: thread_id,
    date: new Date(now),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
