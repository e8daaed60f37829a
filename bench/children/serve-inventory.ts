/**
 * A REST API on loopback with pages of 100 certificates, each of which takes 20 ms, as in a database nearby. Prints
 * `{"live": [port]}`. Exits when its standard input is closed.
 */

import http from 'node:http';
import type { AddressInfo } from 'node:net';

const PAGE_SIZE = 100;
const LATENCY_MS = 20;
const count = Number(process.argv[2]);

const server = http.createServer((request, response) => {
  const page = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('page'));
  const first = (page - 1) * PAGE_SIZE;
  const items = Array.from({ length: Math.max(0, Math.min(PAGE_SIZE, count - first)) }, (_, at) =>
    createItem(first + at),
  );
  setTimeout(() => response.end(JSON.stringify({ items, total: count })), LATENCY_MS);
});

function createItem(number: number) {
  const name = `host-${number}.example.com`;
  const serial = number.toString(16).padStart(32, '7');
  return {
    id: number,
    name,
    sans: [name],
    issuer: 'CN=Example CA',
    serial,
    from: '2026-01-01',
    to: '2036-01-01',
    tags: { team: 'shop' },
  };
}

server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ live: [(server.address() as AddressInfo).port] })}\n`),
);
process.stdin.on('end', () => process.exit()).resume();
