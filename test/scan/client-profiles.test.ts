import type { SecureContextOptions } from 'node:tls';
import { expect, it, vi } from 'vitest';
import { createTlsContext } from '../../src/scan/tls/client-profiles.ts';

/** The curves of OpenSSL in some distributions: only those of NIST. */
vi.mock('node:tls', async (original) => {
  const tls = await original<typeof import('node:tls')>();
  const createSecureContext = (options: SecureContextOptions) => {
    if (/X25519|brainpool/.test(options.ecdhCurve ?? '')) throw new Error('Failed to set ECDH curve');
    return tls.createSecureContext(options);
  };
  return { ...tls, createSecureContext };
});

it.each(['default', 'lenient', 'legacy', 'rsa', 'ecdsa'] as const)(
  '%s is offered with the curves that there are',
  (offer) => {
    expect(() => createTlsContext(offer, null)).not.toThrow();
  },
);

it('an invalid identity is unusable whatever the supported curves', () => {
  const identity = { cert: Buffer.from('no certificate'), key: Buffer.from('no key') };
  expect(() => createTlsContext('default', identity)).toThrow(/PEM/);
});
