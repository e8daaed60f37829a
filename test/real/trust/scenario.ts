/** The situations of docs/comparison.md, and the CAs that all of them share. */

import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { type CreatedCertificate, createKeys } from '../../../src/app/demo/create-certificate.ts';
import { type LinkOptions, link, SERVER_AUTH } from '../../helpers/paths.ts';
import { type ServedPair, startTlsServer, type TlsServerOptions } from '../../helpers/tls-server.ts';

/** One configuration of a server, and its expected results. */
export interface Scenario {
  name: string;
  /** What clients meet. */
  clients: string;
  /** Whether somebody must act, so that an alarm is right; null if that is debatable. */
  alarm: boolean | null;
  /** The expected result of certvigil, as `verdict.ts` formats it. */
  ours: string;
  set: (cast: Fixtures) => Promise<ScenarioServer>;
}

/** A server on loopback, and how it is checked. */
export interface ScenarioServer {
  /** The address that it listens on. */
  address: string;
  port: number;
  /** The name or address that is requested and verified. */
  host: string;
  /** The trust anchors of its clients: PEM. */
  anchors: readonly Pick<CreatedCertificate, 'certificate'>[];
  starttls?: 'smtp';
  /** Other fields of its entry in the manifest, or ones that override endpoint, `server_name` and `ca_file`. */
  entry?: Readonly<Record<string, unknown>>;
  /** Options of other tools for this situation. */
  options?: { check_ssl_cert?: readonly string[]; testssl?: readonly string[]; openssl?: readonly string[] };
  close: () => Promise<void>;
}

export const HOST = 'www.example.com';

/** Everything is created with the current time: other tools cannot use another one. */
export interface Fixtures {
  /** Milliseconds. */
  now: number;
  /** A directory for files. */
  directory: string;
  root: CreatedCertificate;
  /** Issued by the root; issues the leaves. */
  middle: CreatedCertificate;
  /** Default: valid for years. */
  authority: (options?: LinkOptions) => Promise<CreatedCertificate>;
  /** Default: for `HOST`, in the middle of its 200 days. */
  leaf: (options?: LinkOptions) => Promise<CreatedCertificate>;
  /** A server that sends these certificates in this order, the leaf first. */
  tls: (sent: readonly [ServedPair, ...ServedPair[]], how?: How) => Promise<ScenarioServer>;
}

/** What differs from the defaults, and how the server uses TLS. */
type How = Partial<Omit<ScenarioServer, 'close' | 'port'>> & { server?: TlsServerOptions };

/** The HTTP response for tools that request a page. */
export const PAGE = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';

const SIGNS = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;

/** @param now Milliseconds. */
export async function makeFixtures(now: number, directory: string): Promise<Fixtures> {
  const authority: Fixtures['authority'] = (options) => link({ usages: SIGNS, from: -700, to: 1500, ...options }, now);
  // Other certificates share key pairs.
  const root = await authority({ subject: 'Test root', keys: await createKeys() });
  const middle = await authority({ subject: 'Test issuing', issuer: root, keys: await createKeys() });
  return {
    now,
    directory,
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
