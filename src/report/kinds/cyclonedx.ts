/** A cryptography bill of materials (CycloneDX 1.6): certificates, their issuers, keys and algorithms. */

import type { ReportCertificate } from '../../generated/report.ts';
import { VERSION } from '../../lib/version.ts';
import { createUuidUrn } from '../format/uuid.ts';
import { renderJsonPieces } from '../json.ts';
import type { RenderReport, ReportSource } from './kind.ts';

interface Component {
  type: 'cryptographic-asset';
  'bom-ref': string;
  name: string;
  cryptoProperties: object;
  evidence?: object;
  properties?: { name: string; value: string }[];
}

export function createCycloneDxReport(): RenderReport {
  return (source) => renderJsonPieces(buildBom(source));
}

function buildBom({ report, manifest }: ReportSource): object {
  const certificates = report.certificates.filter(({ fingerprint_sha256 }) => fingerprint_sha256 !== null);
  // Generated twice, because the serial number comes first.
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

/** Each component once. */
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
  const { certificate: name, common_name, subject, places, sans, key_algorithm, signature_algorithm } = certificate;
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
    evidence: { occurrences: places.map(({ location }) => ({ location })) },
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
  const signature: Component[] =
    signature_algorithm === null
      ? []
      : [
          {
            type: 'cryptographic-asset',
            'bom-ref': `algorithm:${signature_algorithm}`,
            name: signature_algorithm,
            cryptoProperties: { assetType: 'algorithm', algorithmProperties: { primitive: 'signature' } },
          },
        ];
  const key: Component[] =
    key_algorithm === null
      ? []
      : [
          {
            type: 'cryptographic-asset',
            'bom-ref': createKeyRef(certificate),
            name: `${key_algorithm} key of ${certificate.common_name ?? fingerprint_sha256}`,
            cryptoProperties: {
              assetType: 'related-crypto-material',
              relatedCryptoMaterialProperties: { type: 'public-key', ...(key_size !== null && { size: key_size }) },
            },
          },
        ];
  return [...signature, ...key];
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
