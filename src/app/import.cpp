#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <future>
#include <map>
#include <system_error>
#include <utility>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "app/file_descriptor.hpp"
#include "app/file_digest.hpp"
#include "app/import_rejections.hpp"
#include "app/import_report.hpp"
#include "app/language.hpp"
#include "app/progress.hpp"
#include "app/rejects_file.hpp"
#include "formats/csv.hpp"
#include "formats/foreign_file.hpp"
#include "search/follow/rebuild_index.hpp"
#include "store/maintenance.hpp"

namespace app {
namespace {

constexpr std::size_t chunk_bytes = 1024 * 1024;
constexpr std::size_t batch_books = 2000;

// Books parsed on this thread while the batch before them is being loaded on another: the two
// halves of the work cost about the same.
class Pipeline {
 public:
  Pipeline(store::Loader& loader, store::IfKnown if_known, Rejects& rejects, RejectsFile& refused)
      : loader_(loader), if_known_(if_known), rejects_(rejects), refused_(refused) {}

  void add(formats::Record record) {
    ++records_;
    const Rejects::Where where{record.number, record.line};
    for (const formats::Written& warning : record.warnings) {
      rejects_.warn(where, warning);
    }
    if (!record.book) {
      rejects_.add(where, record.book.error(), record.written);
      if (record.number == 0) {
        header_ = HeaderFate::refused;
      } else {
        refused_.add(record.bytes);
      }
      return;
    }
    batch_.books.push_back(*std::move(record.book));
    batch_.places.push_back(where);
    batch_.bytes.push_back(std::move(record.bytes));
    if (batch_.books.size() == batch_books) {
      flush();
    }
  }

  void flush() {
    wait();
    if (batch_.books.empty()) {
      return;
    }
    loading_ = std::exchange(batch_, {});
    outcome_ = std::async(std::launch::async, [this] { return load(); });
  }

  void wait() {
    if (!outcome_.valid()) {
      return;
    }
    const std::vector<store::Merged> outcomes = outcome_.get();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const store::Merged& merged = outcomes[i];
      counts_.created += merged.fate == Fate::created ? 1 : 0;
      counts_.updated += merged.fate == Fate::updated ? 1 : 0;
      counts_.known += merged.fate == Fate::known ? 1 : 0;
      if (merged.problem) {
        rejects_.add(loading_.places[i], *merged.problem);
        refused_.add(loading_.bytes[i]);
      }
    }
  }

  std::uint64_t records() const noexcept { return records_; }
  HeaderFate header() const noexcept { return header_; }
  ImportCounts counts() const noexcept {
    ImportCounts counts = counts_;
    counts.refused = rejects_.count();
    return counts;
  }

 private:
  using Fate = store::Merged::Fate;
  struct Batch {
    std::vector<catalog::NewBook> books;
    std::vector<Rejects::Where> places;
    std::vector<std::string> bytes;
  };

  std::vector<store::Merged> load() {
    if (if_known_ != store::IfKnown::create) {
      return loader_.merge(loading_.books, if_known_);
    }
    std::vector<store::Merged> outcomes;
    for (auto& problem : loader_.add(loading_.books)) {
      outcomes.push_back({problem ? Fate::refused : Fate::created, std::move(problem)});
    }
    return outcomes;
  }

  store::Loader& loader_;
  const store::IfKnown if_known_;
  Rejects& rejects_;
  RejectsFile& refused_;
  Batch batch_;
  Batch loading_;  // owned by the running task until wait()
  std::future<std::vector<store::Merged>> outcome_;
  std::uint64_t records_ = 0;
  ImportCounts counts_;
  HeaderFate header_ = HeaderFate::read;
};

std::optional<std::uint64_t> size_of(const FileDescriptor& file) {
  struct stat status{};
  if (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(status.st_size);
}

std::size_t read_some(const FileDescriptor& file, std::string& buffer) {
  while (true) {
    const ssize_t got = read(file.get(), buffer.data(), buffer.size());
    if (got >= 0) {
      return static_cast<std::size_t>(got);
    }
    if (errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "import: read");
    }
  }
}

class Source {
 public:
  Source(FileDescriptor file, const ImportConfig& config)
      : file_(std::move(file)), buffer_(chunk_bytes, '\0'), first_(read_some(file_, buffer_)) {
    format_ = config.format ? config.format
                            : formats::guess_format({config.file, {buffer_.data(), first_}});
  }

  std::optional<formats::Format> format() const noexcept { return format_; }
  std::optional<catalog::Wording> foreign() const {
    return formats::foreign_file({buffer_.data(), first_});
  }
  // nullopt: it can be read only once.
  std::optional<std::string> sha256() const { return sha256_of(file_); }

  void feed_all(formats::Reader& reader, Pipeline& pipeline) {
    Progress progress("import", size_of(file_));
    std::uint64_t bytes = 0;
    for (std::size_t got = first_; got > 0;) {
      reader.feed({buffer_.data(), got});
      take(reader, pipeline);
      bytes += got;
      got = read_some(file_, buffer_);
      if (got > 0) {
        progress.show({bytes, pipeline.records()});
      }
    }
    // The last records may be known at the end only.
    reader.finish();
    take(reader, pipeline);
    progress.show({bytes, pipeline.records()});
    pipeline.flush();
    pipeline.wait();
  }

 private:
  static void take(formats::Reader& reader, Pipeline& pipeline) {
    while (auto record = reader.next()) {
      pipeline.add(*std::move(record));
    }
  }

  FileDescriptor file_;
  std::string buffer_;
  std::size_t first_;
  std::optional<formats::Format> format_;
};

// Where a load is tried that would make a catalogue: in a folder that goes with it.
class TriedCatalogue {
 public:
  explicit TriedCatalogue(const ImportConfig& config) : database_(config.database) {
    if (config.effect == store::LoadEffect::tried && !exists_already(config.database)) {
      std::string folder = (std::filesystem::temp_directory_path() / "api-livros-XXXXXX").string();
      if (mkdtemp(folder.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), folder);
      }
      folder_ = folder;
      database_.where = (folder_ / "livros.db").string();
    }
  }
  ~TriedCatalogue() {
    std::error_code none;
    if (!folder_.empty()) {
      std::filesystem::remove_all(folder_, none);
    }
  }
  TriedCatalogue(const TriedCatalogue&) = delete;
  TriedCatalogue& operator=(const TriedCatalogue&) = delete;

  const DatabaseConfig& database() const noexcept { return database_; }

 private:
  DatabaseConfig database_;
  std::filesystem::path folder_;
};

void warn_of_second_time(store::Maintenance& catalogue, const ImportConfig& config,
                         const std::optional<std::string>& sha256) {
  const bool doubles = config.if_known == store::IfKnown::create;
  const auto before = sha256 && doubles ? catalogue.imported_before(*sha256) : std::nullopt;
  if (before) {
    print_line(
        say({"aviso: este arquivo já foi importado em ", "warning: this file was imported on "}) +
        base::to_rfc3339(before->at).substr(0, 10) + " (" + before->name +
        say({"; livros: ", "; books: "}) + std::to_string(before->books) +
        say({"); --duplicates=skip pula os que já estão no catálogo",
             "); --duplicates=skip skips those that are in the catalogue"}));
  }
}

void note(store::Maintenance& catalogue, const ImportConfig& config,
          const std::optional<std::string>& sha256, const ImportCounts& counts, base::Instant now) {
  if (sha256 && counts.created + counts.updated > 0) {
    catalogue.note_import({*sha256, std::filesystem::path(config.file).filename().string(), now,
                           static_cast<std::int64_t>(counts.created)});
  }
}

// Why this file cannot be imported; empty: it can.
std::string refusal(const Source& source, const ImportConfig& config) {
  const std::string& file = config.file;
  if (const auto foreign = source.foreign()) {
    return file + ": " + std::string(say(*foreign));
  }
  if (!source.format()) {
    return say({"formato desconhecido, diga --format: ", "unknown format, say --format: "}) + file;
  }
  if (!formats::can_be_in(*source.format(), config.encoding)) {
    return say({"--encoding: use ", "--encoding: say "}) + say(formats::other_than_marc8);
  }
  return formats::has_reader(*source.format())
             ? ""
             : file + say({": não se importa este formato: ", ": this format is not imported: "}) +
                   std::string(formats::name_of(*source.format()));
}

ExitCode load(const ImportConfig& config, Source& source, store::Maintenance& catalogue,
              const base::Clock& clock) {
  const auto sha256 = source.sha256();
  warn_of_second_time(catalogue, config, sha256);
  const bool is_kept = config.effect == store::LoadEffect::kept;
  const bool keeps_bytes = !config.rejects_file.empty();
  const auto reader = formats::make_reader(
      *source.format(), {base::year_of(clock.now()), config.columns,
                         keeps_bytes ? formats::RecordBytes::kept : formats::RecordBytes::dropped,
                         config.encoding, config.profile});
  Rejects rejects;
  RejectsFile refused(config.rejects_file, *reader);
  auto loader = catalogue.loader(config.effect);
  Pipeline pipeline(*loader, config.if_known, rejects, refused);
  source.feed_all(*reader, pipeline);
  loader->finish();
  loader.reset();
  refused.finish();
  std::exception_ptr without_index;
  if (is_kept) {
    note(catalogue, config, sha256, pipeline.counts(), clock.now());
    try {
      search::make_index_if_far(catalogue, index_folder(config.database));
    } catch (const std::exception&) {
      without_index = std::current_exception();
    }
  }
  const formats::Remarks remarks = reader->remarks();
  report_file(remarks, pipeline.header());
  report_records(rejects);
  report_counts(config, pipeline.counts());
  if (without_index) {
    print_line(say(
        {"os livros estão no catálogo; só o índice de busca não foi feito (serve ou reindex o faz)",
         "the books are in the catalogue; only the search index was not made (serve or reindex"
         " makes it)"}));
    std::rethrow_exception(without_index);
  }
  if (remarks.failed && pipeline.header() == HeaderFate::read) {
    return ExitCode::failed;
  }
  return rejects.count() == 0 ? ExitCode::done : ExitCode::done_with_rejects;
}

}  // namespace

ExitCode run(const ImportConfig& config) {
  Source source(FileDescriptor::open_for_reading(config.file), config);
  if (const std::string why = refusal(source, config); !why.empty()) {
    print_line("api-livros: " + why);
    return ExitCode::usage;
  }
  require_free(config.rejects_file);
  const base::SystemClock clock;
  const TriedCatalogue tried(config);
  const auto catalogue = open_catalogue(tried.database(), clock);
  if (config.effect == store::LoadEffect::kept) {
    tell_if_new(*catalogue, config.database);
  }
  return load(config, source, *catalogue, clock);
}

ExitCode run(const TemplateConfig& /*config*/) {
  const std::string text = formats::csv_template();
  std::fwrite(text.data(), 1, text.size(), stdout);
  return ExitCode::done;
}

}  // namespace app
