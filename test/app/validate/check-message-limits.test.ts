import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkManifestAndPolicies } from '../../../src/app/check-policies.ts';
import { createTestIo } from '../../manifest/io.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-limits-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const RECEIVERS = `webhooks:
  chat: { preset: slack, url: "https://hooks.example.com/chat" }
  pager: { preset: alertmanager, url: "https://alerts.example.com/api/v2/alerts" }
  own: { preset: slack, url: "https://hooks.example.com/own", body_template: '{"text": {{ event }}}' }
  plain: { url: "https://hooks.example.com/plain" }
  grouped: { url: "https://hooks.example.com/grouped" }
  unused: { url: "https://hooks.example.com/unused" }
email:
  ops: { host: mail.example.com, from: a@example.com, to: b@example.com }
  owners: { host: mail.example.com, from: a@example.com, to: b@example.com, to_owner: true }
  own: { host: mail.example.com, from: a@example.com, to: b@example.com, subject: "{{ event }}" }
rules:
  - name: all
    events: [certificate.*]
    actions:
      - webhook: chat
      - webhook: pager
      - webhook: own
      - webhook: plain
      - { webhook: grouped, group_by: [rule] }
      - email: ops
      - email: owners
      - email: own
`;

async function listNotices(entries: string): Promise<string[]> {
  writeFileSync(path.join(root, 'certvigil.yaml'), `version: 1\ncertificates:\n${entries}${RECEIVERS}`);
  const { diagnostics, manifest } = await checkManifestAndPolicies(null, createTestIo(root));
  expect(manifest).not.toBeNull();
  const found = diagnostics.filter(({ code }) => code === 'messages-not-limited');
  expect(found.every(({ severity }) => severity === 'notice')).toBe(true);
  return found.map(({ message }) => message.replace(/ gets one message per event, however many there are/, ''));
}

const NOTICES = [
  'The webhook "pager": its preset opens and resolves each alert separately.',
  'The webhook "own": its messages do not come from a built-in template.',
  'The webhook "plain": its messages do not come from a built-in template.',
  'The email receiver "owners": each email also goes to the owner of its certificate (to_owner).',
  'The email receiver "own": its messages do not come from a built-in template.',
];

const listEntries = (count: number, more = '') =>
  Array.from({ length: count }, (_, index) => `  - { name: c${index}, expires: 2031-01-01${more} }\n`).join('');

it.each<[string, string[], string]>([
  ['10 certificates', [], listEntries(10)],
  ['11 certificates', NOTICES, listEntries(11)],
  [
    '11 certificates of which one is disabled',
    [],
    listEntries(10) + listEntries(1, ', enabled: false').replace('c0', 'off'),
  ],
  ['one entry with 10 files', [], '  - { name: files, file: "certs/0*.pem" }\n'],
  ['one entry with 11 files', NOTICES, '  - { name: files, file: "certs/*.pem" }\n'],
  ['one entry with a list of 11 files', NOTICES, `  - { name: files, file: [${listFiles().join(', ')}] }\n`],
  ['files that exist only where the scan runs', [], '  - { name: files, file: "elsewhere/*.pem" }\n'],
])('notes which receivers get all messages of %s', async (_, notices, entries) => {
  mkdirSync(path.join(root, 'certs'));
  for (const file of listFiles()) writeFileSync(path.join(root, file), '');
  expect(await listNotices(entries)).toEqual(notices);
});

function listFiles(): string[] {
  return Array.from({ length: 11 }, (_, index) => `certs/${String(index).padStart(2, '0')}.pem`);
}
