/**
 * One bare TLS handshake with each port of a list. `shared`: with one secure context for all, which is the minimum work of a
 * scan. Otherwise with one context for each, which is the default of `tls.connect`.
 */

import { readFileSync } from 'node:fs';
import tls from 'node:tls';

const [file = '', concurrency, mode] = process.argv.slice(2);
const ports: number[] = JSON.parse(readFileSync(file, 'utf8'));
const secureContext = mode === 'shared' ? tls.createSecureContext() : undefined;
const pending = ports.values();

function shakeHands(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: '127.0.0.1', port, secureContext, rejectUnauthorized: false });
    socket.once('error', reject).once('secureConnect', () => {
      socket.destroy();
      resolve();
    });
  });
}

async function lane(): Promise<void> {
  for (const port of pending) await shakeHands(port);
}

await Promise.all(Array.from({ length: Number(concurrency) }, lane));
