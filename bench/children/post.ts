/** The least that deliveries cost: so many bodies posted to a port of loopback, four at once, over kept connections. */

import { Agent, request } from 'undici';

const [port, count] = process.argv.slice(2).map(Number);
const dispatcher = new Agent();
// As large as what a webhook without a template is sent.
const body = JSON.stringify({ event: 'certificate.expiry_warning', data: 'x'.repeat(1500) });
const headers = { 'content-type': 'application/json' };

let left = count ?? 0;
await Promise.all(
  Array.from({ length: 4 }, async () => {
    while (left-- > 0) {
      const answer = await request(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body, dispatcher });
      await answer.body.dump();
    }
  }),
);
await dispatcher.close();
