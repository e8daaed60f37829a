import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/domain/index.ts';
import { quoteForeign } from '../../../src/lib/text/quote-foreign.ts';
import { classifyLogin as classifyAws } from '../../../src/scan/cloud/aws/responses.ts';
import { classifyLogin as classifyEntra } from '../../../src/scan/cloud/azure/login-response.ts';
import type { SentToken } from '../../../src/scan/cloud/token-times.ts';
import { classifyRequest, classifyLogin as classifyVault } from '../../../src/scan/cloud/vault/responses.ts';
import type { InventoryResponse } from '../../../src/scan/inventory/client.ts';

// The errors are those of the services: of botocore's model and reports of users for AWS, of reports for Entra, and of the source code of
// vault-plugin-auth-jwt, vault-plugin-auth-kubernetes, hashicorp/cap and Vault.

const NOW = Date.parse('2027-03-01T12:00:00Z');
const seconds = (time: string) => Date.parse(time) / 1000;

function createToken(claims: object): SentToken {
  return {
    token: `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`,
    name: 'the token of /run/token',
  };
}

const STALE = createToken({ nbf: seconds('2027-03-01T09:00:00Z'), exp: seconds('2027-03-01T10:00:00Z') });
const VALID = createToken({ iat: seconds('2027-03-01T11:30:00Z'), exp: seconds('2027-03-01T13:00:00Z') });

const reply = (status: number, body: unknown, headers: Record<string, string> = {}): InventoryResponse => ({
  status,
  header: (name) => headers[name] ?? null,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const askEntra = (error_description: string, sent: SentToken | null = null, headers = {}): Failure =>
  classifyEntra(reply(401, { error: 'invalid_client', error_description }, headers), {
    audience: 'api://AzureADTokenExchange',
    sent,
    now: () => NOW,
  });

const askAws = (code: string, message: string, sent: SentToken | null = null, status = 400) =>
  classifyAws(
    reply(status, `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`),
    { name: 'AWS STS', audience: 'sts.amazonaws.com', sent, now: () => NOW },
  );

const askVault = (status: number, errors: unknown, sent: SentToken | null = null, secrets: string[] = []) =>
  classifyVault(
    reply(status, { errors }),
    { path: 'auth/jwt/login', description: 'JWT at auth/jwt', secrets, audience: null, sent },
    { name: 'Vault', now: () => NOW },
  );

describe('AADSTS700024 of Microsoft Entra', () => {
  const TEXT =
    'AADSTS700024: Client assertion is not within its valid time range. Current time: 2027-03-01T12:00:00.9706149Z, assertion valid from ' +
    '2027-03-01T09:00:00.0000000Z, expiry time of assertion 2027-03-01T10:00:00.0000000Z. Trace ID: 22ba5001';

  it('names the token that expired, and the time', () => {
    const { code, detail } = askEntra(TEXT, STALE);
    expect(code).toBe('inventory-id-token-expired');
    expect(detail).toContain(': the token of /run/token expired at 2027-03-01T10:00:00Z. ');
    expect(detail).not.toContain('eyJ');
  });

  it('is about a clock if the token has not expired', () => {
    const { code, detail } = askEntra(TEXT, VALID);
    expect(code).toBe('inventory-clock-skew');
    expect(detail).toContain('valid from 2027-03-01T11:30:00Z until 2027-03-01T13:00:00Z');
  });

  it('is compared with the clock of the service', () => {
    expect(askEntra(TEXT, VALID, { date: 'Mon, 01 Mar 2027 13:00:00 GMT' }).code).toBe('inventory-id-token-expired');
    expect(askEntra(TEXT, STALE, { date: 'Mon, 01 Mar 2027 09:59:59 GMT' }).code).toBe('inventory-clock-skew');
    expect(askEntra(TEXT, STALE, { date: 'yesterday' }).code).toBe('inventory-id-token-expired');
  });

  it('is about the clock of this machine if it signed the assertion', () => {
    expect(askEntra(TEXT)).toMatchObject({
      code: 'inventory-clock-skew',
      detail: expect.stringContaining('the clock of this machine is wrong'),
    });
  });

  it.each([{}, { exp: 'soon' }, { exp: 1e300 }, []])('is about the token if its times cannot be read: %j', (claims) => {
    expect(askEntra(TEXT, createToken(claims)).code).toBe('inventory-id-token-expired');
  });

  it.each(['', 'opaque', 'a.b.c', '..'])('is about the token if it is not a JSON Web Token: %j', (token) => {
    expect(askEntra(TEXT, { token, name: 'it' }).code).toBe('inventory-id-token-expired');
  });
});

describe('a refused login', () => {
  it.each([
    ['AADSTS7000222: The provided client secret keys for app are expired.', 'has expired. Create a new one'],
    ['AADSTS7000215: Invalid client secret provided.', 'not its ID'],
    ['AADSTS700016: Application was not found in the directory.', '`client_id`'],
    ['AADSTS700213: No matching federated identity record found for presented assertion subject.', 'subject'],
    ['AADSTS99999: Something else.', 'Check the role or account'],
  ])('quotes Microsoft Entra, and explains it: %s', (text, advice) => {
    const { code, detail } = askEntra(`${text} Trace ID: 1f2e Correlation ID: 7 Timestamp: 2027-03-01 12:00:00Z`);
    expect(code).toBe('inventory-login-refused');
    const [, number, own] = /^(AADSTS\d+): (.*)\.$/.exec(text) ?? [];
    expect(detail).toContain(`(401, ${number}): "${own}". `);
    expect(detail).toContain(advice);
    expect(detail).not.toMatch(/Trace|Correlation|Timestamp/);
  });

  it.each([
    [
      'InvalidIdentityToken',
      'No OpenIDConnect provider found in your account for https://token.example',
      'create an IAM',
    ],
    ['InvalidIdentityToken', 'Couldn&apos;t retrieve verification key from your identity provider', 'read its keys'],
    ['AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', '`sub`'],
    ['AccessDenied', 'User: arn:aws:iam::1:user/a is not authorized to perform: sts:AssumeRole', '`sts:AssumeRole`'],
    ['RegionDisabledException', 'STS is not activated in this region', 'Activate AWS STS'],
    ['IDPRejectedClaim', 'The claim was rejected', 'Request a new one'],
    ['ValidationError', 'Request ARN is invalid', 'Check the ARN'],
    ['MalformedPolicyDocument', 'The policy is malformed', 'Check the role or account'],
  ])('quotes AWS STS, and explains it: %s %s', (code, text, advice) => {
    const failure = askAws(code, text) as Failure;
    expect(failure.code).toBe('inventory-login-refused');
    expect(failure.detail).toContain(`(400, ${code}): "${text.replace('&apos;', "'")}". `);
    expect(failure.detail).toContain(advice);
  });

  it('is repeated if AWS cannot reach the issuer, and then explained', () => {
    expect(askAws('IDPCommunicationError', 'Timed out')).toMatchObject({
      next: 'retry',
      failure: { code: 'inventory-login-refused', detail: expect.stringContaining('cannot reach the issuer') },
    });
  });

  it('is about the token if AWS says that it has expired', () => {
    expect(askAws('ExpiredTokenException', 'Token expired', STALE)).toMatchObject({
      code: 'inventory-id-token-expired',
    });
    expect(askAws('ExpiredTokenException', 'Token expired', VALID)).toMatchObject({ code: 'inventory-clock-skew' });
  });

  it.each([
    [400, 'role "shop" could not be found', 'Check `role`'],
    [400, 'invalid role name "shop"', 'Check `role`'],
    [400, 'invalid role or secret ID', 'Create a new secret ID'],
    [400, 'source address "192.0.2.1" unauthorized through CIDR restrictions on the secret ID', 'other addresses'],
    [400, 'error validating claims: claim "sub" does not match any associated bound claim values', '`bound_claims`'],
    [400, 'claim "environment" is missing', '`bound_claims`'],
    [400, 'error validating token: invalid issuer (iss) claim', '`bound_issuer`'],
    [400, 'error validating token: no known key successfully validated the token signature', 'does not know the key'],
    [403, 'namespace not authorized', '`bound_service_account_namespaces`'],
    [403, 'permission denied', 'Check the role or account'],
    [
      400,
      'error validating token: no issued at (iat), not before (nbf), or expiration time (exp) claims in token',
      'Check the role or account',
    ],
  ])('quotes Vault, and explains it: %d %s', (status, text, advice) => {
    const failure = askVault(status, [text]);
    expect(failure?.code).toBe('inventory-login-refused');
    expect(failure?.detail).toContain(`(${status}; JWT at auth/jwt): "${text.replaceAll('"', "'")}". `);
    expect(failure?.detail).toContain(advice);
  });

  it.each([
    'error validating token: invalid audience (aud) claim: audience claim does not match any expected audience',
    'audience claim found in JWT but no audiences bound to the role',
    'error validating claims: aud claim does not match any bound audience',
  ])('is about the audience: %s', (text) => {
    expect(askVault(400, [text])?.code).toBe('inventory-wrong-audience');
  });

  it('is not about the audience for a role of that name', () => {
    expect(askVault(400, ['role "audience" could not be found'])?.code).toBe('inventory-login-refused');
  });

  it.each([
    ['invalid expiration time (exp) claim: token is expired', STALE, 'inventory-id-token-expired'],
    ['invalid not before (nbf) claim: token not yet valid', VALID, 'inventory-clock-skew'],
    ['invalid issued at (iat) claim: token issued in the future', VALID, 'inventory-clock-skew'],
    ['validation failed, token not valid yet (nbf)', VALID, 'inventory-clock-skew'],
    ['permission denied', STALE, 'inventory-id-token-expired'],
  ])('is about the times of a token: %s', (text, sent, code) => {
    expect(askVault(403, [text], sent)?.code).toBe(code);
  });

  it('does not show a secret ID that Vault repeats', () => {
    const { detail } = askVault(400, ['invalid secret_id "abc"'], null, ['', 'abc']) as Failure;
    expect(detail).toContain(`"invalid secret_id '***'"`);
    expect(detail).not.toContain('abc');
  });

  it.each([['permission denied'], 'permission denied', null, [{}]])('reads only texts of Vault: %j', (errors) => {
    const { detail } = askVault(400, errors) as Failure;
    expect(detail.includes('"permission denied"')).toBe(Array.isArray(errors) && errors[0] === 'permission denied');
  });
});

describe('a request to Vault with an invalid token', () => {
  const ask = (...errors: string[]) =>
    classifyRequest(reply(403, { errors }), { name: 'Vault', description: 'login with token' });

  it('is repeated with a new one, and then explained', () => {
    expect(ask('2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n')).toMatchObject({
      next: 'unauthorized',
      failure: {
        code: 'inventory-login-refused',
        detail: expect.stringContaining(
          '"2 errors occurred: * permission denied * invalid token". The token has expired',
        ),
      },
    });
  });

  it('cannot be told from one without permission before Vault 1.17', () => {
    expect(ask('1 error occurred:\n\t* permission denied\n\n')).toBe('unauthorized');
  });
});

describe('a quoted text', () => {
  it.each([
    ['', ''],
    [' \n\t', ''],
    ['denied.', '"denied"'],
    ['a\r\n\tb', '"a b"'],
    ['\u001b[31mred\u202e', '"\\u{1b}[31mred\\u{202e}"'],
    ['say "no" to `code`', `"say 'no' to 'code'"`],
    [`got ${STALE.token} here`, '"got *** here"'],
    ['got hvs.CAESIJabcdefghijklmnopqrst', '"got ***"'],
    ['got s.abcdefghijklmnopqrstuvwx', '"got ***"'],
    ['arn:aws:iam::123456789012:role/certvigil', '"arn:aws:iam::123456789012:role/certvigil"'],
  ])('is one printable line without tokens: %j', (text, quoted) => {
    expect(quoteForeign(text)).toBe(quoted);
  });

  it('has at most 300 characters between the quotes, and no half of a character', () => {
    for (const text of ['x'.repeat(100_000), '\u202e'.repeat(1000), `${'x'.repeat(298)}😀😀`]) {
      const quoted = quoteForeign(text);
      expect(quoted.length).toBeLessThanOrEqual(302 + '\\u{d83d}'.length);
      expect(quoted).toMatch(/^".*…"$/);
      expect(quoted).not.toMatch(/\p{Surrogate}/u);
    }
  });
});
