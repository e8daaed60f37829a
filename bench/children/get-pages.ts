/** The minimum work of an inventory: gets the pages of a listing one after the other, over one connection, and parses them. */

import { Agent, request } from 'undici';

const [port, pages = 0] = process.argv.slice(2).map(Number);
const dispatcher = new Agent();
let items = 0;
for (let page = 1; page <= pages; page += 1) {
  const response = await request(`http://127.0.0.1:${port}/items?page=${page}&size=100`, { dispatcher });
  items += ((await response.body.json()) as { items: unknown[] }).items.length;
}
await dispatcher.close();
process.stdout.write(`${items}\n`);
