/** Scripted STARTTLS servers: a correct one for each protocol, and variants of them. */

import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import type { StartTls } from '../../src/domain/index.ts';
import { relayTdsPackets } from './tds.ts';
import { startTcpServer, startTlsServer, type TestServer } from './tls-server.ts';

/** The turn of a server: it sends something, sends nothing forever, or closes. */
export type ScriptTurn = string | Uint8Array | { does: 'stall' | 'close' };

export interface Script {
  /** Sent before the first message of the client; null: nothing. */
  greeting: ScriptTurn | null;
  /** One for each message of the client; TLS starts after the last one. */
  answers: readonly ScriptTurn[];
}

const STREAM = "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
const FEATURES = `<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>`;
const PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

/** Encodes a Protocol::HandshakeV10 with these flags. */
export function createMysqlHandshake(flags: number): Buffer {
  const payload = Buffer.concat([
    Buffer.from([10]),
    Buffer.from('11.8.0-MariaDB\0'),
    Buffer.alloc(4 + 8 + 1, 1),
    Buffer.from([flags & 0xff, flags >> 8, 45, 2, 0, 0, 0, 21]),
    Buffer.alloc(10 + 13, 1),
  ]);
  return Buffer.concat([Buffer.from([payload.length, 0, 0, 0]), payload]);
}

const MYSQL_SSL = 0x800;

/** Encodes an ExtendedResponse with this result code. */
export function createLdapResponse(code: number): Buffer {
  const result = [0x0a, 1, code, 0x04, 0, 0x04, 0];
  return Buffer.from([0x30, 5 + result.length, 0x02, 1, 1, 0x78, result.length, ...result]);
}

/** Encodes the server's PRELOGIN, with this byte for encryption. */
export function createTdsResponse(encryption: number): Buffer {
  const options = [0x00, 0, 11, 0, 6, 0x01, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, encryption];
  return Buffer.from([0x04, 1, 0, 8 + options.length, 0, 0, 1, 0, ...options]);
}

/** Encodes a connection confirm of Remote Desktop that selects this protocol, or, with another type, the code of a failure. */
export function createRdpResponse(protocol: number, type = 2): Buffer {
  return Buffer.from([3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, type, 0, 8, 0, protocol, 0, 0, 0]);
}

export const SCRIPTS: Record<StartTls, Script> = {
  smtp: {
    greeting: '220-mail.example\r\n220 ready\r\n',
    answers: ['250-mail.example\r\n250-SIZE 1000\r\n250 STARTTLS\r\n', '220 go ahead\r\n'],
  },
  lmtp: { greeting: '220 ready\r\n', answers: ['250-mail.example\r\n250 STARTTLS\r\n', '220 go ahead\r\n'] },
  imap: { greeting: '* OK ready\r\n', answers: ['* CAPABILITY IMAP4rev1\r\na1 OK begin\r\n'] },
  pop3: { greeting: '+OK ready\r\n', answers: ['+OK begin\r\n'] },
  sieve: { greeting: '"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK "ready"\r\n', answers: ['OK "begin"\r\n'] },
  nntp: { greeting: '201 ready\r\n', answers: ['382 begin\r\n'] },
  ftp: { greeting: '220-welcome\r\nto this server\r\n220 ready\r\n', answers: ['234 begin\r\n'] },
  ldap: { greeting: null, answers: [createLdapResponse(0)] },
  'xmpp-client': { greeting: null, answers: [`${STREAM}${FEATURES}`, PROCEED] },
  'xmpp-server': { greeting: null, answers: [`${STREAM}${FEATURES}`, `${PROCEED.replace('/>', '>')}</proceed>`] },
  irc: {
    greeting: null,
    answers: ['PING :x\r\n:irc.example NOTICE * :*** Found\r\n:irc.example 670 * :begin\r\n'],
  },
  postgres: { greeting: null, answers: ['S'] },
  mysql: { greeting: createMysqlHandshake(MYSQL_SSL), answers: [''] },
  mssql: { greeting: null, answers: [createTdsResponse(1)] },
  rdp: { greeting: null, answers: [createRdpResponse(2)] },
};

/** The length of what a client sends before TLS without waiting for a response. */
const MYSQL_REQUEST = 36;

/** Starts a server that runs a script of its protocol, and then serves this certificate over TLS. */
export async function startScriptedServer(
  made: CreatedCertificate,
  protocol: StartTls,
  script: Script,
): Promise<TestServer> {
  const secureContext = createSecureContext({ cert: made.certificate, key: made.privateKeyPem });
  const behind = protocol === 'mssql' ? await startTlsServer(made) : null;
  const server = await startTcpServer((socket) => {
    const answers = [...script.answers];
    const onData = (chunk: Buffer) => {
      const answer = answers.shift();
      if (answer === undefined) return;
      if (answers.length > 0) return void take(socket, answer, () => {});
      socket.off('data', onData).pause();
      if (protocol === 'mysql' && chunk.length > MYSQL_REQUEST) socket.unshift(chunk.subarray(MYSQL_REQUEST));
      take(socket, answer, () => {
        if (behind !== null) return relayTdsPackets(socket, behind.port);
        new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => {});
      });
    };
    socket.on('data', onData);
    if (script.greeting !== null) take(socket, script.greeting, () => {});
  });
  return {
    ...server,
    close: async () => {
      await server.close();
      await behind?.close();
    },
  };
}

function take(socket: Socket, turn: ScriptTurn, next: () => void): void {
  if (typeof turn === 'string' || turn instanceof Uint8Array) socket.write(turn, next);
  else if (turn.does === 'close') socket.destroy();
}
