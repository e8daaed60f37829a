import { describe, expect, it } from 'vitest';
import { checkCaa, detectCaa } from '../../src/assess/findings/caa.ts';
import { listPermittedCas } from '../../src/assess/findings/caa-policy.ts';
import type { CaaPolicy, LookupFailure } from '../../src/domain/dns.ts';
import type { CaaLookup, Certificate, LiveLocation, Status } from '../../src/domain/index.ts';

/** `0 issue ca.example`, or with a domain of its own. */
function policy(...records: string[]): CaaPolicy {
  const properties = records.map((text) => {
    const [flags, tag = '', ...value] = text.split(' ');
    return { critical: flags === '128', tag, value: value.join(' ') };
  });
  return { domain: records.length === 0 ? null : 'example.org', properties };
}

const LETS_ENCRYPT = "CN=R11,O=Let's Encrypt,C=US";
const DIGICERT = 'CN=DigiCert TLS RSA SHA256 2020 CA1,O=DigiCert Inc,C=US';
const PRIVATE = 'CN=Issuing CA 1,O=Example Corporation';

describe('the CAs that CAA records permit', () => {
  it.each<[string, string[], boolean, string[] | null]>([
    ['are all without records', [], false, null],
    ['are all if no record is about issuing', ['0 iodef mailto:security@example.org'], false, null],
    [
      'are those of every issue property',
      ['0 issue a.example', '0 issue B.Example'],
      false,
      ['a.example', 'b.example'],
    ],
    [
      'may have names of one label, or several, also of one character',
      ['0 issue ca', '0 issue a.b.c.x-y'],
      false,
      ['ca', 'a.b.c.x-y'],
    ],
    [
      'do not include one with a name that begins or ends with a hyphen',
      ['0 issue -a.example', '0 issue a-.example'],
      false,
      [],
    ],
    [
      'do not include one with a label that ends with a hyphen',
      ['0 issue ca.example-', '0 issue ca.-example'],
      false,
      [],
    ],
    ['are none for an empty issuer', ['0 issue ;'], false, []],
    ['are none for an empty value', ['0 issue '], false, []],
    ['are those of issue for a wildcard without issuewild', ['0 issue a.example'], true, ['a.example']],
    ['are those of issuewild for a wildcard', ['0 issue a.example', '0 issuewild b.example'], true, ['b.example']],
    ['do not depend on issuewild for other names', ['0 issuewild ;'], false, null],
    ['are none for a wildcard if issuewild permits none', ['0 issue a.example', '0 issuewild ;'], true, []],
    ['may have parameters', ['0 issue a.example; policy=ev; x=1'], false, ['a.example']],
    ['may have an empty parameter list', ['0 issue a.example;'], false, ['a.example']],
    [
      'do not include one with a malformed value',
      ['0 issue a.example; no value', '0 issue b.example'],
      false,
      ['b.example'],
    ],
    ['do not include one with a malformed name', ['0 issue a..example', '0 issue %%%%%'], false, []],
    ['are not changed by an unknown property', ['0 tbs Unknown', '0 issue a.example'], false, ['a.example']],
    ['are none if an unknown property is critical', ['128 tbs Unknown', '0 issue a.example'], false, []],
    ['are not changed by a critical property that CAs know', ['128 issue a.example'], false, ['a.example']],
    ['may have a parameter twice that only the CA knows', ['0 issue a.example; x=1; x=2'], false, ['a.example']],
    ['do not include one with a semicolon after the parameters', ['0 issue a.example; x=1;'], false, []],
    ['may have spaces and tabs', ['0 issue \t a.example \t;\tx \t=\t 1 '], false, ['a.example']],
    ['do not include one with other white space', ['0 issue a.example\n', '0 issue \u00a0b.example'], false, []],
    ['do not include one with text of other characters', ['0 issue a.example; x=\u00e4'], false, []],
    ['do not include one with only parameters', ['0 issue ; x=1'], false, []],
    ['do not include one with an account without a name', ['0 issue a.example; accounturi='], false, []],
    ['do not include one with a method that begins wrongly', ['0 issue a.example; validationmethods=_dns'], false, []],
    ['do not include one with a method that ends wrongly', ['0 issue a.example; validationmethods=dns_'], false, []],
    ['do not include one with a value of 5,000 characters', [`0 issue a.example; x=${'y'.repeat(5000)}`], false, []],
    ['do not include one with two accounts', ['0 issue a.example; accounturi=x:1; accounturi=x:2'], false, []],
    [
      'do not include one with malformed validation methods',
      ['0 issue a.example; validationmethods=dns-01,'],
      false,
      [],
    ],
  ])('%s', (_, records, isWildcard, expected) => {
    const { permitted } = listPermittedCas(policy(...records), isWildcard);
    expect(permitted?.map(({ identifier }) => identifier) ?? null).toEqual(expected);
  });

  it('have the conditions of RFC 8657', () => {
    const value = 'ca.example; accounturi=https://ca.example/acct/1; validationmethods=dns-01,http-01';
    expect(listPermittedCas(policy(`0 issue ${value}`), false).permitted).toEqual([
      {
        identifier: 'ca.example',
        account_uri: 'https://ca.example/acct/1',
        validation_methods: ['dns-01', 'http-01'],
      },
    ]);
  });
});

describe('the issuer of a certificate', () => {
  it.each<[string, string, string[], string]>([
    ['may issue if a record names it', LETS_ENCRYPT, ['0 issue letsencrypt.org'], 'permitted'],
    ['may issue if a record has another of its names', DIGICERT, ['0 issue rapidssl.com'], 'permitted'],
    ['may not issue if only others are named', LETS_ENCRYPT, ['0 issue digicert.com'], 'forbidden'],
    ['may not issue if its name is misspelled', LETS_ENCRYPT, ['0 issue letsencrypt.com'], 'forbidden'],
    ['may issue without records', LETS_ENCRYPT, [], 'permitted'],
    ['is unknown if it is a private CA', PRIVATE, ['0 issue letsencrypt.org'], 'unknown'],
    ['is unknown if no CA may issue, and it is a private CA', PRIVATE, ['0 issue ;'], 'unknown'],
    ['is found by organization without case and punctuation', 'CN=x,O=DigiCert\\, Inc.', ['0 issue ;'], 'forbidden'],
  ])('%s', (_, issuer, records, result) => {
    expect(checkCaa(policy(...records), false, issuer).result).toBe(result);
  });
});

interface Situation {
  expected?: 'check' | string[];
  issuer?: string;
  status?: Status;
  failed?: number;
  is_wildcard?: boolean;
  name?: string;
}

const NAME = { name: 'www.example.org', is_wildcard: false };
const FAILED: LookupFailure = { code: 'dns-server-failure', detail: 'SERVFAIL.', cause: 'name' };

function detect(
  found: readonly (CaaPolicy | LookupFailure | null)[],
  {
    expected = 'check',
    issuer = LETS_ENCRYPT,
    status = 'ok',
    failed = 1,
    is_wildcard = false,
    name = NAME.name,
  }: Situation = {},
) {
  const locations = found.map((one, at) => ({
    location: `server${at}:443`,
    failed_lookups: { caa: failed, dane: 0 },
    evidence:
      one === null ? null : { caa: { expected, lookups: [{ name, is_wildcard, policy: one } satisfies CaaLookup] } },
  }));
  const input = { locations: locations as unknown as LiveLocation[], date_status: status } as unknown;
  return detectCaa({ facts: { issuer } } as Certificate, input as Parameters<typeof detectCaa>[1]);
}

const UNDECIDED = [{ event: 'certificate.policy_violation', qualifier: 'expect.caa' }];

describe('a finding about CAA', () => {
  it('says that the CA may not renew the certificate, and what to add', () => {
    const { findings } = detect([policy('0 issue digicert.com')]);
    expect(findings).toEqual([
      {
        event: 'certificate.policy_violation',
        qualifier: 'expect.caa',
        severity: 'warning',
        code: 'caa-forbids-renewal',
        detail:
          "Let's Encrypt, which issued this certificate, is not allowed to renew it: CAA of example.org allows only DigiCert " +
          '(digicert.com). Add the record `example.org. CAA 0 issue "letsencrypt.org"` (it also applies to other names below ' +
          'example.org), or use a permitted CA for the next certificate.',
        locations: ['server0:443'],
      },
    ]);
  });

  it('names issuewild for a wildcard', () => {
    const { findings } = detect([policy('0 issue letsencrypt.org', '0 issuewild ;')], { is_wildcard: true });
    expect(findings[0]?.detail).toContain('allows no CA. Add the record `example.org. CAA 0 issuewild');
  });

  it.each<[string, string, string[], boolean, string]>([
    ['a first issuewild would take wildcards from others', 'example.org', ['0 issue a.example'], true, 'issue'],
    ['nobody has wildcards to lose', 'example.org', ['0 issue ;'], true, 'issuewild'],
    ['other CAs have issuewild', 'example.org', ['0 issue a.example', '0 issuewild b.example'], true, 'issuewild'],
    ['the name is no wildcard', 'example.org', ['0 issue a.example', '0 issuewild b.example'], false, 'issue'],
  ])('advises a record that takes permission from no CA if %s', (_, name, records, is_wildcard, tag) => {
    const { findings } = detect([policy(...records)], { name, is_wildcard });
    expect(findings[0]?.detail).toContain(`Add the record \`example.org. CAA 0 ${tag} "letsencrypt.org"\`, or`);
  });

  it('says that a critical property forbids everything, and to remove it', () => {
    const { findings } = detect([policy('128 tbs Unknown', '0 issue letsencrypt.org')]);
    expect(findings[0]?.detail).toBe(
      "Let's Encrypt, which issued this certificate, is not allowed to renew it: CAA of example.org has the critical property tbs, which " +
        'CAs do not know, so that none of them issues. Remove that property, or its critical flag.',
    );
  });

  it('says whose records those of an alias are', () => {
    const { findings } = detect([policy('0 issue a.example')], { name: 'www.example.net' });
    expect(findings[0]?.detail).toContain(
      'Ask the owner of example.org, whose records apply because of an alias, to add `example.org. CAA 0 issue',
    );
  });

  it('is critical once the certificate is', () => {
    expect(detect([policy('0 issue ;')], { status: 'critical' }).findings[0]?.severity).toBe('critical');
  });

  it('shows under which conditions others may issue', () => {
    const { findings } = detect([
      policy('0 issue ca.example; accounturi=https://ca.example/1; validationmethods=dns-01'),
    ]);
    expect(findings[0]?.detail).toContain(
      'allows only ca.example, only the account https://ca.example/1, only by dns-01',
    );
  });

  it.each<[string, (CaaPolicy | LookupFailure | null)[], Situation]>([
    ['the CA may issue', [policy('0 issue letsencrypt.org')], {}],
    ['there are no records', [policy()], {}],
    ['the CA is unknown', [policy('0 issue letsencrypt.org')], { issuer: PRIVATE }],
    [
      'exactly the expected CAs may issue',
      [policy('0 issue a.example', '0 issue b.example')],
      { expected: ['b.example', 'a.example'] },
    ],
  ])('does not exist if %s', (_, found, situation) => {
    expect(detect(found, situation)).toEqual({ findings: [], undecided: [] });
  });

  it.each<[string, CaaPolicy, string]>([
    [
      'another CA may issue',
      policy('0 issue a.example', '0 issue c.example'),
      'CAA of example.org allows only a.example, c.example',
    ],
    ['one of them may not', policy('0 issue a.example'), 'CAA of example.org allows only a.example'],
    ['the records do not restrict CAs', policy('0 iodef mailto:a@example.org'), 'CAA of example.org allows every CA'],
    ['there are no records', policy(), 'Www.example.org has no CAA records, so that every CA may issue'],
  ])('says that %s than expected', (_, found, text) => {
    const { findings } = detect([found], { expected: ['a.example', 'b.example'], issuer: PRIVATE });
    expect(findings[0]).toMatchObject({
      code: 'caa-differs',
      detail: `${text}, but \`expect.caa\` lists a.example, b.example. Correct the records, or \`expect.caa\`.`,
    });
  });

  it.each<[string, (CaaPolicy | LookupFailure | null)[], number]>([
    ['a lookup failed twice', [FAILED], 2],
    ['the resolver did not respond, however often', [{ ...FAILED, cause: 'resolver' }], 3],
    ['a location could not be read', [policy(), null], 0],
  ])('is undecided if %s', (_, found, failed) => {
    expect(detect(found, { failed })).toEqual({ findings: [], undecided: UNDECIDED });
  });

  it.each<[string, LookupFailure, number]>([
    ['the lookup fails for the third time', FAILED, 3],
    ['the signatures are not valid', { ...FAILED, cause: 'bogus' }, 1],
  ])('says that CAs cannot look the records up if %s', (_, failure, failed) => {
    expect(detect([failure], { failed }).findings).toMatchObject([{ code: 'caa-lookup-failed' }]);
  });
});
