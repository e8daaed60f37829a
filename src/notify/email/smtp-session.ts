/** One conversation with a mail server: opened, used for many mails, and closed. Whatever happens is an outcome. */

import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { EmailTls } from '../../domain/index.ts';
import type { EmailFailureCode } from './failures.ts';

export interface SmtpServer {
  host: string;
  port: number;
  tls: EmailTls;
  login: { user: string; pass: string } | null;
  verify: boolean;
  /** PEM of the authorities that alone are trusted; null: those of Node. */
  ca: string | null;
  /** For each answer, in milliseconds. */
  timeout_ms: number;
}

export interface SmtpFault {
  code: EmailFailureCode;
  /** The server's three digits; null where it has not answered. */
  status: number | null;
  /** Whether the server had the whole mail when it failed, so that it may have accepted it. */
  handed_over: boolean;
  /** Whether it had said yes to STARTTLS, and TLS was not there yet. */
  upgrading: boolean;
}

interface Envelope {
  from: string;
  to: string[];
}

export type SendOutcome =
  /** Accepted, but for these recipients. */
  { ok: true; refused: { address: string; status: number | null }[] } | { ok: false; fault: SmtpFault };

export interface SmtpSession {
  send: (envelope: Envelope, message: Buffer) => Promise<SendOutcome>;
  /** Whether another mail can be sent. */
  isOpen: () => boolean;
  close: () => void;
}

/** A conversation has so many answers at most before it is over, however slowly each trickles in. */
const MAX_RESPONSES = 10;

export async function openSmtpSession(
  server: SmtpServer,
): Promise<{ ok: true; session: SmtpSession } | { ok: false; fault: SmtpFault }> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    tls: { rejectUnauthorized: server.verify, ...(server.ca !== null && { ca: server.ca }) },
    connectionTimeout: server.timeout_ms,
    greetingTimeout: server.timeout_ms,
    socketTimeout: server.timeout_ms,
    dnsTimeout: server.timeout_ms,
    socketCloseTimeout: 1000,
    allowInternalNetworkInterfaces: true,
  });
  // Each step hears of its own error; one that comes between two steps is seen by the next.
  connection.on('error', () => undefined);
  const limit = server.timeout_ms * MAX_RESPONSES;
  try {
    await runStep(connection, limit, (done) => connection.connect(done));
    if (server.login !== null) {
      const { user, pass } = server.login;
      if (!connection.allowsAuth) throw Object.assign(new Error(), { code: 'EAUTH' });
      await runStep(connection, limit, (done) => connection.login({ user, pass }, done));
    }
    return { ok: true, session: createSession(connection, limit) };
  } catch (error) {
    connection.close();
    return { ok: false, fault: { ...toFault(error, false), upgrading: connection.upgrading === true } };
  }
}

function createSession(connection: SMTPConnection, limit: number): SmtpSession {
  const isOpen = () => !connection.destroyed;
  return {
    isOpen,
    close: () => (isOpen() ? connection.quit() : connection.close()),
    send: async ({ from, to }, message) => {
      let handedOver = false;
      const stream = Readable.from([message]).once('end', () => {
        handedOver = true;
      });
      try {
        const sent = await runStep<SentInfo>(connection, limit + to.length * 1000, (done) =>
          connection.send({ from, to, size: message.length }, stream, done),
        );
        const refused = (sent.rejectedErrors ?? []).map(({ recipient, responseCode }) => ({
          address: recipient ?? '',
          status: responseCode ?? null,
        }));
        return { ok: true, refused };
      } catch (error) {
        const fault = toFault(error, handedOver);
        // What was begun must be taken back before the next mail (RFC 5321, 4.1.1.5).
        if (isOpen())
          await runStep(connection, limit, (done) => connection.reset(done)).catch(() => connection.close());
        return { ok: false, fault };
      }
    },
  };
}

interface SentInfo {
  rejectedErrors?: { recipient?: string | undefined; responseCode?: number | undefined }[] | undefined;
}

/** One exchange: over with its answer, with the connection, or with the time. */
function runStep<T>(
  connection: SMTPConnection,
  limit: number,
  begin: (done: (error?: Error | null, answer?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(Object.assign(new Error(), { code: 'ETIMEDOUT' })), limit);
    const onError = (error: Error) => finish(error);
    const onEnd = () => finish(Object.assign(new Error(), { code: 'ECONNECTION' }));
    const finish = (error?: Error | null, answer?: T) => {
      clearTimeout(timer);
      connection.off('error', onError).off('end', onEnd);
      if (!error) return resolve(answer as T);
      reject(error);
      if ('code' in error && error.code === 'ETIMEDOUT') connection.close();
    };
    connection.on('error', onError).on('end', onEnd);
    begin(finish);
  });
}

interface ConnectionError {
  code?: string;
  /** Of the system's error under it. */
  originalCode?: string;
  command?: string;
  responseCode?: number;
}

function toFault(error: unknown, handedOver: boolean): SmtpFault {
  const { code = '', originalCode, command = '', responseCode } = error as ConnectionError;
  const status = responseCode ?? null;
  // With an answer to the mail itself it is known what became of it.
  return {
    code: classifyError(code, originalCode, command, status),
    status,
    handed_over: handedOver && status === null,
    upgrading: false,
  };
}

const SYSTEM_ERRORS: [RegExp, EmailFailureCode][] = [
  [/^ECONNREFUSED$/, 'email-connection-refused'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/, 'email-unreachable'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE)$/, 'email-connection-lost'],
  [/^ETIMEDOUT$/, 'email-timeout'],
  [
    /^(ERR_TLS_|ERR_SSL_|ERR_OSSL|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/,
    'email-tls-failed',
  ],
];

const ENVELOPE_ERRORS: Record<string, EmailFailureCode> = {
  'MAIL FROM': 'email-sender-refused',
  'RCPT TO': 'email-recipients-refused',
};

function classifyError(
  code: string,
  system: string | undefined,
  command: string,
  status: number | null,
): EmailFailureCode {
  if (status === 421) return 'email-server-busy';
  if (code === 'EDNS') return 'email-name-not-found';
  if (code === 'EAUTH') return status === null ? 'email-auth-unsupported' : 'email-auth-failed';
  if (code === 'EENVELOPE') return ENVELOPE_ERRORS[command] ?? 'email-refused';
  if (code === 'EMESSAGE') return command === 'MAIL FROM' ? 'email-too-large' : 'email-refused';
  // RFC 3207, 4: to EHLO without an answer, or to STARTTLS itself, the server says no.
  if (status !== null && (code === 'ETLS' || command === 'EHLO')) return 'email-starttls-refused';
  const known = SYSTEM_ERRORS.find(([pattern]) => pattern.test(system ?? code))?.[1];
  if (known !== undefined) return known;
  if (code === 'ETLS') return 'email-tls-failed';
  if (code === 'EPROTOCOL') return status === null || status < 400 ? 'email-not-smtp' : 'email-server-busy';
  return 'email-connection-lost';
}
