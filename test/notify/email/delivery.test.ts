// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate, createKeys } from '../../../src/app/demo/create-certificate.ts';
import type { Email } from '../../../src/domain/index.ts';
import { startHttpProxy, startSocksProxy } from '../../helpers/proxy.ts';
import { type SmtpOptions, type SmtpServer, startSmtpServer } from '../../helpers/smtp-server.ts';
import { findRefusingPort, startPlainHttpServer, startTlsServer } from '../../helpers/tls-server.ts';
import { createEmail, deliverEvents, type TestEvent } from './events.ts';

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function startServer(options: SmtpOptions = {}): Promise<SmtpServer> {
  const server = await startSmtpServer(options);
  open.push(server);
  return server;
}

let directory: string;
let made: CreatedCertificate;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'certvigil-mail-'));
  const day = 86_400_000;
  made = await createCertificate({
    commonName: 'localhost',
    sans: ['localhost', '127.0.0.1'],
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    keys: await createKeys('ec'),
  });
  await writeFile(path.join(directory, 'ca.pem'), made.certificate);
});
afterAll(() => rm(directory, { recursive: true }));

const LOGIN = { user: 'certs', pass: 'hunter-2-hunter' };
const secure: Partial<Email> = {
  host: 'localhost',
  tls: 'starttls',
  ca_file: 'ca.pem',
  username: 'certs',
  password: '$' + '{MAIL_PASSWORD}',
};
const env = { MAIL_PASSWORD: LOGIN.pass };

const THREE: TestEvent[] = ['a', 'b', 'c'].map((name) => ({ data: { certificate: name, alert_key: name } }));

describe('mail delivery', () => {
  it('sends several mails over one authenticated STARTTLS session, in order', async () => {
    const server = await startServer({ tls: made, login: LOGIN });
    const { receipts } = await deliverEvents([createEmail({ ...secure, port: server.port })], THREE, {
      env,
      root: directory,
    });
    expect(receipts.map(({ status, attempts, error }) => [status, attempts, error])).toEqual(
      THREE.map(() => ['sent', 1, null]),
    );
    expect(server.connections()).toBe(1);
    expect(server.mails.map(({ raw }) => /^Subject: (.*)/m.exec(raw)?.[1])).toEqual([
      '[certvigil] a expires in 13 days',
      '[certvigil] b expires in 13 days',
      '[certvigil] c expires in 13 days',
    ]);
    expect(server.mails[0]).toMatchObject({ secure: true, user: 'certs', from: 'certs@example.com' });
  });

  it('uses implicit TLS', async () => {
    const server = await startServer({ tls: made, implicit: true, login: LOGIN });
    const email = createEmail({ ...secure, tls: 'implicit', port: server.port });
    const { receipts } = await deliverEvents([email], [{}], { env, root: directory });
    expect(receipts).toMatchObject([{ status: 'sent' }]);
    expect(server.mails).toMatchObject([{ secure: true, user: 'certs' }]);
  });

  it('supports a server with PIPELINING', async () => {
    const server = await startServer({ pipelining: true });
    const { receipts } = await deliverEvents([createEmail({ port: server.port })], THREE);
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(server.mails.map(({ to }) => to)).toEqual(THREE.map(() => ['ops@example.com']));
  });

  it('sends to the owner of the certificate with to_owner, if that is a mail address', async () => {
    const server = await startServer();
    const owners = ['Jane <jane@example.com>', '@example/payments', 'OPS@example.com', null];
    const testEvents = owners.map((owner) => ({ data: { owner } }));
    await deliverEvents([createEmail({ port: server.port, to_owner: true, cc: ['audit@example.com'] })], testEvents);
    expect(server.mails.map(({ to }) => to.join(' '))).toEqual([
      'ops@example.com jane@example.com audit@example.com',
      'ops@example.com audit@example.com',
      'ops@example.com audit@example.com',
      'ops@example.com audit@example.com',
    ]);
  });

  it('sends one mail per group, to the owners of all its certificates', async () => {
    const server = await startServer();
    const testEvents = ['jane', 'joe', 'jane'].map((owner, index) => ({
      data: { certificate: `shop-${index}`, alert_key: `shop-${index}`, owner: `${owner}@example.com` },
    }));
    const group = { by: ['rule'], max_events: 20 };
    const { receipts } = await deliverEvents([createEmail({ port: server.port, to_owner: true })], testEvents, {
      group,
    });
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(server.mails.map(({ to }) => to)).toEqual([['ops@example.com', 'jane@example.com', 'joe@example.com']]);
    expect(server.mails[0]?.raw).toContain('shop-2 expires in 13 days');
  });

  it('sends one mail for all alerts about a CA, if messages are limited', async () => {
    const record = { fingerprint: 'a', location: null, threshold: 30, topic: 'expiry_warning/issuer', locations: [] };
    const testEvents = ['a', 'b', 'c'].map((name) => ({ data: { certificate: name, alert_key: name }, record }));
    const server = await startServer();
    await deliverEvents([createEmail({ port: server.port, max_messages: 10 })], testEvents);
    expect(server.mails).toHaveLength(1);
    await deliverEvents([createEmail({ port: server.port, max_messages: null })], testEvents);
    expect(server.mails).toHaveLength(4);
  });

  it('reconnects if the server closed the session between two mails', async () => {
    let seen = 0;
    const server = await startServer({
      answer: (line) => {
        if (!line.startsWith('MAIL')) return undefined;
        seen += 1;
        return seen === 2 ? { does: 'close' } : undefined;
      },
    });
    const { receipts } = await deliverEvents([createEmail({ port: server.port })], THREE);
    expect(receipts.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['sent', 1],
      ['sent', 2],
      ['sent', 1],
    ]);
    expect(server.connections()).toBe(2);
  });

  it('reports a rejected recipient once, and sends to the others', async () => {
    const server = await startServer({
      answer: (line) => (line.startsWith('RCPT TO:<gone@') ? '550 5.1.1 SECRET-OF-THE-SERVER' : undefined),
    });
    const email = createEmail({ port: server.port, to: ['ops@example.com', 'gone@example.com', 'cto@example.com'] });
    const { receipts, problems } = await deliverEvents([email], THREE);
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(server.mails.map(({ to }) => to)).toEqual(THREE.map(() => ['ops@example.com', 'cto@example.com']));
    expect(problems).toEqual([
      {
        code: 'email-recipient-refused',
        detail: `email "ops" at 127.0.0.1:${server.port}: the email was sent, but the server rejected the recipient gone@example.com (550). Check to, cc and the owners of certificates.`,
      },
    ]);
  });

  it.each(['127.0.0.1', 'localhost'])('connects to no denied address (%s)', async (host) => {
    const server = await startServer();
    const email = createEmail({ host, port: server.port });
    const { receipts } = await deliverEvents([email], THREE, { deny: ['127.0.0.0/8', '::1'] });
    expect(receipts.map(({ attempts, error }) => [attempts, error?.code])).toEqual([
      [1, 'email-denied'],
      [0, 'email-denied'],
      [0, 'email-denied'],
    ]);
    expect(server.connections()).toBe(0);
  });

  it.each([
    ['mail.example.com', ' at mail.example.com:25'],
    ['${MAIL}', ''],
    ['mail.${ZONE}', ''],
  ])('shows the server unless it contains a variable: %s', async (host, shown) => {
    const env = { MAIL: 'secret.example', ZONE: 'secret.example' };
    const { receipts } = await deliverEvents([createEmail({ host, ca_file: 'missing.pem' })], [{}], { env });
    expect(receipts[0]?.error?.detail).toContain(`email "ops"${shown}: ca_file missing.pem`);
    expect(receipts[0]?.error?.detail).not.toContain('secret');
  });

  it('does not show a rejected recipient that comes from a variable', async () => {
    const server = await startServer({ answer: (line) => (line.startsWith('RCPT TO:<gone@') ? '550 no' : undefined) });
    const email = createEmail({ port: server.port, to: ['ops@example.com'], cc: [`$\{GONE}`] });
    const { problems } = await deliverEvents([email], THREE, { env: { GONE: 'On call <gone@x.example>' } });
    expect(problems).toMatchObject([{ detail: expect.stringContaining('the recipient *** (550)') }]);
    expect(JSON.stringify(problems)).not.toMatch(/gone@/i);
  });
});

interface Failing {
  server?: SmtpOptions;
  email?: Partial<Email>;
  code: string;
  attempts?: number;
  /** Whether the message says that the mail may have been accepted. */
  doubt?: boolean;
}

const replies = (start: string, reply: string) => ({
  answer: (line: string) => (line.startsWith(start) ? reply : undefined),
});
const does = (start: string, what: 'hang' | 'close') => ({
  answer: (line: string) => (line.startsWith(start) ? ({ does: what } as const) : undefined),
});
const brief: Partial<Email> = { timeout_seconds: 0.3 };
/** Long enough for everything before the mail. */
const patient: Partial<Email> = { timeout_seconds: 1.5 };
const SAID = 'SECRET-OF-THE-SERVER';

const FAILURES: Record<string, Failing> = {
  'rejects the sender': { server: replies('MAIL', `553 5.7.1 ${SAID}`), code: 'email-sender-refused' },
  'rejects the only recipient': { server: replies('RCPT', `550 5.7.1 ${SAID}`), code: 'email-recipients-refused' },
  'rejects the recipient with PIPELINING': {
    server: { pipelining: true, ...replies('RCPT', `450 4.2.0 ${SAID}`) },
    code: 'email-recipients-refused',
  },
  'rejects DATA': { server: replies('DATA', `554 5.5.1 ${SAID}`), code: 'email-refused' },
  'rejects the content': { server: replies('MESSAGE', `554 5.7.1 ${SAID}`), code: 'email-refused' },
  'rejects the size': { server: { size: 300 }, code: 'email-too-large' },
  'is busy': { server: replies('GREETING', `421 4.3.2 ${SAID}`), code: 'email-server-busy', attempts: 3 },
  'rejects the connection in its greeting': {
    server: replies('GREETING', `554 5.3.2 ${SAID}`),
    code: 'email-server-busy',
    attempts: 3,
  },
  'rejects the password': {
    server: { login: { user: 'certs', pass: 'another' } },
    email: { username: 'certs', password: 'wrong-wrong' },
    code: 'email-auth-failed',
  },
  'does not support authentication': {
    email: { username: 'certs', password: 'wrong-wrong' },
    code: 'email-auth-unsupported',
  },
  'does not support STARTTLS': { email: { tls: 'starttls' }, code: 'email-starttls-refused' },
  'never greets': { server: does('GREETING', 'hang'), email: brief, code: 'email-timeout', attempts: 3 },
  'hangs after EHLO': { server: does('EHLO', 'hang'), email: brief, code: 'email-timeout', attempts: 3 },
  'hangs after DATA': { server: does('DATA', 'hang'), email: patient, code: 'email-timeout' },
  'hangs after the complete mail': {
    server: does('MESSAGE', 'hang'),
    email: patient,
    code: 'email-timeout',
    doubt: true,
  },
  'closes after the complete mail': { server: does('MESSAGE', 'close'), code: 'email-connection-lost', doubt: true },
  'closes before its greeting': { server: does('GREETING', 'close'), code: 'email-connection-lost', attempts: 3 },
  'closes after DATA': { server: does('DATA', 'close'), code: 'email-connection-lost' },
};

/** Does not respond to anything in TLS. */
const silentInTls = (line: string): { does: 'hang' } | undefined =>
  /^(EHLO |GREETING$)/.test(line) ? undefined : { does: 'hang' };

describe('failures of the server', () => {
  it.each(Object.entries(FAILURES))(
    'reports a server that %s',
    async (_, { server: options, email, code, attempts = 1, doubt = false }) => {
      const server = await startServer(options);
      const { receipts } = await deliverEvents([createEmail({ port: server.port, ...email })]);
      expect(receipts).toMatchObject([{ status: 'failed', attempts, error: { code } }]);
      const detail = receipts[0]?.error?.detail ?? '';
      expect(detail).toMatch(/^email "ops" at 127\.0\.0\.1:\d+: /);
      expect(detail).not.toContain(SAID);
      expect(detail.includes('the server may have accepted it')).toBe(doubt);
      expect(server.mails).toEqual([]);
    },
  );

  it('reports a server that accepts STARTTLS and then does not respond', async () => {
    const server = await startServer({ answer: (line) => (line === 'STARTTLS' ? '220 go ahead' : silentInTls(line)) });
    const { receipts } = await deliverEvents([createEmail({ port: server.port, ...brief, tls: 'starttls' })]);
    expect(receipts).toMatchObject([{ status: 'failed', attempts: 3, error: { code: 'email-timeout' } }]);
    expect(receipts[0]?.error?.detail).toContain('the server accepted STARTTLS, but then did not respond over TLS');
  });

  it('sends neither password nor mail to an untrusted server', async () => {
    const server = await startServer({ tls: made, login: LOGIN });
    const { receipts } = await deliverEvents([createEmail({ ...secure, port: server.port, ca_file: null })], [{}], {
      env,
    });
    expect(receipts).toMatchObject([{ status: 'failed', error: { code: 'email-tls-failed' } }]);
    expect(receipts[0]?.error?.detail).toContain(
      'the certificate of the server is self-signed. If that is intended, set',
    );
    expect(server.lines.filter((line) => /^(AUTH|MAIL)/.test(line))).toEqual([]);
  });

  it('rejects a certificate for another name, unless verification is disabled', async () => {
    const server = await startServer({ tls: made });
    const email = { ...secure, username: null, password: null, host: '127.0.0.2', port: server.port };
    // All of 127.0.0.0/8 is loopback, but this server listens on one address only.
    const other = await startTlsServer(made, { host: '127.0.0.2' });
    open.push(other);
    const { receipts } = await deliverEvents(
      [
        createEmail({ ...email, name: 'other', tls: 'implicit', port: other.port }),
        createEmail({ ...email, name: 'unchecked', host: 'localhost', ca_file: null, ssl_verification: false }),
      ],
      [{}],
      { root: directory },
    );
    expect(receipts.map(({ error }) => error?.code ?? null)).toEqual(['email-tls-failed', null]);
    expect(receipts[0]?.error?.detail).toContain('is for another host name. Check the host.');
  });

  it('reports a server that does not speak SMTP', async () => {
    const web = await startPlainHttpServer();
    const tls = await startTlsServer(made);
    open.push(web, tls);
    const { receipts } = await deliverEvents([
      createEmail({ name: 'nothing', port: await findRefusingPort() }),
      createEmail({ name: 'web', port: web.port, ...brief }),
      createEmail({ name: 'tls in plain text', port: tls.port, ...brief }),
      createEmail({ name: 'no such name', host: 'mail.invalid' }),
    ]);
    expect(receipts.map(({ error, attempts }) => [error?.code, attempts])).toEqual([
      ['email-connection-refused', 3],
      ['email-timeout', 3],
      ['email-timeout', 3],
      ['email-name-not-found', 3],
    ]);
  });
});

describe('mail that cannot be sent', () => {
  it.each<[string, Partial<Email>, TestEvent['data'], string]>([
    ['an unset variable', { password: '$' + '{MAIL_PASSWORD}', username: 'x' }, {}, 'variable-unset'],
    ['an unset variable in an address', { to: ['$' + '{MAIL_PASSWORD}'] }, {}, 'variable-unset'],
    ['an invalid address from a variable', { to: ['$' + '{NOT_MAIL}'] }, {}, 'email-address-invalid'],
    ['a line break in the sender', { from: '$' + '{LINES}' }, {}, 'email-address-invalid'],
    ['a missing ca_file', { ca_file: 'none.pem' }, {}, 'ca-file-unreadable'],
    ['an endless template', { subject: '{% for i in range(99999999) %}x{% endfor %}' }, {}, 'template-limit'],
  ])('fails for %s, without contacting the server', async (_, email, data, code) => {
    const server = await startServer();
    const { receipts } = await deliverEvents([createEmail({ port: server.port, ...email })], [{ data: data ?? {} }], {
      env: { NOT_MAIL: 'somebody', LINES: 'a@example.com\r\nBcc: b@example.com' },
    });
    expect(receipts).toMatchObject([{ status: 'failed', attempts: 0, error: { code } }]);
    expect(server.connections()).toBe(0);
  });

  it('is left for the next scan if the server is unreachable', async () => {
    const { receipts, waits } = await deliverEvents([createEmail({ port: await findRefusingPort() })], THREE);
    expect(receipts.map(({ attempts, error }) => [attempts, error?.code])).toEqual([
      [3, 'email-connection-refused'],
      [0, 'email-connection-refused'],
      [0, 'email-connection-refused'],
    ]);
    expect(waits).toEqual([1000, 3000]);
  });

  it('is left for the next scan after two mails in a row without a response', async () => {
    const server = await startServer(does('MESSAGE', 'hang'));
    const { receipts } = await deliverEvents([createEmail({ port: server.port, ...patient })], [...THREE, ...THREE]);
    expect(receipts.map(({ error }) => error?.code)).toEqual([
      'email-timeout',
      'email-timeout',
      ...Array.from({ length: 4 }, () => 'receiver-down'),
    ]);
  });

  it('is left for the next scan after the time limit', async () => {
    const server = await startServer();
    let time = 0;
    const clock = () => {
      time += 150_000;
      return time;
    };
    const { receipts } = await deliverEvents([createEmail({ port: server.port })], THREE, { clock });
    expect(receipts.at(-1)).toMatchObject({ status: 'failed', attempts: 0, error: { code: 'delivery-timeout' } });
  });

  it('does not stop the following mails', async () => {
    let refused = 0;
    const server = await startServer({
      answer: (line) => {
        if (line !== 'MESSAGE') return undefined;
        refused += 1;
        return refused === 2 ? '554 no' : undefined;
      },
    });
    const { receipts } = await deliverEvents([createEmail({ port: server.port })], THREE);
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'failed', 'sent']);
    expect(server.connections()).toBe(1);
  });
});

describe('a mail server behind a proxy', () => {
  const HOST = 'mail.only-the-proxy-knows.example';

  it.each([
    ['http', startHttpProxy],
    ['socks5', startSocksProxy],
  ] as const)('gets mail over STARTTLS through it (%s)', async (scheme, start) => {
    const server = await startServer({ tls: made, login: LOGIN });
    const proxy = await start({ to: server.port, user: 'scan', password: 'right' });
    open.push(proxy);
    const proxied = { proxy: `${scheme}://scan:right@${proxy.location}`, ssl_verification: false, ca_file: null };
    const email = createEmail({ ...secure, ...proxied, host: HOST, port: 587 });
    const { receipts } = await deliverEvents([email], THREE, { env });
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(proxy.asked).toEqual([`${HOST}:587`]);
    expect(server.mails).toHaveLength(3);
  });

  it('is reached through ALL_PROXY, and not through HTTPS_PROXY', async () => {
    const server = await startServer();
    const proxy = await startHttpProxy({ to: server.port });
    open.push(proxy);
    const unused = { HTTPS_PROXY: 'http://127.0.0.1:1', http_proxy: 'http://127.0.0.1:1' };
    const environments: Record<string, string>[] = [
      { ...unused, ALL_PROXY: `http://${proxy.location}` },
      { ...unused, ALL_PROXY: `http://${proxy.location}`, NO_PROXY: '127.0.0.1' },
      unused,
    ];
    for (const one of environments) {
      const { receipts } = await deliverEvents([createEmail({ port: server.port })], [{}], { env: one });
      expect(receipts).toMatchObject([{ status: 'sent' }]);
    }
    expect(proxy.asked).toEqual([`127.0.0.1:${server.port}`]);
  });

  it('gets nothing if the proxy does not connect to it, which the failure says', async () => {
    const proxy = await startHttpProxy({ to: 1, user: 'scan', password: 'right' });
    open.push(proxy);
    const send = async (url: string) => {
      const { receipts } = await deliverEvents([createEmail({ host: HOST, proxy: url })]);
      return receipts.map(({ attempts, error }) => [attempts, error?.code, error?.detail]);
    };
    const wrong = await send(`http://scan:wrong-password@${proxy.location}`);
    expect(wrong).toEqual([
      [1, 'proxy-authentication-failed', expect.stringContaining(`the proxy ${proxy.location} `)],
    ]);
    expect(JSON.stringify(wrong)).not.toContain('wrong-password');
    const missing = await send(`http://127.0.0.1:${await findRefusingPort()}`);
    expect(missing).toMatchObject([[3, 'proxy-unreachable', expect.any(String)]]);
  });
});
