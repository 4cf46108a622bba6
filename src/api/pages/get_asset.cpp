#include <map>

#include "api/answer/encoding.hpp"
#include "api/answer/etag.hpp"
#include "api/answer/problem_json.hpp"
#include "api/pages/page_handlers.hpp"
#include "http/compression.hpp"
#include "web/assets.hpp"

namespace api {
namespace {

std::string plain(const web::Asset& asset) {
  return http::decompress_zstd(asset.zstd, asset.bytes);
}

// The large ones are embedded in one coding only. The other is made when it is first asked for.
const std::string& made_gzip(const web::Asset& asset) {
  static const auto made = [] {
    std::map<std::string_view, std::string> all;
    for (const web::Asset& each : web::assets()) {
      if (each.gzip.empty()) {
        all.emplace(each.name, http::compress(http::Coding::gzip, plain(each)));
      }
    }
    return all;
  }();
  return made.at(asset.name);
}

std::string bytes_of(const web::Asset& asset, http::Coding coding) {
  switch (coding) {
    case http::Coding::gzip:
      return asset.gzip.empty() ? made_gzip(asset) : std::string(asset.gzip);
    case http::Coding::zstd:
      return std::string(asset.zstd);
    case http::Coding::identity:
      break;
  }
  return plain(asset);
}

}  // namespace

Plan get_asset(const Request& request) {
  const web::Asset* const asset = web::asset_at(request.first_parameter);
  if (asset == nullptr) {
    return to_response(request, catalog::problem::unknown_path(request.http.path));
  }
  const http::Coding coding = wanted_coding(request.http);
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
