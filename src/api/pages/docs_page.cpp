#include "web/docs_page.hpp"

#include "api/answer/own_address.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "http/compression.hpp"
#include "web/assets.hpp"

namespace api {
namespace {

// It depends on the release, and on its reader.
std::string docs_etag(const web::CompressedText& reference, PageVariant variant) {
  std::string etag(R"("docs-)");
  etag.append(reference.hash).append("-").append(web::assets_hash()).append("-");
  return etag += std::to_string(unsigned{variant}) + '"';
}

}  // namespace

Plan docs_page(const Request& request) {
  const web::View view = view_of(request.http, visitor_of(request));
  const PageVariant variant = variant_of(view);
  const web::CompressedText reference = web::docs_reference(view.language);
  const std::string etag = docs_etag(reference, variant);
  if (auto unchanged = page_not_modified(request.http, etag)) {
    return *std::move(unchanged);
  }
  const std::string text = http::decompress_zstd(reference.zstd, reference.bytes);
  http::Response response = page_answer(
      request.http, {web::docs_document(view, text, own_address(request.http, request.settings)),
                     variant, std::nullopt, web::Policy::docs});
  response.add("ETag", etag);
  return response;
}

}  // namespace api
