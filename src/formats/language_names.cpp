#include "formats/language_names.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "catalog/language_tag.hpp"

namespace formats {
namespace {

struct LanguageName {
  std::string_view folded;
  std::string_view tag;
};
constexpr std::array names{
    LanguageName{"portugues", "pt"},
    LanguageName{"portuguese", "pt"},
    LanguageName{"lingua portuguesa", "pt"},
    LanguageName{"port", "pt"},
    LanguageName{"brasileiro", "pt-BR"},
    LanguageName{"portugues brasil", "pt-BR"},
    LanguageName{"portugues br", "pt-BR"},
    LanguageName{"portugues brasileiro", "pt-BR"},
    LanguageName{"portugues do brasil", "pt-BR"},
    LanguageName{"portuguese brazil", "pt-BR"},
    LanguageName{"brazilian portuguese", "pt-BR"},
    LanguageName{"portugues portugal", "pt-PT"},
    LanguageName{"portugues pt", "pt-PT"},
    LanguageName{"portugues europeu", "pt-PT"},
    LanguageName{"portugues de portugal", "pt-PT"},
    LanguageName{"portuguese portugal", "pt-PT"},
    LanguageName{"european portuguese", "pt-PT"},
    LanguageName{"ingles", "en"},
    LanguageName{"english", "en"},
    LanguageName{"lingua inglesa", "en"},
    LanguageName{"ing", "en"},
    LanguageName{"ingles americano", "en-US"},
    LanguageName{"american english", "en-US"},
    LanguageName{"ingles britanico", "en-GB"},
    LanguageName{"british english", "en-GB"},
    LanguageName{"espanhol", "es"},
    LanguageName{"espanol", "es"},
    LanguageName{"castelhano", "es"},
    LanguageName{"castellano", "es"},
    LanguageName{"spanish", "es"},
    LanguageName{"lingua espanhola", "es"},
    LanguageName{"esp", "es"},
    LanguageName{"frances", "fr"},
    LanguageName{"french", "fr"},
    LanguageName{"francais", "fr"},
    LanguageName{"fran", "fr"},
    LanguageName{"alemao", "de"},
    LanguageName{"german", "de"},
    LanguageName{"aleman", "de"},
    LanguageName{"deutsch", "de"},
    LanguageName{"italiano", "it"},
    LanguageName{"italian", "it"},
    LanguageName{"latim", "la"},
    LanguageName{"latin", "la"},
    LanguageName{"grego", "el"},
    LanguageName{"greek", "el"},
    LanguageName{"griego", "el"},
    LanguageName{"grego antigo", "grc"},
    LanguageName{"ancient greek", "grc"},
    LanguageName{"russo", "ru"},
    LanguageName{"ruso", "ru"},
    LanguageName{"russian", "ru"},
    LanguageName{"japones", "ja"},
    LanguageName{"japanese", "ja"},
    LanguageName{"chines", "zh"},
    LanguageName{"chino", "zh"},
    LanguageName{"chinese", "zh"},
    LanguageName{"mandarim", "cmn"},
    LanguageName{"coreano", "ko"},
    LanguageName{"korean", "ko"},
    LanguageName{"arabe", "ar"},
    LanguageName{"arabic", "ar"},
    LanguageName{"hebraico", "he"},
    LanguageName{"hebreo", "he"},
    LanguageName{"hebrew", "he"},
    LanguageName{"aramaico", "arc"},
    LanguageName{"idiche", "yi"},
    LanguageName{"yiddish", "yi"},
    LanguageName{"sanscrito", "sa"},
    LanguageName{"sanskrit", "sa"},
    LanguageName{"hindi", "hi"},
    LanguageName{"persa", "fa"},
    LanguageName{"persian", "fa"},
    LanguageName{"turco", "tr"},
    LanguageName{"turkish", "tr"},
    LanguageName{"holandes", "nl"},
    LanguageName{"neerlandes", "nl"},
    LanguageName{"dutch", "nl"},
    LanguageName{"sueco", "sv"},
    LanguageName{"swedish", "sv"},
    LanguageName{"noruegues", "no"},
    LanguageName{"norwegian", "no"},
    LanguageName{"dinamarques", "da"},
    LanguageName{"danes", "da"},
    LanguageName{"danish", "da"},
    LanguageName{"finlandes", "fi"},
    LanguageName{"finnish", "fi"},
    LanguageName{"islandes", "is"},
    LanguageName{"icelandic", "is"},
    LanguageName{"polones", "pl"},
    LanguageName{"polaco", "pl"},
    LanguageName{"polish", "pl"},
    LanguageName{"tcheco", "cs"},
    LanguageName{"checo", "cs"},
    LanguageName{"czech", "cs"},
    LanguageName{"hungaro", "hu"},
    LanguageName{"hungarian", "hu"},
    LanguageName{"romeno", "ro"},
    LanguageName{"rumano", "ro"},
    LanguageName{"romanian", "ro"},
    LanguageName{"bulgaro", "bg"},
    LanguageName{"bulgarian", "bg"},
    LanguageName{"croata", "hr"},
    LanguageName{"croatian", "hr"},
    LanguageName{"servio", "sr"},
    LanguageName{"serbian", "sr"},
    LanguageName{"ucraniano", "uk"},
    LanguageName{"ukrainian", "uk"},
    LanguageName{"lituano", "lt"},
    LanguageName{"irlandes", "ga"},
    LanguageName{"catalao", "ca"},
    LanguageName{"catalan", "ca"},
    LanguageName{"galego", "gl"},
    LanguageName{"gallego", "gl"},
    LanguageName{"galician", "gl"},
    LanguageName{"basco", "eu"},
    LanguageName{"vasco", "eu"},
    LanguageName{"euskera", "eu"},
    LanguageName{"basque", "eu"},
    LanguageName{"mirandes", "mwl"},
    LanguageName{"guarani", "gn"},
    LanguageName{"ioruba", "yo"},
    LanguageName{"yoruba", "yo"},
    LanguageName{"quimbundo", "kmb"},
    LanguageName{"esperanto", "eo"},
    LanguageName{"vietnamita", "vi"},
    LanguageName{"indonesio", "id"},
    LanguageName{"libras", "bzs"},
    LanguageName{"lingua brasileira de sinais", "bzs"},
};

// "ing" is the code of a language of Alaska, "ING" is what people write for English: a code as the
// catalogue writes it is no name.
bool is_code(std::string_view text) {
  constexpr std::size_t letters_max = 3;
  return catalog::primary_language(text).size() <= letters_max &&
         catalog::canonical_language_tag(text) == text;
}

std::optional<std::string> language_named(std::string_view text) {
  text = base::trim(text);
  if (is_code(text)) return std::string(text);
  const std::string folded = base::fold(text);
  const auto* const name = std::find_if(
      names.begin(), names.end(), [&](const LanguageName& one) { return one.folded == folded; });
  if (name != names.end()) return std::string(name->tag);
  std::string tag(text);
  std::replace(tag.begin(), tag.end(), '_', '-');
  return catalog::canonical_language_tag(tag);
}

// Behind "/", ";", ",", "|", "+", a line break, or the word "e", "y", "and", "&".
std::vector<std::string_view> parts_of(std::string_view text) {
  constexpr std::string_view signs = "/;,|+&\n";
  constexpr std::array<std::string_view, 3> words{" e ", " y ", " and "};
  std::vector<std::string_view> parts;
  const auto add = [&](std::string_view part) {
    if (!base::trim(part).empty()) parts.push_back(base::trim(part));
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::size_t length = signs.find(text[at]) == std::string_view::npos ? 0 : 1;
    for (const std::string_view word : words) {
      if (text.substr(at).starts_with(word)) length = word.size();
    }
    if (length == 0) continue;
    add(text.substr(begin, at - begin));
    begin = at + length;
    at = begin - 1;
  }
  add(text.substr(std::min(begin, text.size())));
  return parts;
}

}  // namespace

std::vector<std::string> languages_in(std::string_view text) {
  if (auto one = language_named(text)) return {*std::move(one)};
  std::vector<std::string> tags;
  for (const std::string_view part : parts_of(text)) {
    auto tag = language_named(part);
    if (!tag) return {};
    if (std::find(tags.begin(), tags.end(), *tag) == tags.end()) tags.push_back(*std::move(tag));
  }
  return tags;
}

}  // namespace formats
