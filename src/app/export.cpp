#include <unistd.h>

#include <cstdio>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "app/file_descriptor.hpp"
#include "app/language.hpp"
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
  writer.end(out);
  file.write_all(out);
  file.sync();
  progress.show({written, written});
  return written;
}

std::unique_ptr<formats::Writer> writer_of(const ExportConfig& config,
                                           std::optional<formats::Format> format) {
  formats::WriteOptions options{.purpose = formats::WriteOptions::Purpose::round_trip,
                                .base_uri = config.identity.public_url,
                                .marc_organization = config.identity.marc_organization,
                                .marc_country = config.identity.marc_country};
  if (config.dialect == ExportConfig::Dialect::excel) {
    options.csv = formats::excel_csv;
  }
  return format ? formats::make_writer(*format, options) : nullptr;
}

}  // namespace

ExitCode run(const ExportConfig& config) {
  const auto format = config.format ? config.format : formats::format_of_ending(config.file);
  const auto writer = writer_of(config, format);
  if (!writer) {
    std::fprintf(
        stderr, "api-livros: %s%s\n",
        say({"formato desconhecido, diga --format: ", "unknown format, say --format: "}).c_str(),
        config.file.c_str());
    return ExitCode::usage;
  }
  require_existing(config.database);
  const base::SystemClock clock;
  const auto catalogue = open_catalogue(config.database, clock);
  const auto scan = catalogue->scan();
  const auto file = FileDescriptor::create(config.file);
  const std::uint64_t written = write_all(*scan, *writer, file);
  std::string told = say({"exportados: ", "exported: "}) + std::to_string(written);
  if (writer->shortened() > 0) {
    told += say({"; reduzidos: ", "; shortened: "}) + std::to_string(writer->shortened());
  }
  std::fprintf(stderr, "%s\n", told.c_str());
  return ExitCode::done;
}

}  // namespace app
