/** Formats numbers and counts for people. */

/** Formats a number as `4,994`. `toLocaleString` is not used, because loading a locale takes 10 ms, a fifth of a small scan. */
export function formatNumber(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Formats a count as `1 certificate` or `5,000 certificates`. */
export function formatCount(number: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(number)} ${number === 1 ? singular : plural}`;
}

/** Formats a share as `2 of 61 entries` or `0 of 1 entry`. A verb after it agrees with `some`. */
export function formatShare(some: number, all: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(some)} of ${formatCount(all, singular, plural)}`;
}
