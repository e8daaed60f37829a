/** What shells need to know for completion, from the tables of commands and options. */

import { EVENT_NAMES } from '../../domain/index.ts';
import { getOwn } from '../../lib/collections.ts';
import { PRESET_NAMES } from '../../presets/index.ts';
import { REPORT_KINDS } from '../../report/kinds/kind.ts';
import { COMMANDS, SHELLS } from '../command-specs.ts';
import { GENERAL_OPTIONS } from '../help.ts';
import type { OptionSpec } from '../option-reader.ts';
import type { CandidateKind } from './candidates.ts';

export type Shell = (typeof SHELLS)[number];

/** What can follow an option or a command: one of some words, what the program lists, a file, or anything. */
export type Completed = { words: readonly string[] } | { listed: CandidateKind } | 'file' | 'any';

export interface CompletedOption {
  /** With dashes: `--manifest`, and the short form if there is one. */
  names: string[];
  help: string;
  /** null: a flag. */
  value: Completed | null;
  isRepeatable: boolean;
}

export interface CompletedCommand {
  /** `scan`, or `log list`. */
  name: string;
  summary: string;
  options: CompletedOption[];
  /** What its operands are; null: it has none. */
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

/** What the options of these names take, in all commands. */
const VALUES: Readonly<Record<string, Completed>> = {
  certificate: { listed: 'certificates' },
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
  report: { words: REPORT_KINDS },
  completion: { words: SHELLS },
};

/** A placeholder such as `text|json` lists its words, if all of them are in lower case. */
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
