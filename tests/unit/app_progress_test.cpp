#include <gtest/gtest.h>

#include <algorithm>

#include "app/progress.hpp"

namespace app_progress_test {
namespace {

using app::Progress;

// What appears on stderr when it is no terminal.
template <class Work>
std::string shown(Work work) {
  testing::internal::CaptureStderr();
  work();
  return testing::internal::GetCapturedStderr();
}

TEST(Progress, IsOneLinePerTenthWhereThereIsNoTerminal) {
  const std::string text = shown([] {
    Progress progress("import", 1000);
    for (std::uint64_t bytes = 1; bytes <= 1000; ++bytes) {
      progress.show({bytes, bytes / 10});
    }
  });
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_TRUE(text.starts_with("import:  10 %  10 registros  ")) << text;
  EXPECT_NE(text.find("\nimport:  50 %  50 registros  "), std::string::npos);
  EXPECT_NE(text.find("\nimport: 100 %  100 registros  "), std::string::npos);
  EXPECT_TRUE(text.ends_with("faltam 0 s\n")) << text;
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Progress, ALargeStepIsOneLineNotOnePerTenthSkipped) {
  const std::string text = shown([] {
    Progress progress("export", 10);
    progress.show({1, 1});
    progress.show({9, 9});
    progress.show({9, 9});
  });
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_NE(text.find("export:  90 %"), std::string::npos);
}

TEST(Progress, NeverPassesTheWhole) {
  const std::string text = shown([] {
    Progress progress("import", 10);
    progress.show({25, 1});
    progress.show({30, 1});
  });
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_NE(text.find("import: 100 %"), std::string::npos);
}

TEST(Progress, OfUnknownOrNoLengthIsSilentInALog) {
  EXPECT_EQ(shown([] {
              Progress pipe("import", std::nullopt);
              pipe.show({1000, 10});
              Progress empty("import", 0);
              empty.show({0, 0});
            }),
            "");
}

TEST(Progress, SaysLinesOfTheirOwn) {
  EXPECT_EQ(shown([] { Progress("import", 10).say("índice"); }), "índice\n");
}

}  // namespace
}  // namespace app_progress_test
