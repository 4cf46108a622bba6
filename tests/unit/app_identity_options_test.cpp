#include <gtest/gtest.h>

#include "support/parsed_command.hpp"

namespace app_identity_options_test {
namespace {

using support::parse_command;

TEST(IdentityOptions, SayWhoAnswersForTheCatalogue) {
  const auto plain = parse_command({"serve"}).as<app::ServeConfig>();
  EXPECT_EQ(plain.identity.name, "API Livros");
  EXPECT_EQ(plain.identity.admin_email, "");
  EXPECT_EQ(plain.identity.opds_holdings, catalog::Holdings::all);
  const auto named =
      parse_command({"serve", "--nome", "Biblioteca São José", "--email", "acervo@livros.example",
                     "--oai-namespace", "livros.example.org"})
          .as<app::ServeConfig>();
  EXPECT_EQ(named.identity.name, "Biblioteca São José");
  EXPECT_EQ(named.identity.admin_email, "acervo@livros.example");
  EXPECT_EQ(named.identity.oai_namespace, "livros.example.org");
  const auto digital = parse_command({"serve", "--opds-somente-digitais"}).as<app::ServeConfig>();
  EXPECT_EQ(digital.identity.opds_holdings, catalog::Holdings::linked_text);
}

TEST(IdentityOptions, RefuseWhatNoHarvesterWouldTake) {
  const auto refused = [](const std::string& option, const std::string& value) {
    return parse_command({"serve", option, value}).is(app::ExitCode::usage);
  };
  for (const std::string address : {"", "acervo", "@livros.example", "acervo@livros", "acervo@.",
                                    "a@b@c.d", "a b@c.d", "a@b."}) {
    EXPECT_TRUE(refused("--email", address)) << address;
  }
  for (const std::string domain :
       {"", "livros", "livros.", ".example", "1.2.3.4", "livros.exa_mple", "livros.example:80"}) {
    EXPECT_TRUE(refused("--oai-namespace", domain)) << domain;
  }
  EXPECT_TRUE(refused("--oai-namespace", std::string(300, 'a') + ".b"));
  EXPECT_TRUE(refused("--nome", ""));
  EXPECT_TRUE(refused("--nome", "a\nb"));
  EXPECT_TRUE(refused("--nome", "\xff"));
}

}  // namespace
}  // namespace app_identity_options_test
