/** What a server is offered in the handshake: it decides whether one comes about, and which certificate is shown. */

import { constants } from 'node:crypto';
import { createSecureContext, DEFAULT_CIPHERS, type SecureContext, type SecureContextOptions } from 'node:tls';

/** Whether OpenSSL knows the algorithms that quantum computers do not break: since version 3.5, that of Node 24. */
const [MAJOR = 0, MINOR = 0] = process.versions.openssl.split('.').map(Number);
const SUPPORTS_POST_QUANTUM = MAJOR > 3 || (MAJOR === 3 && MINOR >= 5);

/** Kinds of certificates that a server may have beside each other, and choose from by what its client can do. */
export type KeyAlgorithm = 'rsa' | 'ecdsa' | 'ml-dsa';

/** Those that this machine can ask for. */
export const KEY_ALGORITHMS: readonly KeyAlgorithm[] = SUPPORTS_POST_QUANTUM
  ? ['rsa', 'ecdsa', 'ml-dsa']
  : ['rsa', 'ecdsa'];

/** A kind asks for a certificate of that kind alone; `lenient` and `old` are for peers that `usual` does not suit. */
export type ClientProfile = 'usual' | 'lenient' | 'old' | KeyAlgorithm;

const HASHES = ['SHA256', 'SHA384', 'SHA512'];
/** In TLS 1.3 they are for the certificates of a chain alone, and say nothing of the peer's own key. */
const PKCS1_SIGNATURES = [...HASHES, 'SHA1'].map((hash) => `RSA+${hash}`);
const PSS_SIGNATURES = [
  ...HASHES.map((hash) => `RSA-PSS+${hash}`),
  ...HASHES.map((hash) => `rsa_pss_pss_${hash.toLowerCase()}`),
];
const BRAINPOOL_SIGNATURES = ['256r1tls13_sha256', '384r1tls13_sha384', '512r1tls13_sha512'];
const ECDSA_SIGNATURES = [
  ...[...HASHES, 'SHA1'].map((hash) => `ECDSA+${hash}`),
  ...['ed25519', 'ed448'],
  ...(SUPPORTS_POST_QUANTUM ? BRAINPOOL_SIGNATURES.map((name) => `?ecdsa_brainpoolP${name}`) : []),
];
const ML_DSA_SIGNATURES = ['mldsa44', 'mldsa65', 'mldsa87'];

/** `?` passes over what this build of OpenSSL does not have. */
const NEW_GROUPS = [
  ...['?X25519MLKEM768', '?SecP256r1MLKEM768', '?SecP384r1MLKEM1024', '?MLKEM512', '?MLKEM768', '?MLKEM1024'],
  ...['?brainpoolP256r1tls13', '?brainpoolP384r1tls13', '?brainpoolP512r1tls13'],
];

/** The usual ones first: a key is sent for the first alone. */
const GROUPS = [
  ...['X25519', 'P-256', 'X448', 'P-384', 'P-521', 'ffdhe2048', 'ffdhe3072', 'ffdhe4096', 'ffdhe6144', 'ffdhe8192'],
  ...['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1', 'secp256k1', 'P-224', 'P-192'],
  ...(SUPPORTS_POST_QUANTUM ? NEW_GROUPS : []),
].join(':');

/** As the usual offer has them, so that of two certificates a server shows the same; then what is for TLS 1.3 alone. */
const SUITES = [
  ...DEFAULT_CIPHERS.split(':').filter((suite) => !suite.startsWith('!')),
  ...['TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256', 'TLS_SHA256_SHA256', 'TLS_SHA384_SHA384'],
];

/** A certificate is read, and no secret is sent: nothing is too weak for that. */
const allowEverything = (ciphers: string, suites = SUITES): SecureContextOptions => ({
  ecdhCurve: GROUPS,
  minVersion: 'TLSv1',
  ciphers: [...suites, ciphers, '@SECLEVEL=0'].join(':'),
});

/** Up to TLS 1.2 the suites name the kind of key as well. */
const allowOnly = (ciphers: string, signatures: readonly string[]): SecureContextOptions => {
  const suites = SUITES.filter((suite) => suite.startsWith('TLS_'));
  return { ...allowEverything(ciphers, suites), sigalgs: [...signatures, ...PKCS1_SIGNATURES].join(':') };
};

/**
 * Two curves make a scan faster by a quarter. A server that can do without a certificate may choose to, so that is left
 * to the last offer; it goes up to TLS 1.2 alone, for keys that are too short for what follows.
 */
const PROFILES: Record<ClientProfile, SecureContextOptions> = {
  usual: { ecdhCurve: 'X25519:P-256' },
  lenient: allowEverything('ALL:eNULL:!aNULL'),
  old: { ...allowEverything('ALL:eNULL'), maxVersion: 'TLSv1.2' },
  rsa: allowOnly('aRSA', PSS_SIGNATURES),
  ecdsa: allowOnly('aECDSA', ECDSA_SIGNATURES),
  'ml-dsa': { ...allowOnly('aECDSA', ML_DSA_SIGNATURES), minVersion: 'TLSv1.3' },
};

/** What is shown of ours to a peer that asks for it: PEM. */
export interface ClientIdentity {
  cert: Buffer;
  key: Buffer;
}

/**
 * One context for all connections that make the same offer. No roots are loaded. Throws where the identity is unusable.
 *
 * Peers without secure renegotiation (RFC 5746) are read, but do not learn who we are: whoever is between could have a
 * request of his own taken for ours. So the last offer goes without the identity.
 */
export function createTlsContext(offer: ClientProfile, identity: ClientIdentity | null): SecureContext {
  if (identity === null || offer === 'old') {
    return create({ secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT, ...PROFILES[offer] });
  }
  // Whether ours is too weak is for the peer to say.
  return create({ ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`, ...PROFILES[offer], ...identity });
}

/** Some builds of OpenSSL lack a curve, and those for FIPS the first one: they offer the curves that they have. */
function create(options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext({ ca: [], ...options });
  } catch {
    return createSecureContext({ ca: [], ...options, ecdhCurve: 'auto' });
  }
}
