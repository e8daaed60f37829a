import fc from 'fast-check';
import mermaid from 'mermaid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report, ReportCertificate } from '../../src/generated/report.ts';
import { renderMarkdown } from '../../src/report/document/markdown.ts';
import { createDocument } from '../../src/report/document/model.ts';
import { buildExpirySections } from '../../src/report/scan/timeline.ts';
import { certificate, HOSTILE_NAMES, report } from './samples.ts';

// Parsed by Mermaid itself, as on GitHub, which shows an error instead of a chart that it cannot parse.

// Mermaid registers its diagram types on the first parse.
beforeAll(() => mermaid.parse('gantt'));

function renderExpiryChart(one: Report): string | null {
  const sections = buildExpirySections(one);
  return sections.length === 0 ? null : renderMarkdown(createDocument('Scan', { sections }));
}

interface Task {
  section: string;
  task: string;
  startTime: Date;
  endTime: Date;
  crit?: boolean;
  done?: boolean;
  active?: boolean;
  milestone?: boolean;
}

async function parseTasks(chart: string | null): Promise<Task[]> {
  const text = /^```mermaid\n(.*)^```$/ms.exec(chart ?? '')?.[1] ?? '';
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  return (diagram.db as unknown as { getTasks: () => Task[] }).getTasks();
}

/** The day in the time zone of the reader, in which Mermaid parses and draws days. Swedish dates are those of ISO 8601. */
const iso = (date: Date) => date.toLocaleDateString('sv-SE');

async function renderBars(certificates: ReportCertificate[]): Promise<string[]> {
  const tasks = await parseTasks(renderExpiryChart(report(certificates)));
  return tasks.map(({ section, task, startTime, endTime, crit, done, active, milestone }) => {
    const state = milestone ? 'milestone' : crit ? 'red' : done ? 'orange' : active ? 'amber' : 'green';
    return `${section}: ${task.trim()}: ${iso(startTime)} to ${iso(endTime)}, ${state}`;
  });
}

describe('the expiry chart', () => {
  it('has a bar for each certificate that expires soon, worst first', async () => {
    const certificates = [
      certificate('old', 'expired', -3),
      certificate('last', 'critical', 0),
      certificate('shop', 'critical', 9),
      certificate('blog', 'warning', 25),
      certificate('wiki', 'ok', 100),
      certificate('home', 'ok', 101),
      certificate('mail', 'unknown', null),
    ];
    expect(await renderBars(certificates)).toEqual([
      'scan: on 2026-11-17: 2026-11-17 to 2026-11-17, milestone',
      'expired: 🔴 old.example.com expired 2 days ago: 2026-11-14 to 2026-11-17, red',
      'critical: 🟠 last.example.com expires within a day: 2026-11-17 to 2026-11-18, orange',
      'critical: 🟠 shop.example.com expires in 9 days: 2026-11-17 to 2026-11-26, orange',
      'warning: 🟡 blog.example.com expires in 25 days: 2026-11-17 to 2026-12-12, amber',
      'ok: 🟢 wiki.example.com expires in 100 days: 2026-11-17 to 2027-02-25, green',
    ]);
  });

  it('shows at most two weeks of an expired certificate', async () => {
    expect(await renderBars([certificate('old', 'expired', -400)])).toContain(
      'expired: 🔴 old.example.com expired 399 days ago: 2026-11-03 to 2026-11-17, red',
    );
  });

  it('has a bar for each of twenty certificates', async () => {
    const bars = (count: number) =>
      renderBars(Array.from({ length: count }, (_, index) => certificate(`c${index}`, 'critical', index)));
    expect([(await bars(20)).length, (await bars(21)).length]).toEqual([21, 4]);
  });

  it('is omitted if nothing expires soon', () => {
    expect(
      renderExpiryChart(report([certificate('home', 'ok', 300), certificate('mail', 'unknown', null)])),
    ).toBeNull();
  });

  it('has a bar for each status and period if there are more than twenty certificates', async () => {
    const select = (days: number) => (days < 0 ? 'expired' : days <= 14 ? 'critical' : days <= 30 ? 'warning' : 'ok');
    const many = Array.from({ length: 200 }, (_, index) => {
      const days = Math.floor(index / 2) - 4;
      return certificate(`c${index}`, select(days), days);
    });
    const lone = certificate('lone', 'critical', 80);
    const all = [...many.slice(0, 38), lone, ...many.slice(38)];
    expect(renderExpiryChart(report(all))).toContain('### Expiring within 100 days: 201 certificates\n');
    expect(await renderBars(all)).toEqual([
      'scan: on 2026-11-17: 2026-11-17 to 2026-11-17, milestone',
      'expired: 🔴 8 certificates (c0.example.com, …): 2026-11-03 to 2026-11-17, red',
      'critical: 🟠 16 certificates (c8.example.com, …): 2026-11-17 to 2026-11-24, orange',
      'critical: 🟠 14 certificates (c24.example.com, …): 2026-11-24 to 2026-12-01, orange',
      'critical: 🟠 lone.example.com expires in 80 days: 2026-11-17 to 2027-02-05, orange',
      'warning: 🟡 32 certificates (c38.example.com, …): 2026-12-01 to 2026-12-17, amber',
      'ok: 🟢 60 certificates (c70.example.com, …): 2026-12-17 to 2027-01-16, green',
      'ok: 🟢 70 certificates (c130.example.com, …): 2027-01-16 to 2027-02-25, green',
    ]);
  });
});

/** Words with a meaning in Mermaid. */
const WORDS = [
  'section',
  'section x',
  'title',
  'gantt',
  'click',
  'click a href "javascript:alert(1)"',
  'inclusiveEndDates',
  'topAxis',
  'todayMarker off',
  'accTitle',
  'accDescr {',
  'dateFormat',
  '2026-01-01',
  '%% comment',
  '%%{init: {"securityLevel": "loose"}}%%',
  '---',
  '```',
  'a:crit, 1d',
  'a; b # c',
  '#quot;',
  '<b>bold</b>',
  '__proto__',
];

describe('untrusted names in the expiry chart', () => {
  const anyName = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_NAMES, ...WORDS));

  it('yield one bar per certificate, with only letters, digits and punctuation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyName, { minLength: 1, maxLength: 10 }), async (names) => {
        const certificates = names.map((common_name, index) => certificate('c', 'critical', index, { common_name }));
        const chart = renderExpiryChart(report(certificates)) ?? '';
        expect(chart.match(/```/g)).toHaveLength(2);
        const tasks = (await parseTasks(chart)).slice(1);
        expect(tasks).toHaveLength(names.length);
        for (const { section, task, crit, done, active } of tasks) {
          expect(section).toBe('critical');
          expect(task.trim()).toMatch(/^🟠 [\p{L}\p{N}.*_… (),?-]{0,40} ?expires (within a day|in \d+ days?)$/u);
          expect({ crit, done, active }).toEqual({ crit: undefined, done: true, active: undefined });
        }
      }),
      { numRuns: 300 },
    );
  });
});
