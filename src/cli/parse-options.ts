/** Parses the command line into the options of a command. */

import { createUsageError } from '../lib/app-error.ts';
import { suggest } from '../lib/text/did-you-mean.ts';
import { COMMANDS, type CommandDefinition, type Options } from './command-specs.ts';
import { GENERAL_OPTIONS, renderCommandHelp, renderOverview } from './help.ts';
import { createReader, listOptions, splitArguments } from './option-reader.ts';
import { readCommonOptions } from './shared-options.ts';

/** A command to run, or a text to print. */
export type Request = { options: Options; isTraced: boolean } | { print: 'version' } | { print: 'help'; text: string };

/** Throws AppError `usage` for any mistake in the arguments. */
export function parseArguments(argv: readonly string[]): Request {
  const [first, second] = argv;
  if (first === 'help' && argv.length > 1) return parseArguments([...argv.slice(1), '--help']);
  if (first === undefined || first === 'help' || isHelpFlag(first)) return { print: 'help', text: renderOverview() };
  if (first === '--version' || first === '-V' || first === '-v') return { print: 'version' };
  if (first === 'log' && isHelpFlag(second)) return { print: 'help', text: renderLogHelp() };
  const command = findCommand(first, second);
  return parseCommand(command, argv.slice(command.name.split(' ').length));
}

function isHelpFlag(argument: string | undefined): boolean {
  return argument === '--help' || argument === '-h';
}

function renderLogHelp(): string {
  return COMMANDS.filter(({ name }) => name.startsWith('log '))
    .map(renderCommandHelp)
    .join('\n');
}

function findCommand(first: string, second: string | undefined): CommandDefinition {
  const name = first === 'log' ? `log ${second ?? ''}`.trim() : first;
  const command = COMMANDS.find((known) => known.name === name);
  if (command !== undefined) return command;
  if (name === 'log') throw createUsageError('log needs a subcommand', 'Use `log list` or `log clear`.');
  if (first.startsWith('-'))
    throw createUsageError(`option ${first} before the command`, 'Put the command first: certvigil scan ...');
  const names = COMMANDS.map((known) => known.name);
  const similar = suggest(name, names);
  const hint = similar === undefined ? `Commands: ${names.join(', ')}.` : `Did you mean ${similar}?`;
  throw createUsageError(`unknown command "${name}"`, hint);
}

function parseCommand(command: CommandDefinition, args: readonly string[]): Request {
  const own = command.listOptions();
  const others = listOptions(readCommonOptions).filter(({ name }) => own.every((spec) => spec.name !== name));
  const split = splitArguments(command.name, args, [...own, ...others, ...GENERAL_OPTIONS]);
  if (split.values.has('help')) return { print: 'help', text: renderCommandHelp(command) };
  if (split.values.has('version')) return { print: 'version' };
  const reader = createReader(split);
  // Also checks the values of common options that this command does not use. Options of the command itself may have other values.
  const unused = [...split.values].filter(([name]) => own.every((spec) => spec.name !== name));
  readCommonOptions(createReader({ ...split, values: new Map(unused) }));
  const [unexpected] = split.operands;
  if (!command.takesOperands && unexpected !== undefined) {
    const hint = own.some(({ name }) => name === 'only')
      ? `To select certificates by name, use --only ${unexpected}.`
      : `Run 'certvigil ${command.name} --help' for usage.`;
    throw createUsageError(`unexpected argument "${unexpected}" for ${command.name}`, hint);
  }
  return { options: command.parse(reader), isTraced: split.values.has('trace') };
}
