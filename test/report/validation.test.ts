import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BaseManifest, Manifest } from '../../src/domain/index.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { countValidation, type Validation } from '../../src/report/validate/document.ts';
import { expectGolden } from './golden.ts';
import { loaded, loadManifestText } from './manifests.ts';
import { renderValidation } from './render.ts';

const BASE = `version: 1
certificates:
  - { name: shop, endpoint: shop.example.com, labels: { team: payments, env: prod }, owner: "@example/payments" }
  - { name: wiki, endpoint: wiki.example.com, labels: { env: prod } }
  - { name: legacy, expires: 2027-03-01 }
webhooks:
  chat: { url: "https://chat.example/hook" }
  pager: { url: "https://pager.example/hook" }
rules:
  - { name: everything, events: [certificate.*], match: { labels: { env: prod } }, actions: [{ webhook: chat }] }
  - { name: page-payments, events: [certificate.expired], match: { names: [shop] }, actions: [{ webhook: pager }] }
`;

const CHANGED = `version: 1
settings: { expiry_critical_days: 10 }
certificates:
  - { name: store, endpoint: store.example.com, labels: { team: payments, env: prod }, owner: "@example/payments" }
  - { name: wiki, endpoint: wiki.example.com, labels: { env: staging } }
  - { name: legacy, expires: 2027-03-01, enabled: false }
webhooks:
  chat: { url: "https://chat.example/other" }
  pager: { url: "https://pager.example/hook" }
  spare: { url: "https://spare.example/hook" }
rules:
  - { name: everything, events: [certificate.*], match: { labels: { env: prod } }, actions: [{ webhook: chat }] }
  - { name: page-payments, events: [certificate.expired], match: { names: [shop] }, actions: [{ webhook: pager }] }
`;

const at = { branch: 'main', commit: '0123456789abcdef0123456789abcdef01234567' };

async function validation(text: string, base: BaseManifest, more: Partial<Validation> = {}): Promise<Validation> {
  const { manifest, diagnostics } = await loaded(text);
  return { file: 'certvigil.yaml', manifest, diagnostics, failure: null, base, strict: false, ...more };
}

describe('the job summary of a validation', () => {
  it('shows the changes of a pull request', async () => {
    const base: BaseManifest = { kind: 'read', ...at, manifest: await loadManifestText(BASE) };
    await expectGolden('validation-changed.md', renderValidation(await validation(CHANGED, base)));
  });

  it('shows removed and disabled rules, and removed webhooks', async () => {
    const base: BaseManifest = { kind: 'read', ...at, manifest: await loadManifestText(BASE) };
    const less = BASE.replace(/ {2}pager: .*\n/, '  spare: { url: "https://spare.example/hook" }\n')
      .replace(/ {2}- { name: page-payments.*\n/, '')
      .replace('{ name: everything,', '{ name: everything, enabled: false,')
      .replace('version: 1\n', 'version: 1\nevent_log: { path: elsewhere.json }\n')
      .replace('[{ webhook: chat }]', '[{ webhook: chat }, { webhook: spare }, { webhook: chat }]');
    await expectGolden('validation-removed.md', renderValidation(await validation(less, base)));
  });

  it('counts a certificate with another name as added and removed', async () => {
    const base: BaseManifest = { kind: 'read', ...at, manifest: await loadManifestText(BASE) };
    const text = renderValidation(await validation(BASE.replaceAll('wiki', 'docs'), base));
    expect(text).toContain('1 certificate added, 1 removed, 0 changed.');
  });

  it('hides the values of fields that may be secret, and rules about scans match no certificate', async () => {
    const list = (a: string, b: string, c: string) =>
      BASE.replace(
        'webhooks:',
        ['a', 'b', 'c']
          .map((name, index) => `  - { name: ${name}, github_pages: example/${name}${[a, b, c][index]} }\n`)
          .join('')
          .concat('webhooks:'),
      ).concat('  - { name: scans, events: [scan.*], actions: [{ webhook: chat }] }\n');
    const token = (name: string) => `, token: "\${${name}}"`;
    const base: BaseManifest = {
      ...{ kind: 'read', ...at },
      manifest: await loadManifestText(list(token('ONE'), token('TWO'), '')),
    };
    const text = renderValidation(await validation(list(token('THREE'), '', token('FOUR')), base));
    const rows = text.split('\n').filter((line) => /^\| ✏️ changed \| `[abc]`/u.test(line));
    expect(rows.map((row) => /`token`: (\w+)/.exec(row)?.[1])).toEqual(['changed', 'removed', 'added']);
    expect(text).not.toMatch(/ONE|TWO|THREE|FOUR/);
    expect(text).toContain('scan events only');
  });

  it('is about the manifest if the file is unknown', async () => {
    const text = renderValidation(await validation(BASE, { kind: 'none' }, { file: null }));
    expect(text).toMatch(/The manifest (?:is valid|has)/);
  });

  it('matches the example in docs/guides/pull-requests.md', async () => {
    const base: BaseManifest = { kind: 'read', ...at, manifest: await loadManifestText(BASE) };
    const text = renderValidation(await validation(CHANGED, base));
    const table = /### Changes\n\n(.*?)\n\n/s.exec(text)?.[1] ?? 'no table';
    expect(readFileSync('docs/guides/pull-requests.md', 'utf8')).toContain(`\n\n${table}\n\n`);
  });

  it('shows all errors with fixes, and no changes that cannot be known', async () => {
    const broken = CHANGED.replace('enabled: false', 'enable: false').replace('webhook: pager', 'webhook: page');
    const base: BaseManifest = { kind: 'read', ...at, manifest: await loadManifestText(BASE) };
    await expectGolden('validation-broken.md', renderValidation(await validation(broken, base)));
  });

  it('shows the manifest if there is no base to compare with', async () => {
    await expectGolden('validation-alone.md', renderValidation(await validation(BASE, { kind: 'none' })));
  });

  it('shows the removed certificates if the manifest is missing', async () => {
    const base: BaseManifest = { kind: 'read', ...at, manifest: await loadManifestText(BASE) };
    const failure = new AppError('manifest-not-found', 'No manifest found in /work. Looked for certvigil.yaml.', {
      hint: 'Create one with certvigil init.',
    });
    const missing = { file: null, manifest: null, diagnostics: [], failure, base, strict: false };
    await expectGolden('validation-missing.md', renderValidation(missing));
  });

  it.each<[what: string, base: BaseManifest, sentence: string]>([
    ['absent', { kind: 'absent' }, 'is not in this checkout'],
    ['broken', { kind: 'broken', ...at }, 'because the manifest on `main` (`0123456`) has errors'],
    ['new', { kind: 'new', ...at }, 'The manifest is new: `main` (`0123456`) has none.'],
  ])('explains that the base is %s', async (_, base, sentence) => {
    expect(renderValidation(await validation(BASE, base))).toContain(sentence);
  });

  it('says that nothing changes', async () => {
    const base: BaseManifest = { kind: 'read', ...at, manifest: await loadManifestText(BASE) };
    const text = renderValidation(await validation(BASE, base));
    expect(text).toContain('No certificate changes against `main` (`0123456`).');
    expect(text).not.toContain('### Changes');
  });
});

describe('a possible secret in the manifest', () => {
  it.each<[what: string, from: string, to: string, shown: string]>([
    [
      'a header of a URL',
      'endpoint: wiki.example.com',
      'url: "https://wiki.example/ca.pem", headers: { Authorization: hush-hush }',
      '`endpoint`: `wiki.example.com:443` → –<br>`url`: – → `https://wiki.example/ca.pem`<br>`headers`: added',
    ],
    [
      'a certificate in the manifest itself',
      'expires: 2027-03-01',
      'pem: "-----BEGIN CERTIFICATE-----\\nhush-hush\\n-----END CERTIFICATE-----"',
      '| `legacy` | `pem` | `expires`: `2027-03-01` → –<br>`pem`: added |',
    ],
    [
      'the address of the heartbeat',
      'version: 1\n',
      'version: 1\nsettings: { heartbeat_url: "https://beat.example/hush-hush" }\n',
      '- `heartbeat.url`: added',
    ],
    ['the address of a webhook', 'chat.example/hook', 'chat.example/hush-hush', '| ✏️ changed: `url` |'],
  ])('is not shown: %s', async (_, from, to, shown) => {
    expect(BASE).toContain(from);
    const base: BaseManifest = { kind: 'read', ...at, manifest: await loadManifestText(BASE) };
    const text = renderValidation(await validation(BASE.replace(from, to), base));
    expect(text).toContain(shown);
    expect(text).not.toContain('hush-hush');
  });
});

describe('the counts of a validation', () => {
  const base: BaseManifest = { kind: 'none' };
  const failure = new AppError('manifest-missing', 'There is no manifest.');
  const diagnostic = (severity: 'error' | 'warning') => ({ severity }) as Validation['diagnostics'][number];

  it.each<[Partial<Validation>, object]>([
    [{}, { valid: true, errors: 0, warnings: 0 }],
    [{ failure }, { valid: false, errors: 1, warnings: 0 }],
    [{ diagnostics: [diagnostic('error')] }, { valid: false, errors: 1, warnings: 0 }],
    [{ diagnostics: [diagnostic('warning')] }, { valid: true, errors: 0, warnings: 1 }],
    [
      { diagnostics: [diagnostic('warning')], strict: true },
      { valid: false, errors: 0, warnings: 1 },
    ],
    [{ strict: true }, { valid: true, errors: 0, warnings: 0 }],
    [
      { failure, diagnostics: [diagnostic('error'), diagnostic('warning')] },
      { valid: false, errors: 2, warnings: 1 },
    ],
  ])('with %j are %j', async (more, counts) => {
    expect(countValidation(await validation(BASE, base, more), null)).toEqual({
      ...counts,
      ...{ added: null, removed: null, changed: null },
    });
  });
});

describe('a validation', () => {
  it.each([
    [false, true, '⚠️ `certvigil.yaml` is valid, with 2 warnings'],
    [true, false, '❌ `certvigil.yaml` has 2 warnings, and `strict` is set'],
  ])('with warnings, strict: %s, is valid: %s', async (strict, valid, heading) => {
    const checked = await validation(CHANGED, { kind: 'none' }, { strict });
    expect(countValidation(checked)).toEqual({
      valid,
      errors: 0,
      warnings: 2,
      added: null,
      removed: null,
      changed: null,
    });
    expect(renderValidation(checked).split('\n', 1)).toEqual([`## ${heading}`]);
  });
});

it('a validation summary stays within its limit with 10,000 changed certificates', async () => {
  const manifest = await loadManifestText(BASE);
  const many = (owner: string) => ({
    ...manifest,
    entries: Array.from({ length: 10_000 }, (_, index) => ({
      ...(manifest.entries[0] as Manifest['entries'][0]),
      name: `${'x'.repeat(100)}-${index}`,
      owner,
    })),
  });
  const base: BaseManifest = { kind: 'read', ...at, manifest: many('a'.repeat(500)) };
  const text = renderValidation({ ...(await validation(BASE, base)), manifest: many('b'.repeat(500)) });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
  expect(text).toContain('10,000 changed');
  expect(text).toMatch(/^and [\d,]+ more \(the summary is full; the log of this step has all problems\)$/m);
  expect(text).toContain('### Rules');
  expect(text).toContain('</details>');
});
