/** What shells need to know for completion, from the tables of commands and options. */

import { COMMANDS, SHELLS } from '../command-specs.ts';
import { GENERAL_OPTIONS } from '../help.ts';
import type { OptionSpec } from '../option-reader.ts';

export type Shell = (typeof SHELLS)[number];

/** What can follow an option or a command: one of some words, a file, or anything. */
export type Completed = { words: readonly string[] } | 'file' | 'any';

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
    operand: toOperand(usage.slice(name.length).trim()),
  }));
}

function toOption({ name, short, value, help, isRepeatable }: OptionSpec): CompletedOption {
  const letters = [...(short ?? '')].map((letter) => `-${letter}`);
  return { names: [`--${name}`, ...letters], help, value: value === null ? null : toValue(value), isRepeatable };
}

/** A placeholder such as `text|json` lists its words, if all of them are in lower case. */
function toValue(placeholder: string): Completed {
  const words = placeholder.split('|');
  if (words.length > 1 && words.every((word) => /^[a-z_]+$/.test(word))) return { words };
  return placeholder === 'FILE' ? 'file' : 'any';
}

function toOperand(usage: string): Completed | null {
  if (usage === '') return null;
  if (usage === 'SHELL') return { words: SHELLS };
  return /FILE|TARGET/.test(usage) ? 'file' : 'any';
}
