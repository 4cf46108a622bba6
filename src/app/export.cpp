#include <unistd.h>

#include <cstdio>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "app/file_descriptor.hpp"
#include "app/progress.hpp"
#include "store/maintenance.hpp"

namespace app {
namespace {

constexpr std::size_t write_bytes = 256 * 1024;

std::uint64_t write_all(store::Scan& scan, formats::Writer& writer, const FileDescriptor& file) {
  Progress progress("export", scan.total());
  std::uint64_t written = 0;
  std::string out;
  writer.begin(out);
  while (const auto book = scan.next()) {
    writer.append(out, *book);
    ++written;
    if (out.size() >= write_bytes) {
      file.write_all(out);
      out.clear();
      progress.show({written, written});
    }
  }
  file.write_all(out);
  file.sync();
  progress.show({written, written});
  return written;
}

}  // namespace

ExitCode run(const ExportConfig& config) {
  const auto format = config.format ? config.format : formats::guess_format({config.file, {}});
  const auto writer = format ? formats::make_writer(*format) : nullptr;
  if (!writer) {
    std::fprintf(stderr, "api-livros: diga --format=csv ou ndjson / say --format: %s\n",
                 config.file.c_str());
    return ExitCode::usage;
  }
  require_existing(config.database);
  const base::SystemClock clock;
  const auto catalogue = open_catalogue(config.database, clock);
  const auto scan = catalogue->scan();
  const auto file = FileDescriptor::create(config.file);
  const std::uint64_t written = write_all(*scan, *writer, file);
  std::fprintf(stderr, "exportados / exported: %llu\n", static_cast<unsigned long long>(written));
  return ExitCode::done;
}

}  // namespace app
