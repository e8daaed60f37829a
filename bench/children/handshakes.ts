/**
 * One bare TLS handshake with each port of a list, so many at once. `shared`: with one secure context for all, the least that a
 * scan of them must do; else with one for each, as `tls.connect` makes it by itself.
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
