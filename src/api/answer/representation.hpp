// In which form books are asked for: `formato` and what belongs to it, else Accept; and the answers
// in another form than JSON. Pure functions, any thread. No book is kept in a cache in such a form,
// since bytes may depend on the name by which the client calls this server.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/answer/plan.hpp"
#include "api/answer/query.hpp"
#include "catalog/problem.hpp"
#include "formats/format.hpp"
#include "store/store.hpp"

namespace api {

inline constexpr std::string_view format_name = "formato";
inline constexpr std::array<std::string_view, 5> representation_names{format_name, "completa",
                                                                      "marcacao", "autores", "bom"};

struct Representation {
  formats::Format format = formats::Format::json;
  formats::WriteOptions options{};
  bool is_named = false;  // by `formato`: whatever Accept says

  bool is_json() const noexcept { return format == formats::Format::json; }
};

// Failures: bad_parameter, which lists the formats; not_acceptable.
catalog::Result<Representation> read_representation(const Request& request, const Query& query,
                                                    formats::WriteOptions::Extent extent);

// "inline; filename=…" with the format's ending.
std::string disposition(std::string_view stem, formats::Format format);

// One book in a form that is not JSON; `file_stem` names the file it would be saved as.
struct FormedBook {
  const Representation& form;
  const store::BookDocument& document;
  std::string file_stem;
};
// 412 and 304 as for JSON, else 200.
http::Response found_book(const AnswerContext& context, const FormedBook& shown);

}  // namespace api
