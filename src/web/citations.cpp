#include "web/citations.hpp"

#include <array>

#include "base/percent.hpp"
#include "formats/abnt.hpp"
#include "formats/credits.hpp"
#include "formats/format.hpp"
#include "formats/jsonld_writer.hpp"
#include "formats/name_parts.hpp"
#include "web/address.hpp"
#include "web/words.hpp"

namespace web {
namespace {

using catalog::BookFields;
using formats::Format;
using Extent = formats::WriteOptions::Extent;

// How the forms are called among people; JSON is the API's own.
struct NamedForm {
  Format format;
  Literal name;
};
constexpr std::array forms{
    NamedForm{Format::bibtex, "BibTeX"},         NamedForm{Format::ris, "RIS"},
    NamedForm{Format::csl, "CSL-JSON"},          NamedForm{Format::abnt, "ABNT"},
    NamedForm{Format::marc, "MARC 21"},          NamedForm{Format::marcxml, "MARCXML"},
    NamedForm{Format::marcjson, "MARC-in-JSON"}, NamedForm{Format::mods, "MODS"},
    NamedForm{Format::jsonld, "JSON-LD"},
};

std::string address_of(catalog::BookId id, Format format) {
  return "/livros/" + std::to_string(id.value) +
         "?formato=" + std::string(formats::name_of(format));
}

std::string written(const catalog::Book& book, Format format) {
  return formats::write_one(*formats::make_writer(format, {.extent = Extent::one}), book);
}

// What a citation is called, with a button that copies it; a script shows the button.
void write_label(Html& html, Literal name, Literal id) {
  html.raw(R"(<div class="rotulo"><h2>)").raw(name);
  html.raw(R"(</h2><button type="button" hidden data-copia=")").raw(id).raw(R"(">)");
  html.say(words::copy).raw("</button></div>");
}

void append_key(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) {
    out.append("&rft.").append(key).append("=").append(base::percent_encode(value));
  }
}

void append_authors(std::string& out, const BookFields& fields) {
  bool is_first = true;
  for (const formats::Credit& one : formats::credits_of(fields).authors) {
    const formats::NameParts parts = formats::name_parts(one.name);
    if (is_first && !one.is_body) {
      append_key(out, "aulast", parts.surname);
      append_key(out, "aufirst", parts.forenames);
      append_key(out, "ausuffix", parts.suffix);
    }
    append_key(out, one.is_body ? "aucorp" : "au",
               one.is_body ? one.name : formats::filed_form(one.name));
    is_first = false;
  }
}

std::string coins_of(const BookFields& fields) {
  std::string out = "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook";
  append_key(out, "genre", "book");
  append_key(out, "btitle",
             fields.subtitle.empty() ? fields.title : fields.title + ": " + fields.subtitle);
  append_authors(out, fields);
  append_key(out, "pub", fields.publisher);
  append_key(out, "place", fields.place);
  append_key(out, "date", fields.year ? std::to_string(*fields.year) : "");
  append_key(out, "edition", fields.edition);
  append_key(out, "isbn", fields.isbn ? fields.isbn->digits() : std::string_view{});
  append_key(out, "tpages", fields.pages ? std::to_string(*fields.pages) : "");
  return out;
}

// Nothing in a script element ends it, begins a comment or another script.
std::string without_markup(const std::string& json) {
  std::string out;
  out.reserve(json.size() + 32);
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

void write_citations(Html& html, const catalog::Book& book) {
  html.raw(R"(<details class="citar" data-testid="citar"><summary>)").say(words::cite);
  html.raw("</summary>");
  write_label(html, "ABNT NBR 6023", "citacao-abnt");
  html.raw(R"(<p class="citacao" id="citacao-abnt" data-testid="citacao-abnt">)");
  html.out() +=
      formats::abnt_reference(book.fields, {.markup = formats::ReferenceForm::Markup::html});
  html.raw("</p>");
  write_label(html, "BibTeX", "citacao-bibtex");
  html.raw(R"(<pre class="citacao" tabindex="0" id="citacao-bibtex")");
  html.raw(R"( data-testid="citacao-bibtex">)").text(written(book, Format::bibtex)).raw("</pre>");
  write_label(html, "RIS", "citacao-ris");
  html.raw(R"(<pre class="citacao" tabindex="0" id="citacao-ris")");
  html.raw(R"( data-testid="citacao-ris">)").text(written(book, Format::ris)).raw("</pre>");
  html.raw(R"(<p class="formas">)").say(words::other_forms);
  for (const NamedForm& form : forms) {
    if (formats::has_writer(form.format, Extent::one)) {
      html.raw(R"( <a rel="nofollow")").attr("href", address_of(book.id, form.format));
      html.raw(" download>").raw(form.name).raw("</a>");
    }
  }
  html.raw("</p></details>");
}

void write_alternates(Html& html, catalog::BookId id) {
  html.raw(R"(<link rel="alternate" type="application/json")");
  html.attr("href", "/livros/" + std::to_string(id.value)).raw(">");
  for (const NamedForm& form : forms) {
    if (!formats::has_writer(form.format, Extent::one)) {
      continue;
    }
    const std::string_view type = formats::info_of(form.format).content_type;
    html.raw(R"(<link rel="alternate")").attr("type", type.substr(0, type.find(';')));
    html.raw(R"( title=")").raw(form.name).raw(R"(")");
    html.attr("href", address_of(id, form.format)).raw(">");
  }
}

void write_coins(Html& html, const catalog::Book& book) {
  html.raw(R"(<span class="Z3988")").attr("title", coins_of(book.fields)).raw("></span>");
  html.raw(R"(<abbr class="unapi-id")");
  html.attr("title", "/livros/" + std::to_string(book.id.value)).raw("></abbr>");
}

std::string json_ld_of(const catalog::Book& book) {
  std::string out;
  formats::append_jsonld(out, book, book_address(book.id), formats::JsonldContext::given);
  return without_markup(out);
}

}  // namespace web
