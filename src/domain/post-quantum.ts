/** Which algorithms resist quantum computers. */

/**
 * `classical`: a quantum computer can break it. `composite`: ML-DSA together with a classical algorithm. `unknown`: an algorithm that
 * certvigil has no name for.
 */
export type AlgorithmKind = 'classical' | 'post-quantum' | 'composite' | 'unknown';

/** Classifies the name of a key or signature algorithm, as in the facts of a certificate. */
export function classifyAlgorithm(name: string): AlgorithmKind {
  if (/^(?:ML-DSA|SLH-DSA)-/.test(name)) return 'post-quantum';
  if (/^MLDSA\d\d-/.test(name)) return 'composite';
  // A dotted identifier.
  return /^[\d.]+$/.test(name) ? 'unknown' : 'classical';
}

/** Whether a TLS group contains ML-KEM (FIPS 203), alone or with an elliptic curve. */
export function isPostQuantumGroup(group: string): boolean {
  return /MLKEM/i.test(group);
}
