#include "web/holdings_page.hpp"

#include <array>

#include "base/text.hpp"
#include "web/components.hpp"
#include "web/field_names.hpp"
#include "web/shown.hpp"
#include "web/words.hpp"
#include "web/work_words.hpp"

namespace web {
namespace {

constexpr std::string_view path = "/acervo";
constexpr std::size_t label_title_max = 120;

struct Column {
  const catalog::Wording& name;
  std::string_view order;  // empty: no order by it
};
constexpr std::array columns{
    Column{words::by_title, "titulo"}, Column{words::by_author, "autor"},
    Column{words::facet_year, "ano"},  Column{words::column_class, ""},
    Column{words::facet_tags, ""},
};

// A heading orders by its column, and turns the order round when it is so already.
void write_heading(Html& html, const SearchPage& page, const Column& column) {
  const std::string_view now = page.address.value("ordem");
  const bool is_ascending = !column.order.empty() && now == column.order;
  const bool is_descending = now.starts_with('-') && now.substr(1) == column.order;
  html.raw(R"(<th scope="col" role="columnheader")");
  if (is_ascending || is_descending) {
    html.attr("aria-sort", is_ascending ? "ascending" : "descending");
  }
  html.raw(">");
  if (column.order.empty()) {
    html.say(column.name).raw("</th>");
    return;
  }
  const std::string next = (is_ascending ? "-" : "") + std::string(column.order);
  html.raw(R"(<a rel="nofollow")").attr("href", page.address.with("ordem", next).text(path));
  html.raw(">").say(column.name).raw("</a>");
  html.raw(is_ascending ? Literal(" ↑") : is_descending ? Literal(" ↓") : Literal(""));
  html.raw("</th>");
}

void write_row(Html& html, const catalog::Book& book) {
  const catalog::BookFields& fields = book.fields;
  const std::string title = base::abridged(fields.title, label_title_max);
  html.raw(R"(<tr role="row")").attr("data-id", book.id.value);
  html.raw(R"( aria-selected="false"><td role="cell">)");
  html.raw(R"(<input type="checkbox" data-testid="selecionar")");
  html.attr("data-versao", book.version.value);
  html.attr("aria-label", said(words::select_book, html.language(), {title}));
  html.raw(R"(></td><td role="cell"><a)");
  html.attr("href", book_address(book.id)).raw(">").text(fields.title);
  html.raw(R"(</a></td><td role="cell">)").text(fields.author.value_or("")).raw("</td>");
  begin_cell(html, words::facet_year).raw(R"( class="num">)");
  if (fields.year) {
    html.number(*fields.year);
  }
  html.raw("</td>");
  begin_cell(html, words::column_class)
      .raw(">")
      .text(fields.cdd.empty() ? fields.cdu : fields.cdd)
      .raw("</td>");
  begin_cell(html, words::facet_tags).raw(R"( data-campo="etiquetas">)");
  for (const std::string& tag : fields.tags) {
    html.raw(R"(<span class="etiqueta">)").text(tag).raw("</span> ");
  }
  html.raw("</td></tr>");
}

// The roles are said, since the style sheet takes those of a table away where it makes cards of it.
void write_table(Html& html, const SearchPage& page) {
  html.raw(R"(<div class="rolo" tabindex="0" role="region")");
  html.say_attr("aria-label", words::table_of_books);
  html.raw(R"(><table class="cartoes acervo" role="table" data-testid="tabela">)");
  html.raw(R"(<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">)");
  html.raw(R"(<input type="checkbox" data-testid="selecionar-todos")");
  html.say_attr("aria-label", words::select_all).raw("></th>");
  for (const Column& column : columns) {
    write_heading(html, page, column);
  }
  html.raw(R"(</tr></thead><tbody role="rowgroup">)");
  for (const catalog::Book& book : page.books) {
    write_row(html, book);
  }
  html.raw("</tbody></table></div>");
}

void write_search(Html& html, const SearchPage& page) {
  html.raw(R"(<form role="search" class="busca" action="/acervo">)");
  html.raw(R"(<label class="so-leitor" for="q">)").say(words::search_label).raw("</label>");
  html.raw(R"(<input id="q" name="q" type="search" data-testid="busca" maxlength="1000")");
  html.attr("value", page.address.value("q")).say_attr("placeholder", words::search_hint);
  html.raw(R"(><button class="principal">)").say(words::search).raw("</button></form>");
}

void write_pages(Html& html, const SearchPage& page) {
  html.raw(R"(<nav class="paginas")").say_attr("aria-label", words::pages).raw("><span>");
  if (!page.previous.empty()) {
    html.raw(R"(<a class="botao" rel="prev nofollow" data-testid="anterior")");
    html.attr("href", page.address.with("cursor", page.previous).text(path)).raw(">");
    html.say(words::previous_page).raw("</a>");
  }
  html.raw("</span>");
  if (!page.next.empty()) {
    html.raw(R"(<a class="botao" rel="next nofollow" data-testid="proxima")");
    html.attr("href", page.address.with("cursor", page.next).text(path)).raw(">");
    html.say(words::next_page).raw("</a>");
  }
  html.raw("</nav>");
}

// The fields that many books may be given the same value of.
struct CommonField {
  catalog::Field field;
  bool is_number = false;
};
constexpr std::array common_fields{
    CommonField{catalog::Field::author},     CommonField{catalog::Field::publisher},
    CommonField{catalog::Field::place},      CommonField{catalog::Field::edition},
    CommonField{catalog::Field::year, true}, CommonField{catalog::Field::language},
    CommonField{catalog::Field::cdd},        CommonField{catalog::Field::cdu},
};

void write_button(Html& html, Literal testid, const catalog::Wording& name) {
  html.raw(R"(<button type="button" data-testid=")").raw(testid).raw(R"(">)").say(name);
  html.raw("</button>");
}

void write_other_changes(Html& html) {
  html.raw(R"(<details class="outras"><summary>)").say(words::other_changes);
  html.raw(R"(</summary><div class="linha-de-lote"><label for="lote-campo">)");
  html.say(words::field_to_change);
  html.raw(R"(</label><select id="lote-campo" data-testid="lote-campo">)");
  for (const CommonField& common : common_fields) {
    html.raw("<option").attr("value", catalog::wire_name(common.field));
    html.raw(common.is_number ? Literal(" data-numero>") : Literal(">"));
    html.say(name_of(common.field)).raw("</option>");
  }
  html.raw(R"(</select><label for="lote-valor">)").say(words::value_for_all);
  html.raw(R"(</label><input id="lote-valor" data-testid="lote-valor" autocomplete="off")");
  html.say_attr("placeholder", words::hint_clears).raw(">");
  write_button(html, "lote-mudar", words::change_field);
  html.raw("</div></details>");
}

// Filled and shown by the script.
void write_selection_bar(Html& html) {
  html.raw(R"(<form class="selecao" data-testid="barra-selecao" hidden)");
  html.say_attr("aria-label", words::selection);
  html.raw(R"(><div class="linha-de-lote"><strong data-testid="selecionados"></strong>)");
  html.raw(R"(<button type="button" class="discreto" data-testid="selecionar-busca" hidden>)");
  html.raw(R"(</button><label for="lote-etiqueta">)").say(words::facet_tag);
  html.raw(R"(</label><input id="lote-etiqueta" name="etiqueta" data-testid="lote-etiqueta")");
  html.raw(R"( autocomplete="off")").say_attr("placeholder", words::hint_tags);
  html.raw(R"(><button class="principal" data-testid="lote-aplicar">)");
  html.say(words::put_tag).raw("</button>");
  write_button(html, "lote-tirar", words::take_tag);
  html.raw(R"(<button type="button" class="perigo" data-testid="lote-excluir">)");
  html.say(words::remove).raw(R"(</button><a class="botao" data-testid="imprimir")");
  html.raw(R"( href="/imprimir">)").say(words::print_labels);
  html.raw(R"(</a><a class="botao" data-testid="lote-exportar" download href="/exportar">)");
  html.say(words::export_csv);
  html.raw(R"(</a><button type="button" class="discreto")");
  html.raw(R"( data-testid="limpar">)").say(words::clear_selection);
  html.raw(R"(</button><span role="status" data-testid="lote-andamento"></span></div>)");
  write_other_changes(html);
  html.raw("</form>");
}

// Nothing was asked for, and there is nothing.
bool is_empty_catalogue(const SearchPage& page) {
  return page.books.empty() && page.address.without("ordem").without("limite").parameters().empty();
}

// The table, and what the script needs to find all of the search: the address of it in the API.
void write_living_table(Html& html, const SearchPage& page) {
  html.raw(R"(<div id="tabela-viva">)");
  if (is_empty_catalogue(page)) {
    html.raw(R"(<div class="vazio" data-testid="vazio"><p>)").say(words::empty_title);
    html.raw(R"(.</p><div class="acoes">)");
    write_beginnings(html);
    html.raw("</div></div></div>");
    return;
  }
  if (page.books.empty()) {
    html.raw(R"(<p class="nada" data-testid="nada">)").say(words::nothing).raw("</p></div>");
    return;
  }
  html.raw("<div").attr("data-busca", page.address.without("limite").text("/livros"));
  html.attr("data-total", page.total).raw(">");
  write_table(html, page);
  html.raw("</div>");
  write_pages(html, page);
  write_exports(html, page.address);
  html.raw("</div>");
}

}  // namespace

std::string holdings_document(const View& view, const SearchPage& page) {
  Page head;
  head.title = words::holdings.in(view.language);
  head.way = Way::holdings;
  head.scripts = {"leitor.js", "acervo.js"};
  return document_of(view, head, [&](Html& html) {
    html.raw("<h1>").say(words::holdings).raw("</h1>");
    write_search(html, page);
    html.raw(R"(<p class="resumo" role="status" data-testid="resumo">)");
    write_summary(html, page);
    html.raw("</p>");
    html.raw(R"(<p class="dica"><a rel="nofollow" href="/duplicados">)");
    html.say(words::find_duplicates).raw("</a></p>");
    write_living_table(html, page);
    if (!page.books.empty()) {
      write_selection_bar(html);
    }
  });
}

std::string holdings_fragment(const View& view, const SearchPage& page) {
  std::string out;
  Html html(out, view.language);
  html.raw(R"(<p id="resumo">)");
  write_summary(html, page);
  html.raw("</p>");
  write_living_table(html, page);
  return out;
}

}  // namespace web
