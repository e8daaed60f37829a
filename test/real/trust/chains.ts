/** Situations of chains: the certificates that are sent, and the path to an anchor. */

import { createServer } from 'node:http';
import type { Fixtures, Scenario, ScenarioServer } from './scenario.ts';

/** The root, cross-signed by an older root. */
async function crossSigned({ authority, root }: Fixtures, to: number) {
  const older = await authority({ subject: 'Older root', to });
  const cross = await authority({ subject: 'Test root', keys: root.keys, issuer: older, to });
  return { older, cross };
}

/** A server that does not send the intermediate, and another one at the issuer URL that has it. */
async function withIssuerElsewhere({ leaf, middle, tls }: Fixtures): Promise<ScenarioServer> {
  const web = createServer((_, response) => response.end(middle.der));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const { port } = web.address() as { port: number };
  const scene = await tls([await leaf({ issuerUrl: `http://127.0.0.1:${port}/issuing.crt` })]);
  return {
    ...scene,
    close: async () => {
      await scene.close();
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
    },
  };
}

export const CHAINS: readonly Scenario[] = [
  {
    name: 'Complete chain',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, middle, tls }) => tls([await leaf(), middle]),
  },
  {
    name: 'Four intermediates',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, middle, tls }) => {
      const second = await authority({ subject: 'Second', issuer: middle });
      const third = await authority({ subject: 'Third', issuer: second });
      const fourth = await authority({ subject: 'Fourth', issuer: third });
      return tls([await leaf({ issuer: fourth }), fourth, third, second, middle]);
    },
  },
  {
    name: 'The root is sent too',
    clients: 'Clients connect and ignore it.',
    alarm: false,
    ours: 'ok (root-sent)',
    set: async ({ leaf, middle, root, tls }) => tls([await leaf(), middle, root]),
  },
  {
    name: 'An intermediate is sent twice',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok (sent-twice)',
    set: async ({ leaf, middle, tls }) => tls([await leaf(), middle, middle]),
  },
  {
    name: 'Intermediates out of order',
    clients: 'Clients connect: they sort them.',
    alarm: false,
    ours: 'ok (out-of-order)',
    set: async ({ authority, leaf, middle, tls }) => {
      const lower = await authority({ subject: 'Lower', issuer: middle });
      return tls([await leaf({ issuer: lower }), middle, lower]);
    },
  },
  {
    name: 'An unrelated certificate is sent too',
    clients: 'Clients connect and ignore it.',
    alarm: false,
    ours: 'ok (not-needed)',
    set: async ({ authority, leaf, middle, tls }) => tls([await leaf(), middle, await authority()]),
  },
  {
    name: 'The intermediate is missing',
    clients: 'Clients reject it, unless they have the intermediate from elsewhere.',
    alarm: true,
    ours: 'unknown-issuer',
    set: async ({ leaf, tls }) => tls([await leaf()]),
  },
  {
    name: 'The intermediate is missing, and the certificate contains its URL (AIA)',
    clients: 'Browsers may download it; other clients reject the certificate.',
    alarm: true,
    ours: 'missing-intermediate',
    set: withIssuerElsewhere,
  },
  {
    name: 'The same, with clients that download it (`aia: true`)',
    clients: 'Browsers connect; other clients reject the certificate.',
    alarm: null,
    ours: 'ok (intermediate-fetched)',
    set: async (cast) => ({ ...(await withIssuerElsewhere(cast)), entry: { aia: true } }),
  },
  {
    name: 'The wrong intermediate is sent',
    clients: 'Clients reject it: another CA signed it.',
    alarm: true,
    ours: 'unknown-issuer',
    set: async ({ authority, leaf, root, tls }) =>
      tls([await leaf(), await authority({ subject: 'Other issuing', issuer: root })]),
  },
  {
    name: 'The root is not in the trust store',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'unknown-issuer',
    set: async ({ authority, leaf, middle, root, tls }) =>
      tls([await leaf(), middle, root], { anchors: [await authority({ subject: 'Another root' })] }),
  },
  {
    name: 'Self-signed',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'self-signed',
    set: async ({ leaf, tls }) => tls([await leaf({ issuer: undefined })]),
  },
  {
    name: 'Self-signed, and a trust anchor of the clients',
    clients: 'These clients connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, tls }) => {
      const own = await leaf({ issuer: undefined });
      return tls([own], { anchors: [own] });
    },
  },
  {
    name: 'The issuing CA is a trust anchor, its root is not',
    clients: 'Most clients connect (OpenSSL requires `-partial_chain`).',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, middle, tls }) =>
      tls([await leaf(), middle], { anchors: [middle], options: { openssl: ['-partial_chain'] } }),
  },
  {
    name: 'The intermediate has expired',
    clients: 'Clients reject it, although the certificate itself is valid.',
    alarm: true,
    ours: 'expired by Expired intermediate',
    set: async ({ authority, leaf, root, tls }) => {
      const ended = await authority({ subject: 'Expired intermediate', issuer: root, to: -1 });
      return tls([await leaf({ issuer: ended }), ended]);
    },
  },
  {
    name: 'The root has expired',
    clients: 'Most clients reject it, although the certificate itself is valid.',
    alarm: true,
    ours: 'expired by Expired root',
    set: async ({ authority, leaf, tls }) => {
      const ended = await authority({ subject: 'Expired root', to: -1 });
      return tls([await leaf({ issuer: ended })], { anchors: [ended] });
    },
  },
  {
    name: 'The intermediate expires in 10 days, the certificate in 100',
    clients: 'Clients reject it in 10 days; install a new chain before.',
    alarm: true,
    ours: 'critical by Expiring intermediate',
    set: async ({ authority, leaf, root, tls }) => {
      const expiring = await authority({ subject: 'Expiring intermediate', issuer: root, to: 10.1 });
      return tls([await leaf({ issuer: expiring }), expiring]);
    },
  },
  {
    name: 'The root expires in 20 days',
    clients: 'Most clients reject it in 20 days; another root is needed before.',
    alarm: true,
    ours: 'warning by Expiring root',
    set: async ({ authority, leaf, tls }) => {
      const expiring = await authority({ subject: 'Expiring root', to: 20.1 });
      return tls([await leaf({ issuer: expiring })], { anchors: [expiring] });
    },
  },
  {
    name: 'One path expires in 10 days, another in years',
    clients: 'Clients connect by the longer one.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, middle, root, tls }) => {
      const expiring = await authority({ subject: 'Test issuing', keys: middle.keys, issuer: root, to: 10.1 });
      return tls([await leaf(), expiring, middle]);
    },
  },
  {
    name: 'The intermediate is not valid yet',
    clients: 'Clients reject it until tomorrow.',
    alarm: true,
    ours: 'not-yet-valid',
    set: async ({ authority, leaf, root, tls }) => {
      const early = await authority({ subject: 'Early issuing', issuer: root, from: 1 });
      return tls([await leaf({ issuer: early }), early]);
    },
  },
  {
    name: 'An expired intermediate is sent with its successor of the same key',
    clients: 'Clients connect through the successor.',
    alarm: false,
    ours: 'ok (expired-cross-sign)',
    set: async ({ authority, leaf, middle, root, tls }) => {
      const ended = await authority({ subject: 'Test issuing', keys: middle.keys, issuer: root, to: -1 });
      return tls([await leaf(), ended, middle]);
    },
  },
  {
    name: 'An expired cross-signed certificate that no path needs',
    clients: 'Clients connect: the root is in their trust store.',
    alarm: false,
    ours: 'ok (expired-cross-sign)',
    set: async (cast) => {
      const { leaf, middle, tls } = cast;
      const { cross } = await crossSigned(cast, -1);
      return tls([await leaf(), middle, cross]);
    },
  },
  {
    name: 'An expired cross-signed certificate, whose expired root is still in the trust store beside the new one (AddTrust, 2020)',
    clients: 'Current clients connect through the new root; old ones did not.',
    alarm: false,
    ours: 'ok (expired-cross-sign)',
    set: async (cast) => {
      const { leaf, middle, root, tls } = cast;
      const { older, cross } = await crossSigned(cast, -1);
      return tls([await leaf(), middle, cross], { anchors: [older, root] });
    },
  },
  {
    name: 'A cross-signed certificate leads to the only trusted root',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: async (cast) => {
      const { leaf, middle, tls } = cast;
      const { older, cross } = await crossSigned(cast, 700);
      return tls([await leaf(), middle, cross], { anchors: [older] });
    },
  },
  {
    name: 'The cross-signed certificate that leads to the only trusted root has expired',
    clients: 'Clients reject it, unless they have the newer root.',
    alarm: true,
    ours: 'expired by Test root',
    set: async (cast) => {
      const { authority, leaf, middle, root, tls } = cast;
      const older = await authority({ subject: 'Older root' });
      const cross = await authority({ subject: 'Test root', keys: root.keys, issuer: older, to: -1 });
      return tls([await leaf(), middle, cross], { anchors: [older] });
    },
  },
  {
    name: 'Two CAs that signed each other are sent',
    clients: 'Clients connect: they avoid loops.',
    alarm: false,
    ours: 'ok (not-needed)',
    set: async ({ authority, leaf, middle, root, tls }) => {
      const other = await authority({ subject: 'Other' });
      const one = await authority({ subject: 'Test issuing', keys: middle.keys, issuer: other });
      const two = await authority({ subject: 'Other', keys: other.keys, issuer: middle });
      return tls([await leaf(), one, two, middle], { anchors: [root] });
    },
  },
];
