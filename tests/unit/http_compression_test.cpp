#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <random>
#include <string>
#include <thread>

#include "http/compression.hpp"

namespace http_compression_test {
namespace {

std::string gunzip(const std::string& bytes, std::size_t size) {
  std::string out(size + 1, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

std::string unzstd(const std::string& bytes, std::size_t size) {
  std::string out(size + 1, '\0');
  const std::size_t result = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
  EXPECT_EQ(ZSTD_isError(result), 0U);
  out.resize(result);
  return out;
}

std::string list_of_books(std::size_t bytes) {
  std::string text = "[";
  for (int id = 1; text.size() < bytes; ++id) {
    text += R"({"id":)" + std::to_string(id) + R"(,"titulo":"Memorias de Bras Cubas"},)";
  }
  return text;
}

}  // namespace

TEST(Compression, ComesBackAndIsSmaller) {
  for (const std::size_t size : {1024U, 30'000U, 1'000'000U}) {
    const std::string body = list_of_books(size);
    const std::string gzip = http::compress(http::Coding::gzip, body);
    const std::string zstd = http::compress(http::Coding::zstd, body);
    EXPECT_LT(gzip.size(), body.size() / 2);
    EXPECT_LT(zstd.size(), body.size() / 2);
    EXPECT_EQ(gunzip(gzip, body.size()), body);
    EXPECT_EQ(unzstd(zstd, body.size()), body);
  }
}

TEST(Compression, IdentityIsACopy) {
  EXPECT_EQ(http::compress(http::Coding::identity, "body"), "body");
}

TEST(Compression, BytesThatDoNotCompressStillComeBack) {
  std::mt19937_64 random(1);
  std::string body(100'000, '\0');
  for (char& byte : body) {
    byte = static_cast<char>(random());
  }
  EXPECT_EQ(gunzip(http::compress(http::Coding::gzip, body), body.size()), body);
  EXPECT_EQ(unzstd(http::compress(http::Coding::zstd, body), body.size()), body);
}

TEST(Compression, AnEmptyBodyIsAValidStream) {
  EXPECT_EQ(gunzip(http::compress(http::Coding::gzip, ""), 0), "");
  EXPECT_EQ(unzstd(http::compress(http::Coding::zstd, ""), 0), "");
}

TEST(Compression, ContextsAreReusedWithoutTraceOfTheLastBody) {
  const std::string first = http::compress(http::Coding::gzip, "aaaaaaaaaaaaaaaa");
  const std::string other = list_of_books(5000);
  http::compress(http::Coding::gzip, other);
  EXPECT_EQ(http::compress(http::Coding::gzip, "aaaaaaaaaaaaaaaa"), first);
  const std::string zstd = http::compress(http::Coding::zstd, other);
  http::compress(http::Coding::zstd, "bbbb");
  EXPECT_EQ(http::compress(http::Coding::zstd, other), zstd);
}

TEST(Compression, EachThreadHasItsOwnContexts) {
  const std::string body = list_of_books(20'000);
  std::string mine;
  std::string theirs;
  std::thread thread([&] { theirs = http::compress(http::Coding::zstd, body); });
  mine = http::compress(http::Coding::zstd, body);
  thread.join();
  EXPECT_EQ(mine, theirs);
}

}  // namespace http_compression_test
