const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import"./chunk-N2H2LFWB.js";import{PRESET_NAMES}from"./chunk-3KU5UO3O.js";import{COMMANDS,EVENT_NAMES,GENERAL_OPTIONS,REPORT_KINDS,SHELLS,getOwn,parseChoice}from"./chunk-DOALQDBO.js";function renderBash(commands){let first=[...new Set(commands.map(({name})=>name.split(" ")[0]))],second=commands.flatMap(({name})=>name.split(" ")[1]??[]);return`# bash completion for certvigil. Load it with: source <(certvigil completion bash)
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
    COMPREPLY=($(compgen -W '${[...first,"help","--help","--version"].join(" ")}' -- "$cur"))
    return
  fi
  if [[ $command == log ]]; then
    if [[ $COMP_CWORD -eq 2 ]]; then COMPREPLY=($(compgen -W '${second.join(" ")}' -- "$cur")); return; fi
    command="log \${COMP_WORDS[2]}"
  fi
  case "$command $prev" in
${commands.flatMap(renderValues).join("")}  esac
  if [[ $cur == -* ]]; then
    case "$command" in
${commands.map(renderOptions).join("")}    esac
    return
  fi
  case "$command" in
${commands.flatMap(({name,operand})=>operand===null?[]:[`    '${name}') ${complete(operand)} ;;
`]).join("")}  esac
}
complete -F _certvigil certvigil
`}function renderValues({name,options}){return options.flatMap(({names,value})=>value===null?[]:[`    ${names.map(one=>`'${name} ${one}'`).join("|")}) ${complete(value)}; return ;;
`])}function renderOptions({name,options}){let names=options.flatMap(option=>option.names.slice(0,1));return`      '${name}') COMPREPLY=($(compgen -W '${names.join(" ")}' -- "$cur")) ;;
`}function complete(value){return value==="any"?":":value==="file"?'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))':"listed"in value?`_certvigil_listed ${value.listed}`:`COMPREPLY=($(compgen -W '${value.words.join(" ")}' -- "$cur"))`}function listCompletedCommands(){return COMMANDS.map(({name,summary,usage,listOptions})=>({name,summary,options:[...listOptions(),...GENERAL_OPTIONS].map(toOption),operand:toOperand(name,usage.slice(name.length).trim())}))}function toOption({name,short,value,help,isRepeatable}){let letters=[...short??""].map(letter=>`-${letter}`);return{names:[`--${name}`,...letters],help,value:value===null?null:toValue(name,value),isRepeatable}}var VALUES={certificate:{listed:"certificates"},only:{listed:"certificates"},rule:{listed:"rules"},webhook:{listed:"webhooks"},email:{listed:"emails"},event:{words:EVENT_NAMES},preset:{words:PRESET_NAMES}},OPERANDS={scan:{listed:"certificates"},test:{listed:"certificates"},render:{listed:"names"},explain:{listed:"codes"},report:{words:REPORT_KINDS},completion:{words:SHELLS}};function toValue(option,placeholder){let known=getOwn(VALUES,option);if(known!==void 0)return known;let words=placeholder.split("|");return words.length>1&&words.every(word=>/^[a-z_]+$/.test(word))?{words}:placeholder==="FILE"?"file":"any"}function toOperand(command,usage){return usage===""?null:getOwn(OPERANDS,command)??(/FILE|TARGET/.test(usage)?"file":"any")}function renderFish(commands){let single=commands.filter(({name})=>!name.includes(" ")),nested=commands.filter(({name})=>name.startsWith("log "));return`# fish completion for certvigil. Load it with: certvigil completion fish | source
complete -c certvigil -f
complete -c certvigil -n __fish_use_subcommand -a help -d 'show help'
complete -c certvigil -n __fish_use_subcommand -a log -d 'show or clear the event log'
${single.map(({name,summary})=>`complete -c certvigil -n __fish_use_subcommand -a ${name} -d ${quote(summary)}
`).join("")}${nested.map(({name,summary})=>`complete -c certvigil -n '__fish_seen_subcommand_from log; and not __fish_seen_subcommand_from list clear' -a ${name.slice(4)} -d ${quote(summary)}
`).join("")}${commands.flatMap(renderCommand).join("")}`}function renderCommand({name,options,operand}){let[first,second]=name.split(" "),start=`complete -c certvigil -n '${`__fish_seen_subcommand_from ${first}${second===void 0?"":`; and __fish_seen_subcommand_from ${second}`}`}'`;return[...options.map(option=>`${start}${formatOption(option)}
`),...operand===null?[]:[`${start}${formatValue(operand)}
`]]}function formatOption({names,help,value}){let forms=names.map(name=>name.startsWith("--")?` -l ${name.slice(2)}`:` -s ${name.slice(1)}`),argument=value===null?"":` -r${formatValue(value)}`;return`${forms.join("")}${argument} -d ${quote(help)}`}function formatValue(value){return value==="file"?" -F":value==="any"?" -f":"listed"in value?` -f -a '(certvigil __complete ${value.listed} (commandline -opc) 2>/dev/null)'`:` -f -a '${value.words.join(" ")}'`}function quote(text){return`'${text.replaceAll("\\","\\\\").replaceAll("'","\\'")}'`}function renderZsh(commands){let single=commands.filter(({name})=>!name.includes(" ")),nested=commands.filter(({name})=>name.startsWith("log "));return`#compdef certvigil
# zsh completion for certvigil. Load it with: source <(certvigil completion zsh)
# Adds what the program lists.
_certvigil_listed() {
  local -a names=(\${(f)"$(certvigil __complete $1 \${(Q)words} 2>/dev/null)"})
  compadd -a names
}
_certvigil() {
  local -a commands=(
${single.map(({name,summary})=>`    ${quote2(`${name}:${escapeColons(summary)}`)}
`).join("")}    'log:show or clear the event log'
    'help:show help'
  )
  local -a log_commands=(
${nested.map(({name,summary})=>`    ${quote2(`${name.slice(4)}:${escapeColons(summary)}`)}
`).join("")}  )
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
${commands.map(renderCommand2).join("")}  esac
}
# Loaded by the completion system from $fpath, or sourced.
if [[ $funcstack[1] == _certvigil ]]; then _certvigil "$@"; else compdef _certvigil certvigil; fi
`}function renderCommand2({name,options,operand}){let specs=[...options.map(renderOption),...operand===null?[]:[quote2(`*:${operand==="file"?"file":"argument"}:${formatAction(operand)}`)]];return`    ${quote2(name)})
      _arguments -s -S \\
${specs.map(spec=>`        ${spec}`).join(` \\
`)}
      ;;
`}function renderOption({names,help,value,isRepeatable}){let exclusion=isRepeatable?"*":`(${names.join(" ")})`,text=`[${help.replaceAll(/[[\]]/g,"\\$&")}]${value===null?"":`:value:${formatAction(value)}`}`;return names.map(name=>`${name}${value!==null&&name.startsWith("--")?"=":""}`).map(form=>quote2(`${exclusion}${form}${text}`)).join(" ")}function formatAction(value){return value==="file"?"_files":value==="any"?" ":"listed"in value?` _certvigil_listed ${value.listed}`:`(${value.words.join(" ")})`}function escapeColons(text){return text.replaceAll(":","\\:")}function quote2(text){return`'${text.replaceAll("'","'\\''")}'`}var RENDERERS={bash:renderBash,zsh:renderZsh,fish:renderFish};async function runCompletionCommand({shells},io){let shell=parseChoice("completion",shells[0]??"",SHELLS);return io.stdout(RENDERERS[shell](listCompletedCommands())),0}export{runCompletionCommand};
