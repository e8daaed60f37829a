/** The trend: certificates that are not ok, and the policy score, over a year. */

import { STATUS_ORDER, type Trend } from '../data.ts';
import { h, svg } from '../dom.ts';
import { formatDate, STATUS_TEXTS } from '../model/format.ts';
import { listMarks, type TimeSpan, toPercent } from '../model/scale.ts';
import { renderMonths, renderPlot } from './scale.ts';

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
  if (!hasTrend(trend, now)) {
    return h('p', { class: 'empty' }, 'The trend starts with the second day on which certificates are scanned.');
  }
  const span = findSpan(trend, now);
  const samples = readSamples(trend, span);
  return h('div', { class: 'trend-body' }, drawCounts(samples, span.start), renderAxis(span), drawScores(samples));
}

/** Whether there is more than one day to draw. */
export function hasTrend(trend: Trend, now: number): boolean {
  return readSamples(trend, findSpan(trend, now)).length > 1;
}

/** Finds the time span. Samples are at the start of their day. */
function findSpan({ days }: Trend, now: number): TimeSpan {
  const start = Math.max(now - YEAR, Date.parse(days[0] ?? '') / 1000);
  return { start, end: Math.max(start + DAY, Math.floor(now / DAY) * DAY) };
}

/** Renders the quarters of a year, or the first and last day of a shorter time. */
function renderAxis(span: TimeSpan): HTMLElement {
  const isLong = span.end - span.start > YEAR / 2;
  const names = isLong ? renderMonths(span, 3, 22) : [h('span', { style: { left: '0%' } }, formatDate(span.start))];
  return h('p', { class: 'axis', 'aria-hidden': 'true' }, names, h('b', {}, 'Today'));
}

/** Reads the samples of the span; `x` from 0 to `WIDTH`. */
function readSamples({ days, counts, scores }: Trend, span: TimeSpan): Sample[] {
  return days.flatMap((day, index) => {
    const time = Date.parse(day) / 1000;
    if (time < span.start) return [];
    const x = (toPercent(time, span) / 100) * WIDTH;
    return [{ x, counts: counts.map((each) => each[index] ?? 0), score: scores[index] ?? null }];
  });
}

function drawCounts(samples: readonly Sample[], start: number): HTMLElement {
  const sum = (counts: readonly number[]) =>
    counts.reduce((total, count, status) => total + (status === OK ? 0 : count), 0);
  const marks = listMarks(Math.max(...samples.map(({ counts }) => sum(counts))));
  const top = marks.at(-1) ?? 1;
  const layers = STATUS_ORDER.slice(0, OK).flatMap((status, layer) => {
    if (samples.every(({ counts }) => (counts[layer] ?? 0) === 0)) return [];
    const edge = (upTo: number) =>
      samples.map(({ x, counts }) => {
        const below = counts.slice(0, upTo).reduce((total, count) => total + count, 0);
        return `${round(x)},${round(HEIGHT - (below / top) * HEIGHT)}`;
      });
    const points = [...edge(layer), ...edge(layer + 1).reverse()].join(' ');
    return [{ status, shape: svg('polygon', { class: `fill ${status}`, points }) }];
  });
  const [last, first] = [samples.at(-1), samples[0]];
  const text = `Not ok: ${sum(first?.counts ?? [])} on ${formatDate(start)}, ${sum(last?.counts ?? [])} at the last scan.`;
  const legend = layers.map(({ status }) => h('li', {}, h('i', { class: `fill ${status}` }), STATUS_TEXTS[status]));
  const area = svg(
    'svg',
    {
      ...{ class: 'area', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none' },
      ...{ role: 'img', 'aria-label': text },
    },
    layers.map(({ shape }) => shape),
  );
  return h(
    'figure',
    {},
    h('figcaption', {}, h('span', {}, 'Not ok'), h('ul', { class: 'legend' }, legend)),
    renderPlot(marks, area),
  );
}

function drawScores(samples: readonly Sample[]): HTMLElement | null {
  const scored = samples.flatMap(({ x, score }) => (score === null ? [] : [{ x, score }]));
  if (scored.length < 2) return null;
  const low = Math.min(...scored.map(({ score }) => score));
  const base = Math.max(0, Math.floor((low - 5) / 10) * 10);
  const points = scored.map(
    ({ x, score }) => `${round(x)},${round(SCORE_HEIGHT - ((score - base) / (100 - base)) * SCORE_HEIGHT)}`,
  );
  const [first, last] = [scored[0]?.score ?? 0, scored.at(-1)?.score ?? 0];
  const change = last === first ? 'unchanged' : `${last > first ? '+' : '−'}${Math.abs(last - first)}`;
  const line = svg(
    'svg',
    {
      ...{ class: 'line', viewBox: `0 0 ${WIDTH} ${SCORE_HEIGHT}`, preserveAspectRatio: 'none' },
      ...{ role: 'img', 'aria-label': `Policy score: ${first}, then ${last}.` },
    },
    svg('polyline', { points: points.join(' ') }),
  );
  return h(
    'figure',
    { class: 'score' },
    h('figcaption', {}, h('span', {}, 'Policy score'), h('span', { class: 'muted' }, `${first} → ${last}, ${change}`)),
    renderPlot([base, 100], line),
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
