// What a list of OAI-PMH asks for and how far it has come; also as a resumption token. A token
// holds all that the next page needs, so nothing is kept for it and it is good for ever: whatever
// passes the strict reading names a page that any client may ask for. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/protocols/oai_formats.hpp"

namespace api::oai {

// A place in the order of all records, by instant and id; records behind it follow.
struct Place {
  std::int64_t at_ms = INT64_MIN;
  std::int64_t id = 0;
  auto operator<=>(const Place&) const = default;
};

struct Selection {
  const MetadataFormat* format = nullptr;
  std::optional<std::int64_t> from_ms;
  std::optional<std::int64_t> until_ms;  // the last millisecond
  std::string set;                       // empty: all records
  std::vector<std::string> words;        // of the set
  Place after;
  std::int64_t seen = 0;  // records before this page
};

std::string encode_token(const Selection& selection);
// nullopt: not of encode_token().
std::optional<Selection> decode_token(std::string_view token);

// How far a list of sets has come: behind this one, the last of so many; empty: at the beginning.
struct SetsPlace {
  std::string set;
  std::int64_t seen = 0;
};
std::string encode_sets_token(const SetsPlace& after);
// nullopt: not of encode_sets_token().
std::optional<SetsPlace> decode_sets_token(std::string_view token);

}  // namespace api::oai
