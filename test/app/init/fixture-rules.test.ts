/** The rules for test certificates that `init` writes. */

import { expect, it } from 'vitest';
import type { ProposedEntry } from '../../../src/app/discover/propose-entries.ts';
import { renderManifest } from '../../../src/app/init/manifest-template.ts';
import { renderMemberManifest } from '../../../src/app/init/organization-templates.ts';
import type { InitReceivers } from '../../../src/app/init/parse-receivers.ts';
import type { Manifest } from '../../../src/domain/index.ts';
import { loadText, loadValid, useDirectory } from '../../manifest/temporary-manifest.ts';

useDirectory();

const SLACK: InitReceivers['chats'][number] = { service: 'slack', url: { variable: 'SLACK_WEBHOOK_URL', value: null } };
const EMAIL: InitReceivers['email'] = {
  to: ['ops@example.com'],
  server: { host: 'localhost', port: null, tls: 'none' },
};

const SHOP: ProposedEntry = {
  name: 'shop',
  source: { kind: 'file', patterns: ['shop.pem'] },
  files: 1,
  valid_to: null,
};
const TESTS: ProposedEntry = {
  name: 'tests',
  source: { kind: 'file', patterns: ['tests/a.pem'], fixture: true },
  files: 1,
  valid_to: null,
};

function render(receivers: Partial<InitReceivers>, entries: readonly ProposedEntry[]): string {
  const all = { chats: [], email: null, issues: false, ...receivers };
  return renderManifest({ entries, receivers: all, secrets: [], heartbeat: null });
}

async function load(text: string): Promise<Manifest> {
  const { manifest, diagnostics } = await loadText(text);
  expect(diagnostics).toEqual([]);
  if (manifest === null) throw new Error('invalid');
  return manifest;
}

/** The destinations that get alerts about certificates, and about test certificates. */
function listDestinations({ rules }: Manifest, isFixture: boolean): string[] {
  return rules
    .filter(({ events }) => events.includes('certificate.fixture_expiring') === isFixture)
    .flatMap(({ actions }) => actions.map((action) => ('name' in action ? action.name : action.kind)));
}

it.each<[string, Partial<InitReceivers>, string[]]>([
  ['issues', { issues: true }, ['issue']],
  ['a chat channel', { chats: [SLACK] }, ['slack']],
  ['mail and issues', { email: EMAIL, issues: true }, ['mail', 'issue']],
  ['all receivers', { chats: [SLACK], email: EMAIL, issues: true }, ['slack', 'mail', 'issue']],
])('with %s, all receivers get alerts about test certificates and others', async (_, receivers, destinations) => {
  const manifest = await load(render(receivers, [SHOP, TESTS]));
  expect(listDestinations(manifest, true)).toEqual(destinations);
  expect(listDestinations(manifest, false)).toEqual(destinations);
});

it.each<[string, Partial<InitReceivers>, ProposedEntry[]]>([
  ['test certificates', { issues: true, chats: [SLACK] }, [SHOP]],
  ['receivers', {}, [SHOP, TESTS]],
])('without %s, there is no rule for them', (_, receivers, entries) => {
  expect(render(receivers, entries)).not.toContain('fixture_expiring');
});

it('has an example of a chat channel that can be uncommented beside the rule', async () => {
  const text = render({ issues: true }, [SHOP, TESTS]);
  const at = text.indexOf('# webhooks:');
  const manifest = await load(text.slice(0, at) + text.slice(at).replace(/^# /gm, ''));
  expect(listDestinations(manifest, true)).toEqual(['issue']);
  expect(listDestinations(manifest, false)).toEqual(['slack', 'issue']);
});

it('opens issues about test certificates in a repository of an organization', () => {
  const central = { repository: 'example/central', ref: 'main' } as const;
  const text = (entries: readonly ProposedEntry[]) =>
    renderMemberManifest({ central, entries, cron: '0 6 * * *', server: 'https://github.com' });
  expect(text([SHOP])).not.toContain('rules:');
  expect(text([SHOP, TESTS])).toContain(`
rules:
  - name: test certificates
    events: [certificate.fixture_expiring] # no other rule sends alerts about entries with kind: fixture
    actions: [{ issue: {} }]
`);
});

it.each([
  ['certificate.fixture_expiring', ['test certificates', 'issues']],
  ['certificate.*', ['test certificates']],
  ['certificate.expired, certificate.fixture_expiring', ['test certificates']],
])('the key issues beside a rule for %s that opens issues: the rules are %j', async (events, names) => {
  const rule = `{ name: test certificates, events: [${events}], actions: [{ issue: {} }] }`;
  const entries = '[{ name: shop, endpoint: shop.example.com }, { name: tests, kind: fixture, file: tests/*.pem }]';
  const { rules } = await loadValid(`version: 1\ncertificates: ${entries}\nissues: {}\nrules: [${rule}]\n`);
  expect(rules.map(({ name }) => name)).toEqual(names);
});
