/**
 * A TLS server on many ports of loopback, and ports that accept connections and never respond. Prints
 * `{"live": [ports], "dead": [ports], "ca": PEM}`. With a delay, data takes that many milliseconds in each direction. Exits
 * when its standard input is closed.
 */

import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { NOW } from '../data.ts';

const [live, dead, delay = 0] = process.argv.slice(2).map(Number);

const made = await createCertificate({
  commonName: 'live.example.com',
  sans: ['*.example.com', '127.0.0.1'],
  notBefore: new Date(Date.parse(NOW) - 100 * DAY),
  notAfter: new Date(Date.parse(NOW) + 298 * DAY),
  keys: await createKeys('ec'),
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

/** Delays the data of a stream in both directions. */
function delayed(socket: net.Socket, milliseconds: number): Duplex {
  const far = new Duplex({
    read() {},
    write: (chunk, _, done) => void setTimeout(() => socket.write(chunk, () => done()), milliseconds),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  const arrive = (chunk: Buffer | null) => setTimeout(() => far.destroyed || far.push(chunk), milliseconds);
  socket.on('data', arrive).on('end', () => arrive(null));
  socket.on('error', () => far.destroy()).on('close', () => far.destroy());
  return far;
}

const ports = {
  live: await listen(live, (socket) => server.emit('connection', delay === 0 ? socket : delayed(socket, delay))),
  dead: await listen(dead, (socket) => socket.on('error', () => undefined).resume()),
  ca: made.certificate,
};
process.stdout.write(`${JSON.stringify(ports)}\n`);
process.stdin.on('end', () => process.exit()).resume();
