// Any bytes as the query of a request of OAI-PMH: it is refused or understood. A token that is
// taken is the one that its page would be given, and what an answer repeats is no more than came.
#include <string>

#include "api/protocols/oai_question.hpp"
#include "api/protocols/oai_sets.hpp"
#include "base/check.hpp"
#include "support/fuzz_target.hpp"

FUZZ_TARGET(oai) {
  const std::string text(input);
  http::Request request;
  request.method = http::Method::get;
  request.query = text;
  const api::oai::Asked asked = api::oai::read_question(request);
  check(asked.arguments.size() <= 16);
  if (asked.question) {
    const api::oai::Selection& selection = asked.question->selection;
    const bool is_list = asked.question->verb == api::oai::Verb::list_records ||
                         asked.question->verb == api::oai::Verb::list_identifiers;
    check(!is_list || selection.format != nullptr);
    check(selection.set.empty() == selection.words.empty());
    check(!selection.from_ms || selection.after.at_ms >= *selection.from_ms);
  }
  if (const auto selection = api::oai::decode_token(text)) {
    check(api::oai::encode_token(*selection) == text);
  }
  if (const auto words = api::oai::words_of_set(text)) {
    check(api::oai::set_of_words(*words) == text);
  }
}
