// POST /importacoes before its body: parameters, the format as far as the head tells it, the sink.
// Pure functions.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "api/answer/plan.hpp"
#include "http/body_sink.hpp"
#include "imports/imports.hpp"

namespace api {

inline constexpr std::string_view imports_path = "/importacoes";

// What the sink of an import's request is.
class ImportSink : public http::BodySink {
 public:
  virtual std::shared_ptr<imports::Upload> upload() const = 0;
};

// The parameters, with the format when the query or Content-Type says it. Failures:
// unknown_parameter, bad_parameter, unsupported_format (a form, say).
catalog::Result<imports::Parameters> import_parameters(const Request& request);
// The problem when no file of the format is in the encoding that was said.
std::optional<catalog::Problem> wrong_encoding(const imports::Parameters& parameters);
// True when the head tells the format; else the first bytes must.
bool tells_format(const http::Request& head);
// The format of a file: as somebody said, else by its first bytes. Failure: unsupported_format.
catalog::Result<formats::Format> format_of_file(std::string_view first_bytes,
                                                std::optional<formats::Format> said);
inline bool is_importable(std::string_view first_bytes) {
  return format_of_file(first_bytes, std::nullopt).has_value();
}

}  // namespace api
