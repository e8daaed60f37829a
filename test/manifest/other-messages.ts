/** The arguments of messages that no golden manifest shows, because a command or another file causes them. */

import type { DiagnosticCode } from '../../src/manifest/diagnostics/diagnostic.ts';
import type { MESSAGES } from '../../src/manifest/diagnostics/messages.ts';

type Arguments = { [C in DiagnosticCode]?: Parameters<(typeof MESSAGES)[C]>[] };

const ONE_AND_MANY: [names: string, number: number][] = [
  ['"shop"', 1],
  ['"shop", "mail"', 2],
];
const LOCATIONS: [location: string, number: number][] = [
  ['certs/shop.pem', 1],
  ['certs/shop.pem', 3],
];
const withDetail = (detail: string) => LOCATIONS.map((one): [string, number, string] => [...one, detail]);

export const OTHER_MESSAGES: Arguments = {
  'file-too-large': [['5 MB']],
  'bad-expected-pattern': [['shop.example.com', null]],
  // For schema keywords without a message, of which there are none.
  'invalid-value': [['"name"']],
  'more-problems': [
    [1, 0],
    [5, 2],
    [0, 1],
    [0, 4],
  ],
  'policy-violation': [
    [['shop.example.com:443'], 'strong-keys', 'critical', ['The key is RSA 1024.']],
    [['a:443', 'b:443'], 'strong-keys', 'warning', ['The key is RSA 1024.', 'It is signed with SHA-1.']],
  ],
  'include-outside-workspace': [
    ['../a.yaml', 'link'],
    ['../a.yaml', 'outside'],
    ['.git/config', 'git'],
  ],
  'include-too-large': [['20 MB']],
  'list-too-large': [['20 MB']],
  'path-outside-checkout': [['/etc/shop.pem']],
  'action-placeholder': [['OWNER']],
  'workflow-cron-invalid': [['61 * * * *']],
  'workflow-input-unknown': [
    ['manifests', 'manifest', ['manifest', 'format']],
    ['x', undefined, ['manifest', 'format']],
  ],
  'workflow-permission-missing': [['issues'], ['contents']],
  'workflow-paths-incomplete': [[[]], [['certs/**']], [['certs/**', 'lists/*.csv']]],
  'heartbeat-missing': [[]],
  'workflow-env-incomplete': [[['TOKEN']], [['TOKEN', 'PASSWORD']]],
  'revocation-not-allowed': [['ca.example']],
  'messages-not-limited': [
    ['webhook', 'chat', 'stateful'],
    ['email', 'team', 'template'],
  ],
  'domain-not-registrable': ONE_AND_MANY,
  'domain-repeated': ONE_AND_MANY,
  'domain-without-rdap': ONE_AND_MANY,
  'internal-error': [['certs/shop.pem']],
  'fixture-expired': withDetail('2027-01-01'),
  'fixture-expiring': withDetail('2027-01-01'),
  'ignore-matches-nothing': [[]],
  'not-watched': [
    ['shop.example.com', 'host', null, false],
    ['certs/test.pem', 'fixture', null, false],
    ['metadata.xml', 'saml', null, false],
    ['shop.example.com', 'host', 'Add an entry', true],
  ],
  'watched-but-removed': [['shop.example.com', 'shop', 'ingress.yaml:3']],
  'many-yaml-entries': [[2000]],
  'no-rule': [[]],
  'certificate-without-rule': ONE_AND_MANY,
  'alert-not-notified': ONE_AND_MANY.map((one) => ['certificate.revoked', ...one]),
  'expiry-not-notified': ONE_AND_MANY,
  'violation-not-notified': ONE_AND_MANY,
  'plaintext-credential': [['headers.Authorization']],
  'keystore-without-password': LOCATIONS,
  'keystore-not-checked': LOCATIONS,
  'kubeconfig-token-outside': [['kubeconfig']],
  'file-unusable': withDetail('The file is empty.'),
  'file-expired': withDetail('2027-01-01'),
  'file-expires-soon': withDetail('2027-01-01'),
  'file-without-certificate': LOCATIONS,
  'scan-too-rare': withDetail('it lives for 6 days.'),
};
