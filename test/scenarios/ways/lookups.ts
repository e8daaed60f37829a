/** What a scan looks up about a certificate: revocation, transparency logs, records in DNS. */

import {
  type Change,
  createFakeLog,
  type FakeLog,
  type FakeProvider,
  startCertSpotter,
  startCrtSh,
} from '../../helpers/ct-providers.ts';
import { dns, leaf, link, NOW, readCertificate } from '../../helpers/paths.ts';
import { createRevocationExtensions, makeList, makeResponse } from '../../helpers/revocation.ts';
import { alerted, always, endpoint, type Happening, noted, quiet, red, type Way, watch } from '../way.ts';
import type { World } from '../world.ts';

const DAY = 24;
const REVOCATION = '- { name: shop, file: shop.pem, ca_file: root.pem, revocation: true }';
const MANIFEST = watch(REVOCATION, 'network: { allow: [127.0.0.0/8] }');
const UNKNOWN = noted('the revocation of 1 certificate is unknown (shop)');
/** Unknown since a day: in the line at once, and red from the third scan on. */
const unknownSince = (from: number, to: number) => ({
  ...always(from, from + 1, UNKNOWN),
  ...always(from + 2, to, { ...red('revocation-unknown'), ...UNKNOWN }),
});

/** A certificate whose CA publishes a list or has a responder, or neither. */
async function issue(world: World, kind: 'lists' | 'responders' | null = 'lists') {
  const root = await link({ subject: 'Example Root', to: 3650 });
  const more = kind === null ? [] : createRevocationExtensions({ [kind]: [`${world.values.WEB}/revocation`] });
  const served = await leaf({ issuer: root, sans: [dns('shop.example.com')], more });
  await world.writeFile('root.pem', root.certificate);
  await world.writeFile('shop.pem', served.certificate);
  return { root, served };
}

/** Publishes a list that ends after some days. */
const publishUntil =
  (days: number): Happening =>
  async (world) => {
    const { root } = await issue(world);
    world.web.set('/revocation', { body: makeList({ issuer: root, to: days * DAY }) });
  };

export const REVOCATIONS: Way[] = [
  {
    title: 'a revocation list that cannot be fetched for 30 days is red from the third scan on',
    manifest: MANIFEST,
    days: { 0: (world) => issue(world), ...quiet(1, 30) },
    must: unknownSince(0, 30),
  },
  {
    title: 'a revocation list that `network.allow` forgets is red from the third scan on',
    manifest: watch(REVOCATION),
    days: { 0: (world) => issue(world), ...quiet(1, 3) },
    must: unknownSince(0, 3),
  },
  {
    title: 'a revocation list that the CA no longer renews is red from the third scan after its end on',
    manifest: MANIFEST,
    days: { 0: publishUntil(2), ...quiet(1, 6) },
    must: unknownSince(2, 6),
  },
  {
    title: 'a responder that does not know the certificate is red from the third scan on',
    manifest: MANIFEST,
    days: {
      0: async (world) => {
        const { root, served } = await issue(world, 'responders');
        const body = makeResponse({ issuer: root, about: served, status: 'unknown', to: 10 * DAY });
        world.web.set('/revocation', { headers: { 'content-type': 'application/ocsp-response' }, body });
      },
      ...quiet(1, 3),
    },
    must: unknownSince(0, 3),
  },
  {
    title: 'a certificate without a source of revocation is never red',
    manifest: MANIFEST,
    days: { 0: (world) => issue(world, null), ...quiet(1, 5) },
    must: {},
  },
  {
    title: 'a revocation list that is read is never red',
    manifest: MANIFEST,
    days: { 0: publishUntil(9), ...quiet(1, 5) },
    must: {},
  },
  {
    title: 'a certificate that is revoked is an alert that comes again while its list cannot be fetched',
    manifest: MANIFEST,
    days: {
      0: async (world) => {
        const { root, served } = await issue(world);
        const revoked = [{ serial: readCertificate(served).serial_bytes, reason: 1 }];
        world.web.set('/revocation', { body: makeList({ issuer: root, to: 20 * DAY, revoked, now: NOW }) });
      },
      1: (world) => void world.web.delete('/revocation'),
      ...quiet(2, 7),
    },
    must: { 0: alerted('certificate.revoked shop'), 7: alerted('certificate.revoked shop') },
  },
];

const providers = new WeakMap<World, FakeProvider>();
const logs = new WeakMap<World, FakeLog>();
const answer =
  (change: Change | null): Happening =>
  (world) => {
    (providers.get(world) as FakeProvider).change = change;
  };
const startProvider =
  (start: typeof startCertSpotter | typeof startCrtSh, change: Change | null = null): Happening =>
  async (world) => {
    const log = createFakeLog();
    const provider = world.keep(await start(log));
    logs.set(world, log);
    provider.change = change;
    providers.set(world, provider);
    world.values.CT = provider.origin;
  };

const CT = '- { name: transparency, ct: example.com, api_url: $CT }';
const CT_TOLERATED = noted('1 of 2 locations was not read in this scan (transparency, last read 2026-06-01)');
const CT_ALERT = alerted('certificate.unreachable Certificate transparency of example.com');
const DOWN: Change = () => ({ status: 502, body: 'Bad Gateway' });

export const TRANSPARENCIES: Way[] = [
  {
    title: 'crt.sh that is down for a week is in the line, red and an alert from the third day on, and then over',
    manifest: watch(CT.replace('api_url', 'provider: crtsh, api_url')),
    days: { 0: startProvider(startCrtSh), 1: answer(DOWN), ...quiet(2, 7), 8: answer(null) },
    must: {
      ...always(1, 3, CT_TOLERATED),
      4: { ...red('unread', 'inventory-server-error'), ...CT_ALERT },
      ...always(5, 7, red('unread', 'inventory-server-error')),
      8: alerted('certificate.recovered transparency (ct)'),
    },
  },
  {
    title: 'a provider of transparency logs that answers with a web page is red from the third day on',
    manifest: watch(CT),
    days: {
      0: startProvider(startCertSpotter),
      1: answer(() => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html>' })),
      ...quiet(2, 4),
    },
    must: { ...always(1, 3, CT_TOLERATED), 4: { ...red('unread', 'inventory-web-page'), ...CT_ALERT } },
  },
  {
    title: 'a provider of transparency logs that never answered is red from the first scan on',
    manifest: watch(CT),
    days: { 0: startProvider(startCertSpotter, DOWN), ...quiet(1, 3) },
    must: {
      ...always(0, 2, red('never-read', 'inventory-server-error')),
      3: { ...red('never-read', 'inventory-server-error'), ...CT_ALERT },
    },
  },
];

/** The types of the queries that the resolver refuses, from now on. */
const refuse =
  (type: 'CAA' | 'TLSA'): Happening =>
  (world) => {
    const number = type === 'CAA' ? 257 : 52;
    world.dns.tamper = (response) => {
      if (readQueryType(response) === number) response.writeUInt8(((response[3] ?? 0) & 0xf0) | 5, 3);
      return response;
    };
  };

/** The type of the question, which is behind its name (RFC 1035 section 4.1.2). */
function readQueryType(message: Buffer): number {
  let at = 12;
  while ((message[at] ?? 0) > 0) at += (message[at] ?? 0) + 1;
  return message.readUInt16BE(at + 1);
}

const unresolved = (type: 'CAA' | 'TLSA', expectation: string, network: string): Way => ({
  title: `${type} records that the resolver refuses are in the line, and red from the third scan on`,
  manifest: watch(endpoint('shop', `expect: { ${expectation} }`), network),
  days: { 0: (world) => world.serve(300, 'shop'), 1: refuse(type), ...quiet(2, 4) },
  must: {
    ...always(1, 2, noted(`the ${type} records of 1 entry could not be looked up (shop)`)),
    ...always(3, 4, { ...red('lookups-failed'), ...noted(`the ${type} records of 1 entry`) }),
  },
});

export const RECORDS: Way[] = [
  {
    title:
      'CAA records of a certificate in the logs that the resolver refuses are in the line, and red from the third day on',
    manifest: watch(CT),
    days: {
      0: startProvider(startCertSpotter),
      1: (world) => {
        logs.get(world)?.issue({ names: ['pay.example.com'], from: '2026-06-01', to: '2026-08-30' });
        return refuse('CAA')(world);
      },
      ...quiet(2, 4),
      5: (world) => {
        world.dns.tamper = (response) => response;
        world.dns.zone['pay.example.com'] = { CAA: ['0 issue other.example'] };
      },
    },
    must: {
      1: {
        ...noted('the CAA records of 1 entry could not be looked up (transparency)'),
        ...alerted('certificate.discovered pay.example.com'),
      },
      ...always(2, 3, noted('the CAA records of 1 entry')),
      4: { ...red('lookups-failed'), ...noted('the CAA records of 1 entry') },
      5: alerted('certificate.discovered pay.example.com'),
    },
  },
  unresolved('CAA', 'caa: check', ''),
  unresolved('TLSA', 'dane: check', 'network: { dns_servers: ["$DNS"], trust_ad: true }'),
  {
    title: 'TLSA records that are gone are an alert',
    manifest: watch(
      endpoint('shop', 'expect: { dane: required }'),
      'network: { dns_servers: ["$DNS"], trust_ad: true }',
    ),
    days: { 0: (world) => world.serve(300, 'shop') },
    must: { 0: alerted('certificate.policy_violation shop') },
  },
];
