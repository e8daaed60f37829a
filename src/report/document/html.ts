/** Renders a document as one HTML page without scripts, to read, to print and to keep. */

import { hash } from 'node:crypto';
import { truncateTo } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { escapeHtml, renderHtmlHead } from '../format/html-page.ts';
import { formatNumber } from '../format/labels.ts';
import { arrangeTable, formatPlain, isBlank, isEmpty, listSections, selectFor } from './arrange.ts';
import { PAGE_STYLE } from './html-style.ts';
import {
  type Block,
  type Column,
  type Curve,
  type Document,
  type Inline,
  listInlines,
  type Mark,
  type Paragraph,
  type Row,
  type Section,
  type Table,
  type Text,
} from './model.ts';

/** Renders a document in pieces, each for one row of a table or a few lines. */
export function* renderHtml(document: Document): Generator<string> {
  const { title, subtitle = null, mark, lead, summary, sections, footer } = document;
  const name = formatPlain(subtitle) === null ? '' : `: ${formatPlain(subtitle)}`;
  // The page has no script, and only its own style.
  const policy = `default-src 'none'; style-src 'sha256-${hash('sha256', PAGE_STYLE, 'base64')}'; base-uri 'none'; form-action 'none'`;
  const head = renderHtmlHead({ title: escapeText(`${formatPlain(title)}${name}`), style: PAGE_STYLE, policy });
  yield `${head}<body>
<main>
${subtitle === null ? '' : `<p class="title">${renderText(subtitle)}</p>\n`}<h1>${renderText(title)}</h1>
<div class="result ${chooseClass(mark)}">
${renderParagraphs([...lead, ...summary])}</div>
`;
  for (const section of listSections(sections, 'html')) yield* renderSection(section);
  yield `${renderParagraphs(footer)}</main>
</body>
</html>
`;
}

// ---------------------------------------------------------------------------------------------- text

const MAX_LENGTH = 2000;

/** Escapes a text for content and attributes. */
function escapeText(text: string): string {
  return escapeHtml(truncateTo(escapeUnprintable(text.slice(0, 2 * MAX_LENGTH)), MAX_LENGTH));
}

function renderText(text: Text): string {
  return listInlines(text).map(renderInline).join('');
}

function renderInline(inline: Inline): string {
  if (typeof inline === 'string') return escapeText(inline);
  if (typeof inline === 'number') return formatNumber(inline);
  if ('isBreak' in inline) return '<br>';
  if ('mark' in inline) return renderMarked(escapeText(inline.text ?? ''), inline.mark);
  if ('link' in inline && /^https?:\/\//.test(inline.link))
    return `<a href="${escapeText(inline.link)}">${escapeText(inline.text)}</a>`;
  return escapeText(formatPlain(inline) ?? '');
}

/** Renders a mark around an escaped text. */
function renderMarked(escaped: string, mark: Mark | undefined): string {
  return mark === undefined ? escaped : `<span class="mark ${chooseClass(mark)}">${escaped}</span>`;
}

const GOOD: ReadonlySet<Mark> = new Set(['ok', 'good', 'added']);
const BAD: ReadonlySet<Mark> = new Set(['expired', 'critical', 'bad', 'removed']);

function chooseClass(mark: Mark | undefined): 'good' | 'bad' | 'open' {
  if (mark === undefined) return 'open';
  return GOOD.has(mark) ? 'good' : BAD.has(mark) ? 'bad' : 'open';
}

function renderParagraphs(paragraphs: readonly Paragraph[], className = ''): string {
  const shown = selectFor(paragraphs, 'html').filter(({ text }) => !isBlank(text));
  return shown.map(({ text, mark }) => `<p${className}>${renderMarked(renderText(text), mark)}</p>\n`).join('');
}

// ---------------------------------------------------------------------------------------------- sections

function* renderSection(section: Section): Generator<string> {
  const { title, blocks, empty } = section;
  yield `<section>\n${title === undefined ? '' : `<h2>${renderText(title)}</h2>\n`}`;
  if (isEmpty(section) && empty !== undefined) yield `<p>${escapeText(empty)}</p>\n`;
  else for (const block of blocks) yield* renderBlock(block, title ?? null);
  yield '</section>\n';
}

function* renderBlock(block: Block, title: Text): Generator<string> {
  switch (block.kind) {
    case 'paragraph':
      yield renderParagraphs([block], ' class="note"');
      break;
    case 'table':
      yield* renderTable(block, title);
      break;
    case 'list':
      yield `<ul>\n${block.items.map((item) => `<li>${renderText(item)}</li>\n`).join('')}</ul>\n`;
      break;
    case 'facts':
      yield `<dl>\n${block.facts
        .filter(([, value]) => !isBlank(value))
        .map(([name, value]) => `<dt>${escapeText(name)}</dt><dd>${renderText(value)}</dd>\n`)
        .join('')}</dl>\n`;
      break;
    case 'tree':
      yield `<ul>\n${block.nodes.map(({ text, state }) => `<li>${escapeText(`${text}: ${state}`)}</li>\n`).join('')}</ul>\n`;
      break;
    case 'listing':
      yield `<pre>${block.lines.map((line) => `${escapeText(line)}\n`).join('')}</pre>\n`;
      break;
    case 'curve':
      yield renderCurve(block);
      break;
    case 'form':
      yield `<div class="sign">${block.fields.map((field) => `<div>${escapeText(field)}</div>`).join('')}</div>\n`;
      break;
    case 'timeline':
      break;
  }
}

// ---------------------------------------------------------------------------------------------- tables

/** The lengths of texts that widen or narrow a column. */
const [LONG, SHORT] = [30, 12];

function* renderTable(table: Table, title: Text): Generator<string> {
  const { columns, rows } = arrangeTable(table, 'html');
  if (rows.length === 0) return;
  const classes = columns.map((column, index) => chooseColumnClass(column, index, rows));
  const heads = columns.map((column, index) => `<th scope="col"${classes[index]}>${escapeText(column.title)}</th>`);
  yield `<div class="wide" tabindex="0" role="region" aria-label="${escapeText(formatPlain(title) ?? '')}">
<table>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
`;
  for (const row of rows) yield renderRow(row, columns, classes);
  yield '</tbody>\n</table>\n</div>\n';
}

function chooseColumnClass({ align }: Column<never>, index: number, rows: readonly Row[]): string {
  if (align === 'right') return ' class="number"';
  const lengths = rows.map(({ cells }) => formatPlain(cells[index] ?? null)?.length ?? 0);
  if (lengths.every((length) => length <= SHORT)) return ' class="short"';
  return lengths.some((length) => length > LONG) ? ' class="long"' : '';
}

function renderRow({ cells, isPart }: Row, columns: readonly Column<never>[], classes: readonly string[]): string {
  const rendered = cells.map((text, index) => {
    const isUncounted = text === null && columns[index]?.align === 'right';
    return `<td${classes[index]}>${isUncounted ? '–' : renderText(text)}</td>`;
  });
  return `<tr${isPart ? ' class="part"' : ''}>${rendered.join('')}</tr>\n`;
}

// ---------------------------------------------------------------------------------------------- curves

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [640, 140, 34, 22];

function renderCurve({ name, points: values }: Curve): string {
  const toX = (index: number) => LEFT + (index * (WIDTH - LEFT - 8)) / Math.max(1, values.length - 1);
  const toY = (value: number) => 8 + ((100 - value) * (HEIGHT - BOTTOM - 8)) / 100;
  const points = values.map(({ value }, index) => [toX(index).toFixed(1), toY(value).toFixed(1)] as const);
  const grid = [0, 50, 100].map(
    (value) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - 8}" y1="${toY(value)}" y2="${toY(value)}"/><text x="${LEFT - 6}" y="${toY(value) + 4}" text-anchor="end">${value}</text>`,
  );
  const [first, last] = [values[0], values.at(-1)];
  const label = `${name}: ${first?.value} on ${first?.day}, ${last?.value} on ${last?.day}`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(label)}">
${grid.join('\n')}
<polyline class="score" points="${points.map((point) => point.join(',')).join(' ')}"/>
${points.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3"/>`).join('')}
<text x="${LEFT}" y="${HEIGHT - 4}">${escapeText(first?.day ?? '')}</text><text x="${WIDTH - 8}" y="${HEIGHT - 4}" text-anchor="end">${escapeText(last?.day ?? '')}</text>
</svg>
`;
}
