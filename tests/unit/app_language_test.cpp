#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "app/language.hpp"
#include "store/cannot_open.hpp"

namespace app_language_test {
namespace {

using catalog::Language;
using Reason = store::CannotOpen::Reason;
using Variables = std::map<std::string, std::string>;

// The three variables, nothing else of the machine's, for the length of a scope.
class Locale {
 public:
  explicit Locale(const Variables& set) {
    for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      const char* const value = std::getenv(name);
      before_.emplace_back(name,
                           value == nullptr ? std::nullopt : std::optional(std::string(value)));
      unsetenv(name);
    }
    for (const auto& [name, value] : set) {
      setenv(name.c_str(), value.c_str(), 1);
    }
  }
  ~Locale() {
    for (const auto& [name, value] : before_) {
      value ? setenv(name.c_str(), value->c_str(), 1) : unsetenv(name.c_str());
    }
  }
  Locale(const Locale&) = delete;
  Locale& operator=(const Locale&) = delete;

 private:
  std::vector<std::pair<std::string, std::optional<std::string>>> before_;
};

struct Choice {
  Variables variables;
  Language language;
};

TEST(Language, IsTheOneThatTheEnvironmentAsksFor) {
  for (const auto& [variables, language] : {
           Choice{{}, Language::portuguese},
           Choice{{{"LANG", "en_US.UTF-8"}}, Language::english},
           Choice{{{"LANG", "en"}}, Language::english},
           Choice{{{"LANG", "en@euro"}}, Language::english},
           Choice{{{"LANG", "en-GB"}}, Language::english},
           Choice{{{"LANG", "pt_BR.UTF-8"}}, Language::portuguese},
           Choice{{{"LANG", "C.UTF-8"}}, Language::portuguese},
           Choice{{{"LANG", "POSIX"}}, Language::portuguese},
           Choice{{{"LANG", "eng"}}, Language::portuguese},
           Choice{{{"LANG", "pt_BR.UTF-8"}, {"LC_MESSAGES", "en_US"}}, Language::english},
           Choice{{{"LANG", "en_US"}, {"LC_ALL", "pt_BR"}}, Language::portuguese},
           Choice{{{"LANG", "en_US"}, {"LC_ALL", ""}}, Language::english},
           Choice{{{"LC_MESSAGES", "pt_PT"}, {"LC_ALL", "en_US"}}, Language::english},
       }) {
    const Locale locale(variables);
    EXPECT_EQ(app::language(), language) << testing::PrintToString(variables);
  }
}

TEST(Language, EveryReasonNotToOpenIsToldInBothLanguages) {
  for (const auto reason :
       {Reason::in_use, Reason::unreachable, Reason::newer, Reason::not_a_catalogue, Reason::exists,
        Reason::unfinished, Reason::unsound, Reason::damaged, Reason::unwritable,
        Reason::environment}) {
    const store::CannotOpen refusal(reason, "livros.db", "No such file or directory");
    std::string portuguese;
    {
      const Locale locale(Variables{{"LANG", "pt_BR"}});
      portuguese = app::explain(refusal);
    }
    const Locale locale(Variables{{"LANG", "en"}});
    const std::string english = app::explain(refusal);
    EXPECT_NE(portuguese, english);
    for (const std::string& text : {portuguese, english}) {
      EXPECT_NE(text.find("livros.db"), std::string::npos) << text;
    }
    EXPECT_EQ(portuguese.find("No such file"), std::string::npos) << portuguese;
  }
}

TEST(Language, TheSystemsWordsAreTranslated) {
  const std::system_error exists(EEXIST, std::generic_category(), "livros.csv");
  {
    const Locale locale(Variables{{"LANG", "pt_BR"}});
    EXPECT_EQ(app::explain(exists), "livros.csv: já existe");
  }
  const Locale locale(Variables{{"LANG", "en_GB"}});
  EXPECT_EQ(app::explain(exists), "livros.csv: File exists");
}

}  // namespace
}  // namespace app_language_test
