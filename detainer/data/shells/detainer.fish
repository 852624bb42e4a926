# Completion of detainer for fish. In ~/.config/fish/config.fish:
#   detainer completion fish | source
function __detainer_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -lx _DETAINER_COMPLETE fish_complete
    set -lx COMP_WORDS (string join \n -- $words | string collect)
    set -lx COMP_CWORD "$typed"
    for line in ($program 2>/dev/null)
        switch $line
            case 'plain,*'
                string replace -r '^plain,' '' -- $line
            case 'file,*'
                __fish_complete_path "$typed"
            case 'dir,*'
                __fish_complete_directories "$typed"
        end
    end
end
complete --command detainer --no-files --keep-order --arguments '(__detainer_complete)'
