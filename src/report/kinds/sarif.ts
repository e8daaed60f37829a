/** Static analysis results (SARIF 2.1.0), for code scanning: each problem at the line of the manifest that defines the entry. */

import { createHash } from 'node:crypto';
import type { ReportCertificate } from '../../generated/report.ts';
import { VERSION } from '../../lib/version.ts';
import { formatExpiry, formatStatus, hasExpiry } from '../format/labels.ts';
import { renderJsonPieces } from '../json.ts';
import type { RenderReport, ReportSource } from './kind.ts';

type Level = 'error' | 'warning' | 'note';

interface Problem {
  rule: string;
  level: Level;
  message: string;
  /** Distinguishes problems of one certificate with the same rule. */
  about: string;
  places: readonly string[];
}

const LEVELS = { critical: 'error', warning: 'warning', info: 'note' } as const;

/** The rules that are not codes of findings or failures. */
const STATUS_RULES: Readonly<Record<string, { text: string; help: string }>> = {
  'certificate.expired': { text: 'A certificate has expired.', help: 'Renew it now: clients reject it.' },
  'certificate.expiry_warning': { text: 'A certificate expires soon.', help: 'Renew it before it expires.' },
  'certificate.not_yet_valid': {
    text: 'A certificate is not valid yet.',
    help: 'Install it after the start of its validity period, or check the clock.',
  },
};

export function createSarifReport(): RenderReport {
  return (source) => renderJsonPieces(buildLog(source), 4);
}

function buildLog(source: ReportSource): object {
  const rules = listRules(source.report.certificates);
  const driver = { name: 'certvigil', version: VERSION, semanticVersion: VERSION, rules: rules.map(buildRule) };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        automationDetails: { id: 'certvigil/' },
        columnKind: 'unicodeCodePoints',
        results: listResults(source, rules),
      },
    ],
  };
}

function listRules(certificates: readonly ReportCertificate[]): string[] {
  const rules = new Set<string>();
  for (const certificate of certificates) for (const { rule } of listProblems(certificate)) rules.add(rule);
  return [...rules].sort();
}

function* listResults(source: ReportSource, rules: readonly string[]): Generator<object> {
  for (const certificate of source.report.certificates)
    for (const problem of listProblems(certificate)) yield buildResult(certificate, problem, rules, source);
}

function buildRule(id: string): object {
  const { text, help } = STATUS_RULES[id] ?? {
    text: `certvigil reported ${id}.`,
    help: `Run "certvigil explain ${id}" for the meaning and the fix.`,
  };
  return { id, shortDescription: { text }, help: { text: help }, properties: { tags: ['security', 'certificate'] } };
}

/** The expiry if it is due, why it could not be read, and the findings. */
function listProblems(certificate: ReportCertificate): Problem[] {
  const { error, findings, places } = certificate;
  const all = places.map(({ location }) => location);
  const status = describeStatus(certificate);
  const unreadable = places.flatMap(({ location, error: failure }) =>
    failure === null
      ? []
      : [
          {
            rule: failure.code,
            level: 'warning' as const,
            message: failure.detail,
            about: location,
            places: [location],
          },
        ],
  );
  const whole =
    error !== null && unreadable.length === 0
      ? [{ rule: error.code, level: 'warning' as const, message: error.detail, about: '', places: all }]
      : [];
  return [
    ...(status === null ? [] : [{ ...status, about: '', places: all }]),
    ...whole,
    ...unreadable,
    ...findings.map(({ code, severity, detail, about, places: affected }) => {
      return { rule: code, level: LEVELS[severity], message: detail, about, places: affected };
    }),
  ];
}

function describeStatus(certificate: ReportCertificate): Pick<Problem, 'rule' | 'level' | 'message'> | null {
  const { status, valid_from } = certificate;
  if (status === 'not_yet_valid') {
    return { rule: 'certificate.not_yet_valid', level: 'warning', message: `Not valid before ${valid_from}.` };
  }
  // Its findings say why clients reject it.
  const isRejected = status === 'critical' && formatStatus(certificate) !== 'critical';
  if (isRejected || !hasExpiry(certificate)) return null;
  const message = `The certificate ${formatExpiry(certificate)}. Renew it.`;
  if (status === 'expired') return { rule: 'certificate.expired', level: 'error', message };
  if (status === 'critical') return { rule: 'certificate.expiry_warning', level: 'error', message };
  return status === 'warning' ? { rule: 'certificate.expiry_warning', level: 'warning', message } : null;
}

function buildResult(
  { certificate, display_name, fingerprint_sha256, owner }: ReportCertificate,
  { rule, level, message, about, places }: Problem,
  rules: readonly string[],
  { manifest, positions }: ReportSource,
): object {
  const position = positions.get(certificate) ?? { file: manifest, line: 1, column: 1 };
  const identity = [certificate, fingerprint_sha256, rule, about];
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level,
    message: { text: `${display_name}: ${message}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(position.file), uriBaseId: '%SRCROOT%' },
          region: { startLine: position.line, startColumn: position.column },
        },
        logicalLocations: places.slice(0, MAX_PLACES).map((name) => ({ name, kind: 'resource' })),
      },
    ],
    partialFingerprints: { 'certvigil/v1': createHash('sha256').update(JSON.stringify(identity)).digest('hex') },
    properties: {
      certificate,
      ...(fingerprint_sha256 !== null && { fingerprint_sha256 }),
      ...(owner !== null && { owner }),
    },
  };
}

const MAX_PLACES = 100;

/** A relative reference (RFC 3986 section 4.2). */
function toUri(file: string): string {
  return file.replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
}
