/** Renders which expiry settings stop making sense as lifetimes get shorter. */

import type { Effect, Forecast, ThresholdForecast } from '../../generated/forecast.ts';
import { type Column, layOutTable } from '../format/table-layout.ts';
import { indentTexts, noteTruncation, type Terminal, titleSection } from '../format/terminal.ts';

const EFFECT_LABELS: Record<NonNullable<Effect>, string> = {
  fits: 'fits',
  capped: 'capped',
  early: 'too early',
  silent: 'never',
  lifelong: 'always',
};

/** Explanations of the labels, shown below the table if the label occurs in it. */
const EXPLANATIONS = [
  [
    'early',
    'too early: crossed with more than a third of the lifetime left, before a renewal is due. Every healthy certificate crosses it before each renewal.',
  ],
  [
    'silent',
    'never: not shorter than the whole lifetime. It is crossed when the certificate is issued, so it is ignored and sends no notification.',
  ],
  ['lifelong', 'always: the certificate has this status for its whole lifetime.'],
] as const satisfies [Effect, string][];

const SETTING_LABELS: Record<ThresholdForecast['setting'], string> = {
  expiry_scan_thresholds: 'threshold',
  expiry_warning_days: 'warning',
  expiry_critical_days: 'critical',
};

/** A setting has one row for each lifetime that needs another value. */
const MAX_ROWS = 20;
const MAX_NAMES = 3;

/** The settings that the manifest sets; for the others, a note that the defaults adapt. */
export function renderThresholdSection({ thresholds, limits }: Forecast, terminal: Terminal): string[] {
  const explicit = thresholds.filter((one) => !one.default);
  const defaults = thresholds.length > explicit.length ? indentTexts([DEFAULTS_NOTE], terminal) : [];
  if (explicit.length === 0) return titleSection('THRESHOLDS', defaults, terminal);
  const columns: Column[] = [
    { title: 'SETTING' },
    { title: 'VALUE', align: 'right' },
    { title: 'USE' },
    { title: 'TODAY' },
    ...limits.map(({ days }) => ({ title: `${days} DAYS` })),
    { title: 'CERTIFICATES', truncatable: true },
  ];
  const { good, status } = terminal.colors;
  const rows = explicit.slice(0, MAX_ROWS).map(({ setting, configured: value, effects, suggestion, certificates }) => [
    SETTING_LABELS[setting],
    typeof value === 'number' ? `${value} d` : value,
    { text: suggestion === null ? '-' : `"${suggestion}"`, paint: good },
    ...[effects.today, ...limits.map(({ limit: length }) => effects[length])].map((effect) => ({
      text: effect === null ? '-' : EFFECT_LABELS[effect],
      paint: effect === null || effect === 'fits' ? undefined : status.warning,
    })),
    formatShortNames(certificates, MAX_NAMES),
  ]);
  const occurring = new Set<Effect>(explicit.flatMap(({ effects }) => Object.values(effects)));
  const notes = EXPLANATIONS.filter(([effect]) => occurring.has(effect)).map(([, explanation]) => explanation);
  return [
    ...layOutTable(columns, rows, terminal),
    ...noteTruncation(explicit.length, MAX_ROWS, terminal),
    ...indentTexts([...notes, 'A percentage suits any lifetime: set the value in the column USE.'], terminal),
    ...defaults,
  ];
}

const DEFAULTS_NOTE =
  'Defaults need no change: thresholds and warning are capped at 25% of the lifetime, critical at 12.5%. Thresholds capped to the same day send one alert. To get several, set for example expiry_scan_thresholds: ["25%", "10%"].';

/** For narrow cells: `shop, mail, +3`. */
export function formatShortNames(names: readonly string[], max: number): string {
  const omitted = names.length - max;
  return names.slice(0, max).join(', ') + (omitted > 0 ? `, +${omitted}` : '');
}
