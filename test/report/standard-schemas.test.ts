import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Report, ReportCertificate } from '../../src/generated/report.ts';
import { createCycloneDxReport } from '../../src/report/kinds/cyclonedx.ts';
import type { RenderReport } from '../../src/report/kinds/report-kind.ts';
import { createSarifReport } from '../../src/report/kinds/sarif.ts';
import { certificate, createSource, HOSTILE_NAMES, mixedReport } from './samples.ts';
import { renderText } from './texts.ts';

const CYCLONEDX = 'node_modules/@cyclonedx/cyclonedx-library/res/schema';
const SARIF = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

function readSchema(file: string): object {
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  return schema;
}

function createValidator(file: string, ...references: string[]) {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, unicodeRegExp: false });
  for (const reference of references)
    ajv.addSchema(readSchema(reference), `http://cyclonedx.org/schema/${path.basename(reference)}`);
  const validate = ajv.compile(readSchema(file));
  return (value: unknown) => {
    validate(value);
    return validate.errors ?? [];
  };
}

const validateSarif = createValidator(SARIF);
const validateBom = createValidator(
  `${CYCLONEDX}/bom-1.6.SNAPSHOT.schema.json`,
  `${CYCLONEDX}/spdx.SNAPSHOT.schema.json`,
  `${CYCLONEDX}/jsf-0.82.SNAPSHOT.schema.json`,
);

const finding = { severity: 'critical' as const, detail: 'Do it.', locations: ['shop.example.com:443'] };
const error = { code: 'endpoint-timeout', detail: 'It did not respond.' };
const certificates: ReportCertificate[] = [
  ...mixedReport().certificates,
  ...HOSTILE_NAMES.map((name) => certificate(name, 'warning', 20, { owner: name })),
  certificate('shop', 'critical', 50, {
    findings: [{ ...finding, event: 'certificate.revoked', qualifier: '', code: 'revoked' }],
    chain: [
      { subject: 'CN=CA', issuer: 'CN=Root', fingerprint_sha256: 'ab'.repeat(32), valid_to: '2030-01-01T00:00:00Z' },
    ],
    locations: [{ location: 'shop.example.com:443', observed: {}, error }],
  }),
];

function render(kind: RenderReport, listed: ReportCertificate[] = certificates) {
  const report: Report = { ...mixedReport(), certificates: listed };
  const positions = new Map([['shop', { file: './teams/a b.yaml', line: 7, column: 5 }]]);
  return JSON.parse(renderText(kind)(createSource(report, { positions })));
}

describe('the sarif report', () => {
  it.each([
    ['all kinds of certificates', certificates],
    ['none', []],
  ])('is valid for %s', (_, listed) => {
    expect(validateSarif(render(createSarifReport(), listed))).toEqual([]);
  });

  it('has each problem at the line that defines the entry', () => {
    const [run] = render(createSarifReport(), certificates.slice(-1)).runs;
    expect(run.results.map(({ ruleId, level }: Record<string, unknown>) => [ruleId, level])).toEqual([
      ['revoked', 'error'],
      ['endpoint-timeout', 'warning'],
    ]);
    const [{ locations, ruleIndex }] = run.results;
    expect(run.tool.driver.rules[ruleIndex].id).toBe('revoked');
    expect(locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'teams/a%20b.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 7, startColumn: 5 },
    });
  });

  it('has a certificate of the repository in its own file, and refers to the entry', () => {
    const report = { ...mixedReport(), certificates: [certificate('shop', 'expired', -3)] };
    const findFile = (entry: string, location: string) => `certs/${entry}/${location}`;
    const [{ locations, relatedLocations }] = JSON.parse(
      renderText(createSarifReport())(createSource(report, { findFile })),
    ).runs[0].results;
    const readUri = ({ physicalLocation }: Record<string, { artifactLocation: { uri: string } }>) =>
      physicalLocation?.artifactLocation.uri;
    expect(readUri(locations[0])).toBe('certs/shop/shop.example.com%3A443');
    expect(readUri(relatedLocations[0])).toBe('certvigil.yaml');
  });

  it('has one alert for each certificate of an entry in code scanning', () => {
    const listed = Array.from({ length: 20 }, (_, index) =>
      certificate('shop', 'expired', -3, { fingerprint_sha256: String(index).padStart(64, '0') }),
    );
    const [run] = render(createSarifReport(), listed).runs;
    const hashes = run.results.map(
      ({ partialFingerprints }: Record<string, Record<string, string>>) => partialFingerprints?.primaryLocationLineHash,
    );
    expect(new Set(hashes).size).toBe(20);
    expect(hashes.every((hash: string) => /^[0-9a-f]{16}:1$/.test(hash))).toBe(true);
  });

  it('has the worst 25,000 results, and a note about the others', () => {
    const listed = Array.from({ length: 25_001 }, () => certificate('a', 'warning', 20));
    const [run] = render(createSarifReport(), [...listed, certificate('b', 'expired', -3)]).runs;
    expect(run.results).toHaveLength(25_000);
    expect(run.results[0].properties.certificate).toBe('b');
    const [{ message }] = run.invocations[0].toolExecutionNotifications;
    expect(message.text).toContain('the worst 25000 of 25002 results');
  });

  it('explains its rules, each with a severity for code scanning', () => {
    const [run] = render(createSarifReport(), certificates.slice(-1)).runs;
    const rule = run.tool.driver.rules.find(({ id }: { id: string }) => id === 'endpoint-timeout');
    expect(rule.help.markdown).toContain('No certificate arrived');
    expect(rule.help.markdown).not.toMatch(/\]\(/);
    expect(rule.fullDescription.text).toBe(rule.help.text);
    expect(rule.properties['security-severity']).toBe('5.0');
  });

  it.each([
    ['expired', -3, 'certificate.expired', 'error'],
    ['critical', 3, 'certificate.expiry_warning', 'error'],
    ['warning', 20, 'certificate.expiry_warning', 'warning'],
    ['not_yet_valid', 400, 'certificate.not_yet_valid', 'warning'],
  ] as const)('reports %s', (status, days, ruleId, level) => {
    const [run] = render(createSarifReport(), [certificate('a', status, days)]).runs;
    expect(run.results).toEqual([expect.objectContaining({ ruleId, level })]);
  });

  it('reports nothing about a valid certificate', () => {
    expect(render(createSarifReport(), [certificate('a', 'ok', 100)]).runs[0].results).toEqual([]);
  });

  it('keeps the fingerprint of a problem from scan to scan, and distinguishes problems', () => {
    const list = (days: number) => {
      const [run] = render(createSarifReport(), [
        certificate('a', 'warning', days),
        certificate('b', 'warning', days),
      ]).runs;
      return run.results.map(({ partialFingerprints }: Record<string, unknown>) => JSON.stringify(partialFingerprints));
    };
    expect(list(20)).toEqual(list(19));
    expect(new Set(list(20)).size).toBe(2);
  });
});

describe('the cyclonedx report', () => {
  it.each([
    ['RSA', 2048, 'RSA-2048', '1.2.840.113549.1.1.1', 0],
    ['EC', 256, 'EC-256', '1.2.840.10045.2.1', 0],
    ['Ed25519', 256, 'Ed25519', '1.3.101.112', 0],
    ['ML-DSA-65', null, 'ML-DSA-65', '2.16.840.1.101.3.4.3.18', 3],
    ['SLH-DSA-SHAKE-256f', null, 'SLH-DSA-SHAKE-256f', '2.16.840.1.101.3.4.3.31', 5],
    ['1.2.3.4', null, '1.2.3.4', undefined, 0],
  ])('has the algorithm of a key: %s of %s bits', (key_algorithm, key_size, name, oid, level) => {
    const signed = { key_algorithm, key_size, signature_algorithm: 'ML-DSA-65' };
    const listed = [certificate('a', 'ok', 50, signed), certificate('b', 'ok', 50, signed)];
    const { components } = render(createCycloneDxReport(), listed);
    const [key] = components.filter(
      ({ cryptoProperties }: Record<string, { assetType: string }>) =>
        cryptoProperties?.assetType === 'related-crypto-material',
    );
    const { algorithmRef } = key.cryptoProperties.relatedCryptoMaterialProperties;
    const found = components.filter((one: Record<string, unknown>) => one['bom-ref'] === algorithmRef);
    expect(found).toHaveLength(1);
    const [{ cryptoProperties }] = found;
    expect([found[0].name, cryptoProperties.oid]).toEqual([name, oid]);
    expect(cryptoProperties.algorithmProperties.nistQuantumSecurityLevel).toBe(level);
    expect(validateBom(render(createCycloneDxReport(), listed))).toEqual([]);
  });

  it.each([
    ['all kinds of certificates', certificates],
    ['none', []],
  ])('is valid for %s', (_, listed) => {
    expect(validateBom(render(createCycloneDxReport(), listed))).toEqual([]);
  });

  it('connects a certificate with its issuer, key and algorithm', () => {
    const { components, dependencies } = render(createCycloneDxReport(), certificates.slice(-1));
    const own = components.find(({ name }: { name: string }) => name === 'shop.example.com');
    expect(own.cryptoProperties.certificateProperties).toMatchObject({
      ...{ subjectName: 'CN=shop.example.com', signatureAlgorithmRef: 'algorithm:ecdsa-with-SHA256' },
    });
    const refs = components.map((component: Record<string, unknown>) => component['bom-ref']);
    const [{ ref, dependsOn }] = dependencies;
    expect(ref).toBe(own['bom-ref']);
    expect(dependsOn).toHaveLength(3);
    expect(dependsOn.every((one: string) => refs.includes(one))).toBe(true);
    expect(refs).toContain(`certificate:${'ab'.repeat(32)}`);
  });

  it('has the same serial number for the same scan', () => {
    const [first, second] = [render(createCycloneDxReport()), render(createCycloneDxReport())];
    expect(first.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second.serialNumber).toBe(first.serialNumber);
  });
});
