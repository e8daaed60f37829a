import { describe, expect, it } from 'vitest';
import { EMPTY_FACTS } from '../../src/domain/event-data.ts';
import { hasOmittedNames, limitFact, limitFacts, limitNames } from '../../src/domain/limit-facts.ts';
import type { CertificateFacts } from '../../src/generated/definitions.ts';

const facts = (changes: Partial<CertificateFacts>): CertificateFacts => ({
  ...EMPTY_FACTS,
  ...{ sans: [], valid_to: '2027-01-01T00:00:00Z', ...changes },
});

describe('the facts of a certificate', () => {
  it('stay as they are up to the limits', () => {
    const sans = Array.from({ length: 2000 }, (_, index) => `host-${index}.${'x'.repeat(40)}.example`);
    const text = 'x'.repeat(4096);
    const real = facts({ common_name: text, subject: text, issuer: text, serial_number: 'f'.repeat(200), sans });
    expect(limitFacts(real)).toEqual(real);
  });

  it('have their length and a digest at the end of a longer text', () => {
    const limited = String(limitFact('x'.repeat(3_000_000)));
    expect(limited).toHaveLength(4096);
    expect(limited).toMatch(/^x+… \(3,000,000 characters, SHA-256 [0-9a-f]{16}\)$/);
  });

  it.each(['common_name', 'subject', 'issuer', 'serial_number', 'key_algorithm', 'signature_algorithm'] as const)(
    'have a different %s if it differs anywhere',
    (key) => {
      const limit = (end: string) => limitFacts(facts({ [key]: `${'a'.repeat(100_000)}${end}` }))[key];
      expect(limit('a')).not.toBe(limit('b'));
      expect(limit('a')).toBe(limit('a'));
    },
  );

  it.each([
    ['too many names', Array.from({ length: 200_000 }, (_, index) => `${index}.example`), 2001, '198,000'],
    ['names of too many characters', Array.from({ length: 100 }, () => 'x'.repeat(4000)), 33, '68'],
  ])('tell the number of names that are left out: %s', (_, names, length, more) => {
    const limited = limitNames(names);
    expect(limited).toHaveLength(length);
    expect(limited.at(-1)).toMatch(new RegExp(`^… and ${more} more names \\(SHA-256 [0-9a-f]{16}\\)$`));
    expect(hasOmittedNames({ sans: limited })).toBe(true);
    expect(limitNames([...names, 'other.example']).at(-1)).not.toBe(limited.at(-1));
  });

  it.each([[[]], [['a.example']]])('do not lack names in %j', (sans) => {
    expect(limitNames(sans)).toEqual(sans);
    expect(hasOmittedNames({ sans })).toBe(false);
  });
});
