#compdef detainer
# Completion of detainer for zsh. In ~/.zshrc, after compinit:
#   eval "$(detainer completion zsh)"
_detainer() {
    local kind value text
    local -a lines bare told open
    lines=("${(@f)$(_DETAINER_COMPLETE=zsh_complete COMP_WORDS="${(pj:\n:)${(@Q)words[1,CURRENT]}}" \
        ${~words[1]} 2>/dev/null)}")
    for kind value text in "${lines[@]}"; do
        case $kind in
            file) _path_files ;;
            dir) _path_files -/ ;;
            plain)
                if [[ $value == *= ]]; then
                    open+=("$value:$text")
                elif [[ -n $text ]]; then
                    told+=("$value:$text")
                else
                    bare+=("$value")
                fi
                ;;
        esac
    done
    # -U: what fits was chosen already; -S '': the value follows the sign at once
    (( $#open )) && _describe -V unsorted open -U -S ''
    (( $#told )) && _describe -V unsorted told -U
    (( $#bare )) && compadd -U -V unsorted -a bare
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _detainer "$@"
else
    compdef _detainer detainer
fi
