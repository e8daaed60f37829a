import { describe, expect, it } from 'vitest';
import { DEFERRED } from '../../src/domain/index.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { EventLog, LoggedEvent } from '../../src/generated/event-log.ts';
import type { Report } from '../../src/generated/report.ts';
import { VERSION } from '../../src/lib/version.ts';
import { buildScanAnnotations } from '../../src/report/annotations.ts';
import { buildDigest } from '../../src/report/digest/build.ts';
import { createCsvRenderer } from '../../src/report/document/csv.ts';
import { findReportKind } from '../../src/report/index.ts';
import { REPORT_KINDS } from '../../src/report/kinds/report-kind.ts';
import { LOG_TABLE, listLogRows } from '../../src/report/log/csv.ts';
import { renderFailures } from '../../src/report/scan/failures-only.ts';
import { renderDigestSummary, renderDigestTable, renderLog, renderScanTable } from './render.ts';
import { certificate, createEmptyComparison, createSource, report } from './samples.ts';
import { joinPieces } from './texts.ts';
import { CERTIFICATES } from './varied-certificates.ts';
import { EVENTS, SCANS } from './varied-events.ts';

const plain = { color: false, columns: 120 };

const renderDigest = (one: Report) => {
  const log = createEmptyLog();
  return buildDigest({ report: one, comparison: createEmptyComparison(log), log });
};

/** The version changes with each release, and the assets of a page have tests of their own. Its data is one line. */
function normalize(text: string): string {
  return text
    .replaceAll(`"${VERSION}"`, '"VERSION"')
    .replaceAll(/<style>.*?<\/style>|<script>.*?<\/script>|'sha256-[^']+'/gs, '')
    .replaceAll(/(<script type="text\/plain"[^>]*>)(.*?)<\/script>/g, (_, tag: string, json: string) => {
      return `${tag}\n${JSON.stringify(JSON.parse(json), null, 1)}`;
    });
}

/** The log after the scan of a report. */
function createLog({ events, deliveries }: Report): EventLog {
  const logged = events.map((one, index): LoggedEvent => {
    const own = deliveries.filter(({ event_id }) => event_id === one.id);
    const at = `2026-11-${String((index % 16) + 1).padStart(2, '0')}T00:00:00Z`;
    return {
      ...{ id: one.id, certificate: one.certificate, fingerprint: one.fingerprint_sha256, event: one.event },
      ...{
        threshold: one.threshold,
        location: one.data.location,
        locations: ['a:443', 'b:443'],
        fired_at: at,
        scan_id: 'scan-1',
      },
      cleared_at: one.reason === 'repeat' ? at : null,
      deliveries: {
        expiry: Object.fromEntries(
          own.map(({ destination, status, attempts, error }) => [
            destination,
            {
              ...{ status: 'warning', sent_at: status === 'sent' ? at : null, tried_at: at, attempts },
              error: error?.code ?? (status === 'suppressed' ? DEFERRED : null),
            },
          ]),
        ),
      },
    };
  });
  return { ...createEmptyLog(), events: logged };
}

type Render = (report: Report) => string | Promise<string>;

const RENDER: Record<string, Render> = {
  ...Object.fromEntries(
    REPORT_KINDS.filter((kind) => kind !== 'json').map((kind): [string, Render] => [
      kind,
      async (one) =>
        normalize(
          joinPieces(
            findReportKind(kind)?.create({})(createSource(one, { log: createLog(one), compress: (text) => text })) ??
              '',
          ),
        ),
    ]),
  ),
  table: (one) => renderScanTable(one, plain),
  log: (one) => [...createCsvRenderer(LOG_TABLE, null)(listLogRows(createLog(one)))].join(''),
  'log-table': (one) => renderLog(createLog(one), plain),
  annotations: (one) =>
    buildScanAnnotations(one, new Map())
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
  failures: renderFailures,
  'digest-table': (one) => renderDigestTable(renderDigest(one), plain),
  'digest-summary': (one) => renderDigestSummary(renderDigest(one)),
};

const shop = certificate('shop', 'warning', 20);

/** The lines that are not in the other text, each shortened. */
function listNewLines(text: string, other: string): string[] {
  const known = new Set(other.split('\n'));
  const lines = text.split('\n').filter((line) => !known.has(line));
  const shown =
    lines.length > 24 ? [...lines.slice(0, 8), `... ${lines.length - 16} lines`, ...lines.slice(-8)] : lines;
  return shown.map((line) => (line.length > 400 ? `${line.slice(0, 400)}... (${line.length})` : line));
}

describe.each(Object.entries(RENDER))('the report %s', (kind, render) => {
  it.each([
    ['certificate', report([certificate('shop', 'ok', 100)]), CERTIFICATES],
    ['event', report([shop]), EVENTS],
    ['scan', report([shop]), SCANS],
  ])('differs from a usual one by what each %s differs in', async (name, base, variations) => {
    const usual = await render(base);
    const parts: string[] = [`# usual\n${usual}\n`];
    for (const [title, varied] of variations) {
      parts.push(`# ${title}\n${listNewLines(await render(varied), usual).join('\n')}\n`);
    }
    await expect(parts.join('\n')).toMatchFileSnapshot(`../golden/report/variations/${kind}-${name}.txt`);
  });
});
