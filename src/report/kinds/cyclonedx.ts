/** A cryptography bill of materials (CycloneDX 1.6): certificates, their issuers, keys and algorithms. */

import type { ReportCertificate } from '../../generated/report.ts';
import { VERSION } from '../../lib/version.ts';
import { createUuidUrn } from '../format/uuid.ts';
import { renderJson } from '../json.ts';
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
  return (source) => renderJson(buildBom(source));
}

function buildBom({ report, manifest }: ReportSource): object {
  const components = new Map<string, Component>();
  const dependencies = new Map<string, string[]>();
  for (const certificate of report.certificates) {
    if (certificate.fingerprint_sha256 === null) continue;
    const parts = [...buildAlgorithms(certificate), ...buildIssuers(certificate)];
    const own = buildCertificate(certificate);
    for (const component of [...parts, own])
      if (!components.has(component['bom-ref'])) components.set(component['bom-ref'], component);
    dependencies.set(
      own['bom-ref'],
      parts.map((part) => part['bom-ref']),
    );
  }
  const content = {
    components: [...components.values()],
    dependencies: [...dependencies].map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: createUuidUrn([manifest, report.scan_id, content]),
    version: 1,
    metadata: {
      timestamp: report.scanned_at,
      tools: { components: [{ type: 'application', name: 'certvigil', version: VERSION }] },
    },
    ...content,
  };
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
    `certificate:${name}:${certificate.fingerprint_sha256}`,
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
    return createCertificateComponent(`certificate:${fingerprint_sha256}`, subject ?? fingerprint_sha256, issuer);
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

function createKeyRef({ certificate, fingerprint_sha256 }: ReportCertificate): string {
  return `key:${certificate}:${fingerprint_sha256}`;
}
