#include "web/book_form.hpp"

#include <array>

#include "base/text.hpp"
#include "catalog/own_cover.hpp"
#include "formats/marc_relators.hpp"
#include "web/address.hpp"
#include "web/assets.hpp"
#include "web/field_names.hpp"
#include "web/field_text.hpp"
#include "web/script_words.hpp"
#include "web/words.hpp"
#include "web/work_words.hpp"

namespace web {
namespace {

using catalog::Field;

enum class Input : std::uint8_t { text, number, address, list, long_text, series, json };

struct FormField {
  Field field;
  Input input;
  const catalog::Wording* hint = nullptr;
  bool is_wide = false;
};

constexpr std::array main_fields{
    FormField{Field::title, Input::text, &words::hint_required, true},
    FormField{Field::subtitle, Input::text, nullptr, true},
    FormField{Field::author, Input::text, nullptr, true},
    FormField{Field::isbn, Input::number, &words::hint_isbn},
    FormField{Field::publisher, Input::text},
    FormField{Field::place, Input::text},
    FormField{Field::year, Input::number},
    FormField{Field::edition, Input::text},
    FormField{Field::language, Input::text, &words::hint_language},
    FormField{Field::pages, Input::number},
    FormField{Field::subjects, Input::list, &words::hint_lines, true},
    FormField{Field::tags, Input::list, &words::hint_lines, true},
    FormField{Field::synopsis, Input::long_text, nullptr, true},
};
constexpr std::array more_fields{
    FormField{Field::contributors, Input::list, &words::hint_contributors, true},
    FormField{Field::original_title, Input::text, nullptr, true},
    FormField{Field::original_language, Input::text, &words::hint_language},
    FormField{Field::series, Input::series},
    FormField{Field::cdd, Input::text},
    FormField{Field::cdu, Input::text},
    FormField{Field::other_isbns, Input::list, &words::hint_lines, true},
    FormField{Field::identifiers, Input::list, &words::hint_identifiers, true},
    FormField{Field::notes, Input::list, &words::hint_lines, true},
    FormField{Field::cover, Input::address, &words::hint_cover, true},
    FormField{Field::links, Input::list, &words::hint_links, true},
    FormField{Field::extra, Input::json, &words::hint_extra, true},
};

std::string id_of(const FormField& field) {
  return "c-" + std::string(catalog::wire_name(field.field));
}

void write_label(Html& html, const FormField& field) {
  html.raw("<label").attr("for", id_of(field)).raw(">").say(name_of(field.field));
  if (field.hint != nullptr) {
    html.raw(R"( <span class="dica">)").say(*field.hint).raw("</span>");
  }
  html.raw("</label>");
}

void write_area(Html& html, const FormField& field, std::string_view value) {
  html.raw("<textarea").attr("id", id_of(field)).attr("name", catalog::wire_name(field.field));
  if (field.input == Input::list) {
    html.raw(R"( class="curta" data-lista)");
  } else if (field.input == Input::json) {
    html.raw(R"( class="codigo-json" data-json spellcheck="false")");
  }
  // A line break right behind the tag is not part of the value.
  html.raw(">\n").text(value).raw("</textarea>");
}

void write_input(Html& html, const FormField& field, std::string_view value) {
  html.raw("<input").attr("id", id_of(field)).attr("name", catalog::wire_name(field.field));
  html.raw(field.input == Input::address ? Literal(R"( type="url")") : Literal(R"( type="text")"));
  if (field.input == Input::number) {
    html.raw(R"( inputmode="numeric")");
  }
  if (field.field == Field::year || field.field == Field::pages) {
    html.raw(" data-numero");
  }
  if (field.field == Field::title) {
    html.raw(R"( required aria-required="true")");
  }
  if (field.field == Field::author) {
    html.raw(R"( list="autores-conhecidos")");
  }
  html.attr("value", value).raw(R"( autocomplete="off">)");
  if (field.field == Field::author) {
    html.raw(R"(<datalist id="autores-conhecidos"></datalist>)");
  }
}

// The name and the volume apart, so that neither needs a sign that parts them.
void write_series(Html& html, const FormField& field, const catalog::BookFields& fields) {
  const catalog::Series series = fields.series.value_or(catalog::Series{});
  html.raw(R"(<div class="campo">)");
  write_label(html, field);
  write_input(html, field, series.name);
  html.raw(R"(</div><div class="campo"><label for="c-serie-volume">)").say(words::series_volume);
  html.raw(R"(</label><input id="c-serie-volume" name="serie.volume" type="text")");
  html.attr("value", series.volume).raw(R"( autocomplete="off"></div>)");
}

void write_field(Html& html, const FormField& field, const catalog::BookFields& fields) {
  if (field.input == Input::series) {
    return write_series(html, field, fields);
  }
  html.raw(field.is_wide ? Literal(R"(<div class="campo inteiro">)")
                         : Literal(R"(<div class="campo">)"));
  write_label(html, field);
  const std::string value = field_text(fields, field.field);
  const bool is_area =
      field.input == Input::list || field.input == Input::long_text || field.input == Input::json;
  is_area ? write_area(html, field, value) : write_input(html, field, value);
  html.raw("</div>");
}

bool has_more(const catalog::BookFields& fields) {
  for (const FormField& field : more_fields) {
    if (!field_text(fields, field.field).empty()) {
      return true;
    }
  }
  return false;
}

void write_fields(Html& html, const catalog::BookFields& fields) {
  html.raw(R"(<div class="grade">)");
  for (const FormField& field : main_fields) {
    write_field(html, field, fields);
  }
  html.raw(R"(</div><details class="mais")");
  html.raw(has_more(fields) ? Literal(" open><summary>") : Literal("><summary>"));
  html.say(words::more_fields).raw(R"(</summary><div class="grade">)");
  for (const FormField& field : more_fields) {
    write_field(html, field, fields);
  }
  html.raw("</div></details>");
}

// What the script fills, and what stands there without one.
void write_places(Html& html) {
  html.raw(R"(<noscript><div class="faixa aviso"><p>)")
      .say(words::no_script)
      .raw("</p></div></noscript>");
  html.raw(R"(<div data-testid="conflito" class="conflito" role="alert" hidden></div>)");
  html.raw(R"(<p class="faixa aviso" id="mudou" role="status" data-testid="mudou" hidden></p>)");
}

void write_bar(Html& html, std::string_view back_to, bool is_new) {
  html.raw(R"(<div class="salvar"><button class="principal" data-testid="salvar">)");
  html.say(words::save).raw("</button>");
  if (is_new) {
    html.raw(R"(<button type="button" data-testid="salvar-outro" hidden>)");
    html.say(words::save_and_next).raw("</button>");
  }
  html.raw(R"(<a class="botao discreto" data-cancela)").attr("href", back_to).raw(">");
  html.say(words::cancel).raw(R"(</a><span data-testid="salvo" role="status"></span>)");
  if (!is_new) {
    html.raw(R"(<button type="button" class="discreto perigo" data-testid="excluir" hidden>)");
    html.say(words::remove).raw("</button>");
  }
  html.raw("</div>");
}

// ISBN first: typed, or by a scanner that types and ends in Enter.
void write_isbn_first(Html& html, std::string_view sources) {
  html.raw(R"(<div class="faixa neutra")");
  if (!sources.empty()) {
    html.attr("data-fontes", sources);
  }
  html.raw(R"(><div class="campo"><label for="isbn-primeiro">)");
  html.say(words::isbn_first).raw(R"(</label><div class="acoes">)");
  html.raw(R"(<input id="isbn-primeiro" inputmode="numeric" autocomplete="off" maxlength="40")");
  html.raw(R"( data-testid="isbn-primeiro" aria-describedby="isbn-resposta">)");
  if (asset_named("escanear.js") != nullptr) {
    html.raw(R"(<button type="button" data-testid="escanear" aria-expanded="false")");
    html.raw(R"( aria-controls="camera" hidden>)").say(words::scan).raw("</button>");
  }
  html.raw(R"(</div></div><div id="camera" class="camera" hidden></div><p id="isbn-resposta" )"
           R"(data-testid="isbn-resposta" role="status">)");
  html.say(words::isbn_first_hint).raw("</p>");
  if (!sources.empty()) {
    html.raw(R"(<p data-testid="fonte-resposta" role="status"></p>)");
  }
  html.raw("</div>");
}

// Beside the form, because it is sent at once. Hidden as long as no script could send it.
void write_cover_place(Html& html, const catalog::BookFields& fields) {
  const bool is_own = catalog::own_cover_in(fields.cover).has_value();
  html.raw(R"(<section class="faixa neutra" data-testid="capa-guardada" hidden>)");
  html.raw(R"(<div class="campo"><label for="capa-arquivo">)").say(words::cover_file);
  html.raw(R"( <span class="dica">)").say(words::cover_file_hint).raw("</span></label>");
  html.raw(R"(<img data-testid="capa-imagem" class="capa-imagem" alt="")");
  if (is_own) {
    html.attr("src", fields.cover).raw(">");
  } else {
    html.raw(" hidden>");
  }
  html.raw(R"(<div class="acoes"><input type="file" id="capa-arquivo" data-testid="capa-arquivo")"
           R"( accept="image/jpeg,image/png,image/webp" aria-describedby="capa-resposta">)"
           R"(<button type="button" class="discreto" data-testid="capa-remover")");
  html.raw(is_own ? Literal(">") : Literal(" hidden>")).say(words::remove_cover);
  html.raw(R"(</button></div><p id="capa-resposta" data-testid="capa-resposta" role="status"></p>)"
           "</div></section>");
}

// "tradutor=trl;tradutora=trl;…": what a script takes for the code of a role.
const std::string& roles_in_words() {
  static constexpr std::array<std::string_view, 36> terms{
      "tradutor",     "tradutora",    "tradução",         "trad.",     "translator",
      "ilustrador",   "ilustradora",  "ilustrações",      "il.",       "illustrator",
      "organizador",  "organizadora", "organização",      "org.",      "coordenador",
      "coordenadora", "coord.",       "editor literário", "prefácio",  "prefaciador",
      "posfácio",     "adaptador",    "adaptadora",       "adaptação", "compilador",
      "compiladora",  "comp.",        "fotógrafo",        "fotógrafa", "fotografia",
      "narrador",     "narradora",    "revisor",          "revisora",  "colaborador",
      "colaboradora"};
  static const std::string made = [] {
    std::string out;
    for (const std::string_view term : terms) {
      const std::string_view code = formats::relator_of_term(term);
      if (!code.empty()) {
        out.append(out.empty() ? "" : ";").append(term).append("=").append(code);
      }
    }
    return out;
  }();
  return made;
}

Page head_of_form(std::string title, Way way) {
  Page head;
  head.title = std::move(title);
  head.way = way;
  head.scripts = {"leitor.js", "editar.js"};
  return head;
}

}  // namespace

std::string edit_document(const View& view, const catalog::Book& book) {
  const std::string address = book_address(book.id);
  const std::string title =
      said(words::edit_title, view.language, {base::abridged(book.fields->title, 120)});
  return document_of(view, head_of_form(title, Way::none), [&](Html& html) {
    html.raw(R"(<nav class="migalhas")").say_attr("aria-label", words::trail).raw("><a");
    html.attr("href", address).raw(">").say(words::back_to_book).raw("</a></nav><h1>");
    html.text(title).raw("</h1>");
    write_places(html);
    html.raw(R"(<form data-testid="form-livro" novalidate)").attr("data-id", book.id.value);
    html.attr("data-versao", book.version.value).attr("data-papeis", roles_in_words()).raw(">");
    write_fields(html, book.fields);
    write_bar(html, address, false);
    html.raw("</form>");
    write_cover_place(html, book.fields);
  });
}

std::string new_document(const View& view, std::string_view sources) {
  const std::string title(words::new_book.in(view.language));
  Page head = head_of_form(title, Way::create);
  head.scripts.emplace_back("escanear.js");
  return document_of(view, head, [&](Html& html) {
    html.raw("<h1>").text(title).raw("</h1>");
    write_places(html);
    write_isbn_first(html, sources);
    html.raw(R"(<form data-testid="form-livro" data-id="" data-versao="" novalidate)");
    html.attr("data-papeis", roles_in_words()).raw(">");
    write_fields(html, {});
    write_bar(html, "/", true);
    html.raw("</form>");
  });
}

}  // namespace web
