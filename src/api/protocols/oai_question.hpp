// What a request of OAI-PMH asks for: its verb and arguments, read strictly, as the protocol wants
// them refused. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/protocols/oai_token.hpp"
#include "base/expected.hpp"
#include "catalog/problem.hpp"
#include "http/message.hpp"

namespace api::oai {

enum class Verb : std::uint8_t {
  identify,
  list_metadata_formats,
  list_sets,
  get_record,
  list_identifiers,
  list_records,
};

// One of the protocol's error codes, and what people are told.
struct Fault {
  std::string_view code;
  catalog::Wording why;
};
namespace faults {
inline constexpr std::string_view bad_verb = "badVerb";
inline constexpr std::string_view bad_argument = "badArgument";
inline constexpr std::string_view bad_token = "badResumptionToken";
inline constexpr std::string_view no_format = "cannotDisseminateFormat";
inline constexpr std::string_view no_record = "idDoesNotExist";
inline constexpr std::string_view no_match = "noRecordsMatch";
inline constexpr std::string_view no_sets = "noSetHierarchy";
}  // namespace faults

using Arguments = std::vector<std::pair<std::string, std::string>>;

struct Question {
  Verb verb = Verb::identify;
  Selection selection;                    // of lists; its format also of GetRecord
  SetsPlace sets_after;                   // of ListSets
  std::optional<std::string> identifier;  // of GetRecord and ListMetadataFormats
};

// What an answer repeats of its request: nothing where the arguments are wrong.
struct Asked {
  Arguments arguments;
  base::Expected<Question, Fault> question;
};
Asked read_question(const http::Request& request);

// The name of a verb as it is written.
std::string_view name_of(Verb verb) noexcept;

}  // namespace api::oai
