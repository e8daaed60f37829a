/** Freezes the fields, and their order, of what each command prints with `--format json`, and of the event log. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorld, expectSnapshot, NOW, RENEWED, SHOP, WORKFLOW_RUN, type World } from './environment.ts';
import { listKeys } from './shapes.ts';

const LATER = '2026-12-21T00:00:00Z';

/** Covers every status, a violated policy, a silence, a group and a failed delivery. */
const manifest = (origin: string) => `version: 1
certificates:
  - { name: shop, file: shop.pem, owner: "@example/payments", labels: { team: payments }, assignments: [lb-1] }
  - { name: chain, file: chain.pem }
  - { name: hidden, expires: 2026-12-20 }
  - { name: removed, expires: 2026-12-17 }
  - { name: fine, expires: 2029-01-01 }
  - { name: nowhere, file: nowhere.pem }
policies:
  - { name: short-lives, max_validity_days: 100 }
  - { name: keys, min_key_size: 2048, severity: critical }
silences:
  - { match: { names: [hidden] }, until: 2027-02-01, reason: being replaced }
webhooks:
  good: { url: "${origin}/good" }
  bad: { url: "${origin}/bad" }
  group: { preset: slack, url: "${origin}/group" }
email:
  ops: { host: 127.0.0.1, from: certs@example.com, to: ops@example.com }
rules:
  - { name: good, events: ["*"], actions: [{ webhook: good }] }
  - { name: bad, events: [certificate.expired], actions: [{ webhook: bad }] }
  - { name: group, events: [certificate.*], actions: [{ webhook: group, group_by: [owner] }] }
  - { name: issues, events: [certificate.expiry_warning], actions: [{ issue: {} }] }
  - { name: mail, events: [certificate.expired], match: { names: [nobody] }, actions: [{ email: ops }] }
digest: { actions: [{ webhook: good }, { webhook: bad }] }
`;

let world: World;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => (path === '/bad' ? 400 : 200));
  world = await createWorld({
    'certvigil.yaml': manifest(receiver.origin),
    'shop.pem': SHOP,
    'chain.pem': SHOP + readFileSync('test/fixtures/certificates/root.pem', 'utf8'),
    'broken.yaml': 'version: 1\ncertificates:\n  - { name: shop, fille: shop.pem }\n',
  });
});
afterAll(async () => {
  await receiver.close();
  await world[Symbol.asyncDispose]();
});

async function expectKeys(name: string, argv: string[], now = NOW): Promise<void> {
  const printed = await world.json([...argv, '--format', 'json'], { now, env: WORKFLOW_RUN });
  await expectSnapshot(`keys.${name}.txt`, listKeys(printed));
}

// Each continues with the event log of the previous ones.
describe('the order of JSON fields is the same', { shuffle: false }, () => {
  it('in the report of a first scan', () => expectKeys('scan-first', ['scan']));

  it('in the report of a scan after a renewal', async () => {
    await world.write('shop.pem', RENEWED);
    await expectKeys('scan-renewed', ['scan'], LATER);
  });

  it('in the report of a dry run', () => expectKeys('scan-dry-run', ['scan', '--dry-run'], LATER));

  it('in the event log', async () => {
    const log: unknown = JSON.parse(await world.read('.certvigil/event-log.json'));
    await expectSnapshot('keys.event-log.txt', listKeys(withoutNames(log)));
  });

  it('in a written report', async () => {
    const argv = ['scan', '--dry-run', '--report', 'json=report.json', '--format', 'json'];
    const printed = await world.json(argv, { now: LATER, env: WORKFLOW_RUN });
    expect(listKeys(JSON.parse(await world.read('report.json')))).toBe(listKeys(printed));
  });

  it.each<[string, string[]]>([
    ['validate', ['validate']],
    ['validate-broken', ['validate', '-m', 'broken.yaml']],
    ['inspect', ['inspect', 'chain.pem', 'nowhere.pem']],
    ['inspect-pem', ['inspect', 'chain.pem', '--pem']],
    ['forecast', ['forecast', '--months', '3']],
    ['affected', ['affected', '--names', '*']],
    ['digest', ['digest']],
    ['digest-messages', ['digest', '--messages']],
    ['render', ['render', 'shop']],
    ['test', ['test', '--all']],
    ['log-list', ['log', 'list']],
    ['log-clear', ['log', 'clear', '--certificate', 'shop']],
  ])('in the output of %s', (name, argv) => expectKeys(name, argv, LATER));

  it('in the output of init without a manifest', async () => {
    await using empty = await createWorld({ 'shop.pem': SHOP, 'notes.txt': 'no certificate\n' });
    const printed = await empty.json(['init', '--dry-run', '--endpoint', 'shop.example', '--format', 'json']);
    await expectSnapshot('keys.init.txt', listKeys(printed));
  });
});

/** The event log with `*` for keys that are data: fingerprints, paths and destinations. */
function withoutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutNames(item)] as const);
  const isNamed = entries.length > 0 && entries.every(([key]) => !/^[a-z_]+$/.test(key));
  return isNamed ? { '*': entries.map(([, item]) => item) } : Object.fromEntries(entries);
}
