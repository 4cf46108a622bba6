// Where the bytes of segments lie: in mapped files without a name, or in memory when no disk takes
// them.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "search/index/segment_storage.hpp"

namespace search_storage_test {
namespace {

using search::SegmentStorage;

constexpr std::size_t large = 4 * SegmentStorage::in_memory_max + 13;

std::string some_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<char>(i * 31 >> 3);
  }
  return bytes;
}

class Storage : public testing::Test {
 protected:
  Storage() {
    std::string name = (std::filesystem::temp_directory_path() / "livros-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Storage() override { std::filesystem::remove_all(folder_); }
  SegmentStorage in(const std::filesystem::path& folder) {
    return {folder, [this](std::string_view why) { told_.emplace_back(why); }};
  }

  std::filesystem::path folder_;
  std::vector<std::string> told_;
};

TEST_F(Storage, MapsWhatIsLargeAndLeavesNoNameInTheFolder) {
  SegmentStorage storage = in(folder_);
  const std::string bytes = some_bytes(large);
  auto kept = storage.keep(bytes);
  EXPECT_TRUE(kept->view() == bytes);
  EXPECT_EQ(storage.usage().mapped, static_cast<std::int64_t>(large));
  EXPECT_EQ(storage.usage().memory, 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
  kept.reset();
  EXPECT_EQ(storage.usage().mapped, 0);
  EXPECT_TRUE(told_.empty());
}

TEST_F(Storage, KeepsWhatIsSmallInMemory) {
  SegmentStorage storage = in(folder_);
  const auto kept = storage.keep("pequeno");
  EXPECT_EQ(kept->view(), "pequeno");
  EXPECT_EQ(storage.usage().memory, 7);
  EXPECT_EQ(storage.usage().mapped, 0);
}

TEST_F(Storage, WithoutAFolderIsMemory) {
  SegmentStorage storage;
  EXPECT_TRUE(storage.keep(some_bytes(large))->view() == some_bytes(large));
}

TEST_F(Storage, WhereNoFileCanBeMadeIsMemoryAndSaysSoOnce) {
  for (const std::filesystem::path& nowhere : {folder_ / "none", folder_ / "file"}) {
    std::ofstream(folder_ / "file") << "x";
    told_.clear();
    SegmentStorage storage = in(nowhere);
    for (int i = 0; i < 3; ++i) {
      const auto kept = storage.keep(some_bytes(large));
      EXPECT_TRUE(kept->view() == some_bytes(large));
      EXPECT_EQ(storage.usage().memory, static_cast<std::int64_t>(large));
    }
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_NE(told_.front().find(nowhere.string()), std::string::npos);
  }
}

// A disk that is full in the midst of a segment, as a bound on the size of files.
TEST_F(Storage, ADiskThatTakesNoMoreIsMemoryAndNothingIsLost) {
  const auto before = signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  SegmentStorage storage = in(folder_);
  const std::string bytes = some_bytes(large);
  for (const std::size_t size :
       {std::size_t{0}, SegmentStorage::in_memory_max, 2 * SegmentStorage::in_memory_max + 77}) {
    const rlimit small{size, limit.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const auto kept = storage.keep(bytes);
    auto output = storage.open(large);
    for (std::size_t at = 0; at < large; at += 1000) {
      output.append(std::string_view(bytes).substr(at, 1000));
      at += large / 50;
    }
    const std::size_t appended = output.size();
    const auto parts = std::move(output).finish();
    setrlimit(RLIMIT_FSIZE, &limit);
    EXPECT_TRUE(kept->view() == bytes) << size;
    EXPECT_EQ(parts->view().size(), appended);
    EXPECT_GE(storage.usage().memory, static_cast<std::int64_t>(large));
  }
  EXPECT_EQ(told_.size(), 1U);
  (void)signal(SIGXFSZ, before);
}

}  // namespace
}  // namespace search_storage_test
