/** The keys of all stores of a run, and how they sign: to create them takes longer than the certificates. */

import { type CraftedKey, type CraftedSignature, craftKey } from '../../helpers/crafted/certificates.ts';
import type { Dice } from '../../helpers/dice.ts';

export interface KeyPool {
  /** P-256, one for each CA. */
  usual: readonly CraftedKey[];
  /** Of other kinds and sizes. */
  unusual: readonly CraftedKey[];
  leaf: CraftedKey;
  /** Also for leaves. */
  leaves: readonly CraftedKey[];
}

let pool: KeyPool | null = null;

export function prepareKeys(): KeyPool {
  pool ??= {
    usual: Array.from({ length: 4 }, () => craftKey()),
    unusual: [
      craftKey('rsa'),
      craftKey('rsa', '', 3072),
      craftKey('ec', 'P-384'),
      craftKey('ec', 'P-521'),
      craftKey('ed25519'),
      craftKey('rsa', '', 1024),
      craftKey('ec', 'P-224'),
      craftKey('ec', 'secp256k1'),
    ],
    leaf: craftKey(),
    leaves: [craftKey('rsa'), craftKey('ec', 'P-384'), craftKey('ed25519'), craftKey('rsa', '', 1024)],
  };
  return pool;
}

const pss = (hash: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha3-256', salt: number) => ({ hash, mask: hash, salt });

const USUAL = {
  ec: ['sha256', 'sha384', 'sha512'],
  rsa: ['sha256', 'sha384', 'sha512', pss('sha256', 32), pss('sha384', 48)],
} satisfies Record<string, CraftedSignature[]>;

const UNUSUAL = {
  ec: ['sha1', 'sha224', 'sha3-256'],
  rsa: [
    ...(['sha1', 'sha224', 'sha3-256', 'md5'] as const),
    pss('sha256', 20),
    { hash: 'sha256', mask: 'sha1', salt: 32 } as const,
    pss('sha1', 20),
    pss('sha224', 28),
    pss('sha3-256', 32),
  ],
} satisfies Record<string, CraftedSignature[]>;

/** Chooses how the key signs. An Ed25519 key has only one way. */
export function chooseSignature({ chance, pick }: Dice, { privateKey }: CraftedKey): CraftedSignature {
  const kind = privateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec';
  return pick<CraftedSignature>(chance(0.06) ? UNUSUAL[kind] : USUAL[kind]);
}
