#include <gtest/gtest.h>

#include <string>

#include "app/command_line.hpp"

namespace app_manual_test {
namespace {

std::string printed(const std::vector<const char*>& arguments) {
  std::vector<const char*> argv{"api-livros"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  testing::internal::CaptureStdout();
  const auto result = app::parse_command_line(static_cast<int>(argv.size()), argv.data());
  EXPECT_TRUE(std::holds_alternative<app::ExitCode>(result));
  return testing::internal::GetCapturedStdout();
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Manual, ThePageNamesEveryCommandWithItsOptionsAndVariables) {
  const std::string page = printed({"manual"});
  EXPECT_TRUE(page.starts_with(".TH API\\-LIVROS 1"));
  for (const std::string line :
       {".SS serve\n", ".SS keys create\n", ".SS import ARQUIVO\n", ".SS copy ORIGEM DESTINO\n",
        "\\fB\\-\\-drain\\-delay\\fR \\fISEGUNDOS\\fR\n", "\nAPI_LIVROS_LISTEN\n",
        "\\fB\\-\\-demo\\fR\n"}) {
    EXPECT_TRUE(holds(page, line)) << line;
  }
  EXPECT_FALSE(holds(page, ".SS manual"));
}

TEST(Manual, TheCompletionOffersCommandsOptionsAndTheWordsOfAnOption) {
  const std::string code = printed({"manual", "--form", "bash"});
  EXPECT_TRUE(holds(code, "\"\") words='serve import "));
  EXPECT_TRUE(holds(code, "\"keys\") words='create list revoke'"));
  EXPECT_TRUE(holds(code, "\"serve --access-log\") _api_livros_words 'on off'"));
  EXPECT_TRUE(holds(code, "\"keys create\") words='--help --name --scope"));
  EXPECT_TRUE(code.ends_with("complete -F _api_livros api-livros\n"));
}

TEST(Manual, IsNoCommandThatIsOffered) { EXPECT_FALSE(holds(printed({"--help"}), "manual")); }

}  // namespace
}  // namespace app_manual_test
