import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findExpected, matchesName } from '../../src/assess/findings/expected-issuances.ts';
import { findOrganization, readNameParts, toRfc4514 } from '../../src/domain/distinguished-name.ts';
import { proposeExpected, renderProposal } from '../../src/domain/expected-certificates.ts';
import { CT } from '../../src/domain/sources/ct.ts';

const LETS_ENCRYPT = "CN=R11,O=Let's Encrypt,C=US";
const issue = (names: string[], issuer = LETS_ENCRYPT) => ({ domain: 'example.org', issuance: { names, issuer } });
const entry = (...expected: object[]) => {
  const source = CT.create({ name: 'ct', ct: 'example.org', expected } as Parameters<typeof CT.create>[0], {});
  return { source } as Parameters<typeof findExpected>[2];
};
const isExpected = (item: object, names: string[], issuer = LETS_ENCRYPT) =>
  findExpected({ names, issuer }, 'example.org', entry({ issuers: "Let's Encrypt", reason: 'a CDN', ...item })) !==
  null;

describe('an expected certificate', () => {
  it.each<[pattern: string, name: string, matches: boolean]>([
    ['status.example.org', 'status.example.org', true],
    ['status.example.org', 'a.status.example.org', false],
    ['status.example', 'status.example.org', false],
    ['status.example.org', 'status.example', false],
    ['*.example.org', '*.example.org', true],
    ['*.example.org', 'pay.example.org', false],
    ['**.example.org', 'pay.example.org', true],
    ['**.example.org', '*.a.example.org', true],
    ['**.example.org', 'example.org', false],
    ['**.example.org', 'evilexample.org', false],
    ['pr-*.example.org', 'pr-1.example.org', true],
    ['pr-*.example.org', 'pr-1.a.example.org', false],
    ['pr-*.example.org', '*.example.org', false],
    ['a.*.example.org', 'a.b.example.org', true],
    ['*-a.example.org', '*-a.example.org', true],
  ])('with the pattern %s and the name %s matches: %s', (pattern, name, matches) => {
    expect(matchesName(pattern, name)).toBe(matches);
  });

  it('has only expected names in the domain; other names are those of other customers', () => {
    const item = { names: ['example.org', '*.example.org'] };
    expect(isExpected(item, ['example.org'])).toBe(true);
    expect(isExpected(item, ['example.org', '*.example.org', 'customer.example'])).toBe(true);
    expect(isExpected(item, ['example.org', 'pay.example.org'])).toBe(false);
    expect(isExpected(item, ['customer.example'])).toBe(false);
    expect(isExpected({ names: 'STATUS.Example.org.' }, ['status.example.org'])).toBe(true);
  });

  it('matches one item as a whole', () => {
    const items = entry(
      { names: 'a.example.org', issuers: 'CA 1', reason: 'x' },
      { names: 'b.example.org', issuers: 'CA 2', reason: 'y' },
    );
    const find = (names: string[], issuer: string) => findExpected({ names, issuer }, 'example.org', items)?.reason;
    expect(find(['a.example.org'], 'O=CA 1')).toBe('x');
    expect(find(['b.example.org'], 'O=CA 1')).toBeUndefined();
    expect(find(['a.example.org', 'b.example.org'], 'O=CA 1')).toBeUndefined();
  });

  it('is from any intermediate of its CA, and from no other CA', () => {
    const item = { names: 'example.org' };
    for (const one of ['R10', 'R11', 'E5', 'E9'])
      expect(isExpected(item, ['example.org'], `CN=${one},O=Let's Encrypt,C=US`)).toBe(true);
    expect(isExpected(item, ['example.org'], toRfc4514("C=US, O=Let's Encrypt, CN=R12"))).toBe(true);
    expect(isExpected(item, ['example.org'], "CN=R11,O=Let's Encrypt Inc,C=US")).toBe(false);
    expect(isExpected(item, ['example.org'], 'CN=WE1,O=Google Trust Services,C=US')).toBe(false);
  });
});

describe('a proposed item', () => {
  it('has the names in the domain and the organization of the CA', () => {
    const found = [issue(['*.example.org', 'example.org', 'customer.example']), issue(['status.example.org'])];
    expect(renderProposal(found)).toBe(
      `- { names: ["*.example.org", example.org], issuers: ["Let's Encrypt"], reason: Not served by us }\n` +
        `- { names: [status.example.org], issuers: ["Let's Encrypt"], reason: Not served by us }`,
    );
  });

  it('is one for equal names of several CAs', () => {
    const found = [issue(['example.org']), issue(['example.org'], 'CN=WE1,O=Google Trust Services,C=US')];
    expect(proposeExpected([...found, ...found])).toEqual([
      { names: ['example.org'], issuers: ["Let's Encrypt", 'Google Trust Services'], reason: 'Not served by us' },
    ]);
  });

  it.each([
    ['a pattern', 'CN=x,O=*'],
    ['a backtick', 'CN=x,O=CA `id`'],
    ['a quote', String.raw`CN=x,O=CA\" ]`],
    ['a line', 'CN=x,O=CA\nnames: []'],
    ['a link', 'CN=x,O=[CA](https://example.com)'],
    ['markup', 'CN=x,O=<b>CA'],
    ['no organization', 'CN=x'],
    ['a cut organization', 'CN=x,O=CA…'],
  ])('does not exist for an issuer with %s', (_, issuer) => {
    expect(renderProposal([issue(['example.org'], issuer)])).toBeNull();
  });

  it('does not exist for unusual or too many names', () => {
    expect(renderProposal([issue(['a b.example.org'])])).toBeNull();
    expect(renderProposal([issue(['**.example.org'])])).toBeNull();
    expect(renderProposal([issue(['customer.example'])])).toBeNull();
    expect(renderProposal([issue(Array.from({ length: 21 }, (_, index) => `n${index}.example.org`))])).toBeNull();
  });

  it('is limited to five in a message', () => {
    const found = Array.from({ length: 9 }, (_, index) => issue([`n${index}.example.org`]));
    expect(renderProposal(found)?.split('\n')).toHaveLength(5);
  });

  const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,8}[a-z0-9_])?$/);
  const name = fc.oneof(
    label,
    label.map((one) => `*.${one}`),
    fc.constant('*'),
    fc.string(),
  );
  const names = fc.array(
    name.map((one) => `${one}.example.org`),
    { minLength: 1, maxLength: 5 },
  );

  const organizations = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('null', 'true', '1', "Let's Encrypt"));

  it('reads as YAML as it is meant, and matches the certificate', () => {
    const check = (all: string[], organization: string) => {
      const issuer = toRfc4514(`C=US, O=${organization}, CN=R1`);
      const text = renderProposal([issue(all, issuer)]);
      if (text === null) return;
      const items = parse(text);
      expect(items).toEqual(proposeExpected([issue(all, issuer)]));
      expect(findExpected({ names: all, issuer }, 'example.org', entry(...items))).not.toBeNull();
      expect(
        findExpected({ names: [...all, 'zz.pay.example.org'], issuer }, 'example.org', entry(...items)),
      ).toBeNull();
      expect(findExpected({ names: all, issuer: 'CN=R1,O=Rogue CA,C=US' }, 'example.org', entry(...items))).toBeNull();
    };
    fc.assert(fc.property(names, organizations, check));
  });
});

describe('a distinguished name', () => {
  it('is the same in both notations', () => {
    const openSsl = 'C=US, O="A, Inc.", CN=R1';
    expect(toRfc4514(openSsl)).toBe(String.raw`CN=R1,O=A\, Inc.,C=US`);
    expect(toRfc4514(toRfc4514(openSsl))).toBe(String.raw`CN=R1,O=A\, Inc.,C=US`);
    expect(findOrganization(openSsl)).toBe('A, Inc.');
    expect(findOrganization(toRfc4514(openSsl))).toBe('A, Inc.');
    expect(toRfc4514('CN=R1')).toBe('CN=R1');
    expect(toRfc4514('a name, without attributes')).toBe('a name, without attributes');
  });

  it('has its values without escapes', () => {
    expect(readNameParts(String.raw`O=Soci\C3\A9t\C3\A9 \"X\",CN=a\\41`)).toEqual([
      { type: 'o', value: 'Société "X"' },
      { type: 'cn', value: String.raw`a\41` },
    ]);
  });
});
