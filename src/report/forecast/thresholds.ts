/** The expiry settings that become unsuitable for shorter lifetimes. */

import type { Effect, Forecast, ThresholdForecast } from '../../generated/forecast.ts';
import { type Column, createParagraph, createTable, quoteName, type Section, type Text } from '../document/model.ts';

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

/** The limit of rows: a setting has one for each lifetime that needs another value. */
const MAX_ROWS = 20;
const MAX_NAMES = 3;

/** Builds the section of the settings in the manifest; for the others, a note that the defaults adapt. */
export function buildThresholdSection({ thresholds, limits }: Forecast): Section {
  const explicit = thresholds.filter((one) => !one.default);
  const columns: Column<ThresholdForecast>[] = [
    { title: 'Setting', cell: ({ setting }) => SETTING_LABELS[setting] },
    {
      title: 'Value',
      align: 'right',
      cell: ({ configured: value }) => (typeof value === 'number' ? `${value} d` : value),
    },
    {
      title: 'Use',
      cell: ({ suggestion }) => (suggestion === null ? null : { mark: 'good', text: `"${suggestion}"` }),
    },
    { title: 'Today', cell: ({ effects }) => formatEffect(effects.today) },
    ...limits.map(({ limit, days }): Column<ThresholdForecast> => {
      return { title: `${days} days`, cell: ({ effects }) => formatEffect(effects[limit]) };
    }),
    {
      title: 'Certificates',
      shorten: 'end',
      cell: ({ certificates }) => quoteName(formatShortNames(certificates, MAX_NAMES)),
    },
  ];
  const occurring = new Set<Effect>(explicit.flatMap(({ effects }) => Object.values(effects)));
  const notes = [
    ...EXPLANATIONS.flatMap(([effect, explanation]) => (occurring.has(effect) ? [explanation] : [])),
    ...(explicit.length === 0 ? [] : ['A percentage suits any lifetime: set the value in the column USE.']),
    ...(thresholds.length > explicit.length ? [DEFAULTS_NOTE] : []),
  ];
  const table = explicit.length === 0 ? [] : [createTable(columns, explicit, { limit: MAX_ROWS })];
  return { title: 'Thresholds', blocks: [...table, ...notes.map((note) => createParagraph(note))] };
}

function formatEffect(effect: Effect): Text {
  if (effect === null) return null;
  return effect === 'fits' ? EFFECT_LABELS.fits : { mark: 'caution', text: EFFECT_LABELS[effect] };
}

const DEFAULTS_NOTE =
  'Defaults need no change: thresholds and warning are capped at 25% of the lifetime, critical at 12.5%. Thresholds capped to the same day send one alert. To get several, set for example expiry_scan_thresholds: ["25%", "10%"].';

/** Formats names for narrow cells: `shop, mail, +3`. */
export function formatShortNames(names: readonly string[], max: number): string {
  const omitted = names.length - max;
  return names.slice(0, max).join(', ') + (omitted > 0 ? `, +${omitted}` : '');
}
