/** Renders the completion for zsh, as a file for `$fpath` that can also be sourced. */

import type { Completed, CompletedCommand, CompletedOption } from './commands.ts';

export function renderZsh(commands: readonly CompletedCommand[]): string {
  const single = commands.filter(({ name }) => !name.includes(' '));
  const nested = commands.filter(({ name }) => name.startsWith('log '));
  return `#compdef certvigil
# zsh completion for certvigil. Load it with: source <(certvigil completion zsh)
# Adds what the program lists.
_certvigil_listed() {
  local -a names=(\${(f)"$(certvigil __complete $1 \${(Q)words} 2>/dev/null)"})
  compadd -a names
}
_certvigil() {
  local -a commands=(
${single.map(({ name, summary }) => `    ${quote(`${name}:${escapeColons(summary)}`)}\n`).join('')}\
    'log:show or clear the event log'
    'help:show help'
  )
  local -a log_commands=(
${nested.map(({ name, summary }) => `    ${quote(`${name.slice(4)}:${escapeColons(summary)}`)}\n`).join('')}\
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  if [[ $command == log ]]; then
    if (( CURRENT == 2 )); then
      _describe command log_commands
      return
    fi
    command="log $words[2]"
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${commands.map(renderCommand).join('')}\
  esac
}
# Loaded by the completion system from $fpath, or sourced.
if [[ $funcstack[1] == _certvigil ]]; then _certvigil "$@"; else compdef _certvigil certvigil; fi
`;
}

function renderCommand({ name, options, operand }: CompletedCommand): string {
  const specs = [
    ...options.map(renderOption),
    ...(operand === null ? [] : [quote(`*:${operand === 'file' ? 'file' : 'argument'}:${formatAction(operand)}`)]),
  ];
  return `    ${quote(name)})\n      _arguments -s -S \\\n${specs.map((spec) => `        ${spec}`).join(' \\\n')}\n      ;;\n`;
}

function renderOption({ names, help, value, isRepeatable }: CompletedOption): string {
  const exclusion = isRepeatable ? '*' : `(${names.join(' ')})`;
  const text = `[${help.replaceAll(/[[\]]/g, '\\$&')}]${value === null ? '' : `:value:${formatAction(value)}`}`;
  // A value may follow an equals sign too.
  const forms = names.map((name) => `${name}${value !== null && name.startsWith('--') ? '=' : ''}`);
  return forms.map((form) => quote(`${exclusion}${form}${text}`)).join(' ');
}

function formatAction(value: Completed): string {
  if (value === 'file') return '_files';
  if (value === 'any') return ' ';
  // A leading space keeps _arguments from adding arguments.
  return 'listed' in value ? ` _certvigil_listed ${value.listed}` : `(${value.words.join(' ')})`;
}

function escapeColons(text: string): string {
  return text.replaceAll(':', '\\:');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
