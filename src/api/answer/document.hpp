// An answer that is the same until the next release: served whole, encoded
// like any other. Pure function, any thread.
#pragma once

#include <string_view>

#include "http/message.hpp"

namespace api {

inline http::Response document(std::string_view content_type, std::string_view body,
                               std::string_view varies_by = "Accept-Encoding") {
  http::Response response;
  response.add("Content-Type", content_type);
  response.add("Cache-Control", "no-cache");
  response.add("Vary", varies_by);
  response.body = body;
  return response;
}

}  // namespace api
