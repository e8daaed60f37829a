/** The outputs of the commands, as their entry points render them. */

import type { Digest } from '../../src/generated/digest.ts';
import type { EventLog } from '../../src/generated/event-log.ts';
import type { Forecast } from '../../src/generated/forecast.ts';
import type { Inspection } from '../../src/generated/inspect.ts';
import type { InventoryInspection } from '../../src/generated/inspect-entry.ts';
import type { Overview } from '../../src/generated/overview.ts';
import type { Report } from '../../src/generated/report.ts';
import type { AppError } from '../../src/lib/app-error.ts';
import { buildDigestDocument } from '../../src/report/digest/document.ts';
import { renderMarkdown } from '../../src/report/document/markdown.ts';
import { renderTerminal, type TerminalOptions } from '../../src/report/document/terminal.ts';
import { buildForecastDocument } from '../../src/report/forecast/document.ts';
import { buildInspectionDocument } from '../../src/report/inspect/document.ts';
import { buildInventoryDocument } from '../../src/report/inspect/inventory.ts';
import { buildLogDocument } from '../../src/report/log/document.ts';
import { buildTimelineDocument, type TimelineStep } from '../../src/report/log/timeline.ts';
import { buildOverviewDocument } from '../../src/report/overview/document.ts';
import { buildFailureDocument, buildScanDocument } from '../../src/report/scan/document.ts';
import { buildValidationDocument, type Validation } from '../../src/report/validate/document.ts';

interface SummaryOptions {
  unsaved?: AppError | null;
  limit?: number;
}

export function renderScanTable(report: Report, options: TerminalOptions): string {
  return renderTerminal(buildScanDocument(report), options);
}

export function renderScanSummary(report: Report, { limit, ...options }: SummaryOptions = {}): string {
  return renderMarkdown(buildScanDocument(report, options), { limit });
}

export function renderFailureSummary(error: AppError): string {
  return renderMarkdown(buildFailureDocument(error));
}

export function renderDigestTable(digest: Digest, options: TerminalOptions): string {
  return renderTerminal(buildDigestDocument(digest), options);
}

export function renderDigestSummary(digest: Digest, { limit, ...options }: SummaryOptions = {}): string {
  return renderMarkdown(buildDigestDocument(digest, options), { limit });
}

export function renderLog(log: EventLog, options: TerminalOptions): string {
  return renderTerminal(buildLogDocument(log), options);
}

export function renderTimeline(steps: readonly TimelineStep[], options: TerminalOptions): string {
  return renderTerminal(buildTimelineDocument(steps), options);
}

export function renderForecast(forecast: Forecast, options: TerminalOptions): string {
  return renderTerminal(buildForecastDocument(forecast), options);
}

export function renderInspection(inspection: Inspection, options: TerminalOptions): string {
  return renderTerminal(buildInspectionDocument(inspection), options);
}

export function renderOverviewTable(overview: Overview, report: Report, options: TerminalOptions): string {
  return renderTerminal(buildOverviewDocument(overview, report), options);
}

export function renderOverviewSummary(overview: Overview, report: Report): string {
  return renderMarkdown(buildOverviewDocument(overview, report));
}

export function renderValidation(validation: Validation): string {
  return renderMarkdown(buildValidationDocument(validation));
}

/** Of the inventory of an entry. */
export function renderInventory(inspection: InventoryInspection): string {
  return renderTerminal(buildInventoryDocument(inspection), { color: false, columns: Number.POSITIVE_INFINITY });
}
