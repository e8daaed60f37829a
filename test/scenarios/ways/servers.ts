/** Servers that are down, slow or serve something else. */

import { dns, leaf, link } from '../../helpers/paths.ts';
import { SCRIPTS, type Script, startScriptedServer } from '../../helpers/starttls-server.ts';
import { startTlsServer } from '../../helpers/tls-server.ts';
import { alerted, endpoint, type Happening, noted, nothing, quiet, red, type Way, watch } from '../way.ts';
import type { World } from '../world.ts';

const sans = [dns('shop.example.com')];
const createShop = (options: Parameters<typeof leaf>[0] = {}) =>
  leaf({ subject: 'shop.example.com', sans, to: 300, ...options });
const createOther = () => leaf({ subject: 'default', sans: [dns('default.example.com')], to: 800 });

const SHOP = watch(endpoint('shop'));
const TRUSTED = watch(endpoint('shop', 'ca_file: root.pem'));
const start: Happening = (world) => world.serve(300, 'shop');

/** A root in `root.pem`, and an intermediate below it. */
async function createAuthority(world: World, to = 365) {
  const root = await link({ subject: 'Example Root', to: 3650 });
  await world.writeFile('root.pem', root.certificate);
  return { root, intermediate: await link({ subject: 'Example CA', issuer: root, to }) };
}

/** A trusted server, with an intermediate that ends on a day. */
const startTrusted =
  (to?: number): Happening =>
  async (world) => {
    const { intermediate } = await createAuthority(world, to);
    await world.install('shop', await createShop({ issuer: intermediate }), { chain: [intermediate] });
  };

/** A server that fails from the second day on: tolerated once, then red and an alert. */
const failing = (title: string, fail: Happening, code: string, more: Partial<Way> = {}): Way => ({
  title: `${title} is red from the second scan on`,
  manifest: SHOP,
  days: { 0: start, 1: fail, ...quiet(2, 3) },
  must: {
    1: noted('1 of 2 locations was not read in this scan (shop, last read 2026-06-01)'),
    2: { ...red('unread', code), ...alerted('certificate.unreachable shop') },
    3: red('unread', code),
  },
  ...more,
});

/** The mail server stops offering STARTTLS, to everybody or to whom somebody on the path listens to. */
const smtp: Script = { ...SCRIPTS.smtp };
const EVERY_ADDRESS = watch(endpoint('shop', 'addresses: all'));

/** The server at two addresses, of which the second one can do without the first. */
const startBoth =
  (second: () => ReturnType<typeof leaf>): Happening =>
  async (world) => {
    const served = await createShop();
    await world.install('shop', served);
    world.dns.zone['shop.example.com'] = { A: ['127.0.0.1', '127.0.0.2'] };
    const port = world.ports.get('shop') ?? 0;
    const other = world.keep(await startTlsServer(served, { host: '127.0.0.2', port }));
    others.set(world, { renew: async () => other.renew(await second()), close: other.close });
  };
const others = new WeakMap<World, { renew: () => Promise<void>; close: () => Promise<void> }>();

const ALL = ['shop', 'vpn', 'mail'] as const;

export const SERVERS: Way[] = [
  failing('a server that is stopped', (world) => world.stop('shop'), 'endpoint-refused'),
  failing(
    'a name that is gone from DNS',
    (world) => void delete world.dns.zone['shop.example.com'],
    'endpoint-name-not-found',
  ),
  failing(
    'a name whose DNS servers fail',
    (world) => void Object.assign(world.dns.zone, { 'shop.example.com': 'SERVFAIL' }),
    'endpoint-dns-failed',
  ),
  failing(
    'a server that closes each connection',
    (world) => world.accept('shop', (socket) => socket.once('data', () => socket.destroy())),
    'endpoint-closed',
  ),
  failing(
    'a web server without TLS on the port',
    (world) =>
      world.accept('shop', (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    'endpoint-not-tls',
  ),
  failing(
    'a server that accepts connections and says nothing',
    (world) => world.accept('shop', (socket) => socket.resume()),
    'endpoint-timeout',
    { manifest: watch(endpoint('shop'), '', 'scan_timeout_seconds: 0.2') },
  ),
  failing(
    'a server that sends one byte after the other',
    (world) =>
      world.accept('shop', (socket) => {
        // A record of the handshake that has 16 KiB, of which one byte arrives every 20 ms.
        socket.write(Buffer.from([0x16, 3, 3, 0x40, 0]));
        const timer = setInterval(() => socket.write(Buffer.from([2])), 20);
        socket.on('close', () => clearInterval(timer));
      }),
    'endpoint-timeout',
    { manifest: watch(endpoint('shop'), '', 'scan_timeout_seconds: 0.3') },
  ),
  {
    title: 'a server that is merely slow is read',
    manifest: watch(endpoint('shop'), '', 'scan_timeout_seconds: 5'),
    days: {
      0: async (world) => {
        const wait = (_name: string, done: (error: null) => void) => void setTimeout(() => done(null), 300);
        await world.install('shop', await createShop(), { SNICallback: wait });
      },
    },
    must: {},
  },
  failing('a mail server that no longer offers STARTTLS', nothing, 'starttls-refused', {
    manifest: watch('- { name: shop, endpoint: "shop.example.com:$SMTP", starttls: smtp }'),
    days: {
      0: async (world) => {
        smtp.answers = SCRIPTS.smtp.answers;
        world.dns.zone['shop.example.com'] = { A: ['127.0.0.1'] };
        world.values.SMTP = `${world.keep(await startScriptedServer(await createShop(), 'smtp', smtp)).port}`;
      },
      1: () => void Object.assign(smtp, { answers: ['250 mail.example\r\n', '500 what?\r\n'] }),
      ...quiet(2, 3),
    },
  }),
  {
    title: 'a certificate for another name is an alert',
    manifest: TRUSTED,
    days: {
      0: startTrusted(),
      1: async (world) => {
        const { intermediate } = await createAuthority(world);
        const other = await leaf({ issuer: intermediate, subject: 'wiki', sans: [dns('wiki.example.com')], to: 300 });
        await world.install('shop', other, { chain: [intermediate] });
      },
      2: nothing,
    },
    must: { 1: alerted('certificate.changed shop', 'certificate.untrusted shop') },
  },
  {
    title: 'a server that falls back to its default certificate is an alert, although that one expires later',
    manifest: watch(endpoint('shop', 'expect: { names: [shop.example.com] }')),
    days: {
      0: async (world) =>
        world.install('shop', await createOther(), { names: { 'shop.example.com': await createShop() } }),
      1: async (world) => world.install('shop', await createOther()),
      2: nothing,
    },
    must: { 1: alerted('certificate.policy_violation shop') },
  },
  {
    title: 'an intermediate that expires first is an alert before it does, and when it has',
    manifest: TRUSTED,
    days: { 0: startTrusted(16), ...quiet(1, 2), 8: nothing, 16: nothing },
    must: {
      0: alerted('certificate.expiry_warning shop'),
      1: alerted('certificate.expiry_warning shop'),
      8: alerted('certificate.expiry_warning shop', 'scan.stale (scan)'),
      16: alerted('certificate.expired shop', 'scan.stale (scan)'),
    },
  },
  {
    title: 'an intermediate that the server no longer sends is an alert',
    manifest: TRUSTED,
    days: { 0: startTrusted(), 1: (world) => world.start('shop') },
    must: { 1: alerted('certificate.untrusted shop') },
  },
  {
    title: 'an older certificate than yesterday is an alert',
    manifest: SHOP,
    days: { 0: start, 1: (world) => world.serve(200, 'shop') },
    must: { 1: alerted('certificate.changed shop') },
  },
  {
    title: 'a certificate that is not valid yet is an alert',
    manifest: TRUSTED,
    days: {
      0: async (world) => {
        const { intermediate } = await createAuthority(world);
        await world.install('shop', await createShop({ issuer: intermediate, from: 5 }), { chain: [intermediate] });
      },
    },
    must: { 0: alerted('certificate.untrusted shop') },
  },
  {
    title: 'a certificate that is not valid yet is an alert without a trust store, too',
    manifest: SHOP,
    days: { 0: async (world) => world.install('shop', await createShop({ from: 5 })) },
    must: { 0: alerted('certificate.untrusted shop') },
    pending: 'without a trust store, the beginning of a certificate is only a status',
  },
  failing('one of two addresses that is down', (world) => others.get(world)?.close(), 'endpoint-refused', {
    manifest: EVERY_ADDRESS,
    days: { 0: startBoth(createShop), 1: (world) => others.get(world)?.close(), ...quiet(2, 3) },
    must: {
      1: noted('1 of 3 locations was not read in this scan (shop, last read 2026-06-01)'),
      2: {
        ...red('unread', 'endpoint-refused'),
        ...alerted('certificate.unreachable shop.example.com (shop.example.com@127.0.0.2)'),
      },
      3: red('unread', 'endpoint-refused'),
    },
  }),
  {
    title: 'one of two addresses that still has the old certificate is an alert',
    manifest: EVERY_ADDRESS,
    days: {
      0: startBoth(() => createShop({ to: 500 })),
      1: (world) => others.get(world)?.renew(),
      ...quiet(2, 3),
    },
    must: { 2: alerted('certificate.lagging shop.example.com (shop.example.com@127.0.0.1)') },
  },
  {
    title: 'a scan that reaches none of three hosts is red at once, and one alert instead of three',
    manifest: watch(ALL.map((name) => endpoint(name)).join('\n')),
    days: {
      0: (world) => world.serve(300, ...ALL),
      1: (world) => world.stop(...ALL),
      2: (world) => world.start(...ALL),
    },
    must: {
      1: { ...red('scan-blind'), ...alerted('scan.blind (scan)') },
      2: alerted('scan.recovered (scan)'),
    },
  },
  {
    title: 'a scan that reads neither of two entries is red at once',
    manifest: watch([endpoint('shop'), endpoint('vpn')].join('\n')).replace(/^.*name: license.*\n/m, ''),
    days: { 0: (world) => world.serve(300, 'shop', 'vpn'), 1: (world) => world.stop('shop', 'vpn') },
    must: { 1: red('nothing-read', 'endpoint-refused') },
  },
  {
    title: 'one failed scan of a server with a 24-hour certificate is in the line, and no alert',
    manifest: SHOP,
    days: {
      0: async (world) => world.install('shop', await createShop({ from: 0, to: 1 })),
      1: (world) => world.stop('shop'),
      2: async (world) => world.install('shop', await createShop({ from: 2, to: 3 })),
    },
    must: { 1: noted('1 of 2 locations was not read in this scan (shop, last read 2026-06-01)') },
    pending: 'the certificate that was read last counts, and has expired by then',
  },
];
