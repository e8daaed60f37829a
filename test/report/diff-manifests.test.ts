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

/** What the change of one text into another in the manifest comes to, as `field: before -> after`. */
async function changeOf(from: string, to: string) {
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

describe('a change of the manifest', () => {
  it.each<[what: string, from: string, to: string, expected: Partial<Awaited<ReturnType<typeof changeOf>>>]>([
    ['that is one of its text alone is none', 'version: 1\n', '# a comment\nversion: 1\n\n', {}],
    [
      'that silences something says what, until when and why',
      'webhooks:',
      'silences: [{ until: 2027-02-01, reason: known, match: { names: [shop] } }]\nwebhooks:',
      {
        settings: [
          'silence: known: null -> {"until":"2027-02-01T00:00:00Z","events":["certificate.*"],"match":{"labels":{},"names":["shop"],"status":[],"thresholds":[]}}',
        ],
      },
    ],
    ['that writes another spelling of the same is none', 'shop.example.com,', 'SHOP.example.com:443,', {}],
    [
      'of a source names the field',
      ', "[::1]:8443"]',
      ']',
      { certificates: [['changed shop', 'endpoint: shop.example.com:443, [::1]:8443 -> shop.example.com:443']] },
    ],
    [
      'from one source to another says both',
      'file: "certs/*.pem", exclude: "certs/old/*"',
      'expires: 2027-03-01',
      {
        certificates: [
          ['changed files', 'file: certs/*.pem -> null', 'exclude: certs/old/* -> null', 'expires: null -> 2027-03-01'],
        ],
      },
    ],
    [
      'of a label says which rules lose the certificate',
      'env: prod } }\n  - { name: files',
      'env: test } }\n  - { name: files',
      { certificates: [['changed shop', 'labels.env: prod -> test', 'reached by: all, prod -> all']] },
    ],
    [
      'that writes a default is one, since it is capped no longer',
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
      'that disables a rule is one of what it entryCounts',
      '  - { name: all,',
      '  - { name: all, enabled: false,',
      {
        certificates: [
          ['changed shop', 'reached by: all, prod -> prod'],
          ['changed files', 'reached by: all -> no rule'],
        ],
        rules: [['changed all', 'enabled']],
      },
    ],
    [
      'of a webhook says what, and not to what',
      'https://chat.example/hook',
      'https://other.example/hook',
      { webhooks: [['changed chat', 'url']] },
    ],
    [
      'of the heartbeat says so once, and not where its variables stand',
      'version: 1\n',
      'version: 1\nsettings: { heartbeat_url: "https://beat.example/${BEAT}" }\n',
      { settings: ['heartbeat.url: null -> https://beat.example/${BEAT}'] },
    ],
    [
      'of the whole says what',
      'version: 1\n',
      'version: 1\nevent_log: { path: elsewhere.json }\n',
      { settings: ['event_log.path: .certvigil/event-log.json -> elsewhere.json'] },
    ],
    [
      'may take away and add',
      '  - { name: files, file: "certs/*.pem", exclude: "certs/old/*" }\n',
      '  - { name: wiki, expires: 2027-03-01 }\n',
      { certificates: [['removed files'], ['added wiki']] },
    ],
  ])('%s', async (_, from, to, expected) => {
    expect(await changeOf(from, to)).toEqual({ ...NOTHING, ...expected });
  });

  it('takes a manifest that is not there for an empty one', async () => {
    const manifest = await loadManifestText(BASE);
    const kinds = (before: Manifest | null, after: Manifest | null) =>
      diffManifests(before, after).certificates.map(({ kind }) => kind);
    expect([kinds(null, manifest), kinds(manifest, null), kinds(null, null)]).toEqual([
      ['added', 'added'],
      ['removed', 'removed'],
      [],
    ]);
  });

  it('of its order is none', async () => {
    const manifest = await loadManifestText(BASE);
    const turned = {
      ...manifest,
      entries: manifest.entries.toReversed(),
      rules: manifest.rules.toReversed(),
    };
    expect(diffManifests(manifest, turned).rules).toEqual([]);
  });
});

describe('the rules that can reach a certificate', () => {
  it('are those that want an event of it, where they ask for names and labels alone', async () => {
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

  it('send where the event log says', async () => {
    const { rules } = await loadManifestText(BASE);
    expect(rules.flatMap(({ actions }) => actions.map(formatDestination))).toEqual(
      compileRules(rules, null).flatMap(({ destinations }) => destinations),
    );
  });

  it('are none for what is disabled, which nobody misses', async () => {
    const manifest = await loadManifestText(BASE.replace('name: files,', 'name: files, enabled: false,'));
    const { rulesByEntry, unmatchedEntries } = computeRuleCoverage(manifest);
    expect(rulesByEntry.get('files')).toEqual([]);
    expect(unmatchedEntries).toEqual([]);
  });

  it('are none of those that hear of scans alone, which reach no certificate and are not idle', async () => {
    const manifest = await loadManifestText(BASE.replaceAll('events: [certificate.*]', 'events: [scan.stale]'));
    const { rulesByEntry, entryCounts, unusedWebhooks, unmatchedEntries } = computeRuleCoverage(manifest);
    expect(rulesByEntry.get('shop')).toEqual([]);
    expect(Object.fromEntries(entryCounts)).toEqual({ all: null, prod: null });
    expect(unusedWebhooks).toEqual([]);
    expect(unmatchedEntries).toEqual(['shop', 'files']);
  });

  it('leave idle the webhooks of rules that reach nothing', async () => {
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
