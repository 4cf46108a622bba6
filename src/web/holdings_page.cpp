#include "web/holdings_page.hpp"

#include <array>

#include "base/text.hpp"
#include "web/components.hpp"
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
  html.raw(R"(<th scope="col")");
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
  html.raw("<tr").attr("data-id", book.id.value).raw(R"( aria-selected="false"><td>)");
  html.raw(R"(<input type="checkbox" data-testid="selecionar")");
  html.attr("data-versao", book.version.value);
  html.attr("aria-label", said(words::select_book, html.language(), {title})).raw("></td><td><a");
  html.attr("href", book_address(book.id)).raw(">").text(fields.title).raw("</a></td><td>");
  html.text(fields.author.value_or("")).raw(R"(</td><td class="num">)");
  if (fields.year) {
    html.number(*fields.year);
  }
  html.raw("</td><td>").text(fields.cdd.empty() ? fields.cdu : fields.cdd);
  html.raw(R"(</td><td data-campo="etiquetas">)");
  for (const std::string& tag : fields.tags) {
    html.raw(R"(<span class="etiqueta">)").text(tag).raw("</span> ");
  }
  html.raw("</td></tr>");
}

void write_table(Html& html, const SearchPage& page) {
  html.raw(R"(<div class="rolo" tabindex="0" role="region")");
  html.say_attr("aria-label", words::table_of_books)
      .raw(R"(><table data-testid="tabela"><thead><tr>)");
  html.raw(R"(<th scope="col"><input type="checkbox" data-testid="selecionar-todos")");
  html.say_attr("aria-label", words::select_all).raw("></th>");
  for (const Column& column : columns) {
    write_heading(html, page, column);
  }
  html.raw("</tr></thead><tbody>");
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

// Filled and shown by the script.
void write_selection_bar(Html& html) {
  html.raw(R"(<div class="selecao" data-testid="barra-selecao" role="region" hidden)");
  html.say_attr("aria-label", words::selection)
      .raw(R"(><strong data-testid="selecionados"></strong>)");
  html.raw(R"(<a class="botao" data-testid="imprimir" href="/imprimir">)");
  html.say(words::print_labels).raw(R"(</a><button type="button" class="discreto")");
  html.raw(R"( data-testid="limpar">)").say(words::clear_selection).raw("</button></div>");
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
    if (page.books.empty()) {
      html.raw(R"(<p class="nada" data-testid="nada">)").say(words::nothing).raw("</p>");
      return;
    }
    write_table(html, page);
    write_pages(html, page);
    write_selection_bar(html);
  });
}

}  // namespace web
