#include "formats/marc_written_names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalog/language_tag.hpp"
#include "catalog/name_parts.hpp"
#include "catalog/person_names.hpp"
#include "formats/marc_punctuation.hpp"
#include "formats/marc_relators.hpp"

namespace formats {
namespace {

using catalog::Contributor;
using catalog::ContributorKind;
using catalog::LinkRelation;

constexpr std::string_view sole_role = "aut";

struct Labelled {
  std::string_view key;
  std::string_view label;
};

// Terms of $e and $j, as Brazilian catalogues write them. A code without one stands in $4 alone.
constexpr std::array role_terms{
    Labelled{"adp", "adaptador"},     Labelled{"aft", "posfaciador"},
    Labelled{"ann", "anotador"},      Labelled{"arr", "arranjador"},
    Labelled{"aui", "prefaciador"},   Labelled{"aut", "autor"},
    Labelled{"cmm", "comentador"},    Labelled{"cmp", "compositor"},
    Labelled{"com", "compilador"},    Labelled{"cov", "capista"},
    Labelled{"cre", "criador"},       Labelled{"ctb", "colaborador"},
    Labelled{"cur", "curador"},       Labelled{"drt", "diretor"},
    Labelled{"dub", "autor suposto"}, Labelled{"edt", "editor"},
    Labelled{"ill", "ilustrador"},    Labelled{"isb", "entidade emissora"},
    Labelled{"nrt", "narrador"},      Labelled{"org", "organizador"},
    Labelled{"pbl", "editora"},       Labelled{"pfr", "revisor"},
    Labelled{"pht", "fotógrafo"},     Labelled{"prt", "impressor"},
    Labelled{"res", "pesquisador"},   Labelled{"ths", "orientador"},
    Labelled{"trc", "transcritor"},   Labelled{"trl", "tradutor"},
};

constexpr std::array language_labels{
    Labelled{"pt", "Português"},   Labelled{"en", "Inglês"},    Labelled{"es", "Espanhol"},
    Labelled{"fr", "Francês"},     Labelled{"de", "Alemão"},    Labelled{"it", "Italiano"},
    Labelled{"la", "Latim"},       Labelled{"gl", "Galego"},    Labelled{"ca", "Catalão"},
    Labelled{"ja", "Japonês"},     Labelled{"zh", "Chinês"},    Labelled{"ru", "Russo"},
    Labelled{"ar", "Árabe"},       Labelled{"he", "Hebraico"},  Labelled{"el", "Grego"},
    Labelled{"nl", "Neerlandês"},  Labelled{"pl", "Polonês"},   Labelled{"sv", "Sueco"},
    Labelled{"da", "Dinamarquês"}, Labelled{"no", "Norueguês"}, Labelled{"fi", "Finlandês"},
    Labelled{"cs", "Tcheco"},      Labelled{"hu", "Húngaro"},   Labelled{"tr", "Turco"},
    Labelled{"uk", "Ucraniano"},   Labelled{"ro", "Romeno"},    Labelled{"ko", "Coreano"},
    Labelled{"hi", "Hindi"},       Labelled{"sa", "Sânscrito"}, Labelled{"eo", "Esperanto"},
    Labelled{"yi", "Iídiche"},     Labelled{"gn", "Guarani"},   Labelled{"yo", "Iorubá"},
};

template <std::size_t count>
std::string_view label_in(const std::array<Labelled, count>& table, std::string_view key) {
  const auto* const found = std::ranges::find(table, key, &Labelled::key);
  return found == table.end() ? std::string_view{} : found->label;
}

int tag_of(const WrittenName& name) noexcept {
  const int entry = name.is_main ? 100 : 700;
  switch (name.kind) {
    case ContributorKind::person:
      return entry;
    case ContributorKind::body:
      return entry + 10;
    case ContributorKind::event:
      return entry + 11;
  }
  return entry;
}

std::vector<WrittenName> names_of_line(const catalog::BookFields& fields) {
  std::vector<WrittenName> names;
  for (const std::string_view name : catalog::names_of_author(fields)) {
    names.push_back({.name = name, .roles = {sole_role}});
  }
  return names;
}

std::vector<WrittenName> names_of_list(const std::vector<Contributor>& list) {
  std::vector<WrittenName> names;
  for (const Contributor& one : list) {
    const bool goes_on =
        !names.empty() && names.back().name == one.name && names.back().kind == one.kind;
    if (!goes_on) names.push_back({.name = one.name, .kind = one.kind, .roles = {}});
    names.back().roles.push_back(one.role);
  }
  return names;
}

struct RelationLabel {
  LinkRelation relation;
  std::string_view words;  // folded, between commas
};
constexpr std::array relation_labels{
    RelationLabel{LinkRelation::text,
                  ",texto,texto completo,texto integral,full text,fulltext,text,"},
    RelationLabel{LinkRelation::sample, ",amostra,sample,excerpt,trecho,"},
    RelationLabel{LinkRelation::loan, ",emprestimo,loan,borrow,"},
    RelationLabel{LinkRelation::purchase, ",compra,purchase,buy,"},
};

// `words` begin and end with a comma.
bool is_among(std::string_view words, std::string_view folded) noexcept {
  for (std::size_t at = words.find(folded); !folded.empty() && at != std::string_view::npos;
       at = words.find(folded, at + 1)) {
    if (words[at - 1] == ',' && words[at + folded.size()] == ',') {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<WrittenName> written_names(const catalog::BookFields& fields) {
  std::vector<WrittenName> names =
      fields.contributors.empty() ? names_of_line(fields) : names_of_list(fields.contributors);
  const auto main = std::ranges::find_if(
      names, [](const WrittenName& name) { return std::ranges::any_of(name.roles, is_authorial); });
  if (main != names.end()) {
    main->is_main = true;
    std::rotate(names.begin(), main, main + 1);
  }
  return names;
}

void add_name(MarcTree& tree, const WrittenName& name) {
  const bool is_event = name.kind == ContributorKind::event;
  std::vector<std::string> terms;
  for (const std::string_view role : name.roles) {
    const std::string_view term = label_in(role_terms, role);
    if (!term.empty()) terms.emplace_back(term);
  }
  for (std::string& term : terms) term += &term == &terms.back() ? '.' : ',';
  const std::string text =
      terms.empty() ? with_full_stop(name.name, FullStop::of_name) : std::string(name.name) + ",";
  std::vector<MarcSubfield> subfields{{'a', text}};
  for (const std::string& term : terms) subfields.push_back({is_event ? 'j' : 'e', term});
  for (const std::string_view role : name.roles) subfields.push_back({'4', role});
  const bool is_person = name.kind == ContributorKind::person;
  const bool is_inverted = is_person && catalog::name_parts(name.name).is_inverted;
  const std::string_view indicators = !is_person ? "2 " : is_inverted ? "1 " : "0 ";
  add_field(tree, tag_of(name), indicators, subfields);
}

std::string language_name_of(std::string_view tag) {
  const std::string_view label = label_in(language_labels, catalog::primary_language(tag));
  return std::string(label.empty() ? tag : label);
}

std::string_view label_of(std::optional<LinkRelation> relation) noexcept {
  if (!relation) return {};
  switch (*relation) {
    case LinkRelation::text:
      return "Texto completo";
    case LinkRelation::sample:
      return "Amostra";
    case LinkRelation::loan:
      return "Empréstimo";
    case LinkRelation::purchase:
      return "Compra";
    case LinkRelation::other:
      return {};
  }
  return {};
}

std::optional<LinkRelation> relation_of_label(std::string_view label) {
  const std::string folded = base::fold(label);
  for (const RelationLabel& known : relation_labels) {
    if (is_among(known.words, folded)) return known.relation;
  }
  return std::nullopt;
}

bool is_cover_label(std::string_view label) {
  return is_among(",capa,cover,cover image,imagem da capa,capa do livro,book cover,",
                  base::fold(label));
}

}  // namespace formats
