import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDisplayName } from '../../src/domain/certificate-names.ts';

const facts = {
  common_name: 'www.example.com',
  sans: ['www.example.com', 'example.com'],
  subject: 'CN=www.example.com',
};

describe('the display name of a certificate', () => {
  it.each([
    ['is the name of an entry with one certificate', { facts, distinguishing_locations: null }, 'pem'],
    [
      'is common name and location of several',
      { facts, distinguishing_locations: ['certs/a.pem'] },
      'www.example.com (certs/a.pem)',
    ],
    [
      'counts further locations',
      { facts, distinguishing_locations: ['certs/a.pem', 'certs/b.pem', 'certs/c.pem'] },
      'www.example.com (certs/a.pem and 2 more)',
    ],
    [
      'omits the fingerprint of a location',
      { facts, distinguishing_locations: ['certs/all.pem#0123456789ab'] },
      'www.example.com (certs/all.pem)',
    ],
    [
      'keeps a fingerprint that is not the end of a location',
      { facts, distinguishing_locations: ['a#0123456789ab/b.pem'] },
      'www.example.com (a#0123456789ab/b.pem)',
    ],
    [
      'keeps the alias of a location',
      { facts, distinguishing_locations: ['app.jks#web'] },
      'www.example.com (app.jks#web)',
    ],
    [
      'has the first alternative name without a common name',
      { facts: { ...facts, common_name: null }, distinguishing_locations: ['a.pem'] },
      'www.example.com (a.pem)',
    ],
    [
      'has the subject without any name',
      { facts: { common_name: null, sans: [], subject: 'O=Example' }, distinguishing_locations: ['a.pem'] },
      'O=Example (a.pem)',
    ],
    ['has the entry for a certificate never read', { facts: null, distinguishing_locations: ['a.pem'] }, 'pem (a.pem)'],
    ['works without a location', { facts, distinguishing_locations: [] }, 'www.example.com'],
    [
      'is one line without control characters',
      { facts: { ...facts, common_name: 'a\r\nb\u202e\u001bc' }, distinguishing_locations: ['x\ny'] },
      'a b c (x y)',
    ],
  ])('%s', (_, named, expected) => {
    expect(formatDisplayName({ name: 'pem', ...named })).toBe(expected);
  });

  it('is short and on one line for any names', () => {
    const name = fc.string({ unit: 'binary', maxLength: 1000 });
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 3 }), (common_name, distinguishing_locations) => {
        const shown = formatDisplayName({ name: 'pem', facts: { ...facts, common_name }, distinguishing_locations });
        expect(shown.length).toBeLessThan(260);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
