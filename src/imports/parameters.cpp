#include "imports/parameters.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/charset.hpp"
#include "formats/csv_profiles.hpp"
#include "json/reader.hpp"

namespace imports {
namespace {

namespace problem = catalog::problem;
using catalog::Result;
using store::IfKnown;
using store::MatchBy;

constexpr char pair_end = '\x1E';
constexpr char name_end = '\x1F';

template <class Value>
struct Word {
  std::string_view word;
  Value value;
};
constexpr std::array known_words{
    Word<IfKnown>{"criar", IfKnown::create}, Word<IfKnown>{"ignorar", IfKnown::skip},
    Word<IfKnown>{"atualizar", IfKnown::update}, Word<IfKnown>{"substituir", IfKnown::replace}};
constexpr std::array match_words{
    Word<MatchBy>{"id", MatchBy::id}, Word<MatchBy>{"controle", MatchBy::control},
    Word<MatchBy>{"isbn", MatchBy::isbn}, Word<MatchBy>{"titulo", MatchBy::title}};
constexpr std::string_view separators = ",;\t|";

template <class Words>
std::string listed(const Words& words) {
  std::string text;
  for (const auto& one : words) {
    text.append(text.empty() ? "" : ", ").append(one.word);
  }
  return text;
}
std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view one : words) {
    text.append(text.empty() ? "" : ", ").append(one);
  }
  return text;
}

template <class Value, std::size_t size>
std::optional<Value> named(const std::array<Word<Value>, size>& words, std::string_view word) {
  const auto* const found = std::ranges::find(words, word, &Word<Value>::word);
  return found == words.end() ? std::nullopt : std::optional(found->value);
}

// Reads one parameter after the other; the first that is wrong ends it.
class ParameterReader {
 public:
  explicit ParameterReader(const ValueOf& value_of) : value_of_(value_of) {}

  Result<Parameters> read() {
    for (const std::string_view name : parameter_names) {
      const auto value = value_of_(name);
      if (!value) {
        continue;
      }
      if (auto wrong = take(name, *value)) {
        return catalog::fail(*std::move(wrong));
      }
      parameters_.said.emplace_back(name, *value);
    }
    return std::move(parameters_);
  }

 private:
  using Wrong = std::optional<catalog::Problem>;

  Wrong take(std::string_view name, std::string_view value) {
    if (base::has_control(value, base::Newlines::allowed)) {
      return problem::bad_parameter(
          name, catalog::Wording{"sem caracteres de controle", "without control characters"});
    }
    if (name == "formato") return take_format(value);
    if (name == "simular") return take_simulate(value);
    if (name == "duplicados") return take_known(value);
    if (name == "casar") return take_match(value);
    if (name == "codificacao") return take_encoding(value);
    if (name == "separador") return take_separator(value);
    if (name == "mapa") return take_map(value);
    if (name == "perfil") return take_profile(value);
    return take_tag(value);
  }

  Wrong take_format(std::string_view value) {
    const auto format = formats::format_named(value);
    if (!format || !formats::has_reader(*format)) {
      return problem::bad_parameter("formato", formats::format_list(formats::Use::read), value);
    }
    parameters_.format = format;
    return std::nullopt;
  }

  Wrong take_simulate(std::string_view value) {
    if (value != "0" && value != "1") {
      return problem::bad_parameter("simular", "0, 1", value);
    }
    parameters_.policy.simulate = value == "1" ? store::Simulate::yes : store::Simulate::no;
    return std::nullopt;
  }

  Wrong take_known(std::string_view value) {
    const auto known = named(known_words, value);
    if (!known) {
      return problem::bad_parameter("duplicados", listed(known_words), value);
    }
    parameters_.policy.if_known = *known;
    return std::nullopt;
  }

  Wrong take_match(std::string_view value) {
    std::vector<MatchBy> match;
    std::string_view rest = value;
    while (true) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const auto one = named(match_words, base::trim(rest.substr(0, comma)));
      if (!one) {
        return problem::bad_parameter("casar", listed(match_words), value);
      }
      if (std::ranges::find(match, *one) == match.end()) {
        match.push_back(*one);
      }
      if (comma == rest.size()) {
        break;
      }
      rest.remove_prefix(comma + 1);
    }
    parameters_.policy.match = std::move(match);
    return std::nullopt;
  }

  Wrong take_encoding(std::string_view value) {
    const auto encoding = formats::encoding_named(value);
    if (!encoding) {
      return problem::bad_parameter("codificacao", joined(formats::encoding_names()), value);
    }
    parameters_.encoding = *encoding;
    return std::nullopt;
  }

  Wrong take_separator(std::string_view value) {
    const std::string_view one = value == "tab" ? std::string_view("\t") : value;
    if (one.size() != 1 || separators.find(one) == std::string_view::npos) {
      return problem::bad_parameter("separador", "“,” “;” tab “|”", value);
    }
    parameters_.separator = one.front();
    return std::nullopt;
  }

  Wrong take_map(std::string_view value) {
    const catalog::Wording allowed{
        "um objeto JSON de até 4 KiB, como {\"Obra\":\"título\",\"Sala\":null}",
        "a JSON object of up to 4 KiB, like {\"Obra\":\"título\",\"Sala\":null}"};
    json::Document document;
    if (value.size() > map_bytes_max) {
      return problem::bad_parameter("mapa", allowed);
    }
    const auto root = document.parse(value);
    if (!root || root->kind() != json::Kind::object) {
      return problem::bad_parameter("mapa", allowed, value);
    }
    for (const json::Member member : root->members()) {
      const bool is_ignored = member.value.kind() == json::Kind::null;
      const std::string target(member.value.text());
      const auto rule = formats::parse_column_rules("x=" + target);
      const bool is_known = member.value.kind() == json::Kind::string && !target.empty() &&
                            target.find_first_of(",=") == std::string::npos && rule;
      if (!(is_ignored || is_known) || base::trim(member.key).empty() ||
          parameters_.columns.size() == columns_mapped_max) {
        return problem::bad_parameter("mapa", allowed, member.key);
      }
      parameters_.columns.push_back({std::string(base::trim(member.key)), target});
    }
    return std::nullopt;
  }

  Wrong take_profile(std::string_view value) {
    const auto profile = formats::csv_profile_named(value);
    if (!profile) {
      return problem::bad_parameter("perfil", joined(formats::csv_profile_names()), value);
    }
    parameters_.profile = *profile;
    return std::nullopt;
  }

  Wrong take_tag(std::string_view value) {
    auto tag = base::to_nfc(base::trim(value));
    if (!tag || tag->empty() || base::code_points(*tag) > catalog::limits::term_max ||
        base::has_control(*tag, base::Newlines::refused)) {
      return problem::bad_parameter("etiqueta", "1…" + std::to_string(catalog::limits::term_max),
                                    value);
    }
    parameters_.tag = *std::move(tag);
    return std::nullopt;
  }

  const ValueOf& value_of_;
  Parameters parameters_;
};

template <class Value, std::size_t size>
std::string_view word_of(const std::array<Word<Value>, size>& words, Value value) noexcept {
  return std::ranges::find(words, value, &Word<Value>::value)->word;
}

}  // namespace

Result<Parameters> read_parameters(const ValueOf& value_of) {
  return ParameterReader(value_of).read();
}

std::string pack(const Parameters& parameters) {
  std::string packed;
  for (const auto& [name, value] : parameters.said) {
    packed.append(name).append(1, name_end).append(value).append(1, pair_end);
  }
  return packed;
}

Result<Parameters> unpack(std::string_view packed) {
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  while (!packed.empty()) {
    const std::size_t end = std::min(packed.find(pair_end), packed.size());
    const std::string_view pair = packed.substr(0, end);
    const std::size_t middle = std::min(pair.find(name_end), pair.size());
    pairs.emplace_back(pair.substr(0, middle), pair.substr(std::min(middle + 1, pair.size())));
    packed.remove_prefix(std::min(end + 1, packed.size()));
  }
  return read_parameters([&](std::string_view name) -> std::optional<std::string_view> {
    const auto found =
        std::ranges::find_if(pairs, [&](const auto& pair) { return pair.first == name; });
    return found == pairs.end() ? std::nullopt : std::optional(found->second);
  });
}

void set_format(Parameters& parameters, formats::Format format) {
  if (!parameters.format) {
    parameters.said.emplace(parameters.said.begin(), "formato", formats::name_of(format));
  }
  parameters.format = format;
}

std::string_view wire_name(store::ImportState state) noexcept {
  switch (state) {
    case store::ImportState::queued:
      return "na_fila";
    case store::ImportState::running:
      return "executando";
    case store::ImportState::done:
      return "concluida";
    case store::ImportState::failed:
      return "falhou";
    case store::ImportState::interrupted:
      return "interrompida";
    case store::ImportState::undone:
      return "desfeita";
  }
  return {};
}

std::string_view name_of(IfKnown if_known) noexcept { return word_of(known_words, if_known); }
std::string_view name_of(MatchBy match) noexcept { return word_of(match_words, match); }

}  // namespace imports
