/** A chain whose CAs have keys on a curve that Node.js cannot describe: version 24 ends if it does. */

import { craftKey } from './certificates.ts';
import { craftChain } from './chain.ts';
import type { Role } from './deviation.ts';

export interface UncommonChain {
  /** All certificates as PEM, the leaf first. */
  certificate: string;
  privateKeyPem: string;
  /** The root as PEM. */
  root: string;
}

/** Crafts the chain for `HOST` of chain.ts. It is valid now. */
export function craftUncommonChain(): UncommonChain {
  const keys = { root: craftKey('ec', 'secp256k1'), intermediate: craftKey('ec', 'secp256k1'), leaf: craftKey() };
  const options = (role: Role) => ({ key: keys[role], deviations: [] });
  const roles = { root: options('root'), intermediate: options('intermediate'), leaf: options('leaf') };
  const { leaf, intermediate, root } = craftChain(roles, Date.now());
  return {
    certificate: [leaf, intermediate, root].map(({ certificate }) => certificate).join(''),
    privateKeyPem: String(keys.leaf.privateKey.export({ format: 'pem', type: 'pkcs8' })),
    root: root.certificate,
  };
}
