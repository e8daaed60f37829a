import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CertificateFile } from '../../../src/app/discover/certificate-files.ts';
import { proposeEntries, relocateEntry, toHostSources } from '../../../src/app/discover/propose-entries.ts';
import type { DiscoveryFinding } from '../../../src/generated/discovery.ts';
import { createGlobMatcher } from '../../../src/lib/files/glob.ts';

function file(path: string, fields: Partial<CertificateFile> = {}): CertificateFile {
  return {
    path,
    kind: 'certificate',
    line: 1,
    format: 'pem',
    fixture: null,
    unused: null,
    fingerprints: [path],
    names: [],
    valid_to: '2027-03-01T00:00:00Z',
    ...fields,
  };
}

function entries(
  files: CertificateFile[],
  { skipped = [], endpoints = [] }: { skipped?: string[]; endpoints?: string[] } = {},
) {
  const sources = endpoints.map((endpoint) => ({ kind: 'endpoint' as const, endpoint }));
  return proposeEntries({ files, skipped }, sources).entries.map(({ name, source }) => [
    name,
    source.kind === 'file' ? source.patterns : source.kind === 'endpoint' && source.endpoint,
  ]);
}

describe('proposeEntries', () => {
  it('lists a few files individually, and covers many with a glob', () => {
    expect(entries([file('certs/a.pem'), file('certs/b.pem')])).toEqual([
      ['certs-a', ['certs/a.pem']],
      ['certs-b', ['certs/b.pem']],
    ]);
    expect(entries([file('certs/a.pem'), file('certs/b.pem'), file('certs/c.pem')])).toEqual([
      ['certs', ['certs/*.pem']],
    ]);
  });

  it('covers subdirectories with one glob if every file below matches', () => {
    const tree = ['infra/a/tls.crt', 'infra/b/tls.crt', 'infra/c/tls.crt'].map((path) => file(path));
    expect(entries(tree)).toEqual([['infra', ['infra/**/*.crt']]]);
    expect(entries(tree, { skipped: ['infra/node_modules'] })).toEqual([
      ['infra-a-tls', ['infra/a/tls.crt']],
      ['infra-b-tls', ['infra/b/tls.crt']],
      ['infra-c-tls', ['infra/c/tls.crt']],
    ]);
  });

  it('covers certificates beside text that a scan skips, such as their private keys', () => {
    const pairs = Array.from({ length: 500 }, (_, nth) => [
      file(`live/${nth}/cert.pem`),
      file(`live/${nth}/privkey.pem`, { kind: 'key', fingerprints: [], isSkipped: true }),
    ]).flat();
    expect(entries(pairs)).toEqual([['live', ['live/**/*.pem']]]);
    expect(proposeEntries({ files: pairs, skipped: [] }, []).entries).toMatchObject([{ files: 500 }]);
    const few = [
      file('certs/a.pem'),
      file('certs/b.pem'),
      ...pairs.slice(1, 2).map((one) => ({ ...one, path: 'certs/k.pem' })),
    ];
    expect(entries(few)).toHaveLength(2);
  });

  it('proposes no glob that matches a binary private key or a skipped file', () => {
    const three = [file('certs/a.pem'), file('certs/b.pem'), file('certs/c.pem')];
    const key = file('certs/key.pem', { kind: 'key', fingerprints: [] });
    expect(entries([...three, key])).toHaveLength(3);
    expect(proposeEntries({ files: [...three, key], skipped: [] }, []).skipped).toEqual([
      { path: 'certs/key.pem', why: 'a private key' },
    ]);
    expect(entries([...three, file('certs/tests/old.pem', { fixture: 'of tests' })])).toHaveLength(4);
  });

  it('covers a damaged certificate among others, and says so, but not one of tests', () => {
    const damaged: Partial<CertificateFile> = { kind: 'damaged', fingerprints: [], valid_to: null };
    const tree = Array.from({ length: 10 }, (_, nth) => file(`live/${nth}/cert.pem`));
    const broken = file('live/x/cert.pem', damaged);
    expect(proposeEntries({ files: [...tree, broken], skipped: [] }, [])).toEqual({
      entries: [
        {
          name: 'live',
          source: { kind: 'file', patterns: ['live/**/*.pem'] },
          files: 11,
          valid_to: '2027-03-01T00:00:00Z',
        },
      ],
      skipped: [],
      damaged: ['live/x/cert.pem'],
    });
    const fixtures = tree.map(({ path }) => file(path.replace(/live\/(.)\/cert/, 'tests/$1'), { fixture: 'of tests' }));
    const intended = file('tests/broken.pem', { ...damaged, fixture: 'of tests' });
    expect(proposeEntries({ files: [...fixtures, intended], skipped: [] }, [])).toMatchObject({
      entries: [{ source: { patterns: ['tests/*.pem'], exclude: ['tests/broken.pem'], fixture: true } }],
      skipped: [{ path: 'tests/broken.pem', why: 'its certificate is damaged' }],
      damaged: [],
    });
  });

  it('excludes one file of ten from a glob of a directory', () => {
    const many = Array.from({ length: 20 }, (_, nth) => file(`certs/${nth}.pem`));
    const others = [
      file('certs/ca[1].pem', { kind: 'bundle' }),
      file('certs/locked.pem', { kind: 'closed', fingerprints: [] }),
      file('certs/link.pem', { kind: 'copy', fingerprints: [] }),
    ];
    const propose = (count: number) => proposeEntries({ files: [...many, ...others.slice(0, count)], skipped: [] }, []);
    const { entries: covered, skipped } = propose(2);
    expect(covered.map(({ source }) => source)).toEqual([
      { kind: 'file', patterns: ['certs/*.pem'], exclude: ['certs/ca\\[1].pem', 'certs/locked.pem'] },
    ]);
    expect(skipped.map(({ path }) => path)).toEqual(['certs/ca[1].pem', 'certs/locked.pem']);
    expect(propose(3).entries).toHaveLength(20);
  });

  it('says of a test certificate whose name has the word expired that it is intended', () => {
    const fixture = (path: string) => file(path, { fixture: 'of tests' });
    const files = [fixture('tests/server-expired.crt'), fixture('tests/server.crt'), file('live/expired.pem')];
    expect(proposeEntries({ files, skipped: [] }, []).entries.map(({ source }) => source)).toEqual([
      { kind: 'file', patterns: ['live/expired.pem'] },
      { kind: 'file', patterns: ['tests/server-expired.crt'], fixture: true, expired: 'intended' },
      { kind: 'file', patterns: ['tests/server.crt'], fixture: true },
    ]);
    const three = ['a', 'b', 'expired'].map((name) => fixture(`tests/${name}.pem`));
    expect(proposeEntries({ files: three, skipped: [] }, []).entries.map(({ source }) => source)).toEqual([
      { kind: 'file', patterns: ['tests/*.pem'], fixture: true },
    ]);
  });

  it.each([
    ['apps/shop/HelmRelease.yaml', 'shop-HelmRelease'],
    ['shop/tls/A.pem', 'shop-tls-A'],
    ['hosts/web1/HOME/ca.pem', 'web1-HOME-ca'],
    ['live/shop.example.com/fullchain.pem', 'shop.example.com-fullchain'],
    ['idp.pem', 'idp'],
    ['A.pem', 'A'],
    ['base/tls.crt', 'tls'],
  ])('names the entry of %s %s', (path, name) => {
    expect(entries([file(path)])).toEqual([[name, [path]]]);
  });

  it('adds a copy of a certificate to the entry of the original', () => {
    const chain = file('live/fullchain.pem', { fingerprints: ['a'] });
    expect(entries([file('live/cert.pem', { fingerprints: ['a'] }), chain])).toEqual([
      ['live-cert', ['live/cert.pem', 'live/fullchain.pem']],
    ]);
  });

  it.each([
    ['ca.pem', { kind: 'bundle', fingerprints: ['a', 'b'] }, 'a bundle of 2 CA certificates'],
    ['root.pem', { kind: 'bundle', fingerprints: ['a'] }, 'the certificate of a public CA'],
    ['docs/tls.md', { unused: 'documentation' }, 'documentation'],
    ['.archive/tls.pem', { unused: 'archived' }, 'archived'],
    ['store.p12', { kind: 'keystore', fingerprints: [] }, 'a keystore that needs a password'],
    ['root.crl', { kind: 'crl', fingerprints: ['a'] }, 'a revocation list'],
    ['again.pem', { kind: 'copy', fingerprints: [] }, 'a link to another file'],
    ['locked.pem', { kind: 'closed', fingerprints: [] }, 'could not be read'],
    ['cut.pem', { kind: 'damaged', fingerprints: [] }, 'its certificate is damaged'],
    ['link.pem', { kind: 'outside', fingerprints: [] }, 'a link out of the repository'],
    ['readme.crt', { kind: 'other', fingerprints: [] }, 'no certificate'],
  ] as const)('skips %s', (path, fields, why) => {
    const found = file(path, {
      ...fields,
      fingerprints: [...(('fingerprints' in fields && fields.fingerprints) || [])],
    });
    expect(proposeEntries({ files: [found], skipped: [] }, [])).toEqual({
      entries: [],
      skipped: [{ path, why }],
      damaged: [],
    });
  });

  it('groups the certificates of tests apart from the others', () => {
    const fixtures = ['a', 'b', 'c'].map((name) => file(`tests/${name}.pem`, { fixture: 'of tests' }));
    const { entries: proposed } = proposeEntries({ files: [file('shop.pem'), ...fixtures], skipped: [] }, []);
    expect(proposed.map(({ name, source }) => [name, source])).toEqual([
      ['shop', { kind: 'file', patterns: ['shop.pem'] }],
      ['tests', { kind: 'file', patterns: ['tests/*.pem'], fixture: true }],
    ]);
  });

  it('uses declared hosts, and no candidates', () => {
    const host = (endpoint: string, confidence: DiscoveryFinding['confidence'], starttls?: string) =>
      ({ kind: 'host', confidence, entry: { name: endpoint, endpoint, starttls } }) as unknown as DiscoveryFinding;
    const found = [
      host('shop.example.com', 'declared'),
      host('mail.example.com:587', 'declared', 'smtp'),
      host('db.example.com', 'dns'),
      host('given.example.com', 'declared'),
    ];
    expect(toHostSources(found, ['given.example.com'])).toEqual([
      { kind: 'endpoint', endpoint: 'shop.example.com' },
      { kind: 'endpoint', endpoint: 'mail.example.com:587', starttls: 'smtp' },
    ]);
  });

  it('uses endpoints as given', () => {
    expect(entries([], { endpoints: ['shop.example.com:8443', '[2001:db8::1]:443'] })).toEqual([
      ['shop.example.com-8443', 'shop.example.com:8443'],
      ['2001-db8-1-443', '[2001:db8::1]:443'],
    ]);
  });
});

describe('entries for random files', () => {
  const part = fc.stringMatching(/^[a-cA-Z é*[({.-]{1,5}$/).filter((name) => !/^\.+$/.test(name));
  const found = fc.record({
    directories: fc.array(part, { maxLength: 3 }),
    base: part,
    extension: fc.constantFrom('.pem', '.crt'),
    kind: fc.constantFrom<CertificateFile['kind'][]>('certificate', 'certificate', 'key'),
    same: fc.nat(4),
  });
  const files = fc.uniqueArray(found, {
    selector: ({ directories, base, extension }) => [...directories, base + extension].join('/'),
  });

  it('cover every certificate once and no private key, and have unique, valid names', () => {
    fc.assert(
      fc.property(files, (made) => {
        const all = made.map(({ directories, base, extension, kind, same }) =>
          file([...directories, base + extension].join('/'), {
            kind,
            fingerprints: kind === 'key' ? [] : [String(same)],
          }),
        );
        const { entries: proposed, skipped } = proposeEntries({ files: all, skipped: [] }, []);
        const patterns = proposed.flatMap(({ source }) => (source.kind === 'file' ? source.patterns : []));
        const isMatched = (path: string) => patterns.filter((pattern) => createGlobMatcher([pattern])(path)).length;
        for (const { path } of all) {
          expect([path, isMatched(path)]).toEqual([path, skipped.some((one) => one.path === path) ? 0 : 1]);
        }
        const names = proposed.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^[A-Za-z0-9._-]{1,200}$/);
      }),
    );
  });
});

describe('an entry for a manifest in a directory', () => {
  const SHOP = {
    ...{ name: 'shop', files: 0, valid_to: null },
    source: { kind: 'endpoint' as const, endpoint: 'shop.example.com' },
  };

  it('names its CA file from there, unless its path is absolute', () => {
    const relocate = (ca_file: string) => relocateEntry({ ...SHOP, source: { ...SHOP.source, ca_file } }, 'ops/tls');
    expect(relocate('certs/ca.pem').source).toMatchObject({ ca_file: '../../certs/ca.pem' });
    expect(relocate('ops/tls/ca.pem').source).toMatchObject({ ca_file: 'ca.pem' });
    expect(relocate('/etc/ssl/ca.pem').source).toMatchObject({ ca_file: '/etc/ssl/ca.pem' });
  });

  it('names its files from there, and those that it leaves out', () => {
    const source = { kind: 'file' as const, patterns: ['certs/*.pem', 'ops/tls/a.pem'], exclude: ['certs/old.pem'] };
    expect(relocateEntry({ ...SHOP, source }, 'ops/tls').source).toEqual({
      ...{ kind: 'file', patterns: ['../../certs/*.pem', 'a.pem'], exclude: ['../../certs/old.pem'] },
    });
  });

  it('stays as it is without a file', () => {
    expect(relocateEntry(SHOP, 'ops')).toEqual(SHOP);
  });
});
