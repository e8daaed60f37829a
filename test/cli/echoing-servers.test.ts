/**
 * Servers and receivers that repeat every secret, in every location and encoding: nothing that anyone else gets may contain one.
 */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { afterEach, beforeAll, expect, it } from 'vitest';
import {
  type CreatedCertificate,
  createCertificate,
  createKeys,
  type Keys,
} from '../../src/app/demo/create-certificate.ts';
import { main } from '../../src/cli/main.ts';
import type { Io } from '../../src/lib/io.ts';
import { createRedactingIo } from '../../src/lib/secrets/redacting-io.ts';
import { createWorkspace, runCli } from '../e2e/certvigil.ts';
import { listEncodings } from '../e2e/environment.ts';
import { REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startSmtpServer } from '../helpers/smtp-server.ts';
import { startTcpServer, startTlsServer } from '../helpers/tls-server.ts';
import { createTestIo } from '../manifest/io.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

let keys: Keys;
let mailCertificate: CreatedCertificate;
beforeAll(async () => {
  keys = await createKeys('ec');
  mailCertificate = await createExpired('mail.example.com');
});

function createExpired(commonName: string): Promise<CreatedCertificate> {
  const [notBefore, notAfter] = [new Date('2020-01-01'), new Date('2020-06-01')];
  return createCertificate({ commonName, notBefore, notAfter, keys });
}

async function kept<Server extends { close: () => Promise<unknown> }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  cleanups.push(server.close);
  return server;
}

/** How a secret contains its core, which is what is searched for. */
const SHAPES: Record<string, (core: string) => string> = {
  plain: (core) => core,
  path: (core) => `p/${core}?x=1&y=2`,
  quoted: (core) => `"${core}'<b>\\`,
  unicode: (core) => `ü${core}ß é`,
  credentials: (core) => `user:${core}`,
  bearer: (core) => `Bearer ${core}`,
  basic: (core) => `Basic ${btoa(`user:${core}`)}`,
  url: (core) => `https://hooks.example/services/${core}/in?a=b`,
  spaces: (core) => ` a b+${core}% `,
  lines: (core) => `${core}\nline-${core}\r\n`,
  host: (core) => `${core}.invalid`,
};

/** Where a server puts the secrets. `texts` are all of them, in all encodings. */
type Echo = (texts: string[], response: ServerResponse, port: number) => void;

const toHeader = (text: string) => Buffer.from(text.replace(/[\r\n]+/g, ' ')).toString('latin1');
const redirectTo =
  (format: (text: string, port: number) => string): Echo =>
  (texts, response, port) => {
    const location = texts.map((text) => format(text, port)).find((url) => URL.canParse(url, 'http://x')) ?? '/';
    response.writeHead(302, { Location: toHeader(location) }).end();
  };

const ECHOES: Record<string, Echo> = {
  status: (texts, response) => response.writeHead(403, toHeader(texts.join(' ')).slice(0, 2000)).end(),
  headers: (texts, response) => {
    const [first = ''] = texts;
    response.writeHead(503, {
      'Retry-After': toHeader(first),
      ETag: toHeader(first),
      'Content-Encoding': toHeader(first),
    });
    response.end();
  },
  encoding: (texts, response) => response.writeHead(200, { 'Content-Encoding': toHeader(texts[0] ?? '') }).end('x'),
  body: (texts, response) => response.writeHead(200).end(`-----BEGIN CERTIFICATE-----\n${texts.join('\n')}\n`),
  page: (texts, response) => response.writeHead(200).end(`<!doctype html><title>${texts.join(' ')}</title>`),
  json: (texts, response) => response.writeHead(400).end(JSON.stringify(texts)),
  reset: (_, response) => response.socket?.destroy(),
  path: redirectTo((text, port) => `http://127.0.0.1:${port}/${text}`),
  encoded: redirectTo((text, port) => `http://127.0.0.1:${port}/${encodeURIComponent(text)}/${btoa(encodeURI(text))}`),
  relative: redirectTo((text) => `/a/${text}`),
  query: redirectTo((text, port) => `http://127.0.0.1:${port}/?next=${encodeURIComponent(text)}#${text}`),
  user: redirectTo((text, port) => `http://${encodeURIComponent(text)}:${encodeURIComponent(text)}@127.0.0.1:${port}/`),
  host: redirectTo((text) => `http://${text.replace(/[^A-Za-z0-9]/g, '-')}.invalid/`),
  scheme: redirectTo((text) => `ftp://x.invalid/${text}`),
};

/** Repeats the secrets as `echo` says, and after a redirect its certificate is for a secret. */
async function startEcho(echo: Echo, texts: string[]) {
  const certificate = await createExpired(texts[0]?.slice(0, 60) ?? '');
  const seen = new Set<string>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    const isRedirected = seen.has('redirected');
    seen.add('redirected');
    if (isRedirected) response.end(certificate.certificate);
    else echo(texts, response, (server.address() as AddressInfo).port);
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { port: (server.address() as AddressInfo).port, close };
}

const PROXY_REPLIES: ((text: string) => string)[] = [
  (text) => `HTTP/1.1 403 ${text}\r\nVia: ${text}\r\n\r\n${text}`,
  (text) => `HTTP/1.1 407 ${text}\r\nProxy-Authenticate: Basic realm="${text}"\r\n\r\n`,
  (text) => `${text}\r\n`,
  (text) => `HTTP/1.1 200 ${text}\r\n\r\n220 ${text}\r\n`,
];

const SMTP_REPLIES: ((line: string, text: string) => string | undefined)[] = [
  (line, text) => (line === 'GREETING' ? `554 ${text}` : undefined),
  (line, text) => (line.startsWith('AUTH') ? `535 5.7.8 ${text}` : undefined),
  (line, text) => (line.startsWith('RCPT') ? `550 5.1.1 <${text}>` : undefined),
  (line, text) => (line === 'MESSAGE' ? `554 5.6.0 ${text}` : undefined),
  (line, text) => (line.startsWith('EHLO') ? text : undefined),
];

const NAMES = [
  'PATH_SECRET',
  'HEADER',
  'USER_INFO',
  'PROXY_LOGIN',
  'PROXY_HOST',
  'HOOK',
  'FIELD',
  'SIGNING',
  'MAIL_USER',
  'MAIL_PASSWORD',
  'MAIL_TO',
  'PING',
  'KEYSTORE',
  'CERTIFICATE',
] as const;

interface World {
  cores: string[];
  shapes: (keyof typeof SHAPES)[];
  echo: string;
  proxyReply: number;
  smtpReply: number;
}

const worlds: fc.Arbitrary<World> = fc.record({
  cores: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{4}[A-Z]{3}[0-9]{4}$/), {
    minLength: NAMES.length,
    maxLength: NAMES.length,
  }),
  shapes: fc.array(fc.constantFrom(...Object.keys(SHAPES)), { minLength: NAMES.length, maxLength: NAMES.length }),
  echo: fc.constantFrom(...Object.keys(ECHOES)),
  proxyReply: fc.nat(PROXY_REPLIES.length - 1),
  smtpReply: fc.nat(SMTP_REPLIES.length - 1),
});

function createEnvironment({ cores, shapes }: World): Record<string, string> {
  return Object.fromEntries(
    NAMES.map((name, index) => {
      const core = cores[index] ?? '';
      const shape = SHAPES[shapes[index] ?? 'plain'] ?? ((text: string) => text);
      if (name === 'MAIL_TO') return [name, `On call <${core}@mail.example>`];
      // Also a file name.
      if (name === 'KEYSTORE') return [name, core];
      if (name === 'PROXY_HOST') return [name, `${core}.invalid`];
      return [name, shape(core)];
    }),
  );
}

interface Ports {
  tls: number;
  echo: number;
  proxy: number;
  smtp: number;
  observer: number;
  observerMail: number;
}

/** `$NAME` becomes a reference to a variable. */
function createManifest(ports: Ports): string {
  const here = (port: number) => `127.0.0.1:${port}`;
  const manifest = {
    version: 1,
    settings: { heartbeat_url: `http://${here(ports.echo)}/$PING`, scan_timeout_seconds: 2 },
    certificates: [
      { name: 'by-header', url: `http://${here(ports.echo)}/a`, headers: { Authorization: '$HEADER' } },
      { name: 'by-path', url: `http://${here(ports.echo)}/$PATH_SECRET` },
      { name: 'by-user', url: `http://$USER_INFO@${here(ports.echo)}/b` },
      { name: 'by-host', url: `http://$PROXY_HOST:${ports.echo}/c` },
      { name: 'proxied', endpoint: 'shop.example.com', proxy: `http://$PROXY_LOGIN@${here(ports.proxy)}` },
      { name: 'url-proxied', url: 'https://files.example.com/d', proxy: `http://$PROXY_LOGIN@${here(ports.proxy)}` },
      { name: 'url-forwarded', url: 'http://files.example.com/e', proxy: `http://$PROXY_LOGIN@${here(ports.proxy)}` },
      { name: 'proxy-host', endpoint: 'shop.example.com:444', proxy: `http://$PROXY_HOST:${ports.proxy}` },
      { name: 'keystore', file: 'broken.p12', password: '$KEYSTORE' },
      { name: 'variable', env: 'CERTIFICATE' },
      { name: 'named', file: 'named/*.pem' },
      { name: 'tls', endpoint: here(ports.tls) },
      { name: 'expired', expires: '2020-01-01' },
    ],
    webhooks: {
      observer: { url: `http://${here(ports.observer)}/` },
      echo: {
        url: `http://${here(ports.echo)}/$HOOK`,
        headers: { 'X-Key': '$HEADER' },
        secret: '$SIGNING',
        secrets: { field: '$FIELD' },
        timeout_seconds: 1,
        body_template: '{"f": "{{ secrets.field }}", "n": {{ data.certificate | tojson }}}',
      },
      proxied: {
        url: 'https://hooks.example.com/in',
        proxy: `http://$PROXY_LOGIN@${here(ports.proxy)}`,
        timeout_seconds: 1,
      },
      broken: {
        url: `http://${here(ports.echo)}/`,
        secrets: { field: '$FIELD' },
        timeout_seconds: 1,
        body_template: '{{ [1] | map(secrets.field) | join }}',
      },
      not_json: {
        url: `http://${here(ports.echo)}/`,
        secrets: { field: '$FIELD' },
        timeout_seconds: 1,
        body_template: '{"a": {% if data.certificate == "x" %}1{% else %}"{{ secrets.field }}" "{% endif %}}',
      },
    },
    email: {
      observer: {
        host: '127.0.0.1',
        port: ports.observerMail,
        tls: 'none',
        from: 'a@example.com',
        to: ['b@example.com'],
      },
      proxied: {
        host: 'mail.example.com',
        proxy: `http://$PROXY_HOST:${ports.proxy}`,
        timeout_seconds: 1,
        from: 'a@example.com',
        to: ['b@example.com'],
      },
      echo: {
        host: '127.0.0.1',
        port: ports.smtp,
        tls: 'starttls',
        ssl_verification: false,
        timeout_seconds: 1,
        username: '$MAIL_USER',
        password: '$MAIL_PASSWORD',
        from: 'a@example.com',
        to: ['b@example.com', '$MAIL_TO'],
      },
    },
    rules: [
      {
        name: 'all',
        events: ['certificate.*'],
        actions: [
          ...['observer', 'echo', 'proxied', 'broken', 'not_json'].map((webhook) => ({ webhook })),
          ...['observer', 'echo', 'proxied'].map((email) => ({ email })),
          { issue: {} },
        ],
      },
    ],
  };
  return JSON.stringify(manifest, null, 2).replace(/\$([A-Z_]+)/g, `$\{$1}`);
}

interface Output {
  io: Io;
  text: () => string;
}

function createIo(cwd: string, env: Record<string, string>, api_url: string): Output {
  let text = '';
  const append = (more: string) => {
    text += more;
  };
  const github = { token: TOKEN, repository: REPOSITORY, api_url };
  const io = createRedactingIo({ ...createTestIo(cwd), env, github, now: Date.now, stdout: append, stderr: append });
  return { io, text: () => text };
}

/** Every encoding of the secrets that a server may think of. */
function listEchoes(env: Record<string, string>): string[] {
  return Object.values(env).flatMap((value) => [
    value,
    value.trim(),
    encodeURIComponent(value),
    JSON.stringify(value),
    Buffer.from(value).toString('base64'),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;'),
  ]);
}

function findLeaks(text: string, cores: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return cores.filter((core) => listEncodings(core).some((form) => lower.includes(form.toLowerCase())));
}

const COMMANDS = [
  ['scan', '--event-log', 'log.json', '--report', 'json=report.json', '--report', 'markdown=report.md'],
  ['scan', '--event-log', 'log.json', '--format', 'json', '--report', 'csv=report.csv'],
  ['scan', '--dry-run', '--quiet', '--event-log', 'log.json'],
  ['test', 'by-header', '--format', 'json'],
  ['test', 'expired'],
  ['render', 'echo'],
  ['digest', '--event-log', 'log.json'],
  ['forecast'],
  ['log', 'list', '--event-log', 'log.json', '--format', 'json'],
  ['validate'],
];

it('repeat no secret to anybody else (property)', async () => {
  const run = async (world: World) => {
    const env = createEnvironment(world);
    const texts = listEchoes(env);
    const [sample = ''] = texts;
    const oneLine = texts.join(' ').replace(/[\r\n]+/g, ' ');
    const echo = await kept(startEcho(ECHOES[world.echo] as Echo, texts));
    const proxy = await kept(
      startTcpServer((socket: Socket) =>
        socket.once('data', () => socket.end(PROXY_REPLIES[world.proxyReply]?.(oneLine) ?? '')),
      ),
    );
    const smtp = await kept(
      startSmtpServer({
        tls: mailCertificate,
        login: { user: 'x', pass: 'x' },
        answer: (line) => SMTP_REPLIES[world.smtpReply]?.(line, `550 ${sample.replace(/[\r\n]+/g, ' ')}`),
      }),
    );
    const observer = await kept(startReceiver());
    const tls = await kept(startTlsServer(await createExpired(sample.slice(0, 60))));
    const observerMail = await kept(startSmtpServer());
    const github = await kept(startGitHub());
    const root = await mkdtemp(path.join(tmpdir(), 'certvigil-echo-'));
    cleanups.push(() => rm(root, { recursive: true }));
    const ports = {
      tls: tls.port,
      echo: echo.port,
      proxy: proxy.port,
      smtp: smtp.port,
      observer: 0,
      observerMail: observerMail.port,
    };
    ports.observer = Number(observer.host.split(':')[1]);
    await writeFile(path.join(root, 'certvigil.yaml'), createManifest(ports));
    await mkdir(path.join(root, 'named'));
    const { certificate } = await createExpired('named.example.com');
    await writeFile(path.join(root, 'named', `x-${env.KEYSTORE}.pem`), certificate);
    await writeFile(path.join(root, 'broken.p12'), Buffer.from('3082', 'hex'));
    const { io, text } = createIo(root, env, github.api_url);
    for (const command of COMMANDS) await main([...command, '--trace'], io);
    expect(text()).toMatch(/^trace \+\d/m);

    const files = await Promise.all(
      ['log.json', 'report.json', 'report.md', 'report.csv'].map((name) => readFile(path.join(root, name), 'utf8')),
    );
    const mails = await Promise.all(observerMail.mails.map(({ raw }) => PostalMime.parse(raw)));
    const bodies = github.requests.map(({ path: at, body }) => `${at} ${body}`);
    const locations = {
      output: text(),
      files,
      webhook: JSON.stringify(observer.requests),
      mails: JSON.stringify(mails),
      bodies,
    };
    expect(observer.requests.length).toBeGreaterThan(5);
    expect(mails.length).toBeGreaterThan(5);
    expect(bodies.some((body) => body.includes('createIssue') || body.startsWith('/repos'))).toBe(true);
    const cores = [...world.cores, TOKEN];
    const leaks = Object.entries(locations).flatMap(([location, found]) =>
      [found]
        .flat()
        .flatMap((one) => findLeaks(one, cores).map((core) => `${location}: ${NAMES[world.cores.indexOf(core)]}`)),
    );
    expect(leaks).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(worlds, run), { numRuns: 4, endOnFailure: true });
}, 120_000);

it('repeat no credentials of a proxy in the environment', async () => {
  const secret = 'hidden-7d1f0c2a9b';
  const certificate = await createCertificate({
    commonName: `cn ${secret}`,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2021-01-01T00:00:00Z'),
  });
  const proxy = await kept(
    startTcpServer((socket: Socket) =>
      socket.once('data', (data) => {
        const isForwarded = data.toString().startsWith('GET http://');
        const body = `${certificate.certificate}${secret}`;
        if (isForwarded) socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
        else socket.end(`HTTP/1.1 403 ${secret}\r\nvia: ${secret}\r\n\r\n${secret}`);
      }),
    ),
  );
  await using files = await createWorkspace({
    'certvigil.yaml': `version: 1
certificates:
  - { name: tunnelled, url: "https://files.example.com/a.pem" }
  - { name: forwarded, url: "http://files.example.com/a.pem" }
webhooks: { chat: { url: "https://hooks.example.com/in" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
`,
  });
  const server = `scan:${secret}@127.0.0.1:${proxy.port}`;
  const env = { HTTPS_PROXY: server, http_proxy: `http://${server}` };
  const args = ['scan', '--event-log', 'log.json', '--report', 'json=report.json'];
  const { stdout, stderr } = await runCli(args, { cwd: files.root, env });
  const written = [stdout, stderr, await files.read('log.json'), await files.read('report.json')];
  expect(written.join('')).toContain('cn ***');
  expect(written.join('')).toContain('proxy-refused');
  expect(written.filter((text) => findLeaks(text ?? '', [secret]).length > 0)).toEqual([]);
});
