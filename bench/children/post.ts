/** The minimum work of deliveries: posts bodies to a port of loopback, four at once, over keep-alive connections. */

import { Agent, request } from 'undici';

const [port, count] = process.argv.slice(2).map(Number);
const dispatcher = new Agent();
// As large as the default body of a webhook.
const body = JSON.stringify({ event: 'certificate.expiry_warning', data: 'x'.repeat(1500) });
const headers = { 'content-type': 'application/json' };

let remaining = count ?? 0;
await Promise.all(
  Array.from({ length: 4 }, async () => {
    while (remaining-- > 0) {
      const response = await request(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body, dispatcher });
      await response.body.dump();
    }
  }),
);
await dispatcher.close();
