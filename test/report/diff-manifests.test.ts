// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDestination } from '../../src/domain/destinations.ts';
import type { EventData, Manifest, Rule } from '../../src/domain/index.ts';
import { compileRules } from '../../src/events/plan/rules.ts';
import { diffManifests } from '../../src/report/validate/diff-manifests.ts';
import { computeRuleCoverage } from '../../src/report/validate/rule-coverage.ts';
import { loadManifestText } from './manifests.ts';

const BASE = `version: 1
certificates:
  - { name: shop, endpoint: [shop.example.com, "[::1]:8443"], labels: { env: prod } }
  - { name: files, file: "certs/*.pem", exclude: "certs/old/*" }
webhooks:
  chat: { url: "https://chat.example/hook", headers: { X-A: a } }
rules:
  - { name: all, events: [certificate.*], actions: [{ webhook: chat }] }
  - { name: prod, events: [certificate.*], match: { labels: { env: prod } }, actions: [{ webhook: chat }] }
`;

/** The effect of replacing a text in the manifest, as `field: before -> after`. */
async function listChanges(from: string, to: string) {
  expect(BASE).toContain(from);
  const changes = diffManifests(await loadManifestText(BASE), await loadManifestText(BASE.replace(from, to)));
  return {
    certificates: changes.certificates.map(({ kind, entry, fields }) => [
      `${kind} ${entry.name}`,
      ...fields.map(({ field, before, after }) => `${field}: ${before} -> ${after}`),
    ]),
    rules: changes.rules.map(({ kind, name, fields }) => [`${kind} ${name}`, ...fields]),
    webhooks: changes.webhooks.map(({ kind, name, fields }) => [`${kind} ${name}`, ...fields]),
    settings: changes.settings.map(({ field, before, after }) => `${field}: ${before} -> ${after}`),
  };
}

const NOTHING = { certificates: [], rules: [], webhooks: [], settings: [] };

describe('diffManifests', () => {
  it.each<[what: string, from: string, to: string, expected: Partial<Awaited<ReturnType<typeof listChanges>>>]>([
    ['ignores comments and blank lines', 'version: 1\n', '# a comment\nversion: 1\n\n', {}],
    [
      'shows a new silence with its matcher, end and reason',
      'webhooks:',
      'silences: [{ until: 2027-02-01, reason: known, match: { names: [shop] } }]\nwebhooks:',
      {
        settings: [
          'silence: known: null -> {"until":"2027-02-01T00:00:00Z","events":["certificate.*"],"match":{"labels":{},"names":["shop"],"status":[],"thresholds":[]}}',
        ],
      },
    ],
    [
      'names the settings of an entry',
      'exclude: "certs/old/*"',
      'exclude: "certs/old/*", expiry_scan_thresholds: [5], expiry_scan_cooldown_hours: 1, expiry_scan_repeat: false, settle_hours: 2',
      {
        certificates: [
          [
            'changed files',
            ...['expiry_scan_thresholds: 14, 30, 60, 90 (default) -> 5', 'expiry_scan_cooldown_hours: 24 -> 1'],
            ...['expiry_scan_repeat: thresholds -> false', 'settle_hours: 6 -> 2'],
          ],
        ],
      },
    ],
    ['ignores equivalent spellings', 'shop.example.com,', 'SHOP.example.com:443,', {}],
    [
      'names the changed field of a source',
      ', "[::1]:8443"]',
      ']',
      { certificates: [['changed shop', 'endpoint: shop.example.com:443, [::1]:8443 -> shop.example.com:443']] },
    ],
    [
      'shows both fields if the kind of source changes',
      'file: "certs/*.pem", exclude: "certs/old/*"',
      'expires: 2027-03-01',
      {
        certificates: [
          ['changed files', 'file: certs/*.pem -> null', 'exclude: certs/old/* -> null', 'expires: null -> 2027-03-01'],
        ],
      },
    ],
    [
      'shows which rules stop matching after a label changes',
      'env: prod } }\n  - { name: files',
      'env: test } }\n  - { name: files',
      { certificates: [['changed shop', 'labels.env: prod -> test', 'matching rules: all, prod -> all']] },
    ],
    [
      'treats an explicit default as a change, because it is no longer capped',
      'version: 1\n',
      'version: 1\nsettings: { expiry_warning_days: 30 }\n',
      {
        certificates: [
          ['changed shop', 'expiry_warning_days: 30 (default) -> 30'],
          ['changed files', 'expiry_warning_days: 30 (default) -> 30'],
        ],
      },
    ],
    [
      'shows the certificates that a disabled rule matched',
      '  - { name: all,',
      '  - { name: all, enabled: false,',
      {
        certificates: [
          ['changed shop', 'matching rules: all, prod -> prod'],
          ['changed files', 'matching rules: all -> none'],
        ],
        rules: [['changed all', 'enabled']],
      },
    ],
    [
      'names the changed field of a webhook without its value',
      'https://chat.example/hook',
      'https://other.example/hook',
      { webhooks: [['changed chat', 'url']] },
    ],
    [
      'shows a new heartbeat once, without the positions of its variables',
      'version: 1\n',
      'version: 1\nsettings: { heartbeat_url: "https://beat.example/${BEAT}" }\n',
      { settings: ['heartbeat.url: null -> https://beat.example/${BEAT}'] },
    ],
    [
      'shows a changed global setting',
      'version: 1\n',
      'version: 1\nevent_log: { path: elsewhere.json }\n',
      { settings: ['event_log.path: .certvigil/event-log.json -> elsewhere.json'] },
    ],
    [
      'shows a changed flag and trust store of the same kind of source',
      'labels: { env: prod } }\n  - { name: files',
      'labels: { env: prod }, aia: true, trust: system }\n  - { name: files',
      {
        certificates: [['changed shop', 'trust: mozilla -> system', 'aia: false -> true', 'revocation: true -> false']],
      },
    ],
    [
      'shows a new policy without its name and position',
      'webhooks:',
      'policies: [{ name: strong, severity: warning, san_required: true }]\nwebhooks:',
      {
        settings: [
          'policy: strong: null -> {"description":null,"enabled":true,"severity":"warning","match":{"labels":{},"names":[],"status":[],"thresholds":[]},"applies_to":"leaf","checks":{"san_required":true}}',
        ],
      },
    ],
    [
      'shows removed and added certificates',
      '  - { name: files, file: "certs/*.pem", exclude: "certs/old/*" }\n',
      '  - { name: wiki, expires: 2027-03-01 }\n',
      { certificates: [['removed files'], ['added wiki']] },
    ],
  ])('%s', async (_, from, to, expected) => {
    expect(await listChanges(from, to)).toEqual({ ...NOTHING, ...expected });
  });

  it('treats a missing manifest as an empty one', async () => {
    const manifest = await loadManifestText(BASE);
    const kinds = (before: Manifest | null, after: Manifest | null) =>
      diffManifests(before, after).certificates.map(({ kind }) => kind);
    expect([kinds(null, manifest), kinds(manifest, null), kinds(null, null)]).toEqual([
      ['added', 'added'],
      ['removed', 'removed'],
      [],
    ]);
    const { rules, webhooks, settings } = diffManifests(null, manifest);
    expect([rules, webhooks].map((all) => all.map(({ kind, name }) => `${kind} ${name}`))).toEqual([
      ['added all', 'added prod'],
      ['added chat'],
    ]);
    expect(settings).toEqual([]);
  });

  it('ignores order', async () => {
    const manifest = await loadManifestText(BASE);
    const turned = {
      ...manifest,
      entries: manifest.entries.toReversed(),
      rules: manifest.rules.toReversed(),
    };
    expect(diffManifests(manifest, turned).rules).toEqual([]);
  });
});

describe('computeRuleCoverage', () => {
  it('agrees with the rule engine for rules with names and labels only', async () => {
    const base = await loadManifestText(BASE);
    const [rule, entry] = [base.rules[0] as Rule, base.entries[0]];
    const names = fc.constantFrom('shop', 'shop-eu', 'files', 'constructor');
    const labels = fc.dictionary(fc.constantFrom('env', 'team', 'toString'), fc.constantFrom('prod', 'test'));
    const match = fc.record({
      names: fc.array(fc.constantFrom('shop', 'shop*', '*', 'f?les', '{shop,files}'), { maxLength: 2 }),
      labels: fc.dictionary(
        fc.constantFrom('env', 'team'),
        fc.array(fc.constantFrom('prod', 'test'), { minLength: 1 }),
      ),
      status: fc.constant<Rule['match']['status']>([]),
      thresholds: fc.constant<Rule['match']['thresholds']>([]),
    });
    fc.assert(
      fc.property(names, labels, match, fc.boolean(), (name, own, asked, enabled) => {
        const one = { ...rule, name: 'one', enabled, match: asked };
        const manifest = {
          ...base,
          entries: [{ ...(entry as Manifest['entries'][0]), name, labels: own }],
          rules: [one],
        };
        const data = { certificate: name, labels: own } as unknown as EventData;
        const wanted = compileRules([one], null).filter((compiled) => compiled.matches(data, null).matches);
        expect(computeRuleCoverage(manifest).rulesByEntry.get(name)).toEqual(wanted.map((compiled) => compiled.name));
      }),
    );
  });

  it('uses the destinations of the event log', async () => {
    const { rules } = await loadManifestText(BASE);
    expect(rules.flatMap(({ actions }) => actions.map(formatDestination))).toEqual(
      compileRules(rules, null).flatMap(({ destinations }) => destinations),
    );
  });

  it('matches no rule with a disabled certificate, and does not warn about it', async () => {
    const manifest = await loadManifestText(BASE.replace('name: files,', 'name: files, enabled: false,'));
    const { rulesByEntry, unmatchedEntries } = computeRuleCoverage(manifest);
    expect(rulesByEntry.get('files')).toEqual([]);
    expect(unmatchedEntries).toEqual([]);
  });

  it('does not count rules for scan events as unused', async () => {
    const manifest = await loadManifestText(BASE.replaceAll('events: [certificate.*]', 'events: [scan.stale]'));
    const { rulesByEntry, entryCounts, unusedWebhooks, unmatchedEntries } = computeRuleCoverage(manifest);
    expect(rulesByEntry.get('shop')).toEqual([]);
    expect(Object.fromEntries(entryCounts)).toEqual({ all: null, prod: null });
    expect(unusedWebhooks).toEqual([]);
    expect(unmatchedEntries).toEqual(['shop', 'files']);
  });

  it('reports webhooks as unused if their rules match nothing', async () => {
    const manifest = await loadManifestText(
      BASE.replace('  - { name: all,', '  - { name: all, enabled: false,').replace(
        'env: prod } }, act',
        'env: no } }, act',
      ),
    );
    const { unusedWebhooks, entryCounts, unmatchedEntries } = computeRuleCoverage(manifest);
    expect(unusedWebhooks).toEqual(['chat']);
    expect(Object.fromEntries(entryCounts)).toEqual({ all: 0, prod: 0 });
    expect(unmatchedEntries).toEqual(['shop', 'files']);
  });
});
