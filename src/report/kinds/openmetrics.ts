/** Metrics for Prometheus: for node_exporter's textfile collector, or a Pushgateway. */

import { createUsageError } from '../../lib/app-error.ts';
import { type MetricFamily, renderMetrics } from '../format/metrics.ts';
import { listOwnFamilies } from '../metrics/certvigil-families.ts';
import { listProbeFamilies } from '../metrics/probe-families.ts';
import { listX509Families } from '../metrics/x509-families.ts';
import type { RenderReport, ReportOptions, ReportSource } from './report-kind.ts';

/** The families by the first part of their names. */
const FAMILIES: Readonly<Record<string, (source: ReportSource) => Iterable<MetricFamily>>> = {
  certvigil: listOwnFamilies,
  x509: listX509Families,
  probe: listProbeFamilies,
};

/**
 * Creates the report. The option `families` selects metrics by the first part of their names. Throws AppError `usage` for an unknown one.
 */
export function createOpenMetricsReport({ families }: ReportOptions = {}): RenderReport {
  const names = families === undefined ? Object.keys(FAMILIES) : families.split(/[\s,]+/);
  const unknown = names.find((name) => !Object.hasOwn(FAMILIES, name));
  if (unknown !== undefined)
    throw createUsageError(
      `invalid families "${unknown}"`,
      'Use some of certvigil, x509 and probe, such as openmetrics[families=certvigil probe].',
    );
  return (source) => renderMetrics(listFamilies(source, names));
}

/** Lists one group after the other, because each has its own labels in memory. */
function* listFamilies(source: ReportSource, names: readonly string[]): Generator<MetricFamily> {
  for (const [name, list] of Object.entries(FAMILIES)) if (names.includes(name)) yield* list(source);
}
