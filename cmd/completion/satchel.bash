# bash completion for satchel(1): what "satchel complete" offers.
# shellcheck shell=bash

_satchel() {
	local -a words=()
	local line cur i glued=''
	COMPREPLY=()
	# bash parts words at ":" and "="; put them together as they were typed.
	local left=${COMP_LINE:0:COMP_POINT} w
	for ((i = 0; i <= COMP_CWORD; i++)); do
		w=${COMP_WORDS[i]}
		left=${left#"${left%%[![:space:]]*}"}
		if [[ $i -gt 0 && -n $glued && ${#words[@]} -gt 0 ]]; then
			words[${#words[@]} - 1]+=$w
		else
			words+=("$w")
		fi
		left=${left#"$w"}
		# no space between this word and the next: they are one
		if [[ -n $left && $left != [[:space:]]* ]]; then glued=1; else glued=''; fi
	done
	cur=${words[${#words[@]} - 1]}
	cur=${cur//[\"\']/}
	# what stands before the last ":" or "=" is not bash's to replace
	local before=''
	[[ $cur == *[:=]* && $COMP_WORDBREAKS == *:* ]] && before=${cur%"${cur##*[:=]}"}
	while IFS= read -r line; do
		if [[ $line == :file ]]; then
			compopt -o filenames 2>/dev/null
			while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "${cur#"$before"}")
			continue
		fi
		line=${line%%$'\t'*}
		COMPREPLY+=("${line#"$before"}")
	done < <("${words[0]}" complete -- "${words[@]:1:${#words[@]}-2}" "$cur" 2>/dev/null)
	[[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null
	return 0
}
complete -F _satchel satchel
