import type { Shell } from './shells.ts';
import type { CommandWords, OptionWords, Words } from './words.ts';

/** A completion script for a shell. Files are completed where no other words fit. */
export function completionScript(shell: Shell, words: Words): string {
  switch (shell) {
    case 'bash':
      return bash(words);
    case 'zsh':
      return zsh(words);
    case 'fish':
      return fish(words);
    case 'powershell':
      return powershell(words);
    default:
      return shell satisfies never;
  }
}

function bash({ commands, options }: Words): string {
  const perCommand = commands.map((command) => `    ${command.name}) words=${quoted(wordsAfter(command, options))} ;;`);
  const values = valueCases(commands, options).map(
    ([pattern, choices]) =>
      `    ${pattern}) COMPREPLY=($(compgen ${choices.length === 0 ? '-f' : `-W ${quoted(choices)}`} -- "$current")); return ;;`,
  );
  return `# bash completion for reconcile
_reconcile() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' word words i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$word" in
      ${commands.map(({ name }) => name).join('|')}) command="$word"; break ;;
    esac
  done
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
    '') words=${quoted([...commands.map(({ name }) => name), ...options.map(({ flag }) => flag)])} ;;
${perCommand.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ -n "$command" && "$current" != -* ]] && COMPREPLY+=($(compgen -f -- "$current"))
}
complete -o filenames -F _reconcile reconcile
`;
}

/** Option values: a pattern of "command option", and the words. */
function valueCases(
  commands: readonly CommandWords[],
  options: readonly OptionWords[],
): readonly (readonly [string, readonly string[]])[] {
  const all = [
    ...commands.flatMap((command) => command.options.map((option) => ({ prefix: command.name, option }))),
    ...options.map((option) => ({ prefix: '*', option })),
  ];
  return all
    .filter(({ option }) => option.takesValue)
    .map(({ prefix, option: { flag, choices } }) => [
      prefix === '*' ? `*${quotedWord(` ${flag}`)}` : quotedWord(`${prefix} ${flag}`),
      choices,
    ]);
}

function wordsAfter({ options, choices }: CommandWords, everywhere: readonly OptionWords[]): readonly string[] {
  return [...new Set([...choices, ...options.map(({ flag }) => flag), ...everywhere.map(({ flag }) => flag)])];
}

function zsh({ commands, options }: Words): string {
  const perCommand = commands.map(({ name, options: own, choices }) => {
    const rest = choices.length === 0 ? "'*:file:_files'" : `'1:value:(${choices.join(' ')})'`;
    const specs = [...own, ...options.filter(({ flag }) => !own.some((one) => one.flag === flag))].map(zshOption);
    return `        ${name}) _arguments ${[...specs, rest].join(' ')} ;;`;
  });
  return `#compdef reconcile
# zsh completion for reconcile
_reconcile() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quotedWord(`${name}:${plain(description)}`)}`).join('\n')}
  )
  local state line
  _arguments -C ${options.map(zshOption).join(' ')} '1:command:->command' '*::argument:->argument'
  case "$state" in
    command) _describe command commands ;;
    argument)
      case "$line[1]" in
${perCommand.join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = _reconcile ]; then _reconcile "$@"; else compdef _reconcile reconcile; fi
`;
}

function zshOption({ flag, description, takesValue, choices }: OptionWords): string {
  const text = `[${plain(description).replaceAll(/[[\]]/g, '')}]`;
  const value = takesValue ? (choices.length === 0 ? ':value:_files' : `:value:(${choices.join(' ')})`) : '';
  return quotedWord(`*${flag}${text}${value}`);
}

function fish({ commands, options }: Words): string {
  const names = commands.map(({ name }) => name).join(' ');
  return [
    '# fish completion for reconcile',
    ...options.map((option) => `complete -c reconcile ${fishOption(option)}`),
    ...commands.flatMap(({ name, description, options: own, choices }) => {
      const seen = quotedWord(`__fish_seen_subcommand_from ${name}`);
      return [
        `complete -c reconcile -f -n ${quotedWord(`not __fish_seen_subcommand_from ${names}`)} -a ${name} -d ${quotedWord(plain(description))}`,
        ...own.map((option) => `complete -c reconcile -n ${seen} ${fishOption(option)}`),
        ...(choices.length === 0 ? [] : [`complete -c reconcile -f -n ${seen} -a ${quotedWord(choices.join(' '))}`]),
      ];
    }),
    '',
  ].join('\n');
}

function fishOption({ flag, description, takesValue, choices }: OptionWords): string {
  const name = flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
  const value = takesValue ? (choices.length === 0 ? ' -r' : ` -x -a ${quotedWord(choices.join(' '))}`) : '';
  return `${name}${value} -d ${quotedWord(plain(description))}`;
}

function powershell({ commands, options }: Words): string {
  const own = commands.map((command) => {
    const list = wordsAfter(command, options).map(powershellWord).join(', ');
    return `    ${powershellWord(command.name)} = @(${list})`;
  });
  const values = [...commands.flatMap((command) => command.options), ...options]
    .filter(({ choices }) => choices.length > 0)
    .map(({ flag, choices }) => [flag, choices] as const);
  return `# PowerShell completion for reconcile
Register-ArgumentCompleter -Native -CommandName reconcile -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = [ordered]@{
${own.join('\n')}
  }
  $values = @{
${[...new Map(values)].map(([flag, choices]) => `    ${powershellWord(flag)} = @(${choices.map(powershellWord).join(', ')})`).join('\n')}
  }
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -ne '' -and $typed.Count -gt 0) { $typed = @($typed | Select-Object -SkipLast 1) }
  $command = $typed | Where-Object { $commands.Contains($_) } | Select-Object -First 1
  $last = $typed | Select-Object -Last 1
  $words = if ($last -and $values.ContainsKey($last)) { $values[$last] }
    elseif ($command) { $commands[$command] }
    else { @($commands.Keys) + @(${options.map(({ flag }) => powershellWord(flag)).join(', ')}) }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function plain(description: string): string {
  return description.replaceAll(/[\r\n\t:]+/g, ' ');
}

function quoted(words: readonly string[]): string {
  return quotedWord(words.join(' '));
}

/** In single quotes, for bash, zsh and fish. */
function quotedWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function powershellWord(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
