/** The table "Where clients differ" of docs/concepts/trust.md: chains that not all clients accept. */

import type { ChainNoticeCode, DistrustReason } from '../../../src/domain/index.ts';
import type { Role } from '../../helpers/crafted/deviation.ts';
import type { Results } from './clients.ts';

export interface Difference {
  situation: string;
  /** The title of the deviation in test/helpers/crafted, and the certificate that has it. */
  deviation: string;
  role: Role;
  /** The clients that accept the chain. */
  accepting: readonly (keyof Results)[];
  /** The reason of certvigil if it does not trust the chain, else its notice. */
  result: DistrustReason | ChainNoticeCode;
}

const differ = (
  situation: string,
  deviation: string,
  role: Role,
  accepting: Difference['accepting'],
  result: Difference['result'],
): Difference => ({ situation, deviation, role, accepting, result });

export const DIFFERENCES: readonly Difference[] = [
  differ(
    'The issuer has another serial number than the authority key identifier says',
    'authority key identifier with another serial number',
    'leaf',
    ['gnutls', 'go'],
    'authority-mismatch',
  ),
  differ(
    'The issuer has another key identifier',
    'authority key identifier with another key',
    'leaf',
    ['go'],
    'authority-mismatch',
  ),
  differ('A key identifier is critical', 'subjectKeyId critical', 'leaf', ['gnutls'], 'extension-critical'),
  differ('Must-staple is critical', 'tlsFeature critical', 'leaf', ['gnutls'], 'extension-critical'),
  differ(
    'Malformed CRL distribution points',
    'distributionPoints of another type',
    'leaf',
    ['gnutls'],
    'extension-malformed',
  ),
  differ(
    'Malformed certificate policies',
    'policies of another type',
    'leaf',
    ['openssl', 'gnutls'],
    'extension-malformed',
  ),
  differ(
    'A name that is not ASCII',
    'names: a raw internationalized name too',
    'leaf',
    ['openssl', 'gnutls'],
    'extension-malformed',
  ),
  differ('An unknown extension occurs twice', 'unknown twice', 'leaf', ['openssl'], 'extension-repeated'),
  differ('The key of the leaf has an explicit curve', 'explicit curve', 'leaf', ['gnutls'], 'curve-explicit'),
  differ('A key that cannot be decoded', 'the last byte of the key changed', 'leaf', ['gnutls'], 'key-malformed'),
  differ('notAfter with an offset instead of `Z`', 'notAfter with an offset', 'leaf', ['go'], 'time-malformed'),
  differ(
    'RSA-PSS with SHA-256, and SHA-1 in the mask',
    'signature: PSS with SHA-256 and a mask of SHA-1',
    'leaf',
    ['openssl'],
    'weak-signature',
  ),
  differ(
    'RSA-PSS with a salt of another length',
    'signature: PSS with a salt of 20 octets',
    'leaf',
    ['openssl'],
    'pss-parameters',
  ),
  differ(
    'A root of version 1 with extensions',
    'version 1 with extensions',
    'root',
    ['openssl', 'go'],
    'version-invalid',
  ),
  differ(
    'A root without basic constraints and key usage',
    'no basic constraints and no key usage',
    'root',
    ['gnutls'],
    'issuer-not-ca',
  ),
  differ('Any extended key usage, but not `serverAuth`', 'for any purpose', 'leaf', ['gnutls', 'go'], 'wrong-usage'),
  differ('Key usage only `dataEncipherment`', 'key usage dataEncipherment', 'leaf', ['gnutls', 'go'], 'wrong-usage'),
  differ(
    'A Netscape certificate type that is only for clients',
    'a Netscape type for clients',
    'leaf',
    ['gnutls', 'go'],
    'wrong-usage',
  ),
  differ(
    'A root without basic constraints, with `keyCertSign`',
    'no basic constraints',
    'root',
    ['openssl', 'gnutls'],
    'anchor-not-marked',
  ),
  differ(
    "Another spelling of the issuer's name",
    'another spelling of the issuer',
    'leaf',
    ['openssl'],
    'name-spelled-differently',
  ),
  differ(
    'Name constraints for directory names',
    'name constraints: another directory excluded',
    'intermediate',
    ['openssl'],
    'constraint-unsupported',
  ),
  differ(
    'A revocation list that is named relative to the issuer',
    'distributionPoints with a relative name',
    'leaf',
    ['openssl', 'gnutls'],
    'list-name-relative',
  ),
  differ(
    'A URI with an escaped character in its host',
    'names: a URI with an escaped host too',
    'leaf',
    ['openssl', 'gnutls'],
    'uri-unusual',
  ),
  differ('A negative serial number', 'negative serial number', 'leaf', ['openssl', 'gnutls'], 'serial-negative'),
  differ(
    'A policy is required, and the certificate has none',
    'a policy is required',
    'intermediate',
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
