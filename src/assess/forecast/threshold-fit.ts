/** Which settings stop making sense as lives get shorter, what they will then do, and what to write instead. */

import type { Settings, ThresholdSpec } from '../../domain/index.ts';
import { computeLeadTime, DAY, parseThreshold, type ValidityPeriod } from '../../domain/thresholds.ts';
import type { Effect, ThresholdForecast } from '../../generated/forecast.ts';
import { groupBy } from '../../lib/collections.ts';
import { isCapped } from '../index.ts';
import { type CertificateLifetime, RENEWAL_FRACTION } from './renewal-cost.ts';
import { mapValidityLimits, VALIDITY_LIMITS } from './validity-limits.ts';

/** A certificate, with the settings that it is judged by. */
export interface AssessedCertificate extends CertificateLifetime {
  settings: Settings;
}

type Setting = ThresholdForecast['setting'];
type ThresholdFit = Omit<ThresholdForecast, 'certificates'>;

/** What alike certificates have in common is one record, with the names of their entries. */
export function checkThresholdFits(judged: readonly AssessedCertificate[]): ThresholdForecast[] {
  const found = judged.flatMap((one) => listMisfits(one).map((fit) => ({ fit, entry: one.entry })));
  return [...groupBy(found, ({ fit }) => JSON.stringify(fit)).values()]
    .flatMap((alike) => {
      const certificates = [...new Set(alike.map(({ entry }) => entry))].sort();
      return alike.slice(0, 1).map(({ fit }) => ({ ...fit, certificates }));
    })
    .sort(compareUrgency);
}

/** The settings of one certificate that do not fit, now or later. */
function listMisfits({ lifetime: life, exempt, settings }: AssessedCertificate): ThresholdFit[] {
  const { explicit, warning, critical, thresholds } = settings;
  const each: [Setting, ThresholdSpec, boolean][] = [
    ...thresholds.map((limit): [Setting, ThresholdSpec, boolean] => [
      'expiry_scan_thresholds',
      limit,
      explicit.thresholds,
    ]),
    ['expiry_warning_days', warning, explicit.warning],
    ['expiry_critical_days', critical, explicit.critical],
  ];
  return each.flatMap(([setting, limit, isWritten]) => {
    const of = (life: number): Effect =>
      (isWritten ? computeExplicitEffect : computeDefaultEffect)(setting, limit, life);
    const effects = mapValidityLimits<Effect>(life, !exempt, of, null);
    if (Object.values(effects).every((effect) => effect === 'fits' || effect === null)) return [];
    const suggestion = isWritten ? suggestPercentage(limit, life) : null;
    return [{ setting, written: limit.raw, default: !isWritten, effects, suggestion }];
  });
}

function computeExplicitEffect(setting: Setting, limit: ThresholdSpec, life: number): Effect {
  const before = computeLeadTime(limit, { from: 0, to: life }) ?? 0;
  if (before >= life) return setting === 'expiry_scan_thresholds' ? 'silent' : 'lifelong';
  return before > life * (1 - RENEWAL_FRACTION) ? 'early' : 'fits';
}

function computeDefaultEffect(setting: Setting, limit: ThresholdSpec, life: number): Effect {
  const part = setting === 'expiry_critical_days' ? 'critical' : 'other';
  return isCapped(limit, part, { from: 0, to: life }) ? 'capped' : 'fits';
}

/** Round figures, none of which comes before the renewal. */
const SUGGESTED_PERCENTAGES = [33, 25, 20, 15, 10, 5];

/**
 * The part of the life that it is today: it then means the same today, and fits when lives are shorter. Where it does
 * not fit today, what it was of the 398 days for which such numbers were made.
 */
function suggestPercentage(limit: ThresholdSpec, life: number): string {
  const partOf = (whole: number) => (computeLeadTime(limit, { from: 0, to: whole }) ?? 0) / whole;
  const today = partOf(life);
  const part = today <= 1 - RENEWAL_FRACTION ? today : partOf(VALIDITY_LIMITS.days_398.days * DAY);
  const distance = (percent: number) => Math.abs(percent - part * 100);
  return `${SUGGESTED_PERCENTAGES.reduce((best, percent) => (distance(percent) < distance(best) ? percent : best))}%`;
}

/** Days, hours and percentages are put in one order by what they are of a year. */
const REFERENCE_YEAR: ValidityPeriod = { from: 0, to: 365 * DAY };

/** What the user has to change first, and of that the largest. */
function compareUrgency(a: ThresholdForecast, b: ThresholdForecast): number {
  const size = ({ written }: ThresholdForecast) => {
    const limit = parseThreshold(written);
    return (limit && computeLeadTime(limit, REFERENCE_YEAR)) ?? 0;
  };
  return (
    Number(a.default) - Number(b.default) ||
    SETTING_ORDER.indexOf(a.setting) - SETTING_ORDER.indexOf(b.setting) ||
    size(b) - size(a) ||
    b.certificates.length - a.certificates.length
  );
}

const SETTING_ORDER: readonly Setting[] = ['expiry_scan_thresholds', 'expiry_warning_days', 'expiry_critical_days'];
