/** Decides which fields of certificates a dashboard publishes (`dashboard.include` in the manifest). */

import type { DashboardField } from '../../domain/index.ts';
import type { ReportCertificate } from '../../generated/report.ts';

export interface Published {
  has: (field: DashboardField) => boolean;
  /** Whether texts that quote names and locations are published. */
  hasTexts: boolean;
  /** The labels of a certificate that are published, by name. */
  selectLabels: (labels: ReportCertificate['labels']) => [name: string, value: string][];
}

/** `include`: as in the manifest; null: everything. */
export function createPublished(include: readonly string[] | null): Published {
  const included = include === null ? null : new Set(include);
  const has = (field: string) => included?.has(field) ?? true;
  return {
    has,
    hasTexts: has('locations') && has('names'),
    selectLabels: (labels) =>
      Object.entries(labels)
        .filter(([name]) => has('labels') || has(`labels.${name}`))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
