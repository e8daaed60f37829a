import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { sendRequest } from '../../src/lib/http/client.ts';
import { DIRECT } from '../../src/lib/network/proxy.ts';
import { HOST } from '../helpers/crafted/chain.ts';
import { craftUncommonChain } from '../helpers/crafted/uncommon-chain.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const network = {
  lookup: async () => ['127.0.0.1'],
  isPermitted: () => true,
  proxies: DIRECT,
};

/** Serves a chain whose CAs have keys on a curve that Node.js cannot describe, and requests a page from it. */
async function request(isTrusted: boolean) {
  const { certificate, privateKeyPem, root } = craftUncommonChain();
  const server = createServer({ cert: certificate, key: privateKeyPem }, (_, response) => response.end());
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return sendRequest(
    { method: 'GET', url: `https://${HOST}:${port}/`, headers: {}, body: null },
    { timeout_ms: 5000, verify: true, ca: isTrusted ? root : null, network },
  );
}

it('a server whose CA has an uncommon curve is not trusted, and does not end the process', async () => {
  expect(await request(false)).toMatchObject({ tls: 'unknown-ca' });
});

it('a server whose trusted CA has an uncommon curve gets the request', async () => {
  expect(await request(true)).toMatchObject({ status: 200 });
});
