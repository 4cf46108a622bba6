#include <cstdio>
#include <string>

#include "api/endpoints/openapi_document.hpp"
#include "app/commands.hpp"
#include "base/version.hpp"

namespace app {
namespace {

ExitCode print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return written && std::fflush(stdout) == 0 ? ExitCode::done : ExitCode::failed;
}

}  // namespace

ExitCode run(const OpenapiConfig& config) {
  return print(config.form == OpenapiConfig::Form::json ? api::openapi_json()
                                                        : api::openapi_yaml());
}

ExitCode run(const VersionConfig&) {
  return print("api-livros " + std::string(base::version()) + "\n");
}

}  // namespace app
