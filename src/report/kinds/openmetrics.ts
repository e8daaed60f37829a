/** Metrics for Prometheus: for node_exporter's textfile collector, or a Pushgateway. */

import { renderMetrics } from '../format/metrics.ts';
import { buildOwnFamilies } from '../metrics/own-families.ts';
import { buildProbeFamilies } from '../metrics/probe-families.ts';
import { buildX509Families } from '../metrics/x509-families.ts';
import type { RenderReport } from './kind.ts';

export function createOpenMetricsReport(): RenderReport {
  return ({ report, read_at }) =>
    renderMetrics([
      ...buildOwnFamilies({ report, read_at }),
      ...buildX509Families(report),
      ...buildProbeFamilies(report),
    ]);
}
