# fish completion for satchel(1): what "satchel complete" offers.

function __satchel_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
        if test "$line" = :file
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end

complete -c satchel -f -a '(__satchel_complete)'
