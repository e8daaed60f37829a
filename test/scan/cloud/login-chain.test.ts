import { describe, expect, it } from 'vitest';
import { parseMetadataUrl, tryLogins } from '../../../src/scan/cloud/login-chain.ts';
import { collectTrace } from '../../helpers/trace.ts';

describe('the ways to log in', () => {
  const names = { name: 'the cloud', advice: 'Set a variable.' };

  it('are tried in order, up to the first that has credentials', async () => {
    const tried: string[] = [];
    const create = (name: string, credentials: string | null) => ({
      name,
      login: async () => {
        tried.push(name);
        return credentials === null ? { problem: 'not set' } : { credentials };
      },
    });
    expect(await tryLogins([create('a', null), create('b', 'found'), create('c', 'other')], names)).toBe('found');
    expect(tried).toEqual(['a', 'b']);
  });

  it('are traced, each with its reason', async () => {
    const methods = [
      { name: 'a', login: async () => ({ problem: 'not set' }) },
      { name: 'b', login: async () => ({ credentials: 'hidden' }) },
    ];
    expect(await collectTrace(() => tryLogins(methods, names))).toEqual([
      'login to the cloud with a: not set',
      'login to the cloud with b: has credentials',
    ]);
  });

  it('are listed with their reasons if none works', async () => {
    const methods = [
      { name: 'a', login: async () => ({ problem: 'not set' }) },
      { name: 'b', login: async () => ({ problem: 'expired', isFinal: false }) },
    ];
    await expect(tryLogins(methods, names)).rejects.toMatchObject({
      failure: {
        code: 'inventory-credentials-missing',
        detail: expect.stringContaining('Tried, in this order: a: not set; b: expired. Set a variable.'),
      },
    });
  });

  it('end at one that is configured and does not work', async () => {
    const methods = [
      { name: 'a', login: async () => ({ problem: 'not set' }) },
      { name: 'b', login: async () => ({ problem: 'expired', isFinal: true }) },
      { name: 'c', login: async () => expect.unreachable() },
    ];
    await expect(tryLogins(methods, { ...names, code: 'inventory-id-token-permission' })).rejects.toMatchObject({
      failure: {
        code: 'inventory-login-failed',
        detail: expect.stringContaining('The login to the cloud that is set up does not work: b: expired. Fix it'),
      },
    });
  });
});

describe('the URL of a metadata service', () => {
  it.each([
    'http://169.254.169.254',
    'http://169.254.170.2/v2/credentials',
    'http://127.0.0.1:40342/metadata',
    'http://localhost:42356/msi/token',
    'https://[::1]:8443',
    'http://[fd00:ec2::254]',
    'http://[fd00:ec2::23]/v1/credentials',
    'http://[fe80::1]/',
  ])('may be %s', (url) => {
    expect(parseMetadataUrl(url)).toEqual({ url: new URL(url) });
  });

  it.each([
    'https://metadata.example.com',
    'http://10.0.0.1',
    'http://169.254.169.254@metadata.example.com/',
    'http://169.254.169.254.example.com/',
    'http://127.0.0.1.example.com/',
    'http://feb.example.com/',
    'http://[fd00:ec3::254]',
    'file:///etc/passwd',
    '169.254.169.254',
    '',
  ])('may not be %j', (url) => {
    expect(parseMetadataUrl(url)).toHaveProperty('problem');
  });
});
