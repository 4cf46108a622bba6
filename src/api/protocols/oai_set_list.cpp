#include "api/protocols/oai_set_list.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "api/answer/book_answer.hpp"
#include "api/protocols/oai_sets.hpp"
#include "catalog/label_words.hpp"
#include "formats/xml_writer.hpp"

namespace api::oai {
namespace {

using formats::Xml;

constexpr std::size_t page_sets = 1000;

// Nothing is left of what a token promised: the books behind it have lost their labels.
Fault nothing_left(const SetsPlace& after) {
  return after.seen == 0
             ? Fault{faults::no_sets, {"nenhum livro tem etiquetas", "no book has labels"}}
             : Fault{faults::bad_token,
                     {"não há mais conjuntos depois desses", "no sets are left behind these"}};
}

// The labels may be one more than a page: another page follows.
http::Response sets_page(const Exchange& exchange, catalog::Language language,
                         const SetsPlace& after, std::span<const search::Label> labels) {
  if (labels.empty()) {
    return answer(exchange, language, nothing_left(after));
  }
  const bool is_last = labels.size() <= page_sets;
  labels = labels.first(std::min(labels.size(), page_sets));
  std::string content;
  Xml xml(content);
  xml.open("ListSets").line();
  for (const search::Label& label : labels) {
    xml.open("set").element("setSpec", set_of(label.text)).element("setName", label.text);
    xml.close("set").line();
  }
  if (!is_last || after.seen > 0) {
    const SetsPlace next{set_of(labels.back().text),
                         after.seen + static_cast<std::int64_t>(labels.size())};
    xml.element("resumptionToken", {{"cursor", std::to_string(after.seen)}},
                is_last ? std::string() : encode_sets_token(next))
        .line();
  }
  xml.close("ListSets").line();
  return answer(exchange, content);
}

std::string words_behind(const SetsPlace& after) {
  return catalog::joined_words(words_of_set(after.set).value_or(std::vector<std::string>{}));
}

// One part of the catalogue after the other, until all of them were read.
Plan read_part(ExchangePtr exchange, SetsPlace after, search::ListLabels part) {
  return ChainPlan{std::move(part),
                   [exchange = std::move(exchange), after = std::move(after)](
                       const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return to_response(context, outcome.error());
                     }
                     auto& read = std::get<search::Labels>(outcome->value);
                     if (!read.next) {
                       return sets_page(*exchange, context.language, after, read.labels);
                     }
                     search::ListLabels next{words_behind(after), page_sets + 1, *read.next,
                                             std::move(read.labels)};
                     return read_part(exchange, after, std::move(next));
                   }};
}

}  // namespace

Plan list_sets(ExchangePtr exchange, const SetsPlace& after) {
  return read_part(std::move(exchange), after, {words_behind(after), page_sets + 1, {}, {}});
}

}  // namespace api::oai
