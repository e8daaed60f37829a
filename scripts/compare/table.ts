/** Reads and writes the results of docs/comparison.csv, and the tables of docs/comparison.md that summarize them. */

import { parseCsv, readCell } from '../../src/lib/csv/parse-csv.ts';
import { renderRecord } from '../../src/lib/csv/render-csv.ts';
import type { Scenario } from '../../test/real/trust/scenario.ts';
import type { Outcome } from '../../test/real/trust/verdict.ts';

interface Chapter {
  title: string;
  situations: readonly Scenario[];
}

export interface Results {
  /** The other tools, with their versions. */
  tools: readonly string[];
  /** The cells by the name of the situation: first the result of certvigil, then those of the other tools. */
  cells: Map<string, readonly string[]>;
}

/** The kind of a wrong verdict. */
type Wrong = 'missed' | 'needless';

function classifyError(alarm: boolean, isRight: boolean | null): Wrong | null {
  if (isRight === null || alarm === isRight) return null;
  return alarm ? 'needless' : 'missed';
}

/** Formats the cells of a situation: first the result of certvigil, then those of the other tools. */
export function formatCells([ours, ...others]: readonly [Outcome, ...Outcome[]], isRight: boolean | null): string[] {
  const mark = ({ alarm }: Outcome, words: string, right = words) => {
    const wrong = classifyError(alarm, isRight);
    return wrong === null ? right : `${wrong}: ${words}`;
  };
  const format = (one: Outcome) => {
    const words = one.alarm ? shorten(one.words) : 'ok';
    return mark(one, words, one.alarm ? `alarm: ${words}` : words);
  };
  return [mark(ours, ours.words), ...others.map(format)];
}

const OWN_COLUMNS = ['chapter', 'situation', 'what clients do', 'certvigil'];

/** Reads docs/comparison.csv. */
export function parseResults(text: string): Results {
  const rows = Array.from(parseCsv(text, ','), ({ cells }) => cells.map((cell) => readCell(text, cell)));
  const [head = [], ...lines] = rows;
  return {
    tools: head.slice(OWN_COLUMNS.length),
    cells: new Map(lines.map(([_chapter, name = '', _clients, ...cells]) => [name, cells])),
  };
}

/** Writes docs/comparison.csv. */
export function formatResults(chapters: readonly Chapter[], { tools, cells }: Results): string {
  const lines = chapters.flatMap(({ title, situations }) =>
    situations.map(({ name, clients }) => [title, name, clients, ...(cells.get(name) ?? [])]),
  );
  return [[...OWN_COLUMNS, ...tools], ...lines].map((line) => renderRecord(line).replace('\r\n', '\n')).join('');
}

/** Formats the tables of docs/comparison.md: the number of wrong verdicts of each tool for each chapter. */
export function formatTables(chapters: readonly Chapter[], { tools, cells }: Results): string {
  const titles = ['certvigil', ...tools];
  const names = titles.map((title) => title.replace(/ [\d.]+$/, ''));
  const all = chapters.flatMap(({ situations }) => situations);
  const decided = all.filter(({ alarm }) => alarm !== null);
  const isWrong = (name: string, at: number, wrong: Wrong) => cells.get(name)?.[at]?.startsWith(`${wrong}:`) ?? false;
  const count = (situations: readonly Scenario[], at: number, wrong: Wrong) =>
    situations.filter(({ name }) => isWrong(name, at, wrong)).length;
  const counted = titles.map((title, at) => {
    const [missed, needless] = [count(decided, at, 'missed'), count(decided, at, 'needless')];
    return [title, decided.length - missed - needless, missed, needless];
  });
  const byChapter = chapters.map(({ title, situations }) => [
    `${title} (${situations.length})`,
    ...titles.map((_, at) => `${count(situations, at, 'missed')} / ${count(situations, at, 'needless')}`),
  ]);
  return [
    `Of ${decided.length} situations, not counting ${all.length - decided.length} in which an alarm is debatable:`,
    '',
    ...formatRows(['', 'right', 'missed', 'needless alarms'], counted),
    '',
    'Missed / needless alarms by kind of situation:',
    '',
    ...formatRows(['situations', ...names], byChapter),
    '',
  ].join('\n');
}

const MAX_CELL_LENGTH = 110;

/** Removes parts that differ between runs. */
function shorten(words: string): string {
  const plain = words
    .replaceAll(/\/tmp\/\S+?(?=[\s,:;"')]|$)/g, 'FILE')
    .replaceAll(/\b127\.0\.0\.1:\d+(?:->127\.0\.0\.1:\d+)?/g, '127.0.0.1')
    .replaceAll(/([a-z]):\d{4,5}\b/g, '$1')
    .replace('tls: failed to verify certificate: x509: ', '')
    .replaceAll(
      /: current time .*$| \(was valid until [^)]*\)| on \w{3} +\d+ [\d:]+ \d+ GMT|[;]? ?\w+_notAfter[^;]*/g,
      '',
    )
    .replaceAll(/(?:[0-9A-F]{2}:){8,}[0-9A-F]*/g, 'HEX')
    .replace(/^[ ;]+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.length <= MAX_CELL_LENGTH ? plain : `${plain.slice(0, MAX_CELL_LENGTH).trimEnd()} …`;
}

function formatRows(head: readonly string[], lines: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)];
}
