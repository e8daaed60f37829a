/** Freezes the exit code of each command for success, bad input, bad certificates and failed deliveries. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { createWorld, expectSnapshot, SHOP, type World } from './environment.ts';

// Statuses on 2026-12-18: shop is critical, fine is ok, gone is expired, and nowhere is unknown.
const manifest = (entries: string, more = '') => `version: 1\ncertificates:\n${entries}${more}`;
const SHOP_ENTRY = '  - { name: shop, file: shop.pem }\n';
const FINE_ENTRY = '  - { name: fine, expires: 2029-01-01 }\n';
const WARNING_ENTRY = '  - { name: soon, expires: 2027-01-12 }\n';
const GONE_ENTRY = '  - { name: removed, expires: 2026-12-01 }\n';
const UNKNOWN_ENTRY = '  - { name: nowhere, file: nowhere.pem }\n';
const VARIABLE_ENTRY = '  - { name: variable, env: CONTRACT_CERTIFICATE }\n';
const receivers = (origin: string) => `webhooks:
  good: { url: "${origin}/good" }
  bad: { url: "${origin}/bad" }
`;
const rule = (webhook: string) =>
  `rules:\n  - { name: ${webhook}, events: [certificate.*], actions: [{ webhook: ${webhook} }] }\n`;
const UNREACHED_RULE =
  '  - { name: none, events: [certificate.expired], match: { names: [nobody] }, actions: [{ webhook: good }] }\n';

/** Command lines; each runs in the directory as the previous ones left it. */
const COMMANDS = [
  '',
  'help',
  '--help',
  '--version',
  'scan --help',
  'scan --version',
  'sacn',
  'log',
  'scan --no-such-option',
  'scan --only',
  'scan --now yesterday',
  'scan --format xml',
  'scan --fail-on always',
  'scan --report pdf=a',
  'scan operand',
  'scan -m missing.yaml',
  'scan -m broken.yaml',
  'scan -m shop.yaml --event-log a.json',
  'scan -m shop.yaml --event-log a.json --only shop',
  'scan -m shop.yaml --event-log a.json --only no-such-name',
  'scan -m shop.yaml --event-log broken.log',
  'scan -m shop.yaml --event-log shop.pem/a.json',
  'scan -m shop.yaml --event-log a.json --report json=shop.pem/report.json',
  'scan -m shop.yaml --event-log a.json --report json=report.json',
  'scan -m fine.yaml --dry-run --fail-on warning',
  'scan -m warning.yaml --dry-run --fail-on warning',
  'scan -m warning.yaml --dry-run --fail-on critical',
  'scan -m shop.yaml --dry-run',
  'scan -m shop.yaml --dry-run --fail-on never',
  'scan -m shop.yaml --dry-run --fail-on warning',
  'scan -m shop.yaml --dry-run --fail-on critical',
  'scan -m shop.yaml --dry-run --fail-on expired',
  'scan -m gone.yaml --dry-run --fail-on expired',
  'scan -m unknown.yaml --event-log b.json',
  'scan -m unknown.yaml --dry-run --fail-on warning',
  'scan -m unknown.yaml --dry-run --fail-on critical',
  'scan -m unknown.yaml --dry-run --fail-on expired',
  'scan -m variable.yaml --event-log c.json',
  'scan -m variable.yaml --dry-run',
  'scan -m sending.yaml --event-log d.json --fail-on expired',
  'scan -m sending.yaml --event-log e.json --fail-on critical',
  'scan -m failing.yaml --event-log f.json',
  'scan -m failing.yaml --event-log g.json --fail-on critical',
  'scan -m failing.yaml --dry-run',
  'validate -m missing.yaml',
  'validate -m broken.yaml',
  'validate -m shop.yaml',
  'validate shop.yaml broken.yaml',
  'validate -m doubtful.yaml',
  'validate -m doubtful.yaml --strict',
  'render',
  'render shop -m broken.yaml',
  'render shop -m sending.yaml',
  'render no-such-name -m sending.yaml',
  'render shop -m sending.yaml --event certificate.no_such_event',
  'render --preset slack',
  'render --preset slack --template',
  'render --preset no-such-preset',
  'test shop -m sending.yaml',
  'test shop -m failing.yaml',
  'test no-such-name -m sending.yaml',
  'test --all -m unreached.yaml',
  'log list -m shop.yaml --event-log d.json',
  'log list -m shop.yaml --event-log none.json',
  'log list -m shop.yaml --event-log broken.log',
  'log clear -m shop.yaml --event-log d.json --certificate shop',
  'log clear -m shop.yaml --event-log d.json --certificate no-such-name',
  'inspect',
  'inspect shop.pem',
  'inspect no-such-file.pem',
  'inspect shop.pem no-such-file.pem',
  'inspect shop.pem --pem',
  'digest -m missing.yaml',
  'digest -m shop.yaml --event-log h.json',
  'digest -m shop.yaml --dry-run --fail-on critical',
  'digest -m shop.yaml --dry-run --fail-on expired',
  'digest -m digest-good.yaml --event-log i.json',
  'digest -m digest-bad.yaml --event-log j.json',
  'digest -m digest-bad.yaml --event-log j.json --fail-on critical',
  'digest -m digest-bad.yaml --messages',
  'forecast -m missing.yaml',
  'forecast -m shop.yaml',
  'forecast -m unknown.yaml',
  'forecast -m shop.yaml --months 0',
  'affected -m shop.yaml',
  'affected -m missing.yaml --names *',
  'affected -m shop.yaml --event-log none.json --names *',
  'affected -m shop.yaml --event-log a.json --names *',
  'affected -m shop.yaml --event-log a.json --names *.example.org',
  'affected -m shop.yaml --event-log a.json --names * --deadline tomorrow',
  'affected -m shop.yaml --event-log a.json --serials no-such-file.txt',
  'affected -m unknown.yaml --scan --names *',
  'init --dry-run',
  'init --action example/certvigil@v0',
  'init --action example/certvigil@v0',
];

let world: World;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => (path === '/bad' ? 400 : 200));
  const hooks = receivers(receiver.origin);
  world = await createWorld({
    'shop.pem': SHOP,
    'broken.yaml': 'version: 1\ncertificates: {\n',
    'broken.log': 'not an event log\n',
    'shop.yaml': manifest(SHOP_ENTRY),
    'fine.yaml': manifest(FINE_ENTRY),
    'warning.yaml': manifest(WARNING_ENTRY),
    'gone.yaml': manifest(GONE_ENTRY),
    'unknown.yaml': manifest(UNKNOWN_ENTRY),
    'variable.yaml': manifest(VARIABLE_ENTRY),
    'sending.yaml': manifest(SHOP_ENTRY, hooks + rule('good')),
    'failing.yaml': manifest(SHOP_ENTRY, hooks + rule('bad')),
    'unreached.yaml': manifest(FINE_ENTRY, hooks + rule('good') + UNREACHED_RULE),
    'doubtful.yaml': manifest(SHOP_ENTRY, `${hooks}rules: []\n`),
    'digest-good.yaml': manifest(SHOP_ENTRY, `${hooks}digest: { actions: [{ webhook: good }] }\n`),
    'digest-bad.yaml': manifest(SHOP_ENTRY, `${hooks}digest: { actions: [{ webhook: bad }] }\n`),
  });
});
afterAll(async () => {
  await receiver.close();
  await world[Symbol.asyncDispose]();
});

it('each command has the same exit code', async () => {
  const lines: string[] = [];
  for (const command of COMMANDS) {
    const { status } = await world.run(command === '' ? [] : command.split(' '));
    lines.push(`${status}  certvigil ${command}`.trimEnd());
  }
  expect(new Set(lines.map((line) => line[0]))).toEqual(new Set(['0', '1', '2', '3']));
  await expectSnapshot('exit-codes.txt', `${lines.join('\n')}\n`);
});
