// What pages from other origins may ask and see (Fetch standard, "CORS protocol"): header lines,
// made once. Credentials in the Fetch sense (cookies) are never allowed: a key is a header that a
// page sets itself. Immutable; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace api {

// "https://app.example", "http://localhost:3000", as browsers write them: in lower case, without a
// path, without the scheme's own port.
bool is_origin(std::string_view text) noexcept;

class Cors {
 public:
  // Nobody when empty, anybody when "*" is among them.
  explicit Cors(std::vector<std::string> origins);

  // Belong into every answer, kept or not.
  std::string_view common_lines() const noexcept { return common_lines_; }
  // True when lines_for() may say something of this request.
  bool concerns(const http::Request& request) const noexcept {
    return !origins_.empty() && request.has(http::Header::origin);
  }
  std::string lines_for(const http::Request& request) const;
  // True when pages of this origin may use the API.
  bool admits(std::string_view origin) const noexcept;

  // The page's browser asks before it asks: OPTIONS with Access-Control-Request-Method.
  bool is_preflight(const http::Request& request) const noexcept;
  // Beside common_lines() and lines_for(); `allow` is the path's Allow field.
  std::string preflight_lines(std::string_view allow) const;

 private:
  std::vector<std::string> origins_;  // empty also when anybody may
  std::string common_lines_;
  bool anybody_ = false;
};

}  // namespace api
