#include "app/manual.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "app/language.hpp"
#include "base/version.hpp"

namespace app {
namespace {

std::vector<const CLI::App*> shown_commands(const CLI::App& parent) {
  return parent.get_subcommands(
      [](const CLI::App* command) { return !command->get_group().empty(); });
}

struct Command {
  std::string name;  // "keys create"
  const CLI::App* app;
};

// The commands that have an action of their own, in the order of the help.
std::vector<Command> commands_below(const CLI::App& parent, const std::string& prefix) {
  std::vector<Command> found;
  for (const CLI::App* command : shown_commands(parent)) {
    const std::string name = prefix + command->get_name();
    const auto inner = commands_below(*command, name + ' ');
    found.insert(found.end(), inner.begin(), inner.end());
    if (inner.empty()) {
      found.push_back({name, command});
    }
  }
  return found;
}

// ---- roff

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  // A full stop or an apostrophe begins a request at the begin of a line.
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string bold(std::string_view text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string slanted(std::string_view text) { return "\\fI" + escaped(text) + "\\fR"; }

bool is_flag(const CLI::Option& option) { return option.get_expected_max() == 0; }

void append_option(std::string& out, const CLI::Option& option) {
  out += ".TP\n";
  out += option.get_positional() ? slanted(option.get_name()) : bold(option.get_name(false, true));
  if (!option.get_positional() && !is_flag(option)) {
    const std::string type = option.get_type_name();
    out += ' ' + slanted(type == "TEXT" ? say({"TEXTO", "TEXT"}) : type);
  }
  out += '\n' + escaped(option.get_description());
  if (!option.get_default_str().empty()) {
    out += say({" [padrão: ", " [default: "}) + escaped(option.get_default_str()) + ']';
  }
  if (!option.get_envname().empty()) {
    out += "\n.br\n" + escaped(option.get_envname());
  }
  out += '\n';
}

void append_command(std::string& out, const Command& command) {
  out += ".SS " + escaped(command.name);
  std::vector<const CLI::Option*> arguments;
  std::vector<const CLI::Option*> others;
  for (const CLI::Option* option : command.app->get_options()) {
    (option->get_positional() ? arguments : others).push_back(option);
  }
  for (const CLI::Option* argument : arguments) {
    out += ' ' + escaped(argument->get_name());
  }
  out += '\n' + escaped(command.app->get_description()) + '\n';
  for (const auto* list : {&arguments, &others}) {
    for (const CLI::Option* option : *list) {
      append_option(out, *option);
    }
  }
}

std::string man_page(const CLI::App& root) {
  std::string out =
      ".TH API\\-LIVROS 1 \"\" \"api\\-livros " + escaped(base::version()) + "\" \"API Livros\"\n";
  out += ".SH " + say({"NOME", "NAME"}) + "\napi\\-livros \\- " +
         say({"um catálogo de livros por HTTP", "a book catalogue over HTTP"}) + '\n';
  out += ".SH " + say({"SINOPSE", "SYNOPSIS"}) + "\n.B api\\-livros\n" +
         slanted(say({"COMANDO", "COMMAND"})) + " [" + slanted(say({"OPÇÕES", "OPTIONS"})) + "]\n";
  out += ".SH " + say({"DESCRIÇÃO", "DESCRIPTION"}) + '\n' +
         escaped(say({"Cada opção é também a variável de ambiente escrita abaixo dela e, em serve, "
                      "uma chave do arquivo de --config sem os hífens da frente. A linha de "
                      "comando vale mais que o ambiente, e o ambiente mais que o arquivo.",
                      "Each option is also the environment variable written below it and, for "
                      "serve, a key of the file of --config without the leading hyphens. The "
                      "command line beats the environment, the environment beats the file."})) +
         '\n';
  out += ".SH " + say({"COMANDOS", "COMMANDS"}) + '\n';
  for (const Command& command : commands_below(root, "")) {
    append_command(out, command);
  }
  out += ".SH " + say({"ESTADO DE SAÍDA", "EXIT STATUS"}) + '\n';
  const auto status = [&out](std::string_view code, const catalog::Wording& meaning) {
    out.append(".TP\n").append(bold(code)).append("\n").append(say(meaning)).append("\n");
  };
  status("0", {"Feito.", "Done."});
  status("1", {"Falhou; a mensagem diz por quê.", "Failed; the message says why."});
  status("2", {"Uma opção está errada.", "An option is wrong."});
  status("3",
         {"Feito, mas alguns registros foram recusados.", "Done, but some records were refused."});
  return out;
}

// ---- bash

// "on|off" offers two words; "N/s|N/min|off" describes.
std::string words_of(const std::string& type) {
  const bool is_list = type.find('|') != std::string::npos &&
                       type.find_first_not_of("abcdefghijklmnopqrstuvwxyz|") == std::string::npos;
  std::string words = is_list ? type : "";
  std::replace(words.begin(), words.end(), '|', ' ');
  return words;
}

bool takes_file(const CLI::Option& option) {
  static constexpr std::string_view file_options[] = {"--database", "--config"};
  return option.get_type_name() == say({"ARQUIVO", "FILE"}) ||
         std::ranges::find(file_options, option.get_name()) != std::end(file_options);
}

std::string option_names(const CLI::App& command) {
  std::string names;
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) {
      const std::string name = option->get_name();
      names.append(names.empty() ? "" : " ").append(name);
    }
  }
  return names;
}

// Options that are completed alike share one line of the case.
void append_values(std::string& out, const Command& command) {
  std::map<std::string, std::string> patterns_of;
  for (const CLI::Option* option : command.app->get_options()) {
    if (option->get_positional() || is_flag(*option)) {
      continue;
    }
    const std::string words = words_of(option->get_type_name());
    const std::string values = words.empty() ? "COMPREPLY=()" : "_api_livros_words '" + words + "'";
    std::string& patterns = patterns_of[takes_file(*option) ? "_api_livros_files" : values];
    patterns.append(patterns.empty() ? "    \"" : " | \"")
        .append(command.name)
        .append(" ")
        .append(option->get_name())
        .append("\"");
  }
  for (const auto& [action, patterns] : patterns_of) {
    out.append(patterns).append(") ").append(action).append("; return ;;\n");
  }
}

void append_names(std::string& out, const std::string& name, const CLI::App& app) {
  std::string words;
  for (const CLI::App* command : shown_commands(app)) {
    words.append(words.empty() ? "" : " ").append(command->get_name());
  }
  if (words.empty()) {
    words = option_names(app);
  }
  out.append("    \"").append(name).append("\") words='").append(words).append("' ;;\n");
  for (const CLI::App* command : shown_commands(app)) {
    append_names(out, name.empty() ? command->get_name() : name + ' ' + command->get_name(),
                 *command);
  }
}

// COMP_WORDS up to the first option are the command, at most two words of it.
constexpr std::string_view bash_begin = R"(# bash completion of api-livros
_api_livros_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "${COMP_WORDS[COMP_CWORD]}"); }
_api_livros_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
}
_api_livros() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' words=''
  local at=1
  while [ "$at" -lt "$COMP_CWORD" ] && [ "$at" -le 2 ]; do
    case ${COMP_WORDS[at]} in -*) break ;; esac
    [ "$at" -eq 1 ] || [ "${COMP_WORDS[1]}" = keys ] || break
    command=${command:+$command }${COMP_WORDS[at]}
    at=$((at + 1))
  done
  case "$command $previous" in
)";
constexpr std::string_view bash_middle = R"(  esac
  case "$command" in
)";
constexpr std::string_view bash_end = R"(  esac
  case $current in
    -*) _api_livros_words "$words" ;;
    *) case $words in -*) _api_livros_files ;; *) _api_livros_words "$words" ;; esac ;;
  esac
}
complete -F _api_livros api-livros
)";

std::string bash_completion(const CLI::App& root) {
  std::string out(bash_begin);
  for (const Command& command : commands_below(root, "")) {
    append_values(out, command);
  }
  out += bash_middle;
  append_names(out, "", root);
  out += bash_end;
  return out;
}

}  // namespace

std::string manual(const CLI::App& root, ManualForm form) {
  return form == ManualForm::bash ? bash_completion(root) : man_page(root);
}

}  // namespace app
