#include "web/print_page.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "web/barcode.hpp"
#include "web/shown.hpp"
#include "web/words.hpp"
#include "web/work_words.hpp"

namespace web {
namespace {

using catalog::BookFields;

constexpr std::size_t author_letters = 3;

const std::string& class_of(const BookFields& fields) noexcept {
  return fields.cdd.empty() ? fields.cdu : fields.cdd;
}

std::string isbn_text(const catalog::Isbn& isbn, const catalog::IsbnRanges& ranges) {
  const auto hyphenated = ranges.hyphenate(isbn);
  return hyphenated ? hyphenated->isbn13 : std::string(isbn.digits());
}

// ---- the card

void append_part(std::string& out, std::string_view before, std::string_view part) {
  if (!part.empty()) {
    out.append(out.empty() ? "" : before).append(part);
  }
}

// "Machado de Assis : o enigma do olhar / Bosi, Alfredo. – São Paulo : Ática, 1999."
std::string description_of_card(const BookFields& fields) {
  std::string text = fields.title;
  append_part(text, " : ", fields.subtitle);
  append_part(text, " / ", fields.author.value_or(""));
  append_part(text, ". – ", fields.edition);
  std::string imprint = fields.place;
  append_part(imprint, " : ", fields.publisher);
  append_part(imprint, ", ", fields.year ? std::to_string(*fields.year) : "");
  append_part(text, ". – ", imprint);
  return text;
}

std::string extent_of(const BookFields& fields) {
  std::string text = fields.pages ? std::to_string(*fields.pages) + " p." : "";
  if (fields.series) {
    std::string series = fields.series->name;
    append_part(series, " ; ", fields.series->volume);
    append_part(text, " – ", "(" + series + ")");
  }
  return text;
}

std::string tracings_of(const BookFields& fields) {
  std::string text;
  for (std::size_t i = 0; i < fields.subjects.size(); ++i) {
    append_part(text, " ", std::to_string(i + 1) + ". " + subject_text(fields.subjects[i]) + ".");
  }
  append_part(text, " ", "I. Título.");
  append_part(text, " ", fields.series ? "II. Série." : "");
  return text;
}

void write_line(Html& html, Literal begin, std::string_view text) {
  if (!text.empty()) {
    html.raw(begin).text(text).raw("</p>");
  }
}

void write_card(Html& html, const BookFields& fields, const catalog::IsbnRanges& ranges) {
  html.raw(R"(<article class="ficha"><p class="chamada">)").text(class_of(fields)).raw("</p><div>");
  write_line(html, R"(<p class="entrada">)", fields.author.value_or(""));
  write_line(html, R"(<p class="descricao">)", description_of_card(fields));
  write_line(html, R"(<p class="descricao">)", extent_of(fields));
  if (fields.isbn) {
    write_line(html, R"(<p class="descricao nota">)", "ISBN " + isbn_text(*fields.isbn, ranges));
  }
  write_line(html, R"(<p class="descricao nota">)", tracings_of(fields));
  write_line(html, R"(<p class="classe">)",
             class_of(fields).empty() ? std::string{}
                                      : (fields.cdd.empty() ? "CDU " : "CDD ") + class_of(fields));
  html.raw("</div></article>");
}

// ---- the labels

// "Bosi, Alfredo" -> "BOS": letters of the name that books stand by.
std::string author_mark(const BookFields& fields) {
  const std::string folded = base::fold(fields.author.value_or(fields.title));
  std::string mark;
  for (const char c : folded) {
    if (c == ' ' || mark.size() == author_letters) {
      break;
    }
    mark += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return std::string(base::clip_bytes(mark, author_letters));
}

void write_spine(Html& html, const BookFields& fields) {
  html.raw(R"(<div class="lombada">)");
  for (const std::string& line : {class_of(fields), author_mark(fields),
                                  fields.year ? std::to_string(*fields.year) : std::string{}}) {
    if (!line.empty()) {
      html.raw("<span>").text(line).raw("</span>");
    }
  }
  html.raw("</div>");
}

void write_code(Html& html, const catalog::Book& book, const catalog::IsbnRanges& ranges) {
  html.raw(R"(<div class="codigo"><span>)").text(base::abridged(book.fields->title, 40));
  html.raw("</span>");
  if (book.fields->isbn) {
    const std::string_view digits = book.fields->isbn->digits();
    write_barcode(html, {ean13_modules(digits), isbn_text(*book.fields->isbn, ranges)});
  } else {
    const std::string id = std::to_string(book.id.value);
    write_barcode(html, {code128_modules(id), id});
  }
  html.raw("</div>");
}

// ---- the page

void write_number(Html& html, Literal name, const catalog::Wording& label, int value) {
  html.raw(R"(<div class="campo"><label for=")").raw(name).raw(R"(">)").say(label);
  html.raw(R"(</label><input type="number" step="any" id=")").raw(name).raw(R"(" name=")");
  html.raw(name).raw(R"(" min="0" max="300")").attr("value", value).raw("></div>");
}

void write_settings(Html& html) {
  html.raw(R"(<form class="folha" id="folha" hidden><div class="campo"><label for="tipo">)");
  html.say(words::print_what).raw(R"(</label><select id="tipo" name="tipo")");
  html.raw(R"( data-testid="tipo-impressao"><option value="tudo">)").say(words::print_all);
  html.raw(R"(</option><option value="fichas">)").say(words::print_cards);
  html.raw(R"(</option><option value="etiquetas">)").say(words::print_spines);
  html.raw(R"(</option><option value="codigos">)").say(words::print_codes);
  html.raw("</option></select></div>");
  write_number(html, "largura", words::label_width, 30);
  write_number(html, "altura", words::label_height, 40);
  write_number(html, "vao", words::label_gap, 3);
  write_number(html, "primeira", words::first_free, 1);
  html.raw(R"(<div class="acoes"><button type="button" class="principal")");
  html.raw(R"( data-testid="imprimir">)").say(words::print).raw("</button></div></form>");
}

}  // namespace

std::string print_document(const View& view, const std::vector<catalog::Book>& books,
                           const catalog::IsbnRanges& ranges) {
  Page head;
  head.title = words::print.in(view.language);
  head.scripts = {"leitor.js", "imprimir.js"};
  return document_of(view, head, [&](Html& html) {
    html.raw(R"(<h1 class="so-papel-nao">)").say(words::print).raw("</h1>");
    write_settings(html);
    html.raw(R"(<section class="fichas" data-testid="fichas")");
    html.say_attr("aria-label", words::print_cards).raw(">");
    for (const catalog::Book& book : books) {
      write_card(html, book.fields, ranges);
    }
    html.raw(R"(</section><section class="etiquetas" data-testid="etiquetas")");
    html.say_attr("aria-label", words::print_spines).raw(">");
    for (const catalog::Book& book : books) {
      write_spine(html, book.fields);
    }
    html.raw(R"(</section><section class="codigos" data-testid="codigos")");
    html.say_attr("aria-label", words::print_codes).raw(">");
    for (const catalog::Book& book : books) {
      write_code(html, book, ranges);
    }
    html.raw("</section>");
  });
}

}  // namespace web
