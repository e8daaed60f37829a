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
    ['is the name of an entry with one certificate', { facts, distinct_at: null }, 'pem'],
    [
      'is common name and location of several',
      { facts, distinct_at: ['certs/a.pem'] },
      'www.example.com (certs/a.pem)',
    ],
    [
      'counts further locations',
      { facts, distinct_at: ['certs/a.pem', 'certs/b.pem', 'certs/c.pem'] },
      'www.example.com (certs/a.pem and 2 more)',
    ],
    [
      'omits the fingerprint of a location',
      { facts, distinct_at: ['certs/all.pem#0123456789ab'] },
      'www.example.com (certs/all.pem)',
    ],
    [
      'keeps a fingerprint that is not the end of a location',
      { facts, distinct_at: ['a#0123456789ab/b.pem'] },
      'www.example.com (a#0123456789ab/b.pem)',
    ],
    ['keeps the alias of a location', { facts, distinct_at: ['app.jks#web'] }, 'www.example.com (app.jks#web)'],
    [
      'has the first alternative name without a common name',
      { facts: { ...facts, common_name: null }, distinct_at: ['a.pem'] },
      'www.example.com (a.pem)',
    ],
    [
      'has the subject without any name',
      { facts: { common_name: null, sans: [], subject: 'O=Example' }, distinct_at: ['a.pem'] },
      'O=Example (a.pem)',
    ],
    ['has the entry for a certificate never read', { facts: null, distinct_at: ['a.pem'] }, 'pem (a.pem)'],
    ['works without a location', { facts, distinct_at: [] }, 'www.example.com'],
    [
      'is one line without control characters',
      { facts: { ...facts, common_name: 'a\r\nb\u202e\u001bc' }, distinct_at: ['x\ny'] },
      'a b c (x y)',
    ],
  ])('%s', (_, named, expected) => {
    expect(formatDisplayName({ name: 'pem', ...named })).toBe(expected);
  });

  it('is short and on one line for any names', () => {
    const name = fc.string({ unit: 'binary', maxLength: 1000 });
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 3 }), (common_name, distinct_at) => {
        const shown = formatDisplayName({ name: 'pem', facts: { ...facts, common_name }, distinct_at });
        expect(shown.length).toBeLessThan(260);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
