#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "support/api.hpp"

namespace api_encoding_test {
namespace {

using http::Header;
using support::Api;
using support::json_at;

std::string gunzip(const std::string& bytes) {
  z_stream stream{};
  std::string text(1 << 20, '\0');
  EXPECT_EQ(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
  std::string input = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

std::string unzstd(const std::string& bytes) {
  std::string text(1 << 20, '\0');
  const std::size_t size = ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size());
  EXPECT_EQ(ZSTD_isError(size), 0U);
  text.resize(size);
  return text;
}

// A book whose JSON has this many bytes.
void put_of(Api& api, std::size_t bytes) {
  catalog::BookFields fields = support::named("x");
  fields.synopsis = "s";
  Api scale;
  scale.store.put(fields);
  fields.synopsis.append(bytes - scale.get("/livros/1").body.size(), 's');
  api.store.put(fields);
}

TEST(Encoding, BelowOneKibibyteNothingIsEncoded) {
  Api api;
  put_of(api, 1023);
  const auto answer = api.get("/livros/1", {{Header::accept_encoding, "gzip, zstd"}});
  EXPECT_EQ(answer.body.size(), 1023U);
  EXPECT_TRUE(answer.all("Content-Encoding").empty());
  EXPECT_EQ(answer.header("ETag"), "\"1-1\"");
}

TEST(Encoding, FromOneKibibyteOnTheBodyIsEncodedAndTheTagSaysSo) {
  Api api;
  put_of(api, 1024);
  const std::string plain = api.get("/livros/1").body;
  ASSERT_EQ(plain.size(), 1024U);
  const auto gzip = api.get("/livros/1", {{Header::accept_encoding, "gzip"}});
  EXPECT_EQ(gzip.header("Content-Encoding"), "gzip");
  EXPECT_EQ(gzip.header("ETag"), "\"1-1-gzip\"");
  EXPECT_LT(gzip.body.size(), plain.size());
  EXPECT_EQ(gunzip(gzip.body), plain);
  const auto zstd = api.get("/livros/1", {{Header::accept_encoding, "zstd"}});
  EXPECT_EQ(zstd.header("Content-Encoding"), "zstd");
  EXPECT_EQ(zstd.header("ETag"), "\"1-1-zstd\"");
  EXPECT_EQ(unzstd(zstd.body), plain);
}

struct CodingCase {
  std::string accept_encoding;
  std::string coding;
};

TEST(Encoding, TheClientsPreferenceDecides) {
  Api api;
  put_of(api, 4000);
  for (const auto& [accept, coding] : {
           CodingCase{"gzip, deflate, br, zstd", "zstd"},
           CodingCase{"gzip;q=1, zstd;q=0.5", "gzip"},
           CodingCase{"zstd;q=0, gzip;q=0", ""},
           CodingCase{"br, deflate", ""},
           CodingCase{"identity", ""},
           CodingCase{"identity;q=1, gzip;q=0.5", ""},
           CodingCase{"*", "zstd"},
           CodingCase{"*;q=0.5, zstd;q=0", "gzip"},
           CodingCase{"", ""},
           CodingCase{"GZIP", "gzip"},
           // Nothing of what is left is acceptable: the plain body is better than none.
           CodingCase{"identity;q=0", ""},
       }) {
    const auto answer = api.get("/livros/1", {{Header::accept_encoding, accept}});
    EXPECT_EQ(answer.status, 200) << accept;
    EXPECT_EQ(answer.header("Content-Encoding"), coding) << accept;
  }
}

TEST(Encoding, VaryNamesTheHeaderThatChose) {
  Api api;
  put_of(api, 4000);
  const auto answer = api.get("/livros", {{Header::accept_encoding, "gzip"}});
  EXPECT_EQ(answer.header("Content-Encoding"), "gzip");
  EXPECT_NE(answer.header("Vary").find("Accept-Encoding"), std::string::npos);
  EXPECT_EQ(answer.header("ETag"), "\"s1-gzip\"");
}

TEST(Encoding, TheTagOfAnEncodedAnswerIsKnownAgain) {
  Api api;
  put_of(api, 4000);
  for (const std::string target : {"/livros/1", "/livros"}) {
    const support::Fields gzip{{Header::accept_encoding, "gzip"}};
    const std::string tag = api.get(target, gzip).header("ETag");
    EXPECT_TRUE(tag.ends_with("-gzip\"")) << tag;
    const auto again =
        api.get(target, {{Header::accept_encoding, "gzip"}, {Header::if_none_match, tag}});
    EXPECT_EQ(again.status, 304) << target;
    EXPECT_EQ(again.header("ETag"), tag);
    EXPECT_TRUE(again.all("Content-Encoding").empty());
  }
}

TEST(Encoding, HeadAnswersTheHeadersOfTheEncodedAnswer) {
  Api api;
  put_of(api, 4000);
  const support::Fields fields{{Header::accept_encoding, "gzip"}, {Header::request_id, "h"}};
  const auto head = api.head("/livros/1", fields);
  EXPECT_EQ(head.head, api.get("/livros/1", fields).head);
  EXPECT_EQ(head.header("Content-Encoding"), "gzip");
}

TEST(Encoding, AnswersToWritesAreEncodedToo) {
  Api api;
  put_of(api, 4000);
  const auto answer = api.patch("/livros/1", R"({"ano":1})", {{Header::accept_encoding, "zstd"}});
  EXPECT_EQ(answer.header("Content-Encoding"), "zstd");
  EXPECT_EQ(answer.header("ETag"), "\"1-2-zstd\"");
  EXPECT_EQ(json_at(unzstd(answer.body), "/ano"), "1");
}

TEST(Encoding, ALongProblemIsEncodedAndKeepsTheCurrentTag) {
  Api api;
  put_of(api, 4000);
  ASSERT_EQ(api.patch("/livros/1", R"({"ano":1})").status, 200);
  const auto answer = api.patch("/livros/1", R"({"ano":2})",
                                {{Header::accept_encoding, "gzip"}, {Header::if_match, "\"1-1\""}});
  EXPECT_EQ(answer.status, 412);
  EXPECT_EQ(answer.header("Content-Encoding"), "gzip");
  EXPECT_EQ(json_at(gunzip(answer.body), "/livro/versao"), "2");
  EXPECT_EQ(
      api.patch("/livros/1", R"({"ano":2})", {{Header::if_match, answer.header("ETag")}}).status,
      200);
}

TEST(Encoding, ADocumentIsEncodedWithoutATag) {
  Api api;
  const auto plain = api.get("/openapi.yaml");
  const auto answer = api.get("/openapi.yaml", {{Header::accept_encoding, "gzip"}});
  EXPECT_EQ(answer.header("Content-Encoding"), "gzip");
  EXPECT_EQ(gunzip(answer.body), plain.body);
  EXPECT_NE(answer.header("Vary").find("Accept-Encoding"), std::string::npos);
}

}  // namespace
}  // namespace api_encoding_test
