import { afterEach, expect, it } from 'vitest';
import { DIRECT } from '../../../src/lib/network/proxy.ts';
import { openSmtpSession } from '../../../src/notify/email/smtp-session.ts';
import { HOST } from '../../helpers/crafted/chain.ts';
import { craftUncommonChain } from '../../helpers/crafted/uncommon-chain.ts';
import { type SmtpServer, startSmtpServer } from '../../helpers/smtp-server.ts';

const open: SmtpServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const network = { lookup: async () => ['127.0.0.1'], isPermitted: () => true, proxies: DIRECT };

/** Opens a session with a server whose CAs have keys on a curve that Node.js cannot describe. */
async function openSession(tls: 'starttls' | 'implicit', isTrusted: boolean) {
  const { root, ...chain } = craftUncommonChain();
  const server = await startSmtpServer({ tls: chain, implicit: tls === 'implicit' });
  open.push(server);
  const settings = { login: null, verify: true, timeout_ms: 5000, network };
  const ca = isTrusted ? root : null;
  const opened = await openSmtpSession({ host: HOST, port: server.port, tls, ca, ...settings });
  if (opened.ok) opened.session.close();
  return opened;
}

it.each(['starttls', 'implicit'] as const)(
  'a mail server with %s whose trusted CA has an uncommon curve gets mail',
  async (tls) => {
    expect(await openSession(tls, true)).toMatchObject({ ok: true });
  },
);

it.each(['starttls', 'implicit'] as const)(
  'a mail server with %s whose CA has an uncommon curve is not trusted, and does not end the process',
  async (tls) => {
    expect(await openSession(tls, false)).toMatchObject({ ok: false, fault: { tls: 'unknown-ca' } });
  },
);
