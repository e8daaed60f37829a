/** An audit as one HTML page without scripts, to read, to print and to keep. */

import { hash } from 'node:crypto';
import { escapeHtml } from '../html/page.ts';
import { toText } from '../html/tables.ts';
import type { Audit } from './build.ts';
import { type AuditSection, listFacts, listSections, type Row, summarizeAudit } from './sections.ts';
import { AUDIT_STYLE } from './style.ts';

/** In pieces, each for one row. */
export function* renderAuditPage(audit: Audit): Generator<string> {
  const { coverage } = audit;
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash('sha256', AUDIT_STYLE, 'base64')}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Certificate policy audit: ${toSafe(audit.title)}</title>
<style>${AUDIT_STYLE}</style>
</head>
<body>
<main>
<p class="title">${toSafe(audit.title)}</p>
<h1>Certificate policy audit</h1>
<div class="result ${chooseTone(audit)}">
${summarizeAudit(audit)
  .map((sentence) => `<p>${toSafe(sentence)}</p>\n`)
  .join('')}<p>${coverage.complete || coverage.blind ? '' : 'Not everything was read: '}${toSafe(coverage.text)}</p>
</div>
<dl>
${listFacts(audit)
  .map(([name, value]) => `<dt>${toSafe(name)}</dt><dd>${toSafe(value)}</dd>\n`)
  .join('')}</dl>
`;
  for (const section of listSections(audit)) {
    yield* renderSection(section, section.title === 'Trend' ? renderScores(audit) : '');
  }
  yield `<div class="sign"><div>Reviewed by</div><div>Date</div><div>Signature</div></div>
</main>
</body>
</html>
`;
}

/** Without policies, nothing was checked. */
function chooseTone({ violations, undecided, coverage, policies }: Audit): 'bad' | 'open' | 'good' {
  if (violations.length > 0) return 'bad';
  const enabled = policies.filter(({ state }) => state !== 'disabled');
  const isMet = enabled.length > 0 && enabled.every(({ state }) => state === 'met');
  return isMet && undecided.length === 0 && coverage.complete ? 'good' : 'open';
}

function toSafe(text: string): string {
  return escapeHtml(toText(text));
}

/** A longer text gets a wider column, and a column of shorter ones is as narrow as they are. */
const [LONG, SHORT] = [30, 12];

/** Columns of counts are aligned to the right. */
const NUMBER = /^(?:[\d,]+|none|)$/;

function* renderSection({ title, note, columns, rows, empty }: AuditSection, chart: string): Generator<string> {
  yield `<section>\n<h2>${title}</h2>\n`;
  if (rows.length === 0) {
    yield `<p>${toSafe(empty)}</p>\n</section>\n`;
    return;
  }
  const kinds = columns.map((_, index) =>
    findKind(
      rows.map(({ cells }) => cells[index] ?? ''),
      index === 0,
    ),
  );
  const heads = columns.map((name, index) => `<th scope="col"${formatClass(kinds[index])}>${name}</th>`);
  yield `${note === '' ? '' : `<p class="note">${toSafe(note)}</p>\n`}${chart}<div class="wide" tabindex="0" role="region" aria-label="${title}">
<table>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
`;
  for (const row of rows) yield renderRow(row, kinds, columns.indexOf('Result'));
  yield '</tbody>\n</table>\n</div>\n</section>\n';
}

type ColumnKind = 'number' | 'short' | 'long' | undefined;

function findKind(texts: readonly string[], isFirst: boolean): ColumnKind {
  if (!isFirst && texts.every((text) => NUMBER.test(text)) && texts.some((text) => /\d/.test(text))) return 'number';
  if (texts.every(({ length }) => length <= SHORT)) return 'short';
  return texts.some(({ length }) => length > LONG) ? 'long' : undefined;
}

function formatClass(kind: ColumnKind): string {
  return kind === undefined ? '' : ` class="${kind}"`;
}

function renderRow({ cells, style }: Row, kinds: readonly ColumnKind[], result: number): string {
  const columns = cells.map((text, index) => {
    const isMarked = index === result && style !== undefined && style !== 'part';
    const content = isMarked ? `<span class="mark ${style}">${toSafe(text)}</span>` : toSafe(text);
    const isUncounted = kinds[index] === 'number' && text === '';
    return `<td${formatClass(kinds[index])}>${isUncounted ? '–' : content}</td>`;
  });
  return `<tr${style === 'part' ? ' class="part"' : ''}>${columns.join('')}</tr>\n`;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [640, 140, 34, 22];

/** The policy score of each month as a line; empty if fewer than two months have one. */
function renderScores({ months }: Audit): string {
  const scored = months.flatMap(({ day, score }) => (score === null ? [] : [{ day, score }]));
  if (scored.length < 2) return '';
  const toX = (index: number) => LEFT + (index * (WIDTH - LEFT - 8)) / (scored.length - 1);
  const toY = (score: number) => 8 + ((100 - score) * (HEIGHT - BOTTOM - 8)) / 100;
  const points = scored.map(({ score }, index) => [toX(index).toFixed(1), toY(score).toFixed(1)] as const);
  const grid = [0, 50, 100].map(
    (score) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - 8}" y1="${toY(score)}" y2="${toY(score)}"/><text x="${LEFT - 6}" y="${toY(score) + 4}" text-anchor="end">${score}</text>`,
  );
  const [first, last] = [scored[0], scored.at(-1)];
  const label = `Policy score: ${first?.score} on ${first?.day}, ${last?.score} on ${last?.day}`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${grid.join('\n')}
<polyline class="score" points="${points.map((point) => point.join(',')).join(' ')}"/>
${points.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3"/>`).join('')}
<text x="${LEFT}" y="${HEIGHT - 4}">${first?.day}</text><text x="${WIDTH - 8}" y="${HEIGHT - 4}" text-anchor="end">${last?.day}</text>
</svg>
`;
}
