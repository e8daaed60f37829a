/** Renders the completion for bash 3.2 and newer. */

import type { Completed, CompletedCommand } from './commands.ts';

export function renderBash(commands: readonly CompletedCommand[]): string {
  const first = [...new Set(commands.map(({ name }) => name.split(' ')[0]))];
  const second = commands.flatMap(({ name }) => name.split(' ')[1] ?? []);
  return `# bash completion for certvigil. Load it with: source <(certvigil completion bash)
# Adds what the program lists. Names are quoted, and never evaluated.
_certvigil_listed() {
  local name
  while IFS= read -r name; do
    if [[ $name == "$cur"* ]]; then
      printf -v name %q "$name"
      COMPREPLY+=("$name")
    fi
  done < <(certvigil __complete "$1" "\${COMP_WORDS[@]:1}" 2>/dev/null)
}
_certvigil() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  # bash splits --option=value at the equals sign.
  if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${[...first, 'help', '--help', '--version'].join(' ')}' -- "$cur"))
    return
  fi
  if [[ $command == log ]]; then
    if [[ $COMP_CWORD -eq 2 ]]; then COMPREPLY=($(compgen -W '${second.join(' ')}' -- "$cur")); return; fi
    command="log \${COMP_WORDS[2]}"
  fi
  case "$command $prev" in
${commands.flatMap(renderValues).join('')}\
  esac
  if [[ $cur == -* ]]; then
    case "$command" in
${commands.map(renderOptions).join('')}\
    esac
    return
  fi
  case "$command" in
${commands.flatMap(({ name, operand }) => (operand === null ? [] : [`    '${name}') ${complete(operand)} ;;\n`])).join('')}\
  esac
}
complete -F _certvigil certvigil
`;
}

function renderValues({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ names, value }) =>
    value === null ? [] : [`    ${names.map((one) => `'${name} ${one}'`).join('|')}) ${complete(value)}; return ;;\n`],
  );
}

function renderOptions({ name, options }: CompletedCommand): string {
  const names = options.flatMap((option) => option.names.slice(0, 1));
  return `      '${name}') COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$cur")) ;;\n`;
}

function complete(value: Completed): string {
  if (value === 'any') return ':';
  if (value === 'file') return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))`;
  if ('listed' in value) return `_certvigil_listed ${value.listed}`;
  return `COMPREPLY=($(compgen -W '${value.words.join(' ')}' -- "$cur"))`;
}
