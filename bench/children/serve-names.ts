/**
 * A DNS server on loopback with names that resolve to 127.0.0.1, and names that it never responds to. Prints
 * `{"live": [], "dead": [], "dns": "address:port"}`. Exits when its standard input is closed.
 */

import { startDnsServer } from '../../test/helpers/dns-server.ts';

const count = Number(process.argv[2]);
const names = (kind: string) => Array.from({ length: count }, (_, index) => `${kind}-${index}.example.com`);

const server = await startDnsServer({
  ...Object.fromEntries(names('live').map((name) => [name, { A: ['127.0.0.1'] }])),
  ...Object.fromEntries(names('dead').map((name) => [name, 'silence'])),
});
process.stdout.write(`${JSON.stringify({ live: [], dead: [], dns: server.address })}\n`);
process.stdin.on('end', () => process.exit()).resume();
