/** Upgrades from a version to the next one and back, with one manifest and event log: the alert is sent once. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';

const DAY = 86_400_000;

/** Returns the number of requests that each scan sent. `commands` print the version and run the command line. */
export async function upgradeAndBack(
  commands: readonly (readonly string[])[],
  directory: string,
  env: NodeJS.ProcessEnv,
): Promise<number[]> {
  let received = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      received += 1;
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  const expires = new Date(Date.now() + 5 * DAY).toISOString().slice(0, 10);
  writeFileSync(path.join(directory, 'certvigil.yaml'), formatManifest(url, expires));
  const counts: number[] = [];
  for (const [file = '', ...args] of commands) {
    const before = received;
    await promisify(execFile)(file, [...args, 'scan'], { cwd: directory, env });
    counts.push(received - before);
  }
  server.close();
  const { events } = JSON.parse(readFileSync(path.join(directory, '.certvigil/event-log.json'), 'utf8'));
  if (events.length !== 1) throw new Error(`the event log has ${events.length} events instead of 1`);
  return counts;
}

function formatManifest(url: string, expires: string): string {
  return `version: 1
event_log: { store: file }
webhooks: { hook: { url: "${url}" } }
rules: [{ name: all, events: ["certificate.*"], actions: [{ webhook: hook }] }]
certificates:
  - { name: shop, expires: ${expires} }
`;
}
