// OPDS 2.0 (https://drafts.opds.io/opds-2.0): feeds and publications as JSON. Pure functions, any
// thread.
#pragma once

#include <string>

#include "api/protocols/opds_feed.hpp"

namespace api {

std::string opds_json_feed(const OpdsPlaces& places, const OpdsFeed& feed);
std::string opds_json_publication(const OpdsPlaces& places, const catalog::Book& book);
// How to show a key (https://drafts.opds.io/authentication-for-opds-1.0).
std::string opds_authentication(const OpdsPlaces& places);

}  // namespace api
