#include "api/pages/page_answer.hpp"

#include <array>
#include <charconv>

#include "api/answer/etag.hpp"
#include "web/assets.hpp"

namespace api {
namespace {

constexpr std::string_view data_lines =
    "Cache-Control: no-cache\r\n"
    "Vary: Accept, Accept-Encoding, Accept-Language, Cookie\r\n";

constexpr std::string_view type_line = "Content-Type: text/html; charset=utf-8\r\n";

}  // namespace

std::string page_etag(catalog::Sequence sequence, PageVariant variant) {
  std::string etag = etag_of(sequence);
  etag.pop_back();
  std::array<char, 4> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), unsigned{variant}, 16).ptr;
  etag.append("-").append(digits.data(), end).append("-").append(web::assets_hash());
  return etag += '"';
}

std::optional<http::Response> page_not_modified(const http::Request& request,
                                                std::string_view etag) {
  const auto known = matched_none(request, etag);
  if (!known) {
    return std::nullopt;
  }
  http::Response response;
  response.status = 304;
  response.add("ETag", *known);
  response.headers += data_lines;
  return response;
}

http::Response page_answer(const http::Request& request, Shown shown) {
  http::Response response;
  response.headers.reserve(1024);
  if (shown.as_of) {
    const std::string etag = page_etag(*shown.as_of, shown.variant);
    if (auto unchanged = page_not_modified(request, etag)) {
      return *std::move(unchanged);
    }
    response.add("ETag", etag);
  }
  response.headers.append(type_line).append(web::policy_lines(shown.policy));
  response.headers += data_lines;
  response.headers += choice_lines(request);
  response.body = std::move(shown.html);
  return response;
}

http::Response private_page(const http::Request& request, std::string html, web::Policy policy,
                            std::string_view origins) {
  http::Response response;
  response.headers.append(type_line).append(web::policy_lines_with(policy, origins));
  response.headers +=
      "Cache-Control: no-store\r\nVary: Accept, Accept-Encoding, Accept-Language, Cookie\r\n";
  response.headers += choice_lines(request);
  response.body = std::move(html);
  return response;
}

std::optional<catalog::Sequence> moment_of(const search::ReadAnswer& answer) noexcept {
  return answer.consistency == search::Consistency::one_snapshot ? std::optional(answer.as_of)
                                                                 : std::nullopt;
}

}  // namespace api
