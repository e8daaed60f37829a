/** Every report of a scan and a digest with a domain and a hard-coded date, which are not certificates. */

import { expect, it } from 'vitest';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { buildScanAnnotations } from '../../src/report/annotations.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { findReportKind } from '../../src/report/index.ts';
import { renderDigestSummary, renderDigestTable, renderScanSummary, renderScanTable } from './render.ts';
import { certificate, createEmptyComparison, report as createReport, createSource } from './samples.ts';
import { joinPieces } from './texts.ts';

const NO_KEY = {
  ...{ subject: null, issuer: null, serial_number: null, fingerprint_sha256: null, sans: [], key_algorithm: null },
  ...{ key_size: null, signature_algorithm: null, valid_from: null, lifetime_days: null },
};

function createOther(
  name: string,
  days: number,
  noun: Partial<ReportCertificate>,
  location: string,
): ReportCertificate {
  const status = days < 0 ? 'expired' : days < 14 ? 'critical' : 'ok';
  const locations = [{ location, observed: {}, error: null }];
  return {
    ...certificate(name, status, days, { ...NO_KEY, ...noun, locations }),
    display_name: noun.display_name ?? name,
  };
}

const DOMAIN = { kind: 'domain', what: 'domain registration', common_name: 'example.org' } as const;
const DATE = { kind: 'date', what: 'licence', common_name: 'office' } as const;

const report = createReport([
  createOther('domains', -3, { ...DOMAIN, display_name: 'Domain registration of example.org' }, 'domain:example.org'),
  createOther('office', 5, { ...DATE, display_name: 'Licence office' }, 'declared'),
]);
const log = createEmptyLog();
const digest = buildDigest({ report, comparison: createEmptyComparison(log), log });
const table = { columns: 200, colors: false } as never;

/** Titles of the whole, headings of columns, and names of fields and events stay. */
function omitNames(text: string): string {
  return text
    .replaceAll(/certificate\.[a-z_]+|CERTIFICATE|Certificate digest|\| Certificates? \||## 🔴 Certificates:/g, '')
    .replaceAll('No certificate needs', '');
}

it.each<[string, () => string]>([
  ['the table of a scan', () => renderScanTable(report, table)],
  ['the job summary', () => renderScanSummary(report)],
  [
    'the annotations',
    () =>
      buildScanAnnotations(report, new Map())
        .map(({ title, message }) => title + message)
        .join('\n'),
  ],
  ['the table of a digest', () => renderDigestTable(digest, table)],
  ['the summary of a digest', () => renderDigestSummary(digest)],
  ['JUnit', () => joinPieces(findReportKind('junit')?.create?.({})(createSource(report)) ?? '')],
])('%s does not call a domain or a licence a certificate', (_, render) => {
  const text = render();
  expect(text).toContain('Domain registration of example.org');
  expect(text).toContain('Licence office');
  expect(omitNames(text)).not.toMatch(/certificate/i);
});

it('the badge and the calendar of a domain do not call it a certificate', () => {
  const badge = findReportKind('badge')?.create?.({ entry: 'domains' })?.(createSource(report));
  const calendar = joinPieces(findReportKind('ics')?.create?.({})(createSource(report)) ?? '');
  expect(joinPieces(badge ?? '')).not.toMatch(/certificate/i);
  expect(calendar).toContain('CATEGORIES:domain registration');
  expect(calendar.replaceAll(/X-WR-CALNAME:Certificates|NAME:Certificates/g, '')).not.toMatch(/certificate/i);
});

it('code scanning says what expires', () => {
  const sarif = joinPieces(findReportKind('sarif')?.create?.({})(createSource(report)) ?? '');
  expect(sarif).toContain('Domain registration of example.org: The domain registration expired 2 days ago. Renew it.');
  expect(sarif).toContain('Licence office: The licence expires in 5 days. Renew it.');
});
