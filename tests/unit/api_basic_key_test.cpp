#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_basic_key_test {
namespace {

using api::AccessRules;
using catalog::Scope;
using http::Header;
using support::Api;
using support::Fields;
using support::problem_in;
using namespace std::chrono_literals;

std::string text_of(char letter) { return "lv_" + std::string(43, letter); }

AccessRules keyed(AccessRules::Reads reads) {
  AccessRules rules;
  rules.auth = AccessRules::Auth::keys;
  rules.reads = reads;
  return rules;
}

// A server with a book and four keys: r may read, a everything; x has expired, v was revoked.
class Keyed : public Api {
 public:
  explicit Keyed(AccessRules::Reads reads) : Api({.access = keyed(reads)}) {
    std::vector<api::Keyring::Entry> entries;
    for (const char letter : {'r', 'a', 'x', 'v'}) {
      catalog::AccessKey key;
      key.id = letter;
      key.name = std::string("Chave ") + letter;
      key.digest = catalog::digest_of(text_of(letter));
      key.scope = letter == 'r' ? Scope::read : Scope::administer;
      key.expires_at = letter == 'x' ? std::optional(clock.now() - 1ms) : std::nullopt;
      key.revoked_at = letter == 'v' ? std::optional(clock.now()) : std::nullopt;
      entries.push_back({key, use});
    }
    access_state.keys.set(std::make_shared<const api::Keyring>(std::move(entries)));
    store.put(support::named("Livro"));
  }

  api::KeyUse use = std::make_shared<std::atomic<std::int64_t>>(0);
};

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6; held -= 6) {
      text += digits[bits >> (held - 6) & 63U];
    }
  }
  if (held > 0) {
    text += digits[bits << (6 - held) & 63U];
  }
  return text.append((4 - text.size() % 4) % 4, '=');
}
Fields with_password(const std::string& user, const std::string& password) {
  return {{Header::authorization, "Basic " + base64(user + ":" + password)}};
}
constexpr auto of_book = "/unapi?id=/livros/1&format=ris";

TEST(Protocols, TakeTheKeyAsAPassword) {
  Keyed api(AccessRules::Reads::keyed);
  EXPECT_EQ(problem_in(api.get(of_book)), "401 nao-autorizado");
  for (const std::string user : {"", "Chave r", "qualquer um"}) {
    EXPECT_EQ(api.get(of_book, with_password(user, text_of('r'))).status, 200U) << user;
  }
  EXPECT_EQ(api.get(of_book, Fields{{Header::authorization, "Bearer " + text_of('r')}}).status,
            200U);
  EXPECT_GT(api.use->load(), 0);
  for (const std::string& key :
       {text_of('x'), text_of('v'), text_of('z'), std::string("segredo")}) {
    EXPECT_EQ(problem_in(api.get(of_book, with_password("r", key))), "401 nao-autorizado") << key;
  }
  for (const std::string wrong : {"Basic", "Basic ", "Basic ***", "Basic YQ==", "Basic A"}) {
    EXPECT_EQ(problem_in(api.get(of_book, {{Header::authorization, wrong}})), "401 nao-autorizado")
        << wrong;
  }
}

TEST(Protocols, SayThatAPasswordWouldDo) {
  Keyed api(AccessRules::Reads::keyed);
  const std::string basic = "Basic realm=\"api-livros\", charset=\"UTF-8\"";
  EXPECT_NE(api.get(of_book).head.find("WWW-Authenticate: " + basic), std::string::npos);
  EXPECT_NE(api.get(of_book).head.find("WWW-Authenticate: Bearer"), std::string::npos);
  EXPECT_NE(api.get(of_book, with_password("r", "x")).head.find(basic), std::string::npos);
  EXPECT_EQ(api.get("/livros/1").head.find("Basic"), std::string::npos);
}

TEST(Protocols, AloneTakeAPassword) {
  Keyed api(AccessRules::Reads::open);
  const Fields password = with_password("a", text_of('a'));
  EXPECT_EQ(problem_in(api.get("/livros/1", password)), "401 nao-autorizado");
  EXPECT_EQ(problem_in(api.get("/busca", password)).substr(0, 3), "401");
  EXPECT_EQ(problem_in(api.post("/livros", R"({"título":"Dom","autor":"M"})", password)),
            "401 nao-autorizado");
  EXPECT_EQ(problem_in(api.remove("/livros/1", password)), "401 nao-autorizado");
  const support::FakeReply head({"POST", "/livros", password, ""});
  EXPECT_EQ(api.dispatcher->body_bytes_max(head.request()), 0U);
  EXPECT_TRUE(api.store.writes.empty());
}

}  // namespace
}  // namespace api_basic_key_test
