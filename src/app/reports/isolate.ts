/** Renders the report of a scan, so that a bug about one certificate does not hide the others. */

import { describeSubject, UNKNOWN_VERDICT } from '../../domain/event-data.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { AppError } from '../../lib/app-error.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { createInternalFailure } from '../../scan/failures.ts';

export interface ReportRenderer {
  /** Renders the report, without what triggers a bug. */
  render: <Rendered>(report: Report, render: (report: Report) => Rendered) => Rendered;
  /**
   * Renders the report while it is written. If that triggers a bug, it is written again, without what triggers it: `check` renders a
   * part of the report. Rejects with the AppErrors of `write`.
   */
  write: (report: Report, write: (report: Report) => Promise<void>, check: (report: Report) => void) => Promise<void>;
  /** Whether anything was left out. */
  hasBugs: () => boolean;
}

export function createReportRenderer(io: Pick<Io, 'stderr'>): ReportRenderer {
  const reportBug = createBugReporter(io);
  let hasBugs = false;
  const recordBug = (bug: unknown) => {
    hasBugs = true;
    reportBug(bug);
  };
  return {
    render: (report, render) => {
      try {
        return render(report);
      } catch (bug) {
        recordBug(bug);
        return render(omitUnrenderable(report, render));
      }
    },
    write: async (report, write, check) => {
      try {
        await write(report);
      } catch (error) {
        if (error instanceof AppError) throw error;
        recordBug(error);
        await write(omitUnrenderable(report, check));
      }
    },
    hasBugs: () => hasBugs,
  };
}

/** Certificates that cannot be rendered become unknown ones with an error. Events that cannot be rendered are left out. */
function omitUnrenderable(report: Report, render: (report: Report) => unknown): Report {
  const empty = { ...report, certificates: [], events: [], deliveries: [] };
  const canRender = (part: Partial<Report>) => {
    try {
      render({ ...empty, ...part });
      return true;
    } catch {
      // The same bug has been reported already.
      return false;
    }
  };
  const listDeliveries = (id: string) => report.deliveries.filter(({ event_id }) => event_id === id);
  const events = report.events.filter((event) => canRender({ events: [event], deliveries: listDeliveries(event.id) }));
  return {
    ...report,
    certificates: report.certificates.map((one) => (canRender({ certificates: [one] }) ? one : createUnknown(one))),
    events,
    deliveries: events.flatMap(({ id }) => listDeliveries(id)),
  };
}

function createUnknown({ certificate: name, places }: ReportCertificate): ReportCertificate {
  const error = createInternalFailure(name);
  const locations = places.map(({ location }) => location);
  const subject = {
    name,
    entry: null,
    isOneOfSeveral: false,
    fingerprint: null,
    facts: null,
    places: locations,
    distinct_at: null,
  };
  return {
    ...describeSubject({ ...subject, verdict: UNKNOWN_VERDICT, error, last_seen: null }),
    places: locations.map((location) => ({ location, address: null, error })),
    chain: [],
    trust: null,
    revocation: null,
    findings: [],
  };
}
