/** Situations of revocation: CRLs, OCSP responders, and stapled responses. */

import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import * as x509 from '@peculiar/x509';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import { readCertificate } from '../../helpers/paths.ts';
import { createRevocationExtensions, makeList, makeResponse } from '../../helpers/revocation.ts';
import { findRefusingPort, startTlsServer } from '../../helpers/tls-server.ts';
import { type Fixtures, HOST, PAGE, type Scenario, type ScenarioServer } from './scenario.ts';

/** `keyCompromise` (RFC 5280 section 5.3.1). */
const REASON = 1;

/** The path of the issuer's certificate. */
const CERTIFICATE = '/issuing.crt';

/** Answers every request with `said`, or with its certificate. */
async function startIssuer(
  type: string,
  issuer: CreatedCertificate,
): Promise<{ url: string; said: { bytes: Buffer }; server: Server }> {
  const said = { bytes: Buffer.alloc(0) };
  const server = createServer(({ url }, response) => {
    const isIssuer = url === CERTIFICATE;
    response.writeHead(200, { 'content-type': isIssuer ? 'application/pkix-cert' : type });
    response.end(isIssuer ? issuer.der : said.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/issuing`, said, server };
}

async function closing(scene: ScenarioServer, server: Server): Promise<ScenarioServer> {
  return {
    ...scene,
    close: async () => {
      await scene.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The options of other tools to check revocation. */
const ASKING = { testssl: ['--phone-out'], openssl: ['-crl_check', '-crl_download'] };
const STAPLED = { testssl: ASKING.testssl, openssl: ['-status'] };

/** A certificate whose issuer has a CRL, with or without it. */
const listed =
  (isRevoked: boolean, hours: { from?: number; to?: number } = {}) =>
  async ({ leaf, middle, tls, now }: Fixtures): Promise<ScenarioServer> => {
    const { url, said, server } = await startIssuer('application/pkix-crl', middle);
    const own = await leaf({ more: createRevocationExtensions({ lists: [url] }) });
    const serial = readCertificate(own).serial_bytes;
    said.bytes = makeList({ issuer: middle, now, revoked: isRevoked ? [{ serial, reason: REASON }] : [], ...hours });
    return closing(await tls([own, middle], { entry: { revocation: true }, options: ASKING }), server);
  };

function responderAt(url: string): x509.Extension {
  return new x509.AuthorityInfoAccessExtension({ ocsp: [url], caIssuers: [new URL(CERTIFICATE, url).href] });
}

/** A certificate whose issuer has an OCSP responder that makes it good or revoked. */
const responded =
  (isRevoked: boolean) =>
  async ({ leaf, middle, tls, now }: Fixtures): Promise<ScenarioServer> => {
    const { url, said, server } = await startIssuer('application/ocsp-response', middle);
    const own = await leaf({ more: [responderAt(url)] });
    said.bytes = makeResponse({ issuer: middle, about: own, now, status: isRevoked ? { reason: REASON } : 'good' });
    const options = { testssl: ASKING.testssl };
    return closing(await tls([own, middle], { entry: { revocation: true }, options }), server);
  };

/** A server that staples a response of its issuer; null for none. */
const stapled =
  (isRevoked: boolean | null, more: readonly x509.Extension[] = []) =>
  async ({ leaf, middle, root, now }: Fixtures): Promise<ScenarioServer> => {
    const own = await leaf({ more });
    const status = isRevoked ? { reason: REASON } : 'good';
    const staple = isRevoked === null ? null : makeResponse({ issuer: middle, about: own, now, status });
    const { port, close } = await startTlsServer(own, { chain: [middle], answer: PAGE, staple: () => staple });
    const entry = { revocation: true };
    return { address: '127.0.0.1', port, host: HOST, anchors: [root], entry, options: STAPLED, close };
  };

/** RFC 7633: `status_request`. */
const MUST_STAPLE = new x509.Extension('1.3.6.1.5.5.7.1.24', false, new Uint8Array([0x30, 3, 2, 1, 5]));

export const REVOCATION: readonly Scenario[] = [
  {
    name: 'Not in the CRL',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: listed(false),
  },
  {
    name: 'Revoked in the CRL',
    clients: 'Clients that check revocation reject it (browsers use their own lists).',
    alarm: true,
    ours: 'revoked',
    set: listed(true),
  },
  {
    name: 'Good by OCSP',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: responded(false),
  },
  {
    name: 'Revoked by OCSP',
    clients: 'Clients that check OCSP reject it.',
    alarm: true,
    ours: 'revoked',
    set: responded(true),
  },
  {
    name: 'Must-staple (RFC 7633), but nothing is stapled',
    clients: 'Firefox rejects it; others do not check.',
    alarm: null,
    ours: 'ok',
    set: stapled(null, [MUST_STAPLE]),
  },
  {
    name: 'Stapled response: good',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: stapled(false),
  },
  {
    name: 'Stapled response: revoked',
    clients: 'Clients that check it reject it.',
    alarm: true,
    ours: 'revoked',
    set: stapled(true),
  },
  {
    name: 'The CA is revoked in the CRL of the root',
    clients: 'Clients that check revocation reject it.',
    alarm: true,
    ours: 'revoked',
    set: async ({ authority, leaf, root, tls, now }) => {
      const { url, said, server } = await startIssuer('application/pkix-crl', root);
      const issuer = await authority({
        subject: 'Revoked issuing',
        issuer: root,
        more: createRevocationExtensions({ lists: [url] }),
      });
      const revoked = [{ serial: readCertificate(issuer).serial_bytes, reason: REASON }];
      said.bytes = makeList({ issuer: root, now, revoked });
      const scene = await tls([await leaf({ issuer }), issuer], { entry: { revocation: true }, options: ASKING });
      return closing(scene, server);
    },
  },
  {
    name: 'The CRL cannot be downloaded',
    clients: 'Clients connect: no source says that it is revoked.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, middle, tls }) => {
      const lists = [`http://127.0.0.1:${await findRefusingPort()}/issuing`];
      const own = await leaf({ more: createRevocationExtensions({ lists }) });
      return tls([own, middle], { entry: { revocation: true }, options: ASKING });
    },
  },
];
