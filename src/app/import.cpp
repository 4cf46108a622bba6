#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <future>
#include <system_error>
#include <utility>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "app/file_descriptor.hpp"
#include "app/import_rejections.hpp"
#include "app/progress.hpp"
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
  Pipeline(store::Loader& loader, Rejects& rejects) : loader_(loader), rejects_(rejects) {}

  void add(formats::Record record) {
    ++records_;
    if (!record.book) {
      rejects_.add({record.number, record.line}, record.book.error());
      return;
    }
    batch_.books.push_back(*std::move(record.book));
    batch_.places.push_back({record.number, record.line});
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
    outcome_ = std::async(std::launch::async, [this] { return loader_.add(loading_.books); });
  }

  void wait() {
    if (!outcome_.valid()) {
      return;
    }
    const auto outcomes = outcome_.get();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i]) {
        rejects_.add(loading_.places[i], *outcomes[i]);
      } else {
        ++kept_;
      }
    }
  }

  std::uint64_t records() const noexcept { return records_; }
  std::uint64_t kept() const noexcept { return kept_; }

 private:
  struct Batch {
    std::vector<catalog::NewBook> books;
    std::vector<Rejects::Where> places;
  };
  store::Loader& loader_;
  Rejects& rejects_;
  Batch batch_;
  Batch loading_;  // owned by the running task until wait()
  std::future<std::vector<std::optional<catalog::Problem>>> outcome_;
  std::uint64_t records_ = 0;
  std::uint64_t kept_ = 0;
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

void report(const Pipeline& pipeline, const Rejects& rejects) {
  for (const std::string& line : rejects.lines()) {
    std::fprintf(stderr, "%s\n", line.c_str());
  }
  for (const auto& [reason, times] : rejects.reasons()) {
    std::fprintf(stderr, "motivo / reason: %s: %llu\n", reason.c_str(),
                 static_cast<unsigned long long>(times));
  }
  std::printf("importados / imported: %llu; recusados / rejected: %llu\n",
              static_cast<unsigned long long>(pipeline.kept()),
              static_cast<unsigned long long>(rejects.count()));
}

class Source {
 public:
  Source(FileDescriptor file, const ImportConfig& config)
      : file_(std::move(file)), buffer_(chunk_bytes, '\0'), first_(read_some(file_, buffer_)) {
    format_ = config.format ? config.format
                            : formats::guess_format({config.file, {buffer_.data(), first_}});
  }

  std::optional<formats::Format> format() const noexcept { return format_; }

  void feed_all(formats::Reader& reader, Pipeline& pipeline) {
    Progress progress("import", size_of(file_));
    std::uint64_t bytes = 0;
    for (std::size_t got = first_; got > 0; got = read_some(file_, buffer_)) {
      reader.feed({buffer_.data(), got});
      take(reader, pipeline);
      bytes += got;
      progress.show({bytes, pipeline.records()});
    }
    reader.finish();
    take(reader, pipeline);
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

}  // namespace

ExitCode run(const ImportConfig& config) {
  Source source(FileDescriptor::open_for_reading(config.file), config);
  if (!source.format()) {
    std::fprintf(stderr, "api-livros: formato desconhecido, diga --format / unknown format: %s\n",
                 config.file.c_str());
    return ExitCode::usage;
  }
  const base::SystemClock clock;
  const auto catalogue = open_catalogue(config.database, clock);
  auto loader = catalogue->loader(store::LoadEffect::kept);
  const auto reader = formats::make_reader(*source.format(), {base::year_of(clock.now())});
  Rejects rejects;
  Pipeline pipeline(*loader, rejects);
  source.feed_all(*reader, pipeline);
  loader->finish();
  loader.reset();
  search::make_index_if_far(*catalogue, index_folder(config.database));
  report(pipeline, rejects);
  return rejects.count() == 0 ? ExitCode::done : ExitCode::done_with_rejects;
}

}  // namespace app
