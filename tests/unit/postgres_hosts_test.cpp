#include <gtest/gtest.h>

#include "store/postgres/hosts.hpp"

namespace postgres_hosts_test {
namespace {

using postgres::Host;
using postgres::Hosts;

void expect_host(const Host& found, const Host& wanted) {
  EXPECT_EQ(found.host, wanted.host);
  EXPECT_EQ(found.address, wanted.address);
  EXPECT_EQ(found.port, wanted.port);
}

TEST(PostgresHosts, AreThoseOfTheUrlEachWithItsPort) {
  const Hosts hosts(
      "postgresql://ana@db1.example:5433,db2.example,[::1]:5434/livros?sslmode=require");
  ASSERT_EQ(hosts.count(), 3U);
  expect_host(hosts.at(0), {"db1.example", "", "5433"});
  expect_host(hosts.at(1), {"db2.example", "", ""});
  expect_host(hosts.at(2), {"::1", "", "5434"});
}

TEST(PostgresHosts, OnePortMayBeOfAllHosts) {
  const Hosts hosts("postgresql:///livros?host=a,b&hostaddr=10.0.0.1,10.0.0.2&port=6432");
  ASSERT_EQ(hosts.count(), 2U);
  expect_host(hosts.at(1), {"b", "10.0.0.2", "6432"});
}

TEST(PostgresHosts, AUrlThatNamesNoneLeavesThemToLibpq) {
  for (const char* url : {"postgresql:///livros", "no url at all", ""}) {
    const Hosts hosts(url);
    ASSERT_EQ(hosts.count(), 1U) << url;
    expect_host(hosts.at(0), {});
  }
}

TEST(PostgresHosts, TheNextOneIsPreferredToOneThatWasLeft) {
  Hosts hosts("postgresql://a,b,c/livros");
  EXPECT_EQ(hosts.preferred(), 0U);
  hosts.left(0);
  EXPECT_EQ(hosts.preferred(), 1U);
  hosts.left(0);  // by another connection, later
  EXPECT_EQ(hosts.preferred(), 1U);
  hosts.found(2);
  EXPECT_EQ(hosts.preferred(), 2U);
  hosts.left(2);
  EXPECT_EQ(hosts.preferred(), 0U);
}

}  // namespace
}  // namespace postgres_hosts_test
