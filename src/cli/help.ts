/** Renders the help texts of the command line. */

import { wrapText } from '../report/format/terminal-text.ts';
import { COMMANDS, type CommandDefinition } from './command-specs.ts';
import { listOptions, type OptionSpec } from './option-reader.ts';
import { readCommonOptions } from './shared-options.ts';

/** The options that all commands have. */
export const GENERAL_OPTIONS: readonly OptionSpec[] = [
  { name: 'help', short: 'h', value: null, help: 'show this help', isRepeatable: false },
  { name: 'version', short: 'Vv', value: null, help: 'show the version (also -v)', isRepeatable: false },
];

/** The commands by what one wants to do. */
export const COMMAND_GROUPS: readonly (readonly [title: string, names: readonly CommandDefinition['name'][]])[] = [
  ['Start', ['demo', 'init', 'import', 'discover', 'completion']],
  ['Watch', ['scan', 'observe', 'digest', 'overview', 'silence', 'log clear']],
  ['Look', ['inspect', 'log list', 'forecast', 'affected', 'explain']],
  ['Prove', ['validate', 'test', 'render', 'report', 'export']],
];

export function renderOverview(): string {
  const width = computeWidth(COMMANDS.map(({ usage }) => usage));
  const groups = COMMAND_GROUPS.map(([title, names]) => {
    const rows = names.flatMap((name) => COMMANDS.filter((command) => command.name === name));
    return `${title}:\n${alignColumns(
      rows.map(({ usage, summary }) => [usage, summary] as const),
      width,
    )}`;
  });
  return `certvigil: certificate expiry monitoring as code

Usage: certvigil COMMAND [OPTION...]

${groups.join('\n\n')}

Run 'certvigil COMMAND --help' for options.
Exit codes: 0 success; 1 something was not read, or is at the --fail-on level or worse; 2 usage or manifest error; 3 failed delivery, unsaved event log, or internal error.
`;
}

export function renderCommandHelp({ usage, summary, listOptions: listOwn }: CommandDefinition): string {
  const common = listOptions(readCommonOptions).map(({ name }) => name);
  const own = listOwn().toSorted((a, b) => common.indexOf(a.name) - common.indexOf(b.name));
  const rows = [...own, ...GENERAL_OPTIONS].map(({ name, short, value, help }) => {
    const prefix = short === undefined ? '    ' : `-${short[0]}, `;
    return [`${prefix}--${name}${value === null ? '' : ` ${value}`}`, help] as const;
  });
  return `Usage: certvigil ${usage} [OPTION...]

${summary[0]?.toUpperCase()}${summary.slice(1)}.

${alignColumns(rows)}
`;
}

/** Breaks long lines of a help text at spaces. Continued lines begin below the second column, or below the text. */
export function wrapHelp(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n');
}

function wrapLine(line: string, columns: number): string {
  if (line.length <= columns) return line;
  const gap = /\S {2,}(?=\S)/.exec(line);
  // An option on a separate line is not broken; its description continues the right column.
  if (gap === null && /^ +-/.test(line)) return line;
  const left = gap === null ? (/^ */.exec(line)?.[0] ?? '') : line.slice(0, gap.index + gap[0].length);
  // On a very narrow terminal, the second column begins on a new line.
  const isNarrow = left.length > columns / 2;
  const indent = ' '.repeat(isNarrow ? Math.min(10, columns >> 2) : left.length);
  const wrapped = wrapText(line.slice(left.length), columns, indent).join('\n');
  if (left.trim() === '') return wrapped;
  return isNarrow ? `${left.trimEnd()}\n${wrapped}` : left + wrapped.slice(indent.length);
}

/** A longer text gets a separate line, so that the right column has room on a terminal of 80 columns. */
const MAX_LEFT_WIDTH = 30;

function computeWidth(left: readonly string[]): number {
  return Math.max(...left.map(({ length }) => length).filter((length) => length <= MAX_LEFT_WIDTH));
}

function alignColumns(
  rows: readonly (readonly [left: string, right: string])[],
  width = computeWidth(rows.map(([left]) => left)),
): string {
  return rows
    .map(([left, right]) => {
      const start = `  ${left.padEnd(width)}`;
      return left.length <= width ? `${start}  ${right}` : `${start}\n${' '.repeat(width + 4)}${right}`;
    })
    .join('\n');
}
