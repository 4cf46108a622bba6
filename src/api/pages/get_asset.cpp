#include "api/answer/encoding.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/problem_json.hpp"
#include "api/pages/page_handlers.hpp"
#include "http/compression.hpp"
#include "web/assets.hpp"

namespace api {
namespace {

// Clients without any coding are few: they cost time, not memory.
std::string bytes_of(const web::Asset& asset, http::Coding coding) {
  switch (coding) {
    case http::Coding::gzip:
      return std::string(asset.gzip);
    case http::Coding::zstd:
      return std::string(asset.zstd);
    case http::Coding::identity:
      break;
  }
  return http::inflate_gzip(asset.gzip, asset.bytes);
}

http::Coding coding_of(const web::Asset& asset, const http::Request& request) {
  const http::Coding wanted = wanted_coding(request);
  if (wanted != http::Coding::zstd || !asset.zstd.empty()) {
    return wanted;
  }
  const std::string_view accepted = request.header(http::Header::accept_encoding);
  return http::takes_gzip(accepted) ? http::Coding::gzip : http::Coding::identity;
}

}  // namespace

Plan get_asset(const Request& request) {
  const web::Asset* const asset = web::asset_at(request.first_parameter);
  if (asset == nullptr) {
    return to_response(request, catalog::problem::unknown_path(request.http.path));
  }
  const http::Coding coding = coding_of(*asset, request.http);
  std::string etag = '"' + std::string(asset->file) + '"';
  http::Response response;
  if (const auto known = matched_none(request.http, etag)) {
    response.status = 304;
    etag = *known;
  } else {
    response.add("Content-Type", asset->media_type);
    response.add("X-Content-Type-Options", "nosniff");
    response.body = bytes_of(*asset, coding);
    if (coding != http::Coding::identity) {
      response.add("Content-Encoding", http::to_string(coding));
      etag = with_coding(etag, coding);
    }
  }
  response.add("ETag", etag);
  response.add("Cache-Control", "public, max-age=31536000, immutable");
  response.add("Vary", "Accept-Encoding");
  return response;
}

}  // namespace api
