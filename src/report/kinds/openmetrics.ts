/** Metrics for Prometheus: for node_exporter's textfile collector, or a Pushgateway. */

import { type MetricFamily, renderMetrics } from '../format/metrics.ts';
import { listOwnFamilies } from '../metrics/own-families.ts';
import { listProbeFamilies } from '../metrics/probe-families.ts';
import { listX509Families } from '../metrics/x509-families.ts';
import type { RenderReport, ReportSource } from './kind.ts';

export function createOpenMetricsReport(): RenderReport {
  return (source) => renderMetrics(listFamilies(source));
}

/** One group after the other, because each has its own labels in memory. */
function* listFamilies({ report, read_at }: ReportSource): Generator<MetricFamily> {
  yield* listOwnFamilies({ report, read_at });
  yield* listX509Families(report);
  yield* listProbeFamilies(report);
}
