/** JUnit XML: a test case for each certificate, so that CI systems list certificates like tests. */

import { getWorstStatus } from '../../domain/severity.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { listDetails } from '../format/details.ts';
import { formatExpiry, formatStatus, hasExpiry, listFindingCodes } from '../format/labels.ts';
import { escapeXml, escapeXmlAttribute } from '../format/xml.ts';
import type { RenderReport } from './report-kind.ts';

/**
 * Creates the report. Expired, not yet valid and critical certificates are failures; one that was never read is an error. Warnings pass,
 * except those about test certificates, which are only reported here in time.
 */
export function createJunitReport(): RenderReport {
  return ({ report }) => renderSuites(report);
}

function* renderSuites({ certificates, scanned_at, scan_id }: Report): Generator<string> {
  // The schema of Jenkins allows `skipped` only in a test suite.
  const { skipped: _, ...counts } = count(certificates);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${renderAttributes({ name: 'certvigil', ...counts })}>\n`;
  for (const [name, members] of groupBy(certificates, ({ certificate }) => certificate)) {
    const attributes = { name, timestamp: scanned_at.replace('Z', ''), id: scan_id, ...count(members) };
    yield `  <testsuite${renderAttributes(attributes)}>\n`;
    for (const member of members) yield renderCase(member);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function renderCase(certificate: ReportCertificate): string {
  const attributes = renderAttributes({
    name: certificate.display_name,
    classname: certificate.certificate,
    time: 0,
  });
  const problem = renderProblem(certificate);
  return problem === '' ? `    <testcase${attributes}/>\n` : `    <testcase${attributes}>\n${problem}    </testcase>\n`;
}

function renderProblem(certificate: ReportCertificate): string {
  const outcome = classify(certificate);
  if (outcome === 'passed') return '';
  const { error, findings } = certificate;
  const message = error?.detail ?? describeStatus(certificate);
  const lines = [
    message,
    ...findings.map((one) => `${listFindingCodes([one]).join(', ')}: ${one.detail}`),
    ...listDetails(certificate),
  ];
  const attributes = renderAttributes({ message, type: error?.code ?? classifyProblem(certificate) });
  return `      <${outcome}${attributes}>${escapeXml(lines.join('\n'))}</${outcome}>\n`;
}

/** Classifies a problem by the code of the finding of a test certificate; otherwise by the status. */
function classifyProblem(certificate: ReportCertificate): string {
  const [finding] = certificate.kind === 'fixture' ? certificate.findings : [];
  return finding?.code ?? formatStatus(certificate);
}

function describeStatus(certificate: ReportCertificate): string {
  const { status, valid_from } = certificate;
  if (status === 'not_yet_valid') return `not valid before ${valid_from}`;
  if (certificate.kind === 'fixture' && hasExpiry(certificate)) return formatExpiry(certificate);
  const label = formatStatus(certificate);
  return hasExpiry(certificate) ? `${label}: ${formatExpiry(certificate)}` : label;
}

function classify(certificate: ReportCertificate): 'passed' | 'failure' | 'error' {
  const status = getWorstStatus(certificate);
  if (status === 'unknown') return 'error';
  if (certificate.kind === 'fixture') return status === 'ok' ? 'passed' : 'failure';
  return status === 'ok' || status === 'warning' ? 'passed' : 'failure';
}

function count(certificates: readonly ReportCertificate[]) {
  const outcomes = certificates.map(classify);
  const times = (wanted: string) => outcomes.filter((one) => one === wanted).length;
  return { tests: outcomes.length, failures: times('failure'), errors: times('error'), skipped: 0, time: 0 };
}

function renderAttributes(attributes: Record<string, string | number>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXmlAttribute(String(value))}"`)
    .join('');
}
