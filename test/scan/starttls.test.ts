import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { StartTls } from '../../src/domain/index.ts';
import { STARTTLS_PROTOCOLS } from '../../src/scan/starttls/protocols.ts';
import { fingerprintOrCode, fingerprints, formatDetail, readEndpoint } from '../helpers/reading.ts';
import {
  createLdapResponse,
  createMysqlHandshake,
  createRdpResponse,
  createTdsResponse,
  SCRIPTS,
  type Script,
  type ScriptTurn,
  startScriptedServer,
} from '../helpers/starttls-server.ts';
import { startTcpServer, startTlsServer, type TestServer } from '../helpers/tls-server.ts';

let leaf: CreatedCertificate;
const servers: TestServer[] = [];

beforeAll(async () => {
  leaf = await createCertificate({
    commonName: 'mail.example',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
  });
});

afterAll(() => Promise.all(servers.map((server) => server.close())));

const NAMES = Object.keys(SCRIPTS) as StartTls[];

async function readFrom(starttls: StartTls, script: Script, timeout_seconds = 20) {
  const server = await startScriptedServer(leaf, starttls, script);
  servers.push(server);
  return readEndpoint({ port: server.port, starttls, timeout_seconds });
}

describe.each(NAMES)('%s', (starttls) => {
  const correct = SCRIPTS[starttls];
  const turns = correct.greeting === null ? correct.answers : [correct.greeting, ...correct.answers];
  const last = correct.answers.length - 1;

  /** The correct script with another turn at one position. */
  const withTurn = (at: number, turn: ScriptTurn): Script => {
    const changed = turns.with(at, turn);
    return correct.greeting === null
      ? { greeting: null, answers: changed }
      : { greeting: changed[0] ?? null, answers: changed.slice(1) };
  };

  it('reads the certificate', async () => {
    const { location, waits } = await readFrom(starttls, correct);
    expect(fingerprints(location)).toEqual([leaf.fingerprint]);
    expect(waits).toEqual([]);
  });

  // In MySQL, TLS follows the client's request without a response.
  const spoken = turns.flatMap((_, at) => (starttls === 'mysql' && at === 1 ? [] : [at]));

  it.each(spoken)('rejects an unexpected reply at turn %i', async (at) => {
    const { location, waits } = await readFrom(starttls, withTurn(at, 'HTTP/1.0 400 Bad Request\r\n\r\n'));
    expect(fingerprintOrCode(location)).toBe('starttls-unexpected-reply');
    expect(formatDetail(location)).toContain(`starttls: ${starttls}`);
    expect(waits).toEqual([]);
  });

  it.each(spoken)('reports a closed connection at turn %i', async (at) => {
    expect(fingerprintOrCode((await readFrom(starttls, withTurn(at, { does: 'close' }))).location)).toBe(
      'endpoint-closed',
    );
  });

  it.concurrent.each(spoken)('times out at turn %i with the step in the message', async (at) => {
    const { location, waits } = await readFrom(starttls, withTurn(at, { does: 'stall' }), 1);
    expect(fingerprintOrCode(location)).toBe('endpoint-timeout');
    expect(formatDetail(location)).toMatch(/\(STARTTLS for .+, .+\)/);
    expect(waits).toEqual([]);
  });

  it('rejects plain text after STARTTLS was accepted', async () => {
    const agreement = correct.answers[last] as string | Uint8Array;
    const extra = starttls === 'mysql' ? 0 : turns.length - 1;
    const before = starttls === 'mysql' ? (correct.greeting as Uint8Array) : agreement;
    const { location } = await readFrom(
      starttls,
      withTurn(extra, Buffer.concat([Buffer.from(before), Buffer.from('\r\n* x')])),
    );
    expect(fingerprintOrCode(location)).toBe('starttls-injection');
  });

  it('rejects endless plain text', async () => {
    const flood = Buffer.alloc(10 * 1024 * 1024, turns[0] as string);
    const at = correct.greeting === null ? { greeting: null, answers: [flood] } : { greeting: flood, answers: [] };
    const { location, waits } = await readFrom(starttls, at as Script);
    expect(fingerprintOrCode(location)).toMatch(/^starttls-(unexpected-reply|reply-too-long|injection)$/);
    expect(waits).toEqual([]);
  });
});

describe('a server refuses STARTTLS', () => {
  const { smtp, lmtp, imap, pop3, sieve, nntp, ftp, irc } = SCRIPTS;
  const xmpp = (answer: string): Script => ({ greeting: null, answers: [answer] });
  it.each<[StartTls, string, Script]>([
    ['smtp', 'because it is busy', { ...smtp, greeting: '554 no\r\n' }],
    ['smtp', 'the greeting', { ...smtp, answers: ['550 no\r\n'] }],
    ['smtp', 'STARTTLS', { ...smtp, answers: ['250 mail.example\r\n', '502 unknown\r\n'] }],
    ['lmtp', 'STARTTLS', { ...lmtp, answers: ['250 mail.example\r\n', '454 no TLS\r\n'] }],
    ['imap', 'because the session is already authenticated', { ...imap, greeting: '* PREAUTH\r\n' }],
    ['imap', 'STARTTLS', { ...imap, answers: ['a1 BAD what?\r\n'] }],
    ['pop3', 'STLS', { ...pop3, answers: ['-ERR unknown\r\n'] }],
    ['sieve', 'STARTTLS', { ...sieve, answers: ['NO "no"\r\n'] }],
    ['nntp', 'STARTTLS', { ...nntp, answers: ['580 no\r\n'] }],
    ['ftp', 'AUTH TLS', { ...ftp, answers: ['530-no\r\n not here\r\n530 log in\r\n'] }],
    ['ldap', 'StartTLS', { greeting: null, answers: [createLdapResponse(2)] }],
    ['xmpp-client', 'by not offering it', xmpp("<stream:stream id='1'><stream:features></stream:features>")],
    ['xmpp-client', 'by offering no features', xmpp("<stream:stream id='1'><stream:features/>")],
    ['xmpp-server', 'the name', xmpp("<stream:stream id='1'><stream:error><host-unknown/></stream:error>")],
    [
      'xmpp-client',
      'to proceed',
      { ...SCRIPTS['xmpp-client'], answers: [SCRIPTS['xmpp-client'].answers[0] as string, '<failure/>'] },
    ],
    ['irc', 'STARTTLS', { ...irc, answers: [':irc.example 691 * :no\r\n'] }],
    ['irc', 'without its name', { ...irc, answers: ['691 * :no\r\n'] }],
    ['irc', 'an unknown command', { ...irc, answers: [':irc.example 421 * STARTTLS :Unknown command\r\n'] }],
    ['irc', 'every client', { ...irc, answers: ['ERROR :Closing link\r\n'] }],
    ['postgres', 'TLS', { greeting: null, answers: ['N'] }],
    ['postgres', 'with an error', { greeting: null, answers: ['E\0\0\0\x05x'] }],
    ['mysql', 'because it has no TLS', { greeting: createMysqlHandshake(0), answers: [''] }],
    ['mysql', 'the client host', { greeting: Buffer.from([4, 0, 0, 0, 0xff, 0x6a, 4, 0x48]), answers: [''] }],
    ['mssql', 'because it has no TLS', { greeting: null, answers: [createTdsResponse(2)] }],
    ['rdp', 'with a failure', { greeting: null, answers: [createRdpResponse(2, 3)] }],
    ['rdp', 'by selecting its old protocol', { greeting: null, answers: [createRdpResponse(0)] }],
    [
      'rdp',
      'by negotiating nothing',
      { greeting: null, answers: [Buffer.from([3, 0, 0, 11, 6, 0xd0, 0, 0, 0, 0, 0])] },
    ],
  ])('over %s: %s', async (starttls, _, script) => {
    const { location, waits } = await readFrom(starttls, script);
    expect(fingerprintOrCode(location)).toBe('starttls-refused');
    expect(waits).toEqual([]);
  });
});

describe('an invalid reply', () => {
  it.each<[StartTls, string, number[]]>([
    ['ldap', 'an indefinite length', [0x30, 0x80, 0, 0]],
    ['ldap', 'a length over 4 GB', [0x30, 0x85, 1, 1, 1, 1, 1]],
    ['ldap', 'a response to another request', [0x30, 5, 2, 1, 1, 0x61, 0]],
    ['rdp', 'another packet of X.224', [3, 0, 0, 11, 6, 0xe0, 0, 0, 0, 0, 0]],
    ['rdp', 'a packet shorter than its header', [3, 0, 0, 4]],
    ['mssql', 'a packet shorter than its header', [4, 1, 0, 3, 0, 0, 0, 0]],
    ['mssql', 'options with offsets outside the packet', [4, 1, 0, 13, 0, 0, 0, 0, 1, 9, 9, 0, 1]],
  ])('over %s: %s', async (starttls, _, bytes) => {
    const { location } = await readFrom(starttls, { greeting: null, answers: [Buffer.from(bytes)] });
    expect(fingerprintOrCode(location)).toBe('starttls-unexpected-reply');
  });

  it('over mysql: an unterminated version', async () => {
    const { location } = await readFrom('mysql', { greeting: Buffer.from([3, 0, 0, 0, 10, 1, 1]), answers: [] });
    expect(fingerprintOrCode(location)).toBe('starttls-unexpected-reply');
  });
});

it.each(['smtp', 'postgres'] as const)(
  'a port that uses implicit TLS is reported as such over %s',
  async (starttls) => {
    const server = await startTlsServer(leaf);
    servers.push(server);
    const { location } = await readEndpoint({ port: server.port, starttls, timeout_seconds: 1 });
    expect(formatDetail(location)).toMatch(/If the port uses implicit TLS, remove `starttls`\.$/);
  },
);

it('no bytes make a parser throw or consume more than it received', () => {
  const replies = NAMES.flatMap((name) =>
    STARTTLS_PROTOCOLS[name].steps('mail.example').flatMap(({ reply }) => reply ?? []),
  );
  const heads = NAMES.flatMap((name) => [SCRIPTS[name].greeting, ...SCRIPTS[name].answers])
    .filter((turn) => typeof turn === 'string' || turn instanceof Uint8Array)
    .map((turn) => Buffer.from(turn));
  const received = fc
    .tuple(fc.constantFrom(...heads), fc.nat(200), fc.uint8Array({ maxLength: 200 }))
    .map(([head, cut, tail]) => Buffer.concat([head.subarray(0, cut), tail]));
  fc.assert(
    fc.property(fc.constantFrom(...replies), received, (reply, bytes) => {
      const found = reply(bytes);
      if (found === null) return;
      expect(found.length).toBeGreaterThan(0);
      if (found.verdict === 'accepted' || found.verdict === 'more')
        expect(found.length).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 2000 },
  );
});

describe('an unusual reply', () => {
  const { irc, ftp } = SCRIPTS;
  it.each<[StartTls, string, Script]>([
    ['irc', 'a 670 reply without the server name', { ...irc, answers: ['670 * :begin\r\n'] }],
    ['irc', 'a 670 reply with tags', { ...irc, answers: ['@time=x :irc.example 670 * :begin\r\n'] }],
    ['irc', 'a notice to wait', { ...irc, greeting: ':irc.example 020 * :Please wait\r\n' }],
    ['irc', 'another notice to wait', { ...irc, greeting: ':irc.example 439 * :Please wait\r\n' }],
    ['ftp', 'a code of RFC 2228', { ...ftp, answers: ['334 begin\r\n'] }],
  ])('over %s is accepted: %s', async (starttls, _, script) => {
    expect(fingerprints((await readFrom(starttls, script)).location)).toEqual([leaf.fingerprint]);
  });
});

it('early notices of an IRC server are ignored', async () => {
  const { location } = await readFrom('irc', { ...SCRIPTS.irc, greeting: ':irc.example NOTICE * :*** Looking up\r\n' });
  expect(fingerprints(location)).toEqual([leaf.fingerprint]);
});

it.each<[StartTls, string[]]>([
  ['pop3', ['+OK begin\r\n', '+OK plain\r\n']],
  ['mssql', [createTdsResponse(1).toString('latin1'), '+OK plain\r\n']],
])(
  'plain text over %s shortly after the STARTTLS response is reported like plain text sent with it',
  async (starttls, answers) => {
    const server = await startTcpServer((socket) => {
      const left = answers.map((answer) => Buffer.from(answer, 'latin1'));
      socket.on('data', () => socket.write(left.shift() ?? ''));
      if (starttls === 'pop3') socket.write('+OK ready\r\n');
    });
    servers.push(server);
    expect(fingerprintOrCode((await readEndpoint({ port: server.port, starttls })).location)).toBe(
      'starttls-injection',
    );
  },
);
