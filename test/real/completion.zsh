# Prints what zsh offers for the command line $2 after the completion script $1 was sourced, one match per line.
zmodload zsh/zpty
setup=$(mktemp)
print -r -- "PROMPT=
autoload -Uz compinit; compinit -u -D
source ${(q)1}
bindkey '^M' undefined-key; bindkey '^J' undefined-key; bindkey '^I' complete-word
mark() { print -r -- MARK }
compprefuncs=(mark); comppostfuncs=(mark exit)
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd \"\$@\"; return; fi
  local -a hits; builtin compadd -A hits \"\$@\"
  (( \$#hits )) && print -rl -- MATCH:\${^hits}
}
print READY" > $setup
zpty shell zsh -f -i
zpty -w shell "source $setup"
while zpty -r shell line; do [[ $line == *READY* && $line != *source* ]] && break; done
zpty -w -n shell "$2"$'\t'
while zpty -r shell line; do print -r -- "$line"; done | tr -d '\r' | sed -n 's/^.*MATCH://p'
rm -f $setup
