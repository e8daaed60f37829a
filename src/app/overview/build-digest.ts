/** Builds the digest of an overview. */

import { createComparison } from '../../domain/index.ts';
import { createEmptyLog } from '../../events/log/serialize.ts';
import type { Digest } from '../../generated/digest.ts';
import type { Report, ReportEvent } from '../../generated/report.ts';
import { buildDigest } from '../../report/digest/build.ts';

/** Builds the digest of merged reports. `events` tell which certificates are silenced. An overview keeps no event log. */
export function buildOverviewDigest({ report, events }: { report: Report; events: ReportEvent[] }): Digest {
  const log = createEmptyLog();
  const comparison = createComparison({ log, entries: new Map(), locations: [], subjects: [] });
  return buildDigest({ report: { ...report, events }, comparison, log });
}
