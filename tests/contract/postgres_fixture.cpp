#include "contract/postgres_fixture.hpp"

#include <cstdlib>
#include <stdexcept>

#include "contract/temporary_folder.hpp"
#include "store/postgres/client.hpp"

namespace contract {
namespace {

class Server {
 public:
  static Server& get() {
    static Server server;
    return server;
  }
  std::string url(const std::string& database) const {
    return "postgresql:///" + database + "?user=postgres&host=" + (folder_ / "").string();
  }
  void run(const std::string& sql) {
    postgres::Options options;
    options.url = url("postgres");
    postgres::Client(options).run(sql);
  }
  int next_number() noexcept { return ++number_; }

 private:
  // Losing power is not what the contract is about.
  Server() { call("start", "fsync=off full_page_writes=off shared_buffers=32MB"); }
  ~Server() { (void)std::system(command("stop", "immediate").c_str()); }

  std::string command(const std::string& word, const std::string& rest) const {
    return std::string(TEST_DATA_DIR "/../support/pg_server.sh ") + word + " " +
           (folder_ / "").string() + " " + rest;
  }
  void call(const std::string& word, const std::string& rest) const {
    if (std::system(command(word, rest).c_str()) != 0) {
      throw std::runtime_error("PostgreSQL for the tests does not start");
    }
  }

  TemporaryFolder folder_;
  int number_ = 0;
};

}  // namespace

PostgresDatabase::PostgresDatabase() : name_("t" + std::to_string(Server::get().next_number())) {
  Server::get().run("CREATE DATABASE " + name_);
}

PostgresDatabase::~PostgresDatabase() {
  Server::get().run("DROP DATABASE " + name_ + " WITH (FORCE)");
}

int PostgresDatabase::cut_connections() {
  postgres::Options options;
  options.url = Server::get().url("postgres");
  const auto cut = postgres::Client(options).query(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1",
      postgres::Parameters().add(std::string_view(name_)));
  return static_cast<int>(cut.integer(0, 0));
}

std::string PostgresDatabase::url() const { return Server::get().url(name_); }

}  // namespace contract
