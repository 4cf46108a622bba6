// How the service is, in words, and its keys for who administers it. Pure functions, any thread.
// The numbers are written anew by estado.js, from the same functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/access_key.hpp"
#include "web/layout.hpp"

namespace web {

enum class Condition : std::uint8_t { up, preparing, ending, broken };

struct StatusPage {
  Condition condition = Condition::up;
  std::int64_t sequence = 0;
  std::optional<std::int64_t> index_behind = std::nullopt;  // changes; nullopt: no index yet
  std::int64_t writes_waiting = 0;
  std::string version = {};
  std::optional<std::vector<catalog::AccessKey>> keys = std::nullopt;  // nullopt: not for this one
  base::Instant now = {};
};

std::string status_document(const View& view, const StatusPage& page);
std::string status_fragment(const View& view, const StatusPage& page);

// The keys of the keyboard, and the switch for them.
std::string shortcuts_document(const View& view);

}  // namespace web
