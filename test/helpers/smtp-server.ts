/** A real SMTP server on loopback (RFC 5321, 3207, 4954), which records mails and returns configured responses. */

import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { startTcpServer, type TestServer } from './tls-server.ts';

interface ReceivedMail {
  from: string;
  to: string[];
  /** As received, without dot-stuffing. */
  raw: string;
  secure: boolean;
  /** null: not authenticated. */
  user: string | null;
}

/** The reaction to a command: this response, none, or closing the connection. */
type Reply = string | { does: 'hang' | 'close' };

export interface SmtpOptions {
  /** For STARTTLS, or with `implicit` for implicit TLS. */
  tls?: Pick<CreatedCertificate, 'certificate' | 'privateKeyPem'>;
  implicit?: boolean;
  login?: { user: string; pass: string };
  pipelining?: boolean;
  /** The maximum size of a mail, in bytes. */
  size?: number;
  /** Called for each line, and for `GREETING` and `MESSAGE` (after the final dot). undefined: the default response. */
  answer?: (line: string) => Reply | undefined;
}

export interface SmtpServer extends TestServer {
  mails: ReceivedMail[];
  /** All lines of all clients, except for messages. */
  lines: string[];
}

export async function startSmtpServer(options: SmtpOptions = {}): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const lines: string[] = [];
  const serve = (socket: Socket, secure: boolean) => serveSession(socket, secure, { options, mails, lines });
  const { tls } = options;
  const context = tls && createSecureContext({ cert: tls.certificate, key: tls.privateKeyPem });
  const server = await startTcpServer((socket) => {
    if (!options.implicit) return serve(socket, false);
    const secured = new TLSSocket(socket, { isServer: true, ...(context && { secureContext: context }) });
    serve(secured, true);
  });
  return { ...server, mails, lines };
}

interface SessionState {
  options: SmtpOptions;
  mails: ReceivedMail[];
  lines: string[];
}

function serveSession(socket: Socket, secure: boolean, { options, mails, lines }: SessionState): void {
  let mail = { from: '', to: [] as string[] };
  let message: string[] | null = null;
  let user: string | null = null;
  let left = '';
  let current = socket;
  let isSecure = secure;

  const send = (text: string) => void current.write(`${text}\r\n`);
  const reply = (line: string, own: () => void) => {
    const configured = options.answer?.(line);
    if (configured === undefined) own();
    else if (typeof configured === 'string') send(configured);
    else if (configured.does === 'close') current.destroy();
  };
  const extensions = () => [
    ...(options.tls && !isSecure ? ['STARTTLS'] : []),
    ...(options.login ? ['AUTH PLAIN LOGIN'] : []),
    ...(options.pipelining ? ['PIPELINING'] : []),
    ...(options.size === undefined ? [] : [`SIZE ${options.size}`]),
    '8BITMIME',
  ];
  const startTls = () => {
    send('220 go ahead');
    const { tls } = options;
    if (tls === undefined) return;
    current.removeAllListeners('data');
    const secureContext = createSecureContext({ cert: tls.certificate, key: tls.privateKeyPem });
    current = new TLSSocket(current, { isServer: true, secureContext });
    isSecure = true;
    current.on('error', () => {}).on('data', onData);
  };
  const logIn = (line: string) => {
    const [, name, pass] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
      .toString()
      .split('\0');
    if (name !== options.login?.user || pass !== options.login?.pass) return send('535 5.7.8 SECRET-OF-THE-SERVER');
    user = name ?? null;
    send('235 ok');
  };
  const COMMANDS: [RegExp, (line: string) => void][] = [
    [
      /^EHLO /i,
      () => {
        const all = ['mail.example', ...extensions()];
        for (const [index, one] of all.entries()) send(`250${index < all.length - 1 ? '-' : ' '}${one}`);
      },
    ],
    [/^STARTTLS$/i, () => (options.tls ? startTls() : send('502 what?'))],
    [/^AUTH PLAIN /i, logIn],
    [
      /^MAIL FROM:<(.*?)>/i,
      (line) => {
        mail = { from: /<(.*?)>/.exec(line)?.[1] ?? '', to: [] };
        send('250 ok');
      },
    ],
    [
      /^RCPT TO:/i,
      (line) => {
        mail.to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
        send('250 ok');
      },
    ],
    [
      /^DATA$/i,
      () => {
        if (mail.to.length === 0) return send('503 no recipients');
        message = [];
        send('354 go on');
      },
    ],
    [/^RSET$/i, () => send('250 ok')],
    [
      /^QUIT$/i,
      () => {
        send('221 bye');
        current.end();
      },
    ],
  ];
  const onLine = (line: string) => {
    if (message !== null) {
      if (line !== '.') return void message.push(line.replace(/^\./, ''));
      const raw = message.join('\r\n');
      message = null;
      return reply('MESSAGE', () => {
        mails.push({ ...mail, raw, secure: isSecure, user });
        send('250 ok');
      });
    }
    lines.push(line);
    reply(line, () => (COMMANDS.find(([pattern]) => pattern.test(line))?.[1] ?? (() => send('500 what?')))(line));
  };
  const onData = (chunk: Buffer) => {
    const all = (left + chunk.toString('latin1')).split('\r\n');
    left = all.pop() ?? '';
    for (const line of all) onLine(line);
  };
  socket.on('error', () => {}).on('data', onData);
  reply('GREETING', () => send('220 mail.example ESMTP'));
}
