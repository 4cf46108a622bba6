// The commands: one function per command, one source file per kind. Main thread; they
// print for people and return the exit code. A broken environment throws; main() reports it.
#pragma once

#include "app/config.hpp"
#include "app/exit_code.hpp"

namespace app {

ExitCode run(const ServeConfig& config);
ExitCode run(const ImportConfig& config);
ExitCode run(const TemplateConfig& config);
ExitCode run(const ExportConfig& config);
ExitCode run(const CheckConfig& config);
ExitCode run(const BackupConfig& config);
ExitCode run(const RestoreConfig& config);
ExitCode run(const MigrateConfig& config);
ExitCode run(const ReindexConfig& config);
ExitCode run(const CopyConfig& config);
ExitCode run(const KeysCreateConfig& config);
ExitCode run(const KeysListConfig& config);
ExitCode run(const KeysRevokeConfig& config);
ExitCode run(const OpenapiConfig& config);
ExitCode run(const VersionConfig& config);

}  // namespace app
