/** The table of docs/comparison.md. */

import type { Scenario } from '../../test/real/trust/scenario.ts';
import type { Outcome } from '../../test/real/trust/verdict.ts';

interface Chapter {
  title: string;
  situations: readonly Scenario[];
}

interface Other {
  title: string;
  version: string;
}

/** How a verdict is wrong. */
type Wrong = 'missed' | 'needless';

function classifyError(alarm: boolean, isRight: boolean | null): Wrong | null {
  if (isRight === null || alarm === isRight) return null;
  return alarm ? 'needless' : 'missed';
}

/** The cells of a situation: first the result of certvigil, then those of the other tools. */
export function formatCells([ours, ...others]: readonly [Outcome, ...Outcome[]], isRight: boolean | null): string[] {
  const mark = ({ alarm }: Outcome, words: string, right = words) => {
    const wrong = classifyError(alarm, isRight);
    return wrong === null ? right : `**${wrong}**: ${words}`;
  };
  const format = (one: Outcome) => {
    const words = one.alarm ? shorten(one.words) : 'ok';
    return mark(one, words, one.alarm ? `alarm: ${words}` : words);
  };
  return [mark(ours, ours.words), ...others.map(format)];
}

/** The cells of each situation in an existing table, by the name of the situation. */
export function parseCells(table: string): Map<string, string[]> {
  const lines = table.split('\n').filter((line) => line.startsWith('| '));
  const rows = lines.map((line) => line.slice(2, -2).split(/(?<!\\) \| /));
  return new Map(rows.map(([name = '', _clients, ...cells]) => [name, cells]));
}

/** `cells` are by the name of the situation. */
export function formatTable(
  chapters: readonly Chapter[],
  others: readonly Other[],
  cells: ReadonlyMap<string, readonly string[]>,
): string {
  const titles = ['certvigil', ...others.map(({ title }) => title)];
  const all = chapters.flatMap(({ situations }) => situations);
  const decided = all.filter(({ alarm }) => alarm !== null);
  const counted = titles.map((title, at) => {
    const count = (wrong: Wrong) =>
      decided.filter(({ name }) => cells.get(name)?.[at]?.startsWith(`**${wrong}**`)).length;
    const [missed, needless] = [count('missed'), count('needless')];
    const version = others[at - 1]?.version;
    return [version ? `${title} ${version}` : title, decided.length - missed - needless, missed, needless];
  });
  return [
    `Of ${decided.length} situations, not counting ${all.length - decided.length} in which an alarm is debatable:`,
    '',
    ...rows(['', 'right', 'missed', 'needless alarms'], counted),
    ...chapters.flatMap(({ title, situations }) => [
      '',
      `### ${title}`,
      '',
      ...rows(
        ['situation', 'what clients do', ...titles],
        situations.map(({ name, clients }) => [name, clients, ...(cells.get(name) ?? [])]),
      ),
    ]),
    '',
  ].join('\n');
}

const MAX_CELL_LENGTH = 110;

/** Removes what differs between runs, and escapes the text for a table cell. */
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
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .trim();
  return plain.length <= MAX_CELL_LENGTH ? plain : `${plain.slice(0, MAX_CELL_LENGTH).trimEnd()} …`;
}

function rows(head: readonly string[], lines: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line)];
}
