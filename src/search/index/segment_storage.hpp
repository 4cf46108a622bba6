// Where the bytes of segments lie: large ones in files without a name, which are mapped, so that
// they are in memory only as far as they are read; small ones, and all when there is no disk for
// them, in memory. A storage is for any thread; an output is used by one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace search {

// Bytes that never change. They begin at a multiple of eight.
class SegmentBytes {
 public:
  virtual ~SegmentBytes() = default;
  SegmentBytes() = default;
  SegmentBytes(const SegmentBytes&) = delete;
  SegmentBytes& operator=(const SegmentBytes&) = delete;

  virtual std::string_view view() const noexcept = 0;
  // A reader will not read these pages again soon, so they need not stay resident. Any reader still
  // may: the pages come back from the file.
  virtual void release_pages() const noexcept {}
};
using SegmentBytesPtr = std::shared_ptr<const SegmentBytes>;

// How many bytes lie where.
struct SegmentUsage {
  std::atomic<std::int64_t> mapped{0};
  std::atomic<std::int64_t> memory{0};
};

class SegmentOutput;
// A file that nobody else can see.
class NamelessFile;

class SegmentStorage {
 public:
  // In memory alone.
  SegmentStorage();
  // Called once, with the reason, when a large segment lies in memory for lack of a file.
  using OnMemory = std::function<void(std::string_view why)>;
  SegmentStorage(std::filesystem::path folder, OnMemory on_memory);

  // In memory when no more than `in_memory_max` bytes are expected.
  static constexpr std::size_t in_memory_max = std::size_t{1024} * 1024;
  SegmentOutput open(std::size_t bytes_expected);
  SegmentBytesPtr keep(std::string_view bytes);

  const SegmentUsage& usage() const noexcept { return *usage_; }

 private:
  friend class SegmentOutput;
  void tell(std::string_view doing, int error);

  const std::filesystem::path folder_;  // empty: none
  const OnMemory on_memory_;
  std::atomic<bool> has_told_{false};
  std::shared_ptr<SegmentUsage> usage_ = std::make_shared<SegmentUsage>();
};

// A storage in memory, for callers without a folder.
SegmentStorage& memory_storage();

// Takes the bytes of a segment in their order. If the disk refuses bytes, they go to memory.
class SegmentOutput {
 public:
  ~SegmentOutput();
  SegmentOutput(SegmentOutput&&) noexcept;
  SegmentOutput& operator=(SegmentOutput&&) = delete;

  void append(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= block_bytes && file_) {
      write_out();
    }
  }
  std::uint64_t size() const noexcept { return written_ + buffer_.size(); }
  // `call` runs after each block that goes to the file; never while the bytes lie in memory.
  void after_each_block(std::function<void()> call) { after_block_ = std::move(call); }
  SegmentBytesPtr finish() &&;

 private:
  friend class SegmentStorage;
  static constexpr std::size_t block_bytes = std::size_t{1024} * 1024;
  SegmentOutput(SegmentStorage& storage, std::unique_ptr<NamelessFile> file,
                std::size_t bytes_expected);
  void write_out();
  void return_to_memory(std::string_view doing, int error);

  SegmentStorage* storage_;
  std::unique_ptr<NamelessFile> file_;  // nullptr: in memory
  std::uint64_t written_ = 0;
  std::string buffer_;  // what follows
  std::function<void()> after_block_ = [] {};
};

}  // namespace search
