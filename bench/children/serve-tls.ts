/**
 * A TLS server on many ports of loopback, and ports that accept and never answer, in a process of its own. Prints
 * `{"live": [ports], "dead": [ports]}` and ends with its standard input, however its parent ends.
 */

import net from 'node:net';
import tls from 'node:tls';
import { makeCertificate, makeKeys } from '../../src/demo/make-certificate.ts';
import { DAY } from '../../src/limits.ts';
import { NOW } from '../now.ts';

const [live, dead] = process.argv.slice(2).map(Number);

const made = await makeCertificate({
  commonName: 'live.example.com',
  sans: ['live.example.com'],
  notBefore: new Date(Date.parse(NOW) - 100 * DAY),
  notAfter: new Date(Date.parse(NOW) + 298 * DAY),
  keys: await makeKeys('ec'),
});
const server = tls.createServer({ cert: made.certificate, key: made.privateKeyPem });
server.on('tlsClientError', () => undefined);
server.on('secureConnection', (socket) => socket.on('error', () => undefined));

/** Listens on `count` free ports. */
function listen(count: number | undefined, accept: (socket: net.Socket) => void): Promise<number[]> {
  const ports = Array.from({ length: count ?? 0 }, async () => {
    const listener = net.createServer(accept);
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return (listener.address() as net.AddressInfo).port;
  });
  return Promise.all(ports);
}

const ports = {
  live: await listen(live, (socket) => server.emit('connection', socket)),
  dead: await listen(dead, (socket) => socket.on('error', () => undefined).resume()),
};
process.stdout.write(`${JSON.stringify(ports)}\n`);
process.stdin.on('end', () => process.exit()).resume();
