#include "web/sign_in_page.hpp"

#include "web/words.hpp"

namespace web {
namespace {

void write_key_form(Html& html, const SignInPage& page) {
  html.raw(R"(<form data-testid="form-chave" method="post" action="/sessao" class="vazio">)");
  html.raw(R"(<input type="hidden" name="volta")").attr("value", page.back_to).raw(">");
  html.raw(R"(<div class="campo"><label for="chave">)").say(words::key_label).raw("</label>");
  html.raw(R"(<input id="chave" name="chave" type="password" required data-testid="chave")");
  html.raw(R"( autocomplete="current-password" autofocus maxlength="200")");
  const bool is_wrong = page.why == SignInPage::Why::wrong_key;
  html.raw(is_wrong ? Literal(R"( aria-invalid="true")") : Literal(""));
  html.raw(R"( aria-describedby="dica-chave erro-chave"><p class="dica" id="dica-chave">)");
  html.say(words::key_hint).raw(" <code>api-livros keys create</code>.</p></div>");
  html.raw(R"(<label class="opcao"><input type="checkbox" name="lembrar" value="1"> )");
  html.say(words::remember_me).raw("</label>");
  html.raw(R"(<p class="erro-campo" role="alert" id="erro-chave" data-testid="erro">)");
  if (is_wrong) {
    html.say(words::key_wrong);
  } else if (page.why == SignInPage::Why::too_often) {
    html.say(words::key_too_often);
  }
  html.raw(R"(</p><div class="acoes"><button class="principal" data-testid="entrar">)");
  html.say(words::sign_in).raw("</button></div></form>");
}

void write_who(Html& html, const SignInPage& page) {
  html.raw(R"(<p data-testid="quem" role="status">)");
  html.say(words::signed_in_as, {page.name, page.scope}).raw("</p>");
  html.raw(R"(<form method="post" action="/sessao" data-testid="form-sair">)");
  html.raw(R"(<input type="hidden" name="sair" value="1"><div class="acoes depois">)");
  html.raw(R"(<button data-testid="sair">)").say(words::sign_out).raw("</button></div></form>");
}

}  // namespace

std::string sign_in_document(const View& view, const SignInPage& page) {
  Page head;
  const bool is_in = !page.name.empty();
  const catalog::Wording& title = is_in ? words::sign_out : words::sign_in;
  head.title = title.in(view.language);
  head.way = Way::sign_in;
  head.scripts = {"leitor.js"};
  return document_of(view, head, [&](Html& html) {
    html.raw("<h1>").say(title).raw("</h1>");
    if (is_in) {
      write_who(html, page);
      return;
    }
    if (page.why == SignInPage::Why::needed) {
      html.raw("<p>").say(words::private_catalogue).raw("</p>");
    }
    write_key_form(html, page);
  });
}

}  // namespace web
