/** The STARTTLS dialogue of each protocol. */

import type { Duplex } from 'node:stream';
import type { StartTls } from '../../domain/index.ts';
import {
  type DialogueOutcome,
  type DialogueStep,
  describeDialogue,
  describeStreamError,
  runDialogue,
} from '../../lib/network/dialogue.ts';
import { traceWork } from '../../lib/trace/trace.ts';
import {
  createFtpParser,
  createLineParser,
  createNntpParser,
  createRdpRequest,
  createSmtpParser,
  MYSQL_CLIENT_SSL,
  parseLdapReply,
  parseMysqlGreeting,
  parsePostgresReply,
  parseRdpReply,
  parseXmppFeatures,
  parseXmppProceed,
} from './parse-replies.ts';
import { createTdsPrelogin, parseTdsReply } from './tds.ts';

const greeting = (reply: DialogueStep['reply']): DialogueStep => ({ name: 'greeting', send: null, reply });
const command = (text: string, reply: DialogueStep['reply']): DialogueStep => ({
  name: text.replace(/^a1 /, '').replace(/ certvigil.*/, ''),
  send: `${text}\r\n`,
  reply,
});

/** The required client name, which does not reveal anything about this machine. */
const CLIENT_NAME = 'certvigil.invalid';

const POP3_REPLY = createLineParser({ accepted: /^\+OK(?: |$)/, refused: /^-ERR(?: |$)/ });

const SIEVE_REPLY = createLineParser({ more: /^"/, accepted: /^OK(?: |$)/i, refused: /^(?:NO|BYE)(?: |$)/i });

/** The extended request 1.3.6.1.4.1.1466.20037 with message ID 1 (RFC 4511 section 4.14.1). */
const LDAP_STARTTLS = Buffer.concat([
  Buffer.from([0x30, 0x1d, 0x02, 0x01, 0x01, 0x77, 0x18, 0x80, 0x16]),
  Buffer.from('1.3.6.1.4.1.1466.20037'),
]);

/** SSLRequest: its length, and a code instead of the protocol version. */
const POSTGRES_SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** Creates a Protocol::SSLRequest: flags (TLS, protocol 4.1, authentication), maximum packet size, character set, filler. */
function mysqlSslRequest(): Buffer {
  const request = Buffer.alloc(4 + 32);
  request.writeUIntLE(32, 0, 3);
  request[3] = 1;
  request.writeUInt32LE(MYSQL_CLIENT_SSL | 0x200 | 0x8000, 4);
  request.writeUInt32LE(0x01000000, 8);
  request[12] = 45;
  return request;
}

function smtp(hello: 'EHLO' | 'LHLO'): DialogueStep[] {
  return [
    greeting(createSmtpParser(220)),
    command(`${hello} ${CLIENT_NAME}`, createSmtpParser(250)),
    command('STARTTLS', createSmtpParser(220)),
  ];
}

function xmpp(namespace: string, name: string): DialogueStep[] {
  const header =
    `<?xml version='1.0'?><stream:stream xmlns='${namespace}' ` +
    `xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='${name}'>`;
  return [
    { name: 'stream', send: header, reply: parseXmppFeatures },
    { name: 'starttls', send: "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", reply: parseXmppProceed },
  ];
}

interface Protocol {
  /** The name in messages. */
  title: string;
  /** `name` is the server name in ASCII. */
  steps: (name: string) => DialogueStep[];
}

export const STARTTLS_PROTOCOLS: Record<StartTls, Protocol> = {
  // RFC 3207
  smtp: { title: 'SMTP', steps: () => smtp('EHLO') },
  // RFC 2033
  lmtp: { title: 'LMTP', steps: () => smtp('LHLO') },
  // RFC 9051 section 6.2.1. A preauthenticated session cannot use STARTTLS.
  imap: {
    title: 'IMAP',
    steps: () => [
      greeting(createLineParser({ accepted: /^\* OK(?: |$)/i, refused: /^\* (?:PREAUTH|BYE)(?: |$)/i })),
      command(
        'a1 STARTTLS',
        createLineParser({ more: /^\* /, accepted: /^a1 OK(?: |$)/i, refused: /^a1 (?:NO|BAD)(?: |$)/i }),
      ),
    ],
  },
  // RFC 2595 section 4
  pop3: { title: 'POP3', steps: () => [greeting(POP3_REPLY), command('STLS', POP3_REPLY)] },
  // RFC 5804 section 2.2
  sieve: { title: 'ManageSieve', steps: () => [greeting(SIEVE_REPLY), command('STARTTLS', SIEVE_REPLY)] },
  // RFC 4642 section 2.2
  nntp: {
    title: 'NNTP',
    steps: () => [greeting(createNntpParser(/^20[01](?: |$)/)), command('STARTTLS', createNntpParser(/^382(?: |$)/))],
  },
  // RFC 4217 section 4. Some servers reply 334, which RFC 2228 defines for replies with more data.
  ftp: { title: 'FTP', steps: () => [greeting(createFtpParser(220)), command('AUTH TLS', createFtpParser(234, 334))] },
  ldap: { title: 'LDAP', steps: () => [{ name: 'StartTLS', send: LDAP_STARTTLS, reply: parseLdapReply }] },
  'xmpp-client': { title: 'XMPP', steps: (name) => xmpp('jabber:client', name) },
  'xmpp-server': { title: 'XMPP server-to-server', steps: (name) => xmpp('jabber:server', name) },
  // IRCv3 specification `tls`. Notices, pings and "please wait" (020, 439) can come at any time.
  irc: {
    title: 'IRC',
    steps: () => [
      command(
        'STARTTLS',
        createLineParser({
          more: /^(?:@\S+ )?(?::\S+ )?(?:NOTICE|PING|CAP|020|439)(?: |$)/i,
          accepted: /^(?:@\S+ )?(?::\S+ )?670(?: |$)/,
          refused: /^(?:@\S+ )?(?::\S+ )?(?:[45678]\d\d|ERROR)(?: |$)/i,
        }),
      ),
    ],
  },
  postgres: {
    title: 'PostgreSQL',
    steps: () => [{ name: 'SSLRequest', send: POSTGRES_SSL_REQUEST, reply: parsePostgresReply }],
  },
  mysql: {
    title: 'MySQL',
    steps: () => [greeting(parseMysqlGreeting), { name: 'SSLRequest', send: mysqlSslRequest(), reply: null }],
  },
  mssql: { title: 'SQL Server', steps: () => [{ name: 'PRELOGIN', send: createTdsPrelogin(), reply: parseTdsReply }] },
  rdp: {
    title: 'Remote Desktop',
    steps: () => [{ name: 'connection request', send: createRdpRequest(), reply: parseRdpReply }],
  },
};

/** Prepares a connected stream for the TLS handshake. See `runDialogue`. */
export function negotiateStartTls(
  stream: Duplex,
  protocol: StartTls,
  name: string,
  onStep: (step: string) => void,
): Promise<DialogueOutcome> {
  const traced = {
    subject: () => `${STARTTLS_PROTOCOLS[protocol].title} with ${name}`,
    describe: describeDialogue,
    describeError: (error: unknown) => describeStreamError(stream, error),
  };
  return traceWork('starttls', traced, () => runDialogue(stream, STARTTLS_PROTOCOLS[protocol].steps(name), onStep));
}
