#include "api/protocols/oai_question.hpp"

#include <algorithm>
#include <array>

#include "api/protocols/oai_sets.hpp"
#include "base/ascii.hpp"
#include "base/clock.hpp"
#include "http/target.hpp"

namespace api::oai {
namespace {

using Faulty = base::Unexpected<Fault>;

constexpr std::size_t arguments_max = 16;

struct VerbRules {
  std::string_view name;
  Verb verb;
  std::array<std::string_view, 2> required;
  std::array<std::string_view, 3> allowed;
  bool takes_token;
};
constexpr std::array verbs{
    VerbRules{"Identify", Verb::identify, {}, {}, false},
    VerbRules{"ListMetadataFormats", Verb::list_metadata_formats, {}, {"identifier"}, false},
    VerbRules{"ListSets", Verb::list_sets, {}, {}, true},
    VerbRules{"GetRecord", Verb::get_record, {"identifier", "metadataPrefix"}, {}, false},
    VerbRules{"ListIdentifiers",
              Verb::list_identifiers,
              {"metadataPrefix"},
              {"from", "until", "set"},
              true},
    VerbRules{
        "ListRecords", Verb::list_records, {"metadataPrefix"}, {"from", "until", "set"}, true},
};

Fault bad_argument(std::string_view pt, std::string_view en) {
  return {faults::bad_argument, {pt, en}};
}

constexpr std::string_view verb_name = "verb";
constexpr std::string_view token_name = "resumptionToken";

const std::string* value_of(const Arguments& arguments, std::string_view name) {
  const auto found =
      std::ranges::find(arguments, name, &std::pair<std::string, std::string>::first);
  return found == arguments.end() ? nullptr : &found->second;
}

// False when one cannot be decoded, or there are too many.
bool append_arguments(std::string_view form, Arguments& arguments) {
  http::QueryReader fields(form);
  while (const auto field = fields.next()) {
    auto name = http::decode_query_part(field->key);
    auto value = http::decode_query_part(field->value);
    if (!name || !value || arguments.size() == arguments_max) {
      return false;
    }
    arguments.emplace_back(*std::move(name), *std::move(value));
  }
  return true;
}

bool is_given_twice(const Arguments& arguments, std::string_view name) {
  return std::ranges::count(arguments, name, &std::pair<std::string, std::string>::first) > 1;
}

std::optional<Fault> check_names(const Arguments& arguments, const VerbRules& rules) {
  for (const auto& [name, value] : arguments) {
    const bool is_token = rules.takes_token && name == token_name;
    const bool is_known =
        !name.empty() && (name == verb_name || is_token ||
                          std::ranges::find(rules.required, name) != rules.required.end() ||
                          std::ranges::find(rules.allowed, name) != rules.allowed.end());
    if (!is_known) {
      return bad_argument("há um argumento que este verbo desconhece",
                          "there is an argument that this verb does not know");
    }
    if (is_given_twice(arguments, name)) {
      return bad_argument("um argumento veio duas vezes", "an argument came twice");
    }
  }
  if (value_of(arguments, token_name) != nullptr) {
    return arguments.size() == 2
               ? std::nullopt
               : std::optional(bad_argument("resumptionToken vem sozinho, com o verbo",
                                            "resumptionToken comes alone, with the verb"));
  }
  for (const std::string_view name : rules.required) {
    if (!name.empty() && value_of(arguments, name) == nullptr) {
      return bad_argument("falta um argumento: metadataPrefix, identifier",
                          "an argument is missing: metadataPrefix, identifier");
    }
  }
  return std::nullopt;
}

// OAI-PMH.xsd has such a pattern for metadataPrefix and for each part of a set's name.
bool is_token_text(std::string_view text, std::string_view also) noexcept {
  return !text.empty() && std::ranges::all_of(text, [also](char c) {
    return base::is_letter_or_digit(c) || also.find(c) != std::string_view::npos;
  });
}
constexpr std::string_view marks = "-_.!~*'()";
constexpr std::string_view marks_and_colon = "-_.!~*'():";

// An instant of a day or of a second, as harvesters write them; nullopt: neither.
std::optional<std::int64_t> read_datestamp(std::string_view text) {
  constexpr std::size_t day_size = 10;
  constexpr std::size_t second_size = 20;
  const bool is_day = text.size() == day_size;
  if (!is_day && (text.size() != second_size || text.back() != 'Z' || text[day_size] != 'T')) {
    return std::nullopt;
  }
  // Dates that a schema of XML knows: neither leap seconds nor the year 0.
  if (text.starts_with("0000") || (!is_day && text.substr(17, 2) == "60")) {
    return std::nullopt;
  }
  const auto instant =
      base::parse_rfc3339(is_day ? std::string(text) + "T00:00:00Z" : std::string(text));
  return instant ? std::optional<std::int64_t>(instant->time_since_epoch().count()) : std::nullopt;
}

std::optional<Fault> read_range(const Arguments& arguments, Selection& selection) {
  constexpr std::int64_t second_ms = 1000;
  constexpr std::int64_t day_ms = 24 * 60 * 60 * second_ms;
  const std::string* const from = value_of(arguments, "from");
  const std::string* const until = value_of(arguments, "until");
  if (from != nullptr) {
    selection.from_ms = read_datestamp(*from);
  }
  if (until != nullptr) {
    selection.until_ms = read_datestamp(*until);
  }
  if ((from != nullptr && !selection.from_ms) || (until != nullptr && !selection.until_ms)) {
    return bad_argument("from e until: AAAA-MM-DD ou AAAA-MM-DDThh:mm:ssZ",
                        "from and until: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ");
  }
  if (from != nullptr && until != nullptr && from->size() != until->size()) {
    return bad_argument("from e until têm a mesma granularidade",
                        "from and until are of one granularity");
  }
  if (selection.until_ms) {
    *selection.until_ms += (until->size() == 10 ? day_ms : second_ms) - 1;
  }
  if (selection.from_ms && selection.until_ms && *selection.from_ms > *selection.until_ms) {
    return bad_argument("from é depois de until", "from is later than until");
  }
  if (selection.from_ms) {
    selection.after = {*selection.from_ms, 0};
  }
  return std::nullopt;
}

std::optional<Fault> read_set(const Arguments& arguments, Selection& selection) {
  const std::string* const set = value_of(arguments, "set");
  if (set == nullptr) {
    return std::nullopt;
  }
  if (!is_token_text(*set, marks_and_colon) || set->front() == ':' || set->back() == ':' ||
      set->find("::") != std::string::npos) {
    return bad_argument("set: etiqueta:…", "set: etiqueta:…");
  }
  auto words = words_of_set(*set);
  if (!words) {
    return Fault{faults::no_match, {"nenhum conjunto tem esse nome", "no set has this name"}};
  }
  selection.set = *set;
  selection.words = *std::move(words);
  return std::nullopt;
}

std::optional<Fault> read_format(const Arguments& arguments, Selection& selection) {
  const std::string* const prefix = value_of(arguments, "metadataPrefix");
  if (prefix == nullptr) {
    return std::nullopt;
  }
  if (!is_token_text(*prefix, marks)) {
    return bad_argument("metadataPrefix: oai_dc, marc21, marcxml, mods",
                        "metadataPrefix: oai_dc, marc21, marcxml, mods");
  }
  selection.format = format_of_prefix(*prefix);
  if (selection.format == nullptr) {
    return Fault{faults::no_format,
                 {"há oai_dc, marc21, marcxml e mods", "there are oai_dc, marc21, marcxml, mods"}};
  }
  return std::nullopt;
}

// An identifier is a URI: what cannot stand in one has no place in the answer either.
bool is_uri(std::string_view text) noexcept {
  return text.find(':') != std::string_view::npos && text.size() <= 1024 &&
         std::ranges::all_of(text, [](char c) {
           return c > ' ' && c < 0x7f &&
                  std::string_view("<>\"{}|\\^`").find(c) == std::string_view::npos;
         });
}

base::Expected<Question, Fault> read_token(std::string_view token, Question&& question) {
  const bool is_of_sets = question.verb == Verb::list_sets;
  auto selection = is_of_sets ? std::nullopt : decode_token(token);
  auto sets_after = is_of_sets ? decode_sets_token(token) : std::nullopt;
  if (!selection && !sets_after) {
    return Faulty{{faults::bad_token,
                   {"este servidor não deu esse resumptionToken",
                    "this server did not give this resumptionToken"}}};
  }
  if (selection) {
    question.selection = *std::move(selection);
  } else {
    question.sets_after = *std::move(sets_after);
  }
  return std::move(question);
}

base::Expected<Question, Fault> read(const Arguments& arguments) {
  const std::string* const verb = value_of(arguments, verb_name);
  const auto* const rules =
      verb == nullptr ? verbs.end() : std::ranges::find(verbs, *verb, &VerbRules::name);
  if (rules == verbs.end() || is_given_twice(arguments, verb_name)) {
    return Faulty{{faults::bad_verb,
                   {"verb: Identify, ListMetadataFormats, ListSets, GetRecord, ListIdentifiers, "
                    "ListRecords",
                    "verb: Identify, ListMetadataFormats, ListSets, GetRecord, ListIdentifiers, "
                    "ListRecords"}}};
  }
  if (const auto fault = check_names(arguments, *rules)) {
    return Faulty{*fault};
  }
  Question question{rules->verb, {}, {}, std::nullopt};
  if (const std::string* const token = value_of(arguments, token_name)) {
    return read_token(*token, std::move(question));
  }
  for (const auto reader : {read_range, read_format, read_set}) {
    if (const auto fault = reader(arguments, question.selection)) {
      return Faulty{*fault};
    }
  }
  if (const std::string* const identifier = value_of(arguments, "identifier")) {
    if (!is_uri(*identifier)) {
      return Faulty{bad_argument("identifier: oai:…:livros/4", "identifier: oai:…:livros/4")};
    }
    question.identifier = *identifier;
  }
  return question;
}

}  // namespace

std::string_view name_of(Verb verb) noexcept {
  return std::ranges::find(verbs, verb, &VerbRules::verb)->name;
}

Asked read_question(const http::Request& request) {
  Arguments arguments;
  const std::string_view body =
      request.method == http::Method::post ? request.body : std::string_view{};
  if (!append_arguments(request.query, arguments) || !append_arguments(body, arguments)) {
    return {{},
            Faulty{bad_argument("argumentos em UTF-8, %XX (RFC 3986), 16 no máximo",
                                "arguments in UTF-8, %XX (RFC 3986), 16 at most")}};
  }
  auto question = read(arguments);
  if (!question && (question.error().code == faults::bad_verb ||
                    question.error().code == faults::bad_argument)) {
    arguments.clear();
  }
  return {std::move(arguments), std::move(question)};
}

}  // namespace api::oai
