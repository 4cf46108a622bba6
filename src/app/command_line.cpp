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

// Every option of every command is also an environment variable.
void name_variables(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (name.starts_with("--") && name != "--help") {
      option->envname(variable_of(name));
    }
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

void refuse_extras(CLI::App& root) {
  for (CLI::App* command : root.get_subcommands()) {
    if (!command->remaining().empty()) {
      const std::string wrong = command->remaining().front();
      refuse_unknown(wrong, nearest_option(*command, wrong));
    }
  }
  if (!root.remaining().empty()) {
    const std::string wrong = root.remaining().front();
    refuse_unknown(wrong, nearest_command(root, wrong));
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

}  // namespace

std::variant<Config, ExitCode> parse_command_line(int argc, const char* const* argv) {
  CLI::App root{"API Livros: catálogo de livros por HTTP / a book catalogue over HTTP",
                "api-livros"};
  root.require_subcommand(1);
  Options options;
  add_commands(root, options);
  for (CLI::App* command : root.get_subcommands([](const CLI::App*) { return true; })) {
    name_variables(*command);
    command->allow_extras();
  }
  root.allow_extras();
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
    if (argc > 1 && !std::string_view(argv[1]).starts_with('-') && root.get_subcommands().empty()) {
      std::cerr << "api-livros: comando desconhecido / unknown command: " << argv[1];
      const std::string nearest = nearest_command(root, argv[1]);
      std::cerr << (nearest.empty() ? "" : " (" + nearest + "?)") << '\n';
    } else {
      const bool no_command = root.get_subcommands().empty();
      std::cerr << "api-livros: "
                << (no_command ? "falta o comando / a command is needed" : missing.what()) << '\n';
    }
    std::cerr << "api-livros --help\n";
    return ExitCode::usage;
  } catch (const CLI::ParseError& wrong) {
    std::cerr << "api-livros: " << wrong.what() << '\n';
    return ExitCode::usage;
  }
}

}  // namespace app
