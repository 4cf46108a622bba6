// The answers of SRU as XML: what was found, what is wrong, and what may be asked (ZeeRex). The
// namespaces and names of elements are those of the version asked for. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/protocols/sru_request.hpp"
#include "formats/write_options.hpp"

namespace api {

std::string_view sru_media_type(SruVersion version) noexcept;

// An answer: the books, if any, and the diagnostic of the request.
struct SruFound {
  const SruRequest& request;
  const search::PlacedBooks& books;
  const formats::WriteOptions& options;  // of the records
};
std::string sru_answer(const SruFound& found);

struct SruServer {
  std::string_view address;  // "https://example.org:8080", without a slash at its end
  std::string_view name;
};
std::string sru_explanation(const SruRequest& request, const SruServer& server);
// The answer to a scan, which nothing here can do.
std::string sru_no_scan(const SruRequest& request);

// ---- for the files that write them

struct SruNames {
  std::string_view version;
  std::string_view space;
  std::string_view packing;  // the element that says how a record lies in the answer
  std::string_view diagnostic_space;
};
const SruNames& sru_names(SruVersion version) noexcept;
// "zs:diagnostics", if there is one.
void append_sru_diagnostics(std::string& out, const SruRequest& request);
std::string_view packing_name(SruRequest::Packing packing) noexcept;

}  // namespace api
