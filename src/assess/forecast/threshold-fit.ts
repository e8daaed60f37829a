/** Finds settings that stop working as lifetimes get shorter, with their effects and suggested replacements. */

import type { Settings, ThresholdSpec } from '../../domain/index.ts';
import { computeLeadTime, DAY, parseThreshold, type ValidityPeriod } from '../../domain/thresholds.ts';
import type { Effect, ThresholdForecast } from '../../generated/forecast.ts';
import { groupBy } from '../../lib/collections.ts';
import { isCapped } from '../default-thresholds.ts';
import { type CertificateLifetime, RENEWAL_FRACTION } from './renewal-cost.ts';
import { mapValidityLimits, VALIDITY_LIMITS } from './validity-limits.ts';

/** A certificate with the settings that apply to it. */
export interface AssessedCertificate extends CertificateLifetime {
  settings: Settings;
}

type Setting = ThresholdForecast['setting'];
type ThresholdFit = Omit<ThresholdForecast, 'certificates'>;

/** Certificates with the same result share one record with the names of their entries. */
export function checkThresholdFits(assessed: readonly AssessedCertificate[]): ThresholdForecast[] {
  const found = assessed.flatMap((one) => listMisfits(one).map((fit) => ({ fit, entry: one.entry })));
  return [...groupBy(found, ({ fit }) => formatKey(fit)).values()]
    .flatMap((alike) => {
      const certificates = [...new Set(alike.map(({ entry }) => entry))].sort();
      return alike.slice(0, 1).map(({ fit }) => ({ ...fit, certificates }));
    })
    .sort(compareUrgency);
}

/** Formats a key that is the same for equal records. */
function formatKey({ setting, configured, default: isDefault, effects, suggestion }: ThresholdFit): string {
  const { today, days_200, days_100, days_47 } = effects;
  return JSON.stringify([setting, configured, isDefault, today, days_200, days_100, days_47, suggestion]);
}

/** Lists the settings that do not fit a certificate now or later. */
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
  return each.flatMap(([setting, limit, isConfigured]) => {
    const of = (life: number): Effect =>
      (isConfigured ? computeExplicitEffect : computeDefaultEffect)(setting, limit, life);
    const effects = mapValidityLimits<Effect>(life, !exempt, of, null);
    if (Object.values(effects).every((effect) => effect === 'fits' || effect === null)) return [];
    const suggestion = isConfigured ? suggestPercentage(limit, life) : null;
    return [{ setting, configured: limit.raw, default: !isConfigured, effects, suggestion }];
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

/** Round percentages, all of them after the renewal. */
const SUGGESTED_PERCENTAGES = [33, 25, 20, 15, 10, 5];

/**
 * Suggests the percentage that the threshold is of today's lifetime, which is equivalent today and fits shorter lifetimes. If it does not
 * fit today, suggests the percentage of 398 days, the lifetime for which such numbers were chosen.
 */
function suggestPercentage(limit: ThresholdSpec, life: number): string {
  const toLifetimeShare = (whole: number) => (computeLeadTime(limit, { from: 0, to: whole }) ?? 0) / whole;
  const today = toLifetimeShare(life);
  const part = today <= 1 - RENEWAL_FRACTION ? today : toLifetimeShare(VALIDITY_LIMITS.days_398.days * DAY);
  const distance = (percent: number) => Math.abs(percent - part * 100);
  return `${SUGGESTED_PERCENTAGES.reduce((best, percent) => (distance(percent) < distance(best) ? percent : best))}%`;
}

/** Sorts days, hours and percentages by their share of a year. */
const REFERENCE_YEAR: ValidityPeriod = { from: 0, to: 365 * DAY };

/** Explicit settings come first, then larger thresholds. */
function compareUrgency(a: ThresholdForecast, b: ThresholdForecast): number {
  const size = ({ configured }: ThresholdForecast) => {
    const limit = parseThreshold(configured);
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
