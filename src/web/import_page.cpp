#include "web/import_page.hpp"

#include <array>

#include "catalog/field.hpp"
#include "formats/csv_columns.hpp"
#include "formats/format.hpp"
#include "formats/format_names.hpp"
#include "web/field_names.hpp"
#include "web/script_words.hpp"
#include "web/words.hpp"
#include "web/work_words.hpp"

namespace web {
namespace {

using catalog::Field;
using formats::Format;

struct Option {
  std::string_view value;
  const catalog::Wording& name;
};
// The first is what most files of a library want.
constexpr std::array duplicate_policies{
    Option{"ignorar", words::duplicates_ignore},
    Option{"atualizar", words::duplicates_update},
    Option{"substituir", words::duplicates_replace},
    Option{"criar", words::duplicates_create},
};

// How the formats are called among people, those that more people have first.
struct NamedFormat {
  Format format;
  std::string_view name;
};
constexpr std::array format_names{
    NamedFormat{Format::marc, "MARC 21"},
    NamedFormat{Format::marcxml, "MARCXML"},
    NamedFormat{Format::csv, "CSV"},
    NamedFormat{Format::ndjson, "NDJSON"},
    NamedFormat{Format::bibtex, "BibTeX"},
    NamedFormat{Format::ris, "RIS"},
    NamedFormat{Format::csl, "CSL-JSON"},
    NamedFormat{Format::unimarc, "UNIMARC"},
    NamedFormat{Format::marcjson, "MARC-in-JSON"},
};
constexpr std::array<std::string_view, 5> encodings{"utf-8", "windows-1252", "iso-8859-1", "cp850",
                                                    "marc-8"};

void write_steps(Html& html, bool is_shown) {
  constexpr std::array<const catalog::Wording*, 3> steps{&words::step_choose, &words::step_check,
                                                         &words::step_import};
  html.raw(R"(<ol class="etapas">)");
  for (const catalog::Wording* const step : steps) {
    const bool is_current = is_shown ? step == steps.back() : step == steps.front();
    html.raw(is_current ? Literal(R"(<li aria-current="step">)") : Literal("<li>"));
    html.say(*step).raw("</li>");
  }
  html.raw("</ol>");
}

// "MARC 21, CSV, NDJSON".
std::string readable_formats() {
  std::string text;
  for (const NamedFormat& named : format_names) {
    if (formats::has_reader(named.format)) {
      text.append(text.empty() ? "" : ", ").append(named.name);
    }
  }
  return text;
}

void write_file(Html& html) {
  html.raw(R"(<div class="solta"><label for="arquivo">)");
  html.say(words::file_label, {readable_formats()});
  html.raw(R"(</label><input id="arquivo" type="file" name="arquivo" required)");
  html.raw(R"( data-testid="arquivo"><p class="dica">)").say(words::nothing_before_check);
  html.raw("</p></div>");
}

// What a column of a spreadsheet may hold, of which colunas.js makes its choices.
void write_columns(Html& html) {
  constexpr catalog::FieldSet never{Field::id, Field::version, Field::extra, Field::created_at,
                                    Field::updated_at};
  html.raw(R"(<div class="colunas" data-testid="colunas" hidden></div>)");
  html.raw(R"(<template id="campos-de-coluna"><select>)");
  html.raw(R"(<option value="">)").say(name_of(Field::extra));
  html.raw(R"(</option><option value="-">)").say(words::column_is_left_out).raw("</option>");
  for (const formats::CsvColumn& column : formats::csv_columns()) {
    if (!never.has(column.field)) {
      const bool is_volume = column.part == formats::CsvColumn::Part::volume;
      html.raw("<option").attr("value", formats::name_of(column)).raw(">");
      html.say(is_volume ? words::series_volume : name_of(column.field)).raw("</option>");
    }
  }
  html.raw("</select></template>");
}

void write_duplicates(Html& html) {
  html.raw(R"(<div class="campo"><label for="duplicados">)").say(words::known_books);
  html.raw(R"(</label><select id="duplicados" name="duplicados" data-testid="duplicados">)");
  for (const Option& option : duplicate_policies) {
    html.raw("<option").attr("value", option.value).raw(">").say(option.name).raw("</option>");
  }
  html.raw(R"(</select></div><div class="campo"><label for="etiqueta">)").say(words::tag_for_all);
  html.raw(R"(</label><input id="etiqueta" name="etiqueta" maxlength="200" autocomplete="off">)");
  html.raw("</div>");
}

void write_reading(Html& html) {
  html.raw(R"(<details class="mais"><summary>)").say(words::how_to_read);
  html.raw(R"(</summary><div class="grade"><div class="campo"><label for="formato">)");
  html.say(words::file_format).raw(R"(</label><select id="formato" name="formato">)");
  html.raw(R"(<option value="">)").say(words::by_content).raw("</option>");
  for (const NamedFormat& named : format_names) {
    if (formats::has_reader(named.format)) {
      html.raw("<option").attr("value", formats::name_of(named.format)).raw(">");
      html.text(named.name).raw("</option>");
    }
  }
  html.raw(R"(</select></div><div class="campo"><label for="codificacao">)");
  html.say(words::file_encoding).raw(R"(</label><select id="codificacao" name="codificacao">)");
  html.raw(R"(<option value="">)").say(words::by_content).raw("</option>");
  for (const std::string_view encoding : encodings) {
    html.raw("<option>").text(encoding).raw("</option>");
  }
  html.raw("</select></div></div></details>");
}

void write_form(Html& html, bool is_shown) {
  html.raw(R"(<form data-testid="form-importar" novalidate)");
  html.raw(is_shown ? Literal(" hidden>") : Literal(">"));
  write_file(html);
  write_columns(html);
  html.raw(R"(<div class="grade">)");
  write_duplicates(html);
  html.raw("</div>");
  write_reading(html);
  html.raw(R"(<div class="salvar"><button class="principal" data-testid="simular">)");
  html.say(words::check_without_writing);
  html.raw(R"(</button><span role="status" data-testid="andamento"></span></div></form>)");
}

}  // namespace

std::string import_document(const View& view, std::optional<std::int64_t> shown) {
  Page head;
  head.title = words::import_books.in(view.language);
  head.way = Way::import;
  head.scripts = {"leitor.js", "importar.js"};
  return document_of(view, head, [&](Html& html) {
    html.raw("<h1>").say(words::import_books).raw("</h1>");
    write_steps(html, shown.has_value());
    html.raw(R"(<noscript><div class="faixa aviso"><p>)").say(words::no_script);
    html.raw("</p></div></noscript>");
    if (view.entry == Entry::signed_out) {
      html.raw(R"(<p class="faixa aviso" data-testid="entre-antes">)")
          .say(words::sign_in_to_import);
      html.raw(R"( <a href="/entrar?volta=/importar">)").say(words::sign_in).raw("</a></p>");
    }
    write_form(html, shown.has_value());
    html.raw(R"(<section data-testid="relatorio")");
    if (shown) {
      html.attr("data-id", *shown);
    }
    html.raw(R"( hidden></section><p class="dica depois"><a href="/estado">)");
    html.say(words::earlier_imports).raw("</a></p>");
  });
}

}  // namespace web
