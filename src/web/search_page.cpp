#include "web/search_page.hpp"

#include <algorithm>
#include <array>

#include "base/percent.hpp"
#include "web/components.hpp"
#include "web/field_names.hpp"
#include "web/script_words.hpp"
#include "web/shown.hpp"
#include "web/words.hpp"

namespace web {
namespace {

using catalog::Wording;

constexpr std::string_view search_name = "q";
constexpr std::string_view order_name = "ordem";

// ---- the summary

std::string total_text(const SearchPage& page, catalog::Language language) {
  const std::string number = grouped(page.total, language);
  return page.total_is == Count::exact ? number : said(words::at_least, language, {number});
}

struct Filter {
  std::string_view name;
  const Wording& label;
};
constexpr std::array filters{
    Filter{"autor", words::facet_author},      Filter{"titulo", words::filter_title},
    Filter{"editora", words::facet_publisher}, Filter{"assunto", words::facet_subject},
    Filter{"etiqueta", words::facet_tag},      Filter{"isbn", words::filter_isbn},
    Filter{"idioma", words::facet_language},   Filter{"ano", words::facet_year},
    Filter{"ano_min", words::filter_year_min}, Filter{"ano_max", words::filter_year_max},
    Filter{"id", words::filter_ids},           Filter{"alterado_desde", words::filter_changed},
};

bool is_filtered(const SearchPage& page) {
  return std::ranges::any_of(filters,
                             [&](const Filter& filter) { return page.address.has(filter.name); });
}

const Wording& summary_wording(const SearchPage& page) {
  const bool is_one = page.total == 1;
  if (!page.address.value(search_name).empty()) {
    return page.total == 0 ? words::none_for : is_one ? words::one_book_for : words::books_for;
  }
  if (is_filtered(page)) {
    return page.total == 0 ? words::none_filtered
           : is_one        ? words::one_book
                           : words::books_filtered;
  }
  return is_one ? words::one_in_catalogue : words::books_in_catalogue;
}

// ---- the order

struct Order {
  std::string_view value;
  const Wording& name;
};
constexpr std::array orders{
    Order{"relevancia", words::by_relevance},  Order{"titulo", words::by_title},
    Order{"autor", words::by_author},          Order{"-ano", words::by_newest},
    Order{"-atualizado_em", words::by_change},
};

void write_option(Html& html, const Order& order, bool is_selected) {
  html.raw("<option").attr("value", order.value);
  html.raw(is_selected ? Literal(" selected>") : Literal(">")).say(order.name).raw("</option>");
}

// What the list is in when no order is chosen.
const Wording& first_order(const SearchPage& page) {
  return page.query ? orders.front().name : words::by_entry;
}

// An order of an address typed by hand stays what it is.
void write_order(Html& html, const SearchPage& page) {
  const std::string_view chosen = page.address.value(order_name);
  html.raw(R"(<div class="ordem"><label for="ordem">)").say(words::order).raw("</label>");
  html.raw(R"(<select id="ordem" name="ordem" form="busca" data-testid="ordem">)");
  bool is_known = chosen.empty();
  for (const Order& order : orders) {
    const bool is_first = &order == orders.data();
    const bool is_selected = order.value == chosen || (chosen.empty() && is_first);
    const Wording& name = is_first ? first_order(page) : order.name;
    write_option(html, {order.value, name}, is_selected);
    is_known = is_known || is_selected;
  }
  if (!is_known) {
    write_option(html, {chosen, words::as_asked}, true);
  }
  html.raw(R"(</select><noscript><button form="busca">)").say(words::reorder);
  html.raw("</button></noscript></div>");
}

// ---- filters and facets

std::string shown_value(std::string_view name, std::string_view value, catalog::Language language) {
  if (name == "idioma") {
    return language_name(value, language);
  }
  return name == "assunto" ? subject_text(value) : std::string(value);
}

void write_active_filters(Html& html, const SearchPage& page) {
  if (!is_filtered(page)) {
    return;
  }
  html.raw(R"(<ul class="chips")").say_attr("aria-label", words::active_filters).raw(">");
  for (const Filter& filter : filters) {
    if (!page.address.has(filter.name)) {
      continue;
    }
    const std::string_view value = page.address.value(filter.name);
    html.raw(R"(<li><a data-testid="filtro-ativo" rel="nofollow")");
    html.attr("href", page.address.without(filter.name).text()).raw("><span>");
    html.say(filter.label).raw(": ").text(shown_value(filter.name, value, html.language()));
    html.raw(R"(</span><span aria-hidden="true">×</span><span class="so-leitor">, )");
    html.say(words::remove_filter).raw("</span></a></li>");
  }
  html.raw("</ul>");
}

void write_facet(Html& html, const SearchPage& page, const FacetGroup& group) {
  const std::string more = page.address.with(group.parameter, "").text();
  html.raw("<section><h2>").say(group.heading).raw("</h2><ul>");
  for (const FacetLink& link : group.links) {
    html.raw(R"(<li><a rel="nofollow")");
    html.attr("href", more + base::percent_encode(link.value)).raw("><span>");
    html.text(shown_value(group.parameter, link.text, html.language())).raw("</span><span>");
    const std::string number = grouped(link.books, html.language());
    if (page.facets_are_estimated) {
      html.say(words::about, {number});
    } else {
      html.text(number);
    }
    html.raw("</span></a></li>");
  }
  html.raw("</ul></section>");
}

void write_facets(Html& html, const SearchPage& page) {
  const bool has_any = std::ranges::any_of(
      page.facets, [](const FacetGroup& group) { return !group.links.empty(); });
  if (!has_any) {
    return;
  }
  html.raw(R"(<aside class="facetas" id="filtros" data-testid="facetas")");
  html.say_attr("aria-label", words::filters).raw("><details><summary>");
  html.say(words::filter).raw("</summary>");
  for (const FacetGroup& group : page.facets) {
    if (!group.links.empty()) {
      write_facet(html, page, group);
    }
  }
  html.raw("</details></aside>");
}

// ---- the list

void write_neighbours(Html& html, const SearchPage& page) {
  if (page.next.empty() && page.previous.empty()) {
    return;
  }
  html.raw(R"(<nav class="paginas")").say_attr("aria-label", words::pages).raw("><span>");
  if (!page.previous.empty()) {
    html.raw(R"(<a class="botao" rel="prev nofollow" data-testid="anterior")");
    html.attr("href", page.address.with("cursor", page.previous).text()).raw(">");
    html.say(words::previous_page).raw("</a>");
  }
  html.raw("</span>");
  if (!page.next.empty()) {
    html.raw(R"(<a class="botao" rel="next nofollow" data-testid="proxima")");
    html.attr("href", page.address.with("cursor", page.next).text()).raw(">");
    html.say(words::next_page).raw("</a>");
  }
  html.raw("</nav>");
}

void write_books(Html& html, const SearchPage& page) {
  if (page.books.empty()) {
    html.raw(R"(<p class="nada" data-testid="nada">)").say(words::nothing).raw("</p>");
    return;
  }
  const auto spellings =
      page.found == Found::as_typed ? Marks::Spellings::as_typed : Marks::Spellings::families;
  const Marks marks = page.query ? Marks(*page.query, spellings) : Marks();
  html.raw(R"(<ol class="lista" data-testid="resultados">)");
  for (const catalog::Book& book : page.books) {
    write_result(html, book, marks);
  }
  html.raw("</ol>");
  write_neighbours(html, page);
  write_exports(html, page.address);
}

void write_suggestion(Html& html, const SearchPage& page) {
  if (page.meant.empty()) {
    return;
  }
  html.raw(R"(<p class="sugestao">)").say(words::did_you_mean).raw(R"( <a rel="nofollow")");
  html.raw(R"( data-testid="sugestao")");
  html.attr("href", page.address.with(search_name, page.meant).text()).raw(">");
  html.text(page.meant).raw("</a></p>");
}

void write_living_list(Html& html, const SearchPage& page) {
  write_active_filters(html, page);
  write_suggestion(html, page);
  html.raw(R"(<div class="dupla"><div>)");
  write_books(html, page);
  html.raw("</div>");
  write_facets(html, page);
  html.raw("</div>");
}

// The order and what is filtered stay when somebody searches anew without a script.
void write_hidden_filters(Html& html, const SearchPage& page) {
  for (const auto& [name, value] : page.address.parameters()) {
    if (name != search_name && name != order_name) {
      html.raw(R"(<input type="hidden" form="busca")").attr("name", name);
      html.attr("value", value).raw(">");
    }
  }
}

Page head_of(const View& view, const SearchPage& page, bool is_start) {
  Page head;
  const std::string_view text = page.address.value(search_name);
  const bool asks_text_alone = page.address.parameters().size() == (text.empty() ? 0U : 1U);
  head.title = text.empty() ? std::string(words::catalogue.in(view.language))
                            : "“" + std::string(text) + "”";
  head.way = Way::search;
  head.indexed = is_start || asks_text_alone ? Indexed::yes : Indexed::no;
  head.canonical = is_start ? "/" : page.address.text();
  head.description = words::page_about.in(view.language);
  head.scripts = {"leitor.js", "busca.js"};
  return head;
}

}  // namespace

void write_summary(Html& html, const SearchPage& page) {
  const std::string total = total_text(page, html.language());
  html.say(summary_wording(page), {total, page.address.value(search_name)});
  if (page.books.empty()) {
    return;
  }
  if (page.found == Found::in_other_spellings) {
    html.raw(", ").say(words::other_spellings);
  } else if (page.found == Found::approximately) {
    html.raw(", ").say(words::approximate);
  } else if (page.found == Found::partially && !page.left_out.empty()) {
    html.raw(", ").say(words::without_words, {page.left_out});
  }
}

std::string search_document(const View& view, const SearchPage& page, bool is_start) {
  return document_of(view, head_of(view, page, is_start), [&](Html& html) {
    html.raw(R"(<h1 class="so-leitor">)").say(words::search_title).raw("</h1>");
    write_search_box(html, {page.address.value(search_name), is_start});
    write_hidden_filters(html, page);
    html.raw(R"(<div class="resumo"><p id="resumo" role="status" data-testid="resumo">)");
    write_summary(html, page);
    html.raw("</p>");
    write_order(html, page);
    html.raw(R"(</div><p class="faixa erro" id="falha" data-testid="erro" role="alert" hidden>)");
    html.raw(R"(</p><div id="lista-viva">)");
    write_living_list(html, page);
    html.raw("</div>");
  });
}

std::string search_fragment(const View& view, const SearchPage& page) {
  std::string out;
  Html html(out, view.language);
  html.raw(R"(<p id="resumo")").say_attr("data-ordem", first_order(page)).raw(">");
  write_summary(html, page);
  html.raw(R"(</p><div id="lista-viva">)");
  write_living_list(html, page);
  html.raw("</div>");
  return out;
}

std::string welcome_document(const View& view, std::string_view origin) {
  Page head;
  head.title = words::empty_title.in(view.language);
  head.way = Way::search;
  head.indexed = Indexed::yes;
  head.canonical = "/";
  head.scripts = {"leitor.js"};
  return document_of(view, head, [&](Html& html) {
    html.raw(R"(<div class="vazio" data-testid="vazio"><h1>)").say(words::empty_title);
    html.raw("</h1><p>").say(words::empty_text).raw(R"(</p><div class="acoes">)");
    write_beginnings(html);
    html.raw(R"(<a class="botao" href="/docs">)").say(words::documentation);
    html.raw("</a></div><h2>").say(words::by_api).raw(R"(</h2><pre tabindex="0"><code>)");
    html.raw("curl -H 'Content-Type: application/json' ").text(origin).raw("/livros \\\n");
    html.raw(R"(     -d '{"título": "Dom Casmurro", "autor": "Machado de Assis", )");
    html.raw("\"ano\": 1899}'\ncurl '").text(origin).raw("/livros?q=casmurro'</code></pre></div>");
  });
}

}  // namespace web
