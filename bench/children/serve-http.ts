/**
 * A webhook receiver on loopback that accepts everything, and a port that accepts connections and never responds. Prints
 * `{"live": [port], "dead": [port]}`. GET returns the number of connections so far. Exits when its standard input is closed.
 */

import http from 'node:http';
import net from 'node:net';

let connections = 0;
const live = http.createServer((request, response) => {
  request.on('end', () => response.end(request.method === 'GET' ? String(connections) : '')).resume();
});
live.on('connection', () => {
  connections += 1;
});
const dead = net.createServer((socket) => socket.on('error', () => undefined).resume());

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as net.AddressInfo).port;
}

process.stdout.write(`${JSON.stringify({ live: [await listen(live)], dead: [await listen(dead)] })}\n`);
process.stdin.on('end', () => process.exit()).resume();
