/** Probes targets with blackbox_exporter, as many at once as given, each as Prometheus does. Fails if a probe fails. */

import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

const [origin = '', file = '', concurrency] = process.argv.slice(2);
const targets: string[] = JSON.parse(readFileSync(file, 'utf8'));
const pending = targets.values();
const pool = new Pool(origin, { connections: Number(concurrency) });

async function lane(): Promise<void> {
  for (const target of pending) {
    const path = `/probe?module=tls&target=${encodeURIComponent(target)}`;
    const { body } = await pool.request({ path, method: 'GET' });
    const metrics = await body.text();
    if (!metrics.includes('\nprobe_success 1') || !metrics.includes('\nprobe_ssl_earliest_cert_expiry ')) {
      throw new Error(`${target} failed`);
    }
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, lane));
await pool.close();
