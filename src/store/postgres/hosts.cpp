#include "store/postgres/hosts.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace postgres {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

// A list of libpq's: commas between, items may be empty.
std::vector<std::string> items_of(std::string_view list) {
  std::vector<std::string> items;
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    items.emplace_back(list.substr(0, comma));
    if (comma == list.size()) {
      return items;
    }
    list.remove_prefix(comma + 1);
  }
}

// One port may be of all hosts.
std::string item(const std::vector<std::string>& items, std::size_t which) {
  return items.size() == 1 ? items.front() : which < items.size() ? items[which] : std::string{};
}

}  // namespace

Hosts::Hosts(const std::string& url) {
  std::vector<std::string> names;
  std::vector<std::string> addresses;
  std::vector<std::string> ports;
  const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(
      PQconninfoParse(url.c_str(), nullptr));
  for (const PQconninfoOption* option = parsed.get();
       option != nullptr && option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    if (option->val == nullptr) {
      continue;
    }
    if (keyword == "host") {
      names = items_of(option->val);
    } else if (keyword == "hostaddr") {
      addresses = items_of(option->val);
    } else if (keyword == "port") {
      ports = items_of(option->val);
    }
  }
  const std::size_t count = std::max({names.size(), addresses.size(), std::size_t{1}});
  for (std::size_t which = 0; which < count; ++which) {
    hosts_.push_back({item(names, which), item(addresses, which), item(ports, which)});
  }
}

}  // namespace postgres
