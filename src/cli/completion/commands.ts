/** Lists the data that shells need for completion, from the tables of commands and options. */

import { EVENT_NAMES } from '../../domain/index.ts';
import { getOwn } from '../../lib/collections.ts';
import { PRESET_NAMES } from '../../presets/index.ts';
import { REPORT_KINDS } from '../../report/kinds/report-kind.ts';
import { COMMANDS, SHELLS } from '../command-specs.ts';
import { GENERAL_OPTIONS } from '../help.ts';
import type { OptionSpec } from '../option-reader.ts';
import { SILENCEABLE_CODES } from '../silence-options.ts';
import type { CandidateKind } from './candidates.ts';

export type Shell = (typeof SHELLS)[number];

/**
 * The kind of argument that can follow an option or a command: one of several words, a candidate that the program lists, a file, or any
 * text.
 */
export type Completed = { words: readonly string[] } | { listed: CandidateKind } | 'file' | 'any';

export interface CompletedOption {
  /** The names with dashes: `--manifest`, and the short form if it exists. */
  names: string[];
  help: string;
  /** The kind of value; null for a flag. */
  value: Completed | null;
  isRepeatable: boolean;
}

export interface CompletedCommand {
  /** The name, such as `scan` or `log list`. */
  name: string;
  summary: string;
  options: CompletedOption[];
  /** The kind of its operands; null if it has none. */
  operand: Completed | null;
}

export function listCompletedCommands(): CompletedCommand[] {
  return COMMANDS.map(({ name, summary, usage, listOptions }) => ({
    name,
    summary,
    options: [...listOptions(), ...GENERAL_OPTIONS].map(toOption),
    operand: toOperand(name, usage.slice(name.length).trim()),
  }));
}

function toOption({ name, short, value, help, isRepeatable }: OptionSpec): CompletedOption {
  const letters = [...(short ?? '')].map((letter) => `-${letter}`);
  return { names: [`--${name}`, ...letters], help, value: value === null ? null : toValue(name, value), isRepeatable };
}

/** The kinds of values of the options with these names, in all commands. */
const VALUES: Readonly<Record<string, Completed>> = {
  certificate: { listed: 'certificates' },
  entry: { listed: 'certificates' },
  only: { listed: 'certificates' },
  rule: { listed: 'rules' },
  webhook: { listed: 'webhooks' },
  email: { listed: 'emails' },
  event: { words: EVENT_NAMES },
  preset: { words: PRESET_NAMES },
};

const OPERANDS: Readonly<Record<string, Completed>> = {
  scan: { listed: 'certificates' },
  test: { listed: 'certificates' },
  render: { listed: 'names' },
  explain: { listed: 'codes' },
  silence: { words: SILENCEABLE_CODES },
  report: { words: REPORT_KINDS },
  completion: { words: SHELLS },
};

/** Converts a placeholder. One such as `text|json` lists its words, if all of them are in lower case. */
function toValue(option: string, placeholder: string): Completed {
  const known = getOwn(VALUES, option);
  if (known !== undefined) return known;
  const words = placeholder.split('|');
  if (words.length > 1 && words.every((word) => /^[a-z_]+$/.test(word))) return { words };
  return placeholder === 'FILE' ? 'file' : 'any';
}

function toOperand(command: string, usage: string): Completed | null {
  if (usage === '') return null;
  return getOwn(OPERANDS, command) ?? (/FILE|TARGET/.test(usage) ? 'file' : 'any');
}
