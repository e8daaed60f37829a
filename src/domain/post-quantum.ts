/** Classifies algorithms by their resistance to quantum computers. */

import type { KeyExchange } from './certificate.ts';

/**
 * `classical`: a quantum computer can break it. `composite`: ML-DSA together with a classical algorithm. `unknown`: an algorithm without a
 * name in certvigil.
 */
export type AlgorithmKind = 'classical' | 'post-quantum' | 'composite' | 'unknown';

/** Classifies the name of a key or signature algorithm, as in the facts of a certificate. */
export function classifyAlgorithm(name: string): AlgorithmKind {
  if (/^(?:ML-DSA|SLH-DSA)-/.test(name)) return 'post-quantum';
  if (/^MLDSA\d\d-/.test(name)) return 'composite';
  // An algorithm without a name is a dotted identifier.
  return /^[\d.]+$/.test(name) ? 'unknown' : 'classical';
}

/** Whether a TLS group contains ML-KEM (FIPS 203), alone or with an elliptic curve. */
export function isPostQuantumGroup(group: string): boolean {
  return /MLKEM/i.test(group);
}

/**
 * Finds the weakest key exchange of several servers: one that is not post-quantum, else one for which this is unknown. Returns undefined
 * for an empty list.
 */
export function findWeakestKeyExchange(exchanges: readonly KeyExchange[]): KeyExchange | undefined {
  const find = (wanted: KeyExchange['post_quantum']) => exchanges.find(({ post_quantum }) => post_quantum === wanted);
  return find(false) ?? find(null) ?? exchanges[0];
}
