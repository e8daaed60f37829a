/** An SMTP session, which can send many mails. Failures are returned, not thrown. */

import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { EmailTls } from '../../domain/index.ts';
import { formatAuthority } from '../../lib/host-port.ts';
import { connectPermitted } from '../../lib/network/connect.ts';
import type { NetworkAccess } from '../../lib/network/guarded-access.ts';
import { limitDescription } from '../../lib/network/limit-description.ts';
import { ProxyError, type ProxyFailureCode } from '../../lib/network/proxy-error.ts';
import { classifyNetworkError, findTlsProblem, type TlsProblem } from '../../lib/network-errors.ts';
import { formatCount } from '../../lib/text/count.ts';
import { traceWork } from '../../lib/trace/trace.ts';
import type { OwnFailureCode } from '../failures.ts';

export interface SmtpServer {
  host: string;
  port: number;
  tls: EmailTls;
  login: { user: string; pass: string } | null;
  verify: boolean;
  /** The only trusted CA certificates, as PEM; null for Node's trust store. */
  ca: string | null;
  /** The timeout of each response. */
  timeout_ms: number;
  network: NetworkAccess;
}

interface FaultFacts {
  /** The SMTP status; null without a response. */
  status: number | null;
  /** Whether the complete mail was transferred before the failure, so that the server may have accepted it. */
  handed_over: boolean;
  /** Whether the server had accepted STARTTLS, and TLS was not established yet. */
  upgrading: boolean;
  /** The reason why TLS failed; absent if it did not fail, or if there are several possible causes. */
  tls?: TlsProblem;
}

/** `proxy`: the error, if the proxy caused it. */
export type SmtpFault = FaultFacts &
  ({ code: OwnFailureCode; proxy?: undefined } | { code: ProxyFailureCode; proxy: ProxyError });

interface Envelope {
  from: string;
  to: string[];
}

export type SendOutcome =
  /** The mail was accepted, except for the `refused` recipients. */
  { ok: true; refused: { address: string; status: number | null }[] } | { ok: false; fault: SmtpFault };

export interface SmtpSession {
  send: (envelope: Envelope, message: Buffer) => Promise<SendOutcome>;
  /** Whether another mail can be sent. */
  isOpen: () => boolean;
  close: () => void;
}

/** Bounds a step to the time of this many responses, even if they arrive slowly. */
const MAX_RESPONSES = 10;

/** Connects, starts TLS and logs in, according to the settings. A failed step closes the connection. */
export async function openSmtpSession(
  server: SmtpServer,
): Promise<{ ok: true; session: SmtpSession } | { ok: false; fault: SmtpFault }> {
  let socket: Socket;
  try {
    socket = await connectPermitted(server, server.network);
  } catch (error) {
    return { ok: false, fault: toFault(error, false) };
  }
  const { SMTPConnection } = await import('./nodemailer.ts');
  const connection = new SMTPConnection({
    connection: socket,
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    tls: { rejectUnauthorized: server.verify, ...(server.ca !== null && { ca: server.ca }) },
    connectionTimeout: server.timeout_ms,
    greetingTimeout: server.timeout_ms,
    socketTimeout: server.timeout_ms,
    socketCloseTimeout: 1000,
  });
  limitDescriptions(connection);
  // Each step handles its own error; after an error between two steps, the next step fails.
  connection.on('error', () => undefined);
  const limit = server.timeout_ms * MAX_RESPONSES;
  const name = formatAuthority(server.host, server.port);
  try {
    await traceWork('mail', { subject: () => `${name}, tls ${server.tls}`, describe: () => 'ready' }, () =>
      runStep<unknown>(connection, limit, (done) => connection.connect(done)),
    );
    if (server.login !== null) {
      const { user, pass } = server.login;
      if (!connection.allowsAuth) throw Object.assign(new Error(), { code: 'EAUTH' });
      await traceWork('login', { subject: () => `to ${name}`, describe: () => 'accepted' }, () =>
        runStep<unknown>(connection, limit, (done) => connection.login({ user, pass }, done)),
      );
    }
    return { ok: true, session: createSession(connection, limit, name) };
  } catch (error) {
    connection.close();
    return { ok: false, fault: { ...toFault(error, false), upgrading: connection.upgrading === true } };
  }
}

/** Limits the TLS socket when nodemailer, which creates it, assigns it: there is no event before the handshake. */
function limitDescriptions(connection: SMTPConnection): void {
  let current = connection._socket;
  Object.defineProperty(connection, '_socket', {
    get: () => current,
    set: (socket: SMTPConnection['_socket']) => {
      current = socket instanceof TLSSocket ? limitDescription(socket) : socket;
    },
  });
}

function createSession(connection: SMTPConnection, limit: number, name: string): SmtpSession {
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
        const traced = { subject: () => `${name} to ${formatCount(to.length, 'recipient')}`, describe: describeSent };
        const sent = await traceWork('mail', traced, () =>
          runStep<SentInfo>(connection, limit + to.length * 1000, (done) =>
            connection.send({ from, to, size: message.length }, stream, done),
          ),
        );
        const refused = (sent.rejectedErrors ?? []).map(({ recipient, responseCode }) => ({
          address: recipient ?? '',
          status: responseCode ?? null,
        }));
        return { ok: true, refused };
      } catch (error) {
        const fault = toFault(error, handedOver);
        // The transaction must be reset before the next mail (RFC 5321 section 4.1.1.5).
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

/** For the trace. */
function describeSent({ rejectedErrors = [] }: SentInfo): string {
  return rejectedErrors.length === 0
    ? 'accepted'
    : `accepted, but for ${formatCount(rejectedErrors.length, 'recipient')}`;
}

/** Runs one command until it is answered, the connection ends, or `limit` milliseconds have passed. */
function runStep<T>(
  connection: SMTPConnection,
  limit: number,
  start: (done: (error?: Error | null, response?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(Object.assign(new Error(), { code: 'ETIMEDOUT' })), limit);
    const onError = (error: Error) => finish(error);
    const onEnd = () => finish(Object.assign(new Error(), { code: 'ECONNECTION' }));
    const finish = (error?: Error | null, response?: T) => {
      clearTimeout(timer);
      connection.off('error', onError).off('end', onEnd);
      if (!error) return resolve(response as T);
      reject(error);
      if ('code' in error && error.code === 'ETIMEDOUT') connection.close();
    };
    connection.on('error', onError).on('end', onEnd);
    start(finish);
  });
}

interface ConnectionError {
  code?: string;
  /** The code of the underlying system error. */
  originalCode?: string;
  command?: string;
  responseCode?: number;
}

function toFault(error: unknown, handedOver: boolean): SmtpFault {
  if (error instanceof ProxyError)
    return { code: error.code, status: null, handed_over: false, upgrading: false, proxy: error };
  const { code = '', originalCode, command = '', responseCode } = error as ConnectionError;
  const status = responseCode ?? null;
  const tls = findTlsProblem(originalCode ?? code);
  return {
    code: classifyError(code, originalCode, command, status),
    ...(tls && { tls }),
    status,
    // After a response to the mail itself, its outcome is known.
    handed_over: handedOver && status === null,
    upgrading: false,
  };
}

const ENVELOPE_ERRORS: Record<string, OwnFailureCode> = {
  'MAIL FROM': 'email-sender-refused',
  'RCPT TO': 'email-recipients-refused',
};

function classifyError(
  code: string,
  system: string | undefined,
  command: string,
  status: number | null,
): OwnFailureCode {
  if (status === 421) return 'email-server-busy';
  if (code === 'EDENIED') return 'email-denied';
  if (code === 'EAUTH') return status === null ? 'email-auth-unsupported' : 'email-auth-failed';
  if (code === 'EENVELOPE') return ENVELOPE_ERRORS[command] ?? 'email-refused';
  if (code === 'EMESSAGE') return command === 'MAIL FROM' ? 'email-too-large' : 'email-refused';
  // The server rejected STARTTLS, or does not list it in its response to EHLO (RFC 3207 section 4).
  if (status !== null && (code === 'ETLS' || command === 'EHLO')) return 'email-starttls-refused';
  const kind = classifyNetworkError(system ?? code);
  if (kind !== undefined) return kind === 'connection-reset' ? 'email-connection-lost' : `email-${kind}`;
  if (code === 'ETLS') return 'email-tls-failed';
  if (code === 'EPROTOCOL') return status === null || status < 400 ? 'email-not-smtp' : 'email-server-busy';
  return 'email-connection-lost';
}
