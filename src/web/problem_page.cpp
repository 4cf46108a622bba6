#include "web/problem_page.hpp"

#include "web/address.hpp"
#include "web/components.hpp"
#include "web/words.hpp"

namespace web {
namespace {

using catalog::ProblemCode;

struct Said {
  std::string title;
  std::string text;
};

Said said_of(const catalog::Problem& problem, catalog::Language language) {
  if (problem.code == ProblemCode::unknown_path) {
    return {std::string(words::page_unknown.in(language)),
            std::string(words::page_unknown_text.in(language))};
  }
  if (problem.code == ProblemCode::book_deleted) {
    return {std::string(words::book_gone.in(language)),
            std::string(words::book_gone_text.in(language))};
  }
  return {std::string(kind_of(problem.code).title.in(language)),
          catalog::detail_of(problem, language)};
}

void write_errors(Html& html, const catalog::Problem& problem) {
  if (problem.errors.empty()) {
    return;
  }
  html.raw("<ul>");
  for (const catalog::FieldError& error : problem.errors) {
    html.raw("<li><code>").text(error.pointer).raw("</code>: ");
    html.text(catalog::message_of(error, html.language())).raw("</li>");
  }
  html.raw("</ul>");
}

void write_ways_on(Html& html, const ProblemPage& page) {
  html.raw(R"(<div class="acoes"><a class="botao" href="/">)").say(words::problem_back);
  html.raw("</a>");
  if (page.book) {
    html.raw(R"(<a class="botao discreto" rel="nofollow" data-testid="historia")");
    html.attr("href", book_address(*page.book) + "/historia").raw(">").say(words::history);
    html.raw(R"(</a><button type="button" hidden data-testid="restaurar")");
    html.attr("data-id", page.book->value).raw(">").say(words::restore_book).raw("</button>");
  }
  html.raw("</div>");
}

}  // namespace

std::string problem_document(const View& view, const catalog::Problem& problem,
                             const ProblemPage& page) {
  const Said words_of_it = said_of(problem, view.language);
  Page head;
  head.title = words_of_it.title;
  head.scripts = {"leitor.js"};
  if (page.book) {
    head.scripts.emplace_back("restaurar.js");
  }
  return document_of(view, head, [&](Html& html) {
    html.raw(R"(<div class="vazio" data-testid="erro")")
        .attr("data-codigo", kind_of(problem.code).slug);
    html.raw("><h1>").text(words_of_it.title).raw("</h1><p>").text(words_of_it.text).raw("</p>");
    write_errors(html, problem);
    write_ways_on(html, page);
    html.raw(R"(<p class="dica">)")
        .say(words::problem_request, {page.request_id})
        .raw("</p></div>");
  });
}

}  // namespace web
