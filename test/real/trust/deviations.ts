/** Situations of certificates that deviate from RFC 5280, or that clients do not agree about. */

import { type CraftedCertificate, type CraftedKey, craftKey } from '../../helpers/crafted/certificates.ts';
import { craftChain } from '../../helpers/crafted/chain.ts';
import { ROLES, type Role } from '../../helpers/crafted/deviation.ts';
import { DEVIATIONS } from '../../helpers/crafted/index.ts';
import type { ServedPair } from '../../helpers/tls-server.ts';
import type { Fixtures, Scenario } from './scenario.ts';

const toPair = ({ certificate, plan }: CraftedCertificate): ServedPair => ({
  certificate,
  privateKeyPem: plan.key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
});

/** A chain in which one certificate deviates. */
const deviating =
  (title: string, role: Role) =>
  async ({ tls, now }: Fixtures) => {
    const deviations = DEVIATIONS.filter(({ name }) => name === title);
    if (deviations.length !== 1) throw new Error(`no deviation is called ${title}`);
    const kind = title.startsWith('signature') ? 'rsa' : 'ec';
    const options = Object.fromEntries(
      ROLES.map((one) => [one, { key: craftKey(kind), deviations: one === role ? deviations : [] }]),
    ) as Record<Role, { key: CraftedKey; deviations: typeof deviations }>;
    const { root, intermediate, leaf } = craftChain(options, Math.floor(now / 1000) * 1000);
    const server = { ciphers: 'ALL:@SECLEVEL=0' };
    return tls([toPair(leaf), toPair(intermediate)], { anchors: [root], server });
  };

const REJECT = 'Clients reject it.';

const reject = (name: string, clients: string, ours: string, title: string, role: Role = 'leaf'): Scenario => ({
  name,
  clients,
  alarm: true,
  ours,
  set: deviating(title, role),
});

export const DEVIATING: readonly Scenario[] = [
  reject('Two extensions with alternative names', REJECT, 'extension-repeated', 'two alternative name extensions'),
  reject('The CA has basic constraints twice', REJECT, 'extension-repeated', 'basicConstraints twice', 'intermediate'),
  reject(
    'Another extension twice',
    'Go and GnuTLS reject it; OpenSSL connects.',
    'extension-repeated',
    'unknown twice',
  ),
  reject(
    'A key with explicit curve parameters',
    'OpenSSL, Go and browsers reject it.',
    'curve-explicit',
    'explicit curve',
  ),
  reject('A CA with explicit curve parameters', REJECT, 'curve-explicit', 'explicit curve', 'intermediate'),
  reject('RSA-PSS with SHA-1', REJECT, 'weak-signature', 'signature: PSS with SHA-1'),
  reject('RSA-PSS with MD5', REJECT, 'weak-signature', 'signature: PSS with MD5'),
  reject(
    'RSA-PSS with SHA-256, and SHA-1 in the mask',
    'Browsers, Go and GnuTLS reject it; OpenSSL connects.',
    'weak-signature',
    'signature: PSS with SHA-256 and a mask of SHA-1',
  ),
  reject(
    'A critical authority key identifier',
    'OpenSSL and Go reject it; GnuTLS connects.',
    'extension-critical',
    'authorityKeyId critical',
  ),
  reject(
    'A critical subject key identifier',
    'OpenSSL and Go reject it; GnuTLS connects.',
    'extension-critical',
    'subjectKeyId critical',
  ),
  reject(
    'A critical issuer URL (AIA)',
    'OpenSSL and Go reject it; GnuTLS connects.',
    'extension-critical',
    'authorityInfo critical',
  ),
  reject(
    'Critical TLS features (must-staple)',
    'OpenSSL and Go reject it; GnuTLS connects.',
    'extension-critical',
    'tlsFeature critical',
  ),
  reject(
    'The CA was renewed with the same key, and the certificate names the serial number of the old one',
    'OpenSSL rejects it; Go, GnuTLS and browsers connect.',
    'authority-mismatch',
    'authority key identifier with another serial number',
  ),
  reject(
    'The certificate names another key identifier of its issuer',
    'OpenSSL and GnuTLS reject it; Go and browsers connect.',
    'authority-mismatch',
    'authority key identifier with another key',
  ),
  reject(
    'Malformed CRL distribution points',
    'OpenSSL and Go reject it; GnuTLS connects.',
    'extension-malformed',
    'distributionPoints of another type',
  ),
  reject(
    'A malformed subject key identifier',
    'OpenSSL and Go reject it; GnuTLS connects.',
    'extension-malformed',
    'subjectKeyId of another type',
  ),
  reject('notAfter with fractional seconds', REJECT, 'time-malformed', 'notAfter with fractional seconds'),
  reject(
    'notAfter with an offset instead of `Z`',
    'OpenSSL and GnuTLS reject it; Go connects.',
    'time-malformed',
    'notAfter with an offset',
  ),
  reject('The hostname with a trailing dot as alternative name', REJECT, 'name-mismatch', 'names: a trailing dot'),
  {
    name: 'The root has no basic constraints, but may sign certificates',
    clients: 'OpenSSL and GnuTLS connect; Go rejects it.',
    alarm: null,
    ours: 'ok (anchor-not-marked)',
    set: deviating('no basic constraints', 'root'),
  },
  {
    name: 'A root of version 1',
    clients: 'Clients connect.',
    alarm: false,
    ours: 'ok (python-strict)',
    set: deviating('version 1', 'root'),
  },
  {
    name: 'The name of the issuer in another case',
    clients: 'OpenSSL connects; Go and GnuTLS reject it.',
    alarm: null,
    ours: 'ok (name-spelled-differently)',
    set: deviating('another spelling of the issuer', 'leaf'),
  },
];
