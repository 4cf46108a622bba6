#include "api/answer/encoding.hpp"

#include <utility>

#include "api/answer/etag.hpp"
#include "http/compression.hpp"
#include "http/encoded_stream.hpp"

namespace api {
namespace {

// An encoded body is another representation and wants another strong tag (RFC 9110, 8.8.3.3).
void mark_etag(std::string& headers, http::Coding coding) {
  const std::string_view etag = etag_in(headers);
  if (etag.empty()) {
    return;
  }
  const auto begin = static_cast<std::size_t>(etag.data() - headers.data());
  headers.replace(begin, etag.size(), with_coding(etag, coding));
}

}  // namespace

http::Coding wanted_coding(const http::Request& request) {
  const std::string_view field = request.header(http::Header::accept_encoding);
  if (field.empty()) {
    return http::Coding::identity;
  }
  return http::choose_coding(field).value_or(http::Coding::identity);
}

http::Coding encode(const http::Request& request, http::Response& response) {
  const bool is_worth_it = response.stream
                               ? response.stream->ends() == http::BodyStream::Ends::by_itself
                               : response.body.size() >= encoded_bytes_min;
  if (!is_worth_it) {
    return http::Coding::identity;
  }
  // What was compressed at build time, and covers, which are compressed as they are.
  if (response.headers.find("Content-Type: image/") != std::string::npos ||
      response.headers.find("Content-Encoding: ") != std::string::npos) {
    return http::Coding::identity;
  }
  const http::Coding coding = wanted_coding(request);
  if (coding == http::Coding::identity) {
    return coding;
  }
  if (response.stream) {
    response.stream = http::encoded(std::move(response.stream), coding);
  } else {
    response.body = http::compress(coding, response.body);
  }
  response.add("Content-Encoding", http::to_string(coding));
  mark_etag(response.headers, coding);
  return coding;
}

}  // namespace api
