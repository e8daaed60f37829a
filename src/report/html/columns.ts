/** The columns of a dashboard: the data of all certificates for its table, charts and filters. */

import { ACTIONS, type Columns, KINDS, type LabelPair, STATUS_ORDER, type Tables } from '../../dashboard/data.ts';
import { isCalledCertificate } from '../../domain/certificate-names.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { labelLocation, listFindingCodes } from '../format/labels.ts';
import { createTable, type TextTable, toLines, toName, toSeconds, toText } from './dashboard-texts.ts';
import { listGroups, listQuantumTexts, listViolated } from './policies.ts';
import type { Published } from './published-fields.ts';
import { chooseAction, getVerdict, listReasons } from './reasons.ts';

const FINGERPRINT_DIGITS = 12;

/** Builds columns with one value for each certificate, in the same order. Fields that are not published are null, 0, -1 or empty. */
export function buildColumns(
  certificates: readonly ReportCertificate[],
  published: Published,
): { columns: Columns; tables: Tables } {
  const columns = createColumns();
  const tables = createTables();
  for (const one of certificates) {
    addNames(one, published, columns, tables);
    addDates(one, published, columns);
    addOwnership(one, published, columns, tables);
    addFindings(one, published, columns, tables);
    addPolicies(one, published, columns, tables);
  }
  return {
    columns,
    tables: {
      entries: tables.entries.values,
      issuers: tables.issuers.values,
      owners: tables.owners.values,
      labels: tables.labels.values,
      instructions: tables.instructions.values,
      codes: tables.codes.values,
      reasons: tables.reasons.values,
      violated: tables.violated.values,
      quantum: tables.quantum.values,
      exchanges: tables.exchanges.values,
    },
  };
}

type TextTables = { [Name in keyof Tables]: TextTable<Tables[Name][number]> };

function createTables(): TextTables {
  const text = (value: string) => value;
  const lines = (list: string[]) => list.join('\n');
  return {
    entries: createTable(text),
    issuers: createTable(text),
    owners: createTable(text),
    labels: createTable((pairs) => pairs.flat().join('\n')),
    instructions: createTable(text),
    codes: createTable((list) => list.join(' ')),
    reasons: createTable(lines),
    violated: createTable(lines),
    quantum: createTable(lines),
    exchanges: createTable(text),
  };
}

function addNames(
  one: ReportCertificate,
  { has, hasTexts, getStatus }: Published,
  columns: Columns,
  { entries, issuers }: TextTables,
): void {
  const entry = toName(one.certificate);
  const alias = hasTexts ? toName(one.display_name) : entry;
  const issuer = has('issuer') ? one.issuer : null;
  const fingerprint = has('fingerprint') ? one.fingerprint_sha256 : null;
  columns.entry.push(entries.add(entry));
  columns.alias.push(alias === entry ? 0 : alias);
  columns.print.push(fingerprint?.slice(0, FINGERPRINT_DIGITS) ?? '');
  columns.status.push(STATUS_ORDER.indexOf(getStatus(one)));
  columns.kind.push(getKind(one));
  columns.names.push(has('names') ? listNames(one, alias) : 0);
  columns.locations.push(has('locations') ? one.locations.map(({ location }) => toName(labelLocation(location))) : []);
  columns.issuers.push(issuers.add(issuer === null ? null : toName(issuer)));
}

function addDates(one: ReportCertificate, { has }: Published, columns: Columns): void {
  const renewal = has('renewal') ? one.renewal : null;
  columns.from.push(toSeconds(one.valid_from));
  columns.to.push(toSeconds(one.valid_to));
  columns.until.push(toSeconds(one.effective_valid_to));
  columns.renewal.push(toSeconds(renewal?.expected_at ?? null));
  columns.window.push(toSeconds(renewal?.window?.end ?? null));
}

function addOwnership(
  one: ReportCertificate,
  { has, selectLabels }: Published,
  columns: Columns,
  { owners, labels, instructions }: TextTables,
): void {
  const owner = has('owner') ? one.owner : null;
  const pairs = selectLabels(one.labels).map(([name, value]): LabelPair => [toName(name), toName(value)]);
  const steps = has('renewal') ? one.renewal_instructions : null;
  columns.owners.push(owners.add(owner === null ? null : toName(owner)));
  columns.labels.push(labels.add(toList(pairs)));
  columns.instructions.push(instructions.add(steps === null ? null : toLines(steps)));
}

function addFindings(
  one: ReportCertificate,
  { has, hasTexts }: Published,
  columns: Columns,
  { codes, reasons }: TextTables,
): void {
  const isShown = has('findings');
  const { action, problem } = chooseAction(isShown ? one : { ...one, findings: [] });
  columns.codes.push(codes.add(isShown ? toList(listCodes(one)) : null));
  columns.reasons.push(reasons.add(isShown ? toList(listReasons(one)) : null));
  columns.verdict.push(isShown ? getVerdict(one) : 0);
  columns.action.push(ACTIONS.indexOf(action));
  columns.flagged.push(isShown && one.findings.some(({ severity }) => severity !== 'info') ? 1 : 0);
  columns.problem.push(isShown ? describeProblem(problem, hasTexts) : 0);
}

function addPolicies(
  one: ReportCertificate,
  { has }: Published,
  columns: Columns,
  { violated, quantum, exchanges }: TextTables,
): void {
  const isShown = has('policies');
  columns.score.push(isShown ? (one.policies?.score ?? null) : null);
  columns.violated.push(violated.add(isShown ? toList(listViolated(one)) : null));
  columns.quantum.push(quantum.add(isShown ? toList(listQuantumTexts(one)) : null));
  columns.exchanges.push(exchanges.add(isShown ? listGroups(one) : null));
}

function createColumns(): Columns {
  return {
    ...{ entry: [], alias: [], print: [], status: [], kind: [], from: [], to: [], until: [], names: [] },
    ...{
      locations: [],
      issuers: [],
      owners: [],
      labels: [],
      instructions: [],
      codes: [],
      reasons: [],
      verdict: [],
      action: [],
      score: [],
      violated: [],
      quantum: [],
      exchanges: [],
      flagged: [],
      problem: [],
    },
    ...{ renewal: [], window: [] },
  };
}

/** Converts an empty list to null. */
function toList<T>(list: T[] | null): T[] | null {
  return list === null || list.length === 0 ? null : list;
}

/** Returns the kind as the other reports count it, but test certificates are a kind of their own. */
function getKind(one: ReportCertificate): number {
  return one.kind !== 'fixture' && isCalledCertificate(one) ? 0 : KINDS.indexOf(one.kind);
}

function listNames({ common_name, sans }: ReportCertificate, alias: string): string[] | 0 {
  const names = [...new Set([...(common_name === null ? [] : [common_name]), ...sans].map(toName))];
  return names.length === 0 || (names.length === 1 && names[0] === alias) ? 0 : names;
}

function listCodes({ findings, error }: ReportCertificate): string[] {
  const codes = listFindingCodes(findings);
  return [...new Set(error === null ? codes : [...codes, error.code])];
}

/** Describes a problem; without texts that quote names, only by its code. */
function describeProblem(problem: ReportCertificate['error'], hasTexts: boolean): string | 0 {
  if (problem === null) return 0;
  return hasTexts ? toText(problem.detail) : problem.code;
}
