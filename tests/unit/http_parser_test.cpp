#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "http/chunked.hpp"
#include "http/framing.hpp"
#include "http/head_scanner.hpp"
#include "http/input_buffer.hpp"
#include "http/parser.hpp"
#include "http/request_target.hpp"
#include "http/response_writer.hpp"

namespace http_parser_test {
namespace {

using http::FramingGuard;
using http::HeadScanner;
using http::Refusal;
using http::RequestParser;
using http::Version;
using State = http::RequestParser::State;

HeadScanner::Verdict scan(const std::string& bytes, const http::Limits& limits = {}) {
  HeadScanner scanner(limits);
  return scanner.scan(bytes);
}

}  // namespace

TEST(HeadScanner, FindsTheEndAndLooksNoFurther) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const auto verdict = scan(head + "\x01\x02");
  EXPECT_EQ(verdict.state, HeadScanner::State::whole);
  EXPECT_EQ(verdict.size, head.size());
}

// The eight-bytes-at-a-time search must see a control at every place of a word.
TEST(HeadScanner, SeesEveryControlAtEveryPlace) {
  for (const char filler : {'a', '~', '\x80', '\xff'}) {
    for (int byte = 0; byte < 256; ++byte) {
      for (std::size_t at = 0; at < 16; ++at) {
        std::string value(16, filler);
        value[at] = static_cast<char>(byte);
        if (byte == '\r' || byte == '\n') {
          continue;  // ends of lines: RefusesAtTheSameByteHoweverTheHeadIsCut
        }
        const bool is_control = (byte < 0x20 && byte != '\t') || byte == 0x7f;
        EXPECT_EQ(scan("GET / HTTP/1.1\r\nX: " + value + "\r\n\r\n").state,
                  is_control ? HeadScanner::State::refused : HeadScanner::State::whole)
            << byte << " at " << at << " among " << static_cast<int>(filler);
      }
    }
  }
}

TEST(HeadScanner, RefusesAtTheSameByteHoweverTheHeadIsCut) {
  http::Limits limits;
  limits.header_bytes_max = 60;
  limits.header_fields_max = 3;
  limits.target_bytes_max = 20;
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\r\nA: b\r\nC: d\r\nE: f\r\nG: h\r\n\r\n"),
        "GET / HTTP/1.1\r\nA: " + std::string(60, 'x') + "\n",
        "GET /" + std::string(30, 'y') + "\x01 HTTP/1.1\r\n\r\n",
        std::string("GET / HTTP/1.1\r\nA: b\r\n c\r\n\x01"),
        std::string("GET / HTTP/1.1\r\nA: \rb"), std::string("GET / HTTP/1.1\r\nA: b\r\n\rx")}) {
    SCOPED_TRACE(bytes);
    const auto whole = scan(bytes, limits);
    HeadScanner scanner(limits);
    HeadScanner::Verdict pieces;
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
      pieces = scanner.scan(std::string_view(bytes).substr(0, size));
      if (pieces.state != HeadScanner::State::more) {
        break;
      }
    }
    EXPECT_EQ(whole.state, HeadScanner::State::refused);
    EXPECT_EQ(pieces.state, whole.state);
    EXPECT_EQ(pieces.refusal, whole.refusal);
  }
}

TEST(FramingGuard, DecidesWhereTheBodyEnds) {
  FramingGuard none(Version::http_1_1);
  http::KnownHost known;
  EXPECT_FALSE(none.host("a", known));
  EXPECT_FALSE(none.head_end());
  EXPECT_EQ(none.body(), FramingGuard::Body::none);

  FramingGuard length(Version::http_1_1);
  EXPECT_FALSE(length.content_length("18446744073709551615"));
  EXPECT_EQ(length.body(), FramingGuard::Body::length);
  EXPECT_EQ(length.length(), UINT64_MAX);

  FramingGuard chunked(Version::http_1_1);
  EXPECT_FALSE(chunked.transfer_encoding("chunked"));
  EXPECT_EQ(chunked.body(), FramingGuard::Body::chunked);
}

TEST(FramingGuard, RefusesTwoAnswersToOneQuestion) {
  FramingGuard lengths(Version::http_1_1);
  EXPECT_FALSE(lengths.content_length("2"));
  EXPECT_EQ(lengths.content_length("2"), Refusal::malformed);
  FramingGuard first_length(Version::http_1_1);
  EXPECT_FALSE(first_length.content_length("0"));
  EXPECT_EQ(first_length.transfer_encoding("chunked"), Refusal::malformed);
  FramingGuard first_chunked(Version::http_1_1);
  EXPECT_FALSE(first_chunked.transfer_encoding("chunked"));
  EXPECT_EQ(first_chunked.content_length("0"), Refusal::malformed);
  FramingGuard hosts(Version::http_1_0);
  http::KnownHost known;
  EXPECT_FALSE(hosts.host("a", known));
  EXPECT_EQ(hosts.host("a", known), Refusal::malformed);
}

TEST(FramingGuard, HostIsNeededByHttp11Only) {
  EXPECT_EQ(FramingGuard(Version::http_1_1).head_end(), Refusal::malformed);
  EXPECT_FALSE(FramingGuard(Version::http_1_0).head_end());
}

TEST(FramingGuard, KnowsAHostWhenItSeesOne) {
  for (const char* host : {"", "a", "a.b:80", "127.0.0.1:8080", "[::1]", "[::1]:1", "a_b",
                           "a:", "%C3%A9", "xn--e1a.example:65535"}) {
    EXPECT_TRUE(http::is_host(host)) << host;
  }
  for (const char* host : {"a b", "a/b", "a?b", "a#b", "u@a", "a:b", "a:8:8", "::1", "[::1", "[]",
                           "[1]", "[g::]", "[::1]x", "a:123456", "%C", "%zz", "a\"b", "é"}) {
    EXPECT_FALSE(http::is_host(host)) << host;
  }
}

TEST(ChunkedDecoder, DecodesInWholeAndInPieces) {
  const std::string body = "A\r\n0123456789\r\n00a;x\r\nabcdefghij\r\n0;y=z\r\nT: u\r\n\r\n";
  std::string whole;
  http::ChunkedDecoder decoder(
      {.body_bytes_max = 20, .trailer_bytes_max = 99, .trailer_fields_max = 1});
  const auto progress = decoder.decode(body + "next", whole);
  EXPECT_EQ(progress.state, http::ChunkedDecoder::State::done);
  EXPECT_EQ(progress.consumed, body.size());
  EXPECT_EQ(whole, "0123456789abcdefghij");

  std::string pieces;
  http::ChunkedDecoder other(
      {.body_bytes_max = 20, .trailer_bytes_max = 99, .trailer_fields_max = 1});
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto step = other.decode(std::string_view(body).substr(i, 1), pieces);
    EXPECT_EQ(step.state == http::ChunkedDecoder::State::done, i + 1 == body.size());
  }
  EXPECT_EQ(pieces, whole);
}

TEST(ChunkedDecoder, BoundsAllExtensionsTogether) {
  std::string bytes;
  for (int i = 0; i < 20; ++i) {
    bytes += "1;" + std::string(200, 'a') + "\r\nx\r\n";
  }
  std::string body;
  http::ChunkedDecoder decoder(
      {.body_bytes_max = 100, .trailer_bytes_max = 1000, .trailer_fields_max = 1});
  const auto progress = decoder.decode(bytes, body);
  EXPECT_EQ(progress.state, http::ChunkedDecoder::State::refused);
  EXPECT_EQ(progress.refusal, Refusal::malformed);
}

TEST(ChunkExtensions, FollowTheGrammar) {
  for (const char* text : {"", ";a", ";a=b", " ; a = b ; c", ";a=\"\"", R"(;a="b\"c;" ;d)"}) {
    EXPECT_TRUE(http::is_chunk_extension(text)) << text;
  }
  for (const char* text : {" ", "a", ";", ";;a", ";a=", ";=b", ";a b", ";a=\"b", ";a=\"b\"c",
                           ";a=b c", ";a ", R"(;a="\")"}) {
    EXPECT_FALSE(http::is_chunk_extension(text)) << text;
  }
}

TEST(RequestTarget, IsSplitAndReduced) {
  std::string storage;
  const auto origin = http::split_target(http::Method::get, "GET", "/a?b?c", storage);
  ASSERT_TRUE(origin);
  EXPECT_EQ(origin->path, "/a");
  EXPECT_EQ(origin->query, "b?c");
  EXPECT_EQ(origin->authority.data(), nullptr);
  const auto bare = http::split_target(http::Method::options, "OPTIONS", "http://a:1", storage);
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->path, "*");
  EXPECT_EQ(bare->authority, "a:1");
  EXPECT_FALSE(http::split_target(http::Method::other, "CONNECT", "a b:80", storage));
}

TEST(RequestParser, ALimitBeyondWhatBeastCountsIsNoLimitOfZero) {
  http::Limits limits;
  limits.header_bytes_max = std::size_t{1} << 40;
  RequestParser parser(limits);
  EXPECT_EQ(parser.parse("GET / HTTP/1.1\r\nHost: a\r\n\r\n").state, State::request);
}

TEST(RequestParser, KeepsViewsValidOnceDetached) {
  const http::Limits limits;
  RequestParser parser(limits);
  std::string bytes =
      "POST http://h?q HTTP/1.1\r\nHost: a\r\nAccept: x/y\r\nAccept: z\r\n"
      "If-Match: \"1\"\r\nContent-Length: 3\r\n\r\n";
  auto progress = parser.parse(bytes);
  ASSERT_EQ(progress.state, State::head);
  EXPECT_EQ(progress.consumed, bytes.size());
  ASSERT_TRUE(parser.accept_body(3));
  parser.detach();
  bytes.assign(bytes.size(), '#');
  EXPECT_EQ(parser.parse("abc").state, State::request);
  const http::Request& request = parser.request();
  EXPECT_EQ(request.method_token, "POST");
  EXPECT_EQ(request.target, "/?q");
  EXPECT_EQ(request.path, "/");
  EXPECT_EQ(request.query, "q");
  EXPECT_EQ(request.header(http::Header::host), "h");
  EXPECT_EQ(request.header(http::Header::accept), "x/y, z");
  EXPECT_EQ(request.header(http::Header::if_match), "\"1\"");
  EXPECT_EQ(request.body, "abc");
}

TEST(RequestParser, LeavesNothingOfOneRequestToTheNext) {
  const http::Limits limits;
  RequestParser parser(limits);
  const std::string first = "HEAD /a?b HTTP/1.0\r\nAccept: c\r\nConnection: keep-alive\r\n\r\n";
  ASSERT_EQ(parser.parse(first).state, State::request);
  EXPECT_TRUE(parser.keeps_alive());
  parser.next();
  EXPECT_FALSE(parser.has_begun());
  ASSERT_EQ(parser.parse("\x01").state, State::refused);
  EXPECT_EQ(parser.request().method, http::Method::get);
  EXPECT_EQ(parser.request().path, "");
  EXPECT_FALSE(parser.request().has(http::Header::accept));
  EXPECT_FALSE(parser.keeps_alive());
}

TEST(RequestParser, ShowsNothingOfATargetItRefused) {
  const http::Limits limits;
  RequestParser parser(limits);
  ASSERT_EQ(parser.parse("GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n").state, State::refused);
  EXPECT_EQ(parser.request().target, "");
  EXPECT_EQ(parser.request().path, "");
}

TEST(InputBuffer, GrowsWhileReadsFillItAndShrinksAgain) {
  http::InputBuffer buffer(16 * 1024);
  const std::size_t small = buffer.room().size();
  EXPECT_LE(small, 4096U);
  for (int i = 0; i < 10; ++i) {
    const auto room = buffer.room();
    std::fill(room.begin(), room.end(), 'x');
    buffer.commit(room.size());
    if (buffer.unread().size() == 16 * 1024) {
      break;
    }
  }
  EXPECT_EQ(buffer.unread(), std::string(16 * 1024, 'x'));
  buffer.consume(16 * 1024);
  EXPECT_EQ(buffer.room().size(), 16U * 1024);
  buffer.commit(10);
  buffer.consume(10);
  EXPECT_EQ(buffer.room().size(), small);
}

TEST(InputBuffer, KeepsWhatIsUnread) {
  http::InputBuffer buffer(8192);
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    const auto room = buffer.room();
    ASSERT_FALSE(room.empty());
    const auto size = std::min<std::size_t>(room.size(), 700);
    std::fill_n(room.begin(), size, static_cast<char>('a' + i % 26));
    buffer.commit(size);
    expected.append(size, static_cast<char>('a' + i % 26));
    ASSERT_EQ(buffer.unread(), expected);
    const std::size_t used = std::min<std::size_t>(expected.size(), 690);
    buffer.consume(used);
    expected.erase(0, used);
  }
}

TEST(OutputBuffer, KeepsWhatWasAppendedWhileItGrows) {
  http::OutputBuffer buffer;
  EXPECT_EQ(buffer.text(), "");
  std::string expected;
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string piece(size, static_cast<char>('a' + size % 26));
    buffer.append(piece);
    expected.append(piece);
    ASSERT_EQ(buffer.text(), expected);
  }
}

TEST(OutputBuffer, KeepsItsMemoryUntilToldToGiveItBack) {
  http::OutputBuffer buffer;
  buffer.append("an answer");
  buffer.make_room(1000);
  const std::size_t capacity = buffer.capacity();
  EXPECT_GE(capacity, 1009U);
  buffer.clear();
  EXPECT_EQ(buffer.capacity(), capacity);
  buffer.give_back_memory();
  EXPECT_EQ(buffer.capacity(), 0U);
  EXPECT_EQ(buffer.append("another").text(), "another");
}

TEST(ResponseWriter, OmitsLengthAndBodyWhereTheyAreForbidden) {
  http::DateLine date;
  http::OutputBuffer out;
  http::Response response;
  response.status = 304;
  response.body = "ignored";
  response.add("ETag", "\"1\"");
  out.append(
      append_head(out, date, response, {.persistence = http::Persistence::close, .content = {}}));
  EXPECT_TRUE(out.text().starts_with("HTTP/1.1 304 Not Modified\r\nDate: "));
  EXPECT_TRUE(out.text().ends_with(" GMT\r\nETag: \"1\"\r\nConnection: close\r\n\r\n"));
}

}  // namespace http_parser_test
