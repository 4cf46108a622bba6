#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "app/options.hpp"
#include "base/text.hpp"

namespace app {
namespace {

std::string variable_of(const std::string& option) {
  std::string name = "API_LIVROS_";
  for (const char c : option.substr(2)) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

std::vector<CLI::App*> commands_of(CLI::App& parent) {
  return parent.get_subcommands([](const CLI::App*) { return true; });
}

// Every option of every command is also an environment variable. What is left over is looked at
// once all is parsed.
void prepare(CLI::App& command) {
  command.allow_extras();
  for (CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (name.starts_with("--") && name != "--help") {
      option->envname(variable_of(name));
    }
  }
  for (CLI::App* inner : commands_of(command)) {
    prepare(*inner);
  }
}

std::string nearest_option(const CLI::App& command, const std::string& wrong) {
  std::string best;
  std::size_t best_distance = 4;
  const std::string bare = wrong.substr(0, wrong.find('='));
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    const std::size_t distance = base::edit_distance(bare, name, best_distance);
    if (name.starts_with("--") && distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

std::string nearest_command(const CLI::App& root, const std::string& wrong) {
  std::string best;
  std::size_t best_distance = 3;
  for (const CLI::App* command : root.get_subcommands([](const CLI::App*) { return true; })) {
    const std::size_t distance = base::edit_distance(wrong, command->get_name(), best_distance);
    if (distance < best_distance) {
      best = command->get_name();
      best_distance = distance;
    }
  }
  return best;
}

[[noreturn]] void refuse_unknown(const std::string& what, const std::string& nearest) {
  std::string message = "desconhecido / unknown: " + what;
  if (!nearest.empty()) {
    message += " (você quis dizer / did you mean: " + nearest + "?)";
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
  std::ifstream in(file);
  if (!in) {
    throw CLI::ValidationError("--config: não consigo ler / cannot read " + file);
  }
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

std::string what_is_missing(CLI::App& root, const CLI::RequiredError& missing) {
  CLI::App* const command = without_command(root);
  if (command == nullptr) {
    return missing.what();
  }
  const std::string given = command->remaining().empty() ? "" : command->remaining().front();
  if (!given.empty() && !given.starts_with('-')) {
    const std::string nearest = nearest_command(*command, given);
    return "comando desconhecido / unknown command: " + given +
           (nearest.empty() ? "" : " (" + nearest + "?)");
  }
  std::string words;
  for (const CLI::App* inner : commands_of(*command)) {
    words.append(words.empty() ? "" : ", ").append(inner->get_name());
  }
  return "falta o comando / a command is needed: " + words;
}

}  // namespace

std::variant<Config, ExitCode> parse_command_line(int argc, const char* const* argv) {
  CLI::App root{"API Livros: catálogo de livros por HTTP / a book catalogue over HTTP",
                "api-livros"};
  root.require_subcommand(1);
  Options options;
  add_commands(root, options);
  prepare(root);
  try {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!arguments.empty() && arguments.front() == "serve") {
      add_file_settings(*root.get_subcommand("serve"), arguments);
    }
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    root.parse(arguments);
    refuse_extras(root);
    return chosen(root, options);
  } catch (const CLI::Success& asked) {  // --help
    root.exit(asked);
    return ExitCode::done;
  } catch (const CLI::RequiredError& missing) {
    std::cerr << "api-livros: " << what_is_missing(root, missing) << "\napi-livros --help\n";
    return ExitCode::usage;
  } catch (const CLI::ParseError& wrong) {
    std::cerr << "api-livros: " << wrong.what() << '\n';
    return ExitCode::usage;
  }
}

}  // namespace app
