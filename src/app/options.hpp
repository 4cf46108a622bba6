// The commands and their options, as CLI11 sees them; command_line.cpp parses with them.
// Used once, on the main thread.
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/config.hpp"
#include "app/manual.hpp"

namespace app {

// One of each command's settings; only the chosen command's is used.
struct Options {
  ServeConfig serve;
  ImportConfig importing;
  ExportConfig exporting;
  CheckConfig check;
  BackupConfig backup;
  RestoreConfig restore;
  MigrateConfig migrate;
  ReindexConfig reindex;
  CopyConfig copy;
  KeysCreateConfig create_key;
  KeysListConfig list_keys;
  KeysRevokeConfig revoke_key;
  OpenapiConfig openapi;

  // Where CLI11 leaves what needs a second look.
  std::string config_file;
  std::string check_url;
  std::string import_format;
  std::string import_encoding;
  std::string import_profile;
  std::vector<std::string> import_columns;
  bool import_template = false;
  std::string export_format;
  ManualForm manual_form = ManualForm::man;
};

void add_commands(CLI::App& root, Options& options);

// The chosen command's settings, but of the hidden `manual`, which has none; completed and checked;
// throws CLI::ValidationError.
Config chosen(const CLI::App& root, Options& options);

}  // namespace app
