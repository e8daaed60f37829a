/** Situations of servers: TLS versions, client certificates, SNI, STARTTLS, several addresses, and failures. */

import type { TlsOptions } from 'node:tls';
import type { LinkOptions } from '../../helpers/paths.ts';
import { startSmtpServer } from '../../helpers/smtp-server.ts';
import {
  findRefusingPort,
  startClosingServer,
  startHangingServer,
  startPlainHttpServer,
  startTlsServer,
  type TestServer,
} from '../../helpers/tls-server.ts';
import { type Fixtures, HOST, PAGE, type Scenario, type ScenarioServer } from './scenario.ts';

/** A server with these TLS options. Default: a valid certificate. */
const speaking =
  (server: TlsOptions, to = 100) =>
  async ({ leaf, middle, tls }: Fixtures) =>
    tls([await leaf({ to }), middle], { server });

/** Only versions up to this one, with the OpenSSL options that it needs. */
const old = (version: 'TLSv1' | 'TLSv1.1'): TlsOptions => ({
  minVersion: version,
  maxVersion: version,
  ciphers: 'ALL:@SECLEVEL=0',
});

/** A server that requires client certificates issued by the root. */
const demanding =
  (maxVersion: 'TLSv1.2' | 'TLSv1.3', to?: number) =>
  async (cast: Fixtures): Promise<ScenarioServer> =>
    speaking({ requestCert: true, rejectUnauthorized: true, ca: cast.root.certificate, maxVersion }, to)(cast);

const plain =
  (start: () => Promise<TestServer>) =>
  async ({ root }: Fixtures): Promise<ScenarioServer> => {
    const { port, close } = await start();
    return { address: '127.0.0.1', port, host: HOST, anchors: [root], close };
  };

/** A mail server whose certificate expires in this number of days. */
const mail =
  (to: number) =>
  async ({ leaf, root }: Fixtures): Promise<ScenarioServer> => {
    const { port, close } = await startSmtpServer({ tls: await leaf({ issuer: root, to }) });
    return { address: '127.0.0.1', port, host: HOST, anchors: [root], starttls: 'smtp', close };
  };

/** Names with several addresses in the DNS server of `setup.ts`. */
export const ZONE = {
  'two.example.com': { A: ['127.0.0.1', '127.0.0.2'] },
  'five.example.com': { A: ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'] },
};

/** The same port on all addresses of a name. `last` is the certificate of the last one. */
const several =
  (host: keyof typeof ZONE, last: LinkOptions) =>
  async ({ leaf, middle, root }: Fixtures): Promise<ScenarioServer> => {
    const sans = [{ type: 'dns', value: host }] as const;
    const usual = await leaf({ sans });
    const other = await leaf({ sans, ...last });
    const servers: TestServer[] = [];
    for (const [at, address] of ZONE[host].A.entries()) {
      const own = at === ZONE[host].A.length - 1 ? other : usual;
      const port = servers[0]?.port;
      servers.push(await startTlsServer(own, { chain: [middle], answer: PAGE, host: address, port }));
    }
    const port = servers[0]?.port ?? 0;
    return {
      address: ZONE[host].A[0] as string,
      port,
      host,
      anchors: [root],
      entry: { endpoint: `${host}:${port}`, server_name: undefined, addresses: 'all' },
      close: async () => {
        await Promise.all(servers.map(({ close }) => close()));
      },
    };
  };

export const SERVERS: readonly Scenario[] = [
  {
    name: 'TLS 1.2 only',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: speaking({ maxVersion: 'TLSv1.2' }),
  },
  {
    name: 'TLS 1.3 only',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: speaking({ minVersion: 'TLSv1.3' }),
  },
  {
    name: 'TLS 1.1 only',
    clients: 'The certificate is good; current clients do not support TLS 1.1.',
    alarm: null,
    ours: 'ok',
    set: speaking(old('TLSv1.1')),
  },
  {
    name: 'TLS 1.0 only, with an expired certificate',
    clients: 'The certificate has expired; the old protocol is a separate problem.',
    alarm: true,
    ours: 'expired',
    set: speaking(old('TLSv1'), -1),
  },
  {
    name: 'The server requires a client certificate (TLS 1.2)',
    clients: 'The certificate is good; a monitor can read it without a client certificate.',
    alarm: false,
    ours: 'ok',
    set: demanding('TLSv1.2'),
  },
  {
    name: 'The server requires a client certificate (TLS 1.3)',
    clients: 'The certificate is good; a monitor can read it without a client certificate.',
    alarm: false,
    ours: 'ok',
    set: demanding('TLSv1.3'),
  },
  {
    name: 'The server requires a client certificate (TLS 1.2), and its own has expired',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'expired',
    set: demanding('TLSv1.2', -1),
  },
  {
    name: 'The server requires a client certificate (TLS 1.3), and its own has expired',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'expired',
    set: demanding('TLSv1.3', -1),
  },
  {
    name: 'The host has its own certificate; the default certificate is for another host',
    clients: 'Clients connect: they send the hostname (SNI).',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, middle, root, tls }) => {
      const other = await authority({ subject: 'default.example.com' });
      // With SNI, the server has one PEM for a name, with its chain.
      const own = await leaf({ issuer: root });
      return tls([other, middle], { server: { names: { [HOST]: own } } });
    },
  },
  {
    name: 'The host has its own expired certificate; the default certificate is good',
    clients: 'Clients reject it: they send the hostname (SNI).',
    alarm: true,
    ours: 'expired',
    set: async ({ leaf, middle, root, tls }) => {
      const own = await leaf({ issuer: root, to: -1 });
      return tls([await leaf(), middle], { server: { names: { [HOST]: own } } });
    },
  },
  {
    name: 'The server rejects unknown hostnames (SNI)',
    clients: 'Clients connect: they send the hostname (SNI).',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, middle, tls }) => {
      const own = await leaf();
      const { createSecureContext } = await import('node:tls');
      const context = createSecureContext({ cert: own.certificate + middle.certificate, key: own.privateKeyPem });
      return tls([own, middle], {
        server: {
          // Without a default certificate, it has none for clients without SNI.
          cert: undefined,
          key: undefined,
          SNICallback: (name, done) => (name === HOST ? done(null, context) : done(new Error('not known'))),
        },
      });
    },
  },
  {
    name: 'A mail server with STARTTLS',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: mail(100),
  },
  {
    name: 'A mail server with STARTTLS and an expired certificate',
    clients: 'Clients that check it reject it.',
    alarm: true,
    ours: 'expired',
    set: mail(-1),
  },
  {
    name: 'Two addresses with good certificates',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: several('two.example.com', {}),
  },
  {
    name: 'Two addresses, the second with an expired certificate',
    clients: 'Half of the clients reject it.',
    alarm: true,
    ours: 'expired; ok',
    set: several('two.example.com', { to: -1 }),
  },
  {
    name: 'Renewed half a day ago at four of five addresses',
    clients: 'Clients of the fifth address fail once the old certificate expires.',
    alarm: true,
    ours: 'locations-disagree; ok',
    set: several('five.example.com', { from: -345, to: 50 }),
  },
  {
    name: 'Nothing listens on the port',
    clients: 'Clients cannot connect.',
    alarm: true,
    ours: 'endpoint-refused',
    set: async ({ root }) => ({
      address: '127.0.0.1',
      port: await findRefusingPort(),
      host: HOST,
      anchors: [root],
      close: async () => {},
    }),
  },
  {
    name: 'The server accepts connections and never responds',
    clients: 'Clients time out.',
    alarm: true,
    ours: 'endpoint-timeout',
    set: plain(startHangingServer),
  },
  {
    name: 'The server closes the connection',
    clients: 'Clients cannot connect.',
    alarm: true,
    ours: 'endpoint-closed',
    set: plain(startClosingServer),
  },
  {
    name: 'The server rejects the handshake',
    clients: 'Clients cannot connect.',
    alarm: true,
    ours: 'tls-handshake-failed',
    set: async ({ leaf, middle, tls }) =>
      // Cipher suites for another kind of key.
      tls([await leaf(), middle], { server: { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' } }),
  },
  {
    name: 'The port speaks plain HTTP',
    clients: 'Clients cannot connect.',
    alarm: true,
    ours: 'endpoint-not-tls',
    set: plain(startPlainHttpServer),
  },
];
