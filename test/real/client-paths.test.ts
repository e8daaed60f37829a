/** Compares the clients for chains whose result depends on the other certificates, as in the second table of docs/concepts/trust.md. */

import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { dns, leaf, link, NOW, nextKeys, validateTrust } from '../helpers/paths.ts';
import { type Clients, startClients } from './clients/clients.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';

const HOST = 'www.example.com';

describeReal('client paths', { programs: ['openssl', 'certtool', 'go'] }, (openssl, certtool, go) => {
  const directory = makeDirectory();
  let clients: Clients;
  beforeAll(async () => {
    clients = await startClients({ openssl, certtool, go }, directory);
  }, 300_000);
  afterAll(async () => {
    await clients?.close();
    await removeDirectory(directory);
  });

  /** Our result, and the clients that accept the chain. */
  async function compare(sent: CreatedCertificate[], anchors: CreatedCertificate[], host = HOST) {
    const { reason, notes } = validateTrust(sent, anchors, { host });
    const encode = (made: CreatedCertificate[]) =>
      made.map(({ der, certificate }) => ({ der: Buffer.from(der), certificate }));
    const results = await clients.verify({ sent: encode(sent), anchors: encode(anchors), host, now: NOW });
    const accepting = Object.entries(results).flatMap(([client, result]) => (result === 'ok' ? [client] : []));
    return [reason ?? notes[0]?.code, ...accepting];
  }

  it('differ for an expired copy of a CA in the trust store', async () => {
    const [root, keys] = [await link({ subject: 'root' }), await nextKeys()];
    const [current, expired] = [
      await link({ subject: 'issuing', keys, issuer: root }),
      await link({ subject: 'issuing', keys, issuer: root, to: -1 }),
    ];
    expect(await compare([await leaf({ issuer: current }), current], [expired, root])).toEqual([
      ...['stale-anchor', 'gnutls', 'go'],
    ]);
  });

  it('differ if the first certificate of a CA leads to an unknown root', async () => {
    const [root, keys] = [await link({ subject: 'root' }), await nextKeys()];
    const current = await link({ subject: 'issuing', keys, issuer: root });
    const other = await link({ subject: 'issuing', keys, issuer: await link({ subject: 'unknown' }) });
    expect(await compare([await leaf({ issuer: current }), other, current], [root])).toEqual(['wrong-order', 'go']);
  });

  it('differ for a leaf with the subject of its issuer', async () => {
    const ca = await link({ subject: 'same' });
    const more = [new x509.AuthorityKeyIdentifierExtension(ca.keys.id)];
    const end = await leaf({ subject: 'same', issuer: ca, unidentified: true, more });
    expect(await compare([end], [ca])).toEqual(['self-issued', 'gnutls', 'go']);
  });

  it('differ for a URI on a host below an excluded one', async () => {
    const root = await link({ subject: 'root', constraints: { excluded: [['uri', 'example.com']] } });
    const sans = [dns(HOST), { type: 'url', value: 'https://a.example.com/' }] as const;
    expect(await compare([await leaf({ issuer: root, sans })], [root])).toEqual(['constraint-strict', 'openssl']);
  });

  it('differ for a trust anchor of another CA without basic constraints', async () => {
    const root = await link({ subject: 'root' });
    const anchor = await link({ subject: 'issuing', issuer: root, unmarked: true });
    expect(await compare([await leaf({ issuer: anchor })], [anchor])).toEqual(['anchor-not-marked', 'openssl']);
  });

  it('differ for a path length that certificates for the CA itself exceed', async () => {
    const before = await link({ subject: 'authority', pathLength: 0 });
    const after = await link({ subject: 'authority', issuer: before });
    expect(await compare([await leaf({ issuer: after }), after], [before])).toEqual(['path-length-strict', 'openssl']);
  });

  it('differ for a wildcard if the host name has an underscore', async () => {
    const root = await link({ subject: 'root' });
    const end = await leaf({ issuer: root, sans: [{ type: 'dns', value: '*.example.com' }] });
    expect(await compare([end], [root], 'a_b.example.com')).toEqual(['wildcard-underscore', 'gnutls', 'go']);
  });
});
