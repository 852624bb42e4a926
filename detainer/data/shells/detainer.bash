# Completion of detainer for bash. In ~/.bashrc:
#   eval "$(detainer completion bash)"
_detainer_completion() {
    local kind value
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            plain) COMPREPLY+=("$value") ;;
            file) compopt -o default 2>/dev/null ;;
            dir) compopt -o dirnames 2>/dev/null ;;
        esac
    done < <(_DETAINER_COMPLETE=bash_complete COMP_WORDS="${COMP_LINE:0:COMP_POINT}" \
        COMP_WORDBREAKS="$COMP_WORDBREAKS" "${1/#\~\//$HOME/}" 2>/dev/null)
}
# before bash 4.4 there is no nosort, and before 4.0 no compopt
complete -o nosort -F _detainer_completion detainer 2>/dev/null ||
    complete -o default -F _detainer_completion detainer
