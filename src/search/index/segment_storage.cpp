#include "search/index/segment_storage.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace search {
namespace {

class BytesInMemory final : public SegmentBytes {
 public:
  BytesInMemory(std::string bytes, std::shared_ptr<SegmentUsage> usage)
      : bytes_(std::move(bytes)), usage_(std::move(usage)) {
    usage_->memory += static_cast<std::int64_t>(bytes_.size());
  }
  ~BytesInMemory() override { usage_->memory -= static_cast<std::int64_t>(bytes_.size()); }
  std::string_view view() const noexcept override { return bytes_; }

 private:
  const std::string bytes_;
  const std::shared_ptr<SegmentUsage> usage_;
};

class MappedBytes final : public SegmentBytes {
 public:
  MappedBytes(void* begin, std::size_t size, std::shared_ptr<SegmentUsage> usage)
      : begin_(begin), size_(size), usage_(std::move(usage)) {
    usage_->mapped += static_cast<std::int64_t>(size_);
  }
  ~MappedBytes() override {
    usage_->mapped -= static_cast<std::int64_t>(size_);
    munmap(begin_, size_);
  }
  std::string_view view() const noexcept override {
    return {static_cast<const char*>(begin_), size_};
  }
  // The file holds them: the next reader takes them from the page cache.
  void release_pages() const noexcept override { madvise(begin_, size_, MADV_DONTNEED); }

 private:
  void* const begin_;
  const std::size_t size_;
  const std::shared_ptr<SegmentUsage> usage_;
};

}  // namespace

// Gone with its last user, however the process ends. Failures are told by errno.
class NamelessFile {
 public:
  // nullptr: it cannot be made.
  static std::unique_ptr<NamelessFile> create(const std::filesystem::path& folder) {
    int number = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    // Not every file system knows such files.
    if (number < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
      std::string name = (folder / "livros-index-XXXXXX").string();
      number = mkostemp(name.data(), O_CLOEXEC);
      if (number >= 0) {
        unlink(name.c_str());
      }
    }
    return number < 0 ? nullptr : std::unique_ptr<NamelessFile>(new NamelessFile(number));
  }
  ~NamelessFile() { close(number_); }
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;

  std::uint64_t size() const noexcept { return size_; }
  // false: not all of it, and none of it counts. Written, not only made longer: the blocks are
  // taken from the disk now, because a mapped file that lacks one ends the process.
  bool append(std::string_view bytes) noexcept {
    std::uint64_t end = size_;
    while (!bytes.empty()) {
      const ssize_t count = pwrite(number_, bytes.data(), bytes.size(), static_cast<off_t>(end));
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(count));
      end += static_cast<std::uint64_t>(count);
    }
    size_ = end;
    return true;
  }
  // Throws std::system_error: what was written is lost.
  std::string read() const {
    std::string bytes(size_, '\0');
    for (std::size_t done = 0; done < size_;) {
      const ssize_t count =
          pread(number_, bytes.data() + done, size_ - done, static_cast<off_t>(done));
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count <= 0) {
        throw std::system_error(count == 0 ? EIO : errno, std::generic_category(),
                                "reading a part of the search index");
      }
      done += static_cast<std::size_t>(count);
    }
    return bytes;
  }
  // nullptr: it cannot be mapped.
  void* map() const noexcept {
    void* const begin = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, number_, 0);
    return begin == MAP_FAILED ? nullptr : begin;
  }

 private:
  explicit NamelessFile(int number) noexcept : number_(number) {}
  const int number_;
  std::uint64_t size_ = 0;
};

SegmentStorage::SegmentStorage() : SegmentStorage({}, nullptr) {}
SegmentStorage::SegmentStorage(std::filesystem::path folder, OnMemory on_memory)
    : folder_(std::move(folder)), on_memory_(std::move(on_memory)) {}

SegmentOutput SegmentStorage::open(std::size_t bytes_expected) {
  std::unique_ptr<NamelessFile> file;
  if (!folder_.empty() && bytes_expected > in_memory_max) {
    file = NamelessFile::create(folder_);
    if (!file) {
      tell("open", errno);
    }
  }
  return {*this, std::move(file), bytes_expected};
}

SegmentBytesPtr SegmentStorage::keep(std::string_view bytes) {
  SegmentOutput output = open(bytes.size());
  output.append(bytes);
  return std::move(output).finish();
}

void SegmentStorage::tell(std::string_view doing, int error) {
  if (on_memory_ && !has_told_.exchange(true)) {
    on_memory_(folder_.string() + ": " + std::string(doing) + ": " +
               std::generic_category().message(error));
  }
}

SegmentStorage& memory_storage() {
  static SegmentStorage storage;
  return storage;
}

SegmentOutput::SegmentOutput(SegmentStorage& storage, std::unique_ptr<NamelessFile> file,
                             std::size_t bytes_expected)
    : storage_(&storage), file_(std::move(file)) {
  // In memory it should not grow: that takes twice the memory for a moment.
  buffer_.reserve(file_ ? block_bytes + block_bytes / 4 : bytes_expected);
}
SegmentOutput::~SegmentOutput() = default;
SegmentOutput::SegmentOutput(SegmentOutput&&) noexcept = default;

void SegmentOutput::write_out() {
  if (!file_->append(buffer_)) {
    return_to_memory("write", errno);
    return;
  }
  written_ = file_->size();
  buffer_.clear();
  after_block_();
}

void SegmentOutput::return_to_memory(std::string_view doing, int error) {
  storage_->tell(doing, error);
  std::string all = file_->read();
  all += buffer_;
  buffer_ = std::move(all);
  written_ = 0;
  file_.reset();
}

SegmentBytesPtr SegmentOutput::finish() && {
  if (file_ && !buffer_.empty()) {
    write_out();
  }
  if (file_) {
    buffer_ = {};
    if (void* const begin = file_->map()) {
      return std::make_shared<const MappedBytes>(begin, written_, storage_->usage_);
    }
    return_to_memory("mmap", errno);
  }
  buffer_.shrink_to_fit();
  return std::make_shared<const BytesInMemory>(std::move(buffer_), storage_->usage_);
}

}  // namespace search
