/** A cryptography bill of materials (CycloneDX 1.6): certificates, their issuers, keys and algorithms. */

import type { ReportCertificate } from '../../generated/report.ts';
import { getOwn } from '../../lib/collections.ts';
import { VERSION } from '../../lib/version.ts';
import { createUuidUrn } from '../format/uuid.ts';
import { renderJsonPieces } from '../json.ts';
import type { RenderReport, ReportSource } from './report-kind.ts';

interface Component {
  type: 'cryptographic-asset';
  'bom-ref': string;
  name: string;
  cryptoProperties: object;
  evidence?: object;
  properties?: { name: string; value: string }[];
}

/** Creates JSON without certificates that were never read. The same scan has the same serial number. */
export function createCycloneDxReport(): RenderReport {
  return (source) => renderJsonPieces(buildBom(source));
}

function buildBom({ report, manifest }: ReportSource): object {
  const certificates = report.certificates.filter(({ fingerprint_sha256 }) => fingerprint_sha256 !== null);
  // The components are generated twice, because the serial number comes first.
  const generate = () => ({ components: listComponents(certificates), dependencies: listDependencies(certificates) });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: createUuidUrn([manifest, report.scan_id, generate()]),
    version: 1,
    metadata: {
      timestamp: report.scanned_at,
      tools: { components: [{ type: 'application', name: 'certvigil', version: VERSION }] },
    },
    ...generate(),
  };
}

/** Lists each component once. */
function* listComponents(certificates: readonly ReportCertificate[]): Generator<Component> {
  const listed = new Set<string>();
  for (const certificate of certificates) {
    const parts = [...buildAlgorithms(certificate), ...buildIssuers(certificate)];
    for (const component of [...parts, buildCertificate(certificate)]) {
      const ref = component['bom-ref'];
      if (!listed.has(ref)) yield component;
      listed.add(ref);
    }
  }
}

function* listDependencies(certificates: readonly ReportCertificate[]): Generator<object> {
  const byRef = new Map(certificates.map((certificate) => [createCertificateRef(certificate), certificate]));
  for (const [ref, certificate] of byRef) {
    const { signature_algorithm, key_algorithm, chain } = certificate;
    const dependsOn = [
      ...(signature_algorithm === null ? [] : [`algorithm:${signature_algorithm}`]),
      ...(key_algorithm === null ? [] : [createKeyRef(certificate)]),
      ...chain.flatMap((issuer) => (issuer.fingerprint_sha256 === null ? [] : [createIssuerRef(issuer)])),
    ];
    yield { ref, dependsOn };
  }
}

function buildCertificate(certificate: ReportCertificate): Component {
  const { certificate: name, common_name, subject, locations, sans, key_algorithm, signature_algorithm } = certificate;
  const values: [string, string | null][] = [
    ['entry', name],
    ['status', certificate.status],
    ['serial_number', certificate.serial_number],
    ['owner', certificate.owner],
    ...sans.map((san): [string, string] => ['san', san]),
  ];
  const component = createCertificateComponent(
    createCertificateRef(certificate),
    common_name ?? subject ?? name,
    certificate,
    {
      ...(signature_algorithm !== null && { signatureAlgorithmRef: `algorithm:${signature_algorithm}` }),
      ...(key_algorithm !== null && { subjectPublicKeyRef: createKeyRef(certificate) }),
    },
  );
  return {
    ...component,
    evidence: { occurrences: locations.map(({ location }) => ({ location })) },
    properties: values.flatMap(([key, value]) => (value === null ? [] : [{ name: `certvigil:${key}`, value }])),
  };
}

function buildIssuers({ chain }: ReportCertificate): Component[] {
  return chain.flatMap((issuer) => {
    const { subject, fingerprint_sha256 } = issuer;
    if (fingerprint_sha256 === null) return [];
    return createCertificateComponent(createIssuerRef(issuer), subject ?? fingerprint_sha256, issuer);
  });
}

type Identity = Pick<ReportCertificate, 'subject' | 'issuer' | 'valid_to'> & { valid_from?: string | null };

function createCertificateComponent(
  ref: string,
  name: string,
  { subject, issuer, valid_from = null, valid_to }: Identity,
  references: object = {},
): Component {
  return {
    type: 'cryptographic-asset',
    'bom-ref': ref,
    name,
    cryptoProperties: {
      assetType: 'certificate',
      certificateProperties: {
        ...(subject !== null && { subjectName: subject }),
        ...(issuer !== null && { issuerName: issuer }),
        ...(valid_from !== null && { notValidBefore: valid_from }),
        ...(valid_to !== null && { notValidAfter: valid_to }),
        ...references,
        certificateFormat: 'X.509',
      },
    },
  };
}

function buildAlgorithms(certificate: ReportCertificate): Component[] {
  const { signature_algorithm, key_algorithm, key_size, fingerprint_sha256 } = certificate;
  const signature = signature_algorithm === null ? [] : [buildAlgorithm(signature_algorithm, null)];
  if (key_algorithm === null) return signature;
  const algorithm = buildAlgorithm(key_algorithm, key_size);
  const key: Component = {
    type: 'cryptographic-asset',
    'bom-ref': createKeyRef(certificate),
    name: `${key_algorithm} key of ${certificate.common_name ?? fingerprint_sha256}`,
    cryptoProperties: {
      assetType: 'related-crypto-material',
      relatedCryptoMaterialProperties: {
        type: 'public-key',
        algorithmRef: algorithm['bom-ref'],
        ...(key_size !== null && { size: key_size }),
      },
    },
  };
  return [...signature, algorithm, key];
}

/** Builds an algorithm of a signature or a key. `size` in bits, for algorithms that do not fix it. */
function buildAlgorithm(algorithm: string, size: number | null): Component {
  const { oid = null, fixed = null, primitive = 'signature' } = getOwn(KEY_ALGORITHMS, algorithm) ?? {};
  const parameter = fixed ?? (size === null ? null : String(size));
  const name = fixed === null && size !== null ? `${algorithm}-${size}` : algorithm;
  return {
    type: 'cryptographic-asset',
    'bom-ref': `algorithm:${name}`,
    name,
    cryptoProperties: {
      assetType: 'algorithm',
      algorithmProperties: {
        primitive,
        ...(parameter !== null && { parameterSetIdentifier: parameter }),
        ...(/^(?:X|Ed)(?:25519|448)$/.test(algorithm) && { curve: algorithm }),
        nistQuantumSecurityLevel: findQuantumLevel(algorithm),
      },
      ...(oid !== null && { oid }),
    },
  };
}

/** An algorithm. `fixed`: the parameter set of an algorithm that has only this one. */
interface KeyAlgorithm {
  oid: string;
  fixed?: string;
  primitive?: 'signature' | 'pke' | 'key-agree';
}

/** The parameter sets of FIPS 205, in the order of their identifiers, which begin at 20. */
const SLH_DSA = ['SHA2', 'SHAKE'].flatMap((hash) =>
  ['128s', '128f', '192s', '192f', '256s', '256f'].map((set) => `${hash}-${set}`),
);

const KEY_ALGORITHMS: Readonly<Record<string, KeyAlgorithm>> = {
  RSA: { oid: '1.2.840.113549.1.1.1', primitive: 'pke' },
  'RSA-PSS': { oid: '1.2.840.113549.1.1.10' },
  DSA: { oid: '1.2.840.10040.4.1' },
  EC: { oid: '1.2.840.10045.2.1' },
  X25519: { oid: '1.3.101.110', fixed: '256', primitive: 'key-agree' },
  X448: { oid: '1.3.101.111', fixed: '448', primitive: 'key-agree' },
  Ed25519: { oid: '1.3.101.112', fixed: '256' },
  Ed448: { oid: '1.3.101.113', fixed: '456' },
  'ML-DSA-44': { oid: '2.16.840.1.101.3.4.3.17', fixed: '44' },
  'ML-DSA-65': { oid: '2.16.840.1.101.3.4.3.18', fixed: '65' },
  'ML-DSA-87': { oid: '2.16.840.1.101.3.4.3.19', fixed: '87' },
  ...Object.fromEntries(
    SLH_DSA.map((set, index) => [`SLH-DSA-${set}`, { oid: `2.16.840.1.101.3.4.3.${20 + index}`, fixed: set }]),
  ),
};

/** The NIST security categories by parameter set (FIPS 204 section 4, FIPS 205 section 11). */
const QUANTUM_LEVELS: Readonly<Record<string, number>> = { 44: 2, 65: 3, 87: 5, 128: 1, 192: 3, 256: 5 };

/** Finds the NIST security category; 0 for algorithms that a quantum computer breaks. */
function findQuantumLevel(algorithm: string): number {
  const [, set = ''] = /^(?:ML-DSA|SLH-DSA-\w+)-(\d+)[sf]?$/.exec(algorithm) ?? [];
  return QUANTUM_LEVELS[set] ?? 0;
}

type Named = Pick<ReportCertificate, 'certificate' | 'fingerprint_sha256'>;

function createCertificateRef({ certificate, fingerprint_sha256 }: Named): string {
  return `certificate:${certificate}:${fingerprint_sha256}`;
}

function createIssuerRef({ fingerprint_sha256 }: ReportCertificate['chain'][number]): string {
  return `certificate:${fingerprint_sha256}`;
}

function createKeyRef({ certificate, fingerprint_sha256 }: Named): string {
  return `key:${certificate}:${fingerprint_sha256}`;
}
