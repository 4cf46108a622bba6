// OPDS 1.2 (https://specs.opds.io/opds-1.2): feeds and entries as Atom (RFC 4287), and what
// describes the search (OpenSearch 1.1). Pure functions, any thread.
#pragma once

#include <string>

#include "api/protocols/opds_feed.hpp"

namespace api {

std::string opds_atom_feed(const OpdsPlaces& places, const OpdsFeed& feed);
// A document of its own.
std::string opds_atom_entry(const OpdsPlaces& places, const catalog::Book& book);

inline constexpr std::string_view opensearch_type = "application/opensearchdescription+xml";
std::string opensearch_description(const OpdsPlaces& places);

}  // namespace api
