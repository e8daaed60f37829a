/** The columns of a dashboard: what its table, charts and filters need of every certificate. */

import { ACTIONS, type Columns, KINDS, type LabelPair, STATUS_ORDER, type Tables } from '../../dashboard/data.ts';
import { isCalledCertificate } from '../../domain/certificate-names.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { labelLocation, listFindingCodes } from '../format/labels.ts';
import { listGroups, listQuantumTexts, listViolated } from './policies.ts';
import type { Published } from './published.ts';
import { chooseAction, getVerdict, listReasons } from './reasons.ts';
import { createTable, toLines, toName, toSeconds, toText } from './tables.ts';

const FINGERPRINT_DIGITS = 12;

export function buildColumns(
  certificates: readonly ReportCertificate[],
  published: Published,
): { columns: Columns; tables: Tables } {
  const text = (value: string) => value;
  const entries = createTable<string>(text);
  const issuers = createTable<string>(text);
  const owners = createTable<string>(text);
  const labels = createTable<LabelPair[]>((pairs) => pairs.flat().join('\n'));
  const instructions = createTable<string>(text);
  const codes = createTable<string[]>((list) => list.join(' '));
  const reasons = createTable<string[]>((list) => list.join('\n'));
  const violated = createTable<string[]>((list) => list.join('\n'));
  const quantum = createTable<string[]>((list) => list.join('\n'));
  const exchanges = createTable<string>(text);
  const show = <T>(isShown: boolean, value: T | null): T | null => (isShown ? value : null);
  const { has, hasTexts } = published;
  const [hasNames, hasLocations, hasRenewal] = [has('names'), has('locations'), has('renewal')];
  const columns = createColumns();
  for (const one of certificates) {
    const entry = toName(one.certificate);
    const alias = hasTexts ? toName(one.display_name) : entry;
    const pairs = published.selectLabels(one.labels).map(([name, value]): LabelPair => [toName(name), toName(value)]);
    const issuer = show(has('issuer'), one.issuer);
    const owner = show(has('owner'), one.owner);
    const steps = show(hasRenewal, one.renewal_instructions);
    const found = show(has('findings'), listCodes(one)) ?? [];
    const why = show(has('findings'), listReasons(one)) ?? [];
    const { action, problem } = chooseAction(has('findings') ? one : { ...one, findings: [] });
    columns.entry.push(entries.add(entry));
    columns.alias.push(alias === entry ? 0 : alias);
    columns.print.push(show(has('fingerprint'), one.fingerprint_sha256)?.slice(0, FINGERPRINT_DIGITS) ?? '');
    columns.status.push(STATUS_ORDER.indexOf(published.getStatus(one)));
    columns.kind.push(getKind(one));
    columns.from.push(toSeconds(one.valid_from));
    columns.to.push(toSeconds(one.valid_to));
    columns.until.push(toSeconds(one.effective_valid_to));
    columns.names.push(hasNames ? listNames(one, alias) : 0);
    columns.locations.push(hasLocations ? one.places.map(({ location }) => toName(labelLocation(location))) : []);
    columns.issuers.push(issuers.add(issuer === null ? null : toName(issuer)));
    columns.owners.push(owners.add(owner === null ? null : toName(owner)));
    columns.labels.push(labels.add(pairs.length === 0 ? null : pairs));
    columns.instructions.push(instructions.add(steps === null ? null : toLines(steps)));
    columns.codes.push(codes.add(found.length === 0 ? null : found));
    columns.reasons.push(reasons.add(why.length === 0 ? null : why));
    columns.verdict.push(has('findings') ? getVerdict(one) : 0);
    columns.action.push(ACTIONS.indexOf(action));
    columns.score.push(show(has('policies'), one.policies?.score ?? null));
    columns.violated.push(violated.add(toList(show(has('policies'), listViolated(one)))));
    columns.quantum.push(quantum.add(toList(show(has('policies'), listQuantumTexts(one)))));
    columns.exchanges.push(exchanges.add(show(has('policies'), listGroups(one))));
    columns.flagged.push(has('findings') && one.findings.some(({ severity }) => severity !== 'info') ? 1 : 0);
    columns.problem.push(has('findings') ? describeProblem(problem, hasTexts) : 0);
    columns.renewal.push(show(hasRenewal, toSeconds(one.renewal?.expected_at ?? null)));
    columns.window.push(show(hasRenewal, toSeconds(one.renewal?.window?.end ?? null)));
  }
  return {
    columns,
    tables: {
      entries: entries.values,
      issuers: issuers.values,
      owners: owners.values,
      labels: labels.values,
      instructions: instructions.values,
      codes: codes.values,
      reasons: reasons.values,
      violated: violated.values,
      quantum: quantum.values,
      exchanges: exchanges.values,
    },
  };
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

/** An empty list is none. */
function toList(list: string[] | null): string[] | null {
  return list === null || list.length === 0 ? null : list;
}

/** As the other reports count it, but test certificates are a kind of their own. */
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

/** Without texts that quote names, only its code. */
function describeProblem(problem: ReportCertificate['error'], hasTexts: boolean): string | 0 {
  if (problem === null) return 0;
  return hasTexts ? toText(problem.detail) : problem.code;
}
