/** The client profiles of the TLS handshake: they decide whether it succeeds, and which certificate the server sends. */

import { constants } from 'node:crypto';
import { createSecureContext, DEFAULT_CIPHERS, type SecureContext, type SecureContextOptions } from 'node:tls';
import { memoize } from '../../lib/memoize.ts';

/** OpenSSL supports post-quantum algorithms since version 3.5, which Node 24 has. */
const [MAJOR = 0, MINOR = 0] = process.versions.openssl.split('.').map(Number);
const SUPPORTS_POST_QUANTUM = MAJOR > 3 || (MAJOR === 3 && MINOR >= 5);

/** A server can have a certificate for each key algorithm, and choose one that the client supports. */
export type KeyAlgorithm = 'rsa' | 'ecdsa' | 'ml-dsa';

/** The key algorithms that this machine supports. */
export const KEY_ALGORITHMS: readonly KeyAlgorithm[] = SUPPORTS_POST_QUANTUM
  ? ['rsa', 'ecdsa', 'ml-dsa']
  : ['rsa', 'ecdsa'];

/**
 * The profile of a client. A key algorithm only accepts certificates of that kind. `compact` is for devices that expect the first message
 * in one packet, `lenient` and `legacy` are for servers that reject `default`.
 */
export type ClientProfile = 'default' | 'compact' | 'lenient' | 'legacy' | KeyAlgorithm;

const HASHES = ['SHA256', 'SHA384', 'SHA512'];
/** The PKCS #1 signatures. In TLS 1.3, they only apply to the certificates of a chain, not to the key of the server. */
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

/** New groups. `?` ignores groups that this build of OpenSSL does not support. */
const NEW_GROUPS = [
  ...['?X25519MLKEM768', '?SecP256r1MLKEM768', '?SecP384r1MLKEM1024', '?MLKEM512', '?MLKEM768', '?MLKEM1024'],
  ...['?brainpoolP256r1tls13', '?brainpoolP384r1tls13', '?brainpoolP512r1tls13'],
];

const COMMON_CURVES = 'X25519:P-256';

/**
 * The groups of current browsers: key shares for the hybrid that servers have, and for X25519 (`*`). A server that only supports another
 * hybrid requests it, instead of agreeing on a curve (`/` separates preferences).
 */
const HYBRID_GROUPS = '*X25519MLKEM768:?SecP256r1MLKEM768:?SecP384r1MLKEM1024/*X25519:P-256';

/** Whether a server with a post-quantum key exchange would agree on it: only then does another group mean that it has none. */
export function offersPostQuantum(profile: ClientProfile): boolean {
  return SUPPORTS_POST_QUANTUM && profile === 'default';
}

/**
 * Whether the client may offer protocols (ALPN): not in the attempts for servers that reject the first one, and not with a key algorithm,
 * for which a failed handshake means that the server has no such certificate.
 */
export function offersProtocols(profile: ClientProfile): boolean {
  return profile === 'default' || profile === 'compact';
}

/** The groups, the most common ones first: the client only sends a key share for the first. */
const GROUPS = [
  ...['X25519', 'P-256', 'X448', 'P-384', 'P-521', 'ffdhe2048', 'ffdhe3072', 'ffdhe4096', 'ffdhe6144', 'ffdhe8192'],
  ...['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1', 'secp256k1', 'P-224', 'P-192'],
  ...(SUPPORTS_POST_QUANTUM ? NEW_GROUPS : []),
].join(':');

/** The fast cipher suite: with SHA-256, a handshake takes 6 % less processor time than with SHA-384, which Node prefers. */
const FAST_SUITE = 'TLS_AES_128_GCM_SHA256';

/** The ciphers, the fast suite first: in TLS 1.3, the cipher suite does not influence the certificate. */
const PREFERRED_CIPHERS = DEFAULT_CIPHERS.split(':')
  .sort((first, second) => Number(second === FAST_SUITE) - Number(first === FAST_SUITE))
  .join(':');

/** The suites in the default order, so that a server with two certificates sends the same one; then suites for TLS 1.3 only. */
const SUITES = [
  ...PREFERRED_CIPHERS.split(':').filter((suite) => !suite.startsWith('!')),
  ...['TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256', 'TLS_SHA256_SHA256', 'TLS_SHA384_SHA384'],
];

/** Allows weak algorithms, because only certificates are read and no secret is sent. */
const allowEverything = (ciphers: string, suites = SUITES): SecureContextOptions => ({
  ecdhCurve: GROUPS,
  minVersion: 'TLSv1',
  ciphers: [...suites, ciphers, '@SECLEVEL=0'].join(':'),
});

/** Allows one key algorithm, which cipher suites also determine up to TLS 1.2. */
const allowOnly = (ciphers: string, signatures: readonly string[]): SecureContextOptions => {
  const suites = SUITES.filter((suite) => suite.startsWith('TLS_'));
  return { ...allowEverything(ciphers, suites), sigalgs: [...signatures, ...PKCS1_SIGNATURES].join(':') };
};

/**
 * The options of each profile. Few groups make a scan a quarter faster. Only the last profile offers anonymous cipher suites, because a
 * server might prefer them. That profile is limited to TLS 1.2, for keys that are too short for TLS 1.3.
 */
const PROFILES: Record<ClientProfile, SecureContextOptions> = {
  default: { ecdhCurve: SUPPORTS_POST_QUANTUM ? HYBRID_GROUPS : COMMON_CURVES },
  compact: { ecdhCurve: COMMON_CURVES },
  lenient: allowEverything('ALL:eNULL:!aNULL'),
  legacy: { ...allowEverything('ALL:eNULL'), maxVersion: 'TLSv1.2' },
  rsa: allowOnly('aRSA', PSS_SIGNATURES),
  ecdsa: allowOnly('aECDSA', ECDSA_SIGNATURES),
  'ml-dsa': { ...allowOnly('aECDSA', ML_DSA_SIGNATURES), minVersion: 'TLSv1.3' },
};

/** The client certificate and its key, in PEM. */
export interface ClientIdentity {
  cert: Buffer;
  key: Buffer;
}

/**
 * Creates the TLS context of a profile, without trust anchors. Throws if the identity is unusable.
 *
 * The `legacy` profile allows servers without secure renegotiation (RFC 5746), and so never uses the identity: an attacker
 * on the network path could inject a request that the server attributes to it.
 */
export function createTlsContext(profile: ClientProfile, identity: ClientIdentity | null): SecureContext {
  if (identity === null || profile === 'legacy') {
    const secureOptions = constants.SSL_OP_LEGACY_SERVER_CONNECT;
    return create({ ciphers: PREFERRED_CIPHERS, secureOptions, ...PROFILES[profile] });
  }
  // The server decides whether the client certificate is too weak.
  return create({ ciphers: `${PREFERRED_CIPHERS}:@SECLEVEL=0`, ...PROFILES[profile], ...identity });
}

/** Creates a context. If the OpenSSL build does not support a curve, for example X25519 in FIPS builds, it offers all supported curves. */
function create(options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext({ ca: [], ...options });
  } catch {
    return createSecureContext({ ca: [], ...options, ecdhCurve: 'auto' });
  }
}

export type GetTlsContext = (profile: ClientProfile) => SecureContext;

/** Creates a cache of contexts. The first call throws if the identity is unusable. */
export function createContextCache(identity: ClientIdentity | null): GetTlsContext {
  return memoize((profile: ClientProfile) => createTlsContext(profile, identity));
}
