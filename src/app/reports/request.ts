/** A request for an additional report file: `--report KIND=FILE` or `--report KIND[OPTION=VALUE]=FILE`, or a line of the input `report`. */

import { createUsageError } from '../../lib/app-error.ts';

export interface ReportRequest {
  /** The kind as given; may be unknown. */
  kind: string;
  /** The options as given, separated by `;`; may be unknown. */
  options: Readonly<Record<string, string>>;
  file: string;
}

/** Parses a request. Throws AppError `usage` unless the text is `KIND=FILE` or `KIND[OPTION=VALUE;...]=FILE`. */
export function parseReportRequest(text: string): ReportRequest {
  const [, kind, file] = /^([a-z_-]+(?:\[[^\]]*\])?)=(.+)$/s.exec(text) ?? [];
  if (kind === undefined || file === undefined) {
    throw createUsageError(`invalid report "${text}"`, 'Use KIND=FILE, such as json=report.json.');
  }
  return { ...parseReportKind(kind), file };
}

/** Parses a kind. Throws AppError `usage` unless the text is `KIND` or `KIND[OPTION=VALUE;...]`. */
export function parseReportKind(text: string): Omit<ReportRequest, 'file'> {
  const [, kind, bracket] = /^([a-z_-]+)(?:\[([^\]]*)\])?$/s.exec(text) ?? [];
  if (kind === undefined) throw createUsageError(`invalid report "${text}"`, 'Use KIND or KIND[OPTION=VALUE].');
  return { kind, options: bracket === undefined ? {} : parseOptions(bracket, text) };
}

function parseOptions(bracket: string, text: string): ReportRequest['options'] {
  const pairs = bracket.split(';').map((pair) => {
    const [, name, value] = /^\s*([a-z_]+)=(.*)$/s.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) return [name, value.trim()] as const;
    throw createUsageError(
      `invalid option "${pair}" in the report "${text}"`,
      'Use KIND[OPTION=VALUE], such as csv[columns=certificate status].',
    );
  });
  return Object.fromEntries(pairs);
}
