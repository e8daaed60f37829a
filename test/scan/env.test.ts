import { describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { readEnvironmentVariable } from '../../src/scan/sources/env.ts';

const life = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };
const { certificate: pem } = await createCertificate({ ...life, commonName: 'signing.example' });
const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

const entry = { variables: { SIGNING: { file: 'certvigil.yaml', line: 4, column: 10 } } };

function read(value: string | undefined, name = 'SIGNING') {
  return readEnvironmentVariable(name, entry, { [name]: value });
}

describe('an environment variable', () => {
  it.each([
    ['PEM', pem, Buffer.from(pem.trim())],
    ['base64', der.toString('base64'), der],
    ['base64 in lines', `${der.toString('base64').replace(/.{76}/g, '$&\n')}\n`, der],
    ['base64 of URLs, without padding', der.toString('base64url'), der],
    ['base64 of PEM', Buffer.from(pem).toString('base64'), Buffer.from(pem)],
  ])('can contain %s', (_, value, content) => {
    expect(read(value)).toEqual({ location: 'env:SIGNING', observed: {}, content });
  });

  it.each([undefined, '', ' \n'])('that is unset or empty is reported with its line: %j', (value) => {
    expect(read(value)).toEqual({
      location: 'env:SIGNING',
      observed: {},
      failure: { code: 'variable-unset', detail: expect.stringContaining(`$\{SIGNING} (certvigil.yaml:4)`) },
    });
  });

  it('with another value is reported without the value', () => {
    const location = read('hunter2 is not a certificate!');
    expect(location).toMatchObject({ failure: { code: 'env-not-base64', detail: expect.stringContaining('SIGNING') } });
    expect(JSON.stringify(location)).not.toContain('hunter2');
  });

  it('of the runner is never read', () => {
    expect(read(pem, 'GITHUB_TOKEN')).toMatchObject({ failure: { code: 'variable-unset' } });
  });
});
