/** What a situation of docs/comparison.md is made of, and the authorities that all of them share. */

import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { type CreatedCertificate, createKeys } from '../../../src/app/demo/create-certificate.ts';
import { type LinkOptions, link, SERVER_AUTH } from '../../helpers/paths.ts';
import { type ServedPair, startTlsServer, type TlsServerOptions } from '../../helpers/tls-server.ts';

/** One way in which a server can stand, and what there is to say of it. */
export interface Scenario {
  name: string;
  /** What clients meet. */
  truth: string;
  /** Whether somebody must act, so that an alarm is right; null if that is debatable. */
  alarm: boolean | null;
  /** What certvigil must say, in the words of `verdict.ts`. */
  ours: string;
  set: (cast: Fixtures) => Promise<ScenarioServer>;
}

/** A server that runs on loopback, and how it is looked at. */
export interface ScenarioServer {
  /** What it listens on. */
  address: string;
  port: number;
  /** The name, or the address, that it is asked for and checked by. */
  host: string;
  /** The trust anchors of its clients: PEM. */
  anchors: readonly Pick<CreatedCertificate, 'certificate'>[];
  starttls?: 'smtp';
  /** What its entry in the manifest has beside endpoint, `server_name` and `ca_file`, or in place of them. */
  entry?: Readonly<Record<string, unknown>>;
  /** Further options of others that know of such a situation. */
  options?: { check_ssl_cert?: readonly string[]; testssl?: readonly string[]; openssl?: readonly string[] };
  close: () => Promise<void>;
}

export const HOST = 'www.example.com';

/** Everything is made on the spot, by the clock on the wall: others than certvigil know no other time. */
export interface Fixtures {
  /** Milliseconds. */
  now: number;
  /** A folder for what needs files. */
  folder: string;
  root: CreatedCertificate;
  /** Signed by the root, and signs the leaves. */
  middle: CreatedCertificate;
  /** Years from its ends unless told otherwise. */
  authority: (options?: LinkOptions) => Promise<CreatedCertificate>;
  /** For `HOST`, in the middle of a life of 200 days, unless told otherwise. */
  leaf: (options?: LinkOptions) => Promise<CreatedCertificate>;
  /** A server that sends these certificates in this order; its own is the first. */
  tls: (sent: readonly [ServedPair, ...ServedPair[]], how?: How) => Promise<ScenarioServer>;
}

/** What a scene has otherwise than usual, and how its server speaks TLS. */
type How = Partial<Omit<ScenarioServer, 'close' | 'port'>> & { server?: TlsServerOptions };

/** Whoever asks for a page gets one: some tools ask. */
export const PAGE = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';

const SIGNS = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;

/** @param now Milliseconds. */
export async function makeFixtures(now: number, folder: string): Promise<Fixtures> {
  const authority: Fixtures['authority'] = (options) => link({ usages: SIGNS, from: -700, to: 1500, ...options }, now);
  // The others share their keys with each other.
  const root = await authority({ subject: 'Test root', keys: await createKeys() });
  const middle = await authority({ subject: 'Test issuing', issuer: root, keys: await createKeys() });
  return {
    now,
    folder,
    root,
    middle,
    authority,
    leaf: (options = {}) =>
      link(
        {
          ca: false,
          subject: HOST,
          sans: [{ type: 'dns', value: HOST }],
          usages: x509.KeyUsageFlags.digitalSignature,
          purposes: [SERVER_AUTH],
          issuer: middle,
          from: -100,
          to: 100,
          ...options,
        },
        now,
      ),
    tls: async ([own, ...chain], { server, address = '127.0.0.1', ...how } = {}) => {
      const { port, close } = await startTlsServer(own, { chain, answer: PAGE, host: address, ...server });
      return { address, port, close, host: HOST, anchors: [root], ...how };
    },
  };
}
