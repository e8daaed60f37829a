import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { type CertificateDetails, readDetails } from '../../src/certificate/x509/details.ts';
import { parseCertificate } from '../../src/certificate/x509/parse.ts';
import type { CertificateFacts } from '../../src/domain/index.ts';
import { describeReal } from './harness.ts';
import { generateCertificates } from './random-certificates.ts';

const COUNT = 2000;
/** Another seed generates other certificates. */
const SEED = Number(process.env.CERTVIGIL_SEED ?? 1);

type Compared = Omit<CertificateFacts, 'common_name' | 'lifetime_days'> &
  Omit<CertificateDetails, 'serial_bytes' | 'fingerprint_sha1' | 'issuer_urls' | 'ocsp_urls' | 'crl_urls'>;

/** RFC 2253, but without escaping characters beyond ASCII. */
const NAMES = 'esc_2253,esc_ctrl,utf8,dump_nostr,dump_unknown,dump_der,sep_comma_plus,dn_rev,sname';

function openssl(program: string, der: Buffer): Promise<string> {
  const args = [
    'x509',
    '-inform',
    'DER',
    '-noout',
    '-text',
    '-subject',
    '-issuer',
    '-serial',
    '-dates',
    '-dateopt',
    'iso_8601',
  ];
  const child = spawn(program, [...args, '-fingerprint', '-sha256', '-nameopt', NAMES, '-pubkey'], { stdio: 'pipe' });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject).on('close', () => resolve(output));
    child.stdin.end(der);
  });
}

const KEYS: Readonly<Record<string, string>> = {
  rsaEncryption: 'RSA',
  rsassaPss: 'RSA-PSS',
  'id-ecPublicKey': 'EC',
  dsaEncryption: 'DSA',
  ED25519: 'Ed25519',
  ED448: 'Ed448',
};
const BITS: Readonly<Record<string, number>> = { Ed25519: 256, Ed448: 456 };

const USAGES: Readonly<Record<string, string>> = {
  'Digital Signature': 'digitalSignature',
  'Non Repudiation': 'nonRepudiation',
  'Key Encipherment': 'keyEncipherment',
  'Data Encipherment': 'dataEncipherment',
  'Key Agreement': 'keyAgreement',
  'Certificate Sign': 'keyCertSign',
  'CRL Sign': 'cRLSign',
  'Encipher Only': 'encipherOnly',
  'Decipher Only': 'decipherOnly',
  'TLS Web Server Authentication': 'serverAuth',
  'TLS Web Client Authentication': 'clientAuth',
  'Code Signing': 'codeSigning',
  'E-mail Protection': 'emailProtection',
  'Time Stamping': 'timeStamping',
  'OCSP Signing': 'OCSPSigning',
  'Any Extended Key Usage': 'anyExtendedKeyUsage',
};

/** The fields of a certificate according to openssl, in our terms. */
function parseOpensslOutput(output: string): Compared {
  const field = (pattern: RegExp) => pattern.exec(output)?.[1] ?? '';
  const extension = (title: string) => field(new RegExp(`X509v3 ${title}:.*\\n\\s*(.*)`));
  const listed = (title: string) => extension(title).split(', ').filter(Boolean);
  const key = KEYS[field(/Public Key Algorithm: (.*)/)] ?? '';
  const constraints = /CA:(TRUE|FALSE)(?:, pathlen:(\d+))?/.exec(extension('Basic Constraints'));
  const hex = (text: string) => text.replaceAll(':', '').toLowerCase();
  const spki = Buffer.from(field(/-----BEGIN PUBLIC KEY-----([\s\S]*?)-----END/), 'base64');
  return {
    subject: name(field(/^subject=(.*)$/m)),
    issuer: name(field(/^issuer=(.*)$/m)),
    serial_number: field(/^serial=(.*)$/m).toLowerCase(),
    fingerprint_sha256: hex(field(/^sha256 Fingerprint=(.*)$/im)),
    sans: listed('Subject Alternative Name').flatMap(alternative),
    key_algorithm: key,
    key_size: BITS[key] ?? Number(field(/Public-Key: \((\d+) bit\)/)),
    signature_algorithm: field(/Signature Algorithm: (.*)/),
    valid_from: field(/^notBefore=(.*)$/m).replace(' ', 'T'),
    valid_to: field(/^notAfter=(.*)$/m).replace(' ', 'T'),
    version: Number(field(/Version: (\d)/)),
    spki_sha256: createHash('sha256').update(spki).digest('base64'),
    basic_constraints:
      constraints === null
        ? null
        : { ca: constraints[1] === 'TRUE', path_length: constraints[2] === undefined ? null : Number(constraints[2]) },
    key_usages: listed('Key Usage').map((usage) => USAGES[usage] ?? usage),
    extended_key_usages: listed('Extended Key Usage').map((usage) => USAGES[usage] ?? usage),
    subject_key_id: hex(extension('Subject Key Identifier')) || null,
    authority_key_id: hex(extension('Authority Key Identifier')) || null,
  };
}

/** openssl differs in the case of one type and of hex, and does not escape a value that is only #. */
function name(text: string): string {
  return text
    .replace(/(^|[,+])street=/g, '$1STREET=')
    .replace(/=#([0-9A-F]+)(?=$|[,+])/g, (_, hex: string) => `=#${hex.toLowerCase()}`)
    .replace(/(?<=(?:^|(?<!\\)[,+])[A-Za-z]+=)#(?=$|[,+])/g, '\\#');
}

function alternative(text: string): string[] {
  const [, kind, value = ''] = /^(DNS|IP Address|email|URI):(.*)$/.exec(text) ?? [];
  if (kind === undefined) return [];
  // URL formats IPv6 addresses as RFC 5952 does.
  if (kind === 'IP Address' && value.includes(':')) return [new URL(`http://[${value}]`).hostname.slice(1, -1)];
  return [value];
}

function readWithCertvigil(der: Buffer): Compared {
  const parsed = parseCertificate(der);
  if ('code' in parsed) throw new Error(`not read: ${der.toString('hex')}`);
  const { common_name: _, lifetime_days: __, ...facts } = parsed.facts;
  const { serial_bytes: ___, fingerprint_sha1: ____, issuer_urls, ocsp_urls, crl_urls, ...rest } = readDetails(parsed);
  expect([issuer_urls, ocsp_urls, crl_urls]).toEqual([[], [], []]);
  return { ...facts, ...rest };
}

describeReal('the fields of a certificate', { programs: ['openssl'] }, (program) => {
  it(`match openssl x509, for ${COUNT} certificates in which every field varies`, async () => {
    const certificates = generateCertificates(COUNT, SEED);
    const differing: string[] = [];
    const pending = certificates.map((der, index) => ({ der, index }));
    const compareNext = async () => {
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const theirs = parseOpensslOutput(await openssl(program, next.der));
        const ours = readWithCertvigil(next.der);
        if (JSON.stringify(sortFields(ours)) !== JSON.stringify(sortFields(theirs)))
          differing.push(formatDifference(next.index, ours, theirs));
      }
    };
    await Promise.all([compareNext(), compareNext(), compareNext(), compareNext()]);
    expect(differing.slice(0, 5)).toEqual([]);
    expect(certificates).toHaveLength(COUNT);
  }, 300_000);
});

function sortFields(compared: Compared): unknown {
  return Object.entries(compared).sort(([a], [b]) => (a < b ? -1 : 1));
}

function formatDifference(index: number, ours: Compared, theirs: Compared): string {
  const lines = Object.entries(ours)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(theirs[key as keyof Compared]))
    .map(
      ([key, value]) =>
        `${key}: ours ${JSON.stringify(value)}, theirs ${JSON.stringify(theirs[key as keyof Compared])}`,
    );
  return `certificate ${index} of seed ${SEED}: ${lines.join('; ')}`;
}
