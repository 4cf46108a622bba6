#include "app/command_line.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "app/access_options.hpp"
#include "app/language.hpp"
#include "app/options.hpp"
#include "base/byte_order_mark.hpp"
#include "base/text.hpp"

namespace app {
namespace {

constexpr std::string_view variable_prefix = "API_LIVROS_";

std::string variable_of(const std::string& option) {
  std::string name(variable_prefix);
  for (const char c : option.substr(2)) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

std::vector<CLI::App*> commands_of(CLI::App& parent) {
  return parent.get_subcommands([](const CLI::App*) { return true; });
}

// All but the hidden ones.
std::vector<const CLI::App*> listed_commands_of(const CLI::App& parent) {
  return parent.get_subcommands(
      [](const CLI::App* command) { return !command->get_group().empty(); });
}

// Every option of every command is also an environment variable. What is left over is looked at
// once all is parsed.
void prepare(CLI::App& command) {
  command.allow_extras();
  command.get_help_ptr()->description(say({"mostra esta ajuda", "show this help"}));
  if (!command.get_group().empty()) {
    command.group(say({"Comandos", "Commands"}));
  }
  for (CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (option->get_group() == "Options") {
      option->group(say({"Opções", "Options"}));
    }
    if (name.starts_with("--") && name != "--help") {
      option->envname(variable_of(name));
    }
  }
  for (CLI::App* inner : commands_of(command)) {
    prepare(*inner);
  }
}

// What other servers call some options of ours.
std::string_view own_name(std::string_view option) {
  struct Name {
    std::string_view theirs;
    std::string_view ours;
  };
  static constexpr std::array names{
      Name{"--port", "--listen"},           Name{"--host", "--listen"},
      Name{"--bind", "--listen"},           Name{"--addr", "--listen"},
      Name{"--address", "--listen"},        Name{"--db", "--database"},
      Name{"--dsn", "--database"},          Name{"--url", "--database"},
      Name{"--data", "--database"},         Name{"--file", "--database"},
      Name{"--sqlite", "--database"},       Name{"--postgres", "--database"},
      Name{"--database-url", "--database"},
  };
  const auto* const found = std::ranges::find(names, option, &Name::theirs);
  return found == names.end() ? option : found->ours;
}

std::string nearest_option(const CLI::App& command, const std::string& wrong) {
  std::vector<std::string> known;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_name().starts_with("--")) {
      known.push_back(option->get_name());
    }
  }
  const std::string meant(own_name(std::string_view(wrong).substr(0, wrong.find('='))));
  const auto longer = std::ranges::find_if(
      known, [&meant](const std::string& name) { return name.starts_with(meant + '-'); });
  if (longer != known.end() && std::ranges::find(known, meant) == known.end()) {
    return *longer;
  }
  // A short word is near to too many: one edit for four letters.
  return std::string(base::nearest(meant, known, std::min<std::size_t>(3, meant.size() / 4)));
}

std::string nearest_command(const CLI::App& root, const std::string& wrong) {
  std::vector<std::string> known;
  for (const CLI::App* command : listed_commands_of(root)) {
    known.push_back(command->get_name());
  }
  return std::string(base::nearest(wrong, known, 2));
}

[[noreturn]] void refuse_unknown(const std::string& what, const std::string& nearest) {
  std::string message = say({"desconhecido: ", "unknown: "}) + what;
  if (!nearest.empty()) {
    message += say({" (você quis dizer ", " (did you mean "}) + nearest + "?)";
  }
  throw CLI::ValidationError(message);
}

void refuse_extras(CLI::App& parent) {
  for (CLI::App* command : parent.get_subcommands()) {
    refuse_extras(*command);
  }
  if (!parent.remaining().empty()) {
    const std::string wrong = parent.remaining().front();
    const bool has_commands = !commands_of(parent).empty();
    refuse_unknown(wrong,
                   has_commands ? nearest_command(parent, wrong) : nearest_option(parent, wrong));
  }
}

// ---- the environment ----------------------------------------------------------------------------

void collect_variables(CLI::App& command, std::vector<std::string>& names) {
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_envname().empty()) {
      names.push_back(option->get_envname());
    }
  }
  for (CLI::App* inner : commands_of(command)) {
    collect_variables(*inner, names);
  }
}

// Kubernetes tells each container of every service in this form: one that is called api-livros
// would otherwise keep the program from starting.
bool is_of_a_service(std::string_view name, std::string_view value) {
  const std::string_view rest = name.substr(variable_prefix.size());
  return rest.starts_with("SERVICE_HOST") || rest.starts_with("SERVICE_PORT") ||
         (rest.starts_with("PORT") && (value.find("://") != std::string_view::npos ||
                                       rest.find("_TCP_") != std::string_view::npos ||
                                       rest.find("_UDP_") != std::string_view::npos));
}

// A setting whose name is mistyped must not look as if it held.
void refuse_unknown_variables(CLI::App& root) {
  std::vector<std::string> known{admin_key_variable};
  collect_variables(root, known);
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const std::string name(variable.substr(0, variable.find('=')));
    if (!name.starts_with(variable_prefix) || is_of_a_service(name, variable.substr(name.size())) ||
        std::ranges::find(known, name) != known.end()) {
      continue;
    }
    refuse_unknown(say({"variável ", "variable "}) + name,
                   std::string(base::nearest(name, known, 3)));
  }
}

bool given(const std::vector<std::string>& arguments, const std::string& option) {
  // An empty variable says nothing, here as to CLI11.
  const char* const variable = std::getenv(variable_of(option).c_str());
  return (variable != nullptr && *variable != '\0') ||
         std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
           return argument == option || argument.starts_with(option + '=');
         });
}

std::string config_file(const std::vector<std::string>& arguments) {
  const char* from_environment = std::getenv("API_LIVROS_CONFIG");
  std::string file = from_environment == nullptr ? "" : from_environment;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--config" && i + 1 < arguments.size()) {
      file = arguments[i + 1];
    } else if (arguments[i].starts_with("--config=")) {
      file = arguments[i].substr(9);
    }
  }
  return file;
}

// The file's keys become arguments in front of the typed ones, unless the command line or the
// environment says otherwise: one parser judges all three.
void add_file_settings(const CLI::App& serve, std::vector<std::string>& arguments) {
  const std::string file = config_file(arguments);
  if (file.empty()) {
    return;
  }
  // A folder can be opened, and reads as an empty file.
  std::ifstream in(file);
  if (!in || std::filesystem::is_directory(file)) {
    throw CLI::ValidationError("--config: " + say({"não consigo ler ", "cannot read "}) + file);
  }
  base::skip_byte_order_mark(in);
  std::vector<std::string> settings;
  for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(in)) {
    const std::string option = "--" + item.name;
    const CLI::Option* known = serve.get_option_no_throw(option);
    if (known == nullptr || !item.parents.empty() || option == "--config") {
      refuse_unknown(file + ": " + item.fullname(), nearest_option(serve, option));
    }
    if (given(arguments, option)) {
      continue;
    }
    for (const std::string& input : item.inputs) {
      settings.push_back(option + '=' + input);
    }
  }
  arguments.insert(arguments.begin() + 1, settings.begin(), settings.end());
}

// A command that has commands of its own, and was given none: the program itself, or "keys".
CLI::App* without_command(CLI::App& command) {
  if (!commands_of(command).empty() && command.get_subcommands().empty()) {
    return &command;
  }
  for (CLI::App* inner : command.get_subcommands()) {
    if (CLI::App* const found = without_command(*inner)) {
      return found;
    }
  }
  return nullptr;
}

std::string missing_command(CLI::App& command) {
  const std::string given = command.remaining().empty() ? "" : command.remaining().front();
  if (!given.empty() && !given.starts_with('-')) {
    const std::string nearest = nearest_command(command, given);
    return say({"comando desconhecido: ", "unknown command: "}) + given +
           (nearest.empty() ? "" : " (" + nearest + "?)");
  }
  std::string words;
  for (const CLI::App* inner : listed_commands_of(command)) {
    words.append(words.empty() ? "" : ", ").append(inner->get_name());
  }
  return say({"falta o comando: ", "a command is needed: "}) + words;
}

// The first option that the chosen command demands and was not given.
std::string missing_option(const CLI::App& command) {
  for (const CLI::App* inner : command.get_subcommands()) {
    if (std::string found = missing_option(*inner); !found.empty()) {
      return found;
    }
  }
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_required() && option->count() == 0) {
      return option->get_name();
    }
  }
  return {};
}

std::string what_is_missing(CLI::App& root, const CLI::RequiredError& missing) {
  if (CLI::App* const command = without_command(root)) {
    return missing_command(*command);
  }
  const std::string option = missing_option(root);
  return option.empty() ? missing.what() : say({"falta ", "missing: "}) + option;
}

// CLI11's own messages, which are English; "--threads: 1 required TEXT missing" and the like begin
// with the option's name.
std::string what_is_wrong(const CLI::ParseError& wrong) {
  std::string text = wrong.what();
  if (dynamic_cast<const CLI::ValidationError*>(&wrong) != nullptr) {
    return text;  // ours
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&wrong) != nullptr) {
    const std::string name = text.substr(0, text.find_first_of(": "));
    return say({"falta ou sobra um valor: ", "a value is missing or too many: "}) + name;
  }
  if (dynamic_cast<const CLI::ConversionError*>(&wrong) != nullptr) {
    const std::size_t option = text.find("--");
    return say({"valor que não serve: ", "not a fitting value: "}) +
           (option == std::string::npos ? text : text.substr(option));
  }
  return say({"não entendi: ", "not understood: "}) + text;
}

// The words around the options in CLI11's help.
void translate_help(CLI::App& root) {
  root.get_formatter()->label("Usage", say({"Uso", "Usage"}));
  root.get_formatter()->label("OPTIONS", say({"OPÇÕES", "OPTIONS"}));
  root.get_formatter()->label("SUBCOMMAND", say({"COMANDO", "COMMAND"}));
  root.get_formatter()->label("Positionals", say({"Argumentos", "Arguments"}));
  root.get_formatter()->label("REQUIRED", say({"(obrigatório)", "(required)"}));
  root.get_formatter()->label("Env", say({"variável", "variable"}));
  root.get_formatter()->label("TEXT", say({"TEXTO", "TEXT"}));
}

}  // namespace

std::variant<Config, ExitCode> parse_command_line(int argc, const char* const* argv) {
  CLI::App root{
      say({"API Livros: um catálogo de livros por HTTP", "API Livros: a book catalogue over HTTP"}),
      "api-livros"};
  root.require_subcommand(1);
  Options options;
  add_commands(root, options);
  prepare(root);
  translate_help(root);
  try {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments == std::vector<std::string>{"--version"}) {
      return VersionConfig{};
    }
    if (!arguments.empty() && arguments.front() == "serve") {
      add_file_settings(*root.get_subcommand("serve"), arguments);
    }
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    root.parse(arguments);
    refuse_extras(root);
    refuse_unknown_variables(root);
    if (root.got_subcommand("manual")) {
      std::cout << manual(root, options.manual_form);
      return ExitCode::done;
    }
    return chosen(root, options);
  } catch (const CLI::Success& asked) {  // --help
    root.exit(asked);
    return ExitCode::done;
  } catch (const CLI::RequiredError& missing) {
    std::cerr << "api-livros: " << what_is_missing(root, missing) << "\napi-livros --help\n";
    return ExitCode::usage;
  } catch (const CLI::ParseError& wrong) {
    std::cerr << "api-livros: " << what_is_wrong(wrong) << '\n';
    return ExitCode::usage;
  }
}

}  // namespace app
