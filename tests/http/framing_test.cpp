// What an attacker or a broken client may send, and the one answer each of it gets. Requests that
// two servers could read differently are refused and the connection is closed.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

using namespace std::string_literals;

constexpr const char* host = "Host: a\r\n";
std::string get_x(const std::string& rest) { return "GET /x HTTP/1.1\r\n" + rest; }
std::string post_x(const std::string& rest) { return "POST /x HTTP/1.1\r\nHost: a\r\n" + rest; }
std::string chunked(const std::string& body) {
  return post_x("Transfer-Encoding: chunked\r\n\r\n" + body);
}

struct Probe {
  const char* name;
  std::string bytes;
  unsigned status;
};

std::vector<Probe> refused_hosts_and_lengths() {
  return {
      {"no host", get_x("\r\n"), 400},
      {"two hosts", get_x("Host: a\r\nHost: b\r\n\r\n"), 400},
      {"the same host twice", get_x("Host: a\r\nHost: a\r\n\r\n"), 400},
      {"host with a space", get_x("Host: a b\r\n\r\n"), 400},
      {"host with a path", get_x("Host: a/b\r\n\r\n"), 400},
      {"host with userinfo", get_x("Host: u@a\r\n\r\n"), 400},
      {"host with a bad port", get_x("Host: a:b\r\n\r\n"), 400},
      {"host with half a bracket", get_x("Host: [::1\r\n\r\n"), 400},
      {"length, then chunked",
       post_x("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400},
      {"chunked, then length",
       post_x("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"), 400},
      {"two equal lengths", post_x("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"), 400},
      {"two lengths", post_x("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"), 400},
      {"list of lengths", post_x("Content-Length: 2, 2\r\n\r\n{}"), 400},
      {"empty length", post_x("Content-Length: \r\n\r\n"), 400},
      {"length with plus", post_x("Content-Length: +2\r\n\r\n{}"), 400},
      {"negative length", post_x("Content-Length: -1\r\n\r\n{}"), 400},
      {"length beyond 64 bits", post_x("Content-Length: 18446744073709551617\r\n\r\n{}"), 400},
      {"hexadecimal length", post_x("Content-Length: 0x2\r\n\r\n{}"), 400},
      {"length with a fraction", post_x("Content-Length: 2.0\r\n\r\n{}"), 400},
      {"length with a blank inside", post_x("Content-Length: 1 0\r\n\r\n{}"), 400},
  };
}

std::vector<Probe> refused_codings() {
  return {
      {"unknown coding", post_x("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 501},
      {"gzip alone", post_x("Transfer-Encoding: gzip\r\n\r\n"), 501},
      {"gzip, chunked", post_x("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501},
      {"identity, chunked", post_x("Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n"), 501},
      {"chunked not last", post_x("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"), 400},
      {"chunked with a parameter", post_x("Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n"), 400},
      {"chunked in quotes", post_x("Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"), 400},
      {"chunked and a comma", post_x("Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n"), 400},
      {"empty coding", post_x("Transfer-Encoding:\r\n\r\n0\r\n\r\n"), 400},
      {"chunked twice in a list", post_x("Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
       400},
      {"chunked twice",
       post_x("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400},
      {"vertical tab before chunked",
       post_x("Transfer-Encoding:\x0b"
              "chunked\r\n\r\n0\r\n\r\n"),
       400},
      {"chunked in HTTP/1.0",
       "POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
  };
}

std::vector<Probe> refused_chunks() {
  return {
      {"chunk size with 0x", chunked("0x2\r\n{}\r\n0\r\n\r\n"), 400},
      {"chunk size missing", chunked("\r\n{}\r\n0\r\n\r\n"), 400},
      {"negative chunk size", chunked("-2\r\n{}\r\n0\r\n\r\n"), 400},
      {"chunk size of 17 digits", chunked("00000000000000002\r\n{}\r\n0\r\n\r\n"), 400},
      {"blank before chunk size", chunked(" 2\r\n{}\r\n0\r\n\r\n"), 400},
      {"blank after chunk size", chunked("2 \r\n{}\r\n0\r\n\r\n"), 400},
      {"bare LF after chunk size", chunked("2\n{}\r\n0\r\n\r\n"), 400},
      {"bare CR after chunk size", chunked("2\r{}\r\n0\r\n\r\n"), 400},
      {"bare LF in a chunk extension", chunked("2;a\nb\r\n{}\r\n0\r\n\r\n"), 400},
      {"NUL in a chunk extension", chunked("2;a=\"\0\"\r\n{}\r\n0\r\n\r\n"s), 400},
      {"unfinished quote in an extension", chunked("2;a=\"b\r\n{}\r\n0\r\n\r\n"), 400},
      {"chunk extension of 257 bytes",
       chunked("2;" + std::string(256, 'a') + "\r\n{}\r\n0\r\n\r\n"), 400},
      {"endless chunk extension", chunked("2;" + std::string(20'000, 'a')), 400},
      {"chunk data too long", chunked("2\r\n{}x\r\n0\r\n\r\n"), 400},
      {"bare LF after chunk data", chunked("2\r\n{}\n0\r\n\r\n"), 400},
      {"bare LF after the last chunk", chunked("0\r\n\n"), 400},
      {"trailer without a colon", chunked("0\r\nX\r\n\r\n"), 400},
      {"trailer with a space before the colon", chunked("0\r\nX : y\r\n\r\n"), 400},
      {"folded trailer", chunked("0\r\nX: y\r\n z\r\n\r\n"), 400},
      {"bare LF in a trailer", chunked("0\r\nX: y\n\r\n"), 400},
  };
}

std::vector<Probe> refused_fields() {
  return {
      {"bare LF line ends", "GET /x HTTP/1.1\nHost: a\n\n", 400},
      {"bare LF in the fields", get_x("Host: a\nX: y\r\n\r\n"), 400},
      {"bare LF at the end", get_x("Host: a\r\n\n"), 400},
      {"space before the colon", get_x("Host: a\r\nX : y\r\n\r\n"), 400},
      {"space before Content-Length's colon", post_x("Content-Length : 2\r\n\r\n{}"), 400},
      {"tab before the colon", get_x("Host: a\r\nX\t: y\r\n\r\n"), 400},
      {"folded field", get_x("Host: a\r\nX: y\r\n z\r\n\r\n"), 400},
      {"space before the first field", get_x(" Host: a\r\n\r\n"), 400},
      {"field without a colon", get_x("Host: a\r\nX\r\n\r\n"), 400},
      {"empty field name", get_x("Host: a\r\n: x\r\n\r\n"), 400},
      {"non-ASCII field name", get_x("Host: a\r\nç: x\r\n\r\n"), 400},
      {"NUL in a value", get_x("Host: a\r\nX: a\0b\r\n\r\n"s), 400},
      {"DEL in a value", get_x("Host: a\r\nX: a\x7f\r\n\r\n"), 400},
      {"CR in a value", get_x("Host: a\r\nX: a\rb\r\n\r\n"), 400},
      {"two content types", post_x("Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n"), 400},
      {"two credentials", post_x("Authorization: a\r\nAuthorization: b\r\n\r\n"), 400},
  };
}

std::vector<Probe> refused_request_lines() {
  return {
      {"invalid UTF-8 in the target", "GET /x?q=\xc3 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"control in the target", "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"fragment", "GET /x#y HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"relative target", "GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"another scheme", "GET ftp://a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"absolute form without a host", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"absolute form with userinfo", "GET http://u:p@a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"two spaces", "GET  /x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"two spaces before the version", "GET /x  HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"space after the version", "GET /x HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
      {"tabs in the request line", "GET\t/x\tHTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"space before the method", " GET /x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"HTTP/0.9", "GET /x\r\n\r\n", 400},
      {"no version number", "GET /x HTTP/\r\nHost: a\r\n\r\n", 400},
      {"lower-case protocol", "GET /x http/1.1\r\nHost: a\r\n\r\n", 400},
      {"three empty lines first", "\r\n\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"bare LF first", "\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03xxxxxxxxxxxxxxxxxxxxx"s, 400},
      {"HTTP/1.2", "GET /x HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {"HTTP/2.0", "GET /x HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"unknown expectation", post_x("Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}"), 417},
  };
}

const std::vector<Probe>& refused_probes() {
  static const std::vector<Probe> probes = [] {
    std::vector<Probe> all;
    for (const auto& some : {refused_hosts_and_lengths(), refused_codings(), refused_chunks(),
                             refused_fields(), refused_request_lines()}) {
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }();
  return probes;
}

const std::vector<Probe>& answered_probes() {
  static const std::vector<Probe> probes{
      {"a plain request", get_x("Host: a\r\n\r\n"), 200},
      {"an empty host", get_x("Host:\r\n\r\n"), 200},
      {"an IPv6 host", get_x("Host: [::1]:8080\r\n\r\n"), 200},
      {"a chunk extension", chunked("2;x=1;y=\"z; \\\"\"\r\n{}\r\n0\r\n\r\n"), 200},
      {"a chunk extension of 256 bytes",
       chunked("2;" + std::string(255, 'a') + "\r\n{}\r\n0\r\n\r\n"), 200},
      {"Chunked in other letters", post_x("Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n"), 200},
      {"an empty chunked body", chunked("0\r\n\r\n"), 200},
      {"a trailer", chunked("2\r\n{}\r\n0\r\nX: y\r\nZ:\r\n\r\n"), 200},
      {"a trailer that names a length", chunked("0\r\nContent-Length: 9\r\n\r\n"), 200},
      {"leading zeros of a length", post_x("Content-Length: 002\r\n\r\n{}"), 200},
      {"no body announced", post_x("\r\n"), 200},
      {"UTF-8 in a value", get_x("Host: a\r\nX: ção\r\n\r\n"), 200},
      {"UTF-8 in the target", "GET /x?q=ç HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"a tab in a value", get_x("Host: a\r\nX: a\tb\r\n\r\n"), 200},
      {"an empty value", get_x("Host: a\r\nX:\r\n\r\n"), 200},
      {"one empty line first", "\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"two empty lines first", "\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"absolute form", "GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 200},
      {"lower-case method", "get /x HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"unregistered method", "LISTAR /x HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"quotes and brackets in the target", "GET /\"<>|^{} HTTP/1.1\r\nHost: a\r\n\r\n", 200},
  };
  return probes;
}

}  // namespace

TEST(Framing, RefusedRequestsGetTheirStatusAndTheConnectionCloses) {
  EchoServer server;
  for (const Probe& probe : refused_probes()) {
    SCOPED_TRACE(probe.name);
    RawClient client(server.address());
    client.send(probe.bytes);
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, probe.status);
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(client.is_closed());
  }
  EXPECT_EQ(server.handled(), 0U);
}

TEST(Framing, LegalOdditiesAreAnsweredAndTheConnectionStaysOpen) {
  EchoServer server;
  for (const Probe& probe : answered_probes()) {
    SCOPED_TRACE(probe.name);
    RawClient client(server.address());
    client.send(probe.bytes);
    EXPECT_EQ(client.read_answer().status, probe.status);
    client.send(get_x("Host: a\r\n\r\n"));
    EXPECT_EQ(client.read_answer().body, "GET /x|");
  }
}

// The request behind a refused one must never be answered: it may be the attacker's.
TEST(Framing, WhatFollowsARefusedRequestIsNotAnswered) {
  EchoServer server;
  for (const Probe& probe : refused_probes()) {
    SCOPED_TRACE(probe.name);
    RawClient client(server.address());
    client.send(probe.bytes + get_x("Host: a\r\n\r\n"));
    EXPECT_EQ(client.read_answer().status, probe.status);
    EXPECT_TRUE(client.is_closed());
  }
  EXPECT_EQ(server.handled(), 0U);
}

TEST(Framing, ByteByByteGetsTheSameVerdicts) {
  EchoServer server;
  for (const auto* probes : {&refused_probes(), &answered_probes()}) {
    for (const Probe& probe : *probes) {
      if (probe.bytes.size() > 1000) {
        continue;
      }
      SCOPED_TRACE(probe.name);
      RawClient client(server.address());
      for (const char byte : probe.bytes) {
        client.send(std::string_view(&byte, 1));
      }
      EXPECT_EQ(client.read_answer().status, probe.status);
    }
  }
}

TEST(Framing, AbsoluteFormIsReducedToItsPathAndItsAuthorityReplacesHost) {
  EchoServer server;
  RawClient client(server.address());
  client.send("GET HTTP://b:81/p?q=1 HTTP/1.1\r\nHost: a\r\n\r\n");
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.body, "GET /p?q=1|");
  EXPECT_EQ(answer.header("x-saw-host"), "b:81");
  client.send("GET http://b HTTP/1.1\r\nHost: a\r\n\r\nGET http://b?q HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "GET /|");
  EXPECT_EQ(client.read_answer().body, "GET /?q|");
}

TEST(Framing, ServerWideTargetsReachTheApplicationAsAsterisk) {
  EchoServer server;
  RawClient client(server.address());
  client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nCONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "OPTIONS *|");
  EXPECT_EQ(client.read_answer().body, "CONNECT *|");
}

TEST(Framing, RepeatedListFieldsAreJoinedAndOfTracingFieldsTheFirstCounts) {
  EchoServer server;
  RawClient client(server.address());
  client.send(
      get_x(std::string(host) +
            "Accept: a/b\r\nIf-None-Match: \"1\"\r\naccept: c/d\r\nX-Request-Id: first\r\n"
            "If-None-Match: \"2\"\r\nX-Request-Id: second\r\nIf-None-Match: \"3\"\r\n\r\n"));
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.header("x-saw-accept"), "a/b, c/d");
  EXPECT_EQ(answer.header("x-saw-if-none-match"), "\"1\", \"2\", \"3\"");
  EXPECT_EQ(answer.header("x-saw-request-id"), "first");
}

TEST(Framing, RefusalsAreCountedByReason) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get_x("\r\n"));
  client.read_answer();
  EXPECT_EQ(server.metric("livros_http_refused_total{reason=\"malformed\"}"), 1);
  EXPECT_EQ(server.metric("livros_http_refused_total{reason=\"slow\"}"), 0);
  EXPECT_EQ(server.metric("livros_http_connections_total"), 1);
}
