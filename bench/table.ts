/** Renders the table, for a terminal or for docs/reference/performance.md. */

import type { Figures } from './measure.ts';

export interface Result {
  name: string;
  measured: string;
  against: string;
  aim: string;
  subject: Figures;
  baseline: Figures | null;
  /** Whether the comparison is a ratio or a difference. */
  compare: 'ratio' | 'difference';
}

const HEADINGS = [
  'row',
  'measured',
  'against',
  'time, median (min)',
  'baseline time',
  'compared',
  'aim',
  'peak memory',
];

export function renderTable(results: readonly Result[], markdown: boolean): string {
  const rows = [HEADINGS, ...results.map(cells)];
  if (!markdown) {
    const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
    return rows.map((row) => `${aligned(row, widths, '  ').trimEnd()}\n`).join('');
  }
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |\n`;
  return [line(HEADINGS), line(HEADINGS.map(() => '---')), ...rows.slice(1).map(line)].join('');
}

function aligned(row: readonly string[], widths: readonly number[], gap: string): string {
  return row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(gap);
}

function cells({ name, measured, against, aim, subject, baseline, compare }: Result): string[] {
  const memory = [subject, baseline].flatMap((one) => (one === null ? [] : formatMemory(one)));
  return [
    name,
    measured,
    against,
    time(subject),
    baseline === null ? '-' : time(baseline),
    baseline === null ? '-' : comparison(subject.median, baseline.median, compare),
    aim,
    memory.join(' / '),
  ];
}

function formatMemory({ memory }: Figures): string {
  return memory === null ? '-' : `${memory.toFixed(0)} MiB`;
}

function time({ median, min }: Figures): string {
  return `${median.toFixed(0)} (${min.toFixed(0)}) ms`;
}

function comparison(subject: number, baseline: number, compare: Result['compare']): string {
  if (compare === 'ratio') return `${(subject / baseline).toFixed(2)} x`;
  const difference = subject - baseline;
  return `${difference < 0 ? '-' : '+'}${Math.abs(difference).toFixed(0)} ms`;
}
