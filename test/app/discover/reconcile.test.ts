import { describe, expect, it } from 'vitest';
import type { CertificateFile } from '../../../src/app/discover/certificate-files.ts';
import type { FoundItem } from '../../../src/app/discover/findings.ts';
import { reconcile } from '../../../src/app/discover/reconcile.ts';
import type { Manifest } from '../../../src/domain/index.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import { loadValid, useDirectory } from '../../manifest/temporary-manifest.ts';

useDirectory();

function item(kind: FoundItem['kind'], value: string, fields: Partial<FoundItem> = {}): FoundItem {
  const isFile = kind !== 'host' && kind !== 'domain';
  return {
    kind,
    value,
    port: null,
    file: isFile ? value : 'deploy/app.yaml',
    line: 1,
    other_lines: [],
    format: isFile ? 'pem' : 'kubernetes',
    valid_to: isFile ? '2028-01-01T00:00:00Z' : null,
    confidence: 'declared',
    starttls: null,
    ...fields,
  };
}

async function run(items: readonly FoundItem[], manifest: string | null, log: EventLog | null = null) {
  const loaded: Manifest | null = manifest === null ? null : await loadValid(manifest);
  const files = items.flatMap(({ kind, value, valid_to }): CertificateFile[] =>
    kind === 'host' || kind === 'domain'
      ? []
      : [
          {
            path: value,
            kind: 'certificate',
            line: 1,
            format: 'pem',
            fixture: kind === 'fixture' ? 'of tests' : null,
            unused: null,
            fingerprints: [value],
            names: [],
            valid_to,
          },
        ],
  );
  return reconcile(items, {
    manifest: loaded,
    log,
    search: { files, skipped: [] },
    toManifestPath: (path) => path,
    hasRdap: (domain) => !domain.endsWith('.de'),
    findOwner: (path) => (path.startsWith('deploy/') ? '@org/platform' : null),
    now: Date.parse('2027-01-01T00:00:00Z'),
  });
}

const states = async (...args: Parameters<typeof run>) =>
  (await run(...args)).findings.map(({ value, state, watched_by, reason }) => [value, state, watched_by ?? reason]);

describe('what is watched', () => {
  it('is a host of an entry, on the port that is declared', async () => {
    const manifest = `version: 1
certificates:
  - { name: shop, endpoint: [Shop.example.com, "api.example.com:8443"] }
  - { name: sni, endpoint: "192.0.2.1:443", server_name: sni.example.com }
`;
    const items = [
      item('host', 'shop.example.com'),
      item('host', 'shop.example.com', { port: 8443 }),
      item('host', 'api.example.com'),
      item('host', 'api.example.com', { port: 443 }),
      item('host', 'sni.example.com'),
      item('host', 'other.example.com'),
    ];
    expect(await states(items, manifest)).toEqual([
      ['shop.example.com', 'watched', 'shop'],
      ['shop.example.com', 'unwatched', null],
      ['api.example.com', 'watched', 'shop'],
      ['api.example.com', 'unwatched', null],
      ['sni.example.com', 'watched', 'sni'],
      ['other.example.com', 'unwatched', null],
    ]);
  });

  it('is a file of a path or glob, unless it is excluded', async () => {
    const manifest = `version: 1
certificates:
  - { name: certs, file: ["certs/**/*.pem", ./a.crt], exclude: [certs/old/**] }
`;
    const items = ['certs/x/a.pem', 'a.crt', 'certs/old/a.pem', 'b.crt'].map((path) => item('certificate', path));
    expect(await states(items, manifest)).toEqual([
      ['certs/x/a.pem', 'watched', 'certs'],
      ['a.crt', 'watched', 'certs'],
      ['certs/old/a.pem', 'unwatched', null],
      ['b.crt', 'unwatched', null],
    ]);
  });

  it('is a domain, also one with a date because its registry has no RDAP server', async () => {
    const manifest = `version: 1
certificates:
  - { name: org, domain: example.org }
  - { name: domain-shop.de, expires: 2028-01-01, what: domain registration }
  - { name: Blog.de, expires: 2028-01-01, what: Registration }
  - { name: wiki.de, expires: 2028-01-01, what: license }
`;
    const items = ['example.org', 'shop.de', 'blog.de', 'wiki.de', 'example.net'].map((name) => item('domain', name));
    const { findings } = await run(items, manifest);
    const date =
      'its registry has no RDAP server: add { name: domain-wiki.de, expires: YYYY-MM-DD, what: domain registration } with its date';
    expect(findings.map(({ watched_by, reason, entry }) => watched_by ?? reason ?? entry)).toEqual([
      'org',
      'domain-shop.de',
      'Blog.de',
      date,
      { name: 'domain-example.net', domain: 'example.net', owner: '@org/platform' },
    ]);
    expect(findings[3]?.entry).toBeNull();
  });

  it('is not what only a disabled entry has', async () => {
    const manifest = `version: 1
certificates:
  - { name: "off", endpoint: shop.example.com, enabled: false }
  - { name: both-off, endpoint: api.example.com, enabled: false }
  - { name: both, endpoint: api.example.com, trust: none }
`;
    expect(await states([item('host', 'shop.example.com'), item('host', 'api.example.com')], manifest)).toEqual([
      ['shop.example.com', 'ignored', 'the entry off is disabled'],
      ['api.example.com', 'watched', 'both'],
    ]);
  });

  it('is a name of a certificate that the last scan found', async () => {
    const location = { fingerprint: 'aa', removed: false };
    const log = {
      locations: {
        cloud: { 'acm:1': location, 'acm:2': { fingerprint: 'bb', removed: true } },
        removed: { x: location },
      },
      certificates: { aa: { sans: ['Shop.example.com', '*.apps.example.com'] }, bb: { sans: ['gone.example.com'] } },
    } as unknown as EventLog;
    const manifest = 'version: 1\ncertificates: [{ name: cloud, file: "*.pem" }]\n';
    const hosts = ['shop.example.com', 'a.apps.example.com', 'a.b.apps.example.com', 'gone.example.com'];
    expect(
      await states(
        hosts.map((host) => item('host', host)),
        manifest,
        log,
      ),
    ).toEqual([
      ['shop.example.com', 'watched', 'cloud'],
      ['a.apps.example.com', 'watched', 'cloud'],
      ['a.b.apps.example.com', 'unwatched', null],
      ['gone.example.com', 'unwatched', null],
    ]);
  });
});

describe('what is ignored', () => {
  const manifest = `version: 1
certificates: [{ name: shop, endpoint: shop.example.com }]
discovery:
  domains: [example.com]
  ignore:
    - { host: "*.build.example.com", reason: SSH only }
    - { file: certs, reason: a bundle }
    - { host: old.example.com, reason: ended, until: 2026-12-31 }
    - { domain: gone.example.com, reason: removed }
    - { host: shop.example.com, reason: watched all the same }
`;

  it('has a reason, and an ignore without a match is listed', async () => {
    const items = [
      item('host', 'a.build.example.com'),
      item('host', 'www.example.net'),
      item('domain', 'example.net'),
      item('host', 'old.example.com'),
      item('host', 'shop.example.com'),
      item('certificate', 'certs/a.pem'),
    ];
    expect(await states(items, manifest)).toEqual([
      ['a.build.example.com', 'ignored', 'SSH only'],
      ['www.example.net', 'ignored', 'not in discovery.domains'],
      ['example.net', 'ignored', 'not in discovery.domains'],
      ['old.example.com', 'unwatched', null],
      ['shop.example.com', 'watched', 'shop'],
      ['certs/a.pem', 'ignored', 'a bundle'],
    ]);
    const { unusedIgnores } = await run(items, manifest);
    expect(unusedIgnores.map(({ reason }) => reason)).toEqual(['removed']);
  });
});

describe('proposed entries', () => {
  it('have the port, the protocol of a port, the owner, and a name that no other entry has', async () => {
    const manifest = 'version: 1\ncertificates: [{ name: shop.example.com, file: "*.pem" }]\n';
    const items = [
      item('host', 'shop.example.com'),
      item('host', 'mail.example.com', { port: 587 }),
      item('host', 'mail.example.com', { port: 993, file: 'mail/main.cf' }),
      item('host', 'db.example.com', { port: 15432, starttls: 'postgres' }),
      item('domain', 'example.com'),
    ];
    const owner = '@org/platform';
    expect((await run(items, manifest)).findings.map(({ entry }) => entry)).toEqual([
      { name: 'shop.example.com-2', endpoint: 'shop.example.com', owner },
      { name: 'mail.example.com-587', endpoint: 'mail.example.com:587', starttls: 'smtp', owner },
      { name: 'mail.example.com-993', endpoint: 'mail.example.com:993' },
      { name: 'db.example.com-15432', endpoint: 'db.example.com:15432', starttls: 'postgres', owner },
      { name: 'domain-example.com', domain: 'example.com', owner },
    ]);
  });

  it('cover many files with one glob, and none that is watched already', async () => {
    const files = ['a', 'b', 'c'].map((name) => item('certificate', `certs/${name}.pem`));
    const entries = async (manifest: string | null) => (await run(files, manifest)).findings.map(({ entry }) => entry);
    expect(await entries(null)).toEqual(files.map(() => ({ name: 'certs', file: 'certs/*.pem' })));
    expect(await entries('version: 1\ncertificates: [{ name: a, file: certs/a.pem }]\n')).toEqual([
      null,
      { name: 'certs-b', file: 'certs/b.pem' },
      { name: 'certs-c', file: 'certs/c.pem' },
    ]);
  });

  it('are absent for what is only mentioned, and for a keystore without a known password', async () => {
    const items = [
      item('host', 'docs.example.com', { confidence: 'mentioned' }),
      item('host', 'dns.example.com', { confidence: 'dns' }),
      item('keystore', 'store.p12', { valid_to: null }),
    ];
    expect((await run(items, null)).findings.map(({ entry, reason }) => [entry, reason])).toEqual([
      [null, null],
      [{ name: 'dns.example.com', endpoint: 'dns.example.com', owner: '@org/platform' }, null],
      [null, 'it needs a password: add an entry with file and password'],
    ]);
  });
});
