/** Renders the completion for fish 3. */

import type { Completed, CompletedCommand, CompletedOption } from './commands.ts';

export function renderFish(commands: readonly CompletedCommand[]): string {
  const single = commands.filter(({ name }) => !name.includes(' '));
  const nested = commands.filter(({ name }) => name.startsWith('log '));
  return `# fish completion for certvigil. Load it with: certvigil completion fish | source
complete -c certvigil -f
complete -c certvigil -n __fish_use_subcommand -a help -d 'show help'
complete -c certvigil -n __fish_use_subcommand -a log -d 'show or clear the event log'
${single.map(({ name, summary }) => `complete -c certvigil -n __fish_use_subcommand -a ${name} -d ${quote(summary)}\n`).join('')}\
${nested.map(({ name, summary }) => `complete -c certvigil -n '__fish_seen_subcommand_from log; and not __fish_seen_subcommand_from list clear' -a ${name.slice(4)} -d ${quote(summary)}\n`).join('')}\
${commands.flatMap(renderCommand).join('')}`;
}

function renderCommand({ name, options, operand }: CompletedCommand): string[] {
  const [first, second] = name.split(' ');
  const condition = `__fish_seen_subcommand_from ${first}${second === undefined ? '' : `; and __fish_seen_subcommand_from ${second}`}`;
  const start = `complete -c certvigil -n '${condition}'`;
  return [
    ...options.map((option) => `${start}${formatOption(option)}\n`),
    ...(operand === null ? [] : [`${start}${formatValue(operand)}\n`]),
  ];
}

function formatOption({ names, help, value }: CompletedOption): string {
  const forms = names.map((name) => (name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`));
  const argument = value === null ? '' : ` -r${formatValue(value)}`;
  return `${forms.join('')}${argument} -d ${quote(help)}`;
}

/** The option -f disables files, -F enables them. */
function formatValue(value: Completed): string {
  if (value === 'file') return ' -F';
  if (value === 'any') return ' -f';
  if ('listed' in value) return ` -f -a '(certvigil __complete ${value.listed} (commandline -opc) 2>/dev/null)'`;
  return ` -f -a '${value.words.join(' ')}'`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
