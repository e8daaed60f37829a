/** Numbers and counts as people read them. */

/** `4,994`. Not `toLocaleString`: loading a locale takes 10 ms, a fifth of a small scan. */
export function formatNumber(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 certificate`, `5,000 certificates`. */
export function formatCount(number: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(number)} ${number === 1 ? singular : plural}`;
}

/** `2 of 61 entries`, `0 of 1 entry`. A verb after it agrees with `some`. */
export function formatShare(some: number, all: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(some)} of ${formatCount(all, singular, plural)}`;
}
