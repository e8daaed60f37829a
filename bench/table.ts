/** Renders the table for docs/reference/performance.md. */

import type { Figures } from './measure.ts';

export interface Result {
  name: string;
  measured: string;
  against: string;
  aim: string;
  subject: Figures;
  baseline: Figures | null;
}

const HEADINGS = ['row', 'measured', 'against', 'median (min)', 'baseline', 'ratio', 'aim', 'peak memory / baseline'];

export function renderTable(results: readonly Result[]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |\n`;
  return [line(HEADINGS), line(HEADINGS.map(() => '---')), ...results.map((one) => line(listCells(one)))].join('');
}

function listCells({ name, measured, against, aim, subject, baseline }: Result): string[] {
  const memory = [subject, baseline].map((one) => formatMemory(one?.memory ?? null)).join(' / ');
  const compared =
    baseline === null ? ['-', '-'] : [formatTime(baseline), `${(subject.median / baseline.median).toFixed(2)} x`];
  return [name, measured, against, formatTime(subject), ...compared, aim, memory];
}

function formatMemory(mebibytes: number | null): string {
  return mebibytes === null ? '-' : `${mebibytes.toFixed(0)} MiB`;
}

function formatTime({ median, min }: Figures): string {
  return `${median.toFixed(0)} (${min.toFixed(0)}) ms`;
}
