/** The table "Where clients differ" of docs/concepts/trust.md: chains that not all clients accept. */

import type { ChainNoticeCode, DistrustReason } from '../../../src/domain/index.ts';
import type { Role } from '../../helpers/crafted/deviation.ts';
import type { Results } from './clients.ts';

export interface Difference {
  situation: string;
  /** The titles of deviations in test/helpers/crafted, each with the certificate that has it. */
  deviations: Partial<Record<Role, string>>;
  /** The clients that accept the chain. */
  accepting: readonly (keyof Results)[];
  /** The reason of certvigil if it does not trust the chain, else its notice. */
  result: DistrustReason | ChainNoticeCode;
}

const differ = (
  situation: string,
  deviations: Difference['deviations'],
  accepting: Difference['accepting'],
  result: Difference['result'],
): Difference => ({ situation, deviations, accepting, result });

export const DIFFERENCES: readonly Difference[] = [
  differ(
    'The issuer has another serial number than the authority key identifier says',
    { leaf: 'authority key identifier with another serial number' },

    ['gnutls', 'go'],
    'authority-mismatch',
  ),
  differ(
    'The issuer has another key identifier',
    { leaf: 'authority key identifier with another key' },

    ['go'],
    'authority-mismatch',
  ),
  differ(
    'A trust anchor has the name of an intermediate, another key, and no key identifier',
    { root: 'no subject key identifier', intermediate: 'a self-issued subject' },
    ['gnutls', 'go'],
    'authority-mismatch',
  ),
  differ('A key identifier is critical', { leaf: 'subjectKeyId critical' }, ['gnutls'], 'extension-critical'),
  differ('Must-staple is critical', { leaf: 'tlsFeature critical' }, ['gnutls'], 'extension-critical'),
  differ(
    'Malformed CRL distribution points',
    { leaf: 'distributionPoints of another type' },

    ['gnutls'],
    'extension-malformed',
  ),
  differ(
    'Malformed certificate policies',
    { leaf: 'policies of another type' },

    ['openssl', 'gnutls'],
    'extension-malformed',
  ),
  differ(
    'A name that is not ASCII',
    { leaf: 'names: a raw internationalized name too' },

    ['openssl', 'gnutls'],
    'extension-malformed',
  ),
  differ('An unknown extension occurs twice', { leaf: 'unknown twice' }, ['openssl'], 'extension-repeated'),
  differ('The key of the leaf has an explicit curve', { leaf: 'explicit curve' }, ['gnutls'], 'curve-explicit'),
  differ('A key that cannot be decoded', { leaf: 'the last byte of the key changed' }, ['gnutls'], 'key-malformed'),
  differ('notAfter with an offset instead of `Z`', { leaf: 'notAfter with an offset' }, ['go'], 'time-malformed'),
  differ(
    'RSA-PSS with SHA-256, and SHA-1 in the mask',
    { leaf: 'signature: PSS with SHA-256 and a mask of SHA-1' },

    ['openssl'],
    'weak-signature',
  ),
  differ(
    'RSA-PSS with a salt of another length',
    { leaf: 'signature: PSS with a salt of 20 octets' },

    ['openssl'],
    'pss-parameters',
  ),
  differ(
    'A root of version 1 with extensions',
    { root: 'version 1 with extensions' },

    ['openssl', 'go'],
    'version-invalid',
  ),
  differ(
    'A root without basic constraints and key usage',
    { root: 'no basic constraints and no key usage' },

    ['gnutls'],
    'issuer-not-ca',
  ),
  differ('Any extended key usage, but not `serverAuth`', { leaf: 'for any purpose' }, ['gnutls', 'go'], 'wrong-usage'),
  differ('Key usage only `dataEncipherment`', { leaf: 'key usage dataEncipherment' }, ['gnutls', 'go'], 'wrong-usage'),
  differ(
    'A Netscape certificate type that is only for clients',
    { leaf: 'a Netscape type for clients' },

    ['gnutls', 'go'],
    'wrong-usage',
  ),
  differ(
    'A root without basic constraints, with `keyCertSign`',
    { root: 'no basic constraints' },

    ['openssl', 'gnutls'],
    'anchor-not-marked',
  ),
  differ(
    "Another spelling of the issuer's name",
    { leaf: 'another spelling of the issuer' },

    ['openssl'],
    'name-spelled-differently',
  ),
  differ(
    'Name constraints for directory names',
    { intermediate: 'name constraints: another directory excluded' },

    ['openssl'],
    'constraint-unsupported',
  ),
  differ(
    'A revocation list that is named relative to the issuer',
    { leaf: 'distributionPoints with a relative name' },

    ['openssl', 'gnutls'],
    'list-name-relative',
  ),
  differ(
    'A URI with an escaped character in its host',
    { leaf: 'names: a URI with an escaped host too' },

    ['openssl', 'gnutls'],
    'uri-unusual',
  ),
  differ('A negative serial number', { leaf: 'negative serial number' }, ['openssl', 'gnutls'], 'serial-negative'),
  differ('A signature with SHA-224', { leaf: 'signature: SHA-224' }, ['openssl', 'gnutls'], 'signature-unusual'),
  differ('A signature with SHA-3', { leaf: 'signature: SHA-3' }, ['openssl', 'gnutls'], 'signature-unusual'),
  differ(
    'A policy is required, and the certificate has none',
    { intermediate: 'a policy is required' },

    ['openssl'],
    'policies-not-checked',
  ),
];

/** The lines of the table, without its head. */
export function formatDifferences(): string[] {
  return DIFFERENCES.map(({ situation, accepting, result }) => {
    const cells = (['openssl', 'gnutls', 'go'] as const).map((client) =>
      accepting.includes(client) ? 'accepts' : 'rejects',
    );
    return `| ${[situation, ...cells, `\`${result}\``].join(' | ')} |`;
  });
}
