/**
 * A DNS server on loopback in a process of its own, for so many names that live (127.0.0.1) and others that it never
 * answers for. Prints `{"live": [], "dead": [], "dns": "address:port"}` and ends with its standard input.
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
