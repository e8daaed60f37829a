/**
 * Static analysis results (SARIF 2.1.0), for code scanning: each problem in the certificate's own file if it is in the repository,
 * otherwise at the line of the manifest that defines the entry.
 */

import { createHash } from 'node:crypto';
import type { Position } from '../../domain/index.ts';
import { ERROR_TEXTS } from '../../generated/error-texts.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { getOwn } from '../../lib/collections.ts';
import { truncateTo } from '../../lib/text/truncate.ts';
import { VERSION } from '../../lib/version.ts';
import { formatExpiry, formatStatus, hasExpiry } from '../format/labels.ts';
import { formatPlainMarkdown } from '../format/plain-markdown.ts';
import { renderJsonPieces } from '../json.ts';
import type { RenderReport, ReportSource } from './report-kind.ts';

type Level = 'error' | 'warning' | 'note';

interface Problem {
  rule: string;
  level: Level;
  message: string;
  /** Distinguishes problems of one certificate with the same rule. */
  qualifier: string;
  locations: readonly string[];
}

const LEVELS = { critical: 'error', warning: 'warning', info: 'note' } as const;

/** The order of results, and the `security-severity` of a rule: GitHub calls 7 and above high, 4 and above medium. */
const RANKS = {
  error: { rank: 0, severity: '8.0' },
  warning: { rank: 1, severity: '5.0' },
  note: { rank: 2, severity: '2.0' },
} as const satisfies Record<Level, object>;

/**
 * GitHub rejects runs with more results:
 * https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
export const MAX_SARIF_RESULTS = 25_000;

/** The rules that are not codes of findings or failures. */
const STATUS_RULES: Readonly<Record<string, { text: string; help: string }>> = {
  'certificate.expired': {
    text: 'A certificate, domain registration or date has expired.',
    help: 'Renew it now: clients reject an expired certificate.',
  },
  'certificate.expiry_warning': {
    text: 'A certificate, domain registration or date expires soon.',
    help: 'Renew it before it expires.',
  },
  'certificate.not_yet_valid': {
    text: 'A certificate is not valid yet.',
    help: 'Install it after the start of its validity period, or check the clock.',
  },
};

interface Result {
  certificate: ReportCertificate;
  problem: Problem;
}

/** Creates JSON with one run. */
export function createSarifReport(): RenderReport {
  return (source) => renderJsonPieces(buildLog(source), 4);
}

function buildLog(source: ReportSource): object {
  const all = listResults(source.report.certificates);
  const results = all.slice(0, MAX_SARIF_RESULTS);
  const rules = collectRules(results);
  const ids = [...rules.keys()];
  const driver = {
    name: 'certvigil',
    version: VERSION,
    semanticVersion: VERSION,
    rules: ids.map((id) => buildRule(id, rules.get(id) ?? 'note')),
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        automationDetails: { id: 'certvigil/' },
        columnKind: 'unicodeCodePoints',
        ...(all.length > results.length && { invocations: [buildNote(results.length, all.length)] }),
        results: buildResults(results, ids, source),
      },
    ],
  };
}

/** Lists results, the worst first: those beyond the limit are left out. */
function listResults(certificates: readonly ReportCertificate[]): Result[] {
  const results = certificates.flatMap((certificate) =>
    listProblems(certificate).map((problem) => ({ certificate, problem })),
  );
  return results.sort((a, b) => RANKS[a.problem.level].rank - RANKS[b.problem.level].rank);
}

function* buildResults(results: readonly Result[], ids: readonly string[], source: ReportSource): Generator<object> {
  const indexes = new Map(ids.map((id, index) => [id, index]));
  for (const { certificate, problem } of results)
    yield buildResult(certificate, problem, indexes.get(problem.rule) ?? 0, source);
}

/** Collects the rules by id, sorted, each with its worst level. */
function collectRules(results: readonly Result[]): Map<string, Level> {
  const rules = new Map<string, Level>();
  // The worst results come first.
  for (const { problem } of results) if (!rules.has(problem.rule)) rules.set(problem.rule, problem.level);
  return new Map([...rules].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function buildRule(id: string, level: Level): object {
  const known = getOwn(STATUS_RULES, id);
  const markdown = known?.help ?? getOwn(ERROR_TEXTS, id)?.text;
  const text = known?.text ?? `certvigil reported ${id}.`;
  const help = markdown === undefined ? `Run "certvigil explain ${id}".` : formatPlainMarkdown(markdown);
  return {
    id,
    shortDescription: { text },
    fullDescription: { text: known === undefined ? truncateTo(help, MAX_DESCRIPTION) : `${text} ${help}` },
    // The targets of links are relative to the documentation.
    help: { text: help, markdown: help },
    defaultConfiguration: { level },
    properties: { tags: ['security', 'certificate'], 'security-severity': RANKS[level].severity },
  };
}

/** The maximum length: GitHub shows up to 1,024 characters. */
const MAX_DESCRIPTION = 1000;

function buildNote(shown: number, all: number): object {
  const text = `Only the worst ${shown} of ${all} results are listed, because code scanning accepts no more.`;
  return { executionSuccessful: true, toolExecutionNotifications: [{ level: 'warning', message: { text } }] };
}

/** Lists the expiry if it is due, the reading failure, and the findings. */
function listProblems(certificate: ReportCertificate): Problem[] {
  const { error, findings, locations } = certificate;
  const all = locations.map(({ location }) => location);
  const status = describeStatus(certificate);
  const unreadable = locations.flatMap(({ location, error: failure }) =>
    failure === null
      ? []
      : [
          {
            rule: failure.code,
            level: 'warning' as const,
            message: failure.detail,
            qualifier: location,
            locations: [location],
          },
        ],
  );
  const whole =
    error !== null && unreadable.length === 0
      ? [{ rule: error.code, level: 'warning' as const, message: error.detail, qualifier: '', locations: all }]
      : [];
  return [
    ...(status === null ? [] : [{ ...status, qualifier: '', locations: all }]),
    ...whole,
    ...unreadable,
    ...findings.flatMap(({ code, severity, detail, qualifier, locations: affected, checks = [{ code, detail }] }) =>
      checks.map((one) => {
        return { rule: one.code, level: LEVELS[severity], message: one.detail, qualifier, locations: affected };
      }),
    ),
  ];
}

function describeStatus(certificate: ReportCertificate): Pick<Problem, 'rule' | 'level' | 'message'> | null {
  const { status, valid_from } = certificate;
  if (status === 'not_yet_valid') {
    return { rule: 'certificate.not_yet_valid', level: 'warning', message: `Not valid before ${valid_from}.` };
  }
  // The findings explain why clients reject it.
  const isRejected = status === 'critical' && formatStatus(certificate) !== 'critical';
  if (isRejected || !hasExpiry(certificate)) return null;
  const message = `The ${certificate.what} ${formatExpiry(certificate)}. Renew it.`;
  if (status === 'expired') return { rule: 'certificate.expired', level: 'error', message };
  if (status === 'critical') return { rule: 'certificate.expiry_warning', level: 'error', message };
  return status === 'warning' ? { rule: 'certificate.expiry_warning', level: 'warning', message } : null;
}

function buildResult(
  { certificate, display_name, fingerprint_sha256, owner }: ReportCertificate,
  { rule, level, message, qualifier, locations }: Problem,
  ruleIndex: number,
  { manifest, positions, findFile }: ReportSource,
): object {
  const defined = buildLocation(positions.get(certificate) ?? { file: manifest, line: 1, column: 1 });
  const [file] = locations.flatMap((location) => findFile(certificate, location) ?? []);
  const identity = [certificate, fingerprint_sha256, rule, qualifier];
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: `${display_name}: ${message}` },
    locations: [
      {
        physicalLocation: file === undefined ? defined : buildLocation({ file, line: 1, column: 1 }),
        logicalLocations: locations.slice(0, MAX_LOCATIONS).map((name) => ({ name, kind: 'resource' })),
      },
    ],
    ...(file !== undefined && {
      relatedLocations: [{ id: 1, physicalLocation: defined, message: { text: 'The entry in the manifest.' } }],
    }),
    // GitHub identifies an alert by the first fingerprint, which it would otherwise compute from the line of the entry.
    partialFingerprints: { primaryLocationLineHash: `${hash.slice(0, 16)}:1`, 'certvigil/v1': hash },
    properties: {
      certificate,
      ...(fingerprint_sha256 !== null && { fingerprint_sha256 }),
      ...(owner !== null && { owner }),
    },
  };
}

function buildLocation({ file, line, column }: Position): object {
  return {
    artifactLocation: { uri: toSarifUri(file), uriBaseId: '%SRCROOT%' },
    region: { startLine: line, startColumn: column },
  };
}

const MAX_LOCATIONS = 100;

/** Formats a relative reference (RFC 3986 section 4.2). */
export function toSarifUri(file: string): string {
  return file.replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
}
