#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "app/isbn_table.hpp"

namespace app_isbn_table_test {
namespace {

class IsbnTable : public testing::Test {
 protected:
  IsbnTable() = default;
  ~IsbnTable() override { std::remove(path_.c_str()); }

  std::string made(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return path_;
  }
  // What the exception says; empty when the table was taken.
  static std::string refusal(const std::string& file) {
    try {
      (void)app::read_isbn_ranges(file);
      return {};
    } catch (const std::runtime_error& refused) {
      return refused.what();
    }
  }

 private:
  std::string path_ = testing::TempDir() + "isbn_table_" + std::to_string(getpid());
};

TEST_F(IsbnTable, IsTheOneOfThisBuildWhenNoFileIsNamed) {
  EXPECT_EQ(app::read_isbn_ranges("").date(),
            catalog::IsbnRanges::parse(catalog::default_isbn_ranges())->date());
}

TEST_F(IsbnTable, MayBeReplacedByAFile) {
  const auto ranges = app::read_isbn_ranges(made("date 2031-12-01\n978-85 Brasil\n 00-19\n"));
  EXPECT_EQ(ranges.date(), "2031-12-01");
}

TEST_F(IsbnTable, AFileThatCannotBeUsedIsNamedWithItsFault) {
  const std::string file = made("date 2031-12-01\n978-85 Brasil\n 00-\n");
  EXPECT_EQ(refusal(file), "--isbn-ranges: " + file + ": linha 3:  00-");
  EXPECT_EQ(refusal(file + ".x"), "--isbn-ranges: " + file + ".x: não consigo ler");
  EXPECT_EQ(refusal(testing::TempDir()),
            "--isbn-ranges: " + testing::TempDir() + ": não consigo ler");
}

TEST_F(IsbnTable, AFileOfMoreThan8MibIsNoTable) {
  const std::string file = made(std::string(8 * 1024 * 1024 + 1, '#'));
  EXPECT_EQ(refusal(file), "--isbn-ranges: " + file + ": grande demais");
}

}  // namespace
}  // namespace app_isbn_table_test
