#include <gtest/gtest.h>

#include "catalog/own_cover.hpp"
#include "support/api.hpp"

namespace api_covers_test {
namespace {

using http::Header;
using support::Answer;
using support::Api;
using support::json_at;
using support::problem_in;

using namespace std::string_literals;
const std::string png = "\x89PNG\r\n\x1A\n\0um"s;
const std::string jpeg = "\xFF\xD8\xFF\xE0 dois"s;
const std::string webp = "RIFF\1\2\3\4WEBPVP8 "s;
// SHA-256 of `png`.
std::string hash_in(const Answer& book) {
  const std::string cover = json_at(book.body, "/capa");
  return cover.substr(cover.size() - std::min(cover.size(), catalog::cover_hash_size));
}

Answer send(Api& api, const std::string& image, support::Fields fields = {}) {
  fields.push_back({Header::content_type, "application/octet-stream"});
  return api.put("/livros/1/capa", image, std::move(fields));
}

TEST(OwnCover, IsAnImageByItsFirstBytes) {
  using catalog::image_type_of;
  using catalog::ImageType;
  EXPECT_EQ(image_type_of(png), ImageType::png);
  EXPECT_EQ(image_type_of(jpeg), ImageType::jpeg);
  EXPECT_EQ(image_type_of(webp), ImageType::webp);
  for (const std::string& other :
       {""s, "GIF89a\1\0\1\0"s, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"s, "<html>"s,
        "%PDF-1.7"s, "\x89PNG"s, "RIFF\1\2\3\4WAVE...."s, "RIFF\1\2\3\4WEBP"s, "\xFF\xD8"s}) {
    EXPECT_FALSE(image_type_of(other)) << other;
  }
}

TEST(OwnCover, HasANameThatIsReadAsItIsWritten) {
  const std::string hash(64, 'a');
  const std::string name = catalog::own_cover_address({7}, hash);
  EXPECT_EQ(name, "/livros/7/capa?v=" + hash);
  const auto own = catalog::own_cover_in(name);
  ASSERT_TRUE(own);
  EXPECT_EQ(own->book.value, 7);
  EXPECT_EQ(own->hash, hash);
  for (const std::string& other :
       {"https://a.example/livros/7/capa?v=" + hash, "/livros/07/capa?v=" + hash,
        "/livros/0/capa?v=" + hash, "/livros/-7/capa?v=" + hash, "/livros//capa?v=" + hash,
        "/livros/7/capa?v=" + hash + "a", "/livros/7/capa?v=" + hash.substr(1), "/livros/7/capa"s,
        "/livros/7/capa?v=" + std::string(64, 'A'), "/livros/99999999999999999999/capa?v=" + hash,
        "/livros/"s, ""s}) {
    EXPECT_FALSE(catalog::own_cover_in(other)) << other;
  }
}

TEST(CoverOfABook, IsKeptAndServedAsNothingButAnImage) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto sent = send(api, png);
  EXPECT_EQ(sent.status, 200);
  EXPECT_EQ(sent.header("ETag"), "\"1-2\"");
  EXPECT_EQ(sent.header("Content-Location"), "/livros/1");
  const std::string hash = hash_in(sent);
  EXPECT_EQ(json_at(sent.body, "/capa"), "/livros/1/capa?v=" + hash);
  const auto shown = api.get("/livros/1/capa");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.body, png);
  EXPECT_EQ(shown.header("Content-Type"), "image/png");
  EXPECT_EQ(shown.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(shown.header("Content-Security-Policy"), "default-src 'none'");
  EXPECT_EQ(shown.header("ETag"), "\"" + hash + "\"");
  EXPECT_EQ(shown.header("Cache-Control"), "no-cache");
  EXPECT_EQ(api.head("/livros/1/capa").status, 200);
  EXPECT_EQ(api.get("/livros/1/capa", {{Header::if_none_match, "\"" + hash + "\""}}).status, 304);
  EXPECT_EQ(api.get("/livros/1/capa", {{Header::if_match, "\"x\""}}).status, 412);
}

TEST(CoverOfABook, IsFoundByItsHashAsLongAsAVersionNamesIt) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const std::string first = hash_in(send(api, png));
  const std::string second = hash_in(send(api, jpeg));
  EXPECT_EQ(api.get("/livros/1/capa").header("Content-Type"), "image/jpeg");
  const auto earlier = api.get("/livros/1/capa?v=" + first);
  EXPECT_EQ(earlier.body, png);
  EXPECT_EQ(earlier.header("Cache-Control"), "private, max-age=31536000, immutable");
  EXPECT_EQ(api.post("/livros/1/restaurar", R"({"versao":2})").status, 200);
  EXPECT_EQ(api.get("/livros/1/capa").body, png);
  EXPECT_EQ(problem_in(api.get("/livros/1/capa?v=" + std::string(64, '0'))),
            "404 capa-nao-encontrada");
  EXPECT_EQ(problem_in(api.get("/livros/1/capa?v=0")), "400 parametro-invalido");
  EXPECT_NE(first, second);
}

TEST(CoverOfABook, GoesWithAVersionOfItsOwn) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(problem_in(api.get("/livros/1/capa")), "404 capa-nao-encontrada");
  EXPECT_EQ(problem_in(api.remove("/livros/1/capa")), "404 capa-nao-encontrada");
  ASSERT_EQ(send(api, png).status, 200);
  EXPECT_EQ(problem_in(api.remove("/livros/1/capa", {{Header::if_match, "\"1-1\""}})),
            "412 versao-divergente");
  const auto gone = api.remove("/livros/1/capa", {{Header::if_match, "\"1-2\""}});
  EXPECT_EQ(gone.status, 200);
  EXPECT_EQ(json_at(gone.body, "/versao"), "3");
  EXPECT_EQ(json_at(gone.body, "/capa"), "");
  EXPECT_EQ(problem_in(api.get("/livros/1/capa")), "404 capa-nao-encontrada");
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(problem_in(api.get("/livros/1/capa")), "410 livro-excluido");
  EXPECT_EQ(problem_in(send(api, png)), "410 livro-excluido");
  EXPECT_EQ(problem_in(api.get("/livros/2/capa")), "404 livro-nao-encontrado");
}

TEST(CoverOfABook, ThatIsNoImageIsRefused) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto svg = api.put("/livros/1/capa", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                           {{Header::content_type, "image/svg+xml"}});
  EXPECT_EQ(problem_in(svg), "415 tipo-nao-suportado");
  EXPECT_EQ(svg.header("Accept"), "image/jpeg, image/png, image/webp");
  EXPECT_EQ(problem_in(send(api, "GIF89a....")), "415 tipo-nao-suportado");
  EXPECT_EQ(problem_in(send(api, "")), "415 tipo-nao-suportado");
  EXPECT_EQ(problem_in(
                api.put("/livros/1/capa", png,
                        {{Header::content_type, "image/png"}, {Header::content_encoding, "gzip"}})),
            "415 tipo-nao-suportado");
  EXPECT_EQ(api.get("/livros/1").header("ETag"), "\"1-1\"");
  const support::FakeReply head({"PUT", "/livros/1/capa", {}, ""});
  EXPECT_EQ(api.dispatcher->body_bytes_max(head.request()), catalog::cover_bytes_max);
}

TEST(CoverOfABook, ComesBackWithTheBookThatNamesIt) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  send(api, png);
  const std::string book = api.get("/livros/1").body;
  EXPECT_EQ(api.put("/livros/1", book).header("ETag"), "\"1-2\"");
  const std::string cover = json_at(book, "/capa");
  const auto other =
      api.post("/livros", R"({"título":"Outro","autor":null,"capa":")" + cover + "\"}");
  EXPECT_EQ(problem_in(other), "422 livro-invalido");
  EXPECT_EQ(support::errors_in(other), (std::vector<std::string>{"/capa url-invalida"}));
  EXPECT_EQ(api.patch("/livros/1", R"({"capa":null})").status, 200);
  EXPECT_EQ(problem_in(api.get("/livros/1/capa")), "404 capa-nao-encontrada");
}

TEST(CoverOfABook, HasAWholeAddressInOtherForms) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const std::string hash = hash_in(send(api, png));
  const support::Fields host{{Header::host, "livros.localhost"}};
  const auto ris = api.get("/livros/1?formato=ris", host);
  EXPECT_NE(ris.body.find("http://livros.localhost/livros/1/capa?v=" + hash), std::string::npos);
}

TEST(CoverOfABook, IsNotCompressedOnTheWay) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const std::string large = png + std::string(5000, 'a');
  send(api, large);
  const auto shown = api.get("/livros/1/capa", {{Header::accept_encoding, "gzip"}});
  EXPECT_EQ(shown.body, large);
  EXPECT_EQ(shown.header("Content-Encoding"), "");
}

TEST(CoverOfABook, IsShownToReadingAppsWithItsType) {
  Api api;
  api.store.search_answer = search::Facets{};
  api.settings.public_url = "https://livros.example";
  api.store.put(support::named("Dom Casmurro"));
  for (const auto& [image, type] : {std::pair{png, "image/png"}, std::pair{jpeg, "image/jpeg"},
                                    std::pair{webp, "image/webp"}}) {
    const std::string cover = json_at(send(api, image).body, "/capa");
    for (const auto& [address, images] : {std::pair{"/opds/livros/1"s, "/images"s},
                                          std::pair{"/opds/titulos"s, "/publications/0/images"s}}) {
      const Answer feed = api.get(address);
      ASSERT_EQ(feed.status, 200) << address;
      EXPECT_EQ(json_at(feed.body, images + "/0/href"), cover) << address;
      EXPECT_EQ(json_at(feed.body, images + "/0/type"), type) << address;
    }
    for (const std::string address : {"/opds/v1.2/livros/1", "/opds/v1.2/titulos"}) {
      EXPECT_NE(api.get(address).body.find("href=\"" + cover + "\" type=\"" + type + "\""),
                std::string::npos)
          << address;
    }
  }
}

}  // namespace
}  // namespace api_covers_test
