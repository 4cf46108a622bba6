#include "web/docs_page.hpp"

#include "web/assets.hpp"
#include "web/words.hpp"

namespace web {
namespace {

// The other words of the page are those of tools/reference.py.
constexpr catalog::Wording docs_description{
    "Cada operação da API do catálogo: parâmetros, respostas, uma linha para o curl.",
    "Every operation of the catalogue's API: parameters, answers, a line for curl."};
constexpr catalog::Wording docs_licence{"O formulário é o Swagger UI, licença Apache 2.0:",
                                        "The form is Swagger UI, under the Apache licence 2.0:"};

constexpr char server_mark = '\x01';  // SERVER of tools/reference.py

// Text of this program's own build: it goes out as it is, but for the server's address.
void write_reference(Html& html, std::string_view reference, std::string_view origin) {
  while (true) {
    const std::size_t mark = reference.find(server_mark);
    html.out() += reference.substr(0, mark);
    if (mark == std::string_view::npos) {
      return;
    }
    html.text(origin);
    reference.remove_prefix(mark + 1);
  }
}

// Where docs.js puts Swagger UI; without it the reference stays.
void write_trial(Html& html) {
  const Asset* const program = asset_named("swagger-ui.js");
  const Asset* const style = asset_named("swagger-ui.css");
  if (program == nullptr || style == nullptr) {
    return;
  }
  html.raw(R"(<div id="swagger-ui" hidden)")
      .attr("data-programa", program->address)
      .attr("data-estilo", style->address)
      .raw(R"(></div><p class="dica" id="licencas">)")
      .say(docs_licence)
      .raw(" ");
  for (const std::string_view name :
       {"swagger-ui-licence.txt", "swagger-ui-notice.txt", "swagger-ui-parts.txt"}) {
    if (const Asset* const text = asset_named(name)) {
      html.raw(" <a").attr("href", text->address).raw(">").text(name).raw("</a>");
    }
  }
  html.raw("</p>");
}

}  // namespace

std::string docs_document(const View& view, std::string_view reference, std::string_view origin) {
  Page page;
  page.title = words::documentation.in(view.language);
  page.indexed = Indexed::yes;
  page.canonical = "/docs";
  page.description = docs_description.in(view.language);
  page.styles = {"docs.css"};
  page.scripts = {"leitor.js", "docs.js"};
  return document_of(view, page, [&](Html& html) {
    write_reference(html, reference, origin);
    write_trial(html);
  });
}

}  // namespace web
