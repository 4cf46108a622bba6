#include "web/duplicates_page.hpp"

#include "catalog/field.hpp"
#include "web/field_names.hpp"
#include "web/words.hpp"
#include "web/work_words.hpp"

namespace web {
namespace {

// For the script: the fields in their order, as people call them.
void write_field_names(Html& html) {
  html.raw(R"(<ul id="campos" hidden>)");
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    const auto field = static_cast<catalog::Field>(i);
    html.raw("<li").attr("data-campo", catalog::wire_name(field)).raw(">");
    html.say(name_of(field)).raw("</li>");
  }
  html.raw("</ul>");
}

}  // namespace

std::string duplicates_document(const View& view) {
  Page head;
  head.title = words::duplicates.in(view.language);
  head.way = Way::holdings;
  head.scripts = {"leitor.js", "duplicados.js"};
  return document_of(view, head, [&](Html& html) {
    html.raw(R"(<nav class="migalhas")").say_attr("aria-label", words::trail);
    html.raw(R"(><a href="/acervo">)").say(words::back_to_holdings).raw("</a></nav><h1>");
    html.say(words::duplicates).raw("</h1><p>").say(words::duplicates_text).raw("</p>");
    html.raw(R"(<noscript><div class="faixa aviso"><p>)").say(words::no_script);
    html.raw(R"(</p></div></noscript><p class="resumo" role="status" data-testid="resumo"></p>)");
    write_field_names(html);
    html.raw(R"(<div data-testid="grupos"></div><p class="depois"><button type="button")");
    html.raw(R"( data-testid="proxima" hidden>)").say(words::more_duplicates);
    html.raw("</button></p>");
  });
}

}  // namespace web
