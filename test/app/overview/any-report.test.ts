/** No report that follows the schema ends an overview: it is shown, or rejected. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../../src/app/overview/parse-report.ts';
import { rehearse } from '../../../src/app/overview/rehearse.ts';
import type { ReportedRun } from '../../../src/app/reports/files.ts';
import { selectReports } from '../../../src/app/reports/select.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { Report } from '../../../src/generated/report.ts';
import { OVERVIEW_KINDS } from '../../../src/report/kinds/report-kind.ts';
import { createZip } from '../../helpers/github/artifacts.ts';
import { drawFromSchema } from '../../helpers/schema-arbitrary.ts';
import { certificate, event, report } from '../../report/samples.ts';

const TIMES = [
  ...['2026-11-17T02:00:00Z', '2027-11-17T02:00:00Z', '2026-11-18T02:00:00.123Z', '1970-01-01T00:00:00Z'],
  ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '1950-01-01T00:00:00Z'],
];
const TIME_KEYS =
  /^(?:valid_(?:from|to)|\w+_valid_to|(?:\w+_)?at|until|start|end|(?:failing_)?since|last_(?:seen|read)|timestamp|next_scan_due)$/;

/** Mostly the forms that an overview requires, because everything else is rejected. */
const drawText = (key: string) => {
  if (TIME_KEYS.test(key)) return fc.constantFrom(...TIMES);
  if (key === 'serial_number') return fc.constantFrom('00', '-01', 'f'.repeat(200));
  if (/^(?:fingerprint_sha256|previous_fingerprint)$/.test(key)) return fc.constantFrom('a'.repeat(64), 'b'.repeat(64));
  return null;
};

/** Numbers up to the largest that are not rejected. */
const listNumbers = (key: string): number[] => [
  ...[0, -0, 1, 0.5, -1, 50, 100],
  ...(/days/.test(key) ? [3_660_000, -3_660_000] : [2 ** 31, -(2 ** 31), 1e12, -1e12]),
];

const REPORTS = OVERVIEW_KINDS.flatMap((kind) => [
  { kind, options: {}, file: `out/${kind}` },
  ...(kind === 'html' || kind === 'badge' ? [{ kind, options: {}, file: `out/${kind}/` }] : []),
]);

const io = { cwd: '/nowhere', env: {}, mask: (text: string) => text, now: () => 0 } as never;
const NOW = Date.parse('2026-11-17T02:00:00Z');
const MANIFEST = {
  file: 'certvigil.yaml',
  entries: [],
  dashboard: { title: 'Certificates', include: null },
  files: [],
  silences: [],
  rules: [],
  stale_after_hours: null,
  discovery: null,
  metrics: { labels: [] },
};

async function show(shown: Report): Promise<void> {
  const repository = {
    owner: 'acme',
    name: 'shop',
    full_name: 'acme/shop',
    default_branch: 'main',
    url: 'https://x.example',
  };
  const reading = { repository, manifest: null, state: 'read' as const, report: shown, run_url: null, error: null };
  const input = {
    ...{ organization: 'acme', repositories: [reading], left_out: { archived: 0, forks: 0, not_selected: 0 } },
    ...{ scan: { scan_id: 's', now: NOW }, previous: 'compared' as const, dry_run: false, allow_unread: false },
  };
  const toRun = (merged: Report) => {
    return {
      manifest: MANIFEST,
      report: merged,
      digest: null,
      log: createEmptyLog(),
      read_at: null,
    } as unknown as ReportedRun;
  };
  await rehearse({ input, reports: selectReports(REPORTS, io), toRun }, io);
}

const parse = (value: unknown) => parseReport(createZip('report.json', Buffer.from(JSON.stringify(value))));

/** Every other certificate would be rejected otherwise. */
function makeConsistent(drawn: Report): Report {
  const certificates = drawn.certificates.map((one) => {
    return { ...one, days_remaining: one.effective_valid_to === null ? null : (one.days_remaining ?? 0) };
  });
  return { ...drawn, certificates };
}

/** Lists the paths of all values. */
function listPaths(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => listPaths(item, [...path, key]))];
}

function replaceAt(value: unknown, [key, ...rest]: readonly (string | number)[], content: unknown): unknown {
  if (key === undefined) return content;
  const changed: Record<string | number, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as object) };
  changed[key] = replaceAt(changed[key], rest, content);
  return changed;
}

const ODD_VALUES = [
  ...[
    null,
    '',
    'x'.repeat(1_000_000),
    '\ud800',
    '9'.repeat(400),
    '0000-00-00T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
  ],
  ...[2 ** 53, 8.64e15, 1e300, -1e300, 1e-300, -1, true, [], {}, Array.from({ length: 200_000 }, () => 'a')],
];

describe('an overview', () => {
  it('shows or rejects any report that follows the schema', async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(drawFromSchema('report', { drawText, listNumbers }), async (drawn) => {
        const parsed = await parse(makeConsistent(drawn as Report));
        if (typeof parsed === 'string') return;
        shown += 1;
        await show(parsed);
      }),
      { numRuns: 120 },
    );
    expect(shown).toBeGreaterThan(0);
  });

  it('shows or rejects the report of a scan with one odd value anywhere', async () => {
    const counts = { shown: 0, rejected: 0 };
    const web = certificate('web', 'critical', 9);
    const original = report([web], [event('certificate.expiry_warning', web, 'first')]);
    for (const path of listPaths(original))
      for (const odd of ODD_VALUES) {
        const parsed = await parse(replaceAt(original, path, odd));
        counts[typeof parsed === 'string' ? 'rejected' : 'shown'] += 1;
        if (typeof parsed !== 'string')
          await show(parsed).catch((cause) =>
            expect.fail(`${path.join('.')} = ${String(odd).slice(0, 40)}: ${cause.stack}`),
          );
      }
    expect(Math.min(counts.shown, counts.rejected)).toBeGreaterThan(100);
  });

  it('shows the reports of a scan', async () => {
    await expect(show(report([certificate('web', 'ok', 30)]))).resolves.toBeUndefined();
  });
});
