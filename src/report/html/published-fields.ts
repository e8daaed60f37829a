/** Decides which fields of certificates a dashboard publishes (`dashboard.include` in the manifest). */

import type { DashboardField, Status } from '../../domain/index.ts';
import { getWorstStatus } from '../../domain/severity.ts';
import type { ReportCertificate } from '../../generated/report.ts';

export interface Published {
  has: (field: DashboardField) => boolean;
  /** Whether texts that quote names and locations are published. */
  hasTexts: boolean;
  /** Selects the published labels of a certificate, by name. */
  selectLabels: (labels: ReportCertificate['labels']) => [name: string, value: string][];
  /** Returns the status to show: that of the dates and of trust, or of a worse finding, if findings are published. */
  getStatus: (certificate: ReportCertificate) => Status;
}

/** Creates the selection. `include`: as in the manifest; null: all fields. */
export function createPublished(include: readonly string[] | null): Published {
  const included = include === null ? null : new Set(include);
  const has = (field: string) => included?.has(field) ?? true;
  return {
    has,
    hasTexts: has('locations') && has('names'),
    getStatus: has('findings') ? getWorstStatus : ({ status }) => status,
    selectLabels: (labels) =>
      Object.entries(labels)
        .filter(([name]) => has('labels') || has(`labels.${name}`))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
