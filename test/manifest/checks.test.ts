import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBuiltInManifest } from '../../src/manifest/load.ts';
import { directory, listCodes, loadText, loadValid, useDirectory } from './temporary-manifest.ts';

useDirectory();

/** The codes of a manifest with an entry, without their positions. */
async function check(entry: string, more = ''): Promise<string[]> {
  const { diagnostics } = await loadText(`version: 1\ncertificates: [{ name: shop, ${entry} }]\n${more}`);
  return diagnostics.map(({ code }) => code);
}

describe('thresholds', () => {
  it.each<[critical: string, warning: string, codes: string[]]>([
    ['20%', '10%', ['critical-over-warning']],
    ['10%', '20%', []],
    ['10%', '10%', []],
    ['5', '4', ['critical-over-warning']],
    ['5', '5', []],
    ['10%', '1', []],
  ])('critical from %s and warning from %s on are in order: %j', async (critical, warning, codes) => {
    const entry = `endpoint: shop.example, expiry_critical_days: ${critical}, expiry_warning_days: ${warning}`;
    expect(await check(entry)).toEqual(codes);
  });

  const rules = (actions: string, events = 'certificate.expiry_warning') =>
    `issues: {}\nwebhooks: { chat: { url: "https://chat.example/" } }\nrules: [{ name: early, events: [${events}], match: { thresholds: [30] }, actions: [${actions}] }]\n`;
  const ENTRY = 'endpoint: shop.example, expiry_scan_thresholds: [30, 7]';

  it.each<[what: string, more: string, codes: string[]]>([
    ['are all notified by the rule that issues add', rules('{ webhook: chat }'), []],
    [
      'are not all notified if the only rule with an issue skips one',
      rules('{ webhook: chat }, { issue: {} }'),
      ['threshold-not-notified'],
    ],
  ])('of a certificate %s', async (_, more, codes) => {
    expect((await check(ENTRY, more)).filter((code) => code === 'threshold-not-notified')).toEqual(codes);
  });
});

describe('mentions', () => {
  const webhook =
    'webhooks: { chat: { preset: slack, url: "https://chat.example/", mentions: { alice: "<@U1>" } } }\nrules: [{ name: all, events: [certificate.expired], actions: [{ webhook: chat }] }]\n';

  it.each<[entry: string, codes: string[]]>([
    ['endpoint: shop.example', ['mention-without-certificate']],
    ['endpoint: shop.example, owner: alice', []],
    ['kubernetes: { server: "https://k8s.example", token: x }', []],
  ])('belong to a certificate of an entry: %s', async (entry, codes) => {
    expect((await check(entry, webhook)).filter((code) => code === 'mention-without-certificate')).toEqual(codes);
  });
});

describe('a value of a wrong type', () => {
  const rule = (action: string) =>
    `webhooks: { a: { url: "https://a.example/" }, b: { url: "https://b.example/" } }\nrules: [{ name: all, events: [certificate.expired], actions: [${action}] }]\n`;

  it.each([
    [
      'endpoint: shop.example',
      rule('{ webhook: [a, b] }'),
      'Use a separate item for each: [{ webhook: A }, { webhook: B }].',
    ],
    [
      'endpoint: shop.example, renewal_instructions:\n  - a\n',
      '',
      'Use a string. Quote a string that contains ": " or starts with "- ".',
    ],
  ])('has a hint for its place: %s %s', async (entry, more, hint) => {
    const block = entry.includes('\n');
    const text = block
      ? 'version: 1\ncertificates:\n  - name: shop\n    endpoint: shop.example\n    renewal_instructions:\n      - a\n'
      : `version: 1\ncertificates: [{ name: shop, ${entry} }]\n${more}`;
    const { diagnostics } = await loadText(text);
    expect(diagnostics.filter(({ code }) => code === 'wrong-type').map((one) => one.hint)).toEqual([hint]);
  });
});

describe('a symlink', () => {
  it('to a file that does not exist is an error of the glob that finds it', async () => {
    await symlink(path.join(directory, 'none.yaml'), path.join(directory, 'a.yaml'));
    const text = "version: 1\ninclude: ['a*.yaml']\ncertificates: [{ name: shop, expires: 2031-04-01 }]\n";
    expect(await listCodes(text)).toEqual(['certvigil.yaml:2:11 include-not-found']);
  });
});

describe('quiet hours and silences', () => {
  it('have their defaults', async () => {
    const load = async (quiet: string, silence: string) => {
      const { rules, silences } = await loadValid(`version: 1
certificates: [{ name: shop, endpoint: shop.example }]
webhooks: { chat: { url: "https://chat.example/" } }
rules: [{ name: all, events: [certificate.expired], actions: [{ webhook: chat, quiet_hours: { from: "18:00", to: "08:00", time_zone: UTC${quiet} } }] }]
silences: [{ until: 2027-01-20, reason: "a\\nb"${silence} }]
`);
      return [rules[0]?.actions[0], silences[0]];
    };
    expect(await load('', '')).toMatchObject([
      { quiet_hours: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], except: [] } },
      { reason: 'a b', created_by: null, events: ['certificate.*'], codes: [] },
    ]);
    expect(
      await load(', days: [sat], except: [critical]', ', created_by: "c\\nd", events: [certificate.expired]'),
    ).toMatchObject([
      { quiet_hours: { days: ['sat'], except: ['critical'] } },
      { created_by: 'c d', events: ['certificate.expired'], codes: [] },
    ]);
  });
});

describe('a manifest that is part of the program', () => {
  it('is parsed with its name and root', () => {
    const text = 'version: 1\ncertificates: [{ name: shop, file: shop.pem }]\n';
    expect(parseBuiltInManifest(text, 'example.yaml', '/srv')).toMatchObject({
      ...{ file: 'example.yaml', root: '/srv' },
      entries: [{ name: 'shop' }],
    });
  });

  it.each(['', 'a: [\n', 'a: &x &y b\n', 'a: @b\n'])('must not have syntax errors: %j', (text) => {
    expect(() => parseBuiltInManifest(text, 'example.yaml', '/srv')).toThrow('example.yaml');
  });
});
