#include "web/components.hpp"

#include <array>
#include <string>

#include "base/text.hpp"
#include "formats/format.hpp"
#include "web/address.hpp"
#include "web/citations.hpp"
#include "web/words.hpp"

namespace web {
namespace {

// A binding has room for no more.
constexpr std::size_t binding_title_max = 120;
constexpr std::size_t binding_author_max = 80;

// A part of "Publisher · Place · 1999".
class ImprintParts {
 public:
  explicit ImprintParts(Html& html) noexcept : html_(html) {}
  Html& next() {
    if (!is_first_) {
      html_.raw(" · ");
    }
    is_first_ = false;
    return html_;
  }

 private:
  Html& html_;
  bool is_first_ = true;
};

void write_imprint(Html& html, const catalog::BookFields& fields) {
  if (fields.publisher.empty() && fields.place.empty() && !fields.year) {
    return;
  }
  html.raw(R"(<p class="onde">)");
  ImprintParts parts(html);
  if (!fields.publisher.empty()) {
    parts.next().text(fields.publisher);
  }
  if (!fields.place.empty()) {
    parts.next().text(fields.place);
  }
  if (fields.year) {
    parts.next().number(*fields.year);
  }
  html.raw("</p>");
}

// How the formats are called among people, the spreadsheet's first.
struct NamedExport {
  formats::Format format;
  Literal name;
};
constexpr std::array exports{
    NamedExport{formats::Format::csv, "CSV"},
    NamedExport{formats::Format::ndjson, "NDJSON"},
    NamedExport{formats::Format::marc, "MARC 21"},
    NamedExport{formats::Format::marcxml, "MARCXML"},
    NamedExport{formats::Format::bibtex, "BibTeX"},
    NamedExport{formats::Format::ris, "RIS"},
    NamedExport{formats::Format::csl, "CSL-JSON"},
    NamedExport{formats::Format::mods, "MODS"},
    NamedExport{formats::Format::jsonld, "JSON-LD"},
};

}  // namespace

void write_exports(Html& html, const SearchAddress& address) {
  const SearchAddress filters = address.without("ordem").without("limite").without("campos");
  html.raw(R"(<p class="formas" data-testid="exportar">)").say(words::export_books);
  for (const NamedExport& each : exports) {
    const bool is_list = formats::info_of(each.format).can(formats::Use::list);
    if (is_list && formats::has_writer(each.format, formats::WriteOptions::Extent::list)) {
      const SearchAddress wanted = filters.with("formato", formats::name_of(each.format));
      html.raw(R"( <a rel="nofollow" download)").attr("href", wanted.text("/exportar"));
      html.raw(">").raw(each.name).raw("</a>");
    }
  }
  html.raw("</p>");
}

void write_binding(Html& html, const catalog::Book& book) {
  const catalog::BookFields& fields = book.fields;
  html.raw(R"(<div class="capa c)").number(book.id.value % binding_colours);
  html.raw(R"(" aria-hidden="true"><span>)");
  html.text(base::abridged(fields.title, binding_title_max)).raw("</span><small>");
  html.text(base::abridged(fields.author.value_or(""), binding_author_max)).raw("</small>");
  if (!fields.cover.empty()) {
    html.raw(R"(<img alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer")");
    html.attr("src", fields.cover).raw(">");
  }
  html.raw("</div>");
}

void write_result(Html& html, const catalog::Book& book, const Marks& marks) {
  const catalog::BookFields& fields = book.fields;
  html.raw(R"(<li data-testid="resultado")").attr("data-id", book.id.value).raw(">");
  write_binding(html, book);
  html.raw("<div><h2><a").attr("href", book_address(book.id)).raw(">");
  marks.write(html, fields.title);
  html.raw("</a></h2>");
  if (!fields.subtitle.empty()) {
    html.raw(R"(<p class="sub">)");
    marks.write(html, fields.subtitle);
    html.raw("</p>");
  }
  if (fields.author) {
    html.raw(R"(<p class="quem">)");
    marks.write(html, *fields.author);
    html.raw("</p>");
  }
  write_imprint(html, fields);
  write_coins(html, book);
  html.raw("</div></li>");
}

void write_beginnings(Html& html) {
  html.raw(R"(<a class="botao principal" href="/importar">)").say(words::import_a_file);
  html.raw(R"(</a><a class="botao" href="/livro/novo">)").say(words::add_a_book).raw("</a>");
}

Html& begin_cell(Html& html, const catalog::Wording& name) {
  return html.raw(R"(<td role="cell")").say_attr("data-nome", name);
}

void write_search_box(Html& html, const SearchBox& box) {
  html.raw(R"(<form role="search" class="busca" id="busca" action="/busca">)");
  html.raw(R"(<label class="so-leitor" for="q">)").say(words::search_label).raw("</label>");
  html.raw(R"(<input id="q" name="q" type="search" data-testid="busca")");
  html.attr("value", box.text).say_attr("placeholder", words::search_hint);
  html.raw(R"( autocomplete="off" autocapitalize="off" spellcheck="false")");
  html.raw(R"( enterkeyhint="search" maxlength="1000")");
  if (box.is_focused) {
    html.raw(" autofocus");
  }
  html.raw(R"(><button class="principal">)").say(words::search).raw("</button></form>");
}

}  // namespace web
