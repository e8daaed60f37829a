import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiscoveredFile } from '../../../src/app/init/discover.ts';
import { proposeEntries } from '../../../src/app/init/propose-entries.ts';
import { createGlobMatcher } from '../../../src/lib/files/glob.ts';

function file(path: string, fields: Partial<DiscoveredFile> = {}): DiscoveredFile {
  return { path, kind: 'certificate', fingerprints: [path], valid_to: '2027-03-01T00:00:00Z', ...fields };
}

function entries(
  files: DiscoveredFile[],
  { skipped = [], endpoints = [] }: { skipped?: string[]; endpoints?: string[] } = {},
) {
  return proposeEntries({ files, skipped }, endpoints).entries.map(({ name, source }) => [
    name,
    source.kind === 'file' ? source.patterns : source.endpoint,
  ]);
}

describe('proposeEntries', () => {
  it('lists a few files individually, and covers many with a glob', () => {
    expect(entries([file('certs/a.pem'), file('certs/b.pem')])).toEqual([
      ['a', ['certs/a.pem']],
      ['b', ['certs/b.pem']],
    ]);
    expect(entries([file('certs/a.pem'), file('certs/b.pem'), file('certs/c.pem')])).toEqual([
      ['certs', ['certs/*.pem']],
    ]);
  });

  it('covers subdirectories with one glob if every file below matches', () => {
    const tree = ['infra/a/tls.crt', 'infra/b/tls.crt', 'infra/c/tls.crt'].map((path) => file(path));
    expect(entries(tree)).toEqual([['infra', ['infra/**/*.crt']]]);
    expect(entries(tree, { skipped: ['infra/node_modules'] })).toEqual([
      ['tls', ['infra/a/tls.crt']],
      ['b-tls', ['infra/b/tls.crt']],
      ['c-tls', ['infra/c/tls.crt']],
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
    expect(entries([...three, file('certs/tests/old.pem')])).toHaveLength(3);
  });

  it('adds a copy of a certificate to the entry of the original', () => {
    const chain = file('live/fullchain.pem', { fingerprints: ['a'] });
    expect(entries([file('live/cert.pem', { fingerprints: ['a'] }), chain])).toEqual([
      ['cert', ['live/cert.pem', 'live/fullchain.pem']],
    ]);
  });

  it.each([
    ['test/fixtures/old.pem', {}, 'looks like test data'],
    ['ca.pem', { fingerprints: Array.from({ length: 21 }, String) }, 'a bundle of 21 certificates'],
    ['store.p12', { kind: 'closed', fingerprints: [] }, 'could not be read; it may need a password'],
    ['link.pem', { kind: 'outside', fingerprints: [] }, 'a link out of the repository'],
    ['readme.crt', { kind: 'other', fingerprints: [] }, 'no certificate'],
  ] as const)('skips %s', (path, fields, why) => {
    const found = file(path, {
      ...fields,
      fingerprints: [...(('fingerprints' in fields && fields.fingerprints) || [])],
    });
    expect(proposeEntries({ files: [found], skipped: [] }, [])).toEqual({ entries: [], skipped: [{ path, why }] });
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
    kind: fc.constantFrom<DiscoveredFile['kind'][]>('certificate', 'certificate', 'key'),
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
