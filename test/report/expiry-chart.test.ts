import fc from 'fast-check';
import mermaid from 'mermaid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportCertificate } from '../../src/generated/report.ts';
import { renderExpiryChart } from '../../src/report/scan/expiry-chart.ts';
import { certificate, HOSTILE_NAMES, report } from './samples.ts';

// Parsed by Mermaid itself, as on GitHub, which shows an error instead of a chart that it cannot parse.

// Mermaid registers its diagram types on the first parse.
beforeAll(() => mermaid.parse('gantt'));

interface Task {
  section: string;
  task: string;
  startTime: Date;
  endTime: Date;
  crit?: boolean;
  done?: boolean;
  active?: boolean;
}

async function parseTasks(chart: string | null): Promise<Task[]> {
  const text = /^```mermaid\n(.*)^```$/ms.exec(chart ?? '')?.[1] ?? '';
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  return (diagram.db as unknown as { getTasks: () => Task[] }).getTasks();
}

const iso = (date: Date) => date.toISOString().slice(0, 10);

async function renderBars(certificates: ReportCertificate[]): Promise<string[]> {
  const tasks = await parseTasks(renderExpiryChart(report(certificates)));
  return tasks.map(({ section, task, startTime, endTime, crit, done, active }) => {
    const state = crit ? 'red' : done ? 'orange' : active ? 'amber' : 'green';
    return `${section}: ${task.trim()}: ${iso(startTime)} to ${iso(endTime)}, ${state}`;
  });
}

describe('the expiry chart', () => {
  it('has a bar for each certificate that expires soon, worst first', async () => {
    const certificates = [
      certificate('last', 'critical', 0),
      certificate('old', 'expired', -3),
      certificate('shop', 'critical', 9),
      certificate('blog', 'warning', 25),
      certificate('wiki', 'ok', 100),
      certificate('home', 'ok', 101),
      certificate('mail', 'unknown', null),
    ];
    expect(await renderBars(certificates)).toEqual([
      'expired: 🔴 old.example.com, 3 days ago: 2026-11-14 to 2026-11-17, red',
      'critical: 🟠 last.example.com, last day: 2026-11-17 to 2026-11-18, orange',
      'critical: 🟠 shop.example.com, 9 days: 2026-11-17 to 2026-11-26, orange',
      'warning: 🟡 blog.example.com, 25 days: 2026-11-17 to 2026-12-12, amber',
      'ok: 🟢 wiki.example.com, 100 days: 2026-11-17 to 2027-02-25, green',
    ]);
  });

  it('shows at most thirty days of an expired certificate', async () => {
    expect(await renderBars([certificate('old', 'expired', -400)])).toEqual([
      'expired: 🔴 old.example.com, 400 days ago: 2026-10-18 to 2026-11-17, red',
    ]);
  });

  it('is omitted if nothing expires soon', () => {
    expect(
      renderExpiryChart(report([certificate('home', 'ok', 300), certificate('mail', 'unknown', null)])),
    ).toBeNull();
  });

  it('has at most twenty bars, and states the total', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => certificate(`c${index}`, 'critical', index % 14));
    const chart = renderExpiryChart(report(many));
    expect(chart).toContain('### Expiring within 100 days: the first 20 of 10,000 certificates\n');
    expect(await parseTasks(chart)).toHaveLength(20);
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
        const tasks = await parseTasks(chart);
        expect(tasks).toHaveLength(names.length);
        for (const { section, task, crit, done, active } of tasks) {
          expect(section).toBe('critical');
          expect(task.trim()).toMatch(/^🟠 [\p{L}\p{N}.*_…?-]{1,40}, (last day|\d+ days?)$/u);
          expect({ crit, done, active }).toEqual({ crit: undefined, done: true, active: undefined });
        }
      }),
      { numRuns: 300 },
    );
  });
});
