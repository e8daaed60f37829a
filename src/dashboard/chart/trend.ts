/** The trend: certificates that are not ok, and the policy score, over a year. */

import { STATUS_ORDER, type Trend } from '../data.ts';
import { h, svg } from '../dom.ts';
import { formatDate, formatNumber, STATUS_TEXTS } from '../model/format.ts';

const WIDTH = 1000;
const HEIGHT = 150;
const SCORE_HEIGHT = 54;
const DAY = 86_400;
const YEAR = 366 * DAY;
const OK = STATUS_ORDER.length - 1;

interface Sample {
  x: number;
  counts: number[];
  score: number | null;
}

export function drawTrend(trend: Trend, now: number): HTMLElement {
  const samples = readSamples(trend, now);
  if (samples.length < 2) {
    return h('p', { class: 'empty' }, 'The trend starts with the second day on which certificates are scanned.');
  }
  const start = Math.max(now - YEAR, Date.parse(trend.days[0] ?? '') / 1000);
  return h(
    'div',
    { class: 'trend-body' },
    drawCounts(samples, start),
    drawScores(samples),
    h('p', { class: 'axis', 'aria-hidden': 'true' }, h('span', {}, formatDate(start)), h('span', {}, 'Today')),
  );
}

/** The samples of the last year; `x` from 0 to `WIDTH`. */
function readSamples({ days, counts, scores }: Trend, now: number): Sample[] {
  const times = days.map((day) => Date.parse(day) / 1000);
  const start = Math.max(now - YEAR, times[0] ?? now);
  // Samples are at the start of their day.
  const span = Math.max(DAY, Math.floor(now / DAY) * DAY - start);
  return times.flatMap((time, index) => {
    if (time < start) return [];
    const x = Math.min(WIDTH, ((time - start) / span) * WIDTH);
    return [{ x, counts: counts.map((each) => each[index] ?? 0), score: scores[index] ?? null }];
  });
}

function drawCounts(samples: readonly Sample[], start: number): HTMLElement {
  const sum = (counts: readonly number[]) =>
    counts.reduce((total, count, status) => total + (status === OK ? 0 : count), 0);
  const most = Math.max(1, ...samples.map(({ counts }) => sum(counts)));
  const layers = STATUS_ORDER.slice(0, OK).flatMap((status, layer) => {
    if (samples.every(({ counts }) => (counts[layer] ?? 0) === 0)) return [];
    const edge = (upTo: number) =>
      samples.map(({ x, counts }) => {
        const below = counts.slice(0, upTo).reduce((total, count) => total + count, 0);
        return `${round(x)},${round(HEIGHT - (below / most) * (HEIGHT - 4))}`;
      });
    const points = [...edge(layer), ...edge(layer + 1).reverse()].join(' ');
    return [{ status, shape: svg('polygon', { class: `fill ${status}`, points }) }];
  });
  const [last, first] = [samples.at(-1), samples[0]];
  const text = `Not ok: ${sum(first?.counts ?? [])} on ${formatDate(start)}, ${sum(last?.counts ?? [])} at the last scan.`;
  return h(
    'figure',
    {},
    h(
      'figcaption',
      {},
      h('span', {}, 'Not ok'),
      h(
        'ul',
        { class: 'legend' },
        layers.map(({ status }) => h('li', {}, h('i', { class: `fill ${status}` }), STATUS_TEXTS[status])),
      ),
    ),
    h(
      'div',
      { class: 'plot' },
      h('span', { class: 'scale', 'aria-hidden': 'true' }, formatNumber(most)),
      svg(
        'svg',
        {
          class: 'area',
          viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
          preserveAspectRatio: 'none',
          role: 'img',
          'aria-label': text,
        },
        layers.map(({ shape }) => shape),
      ),
    ),
  );
}

function drawScores(samples: readonly Sample[]): HTMLElement | null {
  const scored = samples.flatMap(({ x, score }) => (score === null ? [] : [{ x, score }]));
  if (scored.length < 2) return null;
  const low = Math.min(...scored.map(({ score }) => score));
  const base = Math.max(0, Math.floor((low - 5) / 10) * 10);
  const points = scored.map(
    ({ x, score }) => `${round(x)},${round(SCORE_HEIGHT - 3 - ((score - base) / (100 - base)) * (SCORE_HEIGHT - 6))}`,
  );
  const [first, last] = [scored[0]?.score ?? 0, scored.at(-1)?.score ?? 0];
  const change = last === first ? 'unchanged' : `${last > first ? '+' : '−'}${Math.abs(last - first)}`;
  return h(
    'figure',
    { class: 'score' },
    h('figcaption', {}, h('span', {}, 'Policy score'), h('span', { class: 'muted' }, `${first} → ${last}, ${change}`)),
    h(
      'div',
      { class: 'plot' },

      svg(
        'svg',
        {
          class: 'line',
          viewBox: `0 0 ${WIDTH} ${SCORE_HEIGHT}`,
          preserveAspectRatio: 'none',
          role: 'img',
          'aria-label': `Policy score: ${first}, then ${last}.`,
        },
        svg('polyline', { points: points.join(' ') }),
      ),
    ),
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
