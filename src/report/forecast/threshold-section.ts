/** Which settings stop making sense, in a table and in words. */

import type { Effect, Forecast, ThresholdForecast } from '../../generated/forecast.ts';
import type { Palette } from '../format/colors.ts';
import { type Column, layOutTable } from '../format/table-layout.ts';
import { wrapText } from '../format/terminal-text.ts';
import { noteTruncation } from '../format/truncation-note.ts';

/** What a cell says; a setting that fits needs no word. */
const CELLS: Record<NonNullable<Effect>, string> = {
  fits: 'fits',
  capped: 'capped',
  early: 'too early',
  silent: 'never',
  lifelong: 'for life',
};

type ProblemEffect = 'early' | 'silent' | 'lifelong';

/** Told under the table, where the word stands in it. */
const MEANINGS: Record<ProblemEffect, string> = {
  early:
    'too early: reached with more than a third of the life left, before a renewal is due. Every healthy certificate is told of, or shown in that status, at each renewal.',
  silent:
    'never: no shorter than the whole life. It was crossed when the certificate was issued, so it is left out, and nobody hears of it.',
  lifelong: 'for life: the certificate has that status from its first day to its last, whatever is done about it.',
};

const SETTINGS: Record<ThresholdForecast['setting'], string> = {
  expiry_scan_thresholds: 'threshold',
  expiry_warning_days: 'warning',
  expiry_critical_days: 'critical',
};

/** Of the settings: one for each lifetime that they do otherwise for. */
const SHOWN = 20;
const NAMES_SHOWN = 3;

/** The settings that were written; and, of what was not, that it takes care of itself. */
export function renderThresholdSection({ thresholds, limits }: Forecast, columns: number, colors: Palette): string[] {
  const written = thresholds.filter((one) => !one.default);
  const defaults = thresholds.some((one) => one.default) ? wrapText(DEFAULTS, columns, '  ') : [];
  if (written.length === 0) return defaults.length === 0 ? [] : [colors.heading('THRESHOLDS'), ...defaults];
  const layout: Column[] = [
    { title: 'SETTING' },
    { title: 'WRITTEN', align: 'right' },
    { title: 'WRITE' },
    { title: 'TODAY' },
    ...limits.map(({ days }) => ({ title: `${days} DAYS` })),
    { title: 'CERTIFICATES', cut: true },
  ];
  const rows = written.slice(0, SHOWN).map(({ setting, written, effects, suggestion, certificates }) => [
    { text: SETTINGS[setting] },
    { text: typeof written === 'number' ? `${written} d` : written },
    { text: suggestion === null ? '-' : `"${suggestion}"`, paint: colors.good },
    ...[effects.today, ...limits.map(({ length }) => effects[length])].map((effect) => ({
      text: effect === null ? '-' : CELLS[effect],
      paint: effect === null || effect === 'fits' ? undefined : colors.status.warning,
    })),
    { text: shortened(certificates) },
  ]);
  const said = new Set(written.flatMap(({ effects }) => Object.values(effects)));
  const meanings = Object.entries(MEANINGS).filter(([effect]) => said.has(effect as ProblemEffect));
  return [
    ...layOutTable(layout, rows, columns, colors.heading),
    ...noteTruncation(written.length, SHOWN, columns),
    ...meanings.flatMap(([, words]) => wrapText(words, columns, '  ')),
    ...wrapText('A part of the lifetime fits whatever it will be: write what stands under WRITE.', columns, '  '),
    ...defaults,
  ];
}

const DEFAULTS =
  'What is written nowhere needs no change: thresholds and warning are capped at 25% of the life by themselves, critical at 12.5%. Thresholds that are capped are one, told once; to be told more than once, write for instance expiry_scan_thresholds: ["25%", "10%"].';

function shortened(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(', ') + (more > 0 ? `, +${more}` : '');
}
