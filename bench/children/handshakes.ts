/**
 * The floor of a scan: bare Node makes a handshake with each `address:port` of a JSON file, 100 at once, with the TLS options of a scan, and
 * reads the certificate. Fails if a handshake fails.
 */

import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { createTlsContext } from '../../src/scan/tls/client-profiles.ts';

const CONCURRENCY = 100;

const [file = ''] = process.argv.slice(2);
const targets: string[] = JSON.parse(readFileSync(file, 'utf8'));
const pending = targets.values();
const secureContext = createTlsContext('default', null);

async function lane(): Promise<void> {
  for (const target of pending) {
    const [host = '', port] = target.split(':');
    await new Promise<void>((resolve, reject) => {
      const options = { host, port: Number(port), secureContext, servername: '', requestOCSP: true };
      const socket = connect({ ...options, rejectUnauthorized: false });
      socket.once('secureConnect', () => {
        if (socket.getPeerX509Certificate()?.raw === undefined) reject(new Error(`${target} has no certificate`));
        socket.destroy();
        resolve();
      });
      socket.on('error', reject);
    });
  }
}

await Promise.all(Array.from({ length: CONCURRENCY }, lane));
