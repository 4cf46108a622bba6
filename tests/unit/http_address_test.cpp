#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/address.hpp"

namespace http_address_test {
namespace {

using http::Address;
using http::Network;

Address address(std::string_view text) {
  const auto parsed = Address::parse(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(Address{});
}

TEST(InternetAddress, IsTheSameHoweverItIsWritten) {
  EXPECT_EQ(address("192.0.2.7"), address("::ffff:192.0.2.7"));
  EXPECT_EQ(address("192.0.2.7"), address("192.0.2.7:4711"));
  EXPECT_EQ(address("192.0.2.7"), address("[::ffff:192.0.2.7]:4711"));
  EXPECT_EQ(address("2001:db8::7"), address("[2001:DB8:0::7]"));
  EXPECT_EQ(address("2001:db8::7"), address("[2001:db8::7]:80"));
  EXPECT_EQ(address("fe80::7"), address("fe80::7%eth0"));
  EXPECT_TRUE(address("192.0.2.7").is_ipv4());
  EXPECT_FALSE(address("2001:db8::7").is_ipv4());
  EXPECT_FALSE(address("::").is_ipv4());
}

TEST(InternetAddress, IsNothingElse) {
  for (const std::string wrong : {"", "unknown", "_hidden", "192.0.2", "192.0.2.256", "192.0.2.7.1",
                                  "1:2", "[::1", "::g", "192.0.2.7, 192.0.2.8", "2001:db8::7::1"}) {
    EXPECT_FALSE(Address::parse(wrong).has_value()) << wrong;
  }
  EXPECT_FALSE(Address::parse(std::string(1000, '1')).has_value());
}

TEST(InternetNetwork, ContainsWhatBeginsAsItDoes) {
  struct Case {
    std::string network, inside, outside;
  };
  for (const auto& [network, inside, outside] : {
           Case{"10.0.0.0/8", "10.255.1.2", "11.0.0.0"},
           Case{"172.16.0.0/12", "172.31.255.255", "172.32.0.0"},
           Case{"192.0.2.7", "192.0.2.7", "192.0.2.6"},
           Case{"192.0.2.128/25", "192.0.2.200", "192.0.2.127"},
           Case{"0.0.0.0/0", "203.0.113.9", "2001:db8::1"},
           Case{"2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"},
           Case{"::1", "::1", "::2"},
           Case{"10.0.0.0/8", "::ffff:10.1.1.1", "::10.1.1.1"},
           Case{"::/0", "2001:db8::1", ""},
       }) {
    const auto parsed = Network::parse(network);
    ASSERT_TRUE(parsed.has_value()) << network;
    EXPECT_TRUE(parsed->contains(address(inside))) << network << ' ' << inside;
    if (!outside.empty()) {
      EXPECT_FALSE(parsed->contains(address(outside))) << network << ' ' << outside;
    }
  }
}

TEST(InternetNetwork, IsRefusedWhenItIsNotExactlyOne) {
  for (const std::string wrong :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.1.0.0/8", "2001:db8::/129",
        "2001:db8::1/64", "10.0.0.0/8x", "net/8", "192.0.2.7:80", "[::1]", "fe80::%eth0/64"}) {
    EXPECT_FALSE(Network::parse(wrong).has_value()) << wrong;
  }
}

std::string client(std::string_view peer, std::string_view forwarded_for) {
  const std::vector<Network> trusted{*Network::parse("10.0.0.0/8"), *Network::parse("fd00::/8")};
  return std::string(http::client_of(peer, forwarded_for, trusted).text);
}

TEST(ForwardedFor, IsReadFromTheRightAndOnlyFromTheTrusted) {
  EXPECT_EQ(client("203.0.113.9", "198.51.100.1"), "203.0.113.9") << "anybody may write anything";
  EXPECT_EQ(client("10.0.0.1", ""), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", "198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(client("10.0.0.1", "1.2.3.4, 198.51.100.1"), "198.51.100.1") << "what it wrote itself";
  EXPECT_EQ(client("10.0.0.1", "198.51.100.1, 10.0.0.2,10.9.9.9"), "198.51.100.1");
  EXPECT_EQ(client("fd00::1", "2001:db8::5, 10.0.0.2"), "2001:db8::5");
  EXPECT_EQ(client("::ffff:10.0.0.1", "[2001:db8::5]:4711"), "2001:db8::5");
  EXPECT_EQ(client("10.0.0.1", "198.51.100.1:4711"), "198.51.100.1");
}

TEST(ForwardedFor, EndsWhereNothingCanBeTold) {
  EXPECT_EQ(client("10.0.0.1", "198.51.100.1, unknown"), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", "198.51.100.1, unknown, 10.0.0.2"), "10.0.0.2");
  EXPECT_EQ(client("10.0.0.1", "198.51.100.1, , 10.0.0.2"), "10.0.0.2");
  EXPECT_EQ(client("10.0.0.1", "10.0.0.5, 10.0.0.4"), "10.0.0.5") << "all of them are ours";
  EXPECT_EQ(client("10.0.0.1", ","), "10.0.0.1");
  EXPECT_EQ(client("", "198.51.100.1"), "");
  std::string many = "198.51.100.1";
  for (int i = 0; i < 100; ++i) {
    many += ", 10.0.0.2";
  }
  EXPECT_EQ(client("10.0.0.1", many), "10.0.0.2") << "more hops than anybody has";
}

}  // namespace
}  // namespace http_address_test
