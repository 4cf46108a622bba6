// A file on its way to the disk: an I/O thread hands its bytes over, another thread writes and
// hashes them. What does not become an import leaves nothing behind.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/executor.hpp"
#include "base/sha256.hpp"
#include "catalog/problem.hpp"
#include "imports/task_queue.hpp"
#include "store/import_store.hpp"

namespace imports {

// Handed over at once, while the next so many are gathered.
inline constexpr std::size_t upload_piece_bytes = std::size_t{256} * 1024;
// The beginning is kept to tell the format by.
inline constexpr std::size_t upload_head_bytes = std::size_t{64} * 1024;

// A temporary file, removed unless it is kept. One thread at a time.
class SpooledFile {
 public:
  explicit SpooledFile(const store::SpoolPlace& place);
  ~SpooledFile();
  SpooledFile(const SpooledFile&) = delete;
  SpooledFile& operator=(const SpooledFile&) = delete;

  // Throws std::system_error.
  void write(std::string_view bytes);
  // Makes it durable; its SHA-256 in hexadecimal digits, and how long it is.
  std::string finish();
  std::int64_t bytes() const noexcept { return bytes_; }
  const store::SpooledFile& file() const noexcept { return file_; }

 private:
  store::SpooledFile file_;
  std::int64_t bytes_ = 0;
  base::Sha256 digest_;
};

class Upload {
 public:
  // `writing` writes the pieces, and outlives the upload, as does the executor of its thread.
  Upload(TaskQueue& writing, base::Executor& executor, const store::SpoolPlace& place);

  enum class Taken : std::uint8_t { more, wait, failed };
  // As http::BodySink::take().
  Taken take(std::string_view bytes, std::function<void()> ready);

  // What has come of the beginning.
  std::string_view head() const noexcept { return head_; }
  bool has_whole_head() const noexcept { return head_.size() == upload_head_bytes; }
  bool has_failed() const noexcept { return has_failed_; }

  // Behind the last byte. `done` is called on the writing thread, with the file or with why there
  // is none; false when that thread takes no more.
  struct Whole {
    std::shared_ptr<SpooledFile> file;
    std::string sha256;
  };
  using Finished = std::function<void(catalog::Result<Whole>)>;
  bool finish(Finished done);

 private:
  // Shared with the writing thread.
  struct Shared;

  bool hand_over();

  TaskQueue& writing_;
  std::shared_ptr<Shared> shared_;
  std::string piece_;
  std::string head_;
  bool has_failed_ = false;
};

// Less than twice these bytes are free there.
bool lacks_room(const std::filesystem::path& folder, std::uint64_t bytes) noexcept;

}  // namespace imports
