/** What is sent beside the certificate, and whether a way leads from it to an anchor. */

import { createServer } from 'node:http';
import type { Fixtures, Scenario, ScenarioServer } from './scenario.ts';

/** The root as another, older root has signed it. */
async function crossSigned({ authority, root }: Fixtures, to: number) {
  const older = await authority({ subject: 'Older root', to });
  const cross = await authority({ subject: 'Test root', keys: root.keys, issuer: older, to });
  return { older, cross };
}

/** A server that sends no intermediate, and one that has it, where the certificate says. */
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
    name: 'A whole chain',
    truth: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, middle, tls }) => tls([await leaf(), middle]),
  },
  {
    name: 'Four intermediates',
    truth: 'Clients connect.',
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
    name: 'The root is sent along',
    truth: 'Clients connect; it is of no use to them.',
    alarm: false,
    ours: 'ok (root-sent)',
    set: async ({ leaf, middle, root, tls }) => tls([await leaf(), middle, root]),
  },
  {
    name: 'An intermediate is sent twice',
    truth: 'Clients connect.',
    alarm: false,
    ours: 'ok (sent-twice)',
    set: async ({ leaf, middle, tls }) => tls([await leaf(), middle, middle]),
  },
  {
    name: 'Intermediates out of order',
    truth: 'Clients connect: they put them in order.',
    alarm: false,
    ours: 'ok (out-of-order)',
    set: async ({ authority, leaf, middle, tls }) => {
      const lower = await authority({ subject: 'Lower', issuer: middle });
      return tls([await leaf({ issuer: lower }), middle, lower]);
    },
  },
  {
    name: 'A certificate of somebody else is sent along',
    truth: 'Clients connect; it is of no use to them.',
    alarm: false,
    ours: 'ok (not-needed)',
    set: async ({ authority, leaf, middle, tls }) => tls([await leaf(), middle, await authority()]),
  },
  {
    name: 'The intermediate is missing',
    truth: 'Clients refuse it, but those that have met the intermediate elsewhere.',
    alarm: true,
    ours: 'unknown-issuer',
    set: async ({ leaf, tls }) => tls([await leaf()]),
  },
  {
    name: 'The intermediate is missing, and the certificate says where it is',
    truth: 'Browsers may fetch it; programs refuse the certificate.',
    alarm: true,
    ours: 'missing-intermediate',
    set: withIssuerElsewhere,
  },
  {
    name: 'The same, for clients that fetch it (`aia: true`)',
    truth: 'Browsers connect; programs refuse the certificate.',
    alarm: null,
    ours: 'ok (intermediate-fetched)',
    set: async (cast) => ({ ...(await withIssuerElsewhere(cast)), entry: { aia: true } }),
  },
  {
    name: 'The wrong intermediate is sent',
    truth: 'Clients refuse it: another authority signed it.',
    alarm: true,
    ours: 'unknown-issuer',
    set: async ({ authority, leaf, root, tls }) =>
      tls([await leaf(), await authority({ subject: 'Other issuing', issuer: root })]),
  },
  {
    name: 'The chain ends at a root that clients do not have',
    truth: 'Clients refuse it.',
    alarm: true,
    ours: 'unknown-issuer',
    set: async ({ authority, leaf, middle, root, tls }) =>
      tls([await leaf(), middle, root], { anchors: [await authority({ subject: 'Another root' })] }),
  },
  {
    name: 'It signed itself',
    truth: 'Clients refuse it.',
    alarm: true,
    ours: 'self-signed',
    set: async ({ leaf, tls }) => tls([await leaf({ issuer: undefined })]),
  },
  {
    name: 'It signed itself, and clients were given it as an anchor',
    truth: 'Those clients connect.',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, tls }) => {
      const own = await leaf({ issuer: undefined });
      return tls([own], { anchors: [own] });
    },
  },
  {
    name: 'Clients were given the issuing authority as an anchor, not its root',
    truth: 'Most clients connect: what they were given is trusted (OpenSSL wants `-partial_chain` for it).',
    alarm: false,
    ours: 'ok',
    set: async ({ leaf, middle, tls }) =>
      tls([await leaf(), middle], { anchors: [middle], options: { openssl: ['-partial_chain'] } }),
  },
  {
    name: 'The intermediate has expired',
    truth: 'Clients refuse it, whatever the certificate itself says.',
    alarm: true,
    ours: 'expired by Ended issuing',
    set: async ({ authority, leaf, root, tls }) => {
      const ended = await authority({ subject: 'Ended issuing', issuer: root, to: -1 });
      return tls([await leaf({ issuer: ended }), ended]);
    },
  },
  {
    name: 'The root has expired',
    truth: 'Most clients refuse it, whatever the certificate itself says.',
    alarm: true,
    ours: 'expired by Ended root',
    set: async ({ authority, leaf, tls }) => {
      const ended = await authority({ subject: 'Ended root', to: -1 });
      return tls([await leaf({ issuer: ended })], { anchors: [ended] });
    },
  },
  {
    name: 'The intermediate ends in ten days, the certificate itself in a hundred',
    truth: 'Clients refuse it in ten days; a new chain is to be sent before.',
    alarm: true,
    ours: 'critical by Ending issuing',
    set: async ({ authority, leaf, root, tls }) => {
      const ending = await authority({ subject: 'Ending issuing', issuer: root, to: 10.1 });
      return tls([await leaf({ issuer: ending }), ending]);
    },
  },
  {
    name: 'The root ends in twenty days',
    truth: 'Most clients refuse it in twenty days; another root is needed by then.',
    alarm: true,
    ours: 'warning by Ending root',
    set: async ({ authority, leaf, tls }) => {
      const ending = await authority({ subject: 'Ending root', to: 20.1 });
      return tls([await leaf({ issuer: ending })], { anchors: [ending] });
    },
  },
  {
    name: 'One way ends in ten days, another in years',
    truth: 'Clients connect by the one that lasts.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, middle, root, tls }) => {
      const ending = await authority({ subject: 'Test issuing', keys: middle.keys, issuer: root, to: 10.1 });
      return tls([await leaf(), ending, middle]);
    },
  },
  {
    name: 'The intermediate is not valid yet',
    truth: 'Clients refuse it until tomorrow.',
    alarm: true,
    ours: 'not-yet-valid',
    set: async ({ authority, leaf, root, tls }) => {
      const early = await authority({ subject: 'Early issuing', issuer: root, from: 1 });
      return tls([await leaf({ issuer: early }), early]);
    },
  },
  {
    name: 'An expired intermediate is sent along with its successor of the same key',
    truth: 'Clients connect by the successor.',
    alarm: false,
    ours: 'ok (expired-cross-sign)',
    set: async ({ authority, leaf, middle, root, tls }) => {
      const ended = await authority({ subject: 'Test issuing', keys: middle.keys, issuer: root, to: -1 });
      return tls([await leaf(), ended, middle]);
    },
  },
  {
    name: 'An expired cross-sign that no way needs',
    truth: 'Clients connect: they have the root itself.',
    alarm: false,
    ours: 'ok (expired-cross-sign)',
    set: async (cast) => {
      const { leaf, middle, tls } = cast;
      const { cross } = await crossSigned(cast, -1);
      return tls([await leaf(), middle, cross]);
    },
  },
  {
    name: 'An expired cross-sign whose expired root clients still have, beside the new one (AddTrust, 2020)',
    truth: 'Clients of today connect by the new root; old ones did not.',
    alarm: false,
    ours: 'ok (expired-cross-sign)',
    set: async (cast) => {
      const { leaf, middle, root, tls } = cast;
      const { older, cross } = await crossSigned(cast, -1);
      return tls([await leaf(), middle, cross], { anchors: [older, root] });
    },
  },
  {
    name: 'A cross-sign leads to the only root that clients have',
    truth: 'Clients connect.',
    alarm: false,
    ours: 'ok',
    set: async (cast) => {
      const { leaf, middle, tls } = cast;
      const { older, cross } = await crossSigned(cast, 700);
      return tls([await leaf(), middle, cross], { anchors: [older] });
    },
  },
  {
    name: 'The cross-sign that leads to the only root that clients have has expired',
    truth: 'Clients refuse it; those that have the newer root do not.',
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
    name: 'Two authorities that signed each other are sent along',
    truth: 'Clients connect: they do not go in circles.',
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
